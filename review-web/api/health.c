// SPDX-License-Identifier: Apache-2.0
// Health: since when and by whose agreement calls are recorded, for everybody; what is missing, as
// far as one may see; programs, spool and alarms for those who mind them.
#include <jansson.h>

#include "centre/programs.h"
#include "gen/sql/aside.h"
#include "gen/sql/place.h"
#include "gen/sql/trust.h"
#include "gen/sql/web_centre.h"
#include "gen/told/centre.h"
#include "review-web/api/calls.h"
#include "review-web/api/common.h"
#include "review-web/http/site.h"

enum { MISSING_MOST = 200, ASIDE_MOST = 200 };

enum err serve_healthz_get(struct request *req) {
  req->reply.status = 200;
  req->reply.type = "text/plain; charset=utf-8";
  req->reply.body = SV("ok\n");
  return OK;
}

// A program tells its state as a JSON object; "spool" and "alarms" in it are everybody's words.
static void add_alarms(struct buf *alarms, const json_t *state) {
  const json_t *list = json_object_get(state, "alarms"), *one;
  size_t i;
  json_array_foreach(list, i, one) {
    char *text = json_dumps(one, JSON_COMPACT | JSON_ENCODE_ANY);
    jsonw_comma(alarms);
    if (json_is_object(one)) {
      buf_add_str(alarms, text ? text : "{}");
    } else {
      const char *said = json_is_string(one) ? json_string_value(one) : "?";
      tell_alarm(alarms, &(struct told_alarm){.text = said});
    }
    free(text);
  }
}

static void add_spool(struct told_spool *s, const json_t *state) {
  const json_t *spool = json_object_get(state, "spool");
  s->calls += json_integer_value(json_object_get(spool, "calls"));
  s->bytes += json_integer_value(json_object_get(spool, "bytes"));
}

static enum err read_programs(struct request *req, struct told_health *t) {
  AUTO(buf) struct buf alarms = {0};
  struct program_sign *r;
  TRY(programs_read(req->db, &req->site->settings, &req->arena, &r, &t->n_programs));
  t->programs = arena_array(&req->arena, t->n_programs + 1, struct told_program);
  buf_add_char(&alarms, '[');
  for (size_t i = 0; i < t->n_programs; i++) {
    json_t *state = json_loads(r[i].state, JSON_REJECT_DUPLICATES, NULL);
    add_alarms(&alarms, state);
    add_spool(&t->spool, state);
    t->programs[i] =
        (struct told_program){.program = r[i].program,
                              .at_ms = r[i].at_ms ? some_int(r[i].at_ms) : (struct opt_int){0},
                              .ok = r[i].heard,
                              .state = json_is_object(state) ? r[i].state : "{}"};
    json_decref(state);
  }
  buf_add_char(&alarms, ']');
  t->alarms = arena_strdup(&req->arena, alarms.p);
  return OK;
}

enum err serve_aside_again(struct request *req) {
  struct aside_again_row row;
  bool found;
  TRY(sql_aside_again(req->db, &req->arena, &(struct aside_again){req->arg.id}, &row, &found));
  if (!found) return fail(E_NOT_FOUND, "no such call waits to be tried again");
  about(req, req->arg.id, (struct id){0});
  return OK;
}

enum err serve_health_get(struct request *req) {
  struct told_health t = {.alarms = "[]", .programs_seen = "none"};
  TRY(agreement_now(req, &t.agreement));
  if (t.agreement) t.recording_since_ms = some_int(t.agreement->from_ms);
  TRY(sql_gaps_lately(req->db, &req->arena,
                      &(struct gaps_lately){.since_ms = clock_wall_ms() - DAY_MS,
                                            .viewer = req->viewer.person,
                                            .limit = MISSING_MOST},
                      &t.missing, &t.n_missing));
  t.missing_seen = may_see_share_of_calls(&req->viewer);
  if (may_see_programs(&req->viewer)) {
    t.programs_seen = "all";
    TRY(read_programs(req, &t));
    // Calls that could not be finished: what they are lies sealed in the spool, only when is known.
    TRY(sql_aside_list(req->db, &req->arena, &(struct aside_list){ASIDE_MOST}, &t.aside,
                       &t.n_aside));
  }
  tell_health(&req->out, &t);
  return OK;
}
