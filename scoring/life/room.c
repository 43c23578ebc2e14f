// SPDX-License-Identifier: Apache-2.0
#include "scoring/life/room.h"

#include "scoring/pure/agree_small.h"

enum { DRAWS = 2000, DRAWS_LEAST = 200, SEED = 7, WIDE_RATERS = 3 };
static const double LEVEL = .95, GOOD = .8; // of Gwet's coefficients: "very good" begins there

// ---- from rows to a room ------------------------------------------------------------------------
static struct cast *cast_at(const struct room *r, size_t unit, size_t rater, size_t question) {
  size_t questions = r->rubric->question_count;
  return &r->casts[(unit * (r->raters + 1) + rater) * questions + question];
}

static const struct cast *agreed_at(const struct room *r, size_t unit, size_t question) {
  return &r->agreed[unit * r->rubric->question_count + question];
}

static enum err cast_read(const struct rubric_question *q, const char *value, struct cast *out) {
  static const struct {
    const char *word;
    enum answer_kind kind;
  } off[] = {{"na", ANSWER_NA},
             {"outside_control", ANSWER_OUTSIDE_CONTROL},
             {"cannot_tell", ANSWER_CANNOT_TELL}};
  for (size_t i = 0; i < countof(off); i++)
    if (!strcmp(value, off[i].word)) {
      out->kind = off[i].kind;
      return OK;
    }
  for (size_t k = 0; k < q->scale->n; k++)
    if (!strcmp(value, q->scale->options[k].id)) {
      out->kind = ANSWER_OPTION;
      out->option = k;
      return OK;
    }
  return fail(E_BAD_DATA, "%s: \"%s\" is not on the scale", q->id, value);
}

static size_t unit_of(struct room *r, struct id session, struct id interaction) {
  for (size_t i = r->units; i-- > 0;) // rows come in order: it is the last one, or a new one
    if (id_eq(r->unit[i].session, session) && id_eq(r->unit[i].interaction, interaction)) return i;
  return r->units;
}

static size_t rater_of(const struct room *r, struct id person) {
  for (size_t i = 0; i < r->raters; i++)
    if (id_eq(r->rater[i], person)) return i;
  return r->raters;
}

static void room_size(struct arena *a, const struct room_ask *ask, struct room *r) {
  r->unit = arena_alloc(a, (ask->n_said + 1) * sizeof *r->unit);
  r->rater = arena_array(a, ask->n_said + 1, struct id);
  for (size_t i = 0; i < ask->n_said; i++) {
    const struct room_said *s = &ask->said[i];
    size_t unit = unit_of(r, s->session, s->interaction);
    r->unit[unit].session = s->session;
    r->unit[unit].interaction = s->interaction;
    if (unit == r->units) r->units++;
    if (!s->key && rater_of(r, s->person) == r->raters) r->rater[r->raters++] = s->person;
  }
}

static enum err room_fill(const struct room_ask *ask, struct room *r) {
  for (size_t i = 0; i < r->raters * r->units; i++) r->totals[i] = NOT_KNOWN;
  for (size_t i = 0; i < ask->n_said; i++) {
    const struct room_said *s = &ask->said[i];
    size_t question, unit = unit_of(r, s->session, s->interaction);
    size_t rater = s->key ? r->raters : rater_of(r, s->person);
    TRY(rubric_find(r->rubric, s->question, &question));
    struct cast *c = cast_at(r, unit, rater, question);
    TRY(cast_read(&r->rubric->questions[question], s->value, c));
    c->untouched = !s->touched;
    if (!s->key && s->total.set) r->totals[rater * r->units + unit] = (double)s->total.v / 1e4;
  }
  return OK;
}

static bool same_cast(const struct cast *a, const struct cast *b) {
  return a->kind == b->kind && (a->kind != ANSWER_OPTION || a->option == b->option);
}

// What everybody said, where two or more said something.
static struct cast unanimous(const struct room *r, size_t unit, size_t question) {
  struct cast all = {.kind = ANSWER_NONE};
  size_t n = 0;
  for (size_t i = 0; i < r->raters; i++) {
    const struct cast *c = cast_at(r, unit, i, question);
    if (c->kind == ANSWER_NONE) continue;
    if (n++ && !same_cast(c, &all)) return (struct cast){.kind = ANSWER_NONE};
    all = *c;
  }
  return n > 1 ? all : (struct cast){.kind = ANSWER_NONE};
}

