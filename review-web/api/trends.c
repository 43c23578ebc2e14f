// SPDX-License-Identifier: Apache-2.0
// Trends: who may see whose. An agent her own; a coach her teams' and the people in them now; the
// quality lead all. What may not be seen does not exist. Every rule about figures lies in scoring/.
#include "review-web/api/common.h"
#include "scoring/scoring.h"

enum { TREND_ARENA_MAX = 512 << 20 }; // a centre of a million evaluations

static bool over(const struct request *req, struct id scope) {
  return (viewer_over(&req->viewer, scope) & R_TRENDS) != 0;
}

static bool over_all(const struct request *req) { return over(req, (struct id){{0}}); }

static enum err may_see_person(struct request *req, struct id person) {
  struct membership_at_row *m;
  size_t n;
  if (id_eq(person, req->viewer.person) || over_all(req)) return OK;
  TRY(sql_membership_at(req->db, &req->arena,
                        &(struct membership_at){.person = person, .at_ms = clock_wall_ms()}, &m,
                        &n));
  for (size_t i = 0; i < n; i++)
    if (over(req, m[i].team)) return OK;
  return fail(E_NOT_FOUND, "there is no such person");
}

static enum err ask_of(struct request *req, struct trend_ask *out) {
  *out = (struct trend_ask){.now_ms = clock_wall_ms()};
  return query_text(&req->query, "rubric", 100, &out->rubric);
}

static enum err answer(struct request *req, json_t *told) {
  char *text = json_dumps(told, JSON_COMPACT);
  json_decref(told);
  if (!text) return fail(E_BROKEN, "the trend cannot be told");
  buf_add_str(&req->out, text);
  free(text);
  return OK;
}

static enum err answer_person(struct request *req, struct id person) {
  AUTO(arena) struct arena a;
  struct trend_ask ask;
  json_t *told;
  arena_init(&a, TREND_ARENA_MAX);
  TRY(ask_of(req, &ask));
  TRY(trend_person(req->db, &a, person, &ask, &told));
  if (!id_eq(person, req->viewer.person)) json_object_del(told, "measures"); // hers alone
  return answer(req, told);
}

static enum err answer_group(struct request *req, struct id team) {
  AUTO(arena) struct arena a;
  struct trend_ask ask;
  json_t *told;
  arena_init(&a, TREND_ARENA_MAX);
  TRY(ask_of(req, &ask));
  TRY(trend_group(req->db, &a, team, &ask, &told));
  return answer(req, told);
}

enum err trends_me(struct request *req) { return answer_person(req, req->viewer.person); }

enum err trends_person(struct request *req) {
  TRY(may_see_person(req, req->arg.id));
  return answer_person(req, req->arg.id);
}

enum err trends_team(struct request *req) {
  if (!over_all(req) && !over(req, req->arg.id)) return fail(E_NOT_FOUND, "there is no such team");
  return answer_group(req, req->arg.id);
}

enum err trends_centre(struct request *req) {
  if (!over_all(req)) return fail(E_FORBIDDEN, "the whole centre is the quality lead's to see");
  return answer_group(req, (struct id){{0}});
}
