// SPDX-License-Identifier: Apache-2.0
#include "core/masked.h"

static int by_from(const void *a, const void *b) {
  const struct stretch *x = a, *y = b;
  return x->from_ms < y->from_ms ? -1 : x->from_ms > y->from_ms;
}

size_t stretches_join(struct stretch *v, size_t n) {
  size_t k = 0;
  if (n) qsort(v, n, sizeof *v, by_from);
  for (size_t i = 0; i < n; i++) {
    if (v[i].to_ms <= v[i].from_ms) continue;
    if (k && v[i].from_ms <= v[k - 1].to_ms) {
      if (v[i].to_ms > v[k - 1].to_ms) v[k - 1].to_ms = v[i].to_ms;
    } else {
      v[k++] = v[i];
    }
  }
  return k;
}

bool stretches_hold(const struct stretch *v, size_t n, int64_t from_us, int64_t to_us) {
  if (from_us < 0) from_us = 0; // the coder's delay before the first sample
  for (size_t i = 0; i < n; i++) {
    bool begun = v[i].from_ms * 1000 <= from_us;
    if (begun && (v[i].to_ms >= STRETCH_END || to_us <= v[i].to_ms * 1000)) return true;
  }
  return false;
}

bool stretches_are_all(const struct stretch *v, size_t n) {
  return n == 1 && v[0].from_ms <= 0 && v[0].to_ms >= STRETCH_END;
}
