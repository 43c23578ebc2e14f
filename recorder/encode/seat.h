// SPDX-License-Identifier: Apache-2.0
// Seat: who sat at an address when the call came (design: decision 11): the line by its address,
// the person by the shift at that instant. Looked up once per call; never guessed.
#pragma once
#include "core/db.h"

struct seat {
  bool known;     // the address is a line of the site
  struct id line; // then set
  struct opt_id team, queue, person;
};

// Tries the whole address, then its user part ("1003@pbx.example", "1003"). An address that is no
// line gives a seat that is not known.
MUST_CHECK enum err seat_find(struct db *db, const char *address, int64_t at_ms, struct seat *out);
