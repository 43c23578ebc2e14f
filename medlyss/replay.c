// SPDX-License-Identifier: Apache-2.0
// medlyss replay: capture files through capture and encode, until everything is sealed. It records
// whether or not an agreement is in force: it is a file the operator chose.
#include <sys/mman.h>

#include "centre/retention.h"
#include "core/clock.h"
#include "core/datadir.h"
#include "gen/sql/aside.h"
#include "gen/sql/interaction.h"
#include "medlyss/commands.h"
#include "medlyss/heads.h"
#include "medlyss/house.h"
#include "medlyss/supervise.h"

enum { FILES = 4096, WORDS = FILES + 8, DAY_MS = 24 * 60 * 60 * 1000 };

struct step {
  const char *program;
  char *argv[WORDS + 1];
  pid_t pid;
};

static void step_drop(struct step *s) {
  for (size_t i = 1; i < WORDS && s->argv[i]; i++)
    free(s->argv[i]); // argv[0] is the program's name
}

static void step_word(struct step *s, const char *word) {
  size_t n = 0;
  while (s->argv[n]) n++;
  assert(n < WORDS);
  s->argv[n] = n ? strdup(word) : (char *)(uintptr_t)word;
}

// The error a program meant by its exit code.
static enum err meant_by(int status) {
  for (int e = OK; e <= E_END; e++)
    if (err_exit((enum err)e) == status) return (enum err)e;
  return E_BROKEN;
}

static enum err step_end(struct step *s) {
  int status = 0;
  TRY(supervise_wait(s->program, s->pid, &status));
  return status ? fail(meant_by(status), "%s ended with %d", s->program, status) : OK;
}

static enum err encode(const char *data, int words_to, struct step *s) {
  s->program = "medlyss-encode";
  step_word(s, s->program);
  step_word(s, "--data");
  step_word(s, data);
  step_word(s, "--once");
  return supervise_start(s->program, s->argv, words_to, &s->pid);
}

// What capture says of the files, and what became of the calls, is one line, the last a person
// reads. It is kept in memory meanwhile and not in a pipe, which holds 64 KiB and then stops who
// writes.
static bool say_read(int from) {
  char some[4096];
  ssize_t n;
  bool line = false;
  for (off_t at = 0; (n = pread(from, some, sizeof some, at)) > 0; at += n) {
    if (line) putchar('\n');
    line = some[n - 1] == '\n';
    fwrite(some, 1, (size_t)(n - line), stdout);
  }
  return line;
}

// Each encoder that ran has a line of `calls kept: N what; N what`; a person reads one.
struct kept {
  char what[120];
  uint64_t n;
};

static void kept_add(struct kept all[], size_t room, char *said) {
  char *what;
  uint64_t n = strtoull(said, &what, 10);
  size_t i = 0;
  what += *what == ' ';
  while (i < room - 1 && all[i].n && strcmp(all[i].what, what)) i++;
  if (!all[i].n) snprintf(all[i].what, sizeof all[i].what, "%s", what);
  all[i].n += n;
}

static void say_kept(int from, bool after) {
  enum { WHATS = 8 };
  struct kept all[WHATS] = {0};
  FILE *f = fdopen(dup(from), "r");
  char line[600], *rest, *said;
  if (!f) return;
  rewind(f);
  while (fgets(line, sizeof line, f)) {
    line[strcspn(line, "\n")] = 0;
    if (strncmp(line, "calls kept: ", 12)) continue;
    for (said = strtok_r(line + 12, ";", &rest); said; said = strtok_r(NULL, ";", &rest))
      kept_add(all, WHATS, said);
  }
  fclose(f);
  printf("%sCalls kept: %s", after ? ". " : "", all[0].n ? "" : "none by this run");
  for (size_t i = 0; i < WHATS && all[i].n; i++)
    printf("%s%" PRIu64 " %s", i ? "; " : "", all[i].n, all[i].what);
  putchar('\n');
}

// Both at once, a core each; then the encoder again for what it saw too late, and as often as a
// call ends it: the second time it dies in the same call it is started once more and sets it aside.
static enum err encode_rest(const char *data, int words_to) {
  enum { LIVES = 8 };
  enum err rc = OK;
  for (int i = 0; i < LIVES; i++) {
    AUTO(step) struct step after = {0};
    err_forget();
    TRY(encode(data, words_to, &after));
    rc = step_end(&after);
    if (rc != E_BROKEN) break;
  }
  return rc;
}

