// SPDX-License-Identifier: Apache-2.0
// Arena: memory that lives as long as one request, one call, one command.
// Never freed piecemeal; capped, so a hostile request cannot eat the machine: past the cap
// arena_try answers NULL and arena_alloc ends the process (use arena_try for sizes a peer chooses).
// Not thread-safe: one owner.
#pragma once
#include "core/base.h"

struct arena {
  struct arena_block *head;
  size_t used, cap; // bytes handed out; the most we will hand out
};

void arena_init(struct arena *a, size_t cap);
void arena_drop(struct arena *a);
void arena_clear(struct arena *a);               // forget everything, keep the cap
void *arena_alloc(struct arena *a, size_t size); // zeroed, never NULL
_Noreturn void out_of_memory(void);              // says so and ends the process with EX_OSERR
void *arena_try(struct arena *a, size_t size);   // zeroed, NULL past the cap
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_strdup(struct arena *a, const char *s);
PRINTF(2, 3) char *arena_printf(struct arena *a, const char *fmt, ...);

#define arena_new(a, type)      ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, n, type) ((type *)arena_alloc((a), (n) * sizeof(type)))
