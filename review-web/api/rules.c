// SPDX-License-Identifier: Apache-2.0
// Agreements: versions, never edited. A new one closes the old, from now on or later.
#include "centre/agreement.h"
#include "gen/sql/place.h"
#include "gen/sql/web_centre.h"
#include "gen/told/centre.h"
#include "review-web/api/common.h"

enum err serve_agreements_list(struct request *req) {
  struct agreement_list_row *r;
  size_t n;
  TRY(sql_agreement_list(req->db, &req->arena, &r, &n));
  struct told_agreement *told = arena_array(&req->arena, n + 1, struct told_agreement);
  for (size_t i = 0; i < n; i++) {
    AUTO(buf) struct buf clauses = {0};
    agreement_unenforced(r[i].body, &clauses);
    told[i] = (struct told_agreement){&r[i], arena_strdup(&req->arena, clauses.p)};
  }
  ANSWER_ROWS(req, tell_agreement, told, n, NULL);
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

static const char *versions(struct request *req, const struct agreement_overtaken_row *r, size_t n,
                            int64_t from, bool begun) {
  const char *list = "";
  for (size_t i = 0; i < n; i++)
    if ((r[i].from_ms < from) == begun)
      list = arena_printf(&req->arena, "%s%s%" PRId64, list, *list ? "," : "", r[i].version);
  return list;
}

// What the line in the log says: which version, from when, and what it closed or withdrew.
static void say_version(struct request *req, int64_t version, int64_t from,
                        const struct agreement_overtaken_row *r, size_t n) {
  req->audit_detail = arena_printf(
      &req->arena,
      "{\"version\":%" PRId64 ",\"from_ms\":%" PRId64 ",\"closed\":[%s],\"withdrawn\":[%s]}",
      version, from, versions(req, r, n, from, true), versions(req, r, n, from, false));
}

// The newest signature holds: what is in force ends when it begins, and what was planned for later
// is withdrawn.
static enum err overtake(struct request *req, int64_t version, int64_t from) {
  struct agreement_overtaken_row *r;
  size_t n;
  TRY(sql_agreement_overtaken(req->db, &req->arena, &(struct agreement_overtaken){from}, &r, &n));
  for (size_t i = 0; i < n; i++) {
    int64_t end = r[i].from_ms < from ? from : r[i].from_ms;
    TRY(sql_agreement_close(req->db, &(struct agreement_close){.to_ms = end, .id = r[i].id}));
  }
  say_version(req, version, from, r, n);
  return OK;
}

enum err serve_agreement_add(struct request *req) {
  struct id id = id_new();
  struct agreement_latest_row last;
  const char *title = NULL, *body = NULL, *signed_by = NULL;
  int64_t now = clock_wall_ms(), from = now;
  TRY(REQUEST_JSON(
      req, {"title", BODY_NAME, &title, .max = 200}, {"body", BODY_RAW, &body, .max = 32000},
      {"signed_by", BODY_NAME, &signed_by, .max = 200},
      {"from_ms", BODY_INSTANT, &from, .max = now + 10 * 366 * DAY_MS, .optional = true}));
  TRY(begins(now, &from));
  TRY(agreement_check(body));
  TRY(sql_agreement_latest(req->db, &req->arena, &last));
  TRY(overtake(req, last.version + 1, from));
  TRY(sql_agreement_add(req->db, &(struct agreement_add){.id = id,
                                                         .version = last.version + 1,
                                                         .title = title,
                                                         .body = body,
                                                         .from_ms = from,
                                                         .signed_by = signed_by}));
  req->audit_object = id;
  answer_id(req, id);
  return OK;
}
