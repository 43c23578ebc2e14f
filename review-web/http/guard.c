// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/guard.h"

static bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_token(char c) { // RFC 9110, 5.6.2
  return is_alnum(c) || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static enum err check_path(struct sv path) {
  if (!path.n || path.p[0] != '/') return fail(E_BAD_INPUT, "a path begins with a slash");
  if (path.n > 1 && path.p[path.n - 1] == '/')
    return fail(E_NOT_FOUND, "there is nothing at this address");
  for (size_t i = 0; i < path.n; i++) {
    char c = path.p[i];
    if (!is_alnum(c) && c != '/' && c != '_' && c != '-' && c != '.')
      return fail(E_BAD_INPUT, "a path holds letters, digits, '/', '_', '-' and '.' only");
    if (i && path.p[i - 1] == c && (c == '/' || c == '.'))
      return fail(E_BAD_INPUT, "a path holds no empty or dotted part");
  }
  return OK;
}

enum err guard_target(struct sv target, struct sv *out_path, struct sv *out_query) {
  if (target.n > GUARD_TARGET_MAX) return fail(E_TOO_BIG, "the address is too long");
  struct sv query = target;
  struct sv path = sv_cut(&query, '?');
  TRY(check_path(path));
  for (size_t i = 0; i < query.n; i++)
    if (query.p[i] <= ' ' || query.p[i] > '~' || query.p[i] == '#')
      return fail(E_BAD_INPUT, "the query holds a character that must be escaped");
  *out_path = path;
  *out_query = query;
  return OK;
}

static enum err check_field(const struct head_field *f) {
  if (!f->name.n) return fail(E_BAD_INPUT, "a header without a name");
  for (size_t i = 0; i < f->name.n; i++)
    if (!is_token(f->name.p[i])) return fail(E_BAD_INPUT, "a header name is malformed");
  for (size_t i = 0; i < f->value.n; i++) {
    unsigned char c = (unsigned char)f->value.p[i];
    if ((c < ' ' && c != '\t') || c == 0x7f)
      return fail(E_BAD_INPUT, "a header value is malformed");
  }
  return OK;
}

struct sv head_get(const struct head *h, struct sv name) {
  for (size_t i = 0; i < h->n; i++)
    if (sv_ieq(h->fields[i].name, name)) return h->fields[i].value;
  return (struct sv){0};
}

static size_t count(const struct head *h, struct sv name) {
  size_t n = 0;
  for (size_t i = 0; i < h->n; i++) n += sv_ieq(h->fields[i].name, name);
  return n;
}

static enum err check_doubles(const struct head *h) {
  static const char *const single[] = {
      "host",          "content-length",   "content-type",  "cookie",         "range",
      "origin",        "expect",           "if-range",      "sec-fetch-site", "te",
      "authorization", "content-encoding", "upload-length", "upload-offset",  "upload-metadata",
  };
  for (size_t i = 0; i < countof(single); i++)
    if (count(h, sv_of(single[i])) > 1)
      return fail(E_BAD_INPUT, "the header %s comes twice", single[i]);
  return OK;
}

// A coding nobody undoes would be read as what it is not (RFC 9110, 8.4); of what a request may
// expect there is one thing (RFC 9110, 10.1.1).
static enum err check_promises(const struct head *h) {
  struct sv coding = head_get(h, SV("content-encoding")), wish = head_get(h, SV("expect"));
  if (coding.p && !sv_ieq(sv_trim(coding), SV("identity")))
    return fail(E_MEDIA, "a body is sent as it is, without a Content-Encoding");
  if (wish.p && !sv_ieq(sv_trim(wish), SV("100-continue")))
    return fail(E_EXPECT, "of Expect, 100-continue alone is known");
  return OK;
}

enum err guard_head(const struct head *h, uint64_t *out_body_bytes) {
  size_t bytes = 0;
  bool newer = sv_eq(h->version, SV("HTTP/1.1"));
  if (!newer && !sv_eq(h->version, SV("HTTP/1.0")))
    return fail(E_BAD_INPUT, "HTTP/1.1 is spoken here");
  if (h->n > GUARD_FIELDS_MAX) return fail(E_TOO_BIG, "too many headers");
  for (size_t i = 0; i < h->n; i++) {
    TRY(check_field(&h->fields[i]));
    bytes += h->fields[i].name.n + h->fields[i].value.n;
  }
  if (bytes > GUARD_FIELD_BYTES_MAX) return fail(E_TOO_BIG, "the headers are too long");
  TRY(check_doubles(h));
  if (newer && !count(h, SV("host"))) return fail(E_BAD_INPUT, "a Host header is needed");
  if (count(h, SV("transfer-encoding")))
    return fail(E_BAD_INPUT, "send a Content-Length, not a Transfer-Encoding");
  uint64_t length = 0;
  struct sv text = head_get(h, SV("content-length"));
  if (text.p) TRY(sv_u64(text, INT64_MAX, &length));
  *out_body_bytes = length;
  return check_promises(h);
}
