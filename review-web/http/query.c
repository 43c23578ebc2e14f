// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/query.h"

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Length of the sequence a first byte announces, and the least code point it may carry.
static size_t sequence(unsigned char c, uint32_t *out_least) {
  *out_least = c < 0x80 ? 1 : c < 0xe0 ? 0x80 : c < 0xf0 ? 0x800 : 0x10000;
  if (c < 0x80) return 1;
  if (c < 0xc2 || c > 0xf4) return 0;
  return c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

bool utf8_valid(struct sv text) {
  for (size_t i = 0; i < text.n;) {
    uint32_t least, point;
    unsigned char c = (unsigned char)text.p[i];
    size_t len = sequence(c, &least);
    if (!len || len > text.n - i) return false;
    point = len == 1 ? c : c & (0x7fu >> len);
    for (size_t k = 1; k < len; k++) {
      unsigned char d = (unsigned char)text.p[i + k];
      if ((d & 0xc0) != 0x80) return false;
      point = point << 6 | (d & 0x3fu);
    }
    if (point < least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return false;
    i += len;
  }
  return true;
}

static struct sv raw_value(struct sv query, struct sv name) {
  while (query.n) {
    struct sv value = sv_cut(&query, '&');
    struct sv key = sv_cut(&value, '=');
    if (sv_eq(key, name)) return value.p ? value : SV("");
  }
  return (struct sv){0};
}

static enum err decode(struct arena *a, struct sv raw, struct sv *out) {
  char *to = arena_alloc(a, raw.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < raw.n; i++) {
    char c = raw.p[i] == '+' ? ' ' : raw.p[i];
    if (c == '%') {
      int hi = i + 2 < raw.n ? hex(raw.p[i + 1]) : -1, lo = hi < 0 ? -1 : hex(raw.p[i + 2]);
      if (lo < 0) return fail(E_BAD_INPUT, "a broken %%-escape in the query");
      c = (char)(hi << 4 | lo);
      i += 2;
    }
    to[n++] = c;
  }
  *out = (struct sv){to, n};
  if (!utf8_valid(*out)) return fail(E_BAD_INPUT, "the query is not UTF-8 text");
  return OK;
}

enum err query_text(const struct query *q, const char *name, size_t max, const char **out) {
  struct sv raw = raw_value(q->raw, sv_of(name)), text;
  *out = NULL;
  if (!raw.n) return OK;
  TRY(decode(q->arena, raw, &text));
  if (text.n > max) return fail(E_TOO_BIG, "%s is too long", name);
  *out = text.p;
  return OK;
}

enum err query_int(const struct query *q, const char *name, int64_t min, int64_t max, bool *out_has,
                   int64_t *out) {
  struct sv raw = raw_value(q->raw, sv_of(name));
  *out_has = false;
  if (!raw.n) return OK;
  TRY(sv_i64(raw, min, max, out));
  *out_has = true;
  return OK;
}

enum err query_id(const struct query *q, const char *name, bool *out_has, struct id *out) {
  struct sv raw = raw_value(q->raw, sv_of(name));
  *out_has = false;
  if (!raw.n) return OK;
  TRY(id_parse(raw, out));
  *out_has = true;
  return OK;
}
