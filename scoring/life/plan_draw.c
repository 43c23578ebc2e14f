// SPDX-License-Identifier: Apache-2.0
// Drawing: frame, seed, sample, who hears it, all kept; and the same again from what was kept.
#include <sodium.h>

#include "centre/event.h"
#include "gen/sql/interaction.h"
#include "gen/sql/sampling.h"
#include "scoring/life/plan_row.h"

enum { SEED_BYTES = 16 };
static const int64_t DAY_MS = INT64_C(86400000);
static const int64_t FIRST_DAYS = 7, OLDEST_DAYS = 31;

struct work { // one draw in the making
  struct db *db;
  struct arena *arena;
  struct sampling_plan_get_row plan;
  struct period period;
  struct plan_order order;
  int64_t now_ms;
  struct plan_span span;
  struct sampling_draw_of_round_row standing;
  bool again; // there is a standing draw, and it is redrawn
};

static char *hex(struct arena *a, const uint8_t *p, size_t n) {
  char *text = arena_alloc(a, n * 2 + 1);
  sodium_bin2hex(text, n * 2 + 1, p, n);
  return text;
}

static char *dumped(struct arena *a, const json_t *v) {
  char *text = json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS),
       *kept = arena_strdup(a, text ? text : "");
  free(text);
  return kept;
}

// ---- items --------------------------------------------------------------------------------------
static enum err call_of(struct db *db, struct arena *a, const struct sampling_item_add *item,
                        struct plan_call *out) {
  struct interaction_get_row row;
  bool found = false;
  TRY(sql_interaction_get(db, a, &(struct interaction_get){item->interaction}, &row, &found));
  if (!found) return fail(E_BROKEN, "a drawn call is not there");
  *out = (struct plan_call){item->agent, row.language, row.started_ms};
  return OK;
}

enum err plan_item_add(struct db *db, struct arena *a, struct plan_seers *seers,
                       const struct sampling_item_add *item) {
  struct sampling_item_add whole = *item;
  struct plan_call call;
  TRY(call_of(db, a, item, &call));
  struct id prefer = item->evaluator.v, none = {{0}};
  whole.evaluator = opt_id_of(plan_seers_pick(seers, call, item->evaluator.set ? prefer : none));
  whole.state = "waiting";
  if (!whole.evaluator.set) {
    whole.state = "withdrawn";
    whole.why = "no_evaluator";
    whole.ended_ms = some_int(item->drawn_ms);
  }
  return sql_sampling_item_add(db, &whole);
}

static enum err items_add(const struct work *w, struct plan_seers *seers, const struct sample *s,
                          struct id draw) {
  for (size_t i = 0; i < s->eligible; i++) {
    if (!s->order[i]->drawn) continue;
    struct sampling_item_add item = {.id = id_new(),
                                     .draw = draw,
                                     .plan = w->plan.id,
                                     .drawn_ms = w->now_ms,
                                     .due_ms = w->period.to_ms};
    TRY(id_parse(sv_of(s->order[i]->id), &item.interaction));
    TRY(id_parse(sv_of(s->order[i]->agent), &item.agent));
    TRY(plan_item_add(w->db, w->arena, seers, &item));
  }
  return OK;
}

// How many were left out, by reason; the plan's own among them.
static json_t *excluded_json(const struct sample_in *in) {
  json_t *all = json_object();
  for (size_t i = 0; i < in->n; i++) {
    const char *why = sample_excludes(&in->plan, &in->calls[i]);
    if (!why) continue;
    json_int_t seen = json_integer_value(json_object_get(all, why));
    json_object_set_new(all, why, json_integer(seen + 1));
  }
  return all;
}

// ---- the draw -----------------------------------------------------------------------------------
static void add_up(const struct sample *s, struct plan_drawn *out) {
  out->eligible = (int64_t)s->eligible;
  for (size_t i = 0; i < s->group_count; i++) {
    out->drawn += (int64_t)s->groups[i].drawn;
    out->short_of += (int64_t)s->groups[i].short_of;
  }
}

