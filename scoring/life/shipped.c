// SPDX-License-Identifier: Apache-2.0
#include "scoring/life/shipped.h"

#include "gen/sql/rubric.h"

#define EMBED(name, file)                                                                          \
  __asm__(".pushsection .rodata\n"                                                                 \
          ".global shipped_" #name "\n.global shipped_" #name "_end\n"                             \
          "shipped_" #name ":\n.incbin \"" file "\"\nshipped_" #name "_end:\n.byte 0\n"            \
          ".popsection\n");                                                                        \
  extern const char shipped_##name[], shipped_##name##_end[]

EMBED(core, "schemas/rubrics/core.json");
EMBED(difficult, "schemas/rubrics/difficult.json");
EMBED(anger, "schemas/rubrics/anger.json");
EMBED(estate, "schemas/rubrics/estate.json");
EMBED(money_laundering, "schemas/rubrics/money_laundering.json");
EMBED(crisis, "schemas/rubrics/crisis.json");
EMBED(newhire, "schemas/rubrics/newhire.json");
EMBED(empty_json, "schemas/rubrics/empty.json");

const struct shipped *shipped_rubrics(size_t *out_n) {
  static const struct shipped all[] = {
#define FORM(key) {#key, shipped_##key, shipped_##key##_end}
      FORM(core),   FORM(difficult), FORM(anger), FORM(estate), FORM(money_laundering),
      FORM(crisis), FORM(newhire),
#undef FORM
  };
  _Static_assert(countof(all) <= SHIPPED_MAX, "shipped_missing has room for them");
  *out_n = countof(all);
  return all;
}

const struct shipped *shipped_empty(void) {
  static const struct shipped one = {"form", shipped_empty_json, shipped_empty_json_end};
  return &one;
}

enum err shipped_json(const struct shipped *form, json_t **out) {
  *out = json_loadb(form->at, (size_t)(form->end - form->at), 0, NULL);
  return *out ? OK : fail(E_BROKEN, "the rubric %s is not JSON", form->key);
}

enum err shipped_missing(struct db *db, struct arena *a, const struct shipped *out[SHIPPED_MAX],
                         size_t *out_n) {
  size_t n, missing = 0;
  const struct shipped *all = shipped_rubrics(&n);
  for (size_t i = 0; i < n; i++) {
    struct rubric_version_newest_row row;
    bool found = false;
    TRY(sql_rubric_version_newest(db, a, &(struct rubric_version_newest){all[i].key}, &row,
                                  &found));
    if (!found) out[missing++] = &all[i];
  }
  *out_n = missing;
  return OK;
}
