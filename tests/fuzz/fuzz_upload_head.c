// SPDX-License-Identifier: Apache-2.0
// What a head says of a file that is sent (type, length, metadata, a line each): a file has a
// length and an ending of letters and digits, and its name has no path.
#include "review-web/http/uploadhead.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct sv field(struct sv *rest) {
  struct sv line = sv_cut(rest, '\n');
  return line.n ? line : (struct sv){0};
}

static void check(const struct upload_said *s, const struct upload_head *h) {
  if (!s->length || !s->kind[0] || strlen(s->kind) > 5) abort();
  for (const char *c = s->kind; *c; c++)
    if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9'))) abort();
  if (s->name && (!*s->name || strpbrk(s->name, "/\\\n") || strlen(s->name) > UPLOAD_NAME_MAX))
    abort();
  if (s->body == UPLOAD_SOUND && h->body_bytes > s->length) abort();
  if (s->body == UPLOAD_NOTHING && h->body_bytes) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct sv rest = {(const char *)data, size};
  struct arena a;
  struct upload_said said;
  arena_init(&a, 1 << 20);
  struct upload_head head = {.type = field(&rest), .length = field(&rest)};
  head.metadata = field(&rest);
  head.body_bytes = rest.n;
  if (!upload_head_read(&a, &head, &said)) check(&said, &head);
  err_forget();
  arena_drop(&a);
  return 0;
}
