// SPDX-License-Identifier: Apache-2.0
// Spool format: the bytes of spool.h, for the writer and the reader alone.
#pragma once
#include "core/sv.h"
#include "recorder/spool_records.h"

#define SPOOL_FORMAT_MAGIC "MEDSPL1\n"
enum {
  SPOOL_FORMAT_ID = 16,
  SPOOL_FORMAT_KEY = 32,
  SPOOL_FORMAT_HEAD = 8 + SPOOL_FORMAT_ID + SPOOL_FORMAT_KEY + 48, // crypto_box_seal adds 48
  SPOOL_RECORD_HEAD = 8,                                           // length, sequence
  SPOOL_RECORD_PLAIN = 9,                                          // wall µs, kind
  SPOOL_RECORD_LEAST = SPOOL_RECORD_PLAIN + 16,
  SPOOL_RECORD_MOST = 64 * 1024, // of what the length counts
  SPOOL_RECORD_MAX = SPOOL_RECORD_HEAD + SPOOL_RECORD_MOST,
};

static inline uint32_t spool_u32(const uint8_t *p) {
  return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

// Seals into `to` (SPOOL_RECORD_MAX); returns how many bytes it takes. body.n ≤ SPOOL_BODY_MAX.
size_t spool_record_seal(uint8_t *to, const uint8_t id[SPOOL_FORMAT_ID],
                         const uint8_t key[SPOOL_FORMAT_KEY], uint32_t sequence, int64_t wall_us,
                         enum spool_kind kind, struct sv body);
// Opens the record at `p` (its whole length is there) into `plain`, which takes length - 16 bytes.
bool spool_record_unseal(const uint8_t *p, const uint8_t id[SPOOL_FORMAT_ID],
                         const uint8_t key[SPOOL_FORMAT_KEY], uint8_t *plain);
