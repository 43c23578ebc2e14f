// SPDX-License-Identifier: Apache-2.0
// Out: members of what the server itself tells (events, limits), one call each, on core/jsonw.h.
// What handlers answer is written by schemas/shapes.
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
static inline void out_id(struct buf *b, const char *key, struct id v) {
  jsonw_key(b, key);
  jsonw_id(b, v);
}
static inline void out_opt_id(struct buf *b, const char *key, struct opt_id v) {
  jsonw_key(b, key);
  jsonw_opt_id(b, v);
}
static inline void out_open(struct buf *b, const char *key, char bracket) {
  if (key)
    jsonw_key(b, key);
  else
    jsonw_comma(b);
  buf_add_char(b, bracket);
}
static inline void out_close(struct buf *b, char bracket) { buf_add_char(b, bracket); }