static void room_agree(struct room *r) {
  size_t questions = r->rubric->question_count;
  for (size_t u = 0; u < r->units; u++)
    for (size_t q = 0; q < questions; q++) {
      struct cast key = *cast_at(r, u, r->raters, q);
      key.settled = key.kind != ANSWER_NONE;
      r->agreed[u * questions + q] = key.settled ? key : unanimous(r, u, q);
    }
}

// A precedent names its question by the key that outlives versions.
static enum err room_choose(const struct room_ask *ask, struct room *r) {
  size_t questions = r->rubric->question_count;
  for (size_t i = 0; i < ask->n_chosen; i++) {
    const struct room_chosen *c = &ask->chosen[i];
    size_t unit = unit_of(r, c->session, c->interaction);
    for (size_t q = 0; unit < r->units && q < questions; q++)
      if (!strcmp(r->rubric->questions[q].key, c->question_key)) {
        struct cast *agreed = &r->agreed[unit * questions + q];
        TRY(cast_read(&r->rubric->questions[q], c->value, agreed));
        agreed->settled = true;
      }
  }
  return OK;
}

enum err room_make(struct arena *a, const struct room_ask *ask, struct room *out) {
  struct room r = {.rubric = ask->rubric};
  size_t questions = ask->rubric->question_count;
  room_size(a, ask, &r);
  r.casts = arena_array(a, r.units * (r.raters + 1) * questions + 1, struct cast);
  r.agreed = arena_array(a, r.units * questions + 1, struct cast);
  r.totals = arena_array(a, r.raters * r.units + 1, double);
  TRY(room_fill(ask, &r));
  room_agree(&r);
  TRY(room_choose(ask, &r));
  *out = r;
  return OK;
}

// ---- how far apart ------------------------------------------------------------------------------
static double distance(const struct rubric_scale *s, const struct cast *a, const struct cast *b) {
  if (same_cast(a, b)) return 0;
  if (a->kind != ANSWER_OPTION || b->kind != ANSWER_OPTION || !s->most) return 1;
  return fabs((double)(s->options[a->option].points - s->options[b->option].points)) / s->most;
}

double room_apart(const struct room *r, size_t unit, size_t question) {
  const struct rubric_scale *scale = r->rubric->questions[question].scale;
  double sum = 0;
  size_t pairs = 0;
  for (size_t i = 0; i <= r->raters; i++) {
    const struct cast *a = cast_at(r, unit, i, question);
    for (size_t k = 0; a->kind != ANSWER_NONE && k < i; k++) {
      const struct cast *b = cast_at(r, unit, k, question);
      if (b->kind == ANSWER_NONE) continue;
      sum += distance(scale, a, b);
      pairs++;
    }
  }
  return pairs ? sum / (double)pairs : NOT_KNOWN;
}

// ---- figures ------------------------------------------------------------------------------------

// Points on the scale; left_out: a rater's number, or r->raters for none.
static struct ratings ratings_of(struct arena *a, const struct room *r, size_t question,
                                 size_t left_out) {
  const struct rubric_scale *scale = r->rubric->questions[question].scale;
  double *at = arena_array(a, r->raters * r->units + 1, double);
  for (size_t i = 0; i < r->raters; i++)
    for (size_t u = 0; u < r->units; u++) {
      const struct cast *c = cast_at(r, u, i, question);
      bool on = c->kind == ANSWER_OPTION && i != left_out;
      at[i * r->units + u] = on ? (double)scale->options[c->option].points : NOT_KNOWN;
    }
  return (struct ratings){r->raters, r->units, at};
}

static struct values domain_of(struct arena *a, const struct rubric_scale *s) {
  double *at = arena_array(a, s->n + 1, double);
  for (size_t k = 0; k < s->n; k++) at[k] = (double)s->options[k].points;
  return (struct values){at, values_distinct(at, s->n)};
}

static struct tally tally_of(struct arena *a, const struct room *r, size_t question,
                             size_t left_out) {
  struct values domain = domain_of(a, r->rubric->questions[question].scale);
  return tally_make(a, ratings_of(a, r, question, left_out), domain);
}

static const double *weights_of(struct arena *a, struct tally t) {
  enum weights kind = t.categories > 2 ? WEIGHTS_ORDINAL : WEIGHTS_IDENTITY;
  return weights_make(a, t, (struct weighting){.kind = kind});
}

