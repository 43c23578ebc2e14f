// SPDX-License-Identifier: Apache-2.0
// How often are we right, and how often do we cry wolf? Worlds whose truth is known, twice, from
// two seeds. Prints docs/honesty.md, the same every time. `--quick`: a fraction of the runs, no
// table, the rows that are not kept; `--rows`: the rows' names alone. Exit 1 when a promise is not
// kept.
#include "tests/honesty/honesty.h"

enum { RUNS = 2000, QUICK = 60, ROWS = 200, WHAT = 160 };

struct row {
  char what[WHAT];
  const char *why; // a heading: NULL and no figure
  double got, lo, hi;
  bool heading, share, kept;
};
struct book {
  struct row at[ROWS];
  size_t n;
  bool quick;
};

double percent(struct share t) { return t.n > 0 ? 100 * t.hits / t.n : 0; }

static struct row *row_add(struct study *s, const char *what) {
  assert(s->book->n < ROWS);
  struct row *r = &s->book->at[s->book->n++];
  snprintf(r->what, sizeof r->what, "%s", what);
  return r;
}

void tell_heading(struct study *s, const char *title) {
  struct row *r = row_add(s, title);
  r->heading = r->kept = true;
}

void tell_value(struct study *s, const char *what, double got, double lo, double hi,
                const char *why) {
  struct row *r = row_add(s, what);
  r->got = got;
  r->lo = lo;
  r->hi = hi;
  r->why = why;
  bool judged = !isnan(lo) && !s->book->quick;
  r->kept = !judged || (got >= lo && got <= hi);
}

void tell_share(struct study *s, const char *what, struct share t, double lo, double hi) {
  struct row *r = row_add(s, what);
  double p = percent(t) / 100, slack = 0;
  if (s->book->quick) slack = 100 * (3 * sqrt(fmax(p * (1 - p), 0.02) / t.n) + 1 / t.n);
  r->got = 100 * p;
  r->lo = lo;
  r->hi = hi;
  r->share = true;
  r->kept = r->got >= lo - slack && r->got <= hi + slack;
}

void tell_shows(struct study *s, const char *what, struct share t, const char *why) {
  struct row *r = row_add(s, what);
  r->got = percent(t);
  r->lo = r->hi = NOT_KNOWN;
  r->share = r->kept = true;
  r->why = why;
}

// ---- the table ----------------------------------------------------------------------------------
static void promise(const struct row *r, char out[WHAT]) {
  const char *unit = r->share ? " %" : "";
  if (r->why)
    snprintf(out, WHAT, "%s", r->why);
  else if (r->hi >= 100 && r->share)
    snprintf(out, WHAT, "at least %g%s", r->lo, unit);
  else if (r->lo <= 0)
    snprintf(out, WHAT, "at most %g%s", r->hi, unit);
  else
    snprintf(out, WHAT, "%g–%g%s", r->lo, r->hi, unit);
}

static void table_print(const struct book *one, const struct book *two) {
  for (size_t i = 0; i < one->n; i++) {
    const struct row *a = &one->at[i], *b = &two->at[i];
    char promised[WHAT];
    if (a->heading) {
      printf("\n## %s\n\n| what | seed 1 | seed 2 | promised | |\n|---|--:|--:|---|---|\n",
             a->what);
      continue;
    }
    promise(a, promised);
    const char *unit = a->share ? " %" : "", *word = isnan(a->lo)         ? "shown"
                                                     : a->kept && b->kept ? "kept"
                                                                          : "**broken**";
    printf("| %s | %.1f%s | %.1f%s | %s | %s |\n", a->what, a->got, unit, b->got, unit, promised,
           word);
  }
}

