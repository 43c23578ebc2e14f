// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/follow.h"

#include "core/clock.h"
#include "core/log.h"
#include "recorder/encode/aside.h"
#include "recorder/encode/guard.h"

enum {
  RECORDS_A_ROUND = 64, // per call: some 13 s of sound
  RETRY_US = 1000 * 1000,
  TAKEN_US = 15 * 1000 * 1000, // a recorder that has started takes up what is left within seconds
  OWN_TRIES = 3,               // of a call that fails where others do not
  DEATHS = 2,                  // of the program in one call
};

// ---- looking -----------------------------------------------------------------------------------

static DIR *folder_list(int dir, const char *name) {
  int got = -1;
  if (folder_open_beneath(dir, name, &got)) err_forget();
  DIR *d = got >= 0 ? fdopendir(got) : NULL;
  int why = errno;
  if (!d && got >= 0) close(got);
  errno = why;
  return d;
}

static struct call *call_with_part(struct follow *f, struct id id, const char *run) {
  for (struct call *c = f->calls; c; c = c->next)
    if (id_eq(c->spool_id, id) && call_part_find(c, run)) return c;
  return NULL;
}

// The call that another part belongs to, unless it is over.
static struct call *call_reading(struct follow *f, struct id id, bool done) {
  for (struct call *c = f->calls; c; c = c->next)
    if (id_eq(c->spool_id, id) && c->stage == CALL_READING && c->n_parts < CALL_PARTS &&
        c->parts[0].settled == done)
      return c;
  return NULL;
}

// Another telling of the same call, from an earlier run.
static bool call_before(const struct follow *f, const struct call *c) {
  for (const struct call *o = f->calls; o; o = o->next)
    if (o != c && o->stage != CALL_DONE && id_eq(o->spool_id, c->spool_id) &&
        strcmp(o->parts[0].run, c->parts[0].run) < 0)
      return true;
  return false;
}

static enum err part_new(struct follow *f, struct desk *d, struct id id, const char *run, bool done,
                         struct call **out) {
  struct call *c = call_reading(f, id, done), *fresh = NULL;
  if (!c) {
    TRY(call_new(id, &fresh));
    c = fresh;
  }
  enum err rc = call_part_add(c, d, run, done);
  if (rc) {
    call_free(fresh);
    return rc;
  }
  if (fresh) {
    c->retold = call_before(f, c);
    c->next = f->calls;
    f->calls = c;
  }
  *out = c;
  return OK;
}

// It is there and could not be looked at: there is more to do, whatever else is finished.
static void not_seen(struct follow *f, struct desk *d) {
  f->unsure = true;
  d->n_failed++;
}

static void part_seen(struct follow *f, struct desk *d, struct id id, const char *run, bool done,
                      bool alive) {
  struct call *c = call_with_part(f, id, run);
  enum err rc = c ? OK : part_new(f, d, id, run, done, &c);
  if (!rc) {
    call_part_alive(call_part_find(c, run), alive);
    return;
  }
  if (rc == E_BAD_DATA) { // none of ours, or damaged: a person is to look at it
    log_err(rc, "a spool part");
    rc = aside_put(d, &(struct aside){.id = id, .tries = 1, .reason = ASIDE_UNREADABLE});
    if (!rc) return;
  }
  if (rc != E_END) not_seen(f, d); // that one held nothing and is gone
  log_err(rc, "a spool part");
}

static void newest_note(struct follow *f, const char *run) {
  if (strcmp(run, f->newest) <= 0) return;
  memcpy(f->newest, run, sizeof f->newest); // an id's text
  f->newest_us = clock_mono_us();
}

// A later recorder has been at work for a while, and did not take this call up.
static bool is_given_up(const struct follow *f, const struct call *c) {
  return strcmp(f->newest, c->parts[c->n_parts - 1].run) > 0 &&
         clock_mono_us() - f->newest_us > TAKEN_US;
}

static void run_look(struct follow *f, struct desk *d, const char *run) {
  AUTO(listing) DIR *list = folder_list(d->spool, run);
  if (!list) {
    if (errno != ENOENT) not_seen(f, d); // else gone meanwhile
    return;
  }
  bool alive = spool_run_alive(dirfd(list)), done, empty = true;
  f->any_alive |= alive;
  if (alive) newest_note(f, run);
  for (struct dirent *e; (e = readdir(list));) {
    struct id id;
    if (!spool_part_parse(e->d_name, &id, &done)) continue;
    empty = false;
    part_seen(f, d, id, run, done, alive);
  }
  if (empty && !alive) spool_run_remove(d->spool, run);
}

static int by_name(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}

static int run_name(const struct dirent *e) {
  struct id id;
  bool is = !id_parse(sv_of(e->d_name), &id);
  err_forget();
  return is;
}

// In the order of the runs, so that a call's parts are found in theirs.
static enum err look(struct follow *f, struct desk *d) {
  struct dirent **runs;
  f->any_alive = f->unsure = false;
  for (struct call *c = f->calls; c; c = c->next)
    for (size_t i = 0; i < c->n_parts; i++) c->parts[i].alive = false;
  int n = scandirat(d->spool, ".", &runs, run_name, by_name);
  if (n < 0) return fail_os("list the spool");
  for (int i = 0; i < n; i++) {
    run_look(f, d, runs[i]->d_name);
    free(runs[i]);
  }
  free(runs);
  return OK;
}

