// SPDX-License-Identifier: Apache-2.0
// The signed-in person: who, what they may, what others said and heard of their calls.
#include "gen/sql/person.h"
#include "gen/sql/team.h"
#include "gen/sql/web_call.h"
#include "gen/sql/web_centre.h"
#include "gen/sql/web_find.h"
#include "gen/sql/web_session.h"
#include "gen/told/centre.h"
#include "review-web/api/calls.h"
#include "review-web/api/common.h"
#include "review-web/api/sittings.h"

enum { FEEDBACK_MOST = 200, FEEDBACK_DAYS = 180, LISTENINGS_MOST = 500, LISTENINGS_DAYS = 7 };

static enum err read_roles(struct request *req, struct told_me *me) {
  struct grant_at_row *g;
  TRY(sql_grant_at(req->db, &req->arena,
                   &(struct grant_at){.person = req->viewer.person, .at_ms = clock_wall_ms()}, &g,
                   &me->n_roles));
  me->roles = arena_array(&req->arena, me->n_roles + 1, struct told_me_role);
  for (size_t i = 0; i < me->n_roles; i++) {
    struct team_get_row team;
    bool found = false;
    me->roles[i].role = g[i].role;
    if (g[i].team.set)
      TRY(sql_team_get(req->db, &req->arena, &(struct team_get){g[i].team.v}, &team, &found));
    if (found) me->roles[i].team = told_name(req, g[i].team.v, team.name);
  }
  return OK;
}

enum err serve_me_get(struct request *req) {
  const struct settings *s = &req->site->settings;
  AUTO(buf) struct buf names = {0};
  struct told_me me = {0};
  struct person_get_row p;
  bool found;
  TRY(sql_person_get(req->db, &req->arena, &(struct person_get){req->viewer.person}, &p, &found));
  if (!found) return fail(E_NO_SESSION, "sign in first");
  bool english = !strcmp(p.ui_language, "en");
  me.person_get = &p;
  TRY(read_roles(req, &me));
  rights_json(&names, req->viewer.rights);
  me.rights = names.p;
  TRY(agreement_now(req, &me.agreement));
  me.site = (struct told_site){.name = s->site_name,
                               .time_zone = s->time_zone,
                               .caller_word = english ? s->caller_word_en : s->caller_word};
  tell_me(&req->out, &me);
  return OK;
}

// What the pages keep with the person (review-web/ui/state/prefs.ts), each of its kind.
static enum err check_prefs(struct request *req) {
  double rate, agent, caller;
  bool skip;
  int64_t backoff;
  struct body_ids read;
  const char *pan = "soft", *where = "all", *keys = "{}", *scheme = "system";
  TRY(REQUEST_JSON(req, {"rate", BODY_REAL, &rate, .min = 250, .max = 4000, .optional = true},
                   {"skip", BODY_BOOL, &skip, .optional = true},
                   {"pan", BODY_TEXT, &pan, .max = 10, .optional = true},
                   {"agent", BODY_REAL, &agent, .max = 4000, .optional = true},
                   {"caller", BODY_REAL, &caller, .max = 4000, .optional = true},
                   {"backoff_ms", BODY_INT, &backoff, .max = 60000, .optional = true},
                   {"scheme", BODY_TEXT, &scheme, .max = 10, .optional = true},
                   {"keys_where", BODY_TEXT, &where, .max = 10, .optional = true},
                   {"keys", BODY_RAW, &keys, .max = 4096, .optional = true},
                   {"read", BODY_IDS, &read, .max = 400, .optional = true}));
  TRY(body_one_of("pan", pan, "soft|mono|wide"));
  TRY(body_one_of("scheme", scheme, "system|light|dark"));
  TRY(body_one_of("keys_where", where, "all|player|off"));
  return body_texts("keys", sv_of(keys), 100, 40);
}

enum err serve_me_prefs(struct request *req) {
  const char *prefs = NULL;
  TRY(check_prefs(req)); // the whole body is the value, kept as it is for the pages
  TRY(body_object(&req->arena, buf_sv(&req->body), &prefs));
  return sql_person_prefs(req->db,
                          &(struct person_prefs){.prefs = prefs, .id = req->viewer.person});
}

enum err serve_me_language(struct request *req) {
  const char *language = NULL;
  TRY(REQUEST_JSON(req, {"ui_language", BODY_TEXT, &language, .max = 2}));
  TRY(body_one_of("ui_language", language, WORDS_Language));
  return sql_person_language(
      req->db, &(struct person_language){.ui_language = language, .id = req->viewer.person});
}

enum err serve_me_feedback(struct request *req) {
  struct feedback_of_row *r;
  size_t n;
  TRY(sql_feedback_of(req->db, &req->arena,
                      &(struct feedback_of){.agent = req->viewer.person,
                                            .since_ms = clock_wall_ms() - FEEDBACK_DAYS * DAY_MS,
                                            .limit = FEEDBACK_MOST},
                      &r, &n));
  ANSWER_ROWS(req, sql_feedback_of_row_json, r, n, NULL);
  return OK;
}

enum err serve_me_listenings(struct request *req) {
  struct listening_to_person_row *r;
  size_t n;
  TRY(sql_listening_to_person(
      req->db, &req->arena,
      &(struct listening_to_person){.agent = req->viewer.person,
                                    .since_ms = clock_wall_ms() - LISTENINGS_DAYS * DAY_MS,
                                    .limit = LISTENINGS_MOST},
      &r, &n));
  struct opening *o = arena_array(&req->arena, n + 1, struct opening);
  for (size_t i = 0; i < n; i++)
    o[i] = (struct opening){.id = r[i].id,
                            .person = r[i].person,
                            .interaction = r[i].interaction,
                            .person_name = r[i].person_name,
                            .reason = r[i].reason,
                            .reason_text = r[i].reason_text,
                            .heard = r[i].heard,
                            .served = r[i].served,
                            .title = r[i].title,
                            .at_ms = r[i].at_ms,
                            .started_ms = r[i].started_ms};
  return answer_sittings(req, o, n, true);
}
