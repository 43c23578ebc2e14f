// SPDX-License-Identifier: Apache-2.0
// SDES SRTP (RFC 4568, 3711): what one side sends, opened with the keys its session description
// carried in the clear; of several keys the one that authenticates a packet is kept. A key that has
// a name (MKI) is tried with it in the packets and without. Keys live here and in the encrypted
// state of a restart, nowhere else. srtp_ is libsrtp2's prefix; ours is secure_.
#pragma once
#include "recorder/signal/desc.h"

struct secure;

// The library looks at files of its own: called before a process is locked in.
bool secure_prepare(void);

// Adds a description's keys; *s is made when it is NULL. Keys that are there already keep their
// state. False: no usable key among them.
bool secure_add(struct secure **s, const struct desc *d);
// Takes away every key that is in none of the two (NULL: none); what was agreed is not offered
// again.
void secure_keep(struct secure *s, const struct desc *a, const struct desc *b);
void secure_free(struct secure *s);
// Authenticates and decrypts in place; *n shrinks. False: forged, or not for these keys.
bool secure_open(struct secure *s, bool rtcp, uint8_t *packet, size_t *n);