static enum err draw_write(const struct work *w, const struct plan_frame *f, const char *seed,
                           const struct plan_drawn *sum) {
  uint8_t hash[SAMPLE_HASH];
  sample_frame_hash(w->arena, f->in.calls, f->in.n, hash);
  struct sampling_draw_add row = {.id = sum->draw,
                                  .plan = w->plan.id,
                                  .period_ms = w->period.from_ms,
                                  .ends_ms = w->period.to_ms,
                                  .round = w->period.round,
                                  .number = w->again ? w->standing.number + 1 : 0,
                                  .drawn_ms = w->now_ms,
                                  .from_ms = w->span.from_ms,
                                  .to_ms = w->span.to_ms,
                                  .seed = seed,
                                  .rules = dumped(w->arena, f->rules),
                                  .frame = dumped(w->arena, f->frame),
                                  .frame_sha256 = hex(w->arena, hash, sizeof hash),
                                  .calls = (int64_t)f->in.n,
                                  .eligible = sum->eligible,
                                  .take = w->span.take,
                                  .drawn = sum->drawn,
                                  .short_of = sum->short_of,
                                  .reason = w->order.reason,
                                  .author = opt_id_of(w->order.by)};
  json_t *excluded = excluded_json(&f->in);
  row.excluded = dumped(w->arena, excluded);
  json_decref(excluded);
  if (w->again) row.redraw_of = some_id(w->standing.id);
  TRY(sql_sampling_draw_add(w->db, &row));
  char *detail =
      arena_printf(w->arena, "{\"seed\":\"%s\",\"frame\":\"%s\"}", seed, row.frame_sha256);
  return event_tell(
      w->db, EV_SAMPLE_DRAWN,
      (struct happening){.actor = w->order.by, .object = sum->draw, .detail = detail});
}

static enum err draw_make(const struct work *w, struct plan_drawn *out) {
  AUTO(plan_frame) struct plan_frame f = {0};
  struct plan_seers seers;
  struct plan_drawn sum = {.draw = id_new()};
  uint8_t random[SEED_BYTES];
  TRY(plan_frame_make(w->db, w->arena, &w->plan, w->span, &seers, &f));
  randombytes_buf(random, sizeof random);
  const char *seed = hex(w->arena, random, sizeof random);
  struct sample s = sample_draw(w->arena, &f.in.plan, f.in.calls, f.in.n, sv_of(seed), NULL, 0);
  add_up(&s, &sum);
  if (!sum.drawn) return OK;
  TRY(draw_write(w, &f, seed, &sum));
  TRY(items_add(w, &seers, &s, sum.draw));
  *out = sum;
  return OK;
}

// ---- whether, and from when --------------------------------------------------------------------
static enum err span_find(struct work *w) {
  struct sampling_draw_last_row last;
  bool found = false;
  bool due = w->order.when == PLAN_DUE;
  w->span.to_ms = due ? w->period.day_ms : w->now_ms;
  w->span.take = period_share(&w->period, w->plan.take);
  if (w->order.when == PLAN_AGAIN && !w->span.take) w->span.take = 1;
  w->span.from_ms = w->span.to_ms - FIRST_DAYS * DAY_MS;
  TRY(sql_sampling_draw_last(w->db, w->arena, &(struct sampling_draw_last){w->plan.id}, &last,
                             &found));
  int64_t oldest = w->span.to_ms - OLDEST_DAYS * DAY_MS;
  if (found) w->span.from_ms = last.to_ms > oldest ? last.to_ms : oldest;
  if (w->again) w->span.from_ms = w->standing.from_ms;
  return OK;
}

static enum err refuse(const struct work *w, const char *why) {
  return w->order.when == PLAN_AGAIN ? fail(E_CONFLICT, "%s", why) : OK;
}

