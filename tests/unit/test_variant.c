// SPDX-License-Identifier: Apache-2.0
#include "scoring/life/variant.h"
#include "tests/check.h"

static const struct variant_form forms[] = {
    {.key = "core"},
    {.key = "crisis", .load = true},
    {.key = "estate", .topic = "dödsbo"},
    {.key = "money_laundering", .topic = "penningtvätt"},
    {.key = "of_a_client", .other = true},
};

static const char *pick(const char *usual, bool loaded, const char *topic) {
  const char *topics[] = {"Autogiro", topic};
  struct variant_call call = {usual, loaded, topics, topic ? 2 : 1};
  size_t at = variant_pick(forms, countof(forms), &call);
  return at == countof(forms) ? "none" : forms[at].key;
}

TEST(a_call_is_scored_by_the_form_that_stands_in_for_it) {
  CHECK_STR(pick("core", false, NULL), "core");
  CHECK_STR(pick("core", false, "Dödsbo"), "estate");
  CHECK_STR(pick("core", false, "Penningtvätt"), "money_laundering");
  CHECK_STR(pick("core", true, NULL), "crisis");
  CHECK_STR(pick("core", true, "Dödsbo"), "crisis"); // the whole day is different
  CHECK_STR(pick("estate", false, NULL), "estate");  // asked for by name
  CHECK_STR(pick("retired", false, NULL), "none");
  CHECK_STR(pick("retired", true, NULL), "crisis");
}
