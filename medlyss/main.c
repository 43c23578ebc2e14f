// SPDX-License-Identifier: Apache-2.0
// medlyss: one command for the whole house. Its own words are in commands.h; the others are
// programs beside it, which it becomes.
#include "medlyss/commands.h"
#include "medlyss/siblings.h"

#define SIBLING(word, program, keeps, sentence)                                                    \
  &(const struct cli) { .path = word, .sibling = program, .keeps_path = keeps, .says = sentence }

static const struct cli *const words[] = {
    &command_init,
    &command_user_add,
    &command_user_code,
    &command_run,
    &command_replay,
    SIBLING("import", "medlyss-import", false, "Sound files from a PBX become calls."),
    &command_list,
    &command_call,
    &command_export,
    &command_verify,
    &command_check,
    &command_rules_set,
    &command_rules_show,
    &command_rules_try,
    &command_rules_refuse,
    &command_rules_allow,
    SIBLING("rubric", "medlyss-scoring", true, "Checks, compares and publishes evaluation forms."),
    SIBLING("score", "medlyss-scoring", true, "The score of answers to a form."),
    SIBLING("stat", "medlyss-scoring", true, "One statistic, with its interval and its source."),
    SIBLING("sample", "medlyss-scoring", true,
            "Draws calls by lot, and proves how they were drawn."),
    SIBLING("trend", "medlyss-scoring", true, "What the scores say over time."),
};

int main(int argc, char **argv) {
  static const struct cli_program medlyss = {
      .name = "medlyss",
      .says = "Medlyss records calls, lets people listen again, and keeps what they learn from it.",
      .commands = words,
      .n = countof(words),
      .become = sibling_exec};
  return cli_main(&medlyss, argc, argv);
}
