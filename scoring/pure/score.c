// SPDX-License-Identifier: Apache-2.0
#include "scoring/pure/score.h"

__extension__ typedef unsigned __int128 u128;

// Of one section: earned over possible, in units of 1 / multiple.
struct sum {
  u128 earned, possible;
};

static uint64_t half_up(u128 n, u128 d) { return (uint64_t)((2 * n + d) / (2 * d)); }

int64_t score_percent(int64_t ppm) {
  return ppm < 0 ? SCORE_NONE : (int64_t)half_up((u128)ppm, PPM / 100);
}

// ---- what is shown ----------------------------------------------------------------------------
static bool holds(const struct condition *c, const struct answer *answers, const bool *visible) {
  bool all = true, any = false;
  if (!c) return true;
  if (c->kind == COND_ANSWER) {
    struct answer a = answers[c->question];
    return visible[c->question] && a.kind == ANSWER_OPTION && (c->options >> a.option & 1);
  }
  for (size_t i = 0; i < c->n; i++) {
    bool one = holds(&c->of[i], answers, visible);
    all = all && one;
    any = any || one;
  }
  return c->kind == COND_ALL ? all : any;
}

static void show(const struct rubric *r, const struct answer *answers, bool *visible) {
  for (size_t i = 0; i < r->question_count; i++) {
    const struct rubric_question *q = &r->questions[i];
    visible[i] = holds(r->sections[q->section].show_if, answers, visible) &&
                 holds(q->show_if, answers, visible);
  }
}

// ---- what is earned ---------------------------------------------------------------------------
static bool answered(const bool *visible, const struct answer *answers, size_t i) {
  return visible[i] && answers[i].kind == ANSWER_OPTION;
}

static uint64_t share_alone(const struct rubric *r, const struct answer *answers, size_t i) {
  const struct rubric_scale *s = r->questions[i].scale;
  if (!s->most) return r->multiple; // nothing to fall short of
  return (uint64_t)s->options[answers[i].option].points * (r->multiple / (uint64_t)s->most);
}

// Questions that need each other are worth what the weakest of them is worth.
static uint64_t share_of(const struct rubric *r, const struct answer *answers, const bool *visible,
                         size_t i) {
  const struct rubric_question *q = &r->questions[i];
  uint64_t least = share_alone(r, answers, i);
  for (size_t k = 0; k < q->need_count; k++) {
    if (!answered(visible, answers, q->needs[k])) continue;
    uint64_t other = share_alone(r, answers, q->needs[k]);
    if (other < least) least = other;
  }
  return least;
}

static bool counts(const struct rubric_question *q, enum axis axis) {
  return q->weight && !q->unscored && !q->organisation && q->scale->most &&
         (axis == AXIS_NONE || q->axis == axis);
}

static void sums_make(const struct rubric *r, const struct answer *answers, const bool *visible,
                      enum axis axis, struct sum *sums) {
  memset(sums, 0, SECTIONS_MAX * sizeof *sums);
  for (size_t i = 0; i < r->question_count; i++) {
    const struct rubric_question *q = &r->questions[i];
    if (!answered(visible, answers, i) || !counts(q, axis)) continue;
    u128 worth = q->weight;
    if (r->mode == MODE_POINTS) worth *= (unsigned)q->scale->most;
    sums[q->section].earned += worth * share_of(r, answers, visible, i);
    if (!q->bonus) sums[q->section].possible += worth * r->multiple;
  }
}

// ---- totals -----------------------------------------------------------------------------------
static u128 common_divisor(u128 a, u128 b) {
  while (b) {
    u128 t = a % b;
    a = b;
    b = t;
  }
  return a;
}

// The sections on one denominator: no rounding before the total, so ties go up as they should.
// False when that denominator leaves no room in 128 bits (dozens of odd weights): see below.
static bool sections_exact(const struct rubric *r, const struct sum *sums, uint64_t weights,
                           int64_t *out) {
  const u128 limit = (u128)1 << 90; // times 32 weights of 1000, times 2 million, stays below 2^127
  u128 common = 1, weighted = 0;
  for (size_t s = 0; s < r->section_count; s++) {
    if (!sums[s].possible || !r->sections[s].weight) continue;
    u128 bottom = sums[s].possible / common_divisor(sums[s].earned, sums[s].possible);
    u128 factor = bottom / common_divisor(common, bottom);
    if (factor > limit / common) return false;
    common *= factor;
  }
  for (size_t s = 0; s < r->section_count; s++) {
    if (!sums[s].possible || !r->sections[s].weight) continue;
    u128 divisor = common_divisor(sums[s].earned, sums[s].possible);
    weighted += r->sections[s].weight * (sums[s].earned / divisor) *
                (common / (sums[s].possible / divisor));
  }
  *out = (int64_t)half_up(weighted * PPM, weights * common);
  return true;
}

static const uint64_t fine = 1000000000000; // else sections are kept to 10^-12 until the total

static int64_t total_sections(const struct rubric *r, const struct sum *sums) {
  u128 weighted = 0;
  uint64_t weights = 0;
  int64_t total;
  for (size_t s = 0; s < r->section_count; s++)
    if (sums[s].possible) weights += r->sections[s].weight;
  if (!weights) return SCORE_NONE;
  if (sections_exact(r, sums, weights, &total)) return total;
  for (size_t s = 0; s < r->section_count; s++)
    if (sums[s].possible)
      weighted += (u128)r->sections[s].weight * half_up(sums[s].earned * fine, sums[s].possible);
  return (int64_t)half_up(weighted, (u128)weights * PPM);
}

