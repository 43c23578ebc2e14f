// SPDX-License-Identifier: Apache-2.0
// Opus packets cut into frames, packed in pairs and taken apart again.
#include "recorder/encode/untouched.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same_frames(const struct opus_frames *x, const struct opus_frames *y) {
  if (x->n != y->n || x->toc != y->toc) abort();
  for (size_t i = 0; i < x->n; i++)
    if (x->len[i] != y->len[i] || memcmp(x->p[i], y->p[i], x->len[i])) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 2) return 0;
  size_t cut = data[0] % size + 0u, n, a_n, b_n;
  const uint8_t *a = data + 1, *b = data + 1 + (cut < size - 1 ? cut : size - 1), *b2;
  static uint8_t out[1 << 20], back[1 << 20];
  size_t first = (size_t)(b - a), second = (size_t)(data + size - b);
  struct opus_frames f, g;
  if (size < sizeof out / 2 && pack_pair(a, first, b, second, out, sizeof out, &n) == OK) {
    if (n > first + second + 2 || pack_unpair(out, n, back, sizeof back, &a_n, &b2, &b_n) != OK)
      abort();
    if (b_n != second || memcmp(b2, b, b_n)) abort();
    if (pack_split(a, first, &f) != OK || pack_split(back, a_n, &g) != OK) abort();
    same_frames(&f, &g);
  }
  struct untouched *u = calloc(1, sizeof *u);
  struct wire_packet w = {a, first, (int64_t)second * 37, data[0] & 1, data[0] & 2};
  if (!u) return 0;
  for (int i = 0; i < 4; i++, w.at += 960) {
    untouched_add(u, &w);
    untouched_take(u, i);
  }
  free(u);
  if (pack_unpair(a, first, back, sizeof back, &a_n, &b2, &b_n) != OK) err_forget();
  err_forget();
  return 0;
}
