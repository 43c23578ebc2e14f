// SPDX-License-Identifier: Apache-2.0
// Evaluations of calls in load windows, one by one: such a call is never drawn, so it is some call
// somebody chose, by the short form or the usual. No mean, no interval: facts, apart from figures.
// And random samples that left the figures or never came into them, each with its reason.
#include "gen/sql/trends.h"
#include "scoring/life/trends.h"

enum err trend_apart_json(struct db *db, struct arena *a, const struct trend_base *b,
                          struct id agent, int64_t from_ms, json_t **out) {
  struct loaded_of_row *rows;
  size_t n;
  TRY(sql_loaded_of(db, a, &(struct loaded_of){agent, from_ms}, &rows, &n));
  *out = json_array();
  for (size_t i = 0; i < n; i++) {
    const struct loaded_of_row *r = &rows[i];
    if (trend_blind(b, r->started_ms)) continue;
    json_t *ppm = r->total_ppm.set ? json_integer(r->total_ppm.v) : json_null();
    json_array_append_new(*out, json_pack("{s:I,s:s,s:s,s:s,s:I,s:o,s:b}", "at_ms",
                                          (json_int_t)r->started_ms, "load", r->load_mark,
                                          "title_sv", r->title_sv, "title_en", r->title_en,
                                          "version", (json_int_t)r->version, "ppm", ppm, "random",
                                          !strcmp(r->selection, "random")));
  }
  return OK;
}

// Why it is in no figure. An evaluation the agent may not have read yet is told by its reason
// alone.
static const char *left_out_why(const struct left_out_of_row *r) {
  if (!strcmp(r->state, "voided")) return r->released_ms.set ? "voided" : "voided_unsent";
  if (!r->released_ms.set) return "unsent";
  return r->left_out ? r->left_out : "own_first"; // her mark before it was sent; hers is not in
}

enum err trend_left_out(struct db *db, struct arena *a, const struct trend_base *b, struct id agent,
                        bool unsent, json_t **out) {
  struct left_out_of_row *rows;
  size_t n;
  TRY(sql_left_out_of(db, a, &(struct left_out_of){agent, b->rubric, b->from_ms}, &rows, &n));
  *out = json_array();
  for (size_t i = 0; i < n; i++) {
    const struct left_out_of_row *r = &rows[i];
    if (!r->released_ms.set && !unsent) continue; // what was not sent does not exist for the agent
    json_t *one = json_pack("{s:I,s:I,s:s}", "at_ms", (json_int_t)r->started_ms, "version",
                            (json_int_t)r->version, "why", left_out_why(r));
    if (r->void_reason && r->released_ms.set)
      json_object_set_new(one, "reason", json_string(r->void_reason));
    json_array_append_new(*out, one);
  }
  return OK;
}
