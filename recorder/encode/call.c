// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/call.h"

#include "core/clock.h"
#include "core/log.h"
#include "gen/sql/interaction.h"
#include "recorder/encode/again.h"
#include "recorder/encode/call_record.h"
#include "recorder/encode/call_rules.h"
#include "recorder/encode/guard.h"
#include "recorder/encode/names.h"

enum {
  WORDS_MOST = 256 * 1024,
  FORGOTTEN_US = 61 * 1000 * 1000, // no later recorder takes a call up that was left so long ago
};

enum err call_new(struct id interaction, struct call **out) {
  struct call *c = calloc(1, sizeof *c);
  if (!c) return fail(E_BROKEN, "no memory for a call");
  c->interaction = c->spool_id = interaction;
  c->recording = name_recording(interaction);
  arena_init(&c->words, WORDS_MOST);
  for (size_t i = 0; i < TAKE_LEGS; i++) c->legs[i].party = -1;
  *out = c;
  return OK;
}

void call_free(struct call *c) {
  if (!c) return;
  for (size_t i = 0; i < c->n_parts; i++) spool_read_free(c->parts[i].reader);
  tape_free(c->tape);
  acts_drop(&c->acts);
  arena_drop(&c->words);
  buf_drop(&c->said_text);
  free(c);
}

// ---- parts -------------------------------------------------------------------------------------

enum { PART_NAME = ID_TEXT + 8 };

static void part_name(const struct call *c, const char *ending, char out[PART_NAME]) {
  id_text(c->spool_id, out);
  snprintf(out + ID_TEXT - 1, PART_NAME - (ID_TEXT - 1), "%s", ending);
}

static const char *ending_of(const struct call_part *p) { return p->settled ? ".done" : ".spool"; }

// One whose header a power cut took holds nothing and goes.
static enum err part_open(struct call *c, struct desk *d, struct call_part *p) {
  char name[PART_NAME];
  AUTO(fd) fd dir = -1;
  part_name(c, ending_of(p), name);
  TRY(folder_open_beneath(d->spool, p->run, &dir));
  enum err rc = spool_read_open(dir, name, &d->keys, &p->reader);
  if (rc == E_END) unlinkat(dir, name, 0);
  return rc;
}

struct call_part *call_part_find(struct call *c, const char *run) {
  for (size_t i = 0; i < c->n_parts; i++)
    if (!strcmp(c->parts[i].run, run)) return &c->parts[i];
  return NULL;
}

enum err call_part_add(struct call *c, struct desk *d, const char *run, bool settled) {
  if (c->n_parts == CALL_PARTS) return fail(E_TOO_BIG, "a call in more than %d parts", CALL_PARTS);
  struct call_part *p = &c->parts[c->n_parts];
  *p = (struct call_part){.settled = settled};
  snprintf(p->run, sizeof p->run, "%s", run);
  TRY(part_open(c, d, p));
  c->n_parts++;
  return OK;
}

void call_part_alive(struct call_part *p, bool alive) {
  p->alive = alive;
  if (!alive && !p->dead_since_us) p->dead_since_us = clock_mono_us();
}

static void parts_rename(struct call *c, struct desk *d) {
  char from[PART_NAME], to[PART_NAME];
  part_name(c, ".spool", from);
  part_name(c, ".done", to);
  for (size_t i = 0; i < c->n_parts; i++) {
    AUTO(fd) fd dir = -1;
    if (folder_open_beneath(d->spool, c->parts[i].run, &dir)) continue;
    c->parts[i].settled |= !renameat(dir, from, dir, to);
  }
  err_forget();
}

// What follows an end is another telling of the call (a file replayed again while the first was not
// worked off): it is looked at for itself, against what is kept by then.
static void parts_shed(struct call *c) {
  for (; c->n_parts > c->reading + 1; c->shed = true)
    spool_read_free(c->parts[--c->n_parts].reader);
}

static void parts_unlink(struct call *c, struct desk *d) {
  char name[PART_NAME];
  for (size_t i = 0; i < c->n_parts; i++) {
    AUTO(fd) fd dir = -1;
    if (folder_open_beneath(d->spool, c->parts[i].run, &dir)) continue;
    part_name(c, ending_of(&c->parts[i]), name);
    if (c->erased || c->ruled) spool_key_destroy(dir, name);
    unlinkat(dir, name, 0);
    spool_run_remove(d->spool, c->parts[i].run);
  }
  err_forget();
}

static bool all_settled(const struct call *c) {
  bool all = true;
  for (size_t i = 0; i < c->n_parts; i++) all &= c->parts[i].settled;
  return all;
}

// ---- reading -----------------------------------------------------------------------------------

static void fed(struct call *c) {
  if (!c->end_reason) c->end_reason = "restart";
  c->stage = CALL_FED;
}

// Its recorder stopped in the midst of the call, and said so: the next one may go on with it.
static bool is_left(const struct call *c) {
  return c->end_reason && !strcmp(c->end_reason, "restart");
}

