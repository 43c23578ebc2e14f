// SPDX-License-Identifier: Apache-2.0
// Errors: a code for the machine, a sentence for the person.
//
// A function that can fail returns `enum err` (OK is 0); results leave through `out_` parameters,
// untouched on failure. The sentence is kept per thread by the first fail() and read once, at the
// edge (HTTP reply or main), which then calls err_forget(). Code that handles an error and goes on
// calls err_forget() too, or the next failure would carry the old sentence.
#pragma once
#include <stdbool.h>

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

// The same in the words of an engine beneath (a database's, the system's): true, and for the log
// and the shell; whoever speaks to people outside says the code's own sentence instead.
MUST_CHECK PRINTF(2, 3) enum err fail_inner(enum err code, const char *fmt, ...);
bool err_is_inner(void); // fail_inner's or fail_os's

// What has failed is never OK: said here, so that analyzers need not wonder.
static inline enum err err_not_ok(enum err code) { return code == OK ? E_BROKEN : code; }
#define fail(...)    err_not_ok(fail(__VA_ARGS__))
#define fail_os(...) err_not_ok(fail_os(__VA_ARGS__))

int err_http(enum err code);
int err_exit(enum err code);
const char *err_name(enum err code); // "NOT_FOUND": the stable word an API client may switch on
const char *err_text(enum err code);
const char *err_detail(void);
void err_forget(void);
