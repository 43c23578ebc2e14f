// SPDX-License-Identifier: Apache-2.0
#include "scoring/shipped.h"

#define EMBED(name, file)                                                                          \
  __asm__(".pushsection .rodata\n"                                                                 \
          ".global shipped_" #name "\n.global shipped_" #name "_end\n"                             \
          "shipped_" #name ":\n.incbin \"" file "\"\nshipped_" #name "_end:\n.byte 0\n"            \
          ".popsection\n");                                                                        \
  extern const char shipped_##name[], shipped_##name##_end[]

EMBED(core, "schemas/rubrics/core.json");
EMBED(difficult, "schemas/rubrics/difficult.json");
EMBED(empty_json, "schemas/rubrics/empty.json");

const struct shipped *shipped_rubrics(size_t *out_n) {
  static const struct shipped all[] = {
      {"core", shipped_core, shipped_core_end},
      {"difficult", shipped_difficult, shipped_difficult_end},
  };
  *out_n = countof(all);
  return all;
}

const struct shipped *shipped_empty(void) {
  static const struct shipped one = {"form", shipped_empty_json, shipped_empty_json_end};
  return &one;
}
