// SPDX-License-Identifier: Apache-2.0
// A draw for a stranger: all it was made of, and how often it was made.
#include "gen/sql/sampling.h"
#include "scoring/life/plan_row.h"
#include "scoring/pure/sample_tell.h"

enum err plan_times(struct db *db, struct arena *a, struct id draw, struct plan_times *out) {
  struct sampling_draw_times_row row;
  (void)a;
  TRY(sql_sampling_draw_times(db, a, &(struct sampling_draw_times){draw}, &row));
  *out = (struct plan_times){row.nth, row.times};
  return OK;
}

static const char *const *withdrawn_of(struct arena *a, const struct plan_again *d, size_t *out_n) {
  const char **gone = arena_array(a, d->item_count + 1, const char *);
  *out_n = 0;
  for (size_t i = 0; i < d->item_count; i++) {
    if (!plan_left_for_cause(&d->items[i])) continue;
    char *text = arena_alloc(a, ID_TEXT);
    id_text(d->items[i].interaction, text);
    gone[(*out_n)++] = text;
  }
  return gone;
}

enum err plan_export(struct db *db, struct arena *a, struct id draw, json_t **out) {
  AUTO(plan_again) struct plan_again d = {0};
  struct plan_times times;
  char text[ID_TEXT];
  TRY(plan_again_make(db, a, draw, &d));
  TRY(plan_times(db, a, draw, &times));
  struct sample_telling telling = {&d.frame.in, d.frame.rules, NULL, 0};
  telling.withdrawn = withdrawn_of(a, &d, &telling.withdrawn_count);
  json_t *told = sample_draw_json(&telling, d.row.seed, true);
  id_text(draw, text);
  json_object_set_new(told, "draw", json_string(text));
  json_object_set_new(told, "drawn_ms", json_integer(d.row.drawn_ms));
  json_object_set_new(told, "from_ms", json_integer(d.row.from_ms));
  json_object_set_new(told, "to_ms", json_integer(d.row.to_ms));
  json_object_set_new(told, "nth", json_integer(times.nth));
  json_object_set_new(told, "times", json_integer(times.of));
  json_object_set_new(told, "formula", json_string("docs/sampling.md, sample/1"));
  json_object_set(told, "calls", json_object_get(d.frame.frame, "calls"));
  *out = told;
  return OK;
}
