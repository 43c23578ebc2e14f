// SPDX-License-Identifier: Apache-2.0
// SDES SRTP (RFC 4568, 3711): one leg's stream, opened with the keys its session description
// carried in the clear. Of several keys offered the one that authenticates a packet is kept. Keys
// live here and in the encrypted state of a restart, nowhere else. srtp_ is libsrtp2's prefix; ours
// is secure_.
#pragma once
#include "recorder/wire/sdp.h"

enum { SECURE_KEY_MAX = 46, SECURE_KEYS = 4 };

struct secure_key { // as kept over a restart
  char suite[32];
  uint8_t bytes[SECURE_KEY_MAX];
  uint8_t n;
};

struct secure;

// Sets the keys a leg may use from now on; *s is made when it is NULL. Keys that are there already
// keep their state. False: no usable key among them.
bool secure_set(struct secure **s, const struct sdp_crypto *crypto, size_t n);
bool secure_add(struct secure **s, const struct secure_key *key);
size_t secure_keys(const struct secure *s, struct secure_key out[SECURE_KEYS]);
void secure_free(struct secure *s);
// Authenticates and decrypts in place; *n shrinks. False: forged, or not for these keys.
bool secure_open(struct secure *s, bool rtcp, uint8_t *packet, size_t *n);
