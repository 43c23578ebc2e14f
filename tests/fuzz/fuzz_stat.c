// SPDX-License-Identifier: Apache-2.0
// Input: a byte that picks the statistic, then its JSON. Every answer can be written as JSON.
#include "scoring/cli/calc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool asks_for_much(const json_t *ask) { // many draws are slow, not wrong
  return json_number_value(json_object_get(ask, "draws")) > 200;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  size_t names = 0;
  while (calc_name(names)) names++;
  if (!size) return 0;
  json_t *ask = json_loadb((const char *)data + 1, size - 1, 0, NULL), *out = NULL;
  if (json_is_object(ask) && !json_object_get(ask, "draws"))
    json_object_set_new(ask, "draws", json_integer(20));
  if (ask && !asks_for_much(ask) && !calc_run(calc_name(data[0] % names), ask, &out)) {
    char *text = json_dumps(out, JSON_COMPACT | JSON_REAL_PRECISION(17));
    if (!text) abort();
    free(text);
  }
  json_decref(out);
  json_decref(ask);
  err_forget();
  return 0;
}
