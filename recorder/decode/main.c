// SPDX-License-Identifier: Apache-2.0
// medlyss-decode: the sandboxed decoder that medlyss-encode starts, with a socket as standard
// input. It is of no use to people, and says so.
#include "core/cli.h"
#include "core/fence_try.h"
#include "recorder/decode/codec.h"
#include "recorder/decode/sandbox.h"
#include "recorder/decode/serve.h"

struct asked {
  const char *data;
  bool try_forbidden;
};

static enum err lock_in(void *self) {
  (void)self;
  return decode_sandbox(STDIN_FILENO);
}

static enum err refuse(const void *asked, bool *out_no) {
  const struct asked *ask = asked;
  (void)out_no;
  if (!ask->try_forbidden) return fail(E_BAD_INPUT, "only medlyss-encode starts it");
  return fence_try(&(struct fence_trial){.enter = lock_in, .data = ask->data ? ask->data : "."})
             ? OK
             : fail(E_BROKEN, "the sandbox has a hole");
}

static const struct cli_option options[] = {
    CLI_WORD(struct asked, data, "--data", "DIR", "the data folder it tries to reach"),
    CLI_FLAG(struct asked, try_forbidden, "--try-forbidden",
             "enter the sandbox, try what it forbids, say what came of it, and end"),
};

// Before the sandbox, and only where somebody typed something.
static int explain(int argc, char **argv) {
  static const struct cli command = {
      .path = "",
      .says = "The sandboxed decoder of the rarer codecs, a child of medlyss-encode. It is of no "
              "use to people.",
      .example = "medlyss-decode --version",
      .options = options,
      .n = countof(options),
      .size = sizeof(struct asked),
      .run = refuse};
  static const struct cli *const commands[] = {&command};
  static const struct cli_program program = {
      .name = "medlyss-decode", .commands = commands, .n = 1};
  return cli_main(&program, argc, argv);
}

int main(int argc, char **argv) {
  if (argc > 1) return explain(argc, argv);
  codec_load_all();
  if (close_range(3, ~0u, 0) || decode_sandbox(STDIN_FILENO) != OK) return err_exit(E_BROKEN);
  return decode_serve(STDIN_FILENO);
}
