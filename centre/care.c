// SPDX-License-Identifier: Apache-2.0
#include "centre/care.h"

#include "centre/event.h"
#include "centre/hold.h"
#include "gen/sql/care.h"

static const char *const by_weight[] = {"talk", "tough", "over", "threat"};

static size_t weight(const char *kind) {
  size_t i = 0;
  while (i < countof(by_weight) && strcmp(by_weight[i], kind) != 0) i++;
  return i;
}

bool care_begins(const char *mark) {
  return weight(mark) < countof(by_weight) && strcmp(mark, "over") != 0;
}

// ---- who hears of it ----------------------------------------------------------------------------
static enum err tell(struct db *db, enum event what, const struct care_get_row *c,
                     struct id another) {
  return event_tell(db, what,
                    (struct happening){.object = c->id,
                                       .interaction = c->interaction,
                                       PEOPLE(c->agent, c->holder.v, another)});
}

// While nobody has it, those who may take it: it comes to their pages, and leaves them.
static enum err tell_coaches(struct db *db, struct arena *a, enum event what,
                             const struct care_get_row *c, int64_t now_ms) {
  struct care_coaches_row *coach;
  size_t n;
  TRY(sql_care_coaches(db, a, &(struct care_coaches){.agent = c->agent, .at_ms = now_ms}, &coach,
                       &n));
  for (size_t i = 0; i < n; i++)
    TRY(event_tell(db, what,
                   (struct happening){
                       .object = c->id, .interaction = c->interaction, PEOPLE(coach[i].person)}));
  return OK;
}

static enum err care_read(struct db *db, struct arena *a, struct id id, struct care_get_row *out) {
  bool found;
  TRY(sql_care_get(db, a, &(struct care_get){id}, out, &found));
  return found ? OK : fail(E_NOT_FOUND, "there is no such support task");
}

// ---- who is asked -------------------------------------------------------------------------------
static enum err on_duty(struct db *db, struct arena *a, const struct care_get_row *c,
                        int64_t now_ms, struct opt_id *out) {
  struct care_on_duty_row lead;
  bool found;
  TRY(sql_care_on_duty(
      db, a,
      &(struct care_on_duty){
          .at_ms = now_ms, .agent = c->agent, .care = c->id, .pressed_ms = c->pressed_ms},
      &lead, &found));
  *out = found ? some_id(lead.person) : (struct opt_id){0};
  return OK;
}

static enum err ask(struct db *db, struct arena *a, struct care_get_row *c, enum event what,
                    int64_t now_ms) {
  struct opt_id next;
  struct id was = c->holder.v;
  TRY(on_duty(db, a, c, now_ms, &next));
  if (!next.set && what == EV_CARE_MOVED && !c->holder.set) return OK; // it waits already
  TRY(sql_care_ask(
      db,
      &(struct care_ask){.id = c->id, .holder = next, .asked_ms = {.set = next.set, .v = now_ms}}));
  if (next.set)
    TRY(sql_care_asked_add(
        db, &(struct care_asked_add){.care = c->id, .person = next.v, .asked_ms = now_ms}));
  c->holder = next;
  TRY(tell(db, what, c, was));
  return next.set && !id_is_none(was) ? OK : tell_coaches(db, a, what, c, now_ms);
}

// ---- the agent ----------------------------------------------------------------------------------
static enum err begin(struct db *db, struct arena *a, const struct care_press *p) {
  struct care_get_row c = {
      .id = id_new(), .interaction = p->interaction, .agent = p->agent, .pressed_ms = p->at_ms};
  TRY(sql_care_add(db, &(struct care_add){.id = c.id,
                                          .interaction = p->interaction,
                                          .agent = p->agent,
                                          .kind = p->kind,
                                          .pressed_ms = p->at_ms}));
  return ask(db, a, &c, EV_CARE_ASKED, p->at_ms);
}

static enum err again(struct db *db, struct arena *a, const struct care_press *p,
                      const struct care_of_agent_row *was) {
  struct care_get_row c;
  const char *kind = weight(p->kind) > weight(was->kind) ? p->kind : was->kind;
  TRY(sql_care_press_again(
      db, &(struct care_press_again){.kind = kind, .pressed_ms = p->at_ms, .id = was->id}));
  TRY(care_read(db, a, was->id, &c));
  if (!was->done_ms.set) return tell(db, EV_CARE_ASKED, &c, (struct id){{0}});
  c.holder = (struct opt_id){0}; // whoever had it may be off duty now
  return ask(db, a, &c, EV_CARE_ASKED, p->at_ms);
}

// A threat is evidence, whoever else may let it go later (hold.h).
static enum err keep(struct db *db, struct id interaction, struct id agent, int64_t at_ms) {
  bool is_new;
  return hold_place(
      db,
      &(struct hold){
          .interaction = interaction, .person = agent, .rule = HOLD_THREAT, .at_ms = at_ms},
      &is_new);
}

enum err care_press(struct db *db, struct arena *a, const struct care_press *p) {
  AUTO(db_tx) struct db_tx tx = {0};
  struct care_of_agent_row was;
  bool found;
  TRY(db_join(db, &tx));
  TRY(sql_care_of_agent(db, a, &(struct care_of_agent){p->interaction, p->agent}, &was, &found));
  TRY(found ? again(db, a, p, &was) : begin(db, a, p));
  if (!strcmp(p->kind, "threat")) TRY(keep(db, p->interaction, p->agent, p->at_ms));
  return db_commit(&tx);
}

