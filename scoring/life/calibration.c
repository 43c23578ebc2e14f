// SPDX-License-Identifier: Apache-2.0
#include "scoring/life/calibration.h"

#include "centre/event.h"
#include "gen/sql/calibration.h"
#include "gen/sql/evaluation.h"
#include "gen/sql/web_find.h"
#include "scoring/life/life.h"

static enum err session_found(struct db *db, struct arena *a, struct id id,
                              struct calibration_get_row *out) {
  bool found = false;
  TRY(sql_calibration_get(db, a, &(struct calibration_get){id}, out, &found));
  return found ? OK : fail(E_NOT_FOUND, "there is no such calibration");
}

// Who rates in it and who holds it hear of it.
static enum err tell(struct db *db, enum event e, struct id actor, struct id session,
                     struct id owner) {
  AUTO(arena) struct arena a;
  struct calibration_raters_row *r;
  size_t n;
  arena_init(&a, WORK_MAX);
  TRY(sql_calibration_raters(db, &a, &(struct calibration_raters){session}, &r, &n));
  struct id *people = arena_alloc(&a, (n + 1) * sizeof *people);
  for (size_t i = 0; i < n; i++) people[i] = r[i].id;
  people[n] = owner;
  return event_tell(
      db, e,
      (struct happening){.actor = actor, .object = session, .people = people, .people_n = n + 1});
}

// ---- making one ---------------------------------------------------------------------------------
static bool among(struct id id, const struct id *v, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (id_eq(v[i], id)) return true;
  return false;
}

static enum err sizes_fit(const struct calibration_ask *ask) {
  bool group = !strcmp(ask->method, "group"), reference = !strcmp(ask->method, "reference");
  if (!group && !reference && strcmp(ask->method, "blind") != 0)
    return fail(E_BAD_DATA, "method: blind, group or reference");
  if (!ask->title || !*ask->title) return fail(E_BAD_DATA, "title: say what it is about");
  if (!ask->n_calls || ask->n_calls > CALIBRATION_CALLS)
    return fail(E_BAD_DATA, "calls: one to %d", CALIBRATION_CALLS);
  if (ask->n_raters < (group ? 1u : 2u) || ask->n_raters > CALIBRATION_RATERS)
    return fail(E_BAD_DATA, "raters: %d to %d people", group ? 1 : 2, CALIBRATION_RATERS);
  if (reference && !among(ask->expert, ask->raters, ask->n_raters))
    return fail(E_BAD_DATA, "expert: one of the raters holds the key");
  return OK;
}

