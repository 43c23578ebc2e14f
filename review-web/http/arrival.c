// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/arrival.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "core/log.h"
#include "core/scope.h"
#include "gen/sql/upload.h"
#include "review-web/http/site.h"

enum { MB = 1000000, ON_THEIR_WAY = 256 };

static const char prefix[] = ".upload-";

// Bodies that are coming now and have no row yet: they count as those that have one.
struct arrivals {
  pthread_mutex_t lock;
  struct coming {
    struct id key;
    uint64_t bytes;
  } v[ON_THEIR_WAY];
  size_t n;
};

enum err arrivals_new(struct arrivals **out) {
  struct arrivals *a = calloc(1, sizeof *a);
  if (!a) return fail(E_BROKEN, "no memory for what arrives");
  pthread_mutex_init(&a->lock, NULL);
  *out = a;
  return OK;
}

void arrivals_free(struct arrivals *a) {
  if (!a) return;
  pthread_mutex_destroy(&a->lock);
  free(a);
}

// ---- limits -----------------------------------------------------------------------------------

static enum err too_many(struct site *s, uint64_t n, uint64_t bytes, uint64_t more) {
  const struct settings *set = &s->settings;
  if (n >= (uint64_t)set->uploads_at_once) {
    count_limit(&s->limits.uploads_at_once);
    return fail(E_TOO_MANY,
                "this key has %" PRIu64 " files on their way already: end one first, or "
                "go on with it",
                n);
  }
  if (bytes + more <= (uint64_t)set->upload_share_mb * MB) return OK;
  count_limit(&s->limits.uploads_share);
  return fail(E_TOO_MANY,
              "import has not taken %" PRIu64 " MB of this key's yet, and %" PRId64
              " MB may wait: come again in a while",
              bytes / MB, set->upload_share_mb);
}

static enum err enter(struct arrivals *a, struct arrival *v, const struct upload_share_row *rows) {
  uint64_t n = (uint64_t)rows->open_n, bytes = (uint64_t)rows->bytes_n;
  pthread_mutex_lock(&a->lock);
  bool full = a->n == ON_THEIR_WAY;
  for (size_t i = 0; i < a->n; i++)
    if (id_eq(a->v[i].key, v->key)) n++, bytes += a->v[i].bytes;
  enum err rc = full ? fail(E_TOO_MANY, "too many send at once; try again in a moment")
                     : too_many(v->site, n, bytes, v->length);
  if (!rc) a->v[a->n++] = (struct coming){v->key, v->length};
  pthread_mutex_unlock(&a->lock);
  if (full) count_limit(&v->site->limits.uploads_at_once);
  v->going = !rc;
  return rc;
}

static void leave(struct arrivals *a, const struct arrival *v) {
  pthread_mutex_lock(&a->lock);
  for (size_t i = 0; i < a->n; i++) {
    if (!id_eq(a->v[i].key, v->key) || a->v[i].bytes != v->length) continue;
    a->v[i] = a->v[--a->n];
    break;
  }
  pthread_mutex_unlock(&a->lock);
}

static enum err room_for(struct site *s, uint64_t bytes) {
  struct statvfs fs;
  if (fstatvfs(s->data.dir, &fs)) return fail_os("ask how much room is left");
  uint64_t free_bytes = (uint64_t)fs.f_bavail * fs.f_frsize;
  if (free_bytes >= bytes + (uint64_t)s->settings.spool_reserve_mb * MB) return OK;
  count_limit(&s->limits.uploads_no_room);
  return fail(E_FULL, "no room for another system's file of %" PRIu64 " MB", bytes / MB);
}

enum err arrival_admit(struct db *db, struct arena *a, struct arrival *v) {
  struct upload_share_row rows;
  struct site *s = v->site;
  if (v->length > (uint64_t)s->settings.upload_mb * MB) {
    count_limit(&s->limits.uploads_too_big);
    return fail(E_TOO_BIG, "a file is at most %" PRId64 " MB here (upload_mb)",
                s->settings.upload_mb);
  }
  TRY(room_for(s, v->length));
  TRY(sql_upload_share(db, a, &(struct upload_share){v->key}, &rows));
  return enter(s->arrivals, v, &rows);
}

// ---- one file ---------------------------------------------------------------------------------

static void name_of(struct id id, const char *kind, char out[ARRIVAL_NAME]) {
  char text[ID_TEXT];
  id_text(id, text);
  snprintf(out, ARRIVAL_NAME, "%s%s.%s", prefix, text, kind);
}

static enum err folder(struct site *s, int *out) {
  return datadir_folder(&s->data, DATADIR_IMPORT, out);
}

static enum err lock(struct arrival *v) {
  if (!flock(v->file, LOCK_EX | LOCK_NB)) return OK;
  if (errno != EWOULDBLOCK) return fail_os("lock it");
  return fail(E_CONFLICT, "another request is sending this file now");
}

enum err arrival_make(struct arrival *v) {
  AUTO(fd) fd dir = -1;
  char name[ARRIVAL_NAME];
  name_of(v->id, v->kind, name);
  TRY(folder(v->site, &dir));
  TRY(file_create(dir, name, 0660, &v->file));
  v->fresh = true;
  v->at = 0;
  return lock(v);
}

enum err arrival_open(struct arrival *v) {
  AUTO(fd) fd dir = -1;
  struct stat st;
  char name[ARRIVAL_NAME];
  name_of(v->id, v->kind, name);
  TRY(folder(v->site, &dir));
  if (faccessat(dir, name, F_OK, AT_SYMLINK_NOFOLLOW))
    return fail(E_NOT_FOUND, "there is no such file on its way");
  TRY(file_open(dir, name, O_RDWR, 0, &v->file));
  TRY(lock(v));
  if (fstat(v->file, &st)) return fail_os("look at it");
  v->at = (uint64_t)st.st_size;
  return OK;
}

