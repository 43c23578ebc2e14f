// SPDX-License-Identifier: Apache-2.0
#include "recorder/spool_read.h"

#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "core/file.h"
#include "core/log.h"
#include "recorder/spool_format.h"

enum { SEQUENCE_JUMP = 1 << 20 }; // records that corruption may have swallowed

struct spool_reader {
  fd file;
  uint8_t id[SPOOL_FORMAT_ID], key[SPOOL_FORMAT_KEY];
  uint32_t sequence; // the least the next record may carry
  uint64_t at;       // offset in the file of window[0]
  size_t window_at, window_n;
  uint64_t skipped;
  bool ended;
  uint8_t window[SPOOL_RECORD_MAX];
  uint8_t plain[SPOOL_RECORD_MOST];
};

static inline void spool_reader_drop(struct spool_reader **r) { spool_read_free(*r); }

bool spool_run_alive(int run_dir) {
  AUTO(fd) fd alive = -1;
  enum err rc = file_open(run_dir, "alive", O_RDONLY, 0, &alive);
  if (rc) err_forget();
  if (rc) return rc != E_NOT_FOUND && rc != E_BAD_DATA; // who cannot be asked is not dead
  return flock(alive, LOCK_SH | LOCK_NB) && errno == EWOULDBLOCK;
}

// ---- the header --------------------------------------------------------------------------------

static enum err header_read(struct spool_reader *r, const struct spool_keys *keys) {
  uint8_t head[SPOOL_FORMAT_HEAD];
  ssize_t n = pread(r->file, head, sizeof head, 0);
  if (n < 0) return fail_os("read a spool");
  if (n != sizeof head) return fail(E_END, "a spool without a whole header");
  if (memcmp(head, SPOOL_FORMAT_MAGIC, 8)) return fail(E_BAD_DATA, "this is no spool");
  memcpy(r->id, head + 8, sizeof r->id);
  if (crypto_box_seal_open(r->key, head + 24, sizeof r->key + crypto_box_SEALBYTES,
                           keys->public_key, keys->secret_key))
    return fail(E_BAD_DATA, "a spool that is sealed to another key");
  return OK;
}

enum err spool_read_open(int run_dir, const char *name, const struct spool_keys *keys,
                         struct spool_reader **out) {
  AUTO(fd) fd file = -1;
  TRY(file_open(run_dir, name, O_RDONLY, 0, &file));
  AUTO(spool_reader) struct spool_reader *r = malloc(sizeof *r);
  if (!r) return fail(E_BROKEN, "no memory to read a spool");
  memset(r, 0, offsetof(struct spool_reader, window));
  r->file = fd_take(&file);
  TRY(header_read(r, keys));
  r->at = SPOOL_FORMAT_HEAD;
  *out = r;
  r = NULL;
  return OK;
}

void spool_read_rewind(struct spool_reader *r) {
  r->at = SPOOL_FORMAT_HEAD;
  r->window_at = r->window_n = 0;
  r->sequence = 0;
  r->skipped = 0;
  r->ended = false;
}

void spool_read_free(struct spool_reader *r) {
  if (!r) return;
  fd_drop(&r->file);
  sodium_memzero(r, sizeof *r);
  free(r);
}

// ---- records -----------------------------------------------------------------------------------

static size_t have(const struct spool_reader *r) { return r->window_n - r->window_at; }
static uint8_t *here(struct spool_reader *r) { return r->window + r->window_at; }

static void advance(struct spool_reader *r, size_t n) { r->window_at += n; }

// Slides the window so that it begins here and reads what the file has more.
static enum err fill(struct spool_reader *r) {
  memmove(r->window, here(r), have(r));
  r->at += r->window_at;
  r->window_n -= r->window_at;
  r->window_at = 0;
  while (r->window_n < sizeof r->window) {
    ssize_t n = pread(r->file, r->window + r->window_n, sizeof r->window - r->window_n,
                      (off_t)(r->at + r->window_n));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail_os("read a spool");
    if (!n) break;
    r->window_n += (size_t)n;
  }
  return OK;
}

// Could a record begin here? Its length is sane and its sequence not one that was read.
static bool plausible(struct spool_reader *r) {
  uint32_t n = spool_u32(here(r)), sequence = spool_u32(here(r) + 4);
  return n >= SPOOL_RECORD_LEAST && n <= SPOOL_RECORD_MOST && sequence >= r->sequence;
}

static bool whole(struct spool_reader *r) {
  return have(r) >= SPOOL_RECORD_HEAD && plausible(r) &&
         have(r) - SPOOL_RECORD_HEAD >= spool_u32(here(r));
}

static bool unseal_here(struct spool_reader *r) {
  return whole(r) && spool_record_unseal(here(r), r->id, r->key, r->plain);
}

