// SPDX-License-Identifier: Apache-2.0
// Which forms there are figures of, and which is told where nobody said: core where it has any.
#include "gen/sql/trends.h"
#include "scoring/life/trends.h"

struct forms {
  json_t *told;
  const char *first;
  bool core;
};

static void form_add(struct forms *f, const char *key, const char *sv, const char *en) {
  json_array_append_new(f->told,
                        json_pack("{s:s,s:s,s:s}", "key", key, "title_sv", sv, "title_en", en));
  if (!f->first) f->first = key;
  f->core |= !strcmp(key, "core");
}

static enum err forms_find(struct db *db, struct arena *a, struct id agent, struct forms *out) {
  struct counted_forms_row *all;
  struct counted_forms_of_row *hers;
  size_t n;
  if (id_is_none(agent)) {
    TRY(sql_counted_forms(db, a, &all, &n));
    for (size_t i = 0; i < n; i++) form_add(out, all[i].key, all[i].title_sv, all[i].title_en);
    return OK;
  }
  TRY(sql_counted_forms_of(db, a, &(struct counted_forms_of){agent}, &hers, &n));
  for (size_t i = 0; i < n; i++) form_add(out, hers[i].key, hers[i].title_sv, hers[i].title_en);
  return OK;
}

enum err trend_forms(struct db *db, struct arena *a, struct id agent, const char **rubric,
                     json_t **out) {
  struct forms f = {.told = json_array()};
  enum err rc = forms_find(db, a, agent, &f);
  if (rc) {
    json_decref(f.told);
    return rc;
  }
  if (!*rubric) *rubric = f.core || !f.first ? "core" : f.first;
  *out = f.told;
  return OK;
}
