// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/facts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err each(void *ctx, const struct facts_row *row) {
  size_t *left = ctx;
  if (!(*left)--) abort(); // no more rows than lines
  if (row->answered && (!row->read || !row->facts.external_id)) abort();
  return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  AUTO(arena) struct arena a = {0};
  arena_init(&a, 16 << 20);
  struct facts f = {0}, other = {0};
  struct facts_sound sound = {0};
  struct sv text = {(const char *)data, size};
  if (facts_read(text, &(struct facts_of){"1795302661.17", {"a.wav"}}, &a, &f) == OK)
    facts_fill(&other, &f);
  err_forget();
  if (facts_vcon_sound(text, &a, &sound) == OK && sound.audio[0].n + sound.audio[1].n > size)
    abort();
  err_forget();
  const char *name = arena_strndup(&a, text.p, size > 300 ? 300 : size), *whole = NULL;
  facts_name(name, &a, &f);
  facts_half(name, &a, &whole);
  facts_time(text, NULL, &(bool){false});
  err_forget();
  size_t left = size + 1;
  if (facts_cdr_each(text, each, &left)) abort();
  return 0;
}
