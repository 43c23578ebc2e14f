// SPDX-License-Identifier: Apache-2.0
// Instants as others write them. A day that no calendar has is none: the C library would make
// 3 March of 31 February. Pure; any thread.
#pragma once
#include "core/sv.h"

// Milliseconds before this were meant as seconds: 2000-01-01, older than any telephone exchange
// whose calls come here.
#define INSTANT_LEAST_MS INT64_C(946684800000)
#define INSTANT_MOST_MS  INT64_C(4102444800000) // 2100-01-01

bool instant_is_day(int year, int month, int day); // 1-12, 1-31
// RFC 3339 ("2026-11-21T06:45:00+01:00", a space for T, seconds may be left out, Z), or whole
// milliseconds since 1970. E_BAD_DATA says what is wrong with it.
MUST_CHECK enum err instant_parse(struct sv text, int64_t *out_ms);
// The same of an option or a field by its name, and not after most_ms: E_BAD_INPUT names it.
MUST_CHECK enum err instant_named(const char *name, const char *text, int64_t most_ms,
                                  int64_t *out_ms);
// "2026-11-21T05:45:00Z", for a sentence.
enum { INSTANT_TEXT = 32 };
void instant_text(int64_t ms, char out[INSTANT_TEXT]);