// Nothing more comes from this part: the next one, the end, or a while of patience.
static void part_over(struct call *c, struct call_part *p, bool nobody_comes) {
  bool ended = spool_read_ended(p->reader) && !is_left(c);
  if (!ended && c->reading + 1 < c->n_parts) {
    c->reading++;
    c->restart_pending = true;
    c->end_reason = NULL;
    c->end_us = 0;
    return;
  }
  int64_t dead_us = p->dead_since_us ? clock_mono_us() - p->dead_since_us : 0;
  bool long_ago = clock_wall_us() - c->last_us > FORGOTTEN_US;
  if (ended) parts_shed(c);
  if (ended || nobody_comes || (p->dead_since_us && (long_ago || dead_us > FORGOTTEN_US))) fed(c);
}

static enum err part_read(struct call *c, struct desk *d, struct call_part *p, bool alive,
                          int *budget, bool *out_over) {
  struct spool_record rec;
  enum spool_got got;
  for (; *budget > 0; --*budget) {
    TRY(spool_read_next(p->reader, alive, &rec, &got));
    guard_beat();
    if (got == SPOOL_GOT_RECORD) TRY(call_record(c, d, &rec));
    if (got == SPOOL_GOT_CORRUPT) TRY(call_corrupt(c));
    *out_over = got == SPOOL_GOT_OVER;
    if (got == SPOOL_GOT_WAIT || got == SPOOL_GOT_OVER) break;
  }
  if (alive && c->last_us > d->newest_us) d->newest_us = c->last_us;
  return OK;
}

enum err call_feed(struct call *c, struct desk *d, int budget, bool nobody_comes) {
  while (c->stage == CALL_READING && budget > 0) {
    size_t reading = c->reading;
    struct call_part *p = &c->parts[reading];
    bool over = false;
    TRY(part_read(c, d, p, p->alive, &budget, &over));
    c->backlog = spool_read_backlog(p->reader);
    if (over) part_over(c, p, nobody_comes);
    if (c->reading == reading) break;
  }
  return OK;
}

void call_reset(struct call *c) {
  tape_free(c->tape);
  c->tape = NULL;
  c->result = NULL;
  c->reading = 0;
  c->end_reason = NULL;
  c->stage = CALL_READING;
  call_record_rewind(c);
  for (size_t i = 0; i < c->n_parts; i++) spool_read_rewind(c->parts[i].reader);
}

static enum err recording_known(struct db *db, struct id recording, bool *out_known) {
  AUTO(arena) struct arena a;
  struct recording_get_row row;
  arena_init(&a, 64 * 1024);
  return sql_recording_get(db, &a, &(struct recording_get){recording}, &row, out_known);
}

void call_forget(struct call *c, struct desk *d) {
  struct db *db = desk_catalogue(d);
  struct keystore *k = desk_keystore(d);
  bool known = true; // what has its rows is nobody's to take back
  enum err rc = db && k ? recording_known(db, c->recording, &known) : OK;
  if (!rc && !known) rc = tape_erase(d->archive, k, c->recording);
  if (rc) log_err(rc, "taking back what was sealed");
  err_forget();
  c->bytes = 0;
}

// ---- finishing ---------------------------------------------------------------------------------

static enum err read_again(struct call *c, struct desk *d) {
  call_record_rewind(c);
  for (size_t i = 0; i < c->n_parts; i++) {
    int budget = INT32_MAX;
    bool over = false;
    c->restart_pending = i > 0;
    spool_read_rewind(c->parts[i].reader);
    TRY(part_read(c, d, &c->parts[i], false, &budget, &over));
  }
  return OK;
}

static enum err sound_settle(struct call *c, struct desk *d) {
  enum { TRIES = 3 };
  for (int i = 0; c->tape && !c->result; i++) {
    const struct take_result *r;
    TRY(tape_finish(c->tape, &r));
    if (!r->needs_again || i == TRIES) {
      c->result = r;
      break;
    }
    TRY(tape_again(c->tape));
    TRY(read_again(c, d));
  }
  return OK;
}

// The catalogue has the interaction, but not this part of it: recorded is recorded, so it becomes
// an interaction of its own, or takes the other's place, coded anew under its own name.
static enum err become(struct call *c, struct desk *d, struct id as, struct id recording) {
  c->interaction = as;
  c->recording = recording;
  tape_free(c->tape);
  c->tape = NULL;
  c->result = NULL;
  return read_again(c, d);
}

static void tell(const struct call *c, enum log_level level, const char *what) {
  char id[ID_TEXT];
  id_text(c->interaction, id);
  log_line(level, "%s id=%s", what, id);
}

static enum err become_late(struct call *c, struct desk *d, struct id as) {
  TRY(become(c, d, as, name_recording(as)));
  tell(c, LOG_WARN, "a part came after its call was sealed; it is listed by itself");
  return OK;
}

static bool has_media(const struct call *c) {
  for (size_t i = 0; i < TAKE_LEGS; i++)
    if (c->legs[i].first_us) return true;
  return false;
}