// Whether there is anything to draw; a person who asked is told why not.
static enum err ready(struct work *w, bool *out) {
  struct plan_pauses pauses;
  bool standing = false;
  *out = false;
  if (w->plan.retired_ms.set) return refuse(w, "the plan is retired");
  if (w->plan.from_ms > w->now_ms) return refuse(w, "the plan has not begun");
  TRY(plan_pauses_read(w->db, w->arena, w->now_ms, &pauses));
  if (plan_paused(&pauses))
    return refuse(w, "a load window is open: drawing goes on when it is closed");
  TRY(sql_sampling_draw_of_round(w->db, w->arena,
                                 &(struct sampling_draw_of_round){.plan = w->plan.id,
                                                                  .period_ms = w->period.from_ms,
                                                                  .round = w->period.round},
                                 &w->standing, &standing));
  w->again = standing && w->order.when == PLAN_AGAIN;
  if (standing && !w->again) return OK;
  if (w->again && (!w->order.reason || !*w->order.reason))
    return fail(E_BAD_DATA, "reason: say why it is drawn again");
  TRY(span_find(w));
  *out = w->span.take > 0 && w->span.from_ms < w->span.to_ms;
  return OK;
}

static enum err draw_in_tx(struct work *w, struct plan_drawn *out) {
  bool found = false, go;
  TRY(sql_sampling_plan_get(w->db, w->arena, &(struct sampling_plan_get){w->order.plan}, &w->plan,
                            &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such plan");
  w->period = period_at(w->plan.period, w->now_ms);
  TRY(ready(w, &go));
  if (!go) return OK;
  if (w->again)
    TRY(sql_sampling_items_redrawn(
        w->db, &(struct sampling_items_redrawn){.draw = w->standing.id, .ended_ms = w->now_ms}));
  TRY(draw_make(w, out));
  return id_is_none(out->draw) ? refuse(w, "there is no call to draw from") : OK;
}

enum err plan_draw(struct db *db, const struct plan_order *order, int64_t now_ms,
                   struct plan_drawn *out) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct work w = {.db = db, .arena = &a, .order = *order, .now_ms = now_ms};
  struct plan_drawn drawn = {0};
  arena_init(&a, PLAN_ROOM);
  TRY(db_join(db, &tx));
  TRY(draw_in_tx(&w, &drawn));
  TRY(db_commit(&tx));
  *out = drawn;
  return OK;
}

// ---- again --------------------------------------------------------------------------------------
void plan_again_drop(struct plan_again *d) { plan_frame_drop(&d->frame); }

bool plan_left_for_cause(const struct sampling_items_of_row *item) {
  return !strcmp(item->state, "withdrawn") && item->why && strcmp(item->why, "redrawn") != 0;
}

// Is this call an item of the draw, withdrawn ones among them; or one that stands?
bool plan_is_item(const struct plan_again *d, struct id interaction, bool standing) {
  for (size_t i = 0; i < d->item_count; i++)
    if (id_eq(d->items[i].interaction, interaction) &&
        !(standing && plan_left_for_cause(&d->items[i])))
      return true;
  return false;
}

static enum err stored_read(struct plan_again *d) {
  d->frame.rules = json_loads(d->row.rules, JSON_REJECT_DUPLICATES, NULL);
  d->frame.frame = json_loads(d->row.frame, JSON_REJECT_DUPLICATES, NULL);
  TRY(sample_plan_read(d->frame.rules, &d->frame.in));
  return sample_frame_read(d->frame.frame, &d->frame.in);
}

enum err plan_again_make(struct db *db, struct arena *a, struct id draw, struct plan_again *out) {
  bool found = false;
  *out = (struct plan_again){.frame = {.in = {.arena = a}}};
  TRY(sql_sampling_draw_get(db, a, &(struct sampling_draw_get){draw}, &out->row, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such draw");
  TRY(sql_sampling_items_of(db, a, &(struct sampling_items_of){draw}, &out->items,
                            &out->item_count));
  TRY(stored_read(out));
  const char **gone = arena_array(a, out->item_count + 1, const char *);
  size_t n = 0;
  for (size_t i = 0; i < out->item_count; i++) {
    if (!plan_left_for_cause(&out->items[i])) continue;
    char *text = arena_alloc(a, ID_TEXT);
    id_text(out->items[i].interaction, text);
    gone[n++] = text;
  }
  out->sample = sample_draw(a, &out->frame.in.plan, out->frame.in.calls, out->frame.in.n,
                            sv_of(out->row.seed), gone, n);
  return OK;
}
