// SPDX-License-Identifier: Apache-2.0
// Forms as those who write them see them: versions, drafts, what changes for whom. A draft is seen
// by those who may write one; for everybody else it does not exist.
#include "review-web/api/rubrics.h"

#include "review-web/api/common.h"
#include "scoring/scoring.h"

enum { HASH_TEXT = RUBRIC_HASH - 1 };

static bool writes(const struct request *req) { return req->viewer.rights & R_RUBRICS; }

enum err rubric_versions_list(struct request *req) {
  struct rubric_versions_all_row *r;
  size_t n;
  TRY(sql_rubric_versions_all(req->db, &req->arena, &r, &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    if (!strcmp(r[i].state, "draft") && !writes(req)) continue;
    struct buf *b = &req->out;
    out_open(b, NULL, '{');
    out_id(b, "id", r[i].id);
    out_text(b, "key", r[i].key);
    out_int(b, "version", r[i].version);
    out_text(b, "state", r[i].state);
    out_text(b, "title_sv", r[i].title_sv);
    out_text(b, "title_en", r[i].title_en);
    out_named(b, "author", r[i].author, r[i].author_name);
    out_int(b, "created_ms", r[i].created_ms);
    out_opt_int(b, "published_ms", r[i].published_ms);
    out_opt_int(b, "retired_ms", r[i].retired_ms);
    out_close(b, '}');
  }
  rows_end(req, NULL);
  return OK;
}

// ---- one version ------------------------------------------------------------------------------
enum err rubric_seen(struct request *req, struct rubric_version_get_row *out) {
  bool found = false;
  TRY(sql_rubric_version_get(req->db, &req->arena, &(struct rubric_version_get){req->arg.id}, out,
                             &found));
  if (!found || (!strcmp(out->state, "draft") && !writes(req)))
    return fail(E_NOT_FOUND, "there is no such rubric version");
  return OK;
}

static enum err parse(const char *text, json_t **out) {
  json_error_t why;
  *out = json_loads(text, JSON_REJECT_DUPLICATES, &why);
  return *out ? OK : fail(E_BAD_DATA, "line %d: %s", why.line, why.text);
}

static enum err out_json(struct request *req, const char *key, json_t *v) { // takes v
  char *text = v ? json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
  json_decref(v);
  if (!text) return fail(E_BROKEN, "the answer cannot be written");
  out_raw(&req->out, key, text);
  free(text);
  return OK;
}

static void out_problems(struct request *req, const json_t *document) {
  struct problems *p = arena_new(&req->arena, struct problems);
  struct buf *b = &req->out;
  rubric_problems(&req->arena, document, p);
  out_open(b, "problems", '[');
  for (size_t i = 0; i < p->n; i++) {
    out_open(b, NULL, '{');
    out_text(b, "path", p->at[i].path);
    out_text(b, "text", p->at[i].text);
    out_close(b, '}');
  }
  out_close(b, ']');
  out_int(b, "more", (int64_t)p->more);
}

static enum err out_version(struct request *req, const struct rubric_version_get_row *r) {
  struct buf *b = &req->out;
  bool draft = !strcmp(r->state, "draft");
  json_t *document = NULL;
  buf_add_char(b, '{');
  out_id(b, "id", r->id);
  out_text(b, "key", r->key);
  out_int(b, "version", r->version);
  out_text(b, "state", r->state);
  out_text(b, "title_sv", r->title_sv);
  out_text(b, "title_en", r->title_en);
  out_int(b, "created_ms", r->created_ms);
  out_opt_int(b, "published_ms", r->published_ms);
  out_opt_int(b, "retired_ms", r->retired_ms);
  out_text(b, "sha256", r->sha256);
  out_raw(b, "document", r->document);
  out_bool(b, "can_write", draft && writes(req));
  out_bool(b, "can_retire", !strcmp(r->state, "published") && writes(req));
  TRY(parse(r->document, &document));
  if (draft) out_problems(req, document);
  json_decref(document);
  buf_add_char(b, '}');
  return OK;
}

enum err rubric_version_show(struct request *req) {
  struct rubric_version_get_row r;
  TRY(rubric_seen(req, &r));
  const char *etag = arena_printf(&req->arena, "\"%.16s-%s\"", r.sha256, r.state);
  reply_field(&req->reply, "ETag", etag);
  if (sv_eq(request_header(req, "if-none-match"), sv_of(etag))) {
    req->reply.status = 304;
    return OK;
  }
  return out_version(req, &r);
}

// The canonical form: what another house imports, and what an auditor compares by its hash.
enum err rubric_version_export(struct request *req) {
  struct rubric_version_get_row r;
  TRY(rubric_seen(req, &r));
  reply_field(
      &req->reply, "Content-Disposition",
      arena_printf(&req->arena, "attachment; filename=\"%s-%" PRId64 ".json\"", r.key, r.version));
  buf_add_str(&req->out, r.document);
  return OK;
}

// ---- drafts -----------------------------------------------------------------------------------
static enum err answer_version(struct request *req, struct id id) {
  struct rubric_version_get_row r;
  req->arg.id = id;
  TRY(rubric_seen(req, &r));
  return out_version(req, &r);
}

enum err rubric_begin_draft(struct request *req) {
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

enum err rubric_version_save(struct request *req) {
  const char *was = NULL, *text = NULL;
  char hash[RUBRIC_HASH];
  json_t *document = NULL;
  struct buf *b = &req->out;
  TRY(REQUEST_JSON(req, {"was", BODY_TEXT, &was, .max = HASH_TEXT},
                   {"document", BODY_RAW, &text, .max = RUBRIC_BYTES}));
  TRY(parse(text, &document));
  enum err rc = rubric_draft_save(req->db, req->arg.id, was, document, hash);
  if (!rc) {
    buf_add_char(b, '{');
    out_int(b, "saved_ms", clock_wall_ms());
    out_text(b, "sha256", hash);
    out_problems(req, document);
    buf_add_char(b, '}');
  }
  json_decref(document);
  return rc;
}

enum err rubric_version_discard(struct request *req) {
  return rubric_draft_discard(req->db, req->arg.id, req->viewer.person);
}

enum err rubric_version_check(struct request *req) {
  struct rubric_version_get_row r;
  json_t *document = NULL;
  TRY(rubric_seen(req, &r));
  TRY(parse(r.document, &document));
  buf_add_char(&req->out, '{');
  out_problems(req, document);
  buf_add_char(&req->out, '}');
  json_decref(document);
  return OK;
}

enum err rubric_version_publish(struct request *req) {
  const char *was = NULL;
  int64_t now_ms = clock_wall_ms();
  TRY(REQUEST_JSON(req, {"was", BODY_TEXT, &was, .max = HASH_TEXT}));
  TRY(rubric_draft_publish(req->db, req->arg.id, was, req->viewer.person, now_ms));
  TRY(news_tell(req->db, (struct news){.event = "rubric.published", .object = req->arg.id}));
  return answer_version(req, req->arg.id);
}

enum err rubric_version_retire_it(struct request *req) {
  TRY(rubric_retire(req->db, req->arg.id, req->viewer.person, clock_wall_ms()));
  TRY(news_tell(req->db, (struct news){.event = "rubric.retired", .object = req->arg.id}));
  return answer_version(req, req->arg.id);
}

// ---- what changes for whom --------------------------------------------------------------------
#define LATELY_MS (90 * DAY_MS)

static enum err out_use(struct request *req, struct id version) {
  struct rubric_use_row use = {0};
  bool found = false;
  int64_t from_ms = clock_wall_ms() - LATELY_MS;
  TRY(sql_rubric_use(req->db, &req->arena, &(struct rubric_use){version, from_ms}, &use, &found));
  out_int(&req->out, "drafts", use.drafts);
  out_int(&req->out, "evaluators", use.evaluators);
  out_int(&req->out, "released", use.released);
  return OK;
}

static enum err out_changes(struct request *req, const json_t *before, const json_t *after) {
  struct problems *p = arena_new(&req->arena, struct problems);
  struct rubric r;
  json_t *changes = NULL;
  enum err rc = rubric_read(&req->arena, before, p, &r);
  if (!rc) rc = rubric_read(&req->arena, after, p, &r);
  if (rc == E_BAD_DATA) { // it cannot be compared before it can be read
    err_forget();
    out_raw(&req->out, "changes", NULL);
    return OK;
  }
  TRY(rc);
  TRY(rubric_diff(before, after, &changes));
  return out_json(req, "changes", changes);
}

enum err rubric_version_diff(struct request *req) {
  struct rubric_version_get_row r;
  struct rubric_version_before_row old;
  bool found = false;
  json_t *before = NULL, *after = NULL;
  TRY(rubric_seen(req, &r));
  TRY(sql_rubric_version_before(req->db, &req->arena,
                                &(struct rubric_version_before){r.key, r.version}, &old, &found));
  buf_add_char(&req->out, '{');
  out_bool(&req->out, "first", !found);
  if (found) {
    out_int(&req->out, "before", old.version);
    TRY(out_use(req, old.id));
    enum err rc = parse(old.document, &before);
    if (!rc) rc = parse(r.document, &after);
    if (!rc) rc = out_changes(req, before, after);
    json_decref(before);
    json_decref(after);
    TRY(rc);
  }
  buf_add_char(&req->out, '}');
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
  buf_add_char(&req->out, '{');
  TRY(out_json(req, "score", score_json(&r, given, &s)));
  buf_add_char(&req->out, '}');
  return OK;
}

enum err rubric_score(struct request *req) {
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