static struct figure gwet_of(struct arena *a, const struct room *r, size_t question,
                             size_t left_out) {
  struct tally t = tally_of(a, r, question, left_out);
  return agree_gwet(a, t, weights_of(a, t), LEVEL).figure;
}

static void count_answers(const struct room *r, size_t question, struct room_question *out) {
  for (size_t i = 0; i < r->raters; i++) {
    size_t before = out->answers;
    for (size_t u = 0; u < r->units; u++) {
      const struct cast *c = cast_at(r, u, i, question);
      out->answers += c->kind != ANSWER_NONE;
      out->untouched += c->kind != ANSWER_NONE && c->untouched;
    }
    out->raters += out->answers > before;
  }
  for (size_t u = 0; u < r->units; u++) {
    size_t n = 0;
    for (size_t i = 0; i < r->raters; i++) n += cast_at(r, u, i, question)->kind != ANSWER_NONE;
    out->calls += n > 1;
  }
}

// The rule behind "evaluators read this question differently": at least ten calls scored by two or
// more, at least three raters, the whole interval of AC below .8 – and it stays below .8 whichever
// one rater is left out, so that one person who differs is not mistaken for an unclear question.
static bool unclear(struct arena *a, const struct room *r, size_t question,
                    const struct room_question *q) {
  if (q->calls < SAID_FROM || q->raters < WIDE_RATERS || q->gwet.undefined) return false;
  if (isnan(q->gwet.ci.hi) || q->gwet.ci.hi >= GOOD) return false;
  for (size_t i = 0; i < r->raters; i++) {
    struct figure without = gwet_of(a, r, question, i);
    if (!without.undefined && without.value >= GOOD) return false;
  }
  return true;
}

// The share of pairs with the same answer, whatever it was, averaged over calls.
static double same_share(const struct room *r, size_t question) {
  double sum = 0, calls = 0;
  for (size_t u = 0; u < r->units; u++) {
    double pairs = 0, same = 0;
    for (size_t i = 0; i < r->raters; i++)
      for (size_t k = 0; k < i; k++) {
        const struct cast *a = cast_at(r, u, i, question), *b = cast_at(r, u, k, question);
        if (a->kind == ANSWER_NONE || b->kind == ANSWER_NONE) continue;
        pairs++;
        same += same_cast(a, b);
      }
    if (pairs <= 0) continue;
    sum += same / pairs;
    calls++;
  }
  return calls > 0 ? sum / calls : NOT_KNOWN;
}

// 2,000 draws, fewer where so many calls have been scored that a page would wait for them.
static size_t draws_for(const struct room *r) {
  size_t work = r->units * r->raters * r->raters + 1, most = 2000000 / work;
  return most > DRAWS ? DRAWS : most < DRAWS_LEAST ? DRAWS_LEAST : most;
}

// The value may be computed, but nobody knows how far it can be trusted: no interval, no word.
static struct figure too_few(struct figure f) {
  f.se = f.ci.lo = f.ci.hi = NOT_KNOWN;
  return f;
}

static struct figure gwet_told(struct arena *a, const struct room *r, size_t question,
                               size_t calls) {
  struct tally t = tally_of(a, r, question, r->raters);
  const double *w = weights_of(a, t);
  struct figure f = agree_gwet(a, t, w, LEVEL).figure;
  if (calls < SAID_FROM) return too_few(f);
  struct small_ask ask = {SMALL_GWET, w, LEVEL, draws_for(r), SEED};
  f.ci = agree_small(a, t, ask, f);
  return f;
}

// Units with one rating are out of alpha, of its interval too.
static struct tally paired(struct arena *a, struct tally t) {
  double *counts = arena_array(a, t.units * t.categories + 1, double);
  for (size_t u = 0; u < t.units; u++) {
    const double *from = t.counts + u * t.categories;
    double n = 0;
    for (size_t k = 0; k < t.categories; k++) n += from[k];
    if (n > 1) memcpy(counts + u * t.categories, from, t.categories * sizeof *from);
  }
  t.counts = counts;
  return t;
}

