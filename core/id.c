// SPDX-License-Identifier: Apache-2.0
#include "core/id.h"

#include <sodium.h>

#include "core/clock.h"

struct id id_at(int64_t wall_ms) {
  struct id id;
  randombytes_buf(id.b, sizeof id.b);
  for (int i = 0; i < 6; i++) id.b[i] = (uint8_t)((uint64_t)wall_ms >> (8 * (5 - i)));
  id.b[6] = (uint8_t)((id.b[6] & 0x0f) | 0x70);
  id.b[8] = (uint8_t)((id.b[8] & 0x3f) | 0x80);
  return id;
}

struct id id_new(void) {
  int64_t now_us = clock_wall_us();
  struct id id = id_at(now_us / 1000);
  uint64_t part = (uint64_t)(now_us % 1000) * 4096 / 1000;
  id.b[6] = (uint8_t)(0x70 | part >> 8);
  id.b[7] = (uint8_t)part;
  return id;
}
bool id_eq(struct id a, struct id b) { return !memcmp(a.b, b.b, sizeof a.b); }
bool id_is_none(struct id id) { return id_eq(id, (struct id){0}); }

static bool dash_at(size_t text_at) {
  return text_at == 8 || text_at == 13 || text_at == 18 || text_at == 23;
}

void id_text(struct id id, char out[ID_TEXT]) {
  static const char hex[] = "0123456789abcdef";
  size_t nibble = 0;
  for (size_t at = 0; at < ID_TEXT - 1; at++) {
    if (dash_at(at)) {
      out[at] = '-';
      continue;
    }
    uint8_t byte = id.b[nibble / 2];
    out[at] = hex[nibble % 2 ? byte & 15 : byte >> 4];
    nibble++;
  }
  out[ID_TEXT - 1] = '\0';
}

static int nibble_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

enum err id_parse(struct sv text, struct id *out) {
  struct id id = {0};
  size_t nibble = 0;
  if (text.n != ID_TEXT - 1) return fail(E_BAD_INPUT, "an id has 36 characters");
  for (size_t at = 0; at < text.n; at++) {
    if (dash_at(at)) {
      if (text.p[at] != '-') return fail(E_BAD_INPUT, "an id has dashes at 8, 13, 18 and 23");
      continue;
    }
    int v = nibble_of(text.p[at]);
    if (v < 0) return fail(E_BAD_INPUT, "an id is lower-case hexadecimal");
    id.b[nibble / 2] = (uint8_t)(id.b[nibble / 2] << 4 | v);
    nibble++;
  }
  *out = id;
  return OK;
}

bool id_is(struct sv text, struct id *out) {
  bool is = !id_parse(text, out);
  if (!is) err_forget();
  return is;
}
