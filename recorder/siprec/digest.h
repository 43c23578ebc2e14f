// SPDX-License-Identifier: Apache-2.0
// Digest: a recording client says who it is, where it is asked to (RFC 3261, 22; RFC 7616; RFC
// 8760: MD5 and SHA-256). The names are a file as htdigest writes it, NAME:REALM:HASH a line, the
// hash of 32 digits (MD5) or 64 (SHA-256). Nothing is remembered of whoever is asked: a challenge
// carries its time and address, sealed.
#pragma once
#include "core/base.h"
#include "recorder/wire/sip.h"

enum digest_says {
  DIGEST_TRUE,
  DIGEST_NONE,  // it says nothing of itself yet
  DIGEST_STALE, // a true one, of a challenge that is too old or another's
  DIGEST_FALSE
};
enum { DIGEST_CHALLENGE = 600, DIGEST_LASTS_S = 60 };

struct digest;
// `file` empty: *out is NULL, and nobody is asked. E_CONFIG says which line cannot be read.
MUST_CHECK enum err digest_open(const char *file, struct digest **out);
void digest_free(struct digest *d); // NULL is fine
// `address` is the sender's, now_s any clock that goes forward.
enum digest_says digest_check(const struct digest *d, const struct sip *request,
                              const uint8_t address[16], int64_t now_s);
// The header lines that ask for it, each ended by CRLF.
void digest_challenge(const struct digest *d, const uint8_t address[16], int64_t now_s, bool stale,
                      char out[DIGEST_CHALLENGE]);