static enum err call_fits(struct db *db, struct arena *a, const struct calibration_ask *ask,
                          struct id call) {
  struct evaluation_call_row row;
  struct call_segments_row *seg;
  size_t n;
  bool found = false;
  TRY(sql_evaluation_call(db, a, &(struct evaluation_call){call}, &row, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such call");
  if (row.uncounted)
    return fail(E_CONFLICT, "a call marked tough or threat is not scored: choose another");
  if (!row.agent.set) return fail(E_CONFLICT, "nobody has said whose call this is");
  TRY(sql_call_segments(db, a, &(struct call_segments){call}, &seg, &n));
  for (size_t i = 0; i < n; i++)
    if (seg[i].agent.set && among(seg[i].agent.v, ask->raters, ask->n_raters))
      return fail(E_CONFLICT, "nobody rates her own call: choose another call or another rater");
  return OK;
}

static const char *part_of(const struct calibration_ask *ask, struct id person) {
  if (!strcmp(ask->method, "group")) return id_eq(person, ask->owner) ? "pen" : "present";
  return !strcmp(ask->method, "reference") && id_eq(person, ask->expert) ? "key" : "rater";
}

static enum err rater_add(struct db *db, const struct calibration_ask *ask, struct id session,
                          struct id person, int64_t now_ms) {
  return sql_calibration_rater_add(
      db, &(struct calibration_rater_add){session, person, part_of(ask, person), now_ms});
}

enum err calibration_add(struct db *db, const struct calibration_ask *ask, int64_t now_ms,
                         struct id *out_id) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct rubric_version_get_row version;
  struct id id = id_new();
  bool found = false;
  arena_init(&a, WORK_MAX);
  TRY(sizes_fit(ask));
  TRY(db_join(db, &tx));
  TRY(sql_rubric_version_get(db, &a, &(struct rubric_version_get){ask->rubric_version}, &version,
                             &found));
  if (!found || strcmp(version.state, "published") != 0)
    return fail(E_CONFLICT, "only a published rubric can be used");
  TRY(sql_calibration_add(db, &(struct calibration_add){.id = id,
                                                        .owner = ask->owner,
                                                        .title = ask->title,
                                                        .rubric_version = ask->rubric_version,
                                                        .method = ask->method,
                                                        .created_ms = now_ms,
                                                        .due_ms = ask->due_ms}));
  for (size_t i = 0; i < ask->n_calls; i++) {
    if (among(ask->calls[i], ask->calls, i)) return fail(E_BAD_DATA, "calls: one of them twice");
    TRY(call_fits(db, &a, ask, ask->calls[i]));
    TRY(sql_calibration_call_add(
        db, &(struct calibration_call_add){id, ask->calls[i], (int64_t)i + 1}));
  }
  for (size_t i = 0; i < ask->n_raters; i++) TRY(rater_add(db, ask, id, ask->raters[i], now_ms));
  if (!strcmp(ask->method, "group")) TRY(rater_add(db, ask, id, ask->owner, now_ms));
  TRY(tell(db, EV_CALIBRATION_OPENED, ask->owner, id, ask->owner));
  TRY(tell(db, EV_CALIBRATION_INVITED, ask->owner, id, ask->owner));
  TRY(db_commit(&tx));
  *out_id = id;
  return OK;
}

// ---- scoring -----------------------------------------------------------------------------------
static bool writes(const char *part) { return strcmp(part, "present") != 0; }

static enum err rater_fits(struct db *db, struct arena *a, struct id session, struct id person) {
  struct calibration_raters_row *r;
  size_t n;
  TRY(sql_calibration_raters(db, a, &(struct calibration_raters){session}, &r, &n));
  for (size_t i = 0; i < n; i++)
    if (id_eq(r[i].id, person))
      return writes(r[i].part) ? OK : fail(E_FORBIDDEN, "one of you writes for the group");
  return fail(E_FORBIDDEN, "you are not one of its raters");
}

static enum err score_of(struct db *db, struct arena *a, struct id session, struct id interaction,
                         struct id person, struct id *out) {
  struct calibration_scores_row *r;
  size_t n;
  TRY(sql_calibration_scores(db, a, &(struct calibration_scores){session}, &r, &n));
  for (size_t i = 0; i < n; i++)
    if (id_eq(r[i].person, person) && id_eq(r[i].interaction, interaction)) *out = r[i].evaluation;
  return OK;
}

static enum err call_of(struct db *db, struct arena *a, struct id session, struct id interaction,
                        struct id *out_agent) {
  struct calibration_calls_row *r;
  size_t n;
  TRY(sql_calibration_calls(db, a, &(struct calibration_calls){session}, &r, &n));
  for (size_t i = 0; i < n; i++)
    if (id_eq(r[i].interaction, interaction) && r[i].agent.set) {
      *out_agent = r[i].agent.v;
      return OK;
    }
  return fail(E_NOT_FOUND, "there is no such call in this calibration");
}

enum err calibration_begin(struct db *db, struct id session, struct id interaction,
                           struct id person, int64_t now_ms, struct id *out_evaluation) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct calibration_get_row s;
  struct id agent, id = {{0}};
  arena_init(&a, WORK_MAX);
  TRY(db_join(db, &tx));
  TRY(session_found(db, &a, session, &s));
  TRY(rater_fits(db, &a, session, person));
  TRY(call_of(db, &a, session, interaction, &agent));
  TRY(score_of(db, &a, session, interaction, person, &id));
  if (id_is_none(id)) {
    TRY(in_state("calibration", s.state, "open"));
    TRY(evaluation_start(db,
                         &(struct evaluation_ask){.interaction = interaction,
                                                  .agent = agent,
                                                  .evaluator = person,
                                                  .rubric_version = s.rubric_version,
                                                  .kind = "calibration",
                                                  .selection = "calibration"},
                         now_ms, &id));
    TRY(sql_calibration_score_add(
        db, &(struct calibration_score_add){session, interaction, person, id}));
    TRY(event_tell(db, EV_EVALUATION_STARTED, (struct happening){.actor = person, .object = id}));
  }
  TRY(db_commit(&tx));
  *out_evaluation = id;
  return OK;
}

enum err calibration_count(struct db *db, struct arena *a, struct id session,
                           struct calibration_count *out) {
  struct calibration_raters_row *r;
  struct calibration_calls_row *c;
  struct calibration_scores_row *s;
  size_t raters, calls, scores, writing = 0, in = 0;
  TRY(sql_calibration_raters(db, a, &(struct calibration_raters){session}, &r, &raters));
  TRY(sql_calibration_calls(db, a, &(struct calibration_calls){session}, &c, &calls));
  TRY(sql_calibration_scores(db, a, &(struct calibration_scores){session}, &s, &scores));
  for (size_t i = 0; i < raters; i++) writing += writes(r[i].part);
  for (size_t i = 0; i < scores; i++) in += strcmp(s[i].state, "draft") != 0;
  *out = (struct calibration_count){in, writing * calls};
  return OK;
}

