// SPDX-License-Identifier: Apache-2.0
// medlyss-scoring: rubrics, scores, statistics and samples from the command line. Everything but
// `trend` and `rubric publish` is pure: files in, one line of JSON out.
#include "scoring/cli/cmd.h"

int main(int argc, char **argv) {
  static const struct cli *const commands[] = {
      &cmd_rubric_check, &cmd_rubric_diff,   &cmd_rubric_export, &cmd_rubric_publish,
      &cmd_score,        &cmd_stat,          &cmd_sample_plan,   &cmd_sample_draw,
      &cmd_sample_prove, &cmd_sample_export, &cmd_trend};
  static const struct cli_program program = {
      .name = "medlyss",
      .says = "Evaluation forms, scores, samples and statistics at the command line.",
      .commands = commands,
      .n = countof(commands)};
  return cli_main(&program, argc, argv);
}
