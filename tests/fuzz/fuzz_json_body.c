// SPDX-License-Identifier: Apache-2.0
// A JSON body against fields of every type, and the other readers of bodies.
#include "centre/agreement.h"
#include "review-web/http/body.h"
#include "review-web/http/query.h"

static enum err no_more(void *self, struct sv element) {
  (void)self;
  return element.n ? OK : fail(E_BAD_DATA, "empty");
}

static size_t letters(const char *text) {
  size_t n = 0;
  for (; *text; text++) n += ((unsigned char)*text & 0xc0) != 0x80;
  return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  AUTO(arena) struct arena a;
  arena_init(&a, 16 << 20);
  struct sv text = {(const char *)data, size};
  const char *word = NULL, *any = NULL, *raw = NULL;
  int64_t n = 0, (*pairs)[2];
  size_t n_pairs;
  bool flag;
  struct id id;
  struct body_ids ids = {0};
  const struct body_field fields[] = {
      {"text", BODY_TEXT, &word, .max = 100, .optional = true},
      {"any", BODY_ANY_TEXT, &any, .max = 50, .optional = true},
      {"n", BODY_INT, &n, .min = -9, .max = 9, .optional = true},
      {"flag", BODY_BOOL, &flag, .optional = true},
      {"id", BODY_ID, &id, .optional = true},
      {"ids", BODY_IDS, &ids, .max = 8, .optional = true},
      {"raw", BODY_RAW, &raw, .max = 500, .optional = true},
  };
  if (!body_read(&a, text, fields, countof(fields))) {
    if (word && (!*word || letters(word) > 100 || !utf8_valid(sv_of(word)))) abort();
    if (n < -9 || n > 9 || ids.n > 8) abort();
    if (raw && agreement_check(raw)) err_forget();
  }
  err_forget();
  if (body_object(&a, text, &raw)) err_forget();
  if (body_pairs(&a, text, 100, &pairs, &n_pairs)) err_forget();
  if (body_each(&a, text, "items", 10, no_more, NULL)) err_forget();
  return 0;
}
