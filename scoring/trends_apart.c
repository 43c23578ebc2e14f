// SPDX-License-Identifier: Apache-2.0
// Evaluations of calls in load windows, one by one: such a call is never drawn, so it is some call
// somebody chose, by the short form or the usual. No mean, no interval: facts, apart from figures.
#include "scoring/trends.h"

enum err trend_apart_json(struct db *db, struct arena *a, struct id agent, int64_t from_ms,
                          json_t **out) {
  struct loaded_of_row *rows;
  size_t n;
  TRY(sql_loaded_of(db, a, &(struct loaded_of){agent, from_ms}, &rows, &n));
  *out = json_array();
  for (size_t i = 0; i < n; i++) {
    const struct loaded_of_row *r = &rows[i];
    json_t *ppm = r->total_ppm.set ? json_integer(r->total_ppm.v) : json_null();
    json_array_append_new(*out, json_pack("{s:I,s:s,s:s,s:s,s:I,s:o,s:b}", "at_ms",
                                          (json_int_t)r->started_ms, "load", r->load_mark,
                                          "title_sv", r->title_sv, "title_en", r->title_en,
                                          "version", (json_int_t)r->version, "ppm", ppm, "random",
                                          !strcmp(r->selection, "random")));
  }
  return OK;
}
