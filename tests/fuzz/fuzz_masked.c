// SPDX-License-Identifier: Apache-2.0
// A recording laid out with silence. Input: u8 stretch (16 parts of 100 ms: from, length), then the
// file. What opens reads the same whole and in pieces.
#include "vault/masked.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err pull(void *self, uint64_t at, void *to, size_t n, size_t *out_n) {
  struct sv rest = sv_from(*(struct sv *)self, (size_t)at);
  *out_n = rest.n < n ? rest.n : n;
  if (*out_n) memcpy(to, rest.p, *out_n);
  return OK;
}

static void read_both_ways(const struct masked *m, size_t step) {
  size_t whole = (size_t)masked_size(m), n, at = 0;
  char *all = malloc(whole + 1), part[512];
  if (!all) return;
  if (masked_read(m, 0, all, whole + 1, &n) || n != whole) abort();
  for (; !masked_read(m, at, part, step, &n) && n; at += n)
    if (memcmp(part, all + at, n)) abort();
  if (at != whole) abort();
  free(all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!size) return 0;
  struct sv all = {(const char *)data + 1, size - 1};
  int64_t from = (data[0] & 15) * 100;
  struct stretch v = {from, from + (data[0] >> 4) * 100};
  struct masked *m = NULL;
  if (masked_open(pull, &all, &v, 1, &m))
    err_forget();
  else
    read_both_ways(m, 64 + data[0]);
  masked_free(m);
  return 0;
}
