// SPDX-License-Identifier: Apache-2.0
// What happens to a draw afterwards: withdrawn and replaced, expired, proven.
#include <sodium.h>

#include "centre/event.h"
#include "gen/sql/derived.h"
#include "gen/sql/sampling.h"
#include "scoring/life/plan_row.h"

// ---- withdrawn and replaced --------------------------------------------------------------------
static const char *unfit_why(const struct sampling_items_unfit_row *r) {
  if (r->marked) return r->marked;
  if (!r->agent.set || !id_eq(r->agent.v, r->drawn_agent)) return "no_agent";
  return "no_sound";
}

static enum err item_end(struct db *db, struct id item, const char *state, const char *why,
                         int64_t now_ms) {
  return sql_sampling_item_end(
      db, &(struct sampling_item_end){.id = item, .state = state, .why = why, .ended_ms = now_ms});
}

// Which of the withdrawn has nobody in its place yet; the agent's own first.
static const struct sampling_items_of_row *gap_for(const struct plan_again *d, struct id agent) {
  const struct sampling_items_of_row *any = NULL;
  for (size_t i = 0; i < d->item_count; i++) {
    const struct sampling_items_of_row *item = &d->items[i];
    bool filled = strcmp(item->state, "withdrawn") != 0;
    for (size_t k = 0; !filled && k < d->item_count; k++)
      filled = d->items[k].stands_in.set && id_eq(d->items[k].stands_in.v, item->id);
    if (filled) continue;
    if (id_eq(item->agent, agent)) return item;
    any = item;
  }
  return any;
}

static enum err stand_in(struct db *db, struct arena *a, const struct plan_again *d,
                         struct plan_seers *seers, const struct sample_call *call, int64_t now_ms) {
  struct sampling_item_add item = {.id = id_new(),
                                   .draw = d->row.id,
                                   .plan = d->row.plan,
                                   .drawn_ms = now_ms,
                                   .due_ms = d->row.ends_ms};
  TRY(id_parse(sv_of(call->id), &item.interaction));
  TRY(id_parse(sv_of(call->agent), &item.agent));
  if (plan_is_item(d, item.interaction, false)) return OK;
  const struct sampling_items_of_row *gone = gap_for(d, item.agent);
  if (gone) {
    item.stands_in = some_id(gone->id);
    item.evaluator = gone->evaluator;
  }
  TRY(plan_item_add(db, a, seers, &item));
  return event_tell(db, EV_SAMPLE_REPLACED, (struct happening){.object = item.id});
}

static enum err draw_fill(struct db *db, struct id draw, int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(plan_again) struct plan_again d = {0};
  struct plan_seers seers;
  arena_init(&a, PLAN_ROOM);
  TRY(plan_again_make(db, &a, draw, &d));
  TRY(plan_seers_read(db, &a, d.row.plan, &seers));
  for (size_t i = 0; i < d.sample.eligible; i++)
    if (d.sample.order[i]->drawn && d.sample.order[i]->stands_in)
      TRY(stand_in(db, &a, &d, &seers, d.sample.order[i], now_ms));
  return OK;
}

static bool has_gap(const struct plan_again *d) {
  for (size_t i = 0; i < d->sample.eligible; i++) {
    struct id id;
    const struct sample_call *c = d->sample.order[i];
    if (!c->drawn || !c->stands_in || !id_is(sv_of(c->id), &id)) continue;
    if (!plan_is_item(d, id, false)) return true;
  }
  return false;
}

// Until the sample asks for no more: a stand-in nobody can hear leaves a gap of its own. Past the
// period too: the stand-in expires at once, and is the plan's shortfall.
static enum err draw_fill_all(struct db *db, struct id draw, int64_t now_ms) {
  for (bool gap = true; gap;) {
    AUTO(arena) struct arena a;
    AUTO(plan_again) struct plan_again d = {0};
    arena_init(&a, PLAN_ROOM);
    TRY(draw_fill(db, draw, now_ms));
    TRY(plan_again_make(db, &a, draw, &d));
    gap = has_gap(&d);
  }
  return OK;
}

static enum err settle_once(struct db *db, struct arena *a, struct id interaction, int64_t now_ms,
                            size_t *out_n) {
  struct sampling_items_unfit_row *rows;
  TRY(sql_sampling_items_unfit(
      db, a, &(struct sampling_items_unfit){.interaction = opt_id_of(interaction)}, &rows, out_n));
  for (size_t i = 0; i < *out_n; i++) {
    const char *why = unfit_why(&rows[i]);
    TRY(item_end(db, rows[i].id, "withdrawn", why, now_ms));
    const char *detail = arena_printf(a, "{\"why\":\"%s\"}", why);
    TRY(event_tell(db, EV_SAMPLE_WITHDRAWN,
                   (struct happening){.object = rows[i].id, .detail = detail}));
  }
  for (size_t i = 0; i < *out_n; i++) TRY(draw_fill_all(db, rows[i].draw, now_ms));
  return OK;
}

// A stand-in may be unfit in its turn.
enum err plan_settle(struct db *db, struct id interaction, int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct id all = {{0}};
  size_t n = 0;
  arena_init(&a, PLAN_ROOM);
  TRY(db_join(db, &tx));
  TRY(settle_once(db, &a, interaction, now_ms, &n));
  while (n) TRY(settle_once(db, &a, all, now_ms, &n));
  return db_commit(&tx);
}

