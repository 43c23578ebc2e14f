// SPDX-License-Identifier: Apache-2.0
// One evaluation, from draft to what the agent made of it.
#include "gen/sql/evaluation.h"
#include "tools/demo/history/history.h"

static const char unclear[] = "ease";
static const char *const remarks[] = {
    "Här hade en fråga till hjälpt.", "Hon hann inte säga klart.",
    "Det sades, men för fort.",       "Lyssna på hur svaret landar.",
    "Nästa steg blev inte uttalat.",  "Tonen blev kort just här.",
    "Bra början, men det rann ut.",   "Uppgiften lästes inte tillbaka.",
};

static const struct coach *evaluator_of(struct history *h, const struct agent *who) {
  size_t n = 0;
  const struct coach *own[COACHES_MOST];
  bool lead = rng_unit(&h->rng) < 0.12; // the rest is the coaches' own work
  for (size_t i = 0; i < h->coach_count; i++) {
    const struct coach *c = &h->coaches[i];
    bool leads = !c->team.set || (who->team.set && id_eq(c->team.v, who->team.v));
    if (leads && c->team.set != lead) own[n++] = c;
  }
  return n ? own[rng_below(&h->rng, n)] : NULL;
}

// How likely the top answer is: the agent, the evaluator, the day; for the unclear question, how
// the evaluator reads it.
static double leaning(const struct agent *who, const struct coach *by, const struct call *call,
                      const struct form *form, const struct rubric_question *q) {
  double x = who->quality + by->strict + 0.4 * ((double)(strlen(q->id) % 5) - 2) / 2;
  if (who->later_ms && call->started_ms >= who->later_ms) x += who->later;
  if (call->storm) x -= 0.9;
  if (!form->clear && !strcmp(q->id, unclear)) x = by->generous ? 1.8 : -1.2;
  return 1 / (1 + exp(-x));
}

static const char *option_of(struct history *h, const struct rubric_question *q, double top) {
  const struct rubric_scale *s = q->scale;
  size_t best = 0;
  for (size_t i = 0; i < s->n; i++)
    if (s->options[i].points > s->options[best].points) best = i;
  if (q->critical != CLASS_NONE)
    return s->options[rng_unit(&h->rng) < (top < 0.7 ? 0.03 : 0.008) ? s->n - 1 : best].id;
  if (q->na_allowed && rng_unit(&h->rng) < 0.12) return "na";
  if (rng_unit(&h->rng) < top) return s->options[best].id;
  return s->options[s->n > 2 && rng_unit(&h->rng) < 0.8 ? 1 : s->n - 1].id;
}

static enum err answer(struct history *h, struct id evaluation, const struct call *call,
                       const struct rubric_question *q, const char *value) {
  bool top = !strcmp(value, q->scale->options[0].id), said = !top && strcmp(value, "na") != 0;
  struct answer_put put = {.evaluation = evaluation,
                           .question = q->id,
                           .value = value,
                           .comment = said ? remarks[rng_below(&h->rng, countof(remarks))] : "",
                           .touched = said || rng_unit(&h->rng) < 0.3};
  if (said) put.at_ms = some_int((int64_t)rng_below(&h->rng, (size_t)call->duration_ms - 5000));
  return sql_answer_put(h->db, &put);
}

// ---- what the agent made of it ------------------------------------------------------------------
static enum err revised(struct history *h, struct id revision, struct id by, const char *question,
                        const char *value, int64_t at_ms) {
  TRY(sql_answer_put(h->db, &(struct answer_put){.evaluation = revision,
                                                 .question = question,
                                                 .value = value,
                                                 .comment = "Ändrad efter omprövning.",
                                                 .at_ms = some_int(0),
                                                 .touched = true}));
  TRY(evaluation_submit(h->db, revision, by, 0, at_ms));
  return evaluation_release(h->db, revision, by, at_ms);
}

static enum err dispute(struct history *h, const struct agent *who, struct id evaluation,
                        const struct coach *by, const struct rubric *r, int64_t at_ms) {
  const struct rubric_question *q = &r->questions[rng_below(&h->rng, 6)];
  const char *top = q->scale->options[0].id;
  const struct coach *other = by;
  struct id id, revision;
  for (size_t i = 0; i < h->coach_count && other == by; i++)
    if (&h->coaches[i] != by && !h->coaches[i].team.set) other = &h->coaches[i];
  if (other == by) return OK;
  struct dispute_ask ask = {.evaluation = evaluation,
                            .agent = who->id,
                            .question = q->id,
                            .reason = "Jag sade det redan i början av samtalet.",
                            .proposed = top};
  enum err rc = dispute_open(h->db, &ask, at_ms + 2 * DAY_MS, &id);
  if (rc == E_BAD_DATA) { // she was given the best already: there is nothing to disagree about
    err_forget();
    return OK;
  }
  TRY(rc);
  bool stands = rng_unit(&h->rng) < 0.6;
  struct dispute_decision says = {.dispute = id,
                                  .decider = other->id,
                                  .decision = stands ? "upheld" : "adjusted",
                                  .why = stands ? "Det sades, men efter att hon frågat."
                                                : "Det hörs tydligt i början."};
  TRY(dispute_decide(h->db, &says, at_ms + 5 * DAY_MS, &revision));
  return stands ? OK : revised(h, revision, other->id, q->id, top, at_ms + 5 * DAY_MS);
}

static enum err read_by_agent(struct history *h, const struct agent *who, struct id evaluation,
                              const struct coach *by, const struct rubric *r, int64_t at_ms) {
  double mood = rng_unit(&h->rng);
  if (mood < 0.025) return dispute(h, who, evaluation, by, r, at_ms);
  if (mood < 0.9) return evaluation_acknowledge(h->db, evaluation, who->id, at_ms + DAY_MS);
  return OK;
}

enum err score_make(struct history *h, const struct agent *who, const struct call *call) {
  const struct coach *by = evaluator_of(h, who);
  int64_t at_ms = call->started_ms + (1 + (int64_t)rng_below(&h->rng, 3)) * DAY_MS;
  const struct form *form = &h->forms[at_ms >= h->forms[1].from_ms];
  const struct rubric *r = &form->rubric;
  struct id id;
  if (!by) return OK;
  bool random = rng_unit(&h->rng) < 0.9;
  struct evaluation_ask ask = {.interaction = call->id,
                               .agent = who->id,
                               .evaluator = by->id,
                               .rubric_version = form->id,
                               .kind = "standard",
                               .selection = random ? "random" : "targeted",
                               .load_mark = call->storm ? h->storm : NULL};
  TRY(evaluation_start(h->db, &ask, at_ms, &id));
  for (size_t i = 0; i < r->question_count; i++) {
    const struct rubric_question *q = &r->questions[i];
    TRY(answer(h, id, call, q, option_of(h, q, leaning(who, by, call, form, q))));
  }
  double share = 0.55 + 0.45 * rng_unit(&h->rng);
  TRY(evaluation_submit(h->db, id, by->id, (int64_t)((double)call->duration_ms * share), at_ms));
  TRY(evaluation_release(h->db, id, by->id, at_ms));
  return read_by_agent(h, who, id, by, r, at_ms);
}
