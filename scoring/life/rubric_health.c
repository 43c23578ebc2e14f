// SPDX-License-Identifier: Apache-2.0
#include "scoring/life/rubric_health.h"

#include "gen/sql/evaluation.h"
#include "gen/sql/rubric.h"
#include "scoring/life/calibration.h"
#include "scoring/pure/stat_few.h"

static const double level = 0.95;
#define DAYS_MS (HEALTH_DAYS * INT64_C(86400000))

struct window {
  struct id version;
  int64_t from_ms;
};

static struct health_question *find(struct health *h, const char *id) {
  for (size_t i = 0; i < h->rubric.question_count; i++)
    if (!strcmp(h->rubric.questions[i].id, id)) return &h->questions[i];
  return NULL;
}

static void count_answer(const struct rubric *r, struct health *h,
                         const struct rubric_health_answers_row *row) {
  struct health_question *q = find(h, row->question);
  size_t n = row->n > 0 ? (size_t)row->n : 0;
  if (!q) return;
  q->untouched += row->untouched > 0 ? (size_t)row->untouched : 0;
  if (!strcmp(row->value, "na")) q->na += n;
  if (!strcmp(row->value, "outside_control")) q->outside += n;
  if (!strcmp(row->value, "cannot_tell")) q->cannot_tell += n;
  const struct rubric_scale *s = r->questions[q - h->questions].scale;
  for (size_t k = 0; k < s->n; k++)
    if (!strcmp(s->options[k].id, row->value)) {
      q->given[k] += n;
      q->answers += n;
    }
}

static enum err answers(struct db *db, struct arena *a, struct window w, struct health *out) {
  struct rubric_health_answers_row *rows;
  struct rubric_health_people_row *people;
  size_t n;
  TRY(sql_rubric_health_answers(
      db, a, &(struct rubric_health_answers){w.version, w.from_ms, HEALTH_LAST}, &rows, &n));
  for (size_t i = 0; i < n; i++) count_answer(&out->rubric, out, &rows[i]);
  TRY(sql_rubric_health_people(
      db, a, &(struct rubric_health_people){w.version, w.from_ms, HEALTH_LAST}, &people, &n));
  for (size_t i = 0; i < n; i++) {
    struct health_question *q = find(out, people[i].question);
    if (q) q->people = (size_t)people[i].people;
  }
  return OK;
}

static enum err disputes(struct db *db, struct arena *a, struct window w, struct health *out) {
  struct rubric_health_disputes_row *rows;
  size_t n;
  TRY(sql_rubric_health_disputes(
      db, a, &(struct rubric_health_disputes){w.version, w.from_ms, HEALTH_LAST}, &rows, &n));
  for (size_t i = 0; i < n; i++) {
    struct health_question *q = find(out, rows[i].question);
    if (!q) continue;
    q->disputes = (size_t)rows[i].n;
    q->decided = (size_t)rows[i].decided;
    q->upheld = (size_t)rows[i].upheld;
    q->changed_for = (size_t)rows[i].agents;
  }
  return OK;
}

static struct figure share(size_t x, size_t n) {
  if (!n) return figure_undefined("Wilson", 0, "no answers");
  return stat_share((struct count){(double)x, (double)n}, level);
}

static const char *hint_of(const struct rubric_question *r, const struct health_question *q) {
  bool critical = r->critical != CLASS_NONE;
  if (q->room.unclear) return "unclear";
  if (q->decided >= HEALTH_VOICES && q->upheld * 2 < q->decided && q->changed_for >= HEALTH_VOICES)
    return "changed";
  if (critical && q->cannot_tell && q->cannot_tell_share.ci.lo > 0.2) return "untold";
  if (q->na && q->na_share.ci.lo > 0.5) return "rare";
  bool same = q->answers >= HEALTH_FEW && q->given[q->top] * 100 >= q->answers * 98;
  return same && !critical && !r->unscored ? "flat" : "";
}

static void reckon(struct health *out) {
  for (size_t i = 0; i < out->rubric.question_count; i++) {
    struct health_question *q = &out->questions[i];
    size_t all = q->answers + q->na + q->outside + q->cannot_tell;
    for (size_t k = 1; k < out->rubric.questions[i].scale->n; k++)
      if (q->given[k] > q->given[q->top]) q->top = k;
    q->top_share = share(q->given[q->top], q->answers);
    q->na_share = share(q->na, all);
    q->cannot_tell_share = share(q->cannot_tell, all);
    q->hint = hint_of(&out->rubric.questions[i], q);
  }
}

