// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/make_scores.h"

#include "core/sv.h"
#include "gen/sql/evaluation.h"
#include "scoring/life/rubric_life.h"
#include "scoring/life/shipped.h"

static const int64_t day_ms = 86400000;
static const char unclear[] = "ease";

// ---- the form -----------------------------------------------------------------------------------
static enum err form_publish(struct score_maker *s, json_t *document, size_t which,
                             struct id author, int64_t at_ms) {
  struct problems *problems = arena_new(&s->keep, struct problems);
  json_object_set_new(document, "version", json_integer((json_int_t)which + 1));
  TRY(rubric_publish(s->db, document, author, at_ms, &s->forms[which].id));
  return rubric_read(&s->keep, document, problems, &s->forms[which].rubric);
}

enum err score_maker_init(struct score_maker *s, struct db *db, uint64_t seed, struct id author,
                          int64_t first_ms, int64_t second_ms) {
  size_t n;
  const struct shipped *form = shipped_rubrics(&n);
  *s = (struct score_maker){.db = db, .rng = {seed}, .second_ms = second_ms};
  arena_init(&s->keep, 64 << 20);
  arena_init(&s->work, 64 << 20);
  json_t *document = json_loadb(form->at, (size_t)(form->end - form->at), 0, NULL);
  if (!document) return fail(E_BROKEN, "the form is not JSON");
  enum err rc = form_publish(s, document, 0, author, first_ms);
  if (!rc) rc = form_publish(s, document, 1, author, second_ms);
  json_decref(document);
  return rc;
}

void score_maker_drop(struct score_maker *s) {
  arena_drop(&s->keep);
  arena_drop(&s->work);
}

// ---- one evaluation -----------------------------------------------------------------------------
static double leaning(const struct score_maker *s, const struct score_call *call,
                      const struct rubric_question *q) {
  bool first = call->at_ms < s->second_ms;
  double x = 1.4 + 0.7 * ((double)(call->number % 7) - 3) / 3;
  x += 0.4 * ((double)(strlen(q->id) % 5) - 2) / 2;
  if (first && !strcmp(q->id, unclear)) x = call->evaluator.b[15] % 2 ? 1.8 : -1.2;
  return 1 / (1 + exp(-x));
}

static size_t option_of(struct score_maker *s, const struct rubric_question *q, double top) {
  size_t last = q->scale->n - 1;
  if (q->critical != CLASS_NONE) return rng_unit(&s->rng) < (top < 0.7 ? 0.02 : 0.004) ? last : 0;
  if (rng_unit(&s->rng) < top) return 0;
  return q->scale->n > 2 && rng_unit(&s->rng) < 0.8 ? 1 : last;
}

static enum err answer_write(struct score_maker *s, const struct score_call *call, struct id id,
                             const struct rubric_question *q, const struct answer *a) {
  bool na = a->kind == ANSWER_NA, said = !na && a->option > 0;
  struct answer_put put = {.evaluation = id,
                           .question = q->id,
                           .value = na ? "na" : q->scale->options[a->option].id,
                           .comment = said ? "Här hade en fråga till hjälpt." : "",
                           .touched = said || rng_unit(&s->rng) < 0.3};
  if (said) put.at_ms = some_int((int64_t)(rng_unit(&s->rng) * (double)call->duration_ms));
  return sql_answer_put(s->db, &put);
}

static struct opt_int known(int64_t ppm) { return (struct opt_int){ppm >= 0, ppm}; }

static enum err hand_in(struct score_maker *s, struct id id, const struct score *sum,
                        int64_t heard_ms, int64_t at_ms) {
  struct evaluation_submit put = {.id = id,
                                  .total_ppm = known(sum->total_ppm),
                                  .reported_ppm = known(sum->reported_ppm),
                                  .correct_ppm = known(sum->correct_ppm),
                                  .human_ppm = known(sum->human_ppm),
                                  .heard_ms = heard_ms,
                                  .submitted_ms = at_ms};
  for (size_t i = 0; i < CLASSES; i++) {
    put.judged += sum->classes[i].judged;
    put.failed += sum->classes[i].failed;
    if (sum->classes[i].judged) put.judged_in |= (int64_t)1 << i;
    if (sum->classes[i].failed) put.failed_in |= (int64_t)1 << i;
  }
  TRY(sql_evaluation_submit(s->db, &put));
  return sql_evaluation_release(s->db, &(struct evaluation_release){at_ms, id});
}

enum err score_make(struct score_maker *s, const struct score_call *call) {
  const struct score_form *form = &s->forms[call->at_ms >= s->second_ms];
  const struct rubric *r = &form->rubric;
  struct answer *answers = arena_array(&s->work, r->question_count, struct answer);
  int64_t at_ms = call->at_ms + (1 + (int64_t)rng_below(&s->rng, 3)) * day_ms;
  struct id id = id_new();
  bool random = rng_unit(&s->rng) < 0.95;
  TRY(sql_evaluation_add(s->db,
                         &(struct evaluation_add){.id = id,
                                                  .interaction = call->interaction,
                                                  .agent = call->agent,
                                                  .evaluator = call->evaluator,
                                                  .rubric_version = form->id,
                                                  .kind = "standard",
                                                  .selection = random ? "random" : "targeted",
                                                  .revision = 1,
                                                  .load_mark = call->load_mark,
                                                  .created_ms = at_ms}));
  for (size_t i = 0; i < r->question_count; i++) {
    const struct rubric_question *q = &r->questions[i];
    bool na = q->na_allowed && rng_unit(&s->rng) < 0.12;
    answers[i] =
        (struct answer){.kind = na ? ANSWER_NA : ANSWER_OPTION, .commented = true, .marked = true};
    if (!na) answers[i].option = option_of(s, q, leaning(s, call, q));
    TRY(answer_write(s, call, id, q, &answers[i]));
  }
  struct score sum = score_answers(&s->work, r, answers);
  TRY(hand_in(s, id, &sum, call->duration_ms, at_ms));
  struct evaluation_move read = {
      .id = id, .was = "released", .state = "acknowledged", .ended_ms = some_int(at_ms + day_ms)};
  if (rng_unit(&s->rng) < 0.9) TRY(sql_evaluation_move(s->db, &read));
  arena_clear(&s->work);
  return OK;
}
