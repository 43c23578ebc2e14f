// SPDX-License-Identifier: Apache-2.0
// The Ogg Opus reader. Input: u8 flags (bit 0: mend the checksums of what looks like pages, so that
// the parser behind them is reached; bit 1: exchange the sides first), then the file.
#include "core/ogg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err pull(void *self, uint64_t at, void *to, size_t n, size_t *out_n) {
  struct sv rest = sv_from(*(struct sv *)self, (size_t)at);
  *out_n = rest.n < n ? rest.n : n;
  if (*out_n) memcpy(to, rest.p, *out_n);
  return OK;
}

static uint32_t checksum(const uint8_t *p, size_t n) { // RFC 3533, 6: polynomial 0x04c11db7
  uint32_t crc = 0;
  for (size_t i = 0; i < n; i++) {
    crc ^= (uint32_t)p[i] << 24;
    for (int bit = 0; bit < 8; bit++) crc = crc & 0x80000000u ? crc << 1 ^ 0x04c11db7u : crc << 1;
  }
  return crc;
}

static void mend(uint8_t *p, size_t n) {
  for (size_t at = 0; at + 27 <= n; at++) {
    if (memcmp(p + at, "OggS", 4)) continue;
    size_t head = 27 + (size_t)p[at + 26], body = 0;
    if (at + head > n) return;
    for (size_t i = 27; i < head; i++) body += p[at + i];
    if (at + head + body > n) return;
    memset(p + at + 22, 0, 4);
    uint32_t crc = checksum(p + at, head + body);
    for (int i = 0; i < 4; i++) p[at + 22 + (size_t)i] = (uint8_t)(crc >> 8 * i);
    at += head + body - 1;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!size) return 0;
  uint8_t *copy = malloc(size);
  if (!copy) return 0;
  memcpy(copy, data + 1, size - 1);
  if (data[0] & 1) mend(copy, size - 1);
  if ((data[0] & 2) && size - 1 >= OGG_FIRST_PAGE && oggr_swap_first_page(copy)) err_forget();
  struct sv all = {(const char *)copy, size - 1};
  uint64_t samples;
  if (oggr_verify(pull, &all, &samples)) err_forget();
  free(copy);
  return 0;
}
