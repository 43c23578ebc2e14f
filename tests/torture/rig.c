// SPDX-License-Identifier: Apache-2.0
#include "tests/torture/rig.h"

#include <ftw.h>
#include <signal.h>
#include <sodium.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "core/clock.h"
#include "gen/sql/interaction.h"
#include "gen/sql/schema.h"
#include "vault/blob.h"
#include "vault/playable.h"

static int rounds = 5;
int rig_rounds(void) { return rounds; }

void rig_fails(struct rig *r, const char *fmt, ...) {
  va_list ap;
  printf("  seed %" PRIu64 ": ", r->seed);
  va_start(ap, fmt);
  vprintf(fmt, ap);
  va_end(ap);
  printf("%s%s\n", err_detail()[0] ? ": " : "", err_detail());
  err_forget();
  r->failures++;
}

static void must(enum err rc, const char *what) {
  if (!rc) return;
  fprintf(stderr, "rig: %s: %s\n", what, err_detail());
  exit(err_exit(rc));
}

uint64_t rig_random(struct rig *r, uint64_t below) { // splitmix64: the same run for the same seed
  uint64_t z = (r->seed += 0x9e3779b97f4a7c15u);
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return (z ^ z >> 31) % below;
}

static void arguments(struct rig *r, int argc, char **argv) {
  secret_random(&r->seed, 4);
  r->seed &= 0xffffffff;
  r->bin = "build/release/bin";
  for (int i = 1; i + 1 < argc; i += 2) {
    int64_t n = 0;
    if (!strcmp(argv[i], "--bin")) r->bin = argv[i + 1];
    if (!strcmp(argv[i], "--seed"))
      must(sv_u64(sv_of(argv[i + 1]), UINT64_MAX, &r->seed), "--seed");
    if (!strcmp(argv[i], "--rounds")) must(sv_i64(sv_of(argv[i + 1]), 1, 100000, &n), "--rounds");
    if (n) rounds = (int)n;
  }
}

void rig_open(struct rig *r, const char *name, int argc, char **argv) {
  if (sodium_init() < 0) exit(70);
  *r = (struct rig){.name = name, .said = -1, .beside = -1};
  arguments(r, argc, argv);
  setvbuf(stdout, NULL, _IOLBF, 0);
  signal(SIGPIPE, SIG_IGN);
  snprintf(r->base, sizeof r->base, "/tmp/medlyss-rig-XXXXXX");
  if (!mkdtemp(r->base)) exit(74);
  snprintf(r->path, sizeof r->path, "%s/data", r->base);
  must(folder_open(AT_FDCWD, r->base, &r->beside), "open the rig's folder");
  struct db *db = NULL;
  must(datadir_make(r->path, &r->data), "make the data folder");
  must(keystore_make(&r->data, &r->keys), "make the key store");
  must(db_create(r->data.catalogue, &catalogue_schema, &db), "make the catalogue");
  db_close(db);
}

// ---- children ----------------------------------------------------------------------------------

