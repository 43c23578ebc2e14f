// SPDX-License-Identifier: Apache-2.0
// A rubric file: read, asked for publishing, hashed, compared with itself.
#include "scoring/pure/rubric.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_rubric(const json_t *json) {
  AUTO(arena) struct arena a;
  struct problems problems = {.n = 0};
  struct rubric r;
  char hash[RUBRIC_HASH];
  json_t *diff = NULL;
  arena_init(&a, 64 << 20);
  if (rubric_read(&a, json, &problems, &r)) {
    if (!problems.n) abort(); // a refusal says why
    return;
  }
  (void)!rubric_publishable(&a, json, &r, &problems);
  if (rubric_hash(json, hash) || rubric_diff(json, json, &diff)) abort();
  json_decref(diff);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  json_t *json = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
  if (json) try_rubric(json);
  json_decref(json);
  err_forget();
  return 0;
}
