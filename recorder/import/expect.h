// SPDX-License-Identifier: Apache-2.0
// Expect: a PBX's own list of calls (Asterisk's CDR), read for what should have been recorded: its
// answered calls of the house's lines while an agreement was in force. They are counted against
// what was recorded (the gap report); no sound is needed, none is made. One thread.
#pragma once
#include "recorder/encode/desk.h"

struct expected {
  size_t rows, fresh, known;         // of all rows: expected anew, expected before
  size_t unanswered, others, unread; // and why the rest is not
};

MUST_CHECK enum err expect_file(struct desk *d, const char *path, struct expected *out);
