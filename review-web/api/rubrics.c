// SPDX-License-Identifier: Apache-2.0
// Forms as those who write them see them: versions, drafts, what changes for whom. A draft is seen
// by those who may write one; for everybody else it does not exist.
#include "gen/sql/evaluation.h"
#include "gen/sql/rubric.h"
#include "gen/told/rubric.h"
#include "review-web/api/common.h"
#include "review-web/api/kept.h"
#include "scoring/scoring.h"

enum { HASH_TEXT = RUBRIC_HASH - 1 };

enum err serve_rubric_versions_list(struct request *req) {
  struct rubric_versions_all_row *r;
  size_t n;
  TRY(sql_rubric_versions_all(req->db, &req->arena, &r, &n));
  size_t seen = 0;
  for (size_t i = 0; i < n; i++)
    if (strcmp(r[i].state, "draft") != 0 || may_see_drafts(&req->viewer)) r[seen++] = r[i];
  ANSWER_ROWS(req, sql_rubric_versions_all_row_json, r, seen, NULL);
  return OK;
}

// ---- one version ------------------------------------------------------------------------------
static enum err parse(const char *text, json_t **out) {
  json_error_t why;
  *out = json_loads(text, JSON_REJECT_DUPLICATES, &why);
  return *out ? OK : fail(E_BAD_DATA, "line %d: %s", why.line, why.text);
}

static struct told_problems problems_of(struct request *req, const json_t *document) {
  struct problems *p = arena_new(&req->arena, struct problems);
  rubric_problems(&req->arena, document, p);
  struct told_problems t = {.problems = arena_array(&req->arena, p->n + 1, struct told_problem),
                            .n_problems = p->n,
                            .more = (int64_t)p->more};
  for (size_t i = 0; i < p->n; i++)
    t.problems[i] = (struct told_problem){p->at[i].path, p->at[i].text};
  return t;
}

static enum err tell_version(struct request *req, const struct rubric_version_get_row *r) {
  bool draft = !strcmp(r->state, "draft"), writes = may_see_drafts(&req->viewer);
  struct told_problems problems;
  json_t *document;
  struct told_whole t = {.rubric_version_get = r,
                         .can_write = draft && writes,
                         .can_retire = !strcmp(r->state, "published") && writes};
  TRY(parse(r->document, &document));
  if (draft) {
    problems = problems_of(req, document);
    t.problems = &problems;
  }
  tell_whole(&req->out, &t);
  json_decref(document);
  return OK;
}

enum err serve_rubric_version_show(struct request *req) {
  const struct rubric_version_get_row *r = req->reach.form;
  const char *etag = arena_printf(&req->arena, "\"%.16s-%s\"", r->sha256, r->state);
  reply_field(&req->reply, "ETag", etag);
  reply_field(&req->reply, "Cache-Control", "private, no-cache"); // a form's words, nobody's calls
  if (sv_eq(request_header(req, "if-none-match"), sv_of(etag))) {
    req->reply.status = 304;
    return OK;
  }
  return tell_version(req, r);
}

// The canonical form: what another house imports, and what an auditor compares by its hash.
enum err serve_rubric_version_export(struct request *req) {
  const struct rubric_version_get_row *r = req->reach.form;
  reply_field(&req->reply, "Content-Disposition",
              arena_printf(&req->arena, "attachment; filename=\"%s-%" PRId64 ".json\"", r->key,
                           r->version));
  buf_add_str(&req->out, r->document);
  return OK;
}

// ---- drafts -----------------------------------------------------------------------------------
static enum err answer_version(struct request *req, struct id id) {
  struct rubric_version_get_row r;
  TRY(may_see_form(asker(req), id, &r));
  return tell_version(req, &r);
}

enum err serve_rubric_version_begin(struct request *req) {
  struct rubric_begin ask = {.author = req->viewer.person};
  const char *document = NULL;
  json_t *json = NULL;
  struct id id;
  TRY(REQUEST_JSON(req, {"from", BODY_ID, &ask.from, .optional = true},
                   {"document", BODY_RAW, &document, .max = RUBRIC_BYTES, .optional = true},
                   {"title_sv", BODY_ANY_TEXT, &ask.title_sv, .max = 200, .optional = true},
                   {"title_en", BODY_ANY_TEXT, &ask.title_en, .max = 200, .optional = true}));
  if (document) TRY(parse(document, &json));
  ask.document = json;
  enum err rc = rubric_draft_begin(req->db, &ask, clock_wall_ms(), &id);
  json_decref(json);
  return rc ? rc : answer_version(req, id);
}

