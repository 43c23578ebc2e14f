// SPDX-License-Identifier: Apache-2.0
// Out: members of a JSON answer, one call each, on core/jsonw.h. Names are column names.
#pragma once
#include "core/jsonw.h"

static inline void out_text(struct buf *b, const char *key, const char *v) {
  jsonw_key(b, key);
  jsonw_text(b, v);
}
static inline void out_int(struct buf *b, const char *key, int64_t v) {
  jsonw_key(b, key);
  jsonw_int(b, v);
}
static inline void out_bool(struct buf *b, const char *key, bool v) {
  jsonw_key(b, key);
  jsonw_bool(b, v);
}
static inline void out_id(struct buf *b, const char *key, struct id v) {
  jsonw_key(b, key);
  jsonw_id(b, v);
}
static inline void out_opt_int(struct buf *b, const char *key, struct opt_int v) {
  jsonw_key(b, key);
  jsonw_opt_int(b, v);
}
static inline void out_opt_id(struct buf *b, const char *key, struct opt_id v) {
  jsonw_key(b, key);
  jsonw_opt_id(b, v);
}
// Text that already is JSON (prefs, an agreement's body): "null" when there is none.
static inline void out_raw(struct buf *b, const char *key, const char *json) {
  jsonw_key(b, key);
  buf_add_str(b, json ? json : "null");
}
// {"id":…,"name":…}, or null.
static inline void out_named(struct buf *b, const char *key, struct opt_id id, const char *name) {
  jsonw_key(b, key);
  if (!id.set || !name) {
    jsonw_null(b);
    return;
  }
  buf_add_char(b, '{');
  out_id(b, "id", id.v);
  out_text(b, "name", name);
  buf_add_char(b, '}');
}
static inline void out_open(struct buf *b, const char *key, char bracket) {
  if (key)
    jsonw_key(b, key);
  else
    jsonw_comma(b);
  buf_add_char(b, bracket);
}
static inline void out_close(struct buf *b, char bracket) { buf_add_char(b, bracket); }
