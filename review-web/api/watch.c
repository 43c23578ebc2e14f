// SPDX-License-Identifier: Apache-2.0
// The log of listenings as a person reads it: who heard whose call, when, for what and how much.
// Reading it leaves a line in the log, taking it out another.
#include "gen/sql/watch.h"

#include "review-web/api/common.h"
#include "review-web/api/sittings.h"

enum { PAGE = 300, EXPORT = 4000 };

static enum err which(struct request *req, const char *name, struct opt_id *out) {
  struct id id;
  bool has;
  TRY(query_id(&req->query, name, &has, &id));
  if (has) *out = opt_id_of(id);
  return OK;
}

static enum err read_asked(struct request *req, struct listening_log *ask) {
  bool has;
  ask->to_ms = INT64_MAX;
  TRY(query_int(&req->query, "from", &has, &ask->from_ms));
  TRY(query_int(&req->query, "to", &has, &ask->to_ms));
  TRY(which(req, "person", &ask->person));
  TRY(which(req, "agent", &ask->agent));
  TRY(which(req, "call", &ask->interaction));
  return query_text(&req->query, "reason", &ask->reason);
}

static struct opening opening_of(struct request *req, const struct listening_log_row *r) {
  return (struct opening){.id = r->id,
                          .person = r->person,
                          .interaction = r->interaction,
                          .person_name = r->person_name,
                          .reason = r->reason,
                          .reason_text = r->reason_text,
                          .heard = r->heard,
                          .served = r->served,
                          .at_ms = r->at_ms,
                          .started_ms = r->started_ms,
                          .agent = r->whose.set ? told_name(req, r->whose.v, r->whose_name) : NULL};
}

static enum err tell_log(struct request *req, int64_t most) {
  struct listening_log ask = {0};
  struct listening_log_row *r;
  size_t n;
  TRY(read_asked(req, &ask));
  ask.limit = most + 1;
  TRY(sql_listening_log(req->db, &req->arena, &ask, &r, &n));
  size_t shown = n > (size_t)most ? (size_t)most : n;
  struct opening *o = arena_array(&req->arena, shown + 1, struct opening);
  for (size_t i = 0; i < shown; i++) o[i] = opening_of(req, &r[i]);
  const char *next = n > shown ? arena_printf(&req->arena, "%" PRId64, r[shown - 1].at_ms) : NULL;
  return answer_sittings_page(req, o, shown, next);
}

enum err serve_listening_log(struct request *req) { return tell_log(req, PAGE); }
enum err serve_listening_log_export(struct request *req) { return tell_log(req, EXPORT); }
