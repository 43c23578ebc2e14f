// SPDX-License-Identifier: Apache-2.0
#include "core/stretch.h"

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

int64_t stretches_ms(const struct stretch *v, size_t n) {
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += v[i].to_ms - v[i].from_ms;
  return sum;
}

size_t stretches_cross(const struct stretch *a, size_t na, const struct stretch *b, size_t nb,
                       struct stretch *out) {
  size_t k = 0;
  for (size_t i = 0, j = 0; i < na && j < nb;) {
    int64_t from = a[i].from_ms > b[j].from_ms ? a[i].from_ms : b[j].from_ms;
    int64_t to = a[i].to_ms < b[j].to_ms ? a[i].to_ms : b[j].to_ms;
    if (from < to) out[k++] = (struct stretch){from, to};
    if (a[i].to_ms < b[j].to_ms)
      i++;
    else
      j++;
  }
  return k;
}

size_t stretches_cut(struct stretch *v, size_t n, int64_t most_ms) {
  size_t k = 0;
  for (; k < n && most_ms > 0; k++) {
    if (v[k].to_ms - v[k].from_ms > most_ms) v[k].to_ms = v[k].from_ms + most_ms;
    most_ms -= v[k].to_ms - v[k].from_ms;
  }
  return k;
}

size_t stretches_fewer(struct stretch *v, size_t n, size_t most) {
  while (n > most && n > 1) {
    size_t near = 1;
    for (size_t i = 2; i < n; i++)
      if (v[i].from_ms - v[i - 1].to_ms < v[near].from_ms - v[near - 1].to_ms) near = i;
    v[near - 1].to_ms = v[near].to_ms;
    memmove(v + near, v + near + 1, (n - near - 1) * sizeof *v);
    n--;
  }
  return n;
}

bool stretches_are_all(const struct stretch *v, size_t n) {
  return n == 1 && v[0].from_ms <= 0 && v[0].to_ms >= STRETCH_END;
}