static pid_t start(struct rig *r, char *const argv[], int out) {
  char program[512];
  snprintf(program, sizeof program, "%s/%s", r->bin, argv[0]);
  pid_t child = fork();
  if (child) return child;
  for (size_t i = 0; i < countof(r->env) && r->env[i]; i++) putenv(r->env[i]);
  int log = openat(r->beside, "log", O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (out >= 0) dup2(out, 1);
  dup2(log, 2);
  execv(program, argv);
  _exit(127);
}

pid_t rig_encode(struct rig *r, bool once) {
  char name[] = "medlyss-encode", data[] = "--data", flag[] = "--once";
  char *argv[] = {name, data, r->path, once ? flag : NULL, NULL};
  return start(r, argv, -1);
}

pid_t rig_maker(struct rig *r, int calls, int seconds, bool fast) {
  char name[] = "spoolmaker", data[] = "--data", c[] = "--calls", s[] = "--seconds", f[] = "--fast";
  char n_calls[16], n_seconds[16];
  snprintf(n_calls, sizeof n_calls, "%d", calls);
  snprintf(n_seconds, sizeof n_seconds, "%d", seconds);
  char *argv[] = {name, data, r->path, c, n_calls, s, n_seconds, fast ? f : NULL, NULL};
  fd_drop(&r->said);
  r->said = openat(r->beside, "said", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  return start(r, argv, r->said);
}

int rig_wait(pid_t child) {
  int status;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void rig_kill(pid_t child, int sig) {
  kill(child, sig);
  rig_wait(child);
}

// ---- what the maker said -----------------------------------------------------------------------

static struct rig_call *call_of(struct rig *r, struct id id) {
  for (size_t i = 0; i < r->n_calls; i++)
    if (id_eq(r->calls[i].id, id)) return &r->calls[i];
  if (r->n_calls == RIG_CALLS) exit(70);
  r->calls[r->n_calls].id = id;
  return &r->calls[r->n_calls++];
}

static void line_heard(struct rig *r, struct sv line, size_t first) {
  struct id id;
  int64_t at;
  struct sv word = sv_cut(&line, ' '), name = sv_cut(&line, ' ');
  if (id_parse(name, &id) || sv_i64(line, 0, INT64_MAX, &at)) {
    err_forget();
    return;
  }
  struct rig_call *c = call_of(r, id);
  if (sv_eq(word, SV("open"))) c->open_us = at;
  if (sv_eq(word, SV("end"))) c->ended = true;
  c->last_us = at;
  for (size_t i = first; sv_eq(word, SV("now")) && i < r->n_calls; i++) {
    r->calls[i].last_us = at;
    if (!r->calls[i].first_us) r->calls[i].first_us = at;
  }
}

void rig_heard(struct rig *r) {
  AUTO(buf) struct buf b = {0};
  size_t first = r->n_calls;
  must(file_read(r->beside, "said", 1 << 24, &b), "read what the maker said");
  size_t whole = b.n;
  while (whole && b.p[whole - 1] != '\n') whole--; // the last line may be half
  for (struct sv rest = {b.p, whole}; rest.n;) line_heard(r, sv_cut(&rest, '\n'), first);
}

// ---- the check ---------------------------------------------------------------------------------

// How long there was something to record: a busy machine opens calls long before their packets.
static int64_t sent_us(const struct rig_call *c) {
  return c->last_us - (c->first_us ? c->first_us : c->open_us);
}

static void recording_check(struct rig *r, const struct rig_call *c,
                            const struct recording_of_row *row, struct archive *archive,
                            int64_t lost_ms) {
  struct playable *p = NULL;
  uint64_t samples = 0;
  int64_t want = sent_us(c) / 1000 - lost_ms;
  enum err rc = playable_open(archive, r->keys, row->id, PLAYABLE_OPUS, false, &p);
  if (!rc) rc = playable_verify(p, &samples);
  if (rc) rig_fails(r, "a recording cannot be read");
  if (!rc && (int64_t)samples != row->samples)
    rig_fails(r, "a recording is not as long as its row says");
  if (!rc && playable_size(p) != (uint64_t)row->bytes)
    rig_fails(r, "a recording is not as large as its row says");
  if (row->duration_ms < want)
    rig_fails(r, "%" PRId64 " ms are lost", want + lost_ms - row->duration_ms);
  playable_free(p);
}

static void call_check(struct rig *r, struct db *db, const struct rig_call *c,
                       struct archive *archive, int64_t lost_ms) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  struct interaction_get_row call;
  struct recording_of_row row;
  bool found;
  must(sql_interaction_get(db, &a, &(struct interaction_get){.id = c->id}, &call, &found), "look");
  if (!found) {
    if (c->last_us - c->open_us > lost_ms * 1000)
      rig_fails(r, "a call of %" PRId64 " ms is not there", (c->last_us - c->open_us) / 1000);
    return;
  }
  if (c->ended != !strcmp(call.end_reason, "bye"))
    rig_fails(r, "a call ended by %s", call.end_reason);
  must(sql_recording_of(db, &a, &(struct recording_of){.interaction = c->id}, &row, &found),
       "look");
  if (found)
    recording_check(r, c, &row, archive, lost_ms);
  else if (sent_us(c) > lost_ms * 1000)
    rig_fails(r, "a call without its recording: %s", call.no_recording);
}

struct orphans {
  struct rig *rig;
  struct db *db;
  int64_t blobs, keys;
};

static enum err blob_owned(void *self, struct id id, const char *kind) {
  struct orphans *o = self;
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 16);
  struct recording_get_row row;
  bool found;
  TRY(sql_recording_get(o->db, &a, &(struct recording_get){.id = id}, &row, &found));
  if (!found) rig_fails(o->rig, "a blob %s that no row names", kind);
  o->blobs++;
  return OK;
}

static enum err key_owned(void *self, struct id id) {
  TRY(blob_owned(self, id, "key"));
  ((struct orphans *)self)->keys++;
  return OK;
}

static void orphans_check(struct rig *r, struct db *db, struct archive *archive) {
  struct orphans o = {r, db, 0, 0};
  must(archive_each(archive, &(struct archive_visit){.each = blob_owned, .self = &o}),
       "list blobs");
  must(keystore_each(r->keys, key_owned, &o), "list keys");
}

static int spool_files;
static int spool_count(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
  (void)path, (void)st, (void)ftw;
  spool_files += kind == FTW_F;
  return 0;
}

static void spool_check(struct rig *r) {
  char path[512];
  snprintf(path, sizeof path, "%s/spool", r->path);
  spool_files = 0;
  nftw(path, spool_count, 16, FTW_PHYS);
  if (spool_files) rig_fails(r, "%d files are left in the spool", spool_files);
}

void rig_check(struct rig *r, int64_t lost_ms) {
  struct archive *archive = NULL;
  struct settings settings = {0};
  struct db *db = NULL;
  int code = rig_wait(rig_encode(r, true));
  if (code) rig_fails(r, "medlyss-encode --once ends with %d", code);
  must(settings_open(r->data.dir, &settings), "read medlyss.ini");
  must(archive_open(&r->data, &settings, &archive), "open the archive");
  must(db_open(r->data.catalogue, &catalogue_schema, &db), "open the catalogue");
  if (db_integrity(db)) rig_fails(r, "the catalogue is damaged");
  for (size_t i = 0; i < r->n_calls; i++) call_check(r, db, &r->calls[i], archive, lost_ms);
  orphans_check(r, db, archive);
  spool_check(r);
  archive_free(archive);
  settings_drop(&settings);
  db_close(db);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
  (void)st, (void)kind, (void)ftw;
  return remove(path);
}

static int rig_remove(struct rig *r) {
  nftw(r->base, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  return 0;
}

int rig_close(struct rig *r) {
  keystore_free(r->keys);
  datadir_drop(&r->data);
  fd_drop(&r->said);
  fd_drop(&r->beside);
  if (r->quiet && !r->failures) return rig_remove(r);
  if (r->failures)
    printf("not ok %s (kept: %s)\n", r->name, r->base);
  else
    printf("ok %s, %zu calls\n", r->name, r->n_calls);
  return r->failures ? 1 : rig_remove(r);
}
