// SPDX-License-Identifier: Apache-2.0
// Seen: the same packet caught at two mirror points is one packet. Two datagrams are the same when
// addresses, IP identification and bytes are the same within 200 ms; what a sender sent twice has
// another identification (or, over IPv6, counts as one: it carries none). Fixed table. One thread.
#pragma once
#include "recorder/wire/dissect.h"

enum { SEEN_ENTRIES = 16384 };

struct seen {
  struct {
    uint64_t print;
    int64_t at_us;
  } entry[SEEN_ENTRIES];
};

// `payload_print` is span_hash of the payload. True: seen before, leave it out.
bool seen_before(struct seen *s, const struct datagram *d, uint64_t payload_print);
