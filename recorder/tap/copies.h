// SPDX-License-Identifier: Apache-2.0
// Copies: the same packet caught twice is one packet, also when the second probe is two seconds
// late. Two datagrams are the same when addresses, IP identification and bytes are (of RTP its
// number, time and last bytes), within 2.5 s; what a sender sent twice has another
// identification. Where there is none (IPv6, or 0 as Linux sends it) the bytes alone decide: of a
// SIP request's repeats one is enough.
//
// RTP is remembered by its stream, in a ring by sequence number, so that a packet looks where its
// predecessor looked: at a table as large as all of them together every packet would wait for
// memory. COPIES_STREAMS at once, the longest idle gives way; everything else shares one table. One
// thread.
#pragma once
#include "recorder/wire/dissect.h"

struct copies;

struct copies *copies_new(void); // NULL without memory
void copies_free(struct copies *c);
bool copies_seen(struct copies *c, const struct datagram *d); // true: leave it out
