// SPDX-License-Identifier: Apache-2.0
// Marks: thanks, a tough call, a threat, no answer found … at a second of the call. Taken away by
// whoever set them, or by one who may say whose call it was.
#include "review-web/api/common.h"

enum err mark_add(struct request *req) {
  struct standing s;
  struct id id = id_new();
  int64_t at_ms = 0;
  const char *kind = NULL, *detail = NULL;
  TRY(policy_call(req, req->arg.id, R_SORT, &s));
  TRY(REQUEST_JSON(req, {"kind", BODY_TEXT, &kind, .max = 20},
                   {"at_ms", BODY_INT, &at_ms, .max = DAY_MS, .optional = true},
                   {"detail", BODY_ANY_TEXT, &detail, .max = 2000, .optional = true}));
  TRY(body_one_of("kind", kind, "thanks|tough|threat|no_answer|turned|language|share"));
  TRY(sql_mark_add(req->db, &(struct mark_add){.id = id,
                                               .interaction = req->arg.id,
                                               .author = req->viewer.person,
                                               .kind = kind,
                                               .at_ms = at_ms,
                                               .detail = detail,
                                               .created_ms = clock_wall_ms()}));
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
  if (!id_eq(m.author, req->viewer.person) && !(s.may & R_ASSIGN))
    return fail(E_FORBIDDEN, "a mark is taken away by whoever set it, or by the coach");
  about(req, m.id, m.interaction);
  return sql_mark_delete(req->db, &(struct mark_delete){m.id});
}