// ---- revealing and closing ---------------------------------------------------------------------
static enum err session_moved(struct db *db, const struct calibration_get_row *s, const char *state,
                              struct id by, int64_t now_ms) {
  bool close = !strcmp(state, "closed");
  TRY(sql_calibration_move(
      db, &(struct calibration_move){.id = s->id,
                                     .was = s->state,
                                     .state = state,
                                     .revealed_ms = close ? s->revealed_ms : some_int(now_ms),
                                     .closed_ms = (struct opt_int){close, now_ms}}));
  return tell(db, close ? EV_CALIBRATION_CLOSED : EV_CALIBRATION_REVEALED, by, s->id, s->owner);
}

enum err calibration_handed_in(struct db *db, struct id evaluation, struct id by, int64_t now_ms) {
  AUTO(arena) struct arena a;
  struct calibration_of_evaluation_row of;
  struct calibration_get_row s;
  struct calibration_count count;
  bool found = false;
  arena_init(&a, WORK_MAX);
  TRY(sql_calibration_of_evaluation(db, &a, &(struct calibration_of_evaluation){evaluation}, &of,
                                    &found));
  if (!found) return OK;
  TRY(session_found(db, &a, of.id, &s));
  TRY(calibration_count(db, &a, of.id, &count));
  TRY(tell(db, EV_CALIBRATION_HANDED_IN, by, s.id, s.owner));
  return count.in < count.of ? OK : session_moved(db, &s, "revealed", by, now_ms);
}

enum err calibration_reveal(struct db *db, struct id session, struct id by, int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct calibration_get_row s;
  struct calibration_count count;
  arena_init(&a, WORK_MAX);
  TRY(db_join(db, &tx));
  TRY(session_found(db, &a, session, &s));
  TRY(in_state("calibration", s.state, "open"));
  TRY(calibration_count(db, &a, session, &count));
  if (!count.in) return fail(E_CONFLICT, "nobody has handed in yet: there is nothing to reveal");
  TRY(session_moved(db, &s, "revealed", by, now_ms));
  return db_commit(&tx);
}

enum err calibration_close(struct db *db, struct id session, struct id by, int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct calibration_get_row s;
  arena_init(&a, WORK_MAX);
  TRY(db_join(db, &tx));
  TRY(session_found(db, &a, session, &s));
  if (!strcmp(s.state, "closed")) return fail(E_CONFLICT, "the calibration is closed already");
  TRY(session_moved(db, &s, "closed", by, now_ms));
  return db_commit(&tx);
}

// ---- precedents --------------------------------------------------------------------------------
static enum err rubric_of(struct arena *a, const char *document, struct rubric *out) {
  struct problems *problems = arena_new(a, struct problems);
  json_t *json = json_loads(document, 0, NULL);
  enum err rc =
      json ? rubric_read(a, json, problems, out) : fail(E_BROKEN, "the rubric is not JSON");
  json_decref(json);
  return rc;
}

static enum err answer_fits(struct arena *a, const struct rubric *r, const char *question,
                            const char *value) {
  struct answer *all;
  json_t *says = json_pack("{s:s}", question, value);
  if (!says) return fail(E_BAD_DATA, "answers: not text");
  enum err rc = answers_read(a, r, says, &all);
  json_decref(says);
  return rc;
}

enum err precedent_add(struct db *db, const struct precedent_ask *ask, int64_t now_ms,
                       struct id *out_id) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct calibration_get_row s;
  struct rubric r;
  struct id agent, id = id_new();
  size_t at;
  arena_init(&a, WORK_MAX);
  if (!ask->why || !*ask->why) return fail(E_BAD_DATA, "why: say how you reasoned");
  TRY(db_join(db, &tx));
  TRY(session_found(db, &a, ask->session, &s));
  TRY(in_state("calibration", s.state, "revealed"));
  TRY(call_of(db, &a, ask->session, ask->interaction, &agent));
  TRY(rubric_of(&a, s.rubric, &r));
  TRY(rubric_find(&r, ask->question, &at));
  TRY(answer_fits(&a, &r, ask->question, ask->value));
  const char *key = r.questions[at].key;
  TRY(sql_precedent_supersede(db, &(struct precedent_supersede){.session = ask->session,
                                                                .interaction = ask->interaction,
                                                                .question = key,
                                                                .retired_ms = now_ms}));
  TRY(sql_precedent_add(db, &(struct precedent_add){.id = id,
                                                    .rubric = r.key,
                                                    .question = key,
                                                    .session = ask->session,
                                                    .interaction = ask->interaction,
                                                    .value = ask->value,
                                                    .why = ask->why,
                                                    .at_ms = ask->at_ms,
                                                    .len_ms = ask->len_ms,
                                                    .author = ask->author,
                                                    .created_ms = now_ms}));
  TRY(event_tell(db, EV_PRECEDENT_SET, (struct happening){.actor = ask->author, .object = id}));
  TRY(db_commit(&tx));
  *out_id = id;
  return OK;
}

