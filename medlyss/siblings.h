// SPDX-License-Identifier: Apache-2.0
// Siblings: the other programs of the house lie beside this one.
#pragma once
#include "core/base.h"

enum { SIBLING_PATH = 512 };
MUST_CHECK enum err sibling_path(const char *program, char out[SIBLING_PATH]); // E_NOT_FOUND
// Becomes it: returns only when that fails. argv[0] is replaced by the program's name.
MUST_CHECK enum err sibling_exec(const char *program, char **argv);
// Runs it to its end, its answer thrown away; E_BROKEN when it says no.
MUST_CHECK enum err sibling_run(const char *program, char **argv);
