// SPDX-License-Identifier: Apache-2.0
#include "core/buf.h"

void buf_drop(struct buf *b) {
  free(b->p);
  *b = (struct buf){.cap_max = b->cap_max};
}

void buf_clear(struct buf *b) {
  b->n = 0;
  b->failed = false;
  if (b->p) b->p[0] = '\0';
}

void *buf_grow(struct buf *b, size_t n) {
  if (b->failed) return NULL;
  size_t need = b->n + n + 1;
  if (need < n || (b->cap_max && b->n + n > b->cap_max)) {
    b->failed = true;
    return NULL;
  }
  if (need > b->room) {
    size_t room = b->room ? b->room : 256;
    while (room < need) room *= 2;
    char *p = realloc(b->p, room);
    if (!p) {
      b->failed = true;
      return NULL;
    }
    b->p = p;
    b->room = room;
  }
  return b->p + b->n;
}

void buf_wrote(struct buf *b, size_t n) {
  assert(b->n + n < b->room);
  b->n += n;
  b->p[b->n] = '\0';
}

void buf_add(struct buf *b, const void *p, size_t n) {
  void *to = buf_grow(b, n);
  if (!to) return;
  if (n) memcpy(to, p, n);
  buf_wrote(b, n);
}

void buf_add_sv(struct buf *b, struct sv s) { buf_add(b, s.p, s.n); }
void buf_add_str(struct buf *b, const char *s) { buf_add(b, s, strlen(s)); }
void buf_add_char(struct buf *b, char c) { buf_add(b, &c, 1); }

void buf_printf(struct buf *b, const char *fmt, ...) {
  va_list ap, again;
  va_start(ap, fmt);
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, fmt, ap);
  va_end(ap);
  void *to = n < 0 ? NULL : buf_grow(b, (size_t)n);
  if (to) {
    vsnprintf(to, (size_t)n + 1, fmt, again);
    buf_wrote(b, (size_t)n);
  }
  va_end(again);
}

void buf_eat(struct buf *b, size_t n) {
  if (n > b->n) n = b->n;
  if (!n) return;
  memmove(b->p, b->p + n, b->n - n);
  b->n -= n;
  b->p[b->n] = '\0';
}

struct sv buf_sv(const struct buf *b) {
  return (struct sv){b->p ? b->p : "", b->n};
}

char *buf_take(struct buf *b) {
  char *p = b->p;
  *b = (struct buf){.cap_max = b->cap_max};
  return p;
}

enum err buf_check(const struct buf *b) {
  return b->failed ? fail(E_TOO_BIG, "more than %zu bytes", b->cap_max) : OK;
}
