// SPDX-License-Identifier: Apache-2.0
// Strange: datagrams that are neither SIP nor media, by what they look like and the better known of
// their two ports: who reads "1,200 packets" wants to know of what. The first so many kinds have a
// line, the rest is counted with them. Pure but for its own counters.
#pragma once
#include "core/buf.h"
#include "recorder/wire/dissect.h"

enum { STRANGE_KINDS = 12, STRANGE_WORD = 16 };

struct strange_kind {
  uint16_t port;
  char word[STRANGE_WORD]; // "MGCP", "IAX2", "DNS", "text", "0x7e…"
  uint64_t n;
};
struct strange {
  struct strange_kind kind[STRANGE_KINDS];
  size_t n;
  uint64_t others;
};

void strange_add(struct strange *s, const struct datagram *d);
void strange_word(const struct datagram *d, char out[STRANGE_WORD]);
// "UDP port 2427: 12 of MGCP; UDP port 514: 3 of text", the most first, at most `most` of them.
void strange_say(const struct strange *s, size_t most, struct buf *out);
