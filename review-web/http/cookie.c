// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/cookie.h"

static bool clean(struct sv v) {
  for (size_t i = 0; i < v.n; i++) {
    unsigned char c = (unsigned char)v.p[i];
    if (c <= ' ' || c >= 0x7f || c == '"' || c == ',' || c == '\\') return false;
  }
  return true;
}

struct sv cookie_get(struct sv header, struct sv name) {
  struct sv found = {0};
  while (header.n) {
    struct sv value = sv_trim(sv_cut(&header, ';'));
    size_t at;
    if (!sv_find(value, '=', &at)) continue;
    struct sv key = sv_cut(&value, '=');
    if (!sv_eq(key, name)) continue;
    if (found.p || !clean(value)) return (struct sv){0};
    found = value;
  }
  return found;
}