static const char *const introduction[] = {
    "# What our numbers may be trusted with\n",
    "Made by `make honesty`; not written by hand. Worlds whose truth is known, each study twice, "
    "from two",
    "seeds. *Coverage* is how often a 95 % interval holds the truth; *false* is how often a "
    "sentence is said",
    "that is not so. A short form of the same runs in `make test` (`tests/flow/honesty.sh`).\n",
    "## Every interval that can be shown\n",
    "| where | figure | interval | measured under |",
    "|---|---|---|---|",
    "| *Calibration*, *How the questions do*, `GET calibrations/{id}`, `rubrics/{id}/health` | "
    "AC1, AC2 | Bayesian bootstrap with two units imagined, from 10 calls "
    "(`scoring/pure/agree_small.h`) | Agreement |",
    "| *Calibration* | alpha | the same, from 20 calls | Agreement |",
    "| *Calibration* | totals apart | Student's t, one more call imagined, from 10 calls | Means |",
    "| *Calibration*, *Over time*, `GET severity` | severity | the same | Means |",
    "| *Over time*, `medlyss trend`, `GET trends/…`: now | level | changepoint mixture, from 8 "
    "evaluations (`scoring/pure/level.h`) | Where she is now |",
    "| *Over time*: correct, human | means | Student's t, one more imagined, from 12 | Means |",
    "| *Over time*: criticals, classes, questions, first contact | shares | Wilson; Jeffreys for "
    "criticals | Shares |",
    "| *Over time*: p, g, funnel | limits, not intervals | three sigma; 95 and 99.8 %; none where "
    "no spread was seen | Shares |",
    "| *How the questions do*: top, not applicable, cannot tell | shares | Wilson | Shares |",
    "| *How the questions do*: what a draft would have given | mean difference | Student's t, one "
    "more imagined | Means |",
    "| *Coaching*: before, after | shares | Wilson | Shares |",
    "| *Coaching*: change | difference | Newcombe's limits on a beta-binomial baseline, 98 % | "
    "Coaching |",
    "| *Samples*: what a plan buys | margin, before a draw | normal, finite population; 0 where "
    "every call is drawn: a theorem | – |",
    "| `medlyss stat` kappa, ac1, ac2, fleiss, alpha, ordinal_gwet | coefficient | "
    "`interval_formula`, `interval_small`, and which of them is `interval` | Agreement |",
    "| `medlyss stat` icc, gstudy, bland_altman, mean, shrink, beta_binomial, james_stein, wilson, "
    "jeffreys, clopper_pearson | as the published formula has it | `null` where no spread was "
    "seen; an ICC's covers 80 % where most totals are near the top, and is on no page | Means, "
    "Shares |",
};

static void studies_run(struct book *book, uint64_t seed, int runs) {
  static void (*const all[])(struct study *) = {study_level, study_coaching, study_agreement,
                                                study_shares};
  for (size_t i = 0; i < countof(all); i++) {
    struct study s = {book, {seed + i}, runs};
    all[i](&s);
  }
}

static int broken(const struct book *b, const char *seed) {
  int n = 0;
  for (size_t i = 0; i < b->n; i++) {
    if (b->at[i].kept) continue;
    fprintf(stderr, "not kept (%s): %s: %.1f\n", seed, b->at[i].what, b->at[i].got);
    n++;
  }
  return n;
}

int main(int argc, char **argv) {
  static struct book one, two;
  bool quick = argc > 1 && !strcmp(argv[1], "--quick"),
       rows = argc > 1 && !strcmp(argv[1], "--rows");
  one.quick = two.quick = quick || rows;
  studies_run(&one, 20260212, rows ? 1 : quick ? QUICK : RUNS);
  if (rows) {
    for (size_t i = 0; i < one.n; i++) puts(one.at[i].what);
    return 0;
  }
  studies_run(&two, 7, quick ? QUICK : RUNS);
  if (!quick) {
    for (size_t i = 0; i < countof(introduction); i++) puts(introduction[i]);
    table_print(&one, &two);
    puts("\nThere is no function that puts agents in an order. The row about the lowest one is "
         "computed "
         "here\nfrom raw means, to show what such a list would be worth.");
  }
  return broken(&one, "seed 1") + broken(&two, "seed 2") > 0;
}