// The last line says what a person can do about it.
static enum err told(const char *data, enum err rc) {
  AUTO(house) struct house h = HOUSE_NONE;
  struct aside_count_row aside = {0};
  if (rc != E_BAD_DATA) return rc;
  err_forget();
  TRY(house_open(data, &h));
  TRY(sql_aside_count(h.db, NULL, &aside));
  return fail(E_BAD_DATA,
              "%" PRId64 " calls could not be finished and are set aside: `medlyss verify` and the "
              "health page name them, everything else is done",
              aside.n);
}

struct words { // what the programs say, for the end
  fd capture, encode;
};
static void words_drop(struct words *w) {
  fd_drop(&w->capture);
  fd_drop(&w->encode);
}

static enum err both(const char *data, const struct cli_words *files, const struct words *to) {
  AUTO(step) struct step capture = {.program = "medlyss-capture"};
  AUTO(step) struct step beside = {0};
  step_word(&capture, capture.program);
  step_word(&capture, "--data");
  step_word(&capture, data);
  step_word(&capture, "--read");
  step_word(&capture, "--");
  for (size_t i = 0; i < files->n; i++) step_word(&capture, files->v[i]);
  TRY(supervise_start(capture.program, capture.argv, to->capture, &capture.pid));
  enum err rc = encode(data, to->encode, &beside), captured = step_end(&capture);
  if (!rc) rc = step_end(&beside);
  err_forget(); // what it could not do, the second round meets again
  enum err rest = encode_rest(data, to->encode);
  if (captured) return err_forget(), fail(captured, "capture could not read everything");
  return told(data, rest ? rest : rc == E_BAD_DATA ? rc : OK);
}

// What went wrong before it is still to be told: its sentence is kept over this.
static enum err sign_heads(const char *data, enum err rc) {
  AUTO(house) struct house h = HOUSE_NONE;
  char said[400];
  snprintf(said, sizeof said, "%s", err_detail());
  if (!house_open(data, &h)) heads_sign_if_ours(&h);
  err_forget();
  return rc ? fail(rc, "%s", said) : OK;
}

// What is due already is erased at the keeper's next look: a person is told before she looks for
// it.
static void say_past(const char *data) {
  AUTO(house) struct house h = HOUSE_NONE;
  struct recording_due_count_row due = {0};
  int64_t days = 0;
  enum err rc = house_open(data, &h);
  if (!rc) rc = retention_days(h.db, h.settings.retention_days, &days);
  struct recording_due_count before = {clock_wall_ms() - days * DAY_MS};
  if (!rc) rc = sql_recording_due_count(h.db, NULL, &before, &due);
  if (rc) err_forget();
  if (rc || !due.n) return;
  fprintf(stderr,
          "medlyss replay: %" PRId64 " of the calls here %s older than the %" PRId64
          " days that calls are kept: the keeper erases %s sound at its next look, unless the "
          "agreement or retention_days says more\n",
          due.n, due.n == 1 ? "is" : "are", days, due.n == 1 ? "its" : "their");
}

struct replay_asked {
  const char *data;
  struct cli_words files;
};

static enum err replay(const void *asked, bool *out_no) {
  const struct replay_asked *ask = asked;
  AUTO(datadir) struct datadir d = {.dir = -1};
  (void)out_no;
  if (!ask->files.n) return fail(E_BAD_INPUT, "name at least one capture file");
  if (ask->files.n > FILES) return fail(E_BAD_INPUT, "at most %d files at once", FILES);
  TRY(datadir_open(ask->data, &d));
  AUTO(words)
  struct words words = {memfd_create("capture", MFD_CLOEXEC), memfd_create("encode", MFD_CLOEXEC)};
  if (words.capture < 0 || words.encode < 0) return fail_os("room for what is to be said last");
  enum err rc = both(ask->data, &ask->files, &words);
  rc = sign_heads(ask->data, rc);
  say_kept(words.encode, say_read(words.capture));
  if (!rc) say_past(ask->data);
  return rc;
}

static const struct cli_option replay_options[] = {CLI_DATA(struct replay_asked)};
const struct cli command_replay = {
    .path = "replay",
    .says =
        "Capture files (pcap, pcapng, also packed with gzip) go through capture and encoder as if "
        "they "
        "were heard now, with their own times. All files named are one capture, in order of time; "
        "the last line says what was recorded, and what was not and why.",
    .example = "medlyss replay --data /var/lib/medlyss monday.pcap tuesday.pcap",
    .rest = "FILE...",
    .rest_at = offsetof(struct replay_asked, files),
    .options = replay_options,
    .n = countof(replay_options),
    .size = sizeof(struct replay_asked),
    .run = replay};