static struct figure alpha_told(struct arena *a, const struct room *r, size_t question,
                                size_t calls, bool ordinal) {
  struct alpha_ask ask = {.metric = ordinal ? METRIC_ORDINAL : METRIC_NOMINAL, .level = LEVEL};
  struct figure f = agree_alpha(a, ratings_of(a, r, question, r->raters), ask).figure;
  if (calls < ALPHA_FROM) return too_few(f);
  struct tally t = paired(a, tally_of(a, r, question, r->raters));
  struct small_ask small = {.kind = ordinal ? SMALL_ALPHA_RANKS : SMALL_ALPHA,
                            .weights = weights_of(a, t),
                            .level = LEVEL,
                            .draws = draws_for(r),
                            .seed = SEED};
  f.ci = agree_small(a, t, small, f);
  return f;
}

struct room_question room_question(struct arena *a, const struct room *r, size_t question) {
  struct room_question out = {.same = same_share(r, question)};
  out.ordinal = domain_of(a, r->rubric->questions[question].scale).n > 2;
  count_answers(r, question, &out);
  out.gwet = gwet_told(a, r, question, out.calls);
  out.alpha = alpha_told(a, r, question, out.calls, out.ordinal);
  out.unclear = unclear(a, r, question, &out);
  return out;
}

// ---- totals -------------------------------------------------------------------------------------
// How far the totals of two raters of one call lie from each other, in percent.
static double totals_apart(const struct room *r, size_t unit) {
  double sum = 0, pairs = 0;
  for (size_t i = 0; i < r->raters; i++)
    for (size_t k = 0; k < i; k++) {
      double d = fabs(r->totals[i * r->units + unit] - r->totals[k * r->units + unit]);
      if (isnan(d)) continue;
      sum += d;
      pairs++;
    }
  return pairs > 0 ? sum / pairs : NOT_KNOWN;
}

struct figure room_totals(struct arena *a, const struct room *r) {
  double *at = arena_array(a, r->units + 1, double);
  size_t n = 0;
  for (size_t u = 0; u < r->units; u++) {
    double d = totals_apart(r, u);
    if (!isnan(d)) at[n++] = d;
  }
  double step = 2 * score_step(r->rubric, 0);
  struct figure f = stat_mean_stepped((struct values){at, n}, step, LEVEL);
  f.ci.lo = fmax(0, f.ci.lo);
  return n < SAID_FROM ? too_few(f) : f;
}

// ---- milder, or stricter ------------------------------------------------------------------------
// What the others answered, where nothing was agreed: their mean, in points.
static double others_said(const struct room *r, size_t unit, size_t question, size_t but) {
  const struct rubric_scale *s = r->rubric->questions[question].scale;
  double sum = 0, n = 0;
  for (size_t i = 0; i < r->raters; i++) {
    const struct cast *c = cast_at(r, unit, i, question);
    if (i == but || c->kind != ANSWER_OPTION) continue;
    sum += s->options[c->option].points;
    n++;
  }
  return n > 0 ? sum / n : NOT_KNOWN;
}

struct compared {
  double sum;
  size_t agreed, others; // answers compared with what was agreed; with what the others said
};

static struct compared compare(const struct room *r, size_t unit, size_t rater) {
  struct compared c = {0};
  for (size_t q = 0; q < r->rubric->question_count; q++) {
    const struct rubric_scale *s = r->rubric->questions[q].scale;
    const struct cast *own = cast_at(r, unit, rater, q), *agreed = agreed_at(r, unit, q);
    if (own->kind != ANSWER_OPTION || !s->most) continue;
    bool chosen = agreed->settled && agreed->kind == ANSWER_OPTION;
    if (agreed->settled && !chosen) continue; // agreed to be off the scale
    double with = chosen ? s->options[agreed->option].points : others_said(r, unit, q, rater);
    if (isnan(with)) continue;
    c.sum += 100 * (s->options[own->option].points - with) / s->most;
    c.agreed += chosen;
    c.others += !chosen;
  }
  return c;
}

struct room_severity room_severity(struct arena *a, const struct room *r, struct id person) {
  size_t rater = rater_of(r, person), n = 0;
  struct room_severity out = {0};
  double *at = arena_array(a, r->units + 1, double);
  for (size_t u = 0; rater < r->raters && u < r->units; u++) {
    struct compared c = compare(r, u, rater);
    if (!(c.agreed + c.others)) continue;
    at[n++] = c.sum / (double)(c.agreed + c.others);
    out.agreed += c.agreed;
    out.others += c.others;
  }
  double each = n ? (double)(out.agreed + out.others) / (double)n : 1;
  double step = score_step(r->rubric, (size_t)fmax(1, round(each)));
  out.figure = stat_mean_stepped((struct values){at, n}, step, LEVEL);
  return out;
}
