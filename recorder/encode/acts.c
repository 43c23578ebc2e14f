// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/acts.h"

#include "centre/care.h"
#include "centre/event.h"
#include "core/clock.h"
#include "core/log.h"
#include "gen/sql/control.h"
#include "gen/sql/web_call.h"
#include "recorder/ruling.h"

static const struct {
  const char *mark, *word; // in the spool, in the catalogue
  enum event event;
} kinds[] = {
    [DONE_PAUSE] = {"pause", "pause", EV_RECORDING_PAUSED},
    [DONE_RESUME] = {"unpause", "resume", EV_RECORDING_RESUMED},
    [DONE_ERASE] = {"erase", "erase", EV_RECORDING_STOPPED},
    [DONE_MARK] = {"control", "mark", EV_RECORDING_MARKED},
    [DONE_EVIDENCE] = {"evidence", "evidence", EV_RECORDING_HELD},
};

// ---- reading -----------------------------------------------------------------------------------

static bool kind_find(const struct spool_mark *m, enum act_done *out) {
  for (size_t i = 0; i < countof(kinds); i++) {
    if (strcmp(kinds[i].mark, m->kind) != 0) continue;
    *out = (enum act_done)i;
    return !m->name || strcmp(m->name, RULING_GOES_ON) != 0;
  }
  return false;
}

static const char *one_of(const char *word, const char *const *known, size_t n) {
  for (size_t i = 0; word && i < n; i++)
    if (!strcmp(word, known[i])) return known[i];
  return NULL;
}

static void asked_set(struct act_told *a, const char *by) {
  static const char *const known[] = {"limit", "wish", "keypad", "signalling"};
  const char *word = one_of(by, known, countof(known));
  a->person.set = by && !word && !id_parse(sv_of(by), &a->person.v);
  err_forget();
  snprintf(a->asked, sizeof a->asked, "%s", word ? word : a->person.set ? "person" : "command");
}

static void mark_set(struct act_told *a, const char *text) {
  static const char *const known[] = {"tough", "thanks", "threat"};
  const char *word = one_of(text, known, countof(known));
  if (a->kind == DONE_EVIDENCE) word = "threat";
  snprintf(a->mark, sizeof a->mark, "%s", word ? word : "");
}

enum err acts_note(struct acts *a, const struct spool_mark *m) {
  struct act_told told = {.at_ms = m->at_us / 1000};
  if (!kind_find(m, &told.kind)) return OK;
  if (a->n == ACTS_MOST) {
    log_line(LOG_WARN, "more than %d acts in one call", ACTS_MOST);
    return OK;
  }
  if ((a->n & (a->n - 1)) == 0) {
    struct act_told *more = realloc(a->act, (a->n ? 2 * a->n : 1) * sizeof *more);
    if (!more) return fail(E_BROKEN, "no memory for what was asked of a call");
    a->act = more;
  }
  asked_set(&told, m->name);
  mark_set(&told, m->detail);
  a->act[a->n++] = told;
  return OK;
}

void acts_clear(struct acts *a) { a->n = 0; }

void acts_drop(struct acts *a) {
  free(a->act);
  *a = (struct acts){0};
}

// ---- writing -----------------------------------------------------------------------------------

// A name that no person has (a machine's command made it up) is nobody's.
static enum err person_check(struct db *db, struct arena *room, struct act_told *a) {
  struct control_person_row row;
  bool found = true;
  if (a->person.set)
    TRY(sql_control_person(db, room, &(struct control_person){a->person.v}, &row, &found));
  if (found) return OK;
  a->person.set = false;
  snprintf(a->asked, sizeof a->asked, "command");
  return OK;
}

// As if she had pressed it on the call's page the moment it was there: who supports her is asked,
// and a threat holds the call.
static enum err mark_put(struct db *db, struct arena *room, struct id call, int64_t started_ms,
                         const struct act_told *a) {
  int64_t at_ms = a->at_ms > started_ms ? a->at_ms - started_ms : 0;
  if (!a->person.set || !a->mark[0]) return OK;
  TRY(sql_mark_add(db, &(struct mark_add){.id = id_new(),
                                          .interaction = call,
                                          .author = a->person.v,
                                          .kind = a->mark,
                                          .at_ms = at_ms,
                                          .created_ms = a->at_ms}));
  if (!care_begins(a->mark)) return OK;
  return care_press(
      db, room,
      &(struct care_press){
          .interaction = call, .agent = a->person.v, .kind = a->mark, .at_ms = clock_wall_ms()});
}

static enum err act_write(struct db *db, struct arena *room, struct id call, int64_t started_ms,
                          struct act_told a) {
  char why[80];
  TRY(person_check(db, room, &a));
  TRY(sql_control_add(db, &(struct control_add){.id = id_new(),
                                                .interaction = call,
                                                .at_ms = a.at_ms,
                                                .act = kinds[a.kind].word,
                                                .asked = a.asked,
                                                .person = a.person,
                                                .mark = a.mark[0] ? a.mark : NULL}));
  snprintf(why, sizeof why, "{\"asked\":\"%s\",\"at_ms\":%" PRId64 "}", a.asked, a.at_ms);
  TRY(event_tell(
      db, kinds[a.kind].event,
      (struct happening){.actor = a.person.v, .object = call, .interaction = call, .detail = why}));
  return a.kind == DONE_MARK || a.kind == DONE_EVIDENCE ? mark_put(db, room, call, started_ms, &a)
                                                        : OK;
}

enum err acts_write(struct db *db, struct id interaction, int64_t started_ms,
                    const struct acts *a) {
  AUTO(arena) struct arena room;
  arena_init(&room, 1024 * 1024);
  for (size_t i = 0; i < a->n; i++) TRY(act_write(db, &room, interaction, started_ms, a->act[i]));
  return OK;
}