enum err care_follow(struct db *db, struct arena *a, struct id copy, struct id of) {
  struct care_of_copied_row *c;
  size_t n;
  TRY(sql_care_of_copied(db, a, &(struct care_of_copied){of}, &c, &n));
  for (size_t i = 0; i < n; i++) {
    TRY(sql_care_add_copy(db, &(struct care_add_copy){.id = id_new(),
                                                      .interaction = copy,
                                                      .agent = c[i].agent,
                                                      .kind = c[i].kind,
                                                      .pressed_ms = c[i].pressed_ms}));
    if (!strcmp(c[i].kind, "threat")) TRY(keep(db, copy, c[i].agent, c[i].pressed_ms));
  }
  return OK;
}

enum err care_settle(struct db *db, struct arena *a, struct id interaction, struct id agent,
                     int64_t now_ms) {
  AUTO(db_tx) struct db_tx tx = {0};
  struct care_of_agent_row was;
  struct care_carried_row by;
  struct care_get_row c;
  bool found;
  TRY(db_join(db, &tx));
  TRY(sql_care_of_agent(db, a, &(struct care_of_agent){interaction, agent}, &was, &found));
  TRY(sql_care_carried(db, a, &(struct care_carried){.agent = agent, .interaction = interaction},
                       &by));
  if (!found || by.marks || by.over) return OK;
  TRY(care_read(db, a, was.id, &c));
  TRY(sql_care_end(db, &(struct care_end){.ended_ms = now_ms, .id = was.id}));
  TRY(sql_care_end_copies(db, &(struct care_end_copies){
                                  .ended_ms = now_ms, .agent = agent, .interaction = interaction}));
  TRY(tell(db, EV_CARE_ENDED, &c, (struct id){{0}}));
  if (!c.holder.set) TRY(tell_coaches(db, a, EV_CARE_ENDED, &c, now_ms));
  return db_commit(&tx);
}

// ---- who has it ---------------------------------------------------------------------------------
enum err care_take(struct db *db, struct arena *a, struct id care, struct id person,
                   int64_t now_ms) {
  AUTO(db_tx) struct db_tx tx = {0};
  struct care_get_row c;
  TRY(db_join(db, &tx));
  TRY(care_read(db, a, care, &c));
  bool unheld = !c.holder.set;
  TRY(sql_care_take(db, &(struct care_take){.holder = person, .taken_ms = now_ms, .id = care}));
  if (!db_changes(db)) return fail(E_CONFLICT, "somebody else has taken it, or it is done");
  c.holder = some_id(person);
  TRY(tell(db, EV_CARE_TAKEN, &c, (struct id){{0}}));
  if (unheld) TRY(tell_coaches(db, a, EV_CARE_TAKEN, &c, now_ms));
  return db_commit(&tx);
}

enum err care_done(struct db *db, struct arena *a, struct id care, struct id person,
                   int64_t now_ms) {
  AUTO(db_tx) struct db_tx tx = {0};
  struct care_get_row c;
  TRY(db_join(db, &tx));
  TRY(care_read(db, a, care, &c));
  TRY(sql_care_done(db, &(struct care_done){.done_ms = now_ms, .id = care, .holder = person}));
  if (!db_changes(db)) return fail(E_CONFLICT, "somebody else has taken it, or it is done");
  TRY(tell(db, EV_CARE_DONE, &c, (struct id){{0}}));
  return db_commit(&tx);
}

// ---- between the two ----------------------------------------------------------------------------
static enum err taken(struct db *db, struct arena *a, struct id care, struct care_get_row *out) {
  TRY(care_read(db, a, care, out));
  if (out->taken_ms.set && out->holder.set) return OK;
  return fail(E_CONFLICT, "nobody has taken it yet: there is nobody to write to");
}

enum err care_say(struct db *db, struct arena *a, struct id care, struct id author,
                  const char *body, int64_t now_ms) {
  AUTO(db_tx) struct db_tx tx = {0};
  struct care_get_row c;
  TRY(db_join(db, &tx));
  TRY(taken(db, a, care, &c));
  TRY(sql_care_word_add(db, &(struct care_word_add){.id = id_new(),
                                                    .care = care,
                                                    .author = author,
                                                    .other = c.holder.v,
                                                    .body = body,
                                                    .written_ms = now_ms}));
  TRY(tell(db, EV_CARE_SAID, &c, (struct id){{0}}));
  return db_commit(&tx);
}

enum err care_rest(struct db *db, struct arena *a, struct id care, struct id author,
                   int64_t minutes, int64_t now_ms) {
  AUTO(db_tx) struct db_tx tx = {0};
  struct care_get_row c;
  TRY(db_join(db, &tx));
  TRY(taken(db, a, care, &c));
  TRY(sql_care_rest_add(
      db,
      &(struct care_rest_add){
          .id = id_new(), .care = care, .author = author, .from_ms = now_ms, .minutes = minutes}));
  TRY(tell(db, EV_CARE_SAID, &c, (struct id){{0}}));
  return db_commit(&tx);
}

static const int64_t rest_kept_ms = CARE_REST_DAYS * INT64_C(86400000);

enum err care_rests_erase(struct db *db, int64_t now_ms) {
  return sql_care_rests_gone(db, &(struct care_rests_gone){now_ms - rest_kept_ms});
}

// ---- the clock ----------------------------------------------------------------------------------
enum err care_move(struct db *db, struct arena *a, int64_t move_ms, int64_t now_ms) {
  AUTO(db_tx) struct db_tx tx = {0};
  struct care_unanswered_row *late;
  size_t n;
  TRY(db_join(db, &tx));
  TRY(sql_care_unanswered(db, a, &(struct care_unanswered){.before_ms = now_ms - move_ms}, &late,
                          &n));
  for (size_t i = 0; i < n; i++) {
    struct care_get_row c;
    TRY(care_read(db, a, late[i].id, &c));
    TRY(ask(db, a, &c, EV_CARE_MOVED, now_ms));
  }
  return db_commit(&tx);
}
