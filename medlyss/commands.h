// SPDX-License-Identifier: Apache-2.0
// The front command's own words. Each takes what stands after its name and returns an error, or OK
// with *out_no set when it ran and the answer is no (exit 1). Answers go to standard output,
// sentences for people to standard error.
#pragma once
#include "core/base.h"

struct command_line {
  int argc;
  char **argv;
};

MUST_CHECK enum err command_init(struct command_line line, bool *out_no);
MUST_CHECK enum err command_user(struct command_line line, bool *out_no);
MUST_CHECK enum err command_list(struct command_line line, bool *out_no);
MUST_CHECK enum err command_export(struct command_line line, bool *out_no);
MUST_CHECK enum err command_verify(struct command_line line, bool *out_no);
MUST_CHECK enum err command_check(struct command_line line, bool *out_no);
MUST_CHECK enum err command_run(struct command_line line, bool *out_no);
