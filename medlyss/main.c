// SPDX-License-Identifier: Apache-2.0
// medlyss: one command for the whole house. Its own words are in commands.h; the others are
// programs beside it, which it becomes.
#include <sodium.h>

#include "core/log.h"
#include "medlyss/commands.h"
#include "medlyss/replay.h"
#include "medlyss/siblings.h"

static const struct word {
  const char *name;
  enum err (*run)(struct command_line line, bool *out_no); // NULL: the sibling
  const char *sibling;
  bool keeps_word; // the sibling wants the word itself too
  const char *says;
} words[] = {
    // clang-format off
  {"init",   command_init,   NULL, false, "--data DIR [--demo]   make a data folder; prints the first-run token"},
  {"user",   command_user,   NULL, false, "add --data DIR --name N --role R [--login L] [--team T] [--line L]... [--password-file F]\n"
                                          "         code --data DIR --login L   a code to set a new password with"},
  {"run",    command_run,    NULL, false, "--data DIR [--listen ADDR:PORT] [--interface IF --port P,...]   start and mind everything"},
  {"replay", command_replay, NULL, false, "--data DIR FILE...   capture files through capture and encode"},
  {"import", NULL, "medlyss-import", false, "--data DIR FILE... [--sidecar F]   sound files from a PBX"},
  {"list",   command_list,   NULL, false, "--data DIR [--json]   every interaction"},
  {"export", command_export, NULL, false, "--data DIR ID -o FILE.opus | --all -o FOLDER   plain Ogg Opus"},
  {"verify", command_verify, NULL, false, "--data DIR [--heads FILE] [--json]   is everything whole? exit 1 if not"},
  {"check",  command_check,  NULL, false, "--data DIR   is this machine set up well? exit 1 if not"},
  {"rubric", NULL, "medlyss-scoring", true, "…   rubrics, and of medlyss-scoring also:"},
  {"score",  NULL, "medlyss-scoring", true, "…"},
  {"stat",   NULL, "medlyss-scoring", true, "…"},
  {"sample", NULL, "medlyss-scoring", true, "…"},
  {"trend",  NULL, "medlyss-scoring", true, "…"},
    // clang-format on
};

static void usage(FILE *to) {
  fprintf(to, "medlyss WORD …\n");
  for (size_t i = 0; i < countof(words); i++)
    fprintf(to, "  %-6s %s\n", words[i].name, words[i].says);
}

static enum err run_word(const struct word *w, int argc, char **argv, bool *out_no) {
  if (w->run) return w->run((struct command_line){argc - 2, argv + 2}, out_no);
  return sibling_exec(w->sibling, w->keeps_word ? argv : argv + 1);
}

int main(int argc, char **argv) {
  log_init("medlyss", LOG_INFO);
  if (sodium_init() < 0) return 70;
  const char *name = argc > 1 ? argv[1] : "";
  if (!strcmp(name, "help") || !strcmp(name, "--help")) {
    usage(stdout);
    return 0;
  }
  for (size_t i = 0; i < countof(words); i++) {
    if (strcmp(words[i].name, name) != 0) continue;
    bool no = false;
    enum err rc = run_word(&words[i], argc, argv, &no);
    if (rc) fprintf(stderr, "medlyss %s: %s: %s\n", name, err_text(rc), err_detail());
    return rc ? err_exit(rc) : no;
  }
  usage(stderr);
  return 64;
}
