// SPDX-License-Identifier: Apache-2.0
// Trends: who may see whose. An agent her own; a coach her teams' and the people in them now; the
// quality lead all. What may not be seen does not exist. Every rule about figures lies in scoring/.
#include "gen/sql/self.h"
#include "review-web/api/common.h"
#include "review-web/api/evaluations.h"
#include "review-web/api/kept.h"
#include "scoring/scoring.h"

enum { TREND_ARENA_MAX = 512 << 20 }; // a centre of a million evaluations

static enum err ask_of(struct request *req, struct trend_ask *out) {
  *out = (struct trend_ask){.now_ms = clock_wall_ms(), .viewer = req->viewer.person};
  return query_text(&req->query, "rubric", &out->rubric);
}

static enum err answer_person(struct request *req, struct id person) {
  AUTO(arena) struct arena a;
  struct trend_ask ask;
  json_t *told;
  arena_init(&a, TREND_ARENA_MAX);
  TRY(ask_of(req, &ask));
  ask.unsent = !id_eq(person, req->viewer.person);
  TRY(trend_person(req->db, &a, person, &ask, &told));
  if (!id_eq(person, req->viewer.person)) json_object_del(told, "measures"); // hers alone
  return answer_json(req, told);
}

static enum err answer_group(struct request *req, struct id team) {
  AUTO(arena) struct arena a;
  struct trend_ask ask;
  json_t *told;
  arena_init(&a, TREND_ARENA_MAX);
  TRY(ask_of(req, &ask));
  TRY(trend_group(req->db, &a, team, &ask, &told));
  return answer_json(req, told);
}

// Her figures say what others answered of a call she is still scoring herself: she has seen it.
enum err serve_trends_me(struct request *req) {
  struct evaluation_seen_figures_row *seen;
  size_t n;
  TRY(sql_evaluation_seen_figures(
      req->db, &req->arena, &(struct evaluation_seen_figures){req->viewer.person}, &seen, &n));
  for (size_t i = 0; i < n; i++) TRY(evaluation_seen(req, seen[i].interaction));
  return answer_person(req, req->viewer.person);
}

enum err serve_trends_person(struct request *req) { return answer_person(req, req->arg.id); }

enum err serve_trends_team(struct request *req) { return answer_group(req, req->arg.id); }

enum err serve_trends_centre(struct request *req) { return answer_group(req, (struct id){{0}}); }
