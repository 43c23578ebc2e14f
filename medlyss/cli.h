// SPDX-License-Identifier: Apache-2.0
// Options: a command's line, strictly: an unknown option, a missing value or one given twice is
// E_BAD_INPUT with a sentence. `--` ends the options. Values point into argv.
#pragma once
#include "core/sv.h"

enum { CLI_MANY_MAX = 64 };
struct cli_words {
  const char *v[CLI_MANY_MAX];
  size_t n;
};

struct cli_option { // exactly one of the three is set
  const char *name; // "--data"
  const char **value;
  bool *flag;
  struct cli_words *many;
};

// What is no option goes to `rest` (NULL: nothing of that kind is allowed).
MUST_CHECK enum err cli_read(int argc, char **argv, const struct cli_option *options, size_t n,
                             struct cli_words *rest);
// E_BAD_INPUT "--data is missing" when *value is NULL.
MUST_CHECK enum err cli_needed(const char *name, const char *value);
