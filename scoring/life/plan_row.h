// SPDX-License-Identifier: Apache-2.0
// What the files of plan.h share: a plan as read, its frame, who may hear whom.
#pragma once
#include "gen/sql/sampling.h"
#include "scoring/life/plan.h"
#include "scoring/pure/period.h"
#include "scoring/pure/sample_json.h"

enum { PLAN_ROOM = 256 << 20 };

struct plan_seers { // a plan's evaluators, the agents each sees and from when to when, by agent
  struct sampling_sees_row *v;
  size_t n;
  struct plan_load {
    struct id person;
    int64_t items;
  } loads[PLAN_EVALUATORS];
  size_t load_count;
};
MUST_CHECK enum err plan_seers_read(struct db *db, struct arena *a, struct id plan,
                                    struct plan_seers *out);
struct plan_call { // what decides who can hear it
  struct id agent;
  const char *language; // NULL: not known, anyone understands it
  int64_t started_ms;
};
// Sees the agent's calls of that time, understands the language; `prefer` before others, then who
// has least to hear. none: nobody.
struct id plan_seers_pick(struct plan_seers *s, struct plan_call call, struct id prefer);

struct plan_frame {
  json_t *rules, *frame; // as they are stored
  struct sample_in in;
};
void plan_frame_drop(struct plan_frame *f);
struct plan_span {
  int64_t from_ms, to_ms, take;
};
MUST_CHECK enum err plan_frame_make(struct db *db, struct arena *a,
                                    const struct sampling_plan_get_row *plan, struct plan_span span,
                                    struct plan_seers *seers, struct plan_frame *out);
// A stored draw's, with what was withdrawn from it for a cause.
struct plan_again {
  struct sampling_draw_get_row row;
  struct sampling_items_of_row *items;
  size_t item_count;
  struct plan_frame frame;
  struct sample sample; // as seed, frame and withdrawals give it
};
void plan_again_drop(struct plan_again *d);
MUST_CHECK enum err plan_again_make(struct db *db, struct arena *a, struct id draw,
                                    struct plan_again *out);
bool plan_left_for_cause(
    const struct sampling_items_of_row *item); // withdrawn, and not by a redraw
bool plan_is_item(const struct plan_again *d, struct id interaction, bool standing);
MUST_CHECK enum err plan_item_add(struct db *db, struct arena *a, struct plan_seers *seers,
                                  const struct sampling_item_add *item);
