// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/aside.h"

#include "core/clock.h"
#include "core/log.h"
#include "gen/sql/aside.h"

enum { WANTED_MOST = 64 };

static const char *const reasons[] = {"sound", "storage", "unreadable", "crashed"};

// ---- names in the spool ------------------------------------------------------------------------

struct renaming {
  const char *from, *to; // endings; to NULL: removed
};

static void part_rename(int run, struct id id, struct renaming r) {
  char text[ID_TEXT], from[ID_TEXT + 16], to[ID_TEXT + 16];
  id_text(id, text);
  snprintf(from, sizeof from, "%s%s", text, r.from);
  snprintf(to, sizeof to, "%s%s", text, r.to ? r.to : "");
  int rc = r.to ? renameat(run, from, run, to) : unlinkat(run, from, 0);
  if (rc && errno != ENOENT) log_line(LOG_ERROR, "a spool part cannot be renamed id=%s", text);
}

typedef void each_run(void *self, int run, const char *name);

static enum err runs_each(int spool, each_run *each, void *self) {
  AUTO(fd) fd again = -1;
  TRY(folder_open_beneath(spool, ".", &again));
  AUTO(listing) DIR *list = fdopendir(again);
  if (!list) return fail_os("list the spool");
  fd_take(&again);
  for (struct dirent *e; (e = readdir(list));) {
    struct id id;
    AUTO(fd) fd run = -1;
    if (!id_parse(sv_of(e->d_name), &id) && !folder_open_beneath(spool, e->d_name, &run))
      each(self, run, e->d_name);
    err_forget();
  }
  return OK;
}

struct job {
  struct desk *desk;
  struct id id;
  const struct renaming *how;
  size_t n;
};

static void job_run(void *self, int run, const char *name) {
  struct job *j = self;
  for (size_t i = 0; i < j->n; i++) part_rename(run, j->id, j->how[i]);
  spool_run_remove(j->desk->spool, name);
}

static enum err parts_rename(struct desk *d, struct id id, const struct renaming *how, size_t n) {
  return runs_each(d->spool, job_run, &(struct job){d, id, how, n});
}

// ---- the list ----------------------------------------------------------------------------------

static int64_t id_ms(struct id id) { // RFC 9562, 5.7: the first 48 bits
  int64_t ms = 0;
  for (size_t i = 0; i < 6; i++) ms = ms << 8 | id.b[i];
  return ms;
}

static enum err row_put(struct desk *d, const struct aside *a) {
  struct db *db = desk_catalogue(d);
  if (!db) return fail(E_BUSY, "the catalogue does not answer");
  struct aside_put row = {.id = a->id,
                          .started_ms = a->started_ms ? a->started_ms : id_ms(a->id),
                          .aside_ms = clock_wall_ms(),
                          .tries = a->tries,
                          .reason = reasons[a->reason]};
  return sql_aside_put(db, &row);
}

enum err aside_put(struct desk *d, const struct aside *a) {
  static const struct renaming how[] = {{".spool", ".aside"}, {".done", ".aside"}};
  char id[ID_TEXT];
  TRY(row_put(d, a));
  TRY(parts_rename(d, a->id, how, countof(how)));
  id_text(a->id, id);
  log_line(LOG_ERROR, "a call was set aside after %" PRId64 " tries (%s) id=%s", a->tries,
           reasons[a->reason], id);
  d->n_aside++;
  return OK;
}

// ---- obeying -----------------------------------------------------------------------------------

static enum err wish_obey(struct desk *d, struct db *db, struct id id, bool again) {
  static const struct renaming back[] = {{".aside", ".spool"}}, away[] = {{".aside", NULL}};
  char text[ID_TEXT];
  id_text(id, text);
  TRY(parts_rename(d, id, again ? back : away, 1));
  log_line(LOG_INFO, "a call that was set aside is %s id=%s", again ? "tried again" : "erased",
           text);
  if (!again) return sql_aside_gone(db, &(struct aside_gone){id});
  return sql_aside_trying(db, &(struct aside_trying){id});
}

static void legacy_take(void *self, int run, const char *name) {
  struct desk *d = self;
  AUTO(fd) fd again = dup(run);
  AUTO(listing) DIR *list = again >= 0 ? fdopendir(again) : NULL;
  (void)name;
  if (!list) return;
  fd_take(&again);
  rewinddir(list);
  for (struct dirent *e; (e = readdir(list));) {
    struct sv s = sv_of(e->d_name);
    struct aside a = {.tries = 1, .reason = ASIDE_UNREADABLE};
    if (!sv_eq(sv_from(s, ID_TEXT - 1), SV(".unreadable"))) continue;
    if (id_parse(sv_first(s, ID_TEXT - 1), &a.id) || row_put(d, &a)) {
      err_forget();
      continue;
    }
    part_rename(run, a.id, (struct renaming){".unreadable", ".aside"});
  }
}

enum err aside_obey(struct desk *d) {
  AUTO(arena) struct arena a;
  struct aside_wanted_row *rows;
  struct db *db = desk_catalogue(d);
  size_t n;
  arena_init(&a, 1 << 20);
  if (!db) return OK;
  if (!d->legacy_taken) {
    TRY(runs_each(d->spool, legacy_take, d));
    d->legacy_taken = true;
  }
  TRY(sql_aside_wanted(db, &a, &(struct aside_wanted){WANTED_MOST}, &rows, &n));
  for (size_t i = 0; i < n; i++) TRY(wish_obey(d, db, rows[i].id, !strcmp(rows[i].state, "again")));
  return OK;
}
