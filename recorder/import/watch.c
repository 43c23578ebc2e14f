// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/watch.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "core/clock.h"
#include "core/log.h"
#include "core/scope.h"

enum { LOOK_EACH_MS = 1000, STILL_MS = 3000, HALF_WAITS_MS = 60000, ARENA_CAP = 64 << 20 };

struct watcher {
  struct bringer *bringer;
  fd import, failed;
};

static void watcher_drop(struct watcher *w) {
  fd_drop(&w->import);
  fd_drop(&w->failed);
}

// A read lease is granted only on a file that nobody has open for writing (fcntl(2)); where leases
// are not to be had, the stillness of the file must do.
static bool somebody_writes(int dir, const char *name) {
  AUTO(fd) fd f = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (f < 0) return false;
  if (!fcntl(f, F_SETLEASE, F_RDLCK)) return fcntl(f, F_SETLEASE, F_UNLCK), false;
  return errno == EAGAIN;
}

static int64_t still_for_ms(int dir, const char *name) {
  struct stat st;
  if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW)) return -1;
  if (!S_ISREG(st.st_mode)) return -1;
  int64_t changed = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
  int64_t arrived = (int64_t)st.st_ctim.tv_sec * 1000 + st.st_ctim.tv_nsec / 1000000;
  return clock_wall_ms() - (changed > arrived ? changed : arrived);
}

static size_t look(int dir, struct arena *a, const char **names) {
  AUTO(listing) listing d = fdopendir(openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  size_t n = 0;
  for (struct dirent *e; d && n < BATCH_MAX && (e = readdir(d));)
    if (e->d_name[0] != '.') names[n++] = arena_strdup(a, e->d_name);
  return n;
}

static bool ready(const struct watcher *w, const struct parcel *p) {
  const char *names[] = {p->sound[0], p->sound[1], p->sidecar};
  for (size_t i = 0; i < countof(names); i++) {
    if (!names[i]) continue;
    int64_t still = still_for_ms(w->import, names[i]);
    if (still < STILL_MS || somebody_writes(w->import, names[i])) return false;
    if (p->halves && !p->sound[1] && still < HALF_WAITS_MS) return false;
  }
  return true;
}

static void remove_all(const struct watcher *w, const struct parcel *p) {
  for (size_t i = 0; i < 2 && p->sound[i]; i++) unlinkat(w->import, p->sound[i], 0);
  if (p->sidecar) unlinkat(w->import, p->sidecar, 0);
}

// Under its name, or one that is free: what was refused before is kept.
static bool move_aside(const struct watcher *w, const char *name) {
  enum { TRIES = 1000 };
  char to[300];
  for (int i = 0; i < TRIES; i++) {
    int n = i ? snprintf(to, sizeof to, "%s.%d", name, i) : snprintf(to, sizeof to, "%s", name);
    if (n < 0 || (size_t)n >= sizeof to) return false;
    if (!renameat2(w->import, name, w->failed, to, RENAME_NOREPLACE)) return true;
    if (errno != EEXIST) return false;
  }
  return false;
}

static void put_aside(const struct watcher *w, const struct parcel *p, const char *why) {
  const char *names[] = {p->sound[0], p->sound[1], p->sidecar};
  char note[300], text[600];
  for (size_t i = 0; i < countof(names); i++)
    if (names[i] && !move_aside(w, names[i]))
      log_line(LOG_ERROR, "a refused file cannot be put aside; it stays in import/");
  int n = snprintf(text, sizeof text, "%s\n", why);
  int m = snprintf(note, sizeof note, "%s.txt", p->sound[0]);
  if (m < 0 || (size_t)m >= sizeof note || n < 0) return;
  if (file_write_atomic(w->failed, note, (struct sv){text, strlen(text)}, 0660))
    log_err(E_IO, "the reason of a refusal cannot be written");
}

static void take_in(const struct watcher *w, const struct parcel *p) {
  struct brought got;
  char id[ID_TEXT];
  enum err rc = bring(w->bringer, p, &got);
  if (!rc) {
    id_text(got.interaction, id);
    log_line(LOG_INFO, "file %s id=%s", got.was_there ? "was there already" : "imported", id);
    if (got.unheard[0]) log_line(LOG_WARN, "of its sidecar not understood: %s", got.unheard);
    remove_all(w, p);
  } else if (rc == E_BAD_DATA || rc == E_TOO_BIG) {
    put_aside(w, p, err_detail());
    log_line(LOG_WARN, "a file was refused: %s", err_detail());
    err_forget();
  } else {
    log_err(rc, "a file waits in import/"); // not its fault: it is tried again
  }
}

enum err watch(struct bringer *b, const volatile sig_atomic_t *stop) {
  AUTO(watcher) struct watcher w = {b, -1, -1};
  TRY(datadir_folder(&b->desk->data, DATADIR_IMPORT, &w.import));
  TRY(datadir_folder(&b->desk->data, DATADIR_FAILED, &w.failed));
  b->dir = w.import;
  while (!*stop) {
    AUTO(arena) struct arena a = {0};
    arena_init(&a, ARENA_CAP);
    const char **names = arena_array(&a, BATCH_MAX, const char *);
    struct batch batch;
    batch_make(&a, names, look(w.import, &a, names), &batch);
    for (size_t i = 0; i < batch.n && !*stop; i++)
      if (ready(&w, &batch.parcels[i])) take_in(&w, &batch.parcels[i]);
    for (int i = 0; i < LOOK_EACH_MS / 100 && !*stop; i++) clock_sleep_ms(100);
  }
  return OK;
}
