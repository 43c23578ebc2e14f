// SPDX-License-Identifier: Apache-2.0
// Id: UUIDv7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then random bits. 16 bytes in memory
// and in SQLite, 36 lower-case characters in JSON. All-zero means "none".
#pragma once
#include "core/sv.h"

struct id {
  uint8_t b[16];
};

enum { ID_TEXT = 37 }; // with the NUL

// Now, to a quarter of a microsecond (6.2, method 3): what one program makes after another sorts
// so.
struct id id_new(void);
struct id id_at(int64_t wall_ms);
bool id_is_none(struct id id);
bool id_eq(struct id a, struct id b);
void id_text(struct id id, char out[ID_TEXT]);
MUST_CHECK enum err id_parse(struct sv text, struct id *out); // only the 36-character form
bool id_is(struct sv text, struct id *out); // the same as a question: no error is left
