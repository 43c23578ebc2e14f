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

static enum err decode(struct arena *a, const char *name, struct sv raw, struct sv *out) {
  char *to = arena_alloc(a, raw.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < raw.n; i++) {
    char c = raw.p[i] == '+' ? ' ' : raw.p[i];
    if (c == '%') {
      int hi = i + 2 < raw.n ? hex(raw.p[i + 1]) : -1, lo = hi < 0 ? -1 : hex(raw.p[i + 2]);
      if (lo < 0) return fail(E_BAD_INPUT, "%s: a broken %%-escape", name);
      c = (char)(hi << 4 | lo);
      i += 2;
    }
    to[n++] = c;
  }
  *out = (struct sv){to, n};
  if (!utf8_valid(*out)) return fail(E_BAD_INPUT, "%s: not UTF-8 text", name);
  return OK;
}

static bool has_word(const char *words, const char *value) {
  for (struct sv rest = sv_of(words); rest.n;)
    if (sv_eq(sv_cut(&rest, '|'), sv_of(value))) return true;
  return false;
}

static enum err read_text(const struct query *q, const struct query_member *m, struct sv raw,
                          const char **out) {
  struct sv text;
  TRY(decode(q->arena, m->name, raw, &text));
  if (m->kind == QUERY_WORD && !has_word(m->words, text.p))
    return fail(E_BAD_INPUT, "%s is one of %s", m->name, m->words);
  if (m->kind == QUERY_TEXT && text.n > (size_t)m->most)
    return fail(E_BAD_INPUT, "%s: at most %" PRId64 " bytes", m->name, m->most);
  *out = text.p;
  return OK;
}

static enum err read_int(const struct query_member *m, struct sv raw, int64_t *out) {
  if (!sv_i64(raw, m->least, m->most, out)) return OK;
  err_forget();
  if (m->most == INT64_MAX)
    return fail(E_BAD_INPUT, "%s: a whole number, %" PRId64 " or more", m->name, m->least);
  return fail(E_BAD_INPUT, "%s: a whole number, %" PRId64 " to %" PRId64, m->name, m->least,
              m->most);
}

static enum err read_id(const struct query_member *m, struct sv raw, struct id *out) {
  if (!id_parse(raw, out)) return OK;
  err_forget();
  return fail(E_BAD_INPUT, "%s: an id", m->name);
}

// ---- all of it, before anything is done -------------------------------------------------------

static const struct query_member *member_of(const struct query *q, struct sv name) {
  for (size_t i = 0; i < q->members; i++)
    if (q->member[i].of == q->of && sv_eq(sv_of(q->member[i].name), name)) return &q->member[i];
  return NULL;
}

static enum err not_known(const struct query *q, struct sv name) {
  const char *known = "";
  name = sv_first(name, 40);
  for (size_t i = 0; i < q->members; i++)
    if (q->member[i].of == q->of)
      known = arena_printf(q->arena, "%s%s%s", known, *known ? ", " : "", q->member[i].name);
  if (!*known)
    return fail(E_BAD_INPUT, "“" SV_FMT "” is not known: this address takes nothing after “?”",
                SV_ARG(name));
  return fail(E_BAD_INPUT, "“" SV_FMT "” is not known here; known are %s", SV_ARG(name), known);
}

static enum err check_value(const struct query *q, const struct query_member *m, struct sv raw) {
  const char *text;
  int64_t number;
  struct id id;
  if (!raw.n) return OK;
  if (m->kind == QUERY_INT) return read_int(m, raw, &number);
  if (m->kind == QUERY_ID) return read_id(m, raw, &id);
  return read_text(q, m, raw, &text);
}

static size_t times(struct sv query, struct sv name) {
  size_t n = 0;
  while (query.n) {
    struct sv part = sv_cut(&query, '&');
    n += sv_eq(sv_cut(&part, '='), name);
  }
  return n;
}

enum err query_check(const struct query *q) {
  for (struct sv rest = q->raw; rest.n;) {
    struct sv value = sv_cut(&rest, '&');
    if (!value.n) continue;
    struct sv name = sv_cut(&value, '=');
    const struct query_member *m = member_of(q, name);
    if (!m) return not_known(q, name);
    if (times(q->raw, name) > 1) return fail(E_BAD_INPUT, "%s stands twice", m->name);
    TRY(check_value(q, m, value));
  }
  return OK;
}

// ---- one of them, by its reader ---------------------------------------------------------------

static enum err find(const struct query *q, const char *name, const struct query_member **out,
                     struct sv *out_raw) {
  *out = member_of(q, sv_of(name));
  *out_raw = raw_value(q->raw, sv_of(name));
  return *out ? OK : fail(E_BROKEN, "%s is not in schemas/members.def", name);
}

enum err query_text(const struct query *q, const char *name, const char **out) {
  const struct query_member *m;
  struct sv raw;
  TRY(find(q, name, &m, &raw));
  *out = NULL;
  return raw.n ? read_text(q, m, raw, out) : OK;
}

enum err query_int(const struct query *q, const char *name, bool *out_has, int64_t *out) {
  const struct query_member *m;
  struct sv raw;
  TRY(find(q, name, &m, &raw));
  *out_has = raw.n;
  return raw.n ? read_int(m, raw, out) : OK;
}

enum err query_id(const struct query *q, const char *name, bool *out_has, struct id *out) {
  const struct query_member *m;
  struct sv raw;
  TRY(find(q, name, &m, &raw));
  *out_has = raw.n;
  return raw.n ? read_id(m, raw, out) : OK;
}
