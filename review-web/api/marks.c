// SPDX-License-Identifier: Apache-2.0
// Marks: thanks, a tough call, a threat, no answer found … at a second of the call. Taken away by
// whoever set them, or by one who may say whose call it was. "withdrawn" is the agent's own word,
// "do not use this call", where the agreement gives it to her; she alone takes it back.
#include "review-web/api/common.h"
#include "review-web/http/agreement.h"
#include "scoring/scoring.h"

static enum err may_withdraw(struct request *req, const struct standing *s) {
  struct agreement_at_row now;
  bool found = false;
  if (!s->own) return fail(E_FORBIDDEN, "only the agent whose call it is says so");
  TRY(sql_agreement_at(req->db, &req->arena, &(struct agreement_at){clock_wall_ms()}, &now,
                       &found));
  if (!found || agreement_lets_veto(now.body)) return OK;
  return fail(E_FORBIDDEN,
              "the agreement “%s”, version %" PRId64 ", does not let a call be withdrawn",
              now.title, now.version);
}

// "ask" and "talk" are wishes of the one who took the call, told to those who lead her.
static bool wishes(const char *kind) { return !strcmp(kind, "ask") || !strcmp(kind, "talk"); }

enum err mark_add(struct request *req) {
  struct standing s;
  struct id id = id_new();
  int64_t at_ms = 0;
  const char *kind = NULL, *detail = NULL;
  TRY(policy_call(req, req->arg.id, R_SORT, &s));
  TRY(REQUEST_JSON(req, {"kind", BODY_TEXT, &kind, .max = 20},
                   {"at_ms", BODY_INT, &at_ms, .max = DAY_MS, .optional = true},
                   {"detail", BODY_ANY_TEXT, &detail, .max = 2000, .optional = true}));
  TRY(body_one_of("kind", kind,
                  "thanks|tough|threat|no_answer|turned|language|share|ask|talk|withdrawn"));
  if (!strcmp(kind, "withdrawn")) TRY(may_withdraw(req, &s));
  if (wishes(kind) && !s.own)
    return fail(E_FORBIDDEN, "only the agent whose call it is asks for that");
  TRY(sql_mark_add(req->db, &(struct mark_add){.id = id,
                                               .interaction = req->arg.id,
                                               .author = req->viewer.person,
                                               .kind = kind,
                                               .at_ms = at_ms,
                                               .detail = detail,
                                               .created_ms = clock_wall_ms()}));
  TRY(plan_settle(req->db, req->arg.id, clock_wall_ms()));
  about(req, id, req->arg.id);
  answer_id(req, id);
  return OK;
}

enum err mark_delete(struct request *req) {
  struct mark_get_row m;
  struct standing s;
  bool found;
  TRY(sql_mark_get(req->db, &req->arena, &(struct mark_get){req->arg.id}, &m, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such mark");
  enum err rc = policy_call(req, m.interaction, R_SORT, &s);
  if (rc == E_NOT_FOUND) err_forget();
  if (rc) return rc == E_NOT_FOUND ? fail(rc, "there is no such mark") : rc;
  bool own = id_eq(m.author, req->viewer.person);
  if (!own && (!(s.may & R_ASSIGN) || !strcmp(m.kind, "withdrawn")))
    return fail(E_FORBIDDEN, "a mark is taken away by whoever set it, or by the coach");
  about(req, m.id, m.interaction);
  return sql_mark_delete(req->db, &(struct mark_delete){m.id});
}
