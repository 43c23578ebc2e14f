// SPDX-License-Identifier: Apache-2.0
#include "gen/sql/begun.h"
#include "gen/sql/evaluation.h"
#include "gen/sql/self.h"
#include "scoring/life/life.h"

enum err open_to_agent(struct db *db, struct arena *a, const struct evaluation_get_row *e) {
  struct evaluation_pair_row pair;
  if (!strcmp(e->kind, "self") || strcmp(e->state, "released") != 0) return OK;
  TRY(sql_evaluation_pair(db, a, &(struct evaluation_pair){e->agent, e->interaction}, &pair));
  if (!pair.self_begun) return OK;
  return fail(E_CONFLICT, "hand in your own evaluation first, or throw it away");
}

static enum err promise_one(struct db *db, const struct evaluation_get_row *e,
                            const struct rubric_question *q, int64_t said_ms, int64_t now_ms) {
  int64_t due = said_ms + q->follow_up_days * INT64_C(86400000);
  return sql_promise_add(db, &(struct promise_add){.id = id_new(),
                                                   .interaction = e->interaction,
                                                   .agent = e->agent,
                                                   .question = q->key,
                                                   .evaluation = e->id,
                                                   .due_ms = due > now_ms ? due : now_ms,
                                                   .created_ms = now_ms});
}

enum err promises_from(struct db *db, struct arena *a, const struct evaluation_get_row *e,
                       int64_t now_ms) {
  struct rubric r;
  struct answer *answers;
  struct score s;
  struct promise_base_row call;
  bool found = false;
  if (strcmp(e->kind, "self") != 0 && strcmp(e->kind, "standard") != 0) return OK;
  TRY(evaluation_score(db, a, e->id, &r, &answers, &s));
  TRY(sql_promise_base(db, a, &(struct promise_base){e->interaction}, &call, &found));
  for (size_t i = 0; found && i < r.question_count; i++) {
    const struct rubric_question *q = &r.questions[i];
    bool said = s.visible[i] && answers[i].kind == ANSWER_OPTION &&
                q->scale->options[answers[i].option].points > 0;
    if (q->follow_up_days && said) TRY(promise_one(db, e, q, call.started_ms, now_ms));
  }
  return OK;
}

struct kept_promise {
  struct promise_get_row row;
  struct id receiver; // who keeps it for her; none: she does
};

// Hers who promised, or theirs to whom she has handed it over; while it is not done.
static enum err promise_read(struct db *db, struct arena *a, struct id id, struct id who,
                             struct kept_promise *out) {
  struct promise_handed_get_row h;
  bool found = false, handed = false;
  *out = (struct kept_promise){0};
  TRY(sql_promise_get(db, a, &(struct promise_get){id}, &out->row, &found));
  TRY(sql_promise_handed_get(db, a, &(struct promise_handed_get){id}, &h, &handed));
  if (handed) out->receiver = h.receiver;
  bool theirs = found && (id_eq(out->row.agent, who) || (handed && id_eq(h.receiver, who)));
  if (!theirs) return fail(E_NOT_FOUND, "there is no such promise");
  return out->row.done_ms.set ? fail(E_CONFLICT, "the promise is kept already") : OK;
}

static enum err promise_tell(struct db *db, enum event e, const struct kept_promise *p,
                             struct id who) {
  return event_tell(
      db, e,
      (struct happening){.actor = who, .object = p->row.id, PEOPLE(p->row.agent, p->receiver)});
}

enum err promise_step(struct db *db, struct id id, struct id who, struct opt_int later_ms,
                      int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct kept_promise p;
  arena_init(&a, WORK_MAX);
  TRY(db_join(db, &tx));
  TRY(promise_read(db, &a, id, who, &p));
  if (later_ms.set && later_ms.v <= now_ms) return fail(E_BAD_DATA, "later_ms: has passed");
  if (later_ms.set)
    TRY(sql_promise_move(db, &(struct promise_move){.id = id, .due_ms = later_ms.v}));
  else
    TRY(sql_promise_done(db, &(struct promise_done){.id = id, .done_ms = now_ms}));
  TRY(promise_tell(db, later_ms.set ? EV_PROMISE_MOVED : EV_PROMISE_KEPT, &p, who));
  return db_commit(&tx);
}

enum err promise_hand(struct db *db, const struct promise_handing *h, int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct kept_promise p;
  arena_init(&a, WORK_MAX);
  TRY(db_join(db, &tx));
  TRY(promise_read(db, &a, h->promise, h->agent, &p));
  if (!id_is_none(p.receiver)) return fail(E_CONFLICT, "the promise is handed over already");
  TRY(sql_promise_hand(db, &(struct promise_hand){.promise = h->promise,
                                                  .receiver = h->receiver,
                                                  .words = h->words,
                                                  .handed_ms = now_ms}));
  struct promise_handed_get_row got;
  bool handed;
  TRY(sql_promise_handed_get(db, &a, &(struct promise_handed_get){h->promise}, &got, &handed));
  p.receiver = got.receiver;
  TRY(promise_tell(db, EV_PROMISE_HANDED, &p, h->agent));
  return db_commit(&tx);
}

enum err promise_back(struct db *db, struct id id, struct id who) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct kept_promise p;
  arena_init(&a, WORK_MAX);
  TRY(db_join(db, &tx));
  TRY(promise_read(db, &a, id, who, &p));
  if (id_is_none(p.receiver)) return fail(E_CONFLICT, "the promise is not handed over");
  TRY(sql_promise_hand_back(db, &(struct promise_hand_back){id}));
  TRY(promise_tell(db, EV_PROMISE_BACK, &p, who));
  return db_commit(&tx);
}
