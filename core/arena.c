// SPDX-License-Identifier: Apache-2.0
#include "core/arena.h"

struct arena_block {
  struct arena_block *next;
  size_t used, size;
  max_align_t data[];
};

enum { BLOCK = 16 * 1024 };

void arena_init(struct arena *a, size_t cap) { *a = (struct arena){.cap = cap}; }

void arena_drop(struct arena *a) {
  for (struct arena_block *b = a->head, *next; b; b = next) {
    next = b->next;
    free(b);
  }
  a->head = NULL;
  a->used = 0;
}

void arena_clear(struct arena *a) { arena_drop(a); }

static struct arena_block *block_new(struct arena *a, size_t want) {
  size_t room = want > BLOCK ? want : BLOCK;
  struct arena_block *b = malloc(sizeof *b + room);
  if (!b) return NULL;
  *b = (struct arena_block){.next = a->head, .size = room};
  a->head = b;
  return b;
}

void *arena_try(struct arena *a, size_t size) {
  size_t want = (size + _Alignof(max_align_t) - 1) & ~(_Alignof(max_align_t) - 1);
  if (want < size || want > a->cap - a->used) return NULL;

  struct arena_block *b = a->head;
  if (!b || want > b->size - b->used) b = block_new(a, want);
  if (!b) return NULL;
  void *p = (char *)b->data + b->used;
  b->used += want;
  a->used += want;
  return memset(p, 0, want); // what is asked for, not the whole block
}

void *arena_alloc(struct arena *a, size_t size) {
  void *p = arena_try(a, size);
  if (!p) out_of_memory();
  return p;
}

// Whatever was acknowledged is on the disk, as it must be for a kill -9; who starts us starts us
// again.
void out_of_memory(void) {
  static const char text[] = "out of memory: this program ends and is to be started again\n";
  if (write(STDERR_FILENO, text, sizeof text - 1) < 0) _exit(71);
  _exit(71); // EX_OSERR
}

char *arena_strndup(struct arena *a, const char *s, size_t n) {
  char *p = arena_alloc(a, n + 1);
  if (n) memcpy(p, s, n);
  return p;
}

char *arena_strdup(struct arena *a, const char *s) { return arena_strndup(a, s, strlen(s)); }

char *arena_printf(struct arena *a, const char *fmt, ...) {
  va_list ap, again;
  va_start(ap, fmt);
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, fmt, ap);
  va_end(ap);
  if (n < 0) out_of_memory();
  char *p = arena_alloc(a, (size_t)n + 1);
  vsnprintf(p, (size_t)n + 1, fmt, again);
  va_end(again);
  return p;
}