static int64_t total_pooled(const struct rubric *r, const struct sum *sums) {
  u128 earned = 0, possible = 0;
  for (size_t s = 0; s < r->section_count; s++) {
    uint64_t weight = r->mode == MODE_POINTS ? r->sections[s].weight : 1;
    earned += weight * sums[s].earned;
    possible += weight * sums[s].possible;
  }
  return possible ? (int64_t)half_up(earned * PPM, possible) : SCORE_NONE;
}

static int64_t capped(const struct rubric *r, int64_t ppm) {
  return ppm > r->bonus_cap_ppm ? r->bonus_cap_ppm : ppm;
}

static int64_t total(const struct rubric *r, const struct sum *sums) {
  return capped(r, r->mode == MODE_SECTIONS ? total_sections(r, sums) : total_pooled(r, sums));
}

static int64_t axis_total(const struct rubric *r, const struct answer *answers, const bool *visible,
                          enum axis axis) {
  struct sum sums[SECTIONS_MAX];
  sums_make(r, answers, visible, axis, sums);
  return total(r, sums);
}

static unsigned standing_on(const struct rubric *r, const struct answer *answers,
                            const bool *visible, enum axis axis) {
  unsigned n = 0;
  for (size_t i = 0; i < r->question_count; i++)
    n += answered(visible, answers, i) && counts(&r->questions[i], axis);
  return n;
}

// ---- criticals --------------------------------------------------------------------------------
static bool failed_here(const struct rubric_question *q, const struct answer *a) {
  return a->kind == ANSWER_OPTION && (q->fail_on >> a->option & 1);
}

static void critical_count(const struct rubric_question *q, const struct answer *a,
                           struct score *s) {
  struct class_count *c = &s->classes[q->critical];
  if (a->kind == ANSWER_CANNOT_TELL) c->cannot_tell++;
  if (a->kind != ANSWER_OPTION) return;
  c->judged++;
  if (!failed_here(q, a)) return;
  if (q->critical_fails)
    c->failed++;
  else
    c->flagged++;
  if (q->critical_fails) s->failed = true;
}

static int64_t reported(const struct rubric *r, const struct answer *answers, const struct score *s,
                        struct sum *sums) {
  if (!s->failed || s->total_ppm < 0 || r->policy == POLICY_KEEP_SCORE) return s->total_ppm;
  if (r->policy == POLICY_ZERO_ALL) return 0;
  for (size_t i = 0; i < r->question_count; i++) {
    const struct rubric_question *q = &r->questions[i];
    if (q->critical != CLASS_NONE && q->critical_fails && s->visible[i] &&
        failed_here(q, &answers[i]))
      sums[q->section].earned = 0;
  }
  return total(r, sums);
}

// ---- what is missing --------------------------------------------------------------------------
static unsigned missing_from(const struct rubric_question *q, const struct answer *a) {
  if (a->kind == ANSWER_NONE) return MISSING_ANSWER;
  if (a->kind != ANSWER_OPTION) return 0;
  unsigned missing = 0;
  bool critical_error = q->critical != CLASS_NONE && (q->fail_on >> a->option & 1);
  if ((critical_error || (q->comment_on >> a->option & 1)) && !a->commented)
    missing |= MISSING_COMMENT;
  if ((critical_error || (q->marker_on >> a->option & 1)) && !a->marked) missing |= MISSING_MARKER;
  return missing;
}

struct score score_answers(struct arena *a, const struct rubric *r, const struct answer *answers) {
  struct score s = {0};
  struct sum sums[SECTIONS_MAX];
  s.visible = arena_array(a, r->question_count + 1, bool);
  s.missing = arena_array(a, r->question_count + 1, unsigned);
  show(r, answers, s.visible);
  for (size_t i = 0; i < r->question_count; i++) {
    const struct rubric_question *q = &r->questions[i];
    if (!s.visible[i]) continue;
    if (q->critical != CLASS_NONE) critical_count(q, &answers[i], &s);
    s.missing[i] = missing_from(q, &answers[i]);
    s.missing_count += s.missing[i] != 0;
    s.untouched += answers[i].untouched;
  }
  sums_make(r, answers, s.visible, AXIS_NONE, sums);
  for (size_t k = 0; k < SECTIONS_MAX; k++)
    s.section_ppm[k] = sums[k].possible
                           ? capped(r, (int64_t)half_up(sums[k].earned * PPM, sums[k].possible))
                           : SCORE_NONE;
  s.total_ppm = total(r, sums);
  s.reported_ppm = reported(r, answers, &s, sums);
  s.correct_ppm = axis_total(r, answers, s.visible, AXIS_CORRECT);
  s.human_ppm = axis_total(r, answers, s.visible, AXIS_HUMAN);
  s.total_n = standing_on(r, answers, s.visible, AXIS_NONE);
  s.correct_n = standing_on(r, answers, s.visible, AXIS_CORRECT);
  s.human_n = standing_on(r, answers, s.visible, AXIS_HUMAN);
  return s;
}

// ---- steps ------------------------------------------------------------------------------------
double score_step(const struct rubric *r, size_t answers) {
  double sum = 0, n = 0;
  for (size_t q = 0; q < r->question_count; q++) {
    const struct rubric_question *one = &r->questions[q];
    if (one->unscored || one->critical != CLASS_NONE || one->scale->n < 2) continue;
    sum += 100 / (double)(one->scale->n - 1);
    n++;
  }
  if (n <= 0) return 100;
  return sum / n / (answers ? (double)answers : n);
}
