// SPDX-License-Identifier: Apache-2.0
// Programs: the signs of life in the catalogue, beside the programs that the settings ask for. One
// that never told anything is listed too: that nothing was heard is no sign of health. Rows and
// texts lie in the arena. Any thread with its own database connection.
#pragma once
#include "core/arena.h"
#include "core/db.h"
#include "core/settings.h"

enum { PROGRAM_SILENT_MS = 15000 }; // each tells every five seconds

struct program_sign {
  const char *program;
  int64_t at_ms;     // 0: never
  const char *state; // JSON; "{}": never, or it cannot be read
  bool heard;        // lately
};

MUST_CHECK enum err programs_read(struct db *db, const struct settings *s, struct arena *a,
                                  struct program_sign **out, size_t *out_n);