static enum err sample(struct db *db, struct arena *a, struct window w, struct health *out) {
  struct rubric_health_sample_row *rows;
  size_t n;
  TRY(sql_rubric_health_sample(
      db, a, &(struct rubric_health_sample){w.version, w.from_ms, HEALTH_LAST}, &rows, &n));
  if (!n) return OK;
  out->evaluations = (size_t)rows[0].evaluations;
  out->people = (size_t)rows[0].people;
  out->first_ms = rows[0].first_ms;
  out->last_ms = rows[0].last_ms;
  return OK;
}

enum err rubric_health(struct db *db, struct arena *a, struct id version, struct health *out) {
  struct health made = {0};
  struct rubric_last_released_row last = {0};
  struct room room;
  bool found = false;
  TRY(rubric_load(db, a, version, &made.rubric));
  made.questions = arena_array(a, made.rubric.question_count + 1, struct health_question);
  TRY(sql_rubric_last_released(db, a, &(struct rubric_last_released){version}, &last, &found));
  struct window w = {version, found ? last.released_ms.v - DAYS_MS : INT64_MAX};
  TRY(sample(db, a, w, &made));
  TRY(answers(db, a, w, &made));
  TRY(disputes(db, a, w, &made));
  TRY(calibration_rooms(db, a, version, &room));
  for (size_t i = 0; i < made.rubric.question_count; i++)
    made.questions[i].room = room_question(a, &room, i);
  reckon(&made);
  *out = made;
  return OK;
}

// ---- what a draft would have given ------------------------------------------------------------
static size_t bin(int64_t ppm) {
  int64_t tens = ppm / (PPM / 10);
  return tens < 0 ? 0 : tens >= WHATIF_BINS ? WHATIF_BINS - 1 : (size_t)tens;
}

static struct answer moved(const struct rubric_question *to, const char *value) {
  struct answer none = {0};
  if (!strcmp(value, "na")) return to->na_allowed ? (struct answer){.kind = ANSWER_NA} : none;
  if (!strcmp(value, "outside_control")) return (struct answer){.kind = ANSWER_OUTSIDE_CONTROL};
  if (!strcmp(value, "cannot_tell"))
    return to->critical != CLASS_NONE ? (struct answer){.kind = ANSWER_CANNOT_TELL} : none;
  for (size_t k = 0; k < to->scale->n; k++)
    if (!strcmp(to->scale->options[k].id, value))
      return (struct answer){.kind = ANSWER_OPTION, .option = k};
  return none;
}

static enum err total_under(struct db *db, struct arena *a, struct id evaluation,
                            const struct rubric *from, const struct rubric *to, int64_t *out) {
  struct answers_of_row *rows;
  size_t n, at;
  struct answer *answers = arena_array(a, to->question_count + 1, struct answer);
  TRY(sql_answers_of(db, a, &(struct answers_of){evaluation}, &rows, &n));
  for (size_t i = 0; i < n; i++) {
    TRY(rubric_find(from, rows[i].question, &at));
    for (size_t k = 0; k < to->question_count; k++)
      if (!strcmp(to->questions[k].key, from->questions[at].key))
        answers[k] = moved(&to->questions[k], rows[i].value);
  }
  *out = score_answers(a, to, answers).total_ppm;
  return OK;
}

static size_t people_in(const struct rubric_scored_last_row *rows, size_t n) {
  size_t people = 0;
  for (size_t i = 0; i < n; i++) {
    size_t k = 0;
    while (!id_eq(rows[k].agent, rows[i].agent)) k++;
    people += k == i;
  }
  return people;
}

enum err rubric_whatif(struct db *db, struct arena *a, struct id version,
                       const struct rubric *draft, struct whatif *out) {
  struct whatif made = {0};
  struct rubric from;
  struct rubric_scored_last_row *rows;
  double change[WHATIF_LAST];
  size_t n;
  TRY(rubric_load(db, a, version, &from));
  TRY(sql_rubric_scored_last(db, a, &(struct rubric_scored_last){version, WHATIF_LAST}, &rows, &n));
  for (size_t i = 0; i < n && i < WHATIF_LAST; i++) {
    int64_t after;
    TRY(total_under(db, a, rows[i].id, &from, draft, &after));
    if (!rows[i].total_ppm.set || after < 0) continue;
    made.before[bin(rows[i].total_ppm.v)]++;
    made.after[bin(after)]++;
    change[made.n++] = (double)(after - rows[i].total_ppm.v) / (PPM / 100);
  }
  made.people = people_in(rows, n);
  made.change = stat_mean_stepped((struct values){change, made.n}, 2 * score_step(draft, 0), level);
  *out = made;
  return OK;
}