enum err precedent_retire(struct db *db, struct id precedent, struct id by, int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct precedent_get_row row;
  bool found = false;
  arena_init(&a, WORK_MAX);
  TRY(db_join(db, &tx));
  TRY(sql_precedent_get(db, &a, &(struct precedent_get){precedent}, &row, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such precedent");
  if (row.retired_ms.set) return fail(E_CONFLICT, "the precedent is retired already");
  TRY(sql_precedent_retire(db, &(struct precedent_retire){.id = precedent, .retired_ms = now_ms}));
  TRY(event_tell(db, EV_PRECEDENT_RETIRED, (struct happening){.actor = by, .object = precedent}));
  return db_commit(&tx);
}

// ---- what was said -----------------------------------------------------------------------------
// What the expert or the group's pen wrote is what the others are compared with.
static bool holds_key(const char *part) { return !strcmp(part, "key") || !strcmp(part, "pen"); }

static enum err room_of(struct arena *a, const char *document, struct room_ask *ask,
                        struct room *out) {
  struct rubric *r = arena_new(a, struct rubric);
  TRY(rubric_of(a, document, r));
  ask->rubric = r;
  return room_make(a, ask, out);
}

enum err calibration_room(struct db *db, struct arena *a, struct id session, struct room *out) {
  struct calibration_get_row s;
  struct calibration_answers_here_row *row;
  struct precedents_of_session_row *chosen;
  struct room_ask ask = {0};
  TRY(session_found(db, a, session, &s));
  if (!s.revealed_ms.set) return fail(E_CONFLICT, "nothing is revealed yet");
  TRY(sql_calibration_answers_here(db, a, &(struct calibration_answers_here){session}, &row,
                                   &ask.n_said));
  TRY(sql_precedents_of_session(db, a, &(struct precedents_of_session){session}, &chosen,
                                &ask.n_chosen));
  struct room_said *said = arena_array(a, ask.n_said + 1, struct room_said);
  for (size_t i = 0; i < ask.n_said; i++)
    said[i] = (struct room_said){
        session,          row[i].interaction, row[i].person, holds_key(row[i].part),
        row[i].total_ppm, row[i].question,    row[i].value,  row[i].touched};
  struct room_chosen *c = arena_array(a, ask.n_chosen + 1, struct room_chosen);
  for (size_t i = 0; i < ask.n_chosen; i++)
    c[i] =
        (struct room_chosen){session, chosen[i].interaction, chosen[i].question, chosen[i].value};
  ask.said = said;
  ask.chosen = c;
  return room_of(a, s.rubric, &ask, out);
}

enum err calibration_rooms(struct db *db, struct arena *a, struct id rubric_version,
                           struct room *out) {
  struct rubric_version_get_row version;
  struct calibration_answers_row *row;
  struct precedents_of_version_row *chosen;
  struct room_ask ask = {0};
  bool found = false;
  TRY(sql_rubric_version_get(db, a, &(struct rubric_version_get){rubric_version}, &version,
                             &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such rubric version");
  TRY(sql_calibration_answers(db, a, &(struct calibration_answers){rubric_version}, &row,
                              &ask.n_said));
  TRY(sql_precedents_of_version(db, a, &(struct precedents_of_version){rubric_version}, &chosen,
                                &ask.n_chosen));
  struct room_said *said = arena_array(a, ask.n_said + 1, struct room_said);
  for (size_t i = 0; i < ask.n_said; i++)
    said[i] = (struct room_said){row[i].session,         row[i].interaction, row[i].person,
                                 holds_key(row[i].part), row[i].total_ppm,   row[i].question,
                                 row[i].value,           row[i].touched};
  struct room_chosen *c = arena_array(a, ask.n_chosen + 1, struct room_chosen);
  for (size_t i = 0; i < ask.n_chosen; i++)
    c[i] = (struct room_chosen){chosen[i].session, chosen[i].interaction, chosen[i].question,
                                chosen[i].value};
  ask.said = said;
  ask.chosen = c;
  return room_of(a, version.document, &ask, out);
}
