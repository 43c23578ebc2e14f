// SPDX-License-Identifier: Apache-2.0
// Health: since when and by whose agreement calls are recorded, for everybody; what is missing, as
// far as one may see; programs, spool and alarms for those who mind them.
#include <jansson.h>

#include "review-web/api/calls.h"
#include "review-web/api/common.h"
#include "review-web/http/site.h"

enum { SILENT_MS = 15000, MISSING_MOST = 200 };

enum err healthz_get(struct request *req) {
  req->reply.status = 200;
  req->reply.type = "text/plain; charset=utf-8";
  req->reply.body = SV("ok\n");
  return OK;
}

static enum err out_missing(struct request *req) {
  struct gaps_lately_row *r;
  size_t n;
  TRY(sql_gaps_lately(req->db, &req->arena,
                      &(struct gaps_lately){.since_ms = clock_wall_ms() - DAY_MS,
                                            .viewer = req->viewer.person,
                                            .limit = MISSING_MOST},
                      &r, &n));
  out_open(&req->out, "missing", '[');
  for (size_t i = 0; i < n; i++) {
    jsonw_comma(&req->out);
    sql_gaps_lately_row_json(&req->out, &r[i]);
  }
  out_close(&req->out, ']');
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
      buf_add_char(alarms, '{');
      out_text(alarms, "text", json_is_string(one) ? json_string_value(one) : "?");
      buf_add_char(alarms, '}');
    }
    free(text);
  }
}

struct spool_sum {
  int64_t calls, bytes;
};

static void add_spool(struct spool_sum *s, const json_t *state) {
  const json_t *spool = json_object_get(state, "spool");
  s->calls += json_integer_value(json_object_get(spool, "calls"));
  s->bytes += json_integer_value(json_object_get(spool, "bytes"));
}

static enum err out_programs(struct request *req) {
  AUTO(buf) struct buf alarms = {0};
  struct spool_sum sum = {0};
  struct recorder_state_list_row *r;
  size_t n;
  TRY(sql_recorder_state_list(req->db, &req->arena, &r, &n));
  buf_add_char(&alarms, '[');
  out_open(&req->out, "programs", '[');
  for (size_t i = 0; i < n; i++) {
    json_t *state = json_loads(r[i].state, JSON_REJECT_DUPLICATES, NULL);
    add_alarms(&alarms, state);
    add_spool(&sum, state);
    out_open(&req->out, NULL, '{');
    out_text(&req->out, "program", r[i].program);
    out_int(&req->out, "at_ms", r[i].at_ms);
    out_bool(&req->out, "ok", clock_wall_ms() - r[i].at_ms < SILENT_MS);
    out_raw(&req->out, "state", json_is_object(state) ? r[i].state : "{}");
    out_close(&req->out, '}');
    json_decref(state);
  }
  out_close(&req->out, ']');
  out_open(&req->out, "spool", '{');
  out_int(&req->out, "calls", sum.calls);
  out_int(&req->out, "bytes", sum.bytes);
  out_close(&req->out, '}');
  buf_add_char(&alarms, ']');
  out_raw(&req->out, "alarms", alarms.p);
  return OK;
}

static enum err out_since(struct request *req) {
  struct agreement_at_row a;
  bool found;
  TRY(sql_agreement_at(req->db, &req->arena, &(struct agreement_at){clock_wall_ms()}, &a, &found));
  out_opt_int(&req->out, "recording_since_ms", found ? some_int(a.from_ms) : (struct opt_int){0});
  return OK;
}

enum err health_get(struct request *req) {
  buf_add_char(&req->out, '{');
  TRY(out_since(req));
  TRY(out_agreement_now(req));
  TRY(out_missing(req));
  if (req->viewer.rights & R_HEALTH)
    TRY(out_programs(req));
  else
    buf_add_str(&req->out, ",\"programs\":[],\"spool\":{\"calls\":0,\"bytes\":0},\"alarms\":[]");
  buf_add_char(&req->out, '}');
  return OK;
}
