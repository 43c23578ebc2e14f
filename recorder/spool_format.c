// SPDX-License-Identifier: Apache-2.0
#include "recorder/spool_format.h"

#include <sodium.h>

static void put_u32(uint8_t *p, uint32_t v) {
  for (int i = 0; i < 4; i++) p[i] = (uint8_t)(v >> 8 * i);
}

struct bound { // what a record's tag covers beside its text, and its nonce
  uint8_t ad[SPOOL_FORMAT_ID + SPOOL_RECORD_HEAD];
  uint8_t nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];
};

static struct bound bound_of(const uint8_t head[SPOOL_RECORD_HEAD], const uint8_t *id) {
  struct bound b = {0};
  memcpy(b.ad, id, SPOOL_FORMAT_ID);
  memcpy(b.ad + SPOOL_FORMAT_ID, head, SPOOL_RECORD_HEAD);
  memcpy(b.nonce, head + 4, 4);
  return b;
}

size_t spool_record_seal(uint8_t *to, const uint8_t id[SPOOL_FORMAT_ID],
                         const uint8_t key[SPOOL_FORMAT_KEY], uint32_t sequence, int64_t wall_us,
                         enum spool_kind kind, struct sv body) {
  uint8_t *plain = to + SPOOL_RECORD_HEAD;
  size_t n = SPOOL_RECORD_PLAIN + body.n;
  for (int i = 0; i < 8; i++) plain[i] = (uint8_t)((uint64_t)wall_us >> 8 * i);
  plain[8] = (uint8_t)kind;
  if (body.n) memcpy(plain + SPOOL_RECORD_PLAIN, body.p, body.n);
  put_u32(to, (uint32_t)(n + 16));
  put_u32(to + 4, sequence);
  struct bound b = bound_of(to, id);
  crypto_aead_xchacha20poly1305_ietf_encrypt(plain, NULL, plain, n, b.ad, sizeof b.ad, NULL,
                                             b.nonce, key);
  return SPOOL_RECORD_HEAD + n + 16;
}

bool spool_record_unseal(const uint8_t *p, const uint8_t id[SPOOL_FORMAT_ID],
                         const uint8_t key[SPOOL_FORMAT_KEY], uint8_t *plain) {
  struct bound b = bound_of(p, id);
  return !crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, p + SPOOL_RECORD_HEAD,
                                                     spool_u32(p), b.ad, sizeof b.ad, b.nonce, key);
}