static void record_take(struct spool_reader *r, struct spool_record *out) {
  size_t n = spool_u32(here(r)) - 16;
  uint64_t wall = 0;
  for (int i = 7; i >= 0; i--) wall = wall << 8 | r->plain[i];
  r->sequence = spool_u32(here(r) + 4) + 1;
  advance(r, SPOOL_RECORD_HEAD + n + 16);
  *out = (struct spool_record){
      .kind = (enum spool_kind)r->plain[8],
      .wall_us = (int64_t)wall,
      .body = {(const char *)r->plain + SPOOL_RECORD_PLAIN, n - SPOOL_RECORD_PLAIN},
  };
  r->ended = out->kind == SPOOL_END;
}

// Moves on to the next place where a record authenticates; what lies before it is lost. While the
// writer lives, half a record at the end might become whole: it is left to be looked at again.
static enum err resync(struct spool_reader *r, bool alive, bool *out_found) {
  *out_found = false;
  for (;;) {
    advance(r, 1);
    r->skipped++;
    if (have(r) < SPOOL_RECORD_HEAD) TRY(fill(r));
    if (have(r) < SPOOL_RECORD_HEAD) return OK;
    if (!plausible(r) || spool_u32(here(r) + 4) > r->sequence + SEQUENCE_JUMP) continue;
    if (!whole(r)) TRY(fill(r));
    *out_found = unseal_here(r);
    if (*out_found || (alive && !whole(r))) return OK;
  }
}

enum err spool_read_next(struct spool_reader *r, bool alive, struct spool_record *out,
                         enum spool_got *out_got) {
  *out_got = SPOOL_GOT_OVER;
  if (r->ended) return OK;
  if (!whole(r)) TRY(fill(r));
  if (unseal_here(r)) {
    record_take(r, out);
    *out_got = SPOOL_GOT_RECORD;
    return OK;
  }
  bool cut = have(r) < SPOOL_RECORD_HEAD || (plausible(r) && !whole(r));
  if (cut && (alive || !have(r))) {
    *out_got = alive ? SPOOL_GOT_WAIT : SPOOL_GOT_OVER;
    return OK;
  }
  bool found;
  TRY(resync(r, alive, &found));
  *out_got =
      found || !cut ? SPOOL_GOT_CORRUPT : SPOOL_GOT_OVER; // a cut end is loss, not corruption
  return OK;
}

bool spool_read_ended(const struct spool_reader *r) { return r->ended; }
uint64_t spool_read_skipped(const struct spool_reader *r) { return r->skipped; }

uint64_t spool_read_backlog(const struct spool_reader *r) {
  struct stat st;
  uint64_t read_to = r->at + r->window_at;
  if (fstat(r->file, &st) || st.st_size < 0) return 0;
  return (uint64_t)st.st_size > read_to ? (uint64_t)st.st_size - read_to : 0;
}

// ---- folders -----------------------------------------------------------------------------------

bool spool_part_parse(const char *name, struct id *out_interaction, bool *out_done) {
  struct sv s = sv_of(name), ending = sv_from(s, ID_TEXT - 1);
  *out_done = sv_eq(ending, SV(".done"));
  if (!*out_done && !sv_eq(ending, SV(".spool"))) return false;
  return id_is(sv_first(s, ID_TEXT - 1), out_interaction);
}

static bool run_has_parts(int dir) {
  AUTO(fd) fd again = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  AUTO(listing) DIR *d = again >= 0 ? fdopendir(again) : NULL;
  if (!d) return true;
  fd_take(&again);
  for (struct dirent *e; (e = readdir(d));)
    if (e->d_name[0] != '.' && strcmp(e->d_name, "alive") && strcmp(e->d_name, "reserve"))
      return true;
  return false;
}

static void remove_hidden(int dir) {
  AUTO(fd) fd again = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  AUTO(listing) DIR *d = again >= 0 ? fdopendir(again) : NULL;
  if (!d) return;
  fd_take(&again);
  for (struct dirent *e; (e = readdir(d));)
    if (e->d_name[0] == '.' && strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
      unlinkat(dir, e->d_name, 0);
}

void spool_key_destroy(int run_dir, const char *name) {
  uint8_t noise[SPOOL_FORMAT_HEAD];
  AUTO(fd) fd f = openat(run_dir, name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  randombytes_buf(noise, sizeof noise);
  bool gone = f >= 0 && pwrite(f, noise, sizeof noise, 0) == (ssize_t)sizeof noise && !fdatasync(f);
  if (!gone && errno != ENOENT)
    log_line(LOG_ERROR, "the key of a call that was erased could not be overwritten in its spool");
}

void spool_run_remove(int spool_dir, const char *run) {
  AUTO(fd) fd dir = -1;
  if (folder_open_beneath(spool_dir, run, &dir)) err_forget();
  if (dir < 0 || spool_run_alive(dir) || run_has_parts(dir)) return;
  remove_hidden(dir);
  unlinkat(dir, "reserve", 0);
  unlinkat(dir, "alive", 0);
  unlinkat(spool_dir, run, AT_REMOVEDIR);
}
