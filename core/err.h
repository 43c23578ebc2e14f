// SPDX-License-Identifier: Apache-2.0
// Errors: a code for the machine, a sentence for the person.
//
// A function that can fail returns `enum err` (OK is 0); results leave through `out_` parameters,
// untouched on failure. The sentence is kept per thread by the first fail() and read once, at the
// edge (HTTP reply or main), which then calls err_forget(). Code that handles an error and goes on
// calls err_forget() too, or the next failure would carry the old sentence.
#pragma once

enum err {
  OK = 0,
#define ERR(sym, http, exit_, text) E_##sym,
#include "schemas/errors.def"
#undef ERR
};

// Records the sentence and returns `code`, so that failing is one statement:
//   return fail(E_NOT_FOUND, "call %" PRId64, id);
MUST_CHECK PRINTF(2, 3) enum err fail(enum err code, const char *fmt, ...);

// The same for a failed system call: the code comes from errno, its text is added to the sentence.
//   return fail_os("open %s", path);
MUST_CHECK PRINTF(1, 2) enum err fail_os(const char *fmt, ...);

int err_http(enum err code);
int err_exit(enum err code);
const char *err_name(enum err code); // "NOT_FOUND": the stable word an API client may switch on
const char *err_text(enum err code);
const char *err_detail(void);
void err_forget(void);
