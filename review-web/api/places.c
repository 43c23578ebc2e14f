// SPDX-License-Identifier: Apache-2.0
// Teams and lines: where people sit and which extensions are whose; topics: what calls are about.
#include "gen/sql/place.h"
#include "gen/sql/team.h"
#include "gen/sql/web_centre.h"
#include "review-web/api/common.h"

enum err serve_teams_list(struct request *req) {
  struct team_members_row *r;
  size_t n;
  TRY(sql_team_members(req->db, &req->arena, &(struct team_members){clock_wall_ms()}, &r, &n));
  size_t shown = 0;
  for (size_t i = 0; i < n; i++)
    if (may_see_place(&req->viewer, some_id(r[i].id))) r[shown++] = r[i];
  ANSWER_ROWS(req, sql_team_members_row_json, r, shown, NULL);
  return OK;
}

static enum err already(enum err rc, const char *sentence) {
  if (rc != E_CONFLICT) return rc;
  err_forget();
  return fail(E_CONFLICT, "%s", sentence);
}

enum err serve_team_add(struct request *req) {
  struct id id = id_new();
  const char *name = NULL;
  TRY(REQUEST_JSON(req, {"name", BODY_NAME, &name, .max = 100}));
  TRY(already(
      sql_team_add(req->db,
                   &(struct team_add){.id = id, .name = name, .created_ms = clock_wall_ms()}),
      "there is a team of that name"));
  req->audit_object = id;
  answer_id(req, id);
  return OK;
}

enum err serve_lines_list(struct request *req) {
  struct lines_named_row *r;
  size_t n;
  TRY(sql_lines_named(req->db, &req->arena, &r, &n));
  size_t shown = 0;
  for (size_t i = 0; i < n; i++)
    if (may_see_place(&req->viewer, r[i].team)) r[shown++] = r[i];
  ANSWER_ROWS(req, sql_lines_named_row_json, r, shown, NULL);
  return OK;
}

enum err serve_line_add(struct request *req) {
  struct id id = id_new(), team = {0};
  const char *name = NULL, *address = NULL;
  struct team_get_row row;
  bool found = true;
  TRY(REQUEST_JSON(req, {"name", BODY_NAME, &name, .max = 100},
                   {"address", BODY_TEXT, &address, .max = 200},
                   {"team", BODY_ID, &team, .optional = true}));
  TRY(name_read_address(&req->arena, "address", &address));
  if (!id_is_none(team))
    TRY(sql_team_get(req->db, &req->arena, &(struct team_get){team}, &row, &found));
  if (!found) return fail(E_BAD_DATA, "there is no such team");
  TRY(already(
      sql_line_add(
          req->db,
          &(struct line_add){.id = id, .name = name, .address = address, .team = opt_id_of(team)}),
      "there is a line of that address"));
  req->audit_object = id;
  answer_id(req, id);
  return OK;
}

enum err serve_topics_list(struct request *req) {
  struct topics_all_row *r;
  size_t n;
  TRY(sql_topics_all(req->db, &req->arena, &r, &n));
  ANSWER_ROWS(req, sql_topics_all_row_json, r, n, NULL);
  return OK;
}
