// SPDX-License-Identifier: Apache-2.0
// Agreements: versions, never edited; put forward here, signed by each side, ended by notice
// (centre/pact.h).
#include "centre/agreement.h"
#include "centre/pact.h"
#include "gen/sql/place.h"
#include "gen/sql/signed.h"
#include "gen/told/centre.h"
#include "review-web/api/common.h"

static enum err notice_read(struct request *req, struct id agreement,
                            const struct notice_of_row **out) {
  struct notice_of_row *n = arena_new(&req->arena, struct notice_of_row);
  bool found;
  TRY(sql_notice_of(req->db, &req->arena, &(struct notice_of){agreement}, n, &found));
  *out = found ? n : NULL;
  return OK;
}

enum err serve_agreements_list(struct request *req) {
  struct agreement_list_row *r;
  size_t n;
  TRY(sql_agreement_list(req->db, &req->arena, &r, &n));
  struct told_agreement *told = arena_array(&req->arena, n + 1, struct told_agreement);
  for (size_t i = 0; i < n; i++) {
    AUTO(buf) struct buf clauses = {0};
    agreement_unenforced(r[i].body, &clauses);
    told[i].agreement_list = &r[i];
    told[i].unenforced = arena_strdup(&req->arena, clauses.p);
    TRY(notice_read(req, r[i].id, &told[i].notice));
  }
  ANSWER_ROWS(req, tell_agreement, told, n, NULL);
  return OK;
}

enum err serve_proposals_list(struct request *req) {
  struct proposal_list_row *r;
  size_t n;
  TRY(sql_proposal_list(req->db, &req->arena, &r, &n));
  struct told_proposal *told = arena_array(&req->arena, n + 1, struct told_proposal);
  for (size_t i = 0; i < n; i++) {
    told[i].proposal_list = &r[i];
    TRY(sql_signature_list(req->db, &req->arena, &(struct signature_list){r[i].id},
                           &told[i].signatures, &told[i].n_signatures));
  }
  ANSWER_ROWS(req, tell_proposal, told, n, NULL);
  return OK;
}

// Pages send the moment their form was sent, by their own clock.
enum { BROWSERS_CLOCK_MS = 60 * 1000 };

static enum err begins(int64_t now, int64_t *from) {
  if (*from < now - BROWSERS_CLOCK_MS)
    return fail(E_BAD_DATA, "from_ms: a version is in force from now on, or later: what was in "
                            "force before stays as it was");
  if (*from < now) *from = now;
  return OK;
}

enum err serve_agreement_propose(struct request *req) {
  struct id id;
  int64_t now = clock_wall_ms();
  struct pact_text t = {.author = req->viewer.person, .from_ms = now, .now_ms = now};
  TRY(REQUEST_JSON(
      req, {"title", BODY_NAME, &t.title, .max = 200}, {"body", BODY_RAW, &t.body, .max = 32000},
      {"from_ms", BODY_INSTANT, &t.from_ms, .max = now + 10 * 366 * DAY_MS, .optional = true}));
  TRY(begins(now, &t.from_ms));
  TRY(agreement_check(t.body));
  TRY(pact_propose(req->db, &t, &id));
  req->audit_object = id;
  answer_id(req, id);
  return OK;
}

enum err serve_proposal_withdraw(struct request *req) {
  req->audit_object = req->arg.id;
  return pact_withdraw(req->db, &req->arena, req->arg.id, clock_wall_ms());
}

// The line in the log says which version, from when, and what it closed or withdrew.
static enum err tell_in_force(struct request *req, const struct pact_made *m) {
  return event_tell(
      req->db, EV_AGREEMENT_ADDED,
      (struct happening){.actor = req->viewer.person,
                         .object = m->agreement,
                         .detail = arena_printf(&req->arena,
                                                "{\"version\":%" PRId64 ",\"from_ms\":%" PRId64
                                                ",\"closed\":[%s],\"withdrawn\":[%s]}",
                                                m->version, m->from_ms, m->closed, m->withdrawn)});
}

static struct pact_act act_of(struct request *req, enum pact_side side) {
  req->audit_object = req->arg.id;
  req->audit_detail = arena_printf(&req->arena, "{\"side\":\"%s\"}", pact_side_name(side));
  return (struct pact_act){req->arg.id, &req->viewer, side, clock_wall_ms()};
}

static enum err sign(struct request *req, enum pact_side side) {
  struct pact_act act = act_of(req, side);
  struct pact_made made;
  TRY(pact_sign(req->db, &req->arena, &act, &made));
  return made.version ? tell_in_force(req, &made) : OK;
}

enum err serve_sign_for_employer(struct request *req) { return sign(req, SIDE_EMPLOYER); }
enum err serve_sign_for_union(struct request *req) { return sign(req, SIDE_EMPLOYEES); }

static enum err give_notice(struct request *req, enum pact_side side) {
  struct pact_act act = act_of(req, side);
  const char *reason = NULL;
  int64_t ends = 0;
  TRY(REQUEST_JSON(
      req, {"reason", BODY_TEXT, &reason, .max = 4000},
      {"ends_ms", BODY_INSTANT, &ends, .max = act.now_ms + 10 * 366 * DAY_MS, .optional = true}));
  return pact_notice(req->db, &req->arena, &act, reason, ends);
}

enum err serve_notice_by_employer(struct request *req) { return give_notice(req, SIDE_EMPLOYER); }
enum err serve_notice_by_union(struct request *req) { return give_notice(req, SIDE_EMPLOYEES); }