enum err arrival_look(struct arrival *v) {
  AUTO(fd) fd dir = -1;
  struct stat st;
  char name[ARRIVAL_NAME];
  name_of(v->id, v->kind, name);
  TRY(folder(v->site, &dir));
  if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW))
    return fail(E_NOT_FOUND, "there is no such file on its way");
  v->at = (uint64_t)st.st_size;
  return OK;
}

enum err arrival_take(void *self, const char *p, size_t n) {
  struct arrival *v = self;
  while (n) {
    ssize_t put = pwrite(v->file, p, n, (off_t)v->at);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0 && errno == ENOSPC) return fail(E_FULL, "the disk is full");
    if (put <= 0) return fail_os("write what is sent");
    v->at += (uint64_t)put;
    p += put;
    n -= (size_t)put;
  }
  return OK;
}

enum err arrival_flush(struct arrival *v) {
  AUTO(fd) fd dir = -1;
  TRY(folder(v->site, &dir));
  return fsync(v->file) || fsync(dir) ? fail_os("bring it to the disk") : OK;
}

enum err arrival_tell(const struct arrival *v, struct sv told) {
  AUTO(fd) fd dir = -1;
  char name[ARRIVAL_NAME];
  name_of(v->id, "told", name);
  TRY(folder(v->site, &dir));
  return file_write_atomic(dir, name, told, 0660);
}

enum err arrival_remove(const struct arrival *v) {
  AUTO(fd) fd dir = -1;
  char name[ARRIVAL_NAME];
  TRY(folder(v->site, &dir));
  name_of(v->id, "told", name);
  unlinkat(dir, name, 0);
  name_of(v->id, v->kind, name);
  return unlinkat(dir, name, 0) && errno != ENOENT ? fail_os("remove it") : OK;
}

void arrival_drop(void *self) {
  struct arrival *v = self;
  if (v->going) leave(v->site->arrivals, v);
  if (v->fresh && arrival_remove(v)) err_forget();
  fd_drop(&v->file);
  v->going = v->fresh = false;
}

// ---- now and then -----------------------------------------------------------------------------

// What cannot be tidied is said, and those after it are tidied all the same.
static void go_on(enum err rc, const char *what) {
  char about[80];
  snprintf(about, sizeof about, "an upload is not tidied: %s", what);
  if (rc) log_err(rc, about);
}

static enum err tidy_one(struct site *s, struct db *db, const struct upload_open_row *row,
                         int64_t now_ms) {
  struct arrival v = {.site = s, .file = -1, .id = row->id, .length = (uint64_t)row->length};
  struct stat st;
  snprintf(v.kind, sizeof v.kind, "%s", row->kind);
  enum err rc = arrival_open(&v);
  if (rc == E_NOT_FOUND) rc = sql_upload_gone(db, &(struct upload_gone){row->id});
  if (!rc && v.file >= 0 && v.at == v.length) {
    rc = arrival_flush(&v);
    if (!rc) rc = sql_upload_whole(db, &(struct upload_whole){now_ms, row->id});
  } else if (!rc && v.file >= 0 && !fstat(v.file, &st) &&
             now_ms - st.st_mtim.tv_sec * 1000 > ARRIVAL_IDLE_MS) {
    rc = sql_upload_gone(db, &(struct upload_gone){row->id});
    if (!rc) rc = arrival_remove(&v);
  }
  if (rc == E_CONFLICT) err_forget(), rc = OK; // it is coming
  arrival_drop(&v);
  return rc;
}

// Of a request that ended before its row was written, or that import had ended with.
static enum err stray(struct db *db, int dir, const char *name, int64_t now_ms) {
  AUTO(arena) struct arena a;
  struct upload_state_row row;
  struct stat st;
  struct id id;
  bool found;
  arena_init(&a, 1 << 16);
  struct sv text = sv_first(sv_from(sv_of(name), sizeof prefix - 1), ID_TEXT - 1);
  if (!id_is(text, &id) || fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW)) return OK;
  TRY(sql_upload_state(db, &a, &(struct upload_state){id}, &row, &found));
  bool goes = found ? !strcmp(row.state, "in") || !strcmp(row.state, "refused")
                    : now_ms - st.st_mtim.tv_sec * 1000 > ARRIVAL_IDLE_MS;
  if (goes && unlinkat(dir, name, 0)) return fail_os("remove what nobody asks for any more");
  return OK;
}

static enum err tidy_strays(struct site *s, struct db *db, int64_t now_ms) {
  AUTO(fd) fd dir = -1;
  TRY(folder(s, &dir));
  AUTO(listing) listing d = fdopendir(openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (struct dirent *e; d && (e = readdir(d));)
    if (!strncmp(e->d_name, prefix, sizeof prefix - 1))
      go_on(stray(db, dir, e->d_name, now_ms), e->d_name);
  return OK;
}

enum err arrivals_tidy(struct site *s, struct db *db, int64_t now_ms) {
  static const int64_t told_ms = INT64_C(30) * 24 * 3600 * 1000;
  AUTO(arena) struct arena a;
  struct upload_open_row *rows;
  size_t n;
  arena_init(&a, 8 << 20);
  TRY(sql_upload_open(db, &a, &rows, &n));
  for (size_t i = 0; i < n; i++) go_on(tidy_one(s, db, &rows[i], now_ms), rows[i].kind);
  TRY(sql_upload_forget(db, &(struct upload_forget){now_ms - told_ms}));
  return tidy_strays(s, db, now_ms);
}
