// SPDX-License-Identifier: Apache-2.0
// Marks: thanks, a tough call, a threat, no answer found … at a second of the call. Taken away by
// whoever set them, or by one who may say whose call it was. "withdrawn" is the agent's own word,
// "do not use this call", where the agreement gives it to her; she alone takes it back.
#include "centre/care.h"
#include "gen/sql/matter.h"
#include "gen/sql/web_call.h"
#include "review-web/api/common.h"
#include "review-web/api/lists.h"
#include "scoring/scoring.h"

enum { SAME_PRESS_MS = 10000, SAME_SECOND_MS = 2000 };

// A key or a button pressed twice is one mark: the same word of the same person at about the same
// second, moments ago.
static enum err twin(struct request *req, const char *kind, int64_t at_ms, const char *detail,
                     bool *out_found) {
  struct mark_twin_row row;
  TRY(sql_mark_twin(req->db, &req->arena,
                    &(struct mark_twin){.interaction = req->arg.id,
                                        .author = req->viewer.person,
                                        .kind = kind,
                                        .since_ms = clock_wall_ms() - SAME_PRESS_MS,
                                        .from_ms = at_ms - SAME_SECOND_MS,
                                        .to_ms = at_ms + SAME_SECOND_MS,
                                        .detail = detail ? detail : ""},
                    &row, out_found));
  if (!*out_found) return OK;
  req->untold = true;
  answer_id(req, row.id);
  return OK;
}

// Her own press after her own call asks for somebody, too (centre/care.h).
static enum err ask_for_care(struct request *req, const char *kind) {
  if (!req->reach.standing.own || !care_begins(kind)) return OK;
  return care_press(req->db, &req->arena,
                    &(struct care_press){.interaction = req->arg.id,
                                         .agent = req->viewer.person,
                                         .kind = kind,
                                         .at_ms = clock_wall_ms()});
}

static bool is_refusal(const char *kind) { return !strcmp(kind, "withdrawn"); }

static enum err refuse_use(struct request *req) {
  req->audit_event = EV_MARK_WITHDRAWN;
  return list_items_refuse(req, req->arg.id);
}

enum err serve_mark_add(struct request *req) {
  bool found;
  struct id id = id_new();
  int64_t at_ms = 0;
  const char *kind = NULL, *detail = NULL;
  TRY(REQUEST_JSON(req, {"kind", BODY_TEXT, &kind, .max = 20},
                   {"at_ms", BODY_INT, &at_ms, .max = DAY_MS, .optional = true},
                   {"detail", BODY_ANY_TEXT, &detail, .max = 2000, .optional = true}));
  TRY(body_one_of("kind", kind, WORDS_MarkKind));
  if (at_ms)
    TRY(may_reach_second(asker(req), &req->reach, at_ms)); // at 0 it is of the call as a whole
  TRY(may_reach_mark(asker(req), &req->reach.standing, kind));
  TRY(twin(req, kind, at_ms, detail, &found));
  if (found) return OK;
  TRY(sql_mark_add(req->db, &(struct mark_add){.id = id,
                                               .interaction = req->arg.id,
                                               .author = req->viewer.person,
                                               .kind = kind,
                                               .at_ms = at_ms,
                                               .detail = detail,
                                               .created_ms = clock_wall_ms()}));
  if (is_refusal(kind)) TRY(refuse_use(req));
  TRY(ask_for_care(req, kind));
  TRY(plan_settle(req->db, req->arg.id, clock_wall_ms()));
  about(req, id, req->arg.id);
  answer_id(req, id);
  return OK;
}

enum err serve_mark_delete(struct request *req) {
  const struct mark_get_row *m = req->reach.mark;
  about(req, m->id, m->interaction);
  TRY(sql_matter_ask_drop(req->db, &(struct matter_ask_drop){m->id}));
  TRY(sql_mark_delete(req->db, &(struct mark_delete){m->id}));
  if (is_refusal(m->kind)) {
    req->audit_event = EV_MARK_RESTORED;
    TRY(list_items_settle(req, m->interaction));
  }
  return care_settle(req->db, &req->arena, m->interaction, m->author, clock_wall_ms());
}
