// SPDX-License-Identifier: Apache-2.0
// What is read of a rule file is written as it is read, and decides one thing of a call.
#include "core/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void again(const struct rules *r) {
  static struct rules same;
  AUTO(buf) struct buf b = {0}, c = {0};
  for (size_t i = 0; i < r->n; i++) rules_write(&r->rule[i], &b);
  if (rules_read(buf_sv(&b), &same) || same.n != r->n) abort();
  for (size_t i = 0; i < same.n; i++) rules_write(&same.rule[i], &c);
  if (!sv_eq(buf_sv(&b), buf_sv(&c))) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct rules r;
  struct rules_call c = {.direction = "in", .length_ms = -1, .lot = 1234};
  enum err rc = rules_read((struct sv){(const char *)data, size}, &r);
  err_forget();
  if (rc) return 0;
  again(&r);
  rules_call_number(&c, SV("+46701740606"), "46");
  struct rules_told before = rules_decide(&r, &c);
  c.ended = true;
  c.length_ms = 5000;
  struct rules_told after = rules_decide(&r, &c);
  if (after.says == RULES_LATER) abort();
  if (before.says != RULES_LATER && before.says != after.says) abort();
  return 0;
}
