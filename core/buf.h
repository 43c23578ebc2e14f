// SPDX-License-Identifier: Apache-2.0
// Buf: bytes that grow, owned by one scope: AUTO(buf) struct buf b = {0};
// `cap_max` (0: none) bounds what a peer can make it hold. After a failed append (bound reached or
// no memory) `failed` stays set and further appends do nothing: check once, at the end.
#pragma once
#include "core/sv.h"

struct buf {
  char *p; // always NUL-terminated once anything was appended
  size_t n, room, cap_max;
  bool failed;
};

void buf_drop(struct buf *b);
void buf_clear(struct buf *b); // empty, keeps the room
void buf_add(struct buf *b, const void *p, size_t n);
void buf_add_sv(struct buf *b, struct sv s);
void buf_add_str(struct buf *b, const char *s);
void buf_add_char(struct buf *b, char c);
PRINTF(2, 3) void buf_printf(struct buf *b, const char *fmt, ...);
void *buf_grow(struct buf *b, size_t n); // room for n more bytes, NULL when failed; then buf_wrote
void buf_wrote(struct buf *b, size_t n);
void buf_eat(struct buf *b, size_t n); // drops n bytes at the front
struct sv buf_sv(const struct buf *b);
char *buf_take(struct buf *b); // the caller frees it
MUST_CHECK enum err buf_check(const struct buf *b);
