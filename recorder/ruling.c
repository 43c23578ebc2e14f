// SPDX-License-Identifier: Apache-2.0
#include "recorder/ruling.h"

// A state that was saved before there were two has the one pause, and no word whose.
static void known_whose(struct ruling *r) {
  if (r->paused && !r->pause_us[BY_PERSON] && !r->pause_us[BY_SYSTEM])
    r->pause_us[BY_PERSON] = r->until_us;
}

// It is recorded when nobody's pause stands.
static void weigh(struct ruling *r) {
  int64_t person_us = r->pause_us[BY_PERSON], system_us = r->pause_us[BY_SYSTEM];
  r->paused = person_us || system_us;
  r->until_us = person_us > system_us ? person_us : system_us;
}

static enum ruling_by whose(const struct act *a) {
  bool telephony = a->by && (!strcmp(a->by, RULING_BY_SIGNAL) || !strcmp(a->by, RULING_BY_WISH));
  return telephony ? BY_SYSTEM : BY_PERSON;
}

static const char *pause_it(struct ruling *r, enum ruling_by by, int64_t until_us) {
  bool was = r->paused;
  r->pause_us[by] = until_us;
  weigh(r);
  return was ? NULL : "pause";
}

static const char *resume_it(struct ruling *r, enum ruling_by by) {
  bool was = r->paused;
  r->pause_us[by] = 0;
  weigh(r);
  return was && !r->paused ? "unpause" : NULL;
}

static const char *hold_it(struct ruling *r) {
  bool was = r->held;
  r->held = true;
  return was ? NULL : "evidence";
}

enum err ruling_take(struct ruling *r, const struct act *a, int64_t now_us, const char **out_mark) {
  if (a->kind == ACT_ERASE && r->held)
    return fail(E_CONFLICT, "this call is kept as evidence and cannot be erased");
  enum ruling_by by = whose(a);
  known_whose(r);
  if (a->kind == ACT_RESUME && by == BY_PERSON && r->paused && !r->pause_us[by])
    return fail(E_CONFLICT, "the telephone system has paused this call: it is recorded again when "
                            "that pause ends");
  r->ran_out = false;
  switch (a->kind) {
  case ACT_PAUSE: *out_mark = pause_it(r, by, now_us + a->limit_us); break;
  case ACT_RESUME: *out_mark = resume_it(r, by); break;
  case ACT_ERASE: *out_mark = "erase"; break;
  case ACT_MARK: *out_mark = "control"; break;
  case ACT_EVIDENCE: *out_mark = hold_it(r); break;
  }
  return OK;
}

bool ruling_runs_out(struct ruling *r, int64_t now_us) {
  if (!r->paused) return false;
  known_whose(r);
  for (int by = 0; by < RULING_BYS; by++)
    if (r->pause_us[by] && now_us >= r->pause_us[by]) r->pause_us[by] = 0;
  weigh(r);
  r->ran_out = !r->paused;
  return r->ran_out;
}

bool ruling_alarms(int64_t ran_out_us, int64_t now_us) {
  enum { TOLD_S = 300 };
  return ran_out_us && now_us - ran_out_us < TOLD_S * INT64_C(1000000);
}

bool ruling_is_line(struct sv lines, struct sv address) {
  struct sv rest = address, user = sv_cut(&rest, '@');
  while (lines.n) {
    struct sv line = sv_trim(sv_cut(&lines, ' '));
    if (line.n && (sv_eq(line, address) || sv_eq(line, user))) return true;
  }
  return false;
}

void ruling_tell(const struct ruling *r, struct id call, int64_t began_us, struct buf *out) {
  enum { ANSWER_MOST = 8 * 1024 };
  char id[ID_TEXT];
  id_text(call, id);
  if (out->n < ANSWER_MOST)
    buf_printf(out, "%s %" PRId64 " %" PRId64 " %d %d\n", id, began_us / 1000,
               r->paused ? r->until_us / 1000 : 0, r->ran_out, r->held);
}
