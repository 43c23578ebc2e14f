// SPDX-License-Identifier: Apache-2.0
// Input: a rubric, a zero byte, answers to it. The score stays in its range and tells itself whole.
#include "scoring/pure/score.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void in_range(int64_t ppm) {
  if (ppm < SCORE_NONE || ppm > 2 * PPM) abort();
}

static void try_answers(const json_t *rubric, const json_t *says) {
  AUTO(arena) struct arena a;
  struct problems problems = {.n = 0};
  struct rubric r;
  struct answer *answers;
  arena_init(&a, 64 << 20);
  if (rubric_read(&a, rubric, &problems, &r) || answers_read(&a, &r, says, &answers)) return;
  struct score s = score_answers(&a, &r, answers);
  in_range(s.total_ppm);
  in_range(s.reported_ppm);
  in_range(s.correct_ppm);
  in_range(s.human_ppm);
  json_t *out = score_json(&r, answers, &s);
  if (!out) abort();
  json_decref(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *text = (const char *)data, *zero = memchr(text, 0, size);
  if (!zero) return 0;
  size_t first = (size_t)(zero - text);
  json_t *rubric = json_loadb(text, first, JSON_REJECT_DUPLICATES, NULL);
  json_t *says = json_loadb(zero + 1, size - first - 1, JSON_REJECT_DUPLICATES, NULL);
  if (rubric && says) try_answers(rubric, says);
  json_decref(rubric);
  json_decref(says);
  err_forget();
  return 0;
}
