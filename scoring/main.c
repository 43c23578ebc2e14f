// SPDX-License-Identifier: Apache-2.0
// medlyss-scoring: rubrics, scores, statistics and samples from the command line. Everything but
// `trend` and `rubric publish` is pure: files in, one line of JSON out.
#include <sodium.h>

#include "scoring/cmd.h"

static const struct {
  const char *word;
  enum err (*run)(struct words w);
  const char *usage;
} commands[] = {
    {"rubric", cmd_rubric,
     "rubric check|diff|export FILE … [--json] | rubric publish --data FOLDER FILE|--shipped"},
    {"sample", cmd_sample,
     "sample plan|draw|prove --frame FILE --plan FILE|--draw FILE [--seed TEXT] | sample plan "
     "[PLAN]|"
     "draw PLAN [--reason TEXT]|prove [DRAW] --data FOLDER"},
    {"score", cmd_score, "score --rubric FILE --answers FILE [--json] [--complete]"},
    {"stat", cmd_stat, "stat NAME [--option value …] < data.json   (stat --list names them)"},
    {"trend", cmd_trend, "trend --data FOLDER --agent ID|--team ID|--centre [--rubric KEY]"},
};

static int usage(void) {
  fputs("usage:\n", stderr);
  for (size_t i = 0; i < countof(commands); i++)
    fprintf(stderr, "  medlyss %s\n", commands[i].usage);
  return err_exit(E_BAD_INPUT);
}

static int failed(enum err code) {
  const char *detail = err_detail();
  fprintf(stderr, "medlyss-scoring: %s\n", *detail ? detail : err_text(code));
  return err_exit(code);
}

int main(int argc, char **argv) {
  if (sodium_init() < 0) return err_exit(E_BROKEN);
  for (size_t i = 0; argc > 1 && i < countof(commands); i++) {
    if (strcmp(argv[1], commands[i].word) != 0) continue;
    bool no = false;
    enum err rc = commands[i].run((struct words){argv + 2, argc - 2, &no});
    return rc ? failed(rc) : no;
  }
  return usage();
}
