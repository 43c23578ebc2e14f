// SPDX-License-Identifier: Apache-2.0
// Frag: puts fragmented IP datagrams together again (RFC 791, 8200).
//
// Bounded: FRAG_SLOTS datagrams at once, the oldest gives way; 30 s of packet time each. A piece
// seen twice (two mirror points) is one, also when the datagram became whole a moment ago; pieces
// that overlap otherwise kill the datagram for both versions (RFC 5722), because the two readings
// of it would differ. Each network (ip->net) has its own: two may use the same addresses and the
// same identification at once. Where the pieces of one datagram came by two (a bundle of links that
// looks at ports, which only the first piece has), the UDP checksum has to say that they are one.
// Memory is one block, allocated at frag_new. One thread.
#pragma once
#include "recorder/wire/ip.h"

enum { FRAG_SLOTS = 64, FRAG_MAX_BYTES = 65535 };

struct frag;

struct frag *frag_new(void);
void frag_free(struct frag *f);
void frag_clear(struct frag *f);
// Datagrams begun and never whole: given up, or still without their last piece.
uint64_t frag_lost(const struct frag *f);
// Takes a packet with ip->fragment set. True when it was the last missing piece: then *whole is the
// same packet with all its payload, valid until the next call.
bool frag_add(struct frag *f, const struct ip *ip, int64_t at_us, struct ip *whole);
