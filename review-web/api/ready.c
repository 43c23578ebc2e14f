// SPDX-License-Identifier: Apache-2.0
// Ready-made forms: those that come with the programs and this house has none of. Publishing one is
// a person's own act, with her name in the log; or she makes a draft of it and writes on.
#include "gen/told/rubric.h"
#include "review-web/api/common.h"
#include "scoring/scoring.h"

static const char *text_of(const json_t *json, const char *member, const char *language) {
  const char *s = json_string_value(json_object_get(json_object_get(json, member), language));
  return s ? s : "";
}

static int64_t question_count(const json_t *json) {
  const json_t *sections = json_object_get(json, "sections"), *section;
  size_t i, n = 0;
  json_array_foreach(sections, i, section) n +=
      json_array_size(json_object_get(section, "questions"));
  return (int64_t)n;
}

static const char *kept(struct request *req, const char *text) {
  return text ? arena_strdup(&req->arena, text) : NULL;
}

static struct told_ready_form told_ready(struct request *req, const struct shipped *form,
                                         const json_t *json) {
  const json_t *stands = json_object_get(json, "variant_for");
  const char *load = json_string_value(json_object_get(stands, "load"));
  return (struct told_ready_form){
      .key = form->key,
      .title_sv = kept(req, text_of(json, "title", "sv")),
      .title_en = kept(req, text_of(json, "title", "en")),
      .purpose_sv = kept(req, text_of(json, "purpose", "sv")),
      .purpose_en = kept(req, text_of(json, "purpose", "en")),
      .questions = question_count(json),
      .topic = kept(req, json_string_value(json_object_get(stands, "topic"))),
      .load = load && strcmp(load, "normal") != 0,
  };
}

enum err serve_ready_forms_list(struct request *req) {
  const struct shipped *missing[SHIPPED_MAX];
  size_t n;
  TRY(shipped_missing(req->db, &req->arena, missing, &n));
  struct told_ready_form *told = arena_array(&req->arena, n + 1, struct told_ready_form);
  for (size_t i = 0; i < n; i++) {
    json_t *json;
    TRY(shipped_json(missing[i], &json));
    told[i] = told_ready(req, missing[i], json);
    json_decref(json);
  }
  ANSWER_ROWS(req, tell_ready_form, told, n, NULL);
  return OK;
}

static enum err publish(struct request *req, const struct shipped *form) {
  struct id version;
  json_t *json;
  TRY(shipped_json(form, &json));
  enum err rc = rubric_publish(req->db, json, req->viewer.person, clock_wall_ms(), &version);
  json_decref(json);
  return rc;
}

static enum err begin_draft(struct request *req, const struct shipped *form, struct id *out) {
  json_t *json;
  TRY(shipped_json(form, &json));
  enum err rc = rubric_draft_begin(
      req->db, &(struct rubric_begin){.author = req->viewer.person, .document = json},
      clock_wall_ms(), out);
  json_decref(json);
  return rc;
}

// No key: every one that is missing is published.
enum err serve_ready_forms_take(struct request *req) {
  const struct shipped *missing[SHIPPED_MAX];
  const char *key = NULL;
  bool draft = false;
  struct id made = {{0}};
  size_t n, taken = 0;
  TRY(REQUEST_JSON(req, {"key", BODY_TEXT, &key, .max = 40, .optional = true},
                   {"draft", BODY_BOOL, &draft, .optional = true}));
  if (draft && !key) return fail(E_BAD_INPUT, "which form is the draft of?");
  TRY(shipped_missing(req->db, &req->arena, missing, &n));
  for (size_t i = 0; i < n; i++) {
    if (key && strcmp(key, missing[i]->key) != 0) continue;
    TRY(draft ? begin_draft(req, missing[i], &made) : publish(req, missing[i]));
    taken++;
  }
  if (!taken) return fail(E_CONFLICT, "this house has that form already, or none is shipped so");
  tell_ready_taken(&req->out, &(struct told_ready_taken){.published = draft ? 0 : (int64_t)taken,
                                                         .draft = opt_id_of(made)});
  return OK;
}
