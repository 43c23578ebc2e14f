// SPDX-License-Identifier: Apache-2.0
// Ask: a request of one line to a program of this house, by the datagram socket it has in run/
// (recorder/control.h), and its answer. One thread a call; nothing is kept between two.
#pragma once
#include "core/buf.h"
#include "core/sv.h"

enum { ASK_PATIENCE_MS = 2000 };

// *out: what it answers, appended. E_NOT_FOUND: no such program runs; E_BUSY: it does not answer.
MUST_CHECK enum err ask_program(const char *run_path, const char *socket, struct sv request,
                                struct buf *out);
