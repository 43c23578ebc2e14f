// SPDX-License-Identifier: Apache-2.0
// Log: one line per event on standard error, for the person who runs the programs.
//   2026-11-21T22:42:40.123Z medlyss-encode info call sealed id=…
// The edge logs, library code returns errors. No helper takes a number, a name or a text that came
// from a call: ids only.
#pragma once
#include "core/id.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_init(const char *program, enum log_level least);
PRINTF(2, 3) void log_line(enum log_level level, const char *fmt, ...);
void log_err(enum err code, const char *what); // the thread's sentence, then err_forget()
