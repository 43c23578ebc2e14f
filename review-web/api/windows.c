// SPDX-License-Identifier: Apache-2.0
// Load windows: hours in which too many called. The calls in them are scored, but stand apart from
// every figure; so they are declared as they come, with a reason, and each change says what it was.
#include "gen/sql/place.h"
#include "gen/sql/web_centre.h"
#include "review-web/api/common.h"

enum err serve_load_windows_list(struct request *req) {
  struct load_windows_all_row *r;
  size_t n;
  TRY(sql_load_windows_all(req->db, &req->arena, &r, &n));
  size_t seen = 0;
  for (size_t i = 0; i < n; i++)
    if (may_see_window(&req->viewer, r[i].team)) r[seen++] = r[i];
  ANSWER_ROWS(req, sql_load_windows_all_row_json, r, seen, NULL);
  return OK;
}

// load_window_mark and its kin know the least and the most, too.
#define LEAST_MS (30 * INT64_C(60000)) // as long as a call, it would choose which calls count
#define MOST_MS  (31 * DAY_MS)         // longer is no exception: whoever means it opens another
#define LATE_MS  (60 * INT64_C(60000)) // as long as it takes to see that it snows
#define AHEAD_MS (366 * DAY_MS)

struct window {
  const char *name, *says;
  int64_t from_ms, to_ms;
  struct id team; // none: the whole site
  bool team_said;
};

static enum err read_window(struct request *req, struct window *w, struct opt_int *out_to) {
  int64_t most = clock_wall_ms() + AHEAD_MS;
  w->to_ms = -1;
  TRY(REQUEST_JSON(req, {"name", BODY_NAME, &w->name, .max = 100},
                   {"says", BODY_ANY_TEXT, &w->says, .max = 4000},
                   {"from_ms", BODY_INSTANT, &w->from_ms, .max = most},
                   {"to_ms", BODY_INSTANT, &w->to_ms, .max = most + MOST_MS, .optional = true},
                   {"team", BODY_ID, &w->team, .optional = true, .seen = &w->team_said}));
  if (!sv_trim(sv_of(w->says)).n)
    return fail(E_BAD_DATA, "says: a load window says why, and what goes now");
  if (w->to_ms >= 0 && w->to_ms <= w->from_ms)
    return fail(E_BAD_DATA, "a window ends after it begins");
  if (w->to_ms - w->from_ms > MOST_MS)
    return fail(E_BAD_DATA, "to_ms: a load window lasts 31 days at most; what lasts longer is "
                            "declared again");
  *out_to = (struct opt_int){w->to_ms >= 0, w->to_ms};
  return OK;
}

// One that was opened and is closed sooner was a mistake; it paused what it paused, and marks no
// call.
static enum err long_enough(const struct window *w, const struct load_window_get_row *was) {
  bool closes = was && !was->to_ms.set;
  if (w->to_ms < 0 || closes || w->to_ms - w->from_ms >= LEAST_MS) return OK;
  return fail(E_BAD_DATA, "a load window lasts half an hour at least");
}

// What it takes in anew begins now, a little ago at most: nobody declares a storm over calls whose
// scores are known. What it lets go is a mistake mended, and said in the log.
static enum err not_before_now(const struct window *w, const struct load_window_get_row *was) {
  int64_t least = clock_wall_ms() - LATE_MS, end = was && was->to_ms.set ? was->to_ms.v : INT64_MAX;
  bool earlier = w->from_ms < least && (!was || w->from_ms < was->from_ms);
  bool again = end < least && (w->to_ms < 0 || w->to_ms > end);
  if (earlier)
    return fail(E_BAD_DATA, "from_ms: a load window begins when it is opened, an hour before at "
                            "most: calls from before count as they did");
  if (again) return fail(E_BAD_DATA, "this load window has ended: open another");
  return OK;
}

static enum err check(const struct window *w, const struct load_window_get_row *was) {
  TRY(long_enough(w, was));
  return not_before_now(w, was);
}

// Calls that fell in the window say so; and their scores, as far as they are not released.
static enum err mark_calls(struct request *req, int64_t from_ms, struct opt_int to) {
  int64_t end = to.set ? to.v : INT64_MAX;
  TRY(sql_load_window_mark(req->db, &(struct load_window_mark){from_ms, end}));
  return sql_load_window_mark_scores(req->db, &(struct load_window_mark_scores){from_ms, end});
}

static const char *ms_of(struct request *req, struct opt_int v) {
  return v.set ? arena_printf(&req->arena, "%" PRId64, v.v) : "null";
}

// What the line in the log says: from when to when, and what it was.
static void say_range(struct request *req, const struct window *w, struct opt_int to,
                      const struct load_window_get_row *was) {
  const char *before = "";
  if (was)
    before = arena_printf(&req->arena, ",\"was_from_ms\":%" PRId64 ",\"was_to_ms\":%s",
                          was->from_ms, ms_of(req, was->to_ms));
  req->audit_detail = arena_printf(&req->arena, "{\"from_ms\":%" PRId64 ",\"to_ms\":%s%s}",
                                   w->from_ms, ms_of(req, to), before);
}

enum err serve_load_window_add(struct request *req) {
  struct id id = id_new();
  struct window w = {0};
  struct opt_int to;
  const struct reached *team;
  TRY(read_window(req, &w, &to));
  TRY(may_reach_window_team(asker(req), w.team_said, opt_id_of(w.team), &team));
  TRY(check(&w, NULL));
  TRY(sql_load_window_add(req->db, &(struct load_window_add){.id = id,
                                                             .name = w.name,
                                                             .says = w.says,
                                                             .from_ms = w.from_ms,
                                                             .to_ms = to,
                                                             .author = req->viewer.person,
                                                             .team = team}));
  req->audit_object = id;
  req->news_team = reached_id(team).v;
  say_range(req, &w, to, NULL);
  answer_id(req, id);
  return mark_calls(req, w.from_ms, to);
}

enum err serve_load_window_change(struct request *req) {
  struct window w = {0};
  const struct load_window_get_row *was = req->reach.window;
  struct opt_int to;
  TRY(read_window(req, &w, &to));
  if (w.team_said && !id_eq(opt_id_of(w.team).v, was->team.v))
    return fail(E_BAD_DATA, "team: a window stays whose it was; close it and open another");
  TRY(check(&w, was));
  TRY(sql_load_window_change(
      req->db,
      &(struct load_window_change){
          .name = w.name, .says = w.says, .from_ms = w.from_ms, .to_ms = to, .id = req->arg.id}));
  req->audit_object = req->arg.id;
  req->news_team = was->team.v;
  say_range(req, &w, to, was);
  TRY(mark_calls(req, was->from_ms, was->to_ms));
  return mark_calls(req, w.from_ms, to);
}
