// SPDX-License-Identifier: Apache-2.0
// Sent: files that other systems sent over HTTP and that are all here. The web wrote them into
// import/ under names that the watched folder passes over (review-web/http/arrival.h); a row in
// state whole hands one over. Each becomes a call as any other file does. What became of it is
// written to its row, then the file goes: however this is killed, it is one call, and whoever sent
// it is told.
#pragma once
#include <signal.h>

#include "recorder/import/bring.h"

// All that wait. *out_waits: one could not be taken for no fault of its own.
MUST_CHECK enum err sent_take(const struct bringer *b, const volatile sig_atomic_t *stop,
                              bool *out_waits);
