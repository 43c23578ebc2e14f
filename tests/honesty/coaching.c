// SPDX-License-Identifier: Apache-2.0
// A focus is chosen because it was the lowest of seventeen questions. Nothing changes; how often is
// it called better, or worse?
#include "scoring/life/coaching.h"

#include "tests/honesty/honesty.h"

enum { QUESTIONS = 17 };

static struct count draw(struct rng *rng, int n, double p) {
  struct count c = {0, n};
  for (int i = 0; i < n; i++) c.x += rng_unit(rng) < p;
  return c;
}

struct world {
  bool alike; // all questions equally hard; else from 60 to 97 %
  int before, after;
  double better;
};

static void one(struct study *s, struct world w, struct share *fixed, struct share *plain) {
  struct count before[QUESTIONS];
  double truth[QUESTIONS];
  size_t worst = 0;
  for (size_t q = 0; q < QUESTIONS; q++) {
    truth[q] = w.alike ? 0.85 : 0.6 + 0.37 * (double)q / (QUESTIONS - 1);
    before[q] = draw(&s->rng, w.before, truth[q]);
    if (before[q].x < before[worst].x) worst = q;
  }
  struct count after = draw(&s->rng, w.after, fmin(0.98, truth[worst] + w.better));
  struct interval ci = coaching_change(before, QUESTIONS, worst, after).ci;
  struct interval old = stat_difference(after, before[worst], 0.95).ci;
  count(fixed, w.better > 0 ? ci.lo > 0 : ci.lo > 0 || ci.hi < 0);
  count(plain, w.better > 0 ? old.lo > 0 : old.lo > 0 || old.hi < 0);
}

static void tell(struct study *s, struct world w) {
  struct share fixed = {0}, plain = {0};
  char line[160];
  for (int i = 0; i < s->runs; i++) one(s, w, &fixed, &plain);
  snprintf(line, sizeof line, "questions %s, %d calls before and %d after, %s",
           w.alike ? "equally hard" : "unequally hard", w.before, w.after,
           w.better > 0 ? "30 points better: said" : "unchanged: a change is said");
  if (w.better > 0)
    tell_shows(s, line, fixed, "power");
  else
    tell_false(s, line, fixed);
  if (!(w.better > 0)) tell_shows(s, "… by the two shares alone", plain, "why we do not");
}

void study_coaching(struct study *s) {
  static const int calls[][2] = {{8, 8}, {16, 12}, {24, 12}, {24, 24}};
  tell_heading(s, "Coaching: \"It is heard more often now than before\"");
  for (size_t i = 0; i < countof(calls); i++)
    for (int alike = 0; alike < 2; alike++)
      tell(s, (struct world){alike, calls[i][0], calls[i][1], 0});
  for (size_t i = 0; i < countof(calls); i++)
    tell(s, (struct world){false, calls[i][0], calls[i][1], 0.3});
}