// ---- handed over --------------------------------------------------------------------------------
static enum err hand_over(struct db *db, struct arena *a,
                          const struct sampling_items_left_row *item) {
  struct plan_seers seers;
  struct id nobody = {{0}};
  TRY(plan_seers_read(db, a, item->plan, &seers));
  struct plan_call call = {item->agent, item->language, item->started_ms};
  struct id to = plan_seers_pick(&seers, call, nobody);
  if (id_is_none(to)) return OK;
  TRY(sql_sampling_item_hand(db, &(struct sampling_item_hand){.id = item->id, .evaluator = to}));
  return event_tell(db, EV_SAMPLE_HANDED, (struct happening){.object = item->id});
}

enum err plan_hand_over(struct db *db) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct sampling_items_left_row *rows;
  size_t n;
  arena_init(&a, PLAN_ROOM);
  TRY(db_join(db, &tx));
  TRY(sql_sampling_items_left(db, &a, &rows, &n));
  for (size_t i = 0; i < n; i++) TRY(hand_over(db, &a, &rows[i]));
  return db_commit(&tx);
}

// ---- expired ------------------------------------------------------------------------------------
enum err plan_expire(struct db *db, int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  struct plan_pauses pauses;
  struct sampling_items_due_row *rows;
  size_t n;
  arena_init(&a, PLAN_ROOM);
  TRY(db_join(db, &tx));
  TRY(plan_pauses_read(db, &a, now_ms, &pauses));
  if (plan_paused(&pauses)) return OK;
  TRY(sql_sampling_items_due(db, &a, &(struct sampling_items_due){.at_ms = now_ms}, &rows, &n));
  struct id last = {{0}};
  for (size_t i = 0; i < n; i++) {
    if (plan_due(&pauses, rows[i].drawn_ms, rows[i].due_ms) > now_ms) continue;
    TRY(item_end(db, rows[i].id, "expired", NULL, now_ms));
    if (!id_eq(last, rows[i].draw))
      TRY(event_tell(db, EV_SAMPLE_EXPIRED, (struct happening){.object = rows[i].draw}));
    last = rows[i].draw;
  }
  return db_commit(&tx);
}

enum err plan_keep(struct db *db, int64_t now_ms) {
  AUTO(arena) struct arena a;
  struct sampling_plan_running_row *plans;
  size_t n;
  arena_init(&a, 1 << 20);
  TRY(plan_settle(db, (struct id){{0}}, now_ms));
  TRY(plan_hand_over(db));
  TRY(plan_expire(db, now_ms));
  TRY(sql_sampling_plan_running(db, &a, &(struct sampling_plan_running){now_ms}, &plans, &n));
  for (size_t i = 0; i < n; i++) {
    struct plan_drawn drawn;
    TRY(plan_draw(db, &(struct plan_order){.plan = plans[i].id, .when = PLAN_DUE}, now_ms, &drawn));
  }
  return OK;
}

// ---- proven -------------------------------------------------------------------------------------
static const char *disagreement(const struct plan_again *d, const char *frame_sha256,
                                int64_t *out_drawn) {
  int64_t standing = 0;
  if (strcmp(frame_sha256, d->row.frame_sha256) != 0) return "the frame is not the one drawn from";
  *out_drawn = 0;
  for (size_t i = 0; i < d->sample.eligible; i++) {
    struct id id;
    if (!d->sample.order[i]->drawn) continue;
    ++*out_drawn;
    if (!id_is(sv_of(d->sample.order[i]->id), &id) || !plan_is_item(d, id, true))
      return "seed and frame give a call that was not drawn";
  }
  for (size_t i = 0; i < d->item_count; i++)
    standing += plan_is_item(d, d->items[i].interaction, true);
  return standing == *out_drawn ? "" : "a call was drawn that seed and frame do not give";
}

// The chain's own line, written with the draw.
static enum err told_otherwise(struct db *db, struct arena *a, struct id draw,
                               const struct plan_again *d, const char **out) {
  struct told_draw_row line;
  bool found;
  TRY(sql_told_draw(db, a, &(struct told_draw){draw}, &line, &found));
  const char *here =
      arena_printf(a, "{\"seed\":\"%s\",\"frame\":\"%s\"}", d->row.seed, d->row.frame_sha256);
  *out = !found ? "no record of the audit chain speaks of this draw"
         : strcmp(line.detail, here) != 0
             ? "the audit chain says another seed or frame of this draw"
             : "";
  return OK;
}

enum err plan_prove(struct db *db, struct arena *a, struct id draw, struct plan_proof *out) {
  AUTO(plan_again) struct plan_again d = {0};
  uint8_t hash[SAMPLE_HASH];
  char text[SAMPLE_HASH * 2 + 1];
  TRY(plan_again_make(db, a, draw, &d));
  sample_frame_hash(a, d.frame.in.calls, d.frame.in.n, hash);
  sodium_bin2hex(text, sizeof text, hash, sizeof hash);
  *out = (struct plan_proof){
      .calls = (int64_t)d.frame.in.n, .seed = d.row.seed, .frame_sha256 = d.row.frame_sha256};
  out->says = disagreement(&d, text, &out->drawn);
  if (!*out->says) TRY(told_otherwise(db, a, draw, &d, &out->says));
  out->proven = !*out->says;
  return OK;
}
