// SPDX-License-Identifier: Apache-2.0
// What a call does with each record of its spool, and how it becomes rows. For call.c alone.
#pragma once
#include "recorder/encode/call.h"
#include "recorder/encode/commit.h"

MUST_CHECK enum err call_record(struct call *c, struct desk *d, const struct spool_record *rec);
void call_sides(const struct call *c, struct sides *out); // as it is known now
MUST_CHECK enum err call_corrupt(struct call *c);         // part of the spool was skipped
void call_record_rewind(struct call *c);                  // before all records come again
MUST_CHECK enum err call_commit(struct call *c, struct desk *d, struct commit_end *out);
// Who sits where in it, as the catalogue says.
MUST_CHECK enum err call_seats(struct call *c, struct db *db);
// Are its sides others than those its sound was made with?
MUST_CHECK enum err call_swapped(struct call *c, struct db *db, bool *out);