// Of a capture file the same call has the same name each time (recorder/call/life.c).
static bool is_replayed(const struct call *c) {
  return c->opening.source && !strcmp(c->opening.source, "capture");
}

// A crash may have come between a commit that replaced a recording and the end of that one.
static enum err replaced_sweep(struct desk *d, struct id call, struct id now) {
  struct keystore *k = desk_keystore(d);
  if (!k) return fail(E_BUSY, "the key store does not answer");
  for (unsigned n = 0; n < 1000 && !id_eq(name_recording_nth(call, n), now); n++) {
    struct secret_key key;
    enum err rc = keystore_get(k, name_recording_nth(call, n), &key);
    secret_wipe(&key, sizeof key);
    if (!rc) TRY(tape_erase(d->archive, k, name_recording_nth(call, n)));
    err_forget();
  }
  return OK;
}

static enum err tell_known(const struct call *c, struct desk *d, const struct again_says *s) {
  if (s->is == AGAIN_ERASED) {
    tell(c, LOG_INFO, "this call was erased: replayed again it stays so");
    d->told.erased++;
    return OK;
  }
  tell(c, LOG_INFO, "this call is kept already: the same capture was replayed before");
  d->told.known++;
  return replaced_sweep(d, s->interaction, s->recording);
}

static enum err tell_longer(struct call *c, const struct again_says *s) {
  char says[120];
  c->instead = s->is == AGAIN_INSTEAD;
  c->copy_of = s->copy_of;
  snprintf(says, sizeof says, "this call is longer than before; %s%s",
           c->instead ? "it takes the place of what was kept"
                      : "it is listed by itself, for what was kept is ",
           c->instead ? "" : s->why);
  tell(c, LOG_INFO, says);
  return OK;
}

// The sound itself is asked, made by the same rules: packets that are none may follow it for
// minutes.
static enum err copy_settle(struct call *c, struct desk *d, struct db *db, bool *out_known) {
  struct again_says s;
  bool swapped;
  TRY(sound_settle(c, d));
  TRY(call_swapped(c, db, &swapped));
  TRY(again_ask(db, c->spool_id, c->result, swapped, &s));
  *out_known = s.is == AGAIN_KNOWN || s.is == AGAIN_ERASED;
  if (*out_known) return tell_known(c, d, &s);
  TRY(become(c, d, s.interaction, s.recording));
  return tell_longer(c, &s);
}

// Committed, and not taken out of the spool; or a part whose call has others.
static enum err late_settle(struct call *c, struct desk *d, struct db *db, bool *out_known) {
  struct id late = name_late(c->spool_id, c->parts[0].run);
  if (all_settled(c) || !id_eq(c->interaction, c->spool_id)) return OK;
  TRY(commit_known(db, late, out_known));
  return *out_known ? OK : become_late(c, d, late);
}

static enum err known_settle(struct call *c, struct desk *d, bool *out_known) {
  struct db *db = desk_catalogue(d);
  *out_known = false;
  if (!db) return fail(E_BUSY, "the catalogue does not answer");
  enum err rc = commit_known(db, is_replayed(c) ? c->spool_id : c->interaction, out_known);
  if (rc && rc != E_BUSY) desk_catalogue_failed(d);
  TRY(rc);
  if (!*out_known || !has_media(c)) return OK; // a part that only says the end
  return is_replayed(c) ? copy_settle(c, d, db, out_known) : late_settle(c, d, db, out_known);
}

static enum err keep(struct call *c, struct desk *d) {
  if (!c->result || c->result->samples <= 0 || c->bytes) return OK;
  struct keystore *k = desk_keystore(d);
  if (!k) return fail(E_BUSY, "the key store does not answer");
  enum err rc = tape_keep(c->tape, k, &c->bytes);
  if (rc && rc != E_BUSY) desk_keystore_failed(d); // in case it is the key store
  return rc;
}

// What was built on while the longer copy was made stays: it is asked again, and goes beside it.
static enum err commit(struct call *c, struct desk *d) {
  struct commit_end end;
  enum err rc = call_commit(c, d, &end);
  if (rc == E_CONFLICT && c->instead) call_forget(c, d);
  TRY(rc);
  struct keystore *k = id_is_none(end.replaced) ? NULL : desk_keystore(d);
  if (k) rc = tape_erase(d->archive, k, end.replaced);
  if (rc) log_err(rc, "the recording that was replaced"); // the next telling takes it
  err_forget();
  return OK;
}

enum err call_settle(struct call *c, struct desk *d) {
  bool known = false;
  if (!c->bytes) TRY(known_settle(c, d, &known));
  if (!known) {
    TRY(sound_settle(c, d));
    TRY(call_rules(c, d));
    if (c->ruled) call_forget(c, d); // what an earlier try sealed
    TRY(keep(c, d));
    if (id_eq(c->interaction, c->spool_id) && !c->instead) parts_rename(c, d);
    TRY(commit(c, d));
  }
  parts_unlink(c, d);
  c->stage = CALL_DONE;
  return OK;
}
