// SPDX-License-Identifier: Apache-2.0
#include "core/sv.h"

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool sv_eq(struct sv a, struct sv b) { return a.n == b.n && (!a.n || !memcmp(a.p, b.p, a.n)); }

bool sv_ieq(struct sv a, struct sv b) {
  if (a.n != b.n) return false;
  for (size_t i = 0; i < a.n; i++)
    if (lower(a.p[i]) != lower(b.p[i])) return false;
  return true;
}

bool sv_starts(struct sv s, struct sv prefix) { return sv_eq(sv_first(s, prefix.n), prefix); }
bool sv_istarts(struct sv s, struct sv prefix) { return sv_ieq(sv_first(s, prefix.n), prefix); }

struct sv sv_from(struct sv s, size_t at) {
  if (at > s.n) at = s.n;
  return at ? (struct sv){s.p + at, s.n - at} : s;
}

struct sv sv_first(struct sv s, size_t n) {
  return (struct sv){s.p, n < s.n ? n : s.n};
}

struct sv sv_letters(struct sv s, size_t n) {
  size_t back = 0, at = n;
  if (s.n <= n) return s;
  while (back < 3 && at > 0 && ((unsigned char)s.p[at] & 0xc0) == 0x80) at--, back++;
  bool inside = back && ((unsigned char)s.p[at] & 0xc0) == 0xc0; // else it is no UTF-8 at all
  return sv_first(s, inside ? at : n);
}

struct sv sv_trim(struct sv s) {
  while (s.n && blank(s.p[0])) s = sv_from(s, 1);
  while (s.n && blank(s.p[s.n - 1])) s.n--;
  return s;
}

bool sv_find(struct sv s, char c, size_t *out_at) {
  const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
  if (!hit) return false;
  *out_at = (size_t)(hit - s.p);
  return true;
}

bool sv_has(struct sv s, struct sv needle) {
  return !needle.n || (s.n && memmem(s.p, s.n, needle.p, needle.n));
}

struct sv sv_cut(struct sv *s, char sep) {
  struct sv whole = *s;
  size_t at;
  if (!sv_find(whole, sep, &at)) {
    *s = sv_from(whole, whole.n);
    return whole;
  }
  *s = sv_from(whole, at + 1);
  return sv_first(whole, at);
}

enum err sv_u64(struct sv s, uint64_t max, uint64_t *out) {
  uint64_t v = 0;
  if (!s.n) return fail(E_BAD_INPUT, "a number is missing");
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9')
      return fail(E_BAD_INPUT, "\"%.*s\" is not a number", (int)(s.n < 40 ? s.n : 40), s.p);
    uint64_t digit = (uint64_t)(s.p[i] - '0');
    if (v > (UINT64_MAX - digit) / 10) return fail(E_BAD_INPUT, "the number is too large");
    v = v * 10 + digit;
  }
  if (v > max) return fail(E_BAD_INPUT, "the number is larger than %" PRIu64, max);
  *out = v;
  return OK;
}

enum err sv_port(struct sv s, uint16_t *out) {
  uint64_t port = 0;
  enum err rc = sv_u64(s, 65535, &port);
  if (rc) err_forget(); // the sentence below says it whole
  if (rc || !port)
    return fail(E_BAD_INPUT, "\"%.*s\" is no port: 1 to 65535", (int)(s.n < 40 ? s.n : 40), s.p);
  *out = (uint16_t)port;
  return OK;
}

enum err sv_i64(struct sv s, int64_t min, int64_t max, int64_t *out) {
  bool minus = s.n && s.p[0] == '-';
  uint64_t u;
  TRY(sv_u64(minus ? sv_from(s, 1) : s, INT64_MAX, &u));
  int64_t v = minus ? -(int64_t)u : (int64_t)u;
  if (v < min || v > max)
    return fail(E_BAD_INPUT, "%" PRId64 " is outside %" PRId64 "..%" PRId64, v, min, max);
  *out = v;
  return OK;
}

bool sv_is_u64(struct sv s, uint64_t max, uint64_t *out) {
  bool is = !sv_u64(s, max, out);
  if (!is) err_forget();
  return is;
}

bool sv_is_i64(struct sv s, int64_t min, int64_t max, int64_t *out) {
  bool is = !sv_i64(s, min, max, out);
  if (!is) err_forget();
  return is;
}

// ---- the nearest name ---------------------------------------------------------------------------
static size_t least_of(size_t a, size_t b, size_t c) {
  size_t ab = a < b ? a : b;
  return ab < c ? ab : c;
}

size_t sv_distance(struct sv a, struct sv b) {
  size_t line[64];
  if (b.n >= countof(line)) return SIZE_MAX;
  for (size_t j = 0; j <= b.n; j++) line[j] = j;
  for (size_t i = 1; i <= a.n; i++) {
    size_t corner = line[0];
    line[0] = i;
    for (size_t j = 1; j <= b.n; j++) {
      size_t above = line[j];
      line[j] = least_of(above + 1, line[j - 1] + 1, corner + (a.p[i - 1] != b.p[j - 1]));
      corner = above;
    }
  }
  return line[b.n];
}
