// SPDX-License-Identifier: Apache-2.0
#include "medlyss/replay.h"

#include "core/datadir.h"
#include "medlyss/cli.h"
#include "medlyss/supervise.h"

enum { WORDS = CLI_MANY_MAX + 8 };

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

static enum err encode(const char *data, struct step *s) {
  s->program = "medlyss-encode";
  step_word(s, s->program);
  step_word(s, "--data");
  step_word(s, data);
  step_word(s, "--once");
  return supervise_start(s->program, s->argv, &s->pid);
}

// Both at once, a core each; then the encoder again for what it saw too late.
static enum err both(const char *data, const struct cli_words *files) {
  AUTO(step) struct step capture = {.program = "medlyss-capture"};
  AUTO(step) struct step beside = {0};
  AUTO(step) struct step after = {0};
  step_word(&capture, capture.program);
  step_word(&capture, "--data");
  step_word(&capture, data);
  step_word(&capture, "--read");
  for (size_t i = 0; i < files->n; i++) step_word(&capture, files->v[i]);
  TRY(supervise_start(capture.program, capture.argv, &capture.pid));
  enum err rc = encode(data, &beside), captured = step_end(&capture);
  if (!rc) rc = step_end(&beside);
  err_forget(); // what it could not do, the second round meets again
  TRY(encode(data, &after));
  rc = step_end(&after);
  if (captured) err_forget();
  return captured ? fail(captured, "capture could not read everything") : rc;
}

enum err command_replay(struct command_line line, bool *out_no) {
  const char *data = NULL;
  struct cli_words files = {0};
  AUTO(datadir) struct datadir d = {.dir = -1};
  const struct cli_option options[] = {{.name = "--data", .value = &data}};
  (void)out_no;
  TRY(cli_read(line.argc, line.argv, options, countof(options), &files));
  TRY(cli_needed("--data", data));
  if (!files.n) return fail(E_BAD_INPUT, "name at least one capture file");
  TRY(datadir_open(data, &d));
  return both(data, &files);
}