// ---- working -----------------------------------------------------------------------------------

// Storage that takes bytes and keeps them is not what failed.
static bool own_trouble(const struct desk *d, enum err rc) {
  return rc != E_BUSY && rc != E_FULL && (rc != E_IO || archive_takes(d->archive));
}

static void give_up(struct call *c, struct desk *d, enum aside_reason why) {
  struct aside a = {.id = c->spool_id,
                    .started_ms =
                        (c->opening.started_us ? c->opening.started_us : c->first_us) / 1000,
                    .tries = c->tries,
                    .reason = why};
  call_reset(c);
  call_forget(c, d);
  enum err rc = aside_put(d, &a);
  if (!rc) c->stage = CALL_DONE;
  if (rc) log_err(rc, "setting a call aside");
}

// A catalogue that is busy costs a second; anything else that stopped the sound costs a new start.
static void put_off(struct call *c, struct desk *d, enum err rc, const char *what) {
  char id[ID_TEXT];
  id_text(c->interaction, id);
  c->retry_us = clock_mono_us() + RETRY_US;
  if (rc != E_BUSY) {
    log_line(LOG_ERROR, "a call waits in the spool id=%s", id);
    log_err(rc, what);
    d->n_failed++;
    c->tries += own_trouble(d, rc);
  }
  err_forget();
  if (rc == E_BUSY) return;
  if (c->tries >= OWN_TRIES) {
    give_up(c, d, rc == E_IO ? ASIDE_STORAGE : ASIDE_SOUND);
    return;
  }
  if (c->bytes) return;
  call_reset(c);
}

static bool feed_and_settle(struct call *c, struct desk *d, bool nobody_comes) {
  int64_t before_us = c->last_us;
  uint64_t before = c->backlog;
  enum err rc = c->stage == CALL_READING ? call_feed(c, d, RECORDS_A_ROUND, nobody_comes) : OK;
  if (rc) put_off(c, d, rc, "reading a call");
  bool worked = c->last_us != before_us || c->backlog != before;
  if (rc || c->stage != CALL_FED) return worked && c->backlog;
  rc = call_settle(c, d);
  if (rc) put_off(c, d, rc, "settling a call");
  return !rc;
}

static bool call_work(struct follow *f, struct call *c, struct desk *d, bool nobody_comes) {
  if (c->retry_us && clock_mono_us() < c->retry_us) return false;
  if (c->retold && call_before(f, c)) return false;
  unsigned deaths = guard_deaths(c->spool_id);
  if (deaths >= DEATHS) {
    c->tries = deaths;
    give_up(c, d, ASIDE_CRASHED);
    return true;
  }
  guard_enter(c->spool_id);
  bool worked = feed_and_settle(c, d, nobody_comes);
  guard_leave();
  f->unsure |= c->shed; // they are to be looked for
  c->shed = false;
  return worked;
}

static void count(struct follow *f) {
  f->backlog = 0;
  f->n_reading = f->n_waiting = 0;
  for (struct call *c = f->calls; c; c = c->next) {
    f->backlog += c->backlog;
    f->n_reading += c->stage == CALL_READING;
    f->n_waiting += c->stage == CALL_FED;
  }
}

static void sweep(struct follow *f) {
  for (struct call **at = &f->calls; *at;) {
    struct call *c = *at;
    if (c->stage != CALL_DONE) {
      at = &c->next;
      continue;
    }
    *at = c->next;
    call_free(c);
  }
}

// Not at every look: a wish may wait a second.
static void aside_told(struct follow *f, struct desk *d) {
  int64_t now = clock_mono_us();
  if (f->obeyed_us && now - f->obeyed_us < RETRY_US) return;
  f->obeyed_us = now;
  enum err rc = aside_obey(d);
  if (rc) log_err(rc, "calls that were set aside");
}

enum err follow_round(struct follow *f, struct desk *d, bool once, bool *out_worked) {
  *out_worked = false;
  aside_told(f, d);
  TRY(look(f, d));
  for (struct call *c = f->calls; c; c = c->next)
    *out_worked |= call_work(f, c, d, is_given_up(f, c) || (once && !f->any_alive && !f->unsure));
  count(f);
  sweep(f);
  return OK;
}

bool follow_idle(const struct follow *f) { return !f->calls && !f->any_alive && !f->unsure; }

static size_t parts_left(int run) {
  AUTO(listing) DIR *list = folder_list(run, ".");
  struct id id;
  bool done;
  size_t left = !list && errno != ENOENT;
  for (struct dirent *e; list && (e = readdir(list));)
    left += spool_part_parse(e->d_name, &id, &done);
  return left;
}

size_t follow_waiting(int spool) {
  struct dirent **runs;
  int n = scandirat(spool, ".", &runs, run_name, by_name);
  size_t waiting = n < 0;
  for (int i = 0; i < n; i++) {
    AUTO(fd) fd run = -1;
    enum err rc = folder_open_beneath(spool, runs[i]->d_name, &run);
    if (!rc && !spool_run_alive(run)) waiting += parts_left(run);
    waiting += rc && rc != E_NOT_FOUND; // else all of it was worked off meanwhile
    err_forget();
    free(runs[i]);
  }
  if (n >= 0) free(runs);
  return waiting;
}

void follow_drop(struct follow *f) {
  while (f->calls) {
    struct call *c = f->calls;
    f->calls = c->next;
    call_free(c);
  }
}
