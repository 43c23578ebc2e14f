// SPDX-License-Identifier: Apache-2.0
#include "medlyss/replay.h"

#include "core/datadir.h"
#include "medlyss/options.h"
#include "medlyss/supervise.h"

enum { WORDS = OPTION_MANY_MAX + 8 };

// A program of the pair failed: its own sentence stands on standard error already.
static enum err check(const char *program, int status) {
  return status ? fail(E_BROKEN, "%s ended with %d", program, status) : OK;
}

static enum err step(const char *program, const char *const *words) {
  char *argv[WORDS + 1] = {NULL};
  int status = 0;
  for (size_t i = 0; i < WORDS && words[i]; i++) {
    argv[i] = strdup(words[i]);
    if (!argv[i]) abort();
  }
  enum err rc = supervise_once(program, argv, &status);
  for (size_t i = 0; i < WORDS; i++) free(argv[i]);
  return rc ? rc : check(program, status);
}

enum err command_replay(struct command_line line, bool *out_no) {
  const char *data = NULL;
  struct option_words files = {0};
  AUTO(datadir) struct datadir d = {.dir = -1};
  const struct option options[] = {{.name = "--data", .value = &data}};
  (void)out_no;
  TRY(options_read(line.argc, line.argv, options, countof(options), &files));
  TRY(option_needed("--data", data));
  if (!files.n) return fail(E_BAD_INPUT, "name at least one capture file");
  TRY(datadir_open(data, &d));
  const char *capture[WORDS] = {"medlyss-capture", "--data", data, "--read"};
  for (size_t i = 0; i < files.n; i++) capture[4 + i] = files.v[i];
  TRY(step("medlyss-capture", capture));
  const char *encode[WORDS] = {"medlyss-encode", "--data", data, "--drain"};
  return step("medlyss-encode", encode);
}
