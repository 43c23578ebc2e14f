// SPDX-License-Identifier: Apache-2.0
#include "core/jsonw.h"

#include <math.h>

// Length of the well-formed UTF-8 sequence at s, 0 if there is none (RFC 3629: no overlong forms,
// no surrogates, nothing past U+10FFFF).
static size_t utf8_len(const unsigned char *s, size_t n) {
  unsigned char c = s[0], low = 0x80, high = 0xbf;
  size_t len = c < 0x80                ? 1
               : c >= 0xc2 && c < 0xe0 ? 2
               : c >= 0xe0 && c < 0xf0 ? 3
               : c >= 0xf0 && c < 0xf5 ? 4
                                       : 0;
  if (!len || len > n) return 0;
  if (c == 0xe0) low = 0xa0;
  if (c == 0xed) high = 0x9f;
  if (c == 0xf0) low = 0x90;
  if (c == 0xf4) high = 0x8f;
  for (size_t i = 1; i < len; i++, low = 0x80, high = 0xbf)
    if (s[i] < low || s[i] > high) return 0;
  return len;
}

static bool plain(unsigned char c) {
  return c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
}

static void escape(struct buf *b, unsigned char c) {
  if (c == '"' || c == '\\') {
    buf_add_char(b, '\\');
    buf_add_char(b, (char)c);
  } else if (c == '\n') {
    buf_add_str(b, "\\n");
  } else {
    buf_printf(b, "\\u%04x", c);
  }
}

void jsonw_sv(struct buf *b, struct sv s) {
  const unsigned char *p = (const unsigned char *)s.p;
  buf_add_char(b, '"');
  for (size_t at = 0; at < s.n;) {
    size_t run = at;
    while (run < s.n && plain(p[run])) run++;
    buf_add(b, s.p + at, run - at);
    at = run;
    if (at == s.n) break;
    size_t len = utf8_len(p + at, s.n - at);
    if (!len)
      buf_add_str(b, "\\ufffd");
    else if (len == 1)
      escape(b, p[at]);
    else
      buf_add(b, s.p + at, len);
    at += len ? len : 1;
  }
  buf_add_char(b, '"');
}

void jsonw_text(struct buf *b, const char *s) { s ? jsonw_sv(b, sv_of(s)) : jsonw_null(b); }
void jsonw_null(struct buf *b) { buf_add_str(b, "null"); }
void jsonw_int(struct buf *b, int64_t v) { buf_printf(b, "%" PRId64, v); }
void jsonw_bool(struct buf *b, bool v) { buf_add_str(b, v ? "true" : "false"); }
void jsonw_real(struct buf *b, double v) {
  isfinite(v) ? buf_printf(b, "%.15g", v) : jsonw_null(b);
}

void jsonw_id(struct buf *b, struct id v) {
  char text[ID_TEXT];
  id_text(v, text);
  buf_printf(b, "\"%s\"", text);
}

void jsonw_bytes(struct buf *b, struct bytes v) {
  if (!v.p) {
    jsonw_null(b);
    return;
  }
  buf_add_char(b, '"');
  for (size_t i = 0; i < v.n; i++) buf_printf(b, "%02x", v.p[i]);
  buf_add_char(b, '"');
}

void jsonw_opt_int(struct buf *b, struct opt_int v) { v.set ? jsonw_int(b, v.v) : jsonw_null(b); }
void jsonw_opt_real(struct buf *b, struct opt_real v) {
  v.set ? jsonw_real(b, v.v) : jsonw_null(b);
}
void jsonw_opt_bool(struct buf *b, struct opt_bool v) {
  v.set ? jsonw_bool(b, v.v) : jsonw_null(b);
}
void jsonw_opt_id(struct buf *b, struct opt_id v) { v.set ? jsonw_id(b, v.v) : jsonw_null(b); }

void jsonw_comma(struct buf *b) {
  char last = b->n ? b->p[b->n - 1] : '{';
  if (last != '{' && last != '[' && last != ':') buf_add_char(b, ',');
}

void jsonw_key(struct buf *b, const char *key) {
  jsonw_comma(b);
  jsonw_text(b, key);
  buf_add_char(b, ':');
}