enum err serve_rubric_version_save(struct request *req) {
  const char *was = NULL, *text = NULL;
  char hash[RUBRIC_HASH];
  json_t *document = NULL;
  TRY(REQUEST_JSON(req, {"was", BODY_TEXT, &was, .max = HASH_TEXT},
                   {"document", BODY_RAW, &text, .max = RUBRIC_BYTES}));
  TRY(parse(text, &document));
  enum err rc = rubric_draft_save(req->db, req->arg.id, was, document, hash);
  if (!rc)
    tell_draft_saved(&req->out, &(struct told_draft_saved){.problems = problems_of(req, document),
                                                           .saved_ms = clock_wall_ms(),
                                                           .sha256 = hash});
  json_decref(document);
  return rc;
}

enum err serve_rubric_version_discard(struct request *req) {
  return rubric_draft_discard(req->db, req->arg.id, req->viewer.person);
}

enum err serve_rubric_version_check(struct request *req) {
  json_t *document = NULL;
  TRY(parse(req->reach.form->document, &document));
  struct told_problems problems = problems_of(req, document);
  tell_problems(&req->out, &problems);
  json_decref(document);
  return OK;
}

enum err serve_rubric_version_publish(struct request *req) {
  const char *was = NULL;
  int64_t now_ms = clock_wall_ms();
  TRY(REQUEST_JSON(req, {"was", BODY_TEXT, &was, .max = HASH_TEXT}));
  TRY(rubric_draft_publish(req->db, req->arg.id, was, req->viewer.person, now_ms));
  return answer_version(req, req->arg.id);
}

enum err serve_rubric_version_retire(struct request *req) {
  TRY(rubric_retire(req->db, req->arg.id, req->viewer.person, clock_wall_ms()));
  return answer_version(req, req->arg.id);
}

// ---- what changes for whom --------------------------------------------------------------------
#define LATELY_MS (90 * DAY_MS)

static enum err read_use(struct request *req, struct id version, struct told_diff_use *t) {
  struct rubric_use_row use = {0};
  bool found = false;
  int64_t from_ms = clock_wall_ms() - LATELY_MS;
  TRY(sql_rubric_use(req->db, &req->arena, &(struct rubric_use){version, from_ms}, &use, &found));
  t->drafts = use.drafts;
  t->evaluators = use.evaluators;
  t->released = use.released;
  return OK;
}

static enum err read_changes(struct request *req, const json_t *before, const json_t *after,
                             struct told_diff_use *t) {
  struct problems *p = arena_new(&req->arena, struct problems);
  struct rubric r;
  json_t *changes = NULL;
  enum err rc = rubric_read(&req->arena, before, p, &r);
  if (!rc) rc = rubric_read(&req->arena, after, p, &r);
  if (rc == E_BAD_DATA) { // it cannot be compared before it can be read
    err_forget();
    return OK;
  }
  TRY(rc);
  TRY(rubric_diff(before, after, &changes));
  return json_kept(req, changes, &t->changes);
}

enum err serve_rubric_version_diff(struct request *req) {
  const struct rubric_version_get_row *r = req->reach.form;
  struct rubric_version_before_row old;
  struct told_diff_use use = {0};
  bool found = false;
  json_t *before = NULL, *after = NULL;
  TRY(sql_rubric_version_before(req->db, &req->arena,
                                &(struct rubric_version_before){r->key, r->version}, &old, &found));
  if (found) {
    use.before = old.version;
    TRY(read_use(req, old.id, &use));
    enum err rc = parse(old.document, &before);
    if (!rc) rc = parse(r->document, &after);
    if (!rc) rc = read_changes(req, before, after, &use);
    json_decref(before);
    json_decref(after);
    TRY(rc);
  }
  tell_diff(&req->out, &(struct told_diff){!found, found ? &use : NULL});
  return OK;
}

// ---- what answers would give: the engine's word, nothing is kept -------------------------------
static enum err score(struct request *req, const json_t *document, const json_t *answers) {
  struct problems *p = arena_new(&req->arena, struct problems);
  struct rubric r;
  struct answer *given;
  TRY(rubric_read(&req->arena, document, p, &r));
  TRY(answers_read(&req->arena, &r, answers, &given));
  struct score s = score_answers(&req->arena, &r, given);
  struct told_score_told t;
  TRY(json_kept(req, score_json(&r, given, &s), &t.score));
  tell_score_told(&req->out, &t);
  return OK;
}

enum err serve_rubric_score(struct request *req) {
  const char *document = NULL, *answers = NULL;
  json_t *asked = NULL, *given = NULL;
  TRY(REQUEST_JSON(req, {"document", BODY_RAW, &document, .max = RUBRIC_BYTES},
                   {"answers", BODY_RAW, &answers, .max = 65536}));
  enum err rc = parse(document, &asked);
  if (!rc) rc = parse(answers, &given);
  if (!rc) rc = score(req, asked, given);
  json_decref(asked);
  json_decref(given);
  return rc;
}
