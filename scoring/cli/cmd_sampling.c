// SPDX-License-Identifier: Apache-2.0
// `medlyss sample` on a data folder: the plans that are stored, a draw now, and the proof of one
// draw or of all. A line of JSON each.
#include "core/clock.h"
#include "core/jsonw.h"
#include "gen/sql/derived.h"
#include "gen/sql/sampling.h"
#include "scoring/cli/cmd.h"
#include "scoring/life/plan.h"

static enum err line(struct buf *b) {
  TRY(buf_check(b));
  puts(b->p);
  buf_clear(b);
  return OK;
}

static void number(struct buf *b, const char *key, int64_t v) {
  jsonw_key(b, key);
  jsonw_int(b, v);
}

static void text(struct buf *b, const char *key, const char *v) {
  jsonw_key(b, key);
  jsonw_text(b, v);
}

static void id(struct buf *b, const char *key, struct id v) {
  jsonw_key(b, key);
  jsonw_id(b, v);
}

static enum err plan_told(struct db *db, struct arena *a, struct id which) {
  AUTO(buf) struct buf b = {0};
  struct sampling_plan_get_row p;
  struct sampling_draws_of_row *d;
  bool found;
  size_t n;
  TRY(sql_sampling_plan_get(db, a, &(struct sampling_plan_get){which}, &p, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such plan");
  TRY(sql_sampling_draws_of(db, a, &(struct sampling_draws_of){.plan = which, .limit = 1000}, &d,
                            &n));
  buf_add_char(&b, '{');
  id(&b, "id", p.id);
  text(&b, "title", p.title);
  text(&b, "period", p.period);
  number(&b, p.per_agent ? "per_agent" : "total", p.take);
  jsonw_key(&b, "retired_ms");
  jsonw_opt_int(&b, p.retired_ms);
  jsonw_key(&b, "draws");
  buf_add_char(&b, '[');
  for (size_t i = 0; i < n; i++) {
    jsonw_comma(&b);
    buf_add_char(&b, '{');
    id(&b, "id", d[i].id);
    number(&b, "drawn_ms", d[i].drawn_ms);
    number(&b, "calls", d[i].calls);
    number(&b, "eligible", d[i].eligible);
    jsonw_key(&b, "excluded");
    buf_add_str(&b, d[i].excluded);
    number(&b, "drawn", d[i].drawn);
    number(&b, "short_of", d[i].short_of);
    number(&b, "heard", d[i].heard);
    number(&b, "expired", d[i].expired);
    number(&b, "withdrawn", d[i].withdrawn);
    text(&b, "seed", d[i].seed);
    text(&b, "frame_sha256", d[i].frame_sha256);
    text(&b, "reason", d[i].reason);
    buf_add_char(&b, '}');
  }
  buf_add_str(&b, "]}");
  return line(&b);
}

static enum err plans_told(struct db *db, struct arena *a) {
  struct sampling_plan_list_row *plans;
  size_t n;
  TRY(sql_sampling_plan_list(db, a, &plans, &n));
  for (size_t i = 0; i < n; i++) TRY(plan_told(db, a, plans[i].id));
  return OK;
}

static enum err draw_now(struct db *db, struct id plan, const char *reason) {
  AUTO(buf) struct buf b = {0};
  struct plan_drawn d;
  struct plan_order order = {.plan = plan, .when = PLAN_AGAIN, .reason = reason};
  TRY(plan_draw(db, &order, clock_wall_ms(), &d));
  buf_add_char(&b, '{');
  id(&b, "draw", d.draw);
  number(&b, "eligible", d.eligible);
  number(&b, "drawn", d.drawn);
  number(&b, "short_of", d.short_of);
  buf_add_char(&b, '}');
  return line(&b);
}

static enum err prove_one(struct db *db, struct id draw, size_t *out_wrong) {
  AUTO(arena) struct arena a;
  AUTO(buf) struct buf b = {0};
  struct plan_proof p;
  arena_init(&a, SIZE_MAX);
  TRY(plan_prove(db, &a, draw, &p));
  *out_wrong += !p.proven;
  buf_add_char(&b, '{');
  id(&b, "draw", draw);
  jsonw_key(&b, "proven");
  jsonw_bool(&b, p.proven);
  if (!p.proven) text(&b, "says", p.says);
  text(&b, "seed", p.seed);
  text(&b, "frame_sha256", p.frame_sha256);
  number(&b, "calls", p.calls);
  number(&b, "drawn", p.drawn);
  struct plan_times times;
  TRY(plan_times(db, &a, draw, &times));
  number(&b, "nth", times.nth);
  number(&b, "times", times.of);
  buf_add_char(&b, '}');
  return line(&b);
}

// What the chain says was drawn, and is not there.
static enum err prove_lost(struct db *db, struct arena *a, size_t *out_wrong) {
  enum { MOST = 100 };
  struct told_lost_row *lost;
  size_t n;
  TRY(sql_told_lost(db, a, &(struct told_lost){MOST}, &lost, &n));
  for (size_t i = 0; i < n; i++) {
    AUTO(buf) struct buf b = {0};
    if (strncmp(lost[i].event, "sample", strlen("sample")) != 0) continue;
    ++*out_wrong;
    buf_add_char(&b, '{');
    number(&b, "record", lost[i].seq);
    jsonw_key(&b, "proven");
    jsonw_bool(&b, false);
    text(&b, "says", "the audit chain tells of a draw, plan or drawn call that is not there");
    buf_add_char(&b, '}');
    TRY(line(&b));
  }
  return OK;
}

static enum err export_one(struct db *db, struct id draw) {
  AUTO(arena) struct arena a;
  json_t *told;
  arena_init(&a, SIZE_MAX);
  TRY(plan_export(db, &a, draw, &told));
  enum err rc = json_print(told);
  json_decref(told);
  return rc;
}

static enum err prove(struct db *db, struct arena *a, const struct id *draw, bool *out_no) {
  struct sampling_draw_all_row *rows;
  size_t n, wrong = 0;
  if (draw) {
    TRY(prove_one(db, *draw, &wrong));
  } else {
    TRY(sql_sampling_draw_all(db, a, &rows, &n));
    for (size_t i = 0; i < n; i++) TRY(prove_one(db, rows[i].id, &wrong));
    TRY(prove_lost(db, a, &wrong));
  }
  *out_no = wrong > 0;
  return OK;
}

enum err cmd_sample_stored(const char *what, const struct sample_asked *ask, bool *out_no) {
  AUTO(db_handle) db_handle db = NULL;
  AUTO(arena) struct arena a;
  struct id which;
  bool one = ask->ids.n == 1;
  arena_init(&a, SIZE_MAX);
  if (ask->ids.n > 1) return fail(E_BAD_INPUT, "one plan or draw");
  if (ask->frame || ask->plan || ask->draw || ask->seed)
    return fail(E_BAD_INPUT, "--data has its own frames, plans, draws and seeds: none is given");
  if (one) TRY(id_parse(sv_of(ask->ids.v[0]), &which));
  TRY(cmd_house_open(ask->data, &db));
  if (!strcmp(what, "plan")) return one ? plan_told(db, &a, which) : plans_told(db, &a);
  if (!strcmp(what, "prove")) return prove(db, &a, one ? &which : NULL, out_no);
  if (!strcmp(what, "export"))
    return one ? export_one(db, which)
               : fail(E_BAD_INPUT, "which draw? `medlyss sample plan` lists them");
  return one ? draw_now(db, which, ask->reason) : fail(E_BAD_INPUT, "which plan?");
}
