// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/watch.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "core/clock.h"
#include "core/log.h"
#include "core/scope.h"
#include "recorder/import/sent.h"
#include "recorder/import/sign.h"

enum {
  LOOK_EACH_MS = 1000,
  STILL_MS = 3000,
  HEADLESS_MS = 30000,   // an upload that pauses goes on by then
  UNTOLD_MS = 10000,     // a PBX's hook writes its sidecar after the sound
  HALF_WAITS_MS = 60000, // for its other, or a sidecar for its sound
  AGAIN_MS = 60000,      // after what cannot be helped here
  HELD = 64,
  ARENA_CAP = 64 << 20
};

struct watcher {
  struct bringer bringer;
  fd import, failed;
  struct held { // refused, but failed/ took it not: the others need not wait for it
    char name[NAME_MAX + 1];
    int64_t until_ms;
  } held[HELD];
  size_t n_held; // ever: the oldest makes room
  bool waits;    // in this round: a file that is not at fault
  struct sign sign;
  size_t n_odd; // things that are no files, as last told
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

static int64_t patience_ms(const struct parcel *p) {
  if (p->halves && !p->sound[1]) return HALF_WAITS_MS;
  return p->headless ? HEADLESS_MS : p->untold ? UNTOLD_MS : STILL_MS;
}

static bool ready(const struct watcher *w, const struct parcel *p) {
  const char *names[] = {p->sound[0], p->sound[1], p->sidecar};
  for (size_t i = 0; i < countof(names); i++) {
    if (!names[i]) continue;
    int64_t still = still_for_ms(w->import, names[i]);
    int64_t least = names[i] == p->sidecar ? STILL_MS : patience_ms(p);
    if (still < least || somebody_writes(w->import, names[i])) return false;
  }
  for (size_t i = 0; i < p->n_left; i++)
    if (still_for_ms(w->import, p->left[i]) < STILL_MS || somebody_writes(w->import, p->left[i]))
      return false;
  return true;
}

static void remove_all(const struct watcher *w, const struct parcel *p) {
  for (size_t i = 0; i < 2 && p->sound[i]; i++) unlinkat(w->import, p->sound[i], 0);
  if (p->sidecar) unlinkat(w->import, p->sidecar, 0);
  for (size_t i = 0; i < p->n_left; i++) {
    log_line(LOG_INFO, "%s: the same call as %s, which is in: left out", p->left[i], p->sound[0]);
    unlinkat(w->import, p->left[i], 0);
  }
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

static bool is_held(const struct watcher *w, const char *name) {
  for (size_t i = 0; i < HELD; i++)
    if (!strcmp(w->held[i].name, name) && clock_wall_ms() < w->held[i].until_ms) return true;
  return false;
}

static void hold(struct watcher *w, const char *name, int64_t for_ms) {
  struct held *h = &w->held[w->n_held++ % HELD];
  snprintf(h->name, sizeof h->name, "%s", name);
  h->until_ms = clock_wall_ms() + for_ms;
}

// An upload that was cut goes on where it stopped, as SMB, SFTP and FTP resume it: given as long as
// a file without a head. Holding it is no complaint.
static bool may_go_on(struct watcher *w, const struct parcel *p) {
  for (size_t i = 0; i < 2 && p->sound[i]; i++) {
    int64_t still = still_for_ms(w->import, p->sound[i]);
    if (still < 0 || still >= HEADLESS_MS) continue;
    hold(w, p->sound[0], HEADLESS_MS - still);
    return true;
  }
  return false;
}

static void put_aside(struct watcher *w, const struct parcel *p, const char *why) {
  const char *names[] = {p->sound[0], p->sound[1], p->sidecar};
  char note[300], text[600];
  for (size_t i = 0; i < countof(names); i++) {
    if (!names[i] || move_aside(w, names[i])) continue;
    log_line(LOG_ERROR, "%s was refused (%s) and cannot be moved to failed/: %s", names[i], why,
             strerror(errno));
    hold(w, p->sound[0], AGAIN_MS);
    w->sign.cannot_put_until = clock_wall_ms() + AGAIN_MS;
    return;
  }
  int n = snprintf(text, sizeof text, "%s\n", why);
  int m = snprintf(note, sizeof note, "%s.txt", p->sound[0]);
  if (m < 0 || (size_t)m >= sizeof note || n < 0) return;
  if (file_write_atomic(w->failed, note, (struct sv){text, strlen(text)}, 0660))
    log_err(E_IO, "the reason of a refusal cannot be written");
}

static void take_in(struct watcher *w, const struct parcel *p) {
  struct brought got;
  char why[500];
  char id[ID_TEXT];
  enum err rc = bring(&w->bringer, p, &got);
  if (!rc) {
    id_text(got.interaction, id);
    log_line(LOG_INFO, "file %s id=%s", got.was_there ? "was there already" : "imported", id);
    if (got.unheard[0])
      log_line(LOG_WARN, "%s: of what is told of it not understood: %s", p->sound[0], got.unheard);
    if (got.says) log_line(LOG_WARN, "%s: %s", p->sound[0], got.says);
    if (got.alone.set)
      log_line(LOG_WARN, "%s: one half of it came alone before, and is a call of its own still",
               p->sound[0]);
    if (got.untold) log_line(LOG_WARN, "%s: %s", p->sound[0], got.untold);
    remove_all(w, p);
  } else if (rc == E_BAD_DATA && got.breaks_off && may_go_on(w, p)) {
    err_forget();
  } else if (rc == E_BAD_DATA || rc == E_TOO_BIG) {
    snprintf(why, sizeof why, "%s", err_detail());
    put_aside(w, p, why);
    log_line(LOG_WARN, "%s was refused: %s", p->sound[0], why);
    err_forget();
  } else {
    log_err(rc, "a file waits in import/"); // not its fault: it is tried again
    w->waits = true;
  }
}

// A sidecar that no sound came for, or that came after its sound was taken in.
static void words_look(struct watcher *w, const char *name) {
  if (still_for_ms(w->import, name) < HALF_WAITS_MS) return;
  put_aside(w, &(struct parcel){.sound = {name}},
            "no sound lies beside it: there never was one, or it was taken in before this came");
  log_line(LOG_WARN, "%s came without a sound, or after it: it is in failed/", name);
}

// Folders, links and pipes are left where they are, and said.
static void odd_look(struct watcher *w, const char *const *names, size_t n) {
  size_t odd = 0;
  const char *one = "";
  for (size_t i = 0; i < n; i++) {
    struct stat st;
    bool is = !fstatat(w->import, names[i], &st, AT_SYMLINK_NOFOLLOW) && !S_ISREG(st.st_mode);
    if (is) one = names[i];
    odd += is;
  }
  if (odd > w->n_odd)
    log_line(LOG_WARN,
             "%zu things in import/ are no files and are not taken (folders, links, pipes): %s",
             odd, one);
  w->n_odd = odd;
}

static void waits_look(struct watcher *w) {
  if (!w->waits)
    w->sign.waits_since_ms = 0;
  else if (!w->sign.waits_since_ms)
    w->sign.waits_since_ms = clock_wall_ms();
  w->waits = false;
}

static void look_round(struct watcher *w, const volatile sig_atomic_t *stop) {
  AUTO(arena) struct arena a = {0};
  struct batch batch;
  arena_init(&a, ARENA_CAP);
  const char **names = arena_array(&a, BATCH_MAX, const char *);
  size_t n = look(w->import, &a, names);
  batch_make(&a, names, n, &batch);
  odd_look(w, names, n);
  enum err rc = sent_take(&w->bringer, stop, &w->waits);
  if (rc) log_err(rc, "what other systems sent is not seen");
  for (size_t i = 0; i < batch.n && !*stop; i++)
    if (!is_held(w, batch.parcels[i].sound[0]) && ready(w, &batch.parcels[i]))
      take_in(w, &batch.parcels[i]);
  for (size_t i = 0; i < batch.n_words; i++)
    if (!is_held(w, batch.words[i])) words_look(w, batch.words[i]);
  waits_look(w);
}

static void alive(void *self) { sign_tell(self); }

enum err watch(const struct bringer *b, const volatile sig_atomic_t *stop) {
  AUTO(watcher) struct watcher w = {.bringer = *b, .import = -1, .failed = -1};
  TRY(datadir_folder(&b->desk->data, DATADIR_IMPORT, &w.import));
  TRY(datadir_folder(&b->desk->data, DATADIR_FAILED, &w.failed));
  w.bringer.dir = w.import;
  w.sign = (struct sign){.desk = b->desk, .failed = w.failed};
  w.bringer.lasting = true;
  w.bringer.alive = alive;
  w.bringer.self = &w.sign;
  while (!*stop) {
    look_round(&w, stop);
    sign_tell(&w.sign);
    for (int i = 0; i < LOOK_EACH_MS / 100 && !*stop; i++) clock_sleep_ms(100);
  }
  return OK;
}
