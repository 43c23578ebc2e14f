// SPDX-License-Identifier: Apache-2.0
#include "scoring/pure/score.h"

static const char *const special_words[] = {[ANSWER_NA] = "na",
                                            [ANSWER_OUTSIDE_CONTROL] = "outside_control",
                                            [ANSWER_CANNOT_TELL] = "cannot_tell"};

// ---- in ---------------------------------------------------------------------------------------
static enum err answer_word(const struct rubric_question *q, const char *word, struct answer *out) {
  for (size_t k = ANSWER_NA; k <= ANSWER_CANNOT_TELL; k++)
    if (!strcmp(word, special_words[k])) {
      out->kind = (enum answer_kind)k;
      return OK;
    }
  for (size_t i = 0; i < q->scale->n; i++)
    if (!strcmp(word, q->scale->options[i].id)) {
      out->kind = ANSWER_OPTION;
      out->option = i;
      return OK;
    }
  return fail(E_BAD_DATA, "answers.%s: \"%s\" is not on the scale \"%s\"", q->id, word,
              q->scale->id);
}

static enum err answer_allowed(const struct rubric_question *q, const struct answer *a) {
  if (a->kind == ANSWER_NA && !q->na_allowed)
    return fail(E_BAD_DATA, "answers.%s: this question always applies (na.allowed is false)",
                q->id);
  if (a->kind == ANSWER_CANNOT_TELL && q->critical == CLASS_NONE)
    return fail(E_BAD_DATA, "answers.%s: cannot_tell is for critical questions", q->id);
  return OK;
}

static enum err answer_members(const struct rubric_question *q, const json_t *v) {
  static const char *const known[] = {"option", "comment", "at_ms", "len_ms", "touched"};
  const char *name;
  json_t *member;
  json_object_foreach((json_t *)(uintptr_t)v, name, member) {
    bool found = false;
    for (size_t i = 0; i < countof(known); i++) found = found || !strcmp(name, known[i]);
    if (!found) return fail(E_BAD_DATA, "answers.%s.%s: no such member", q->id, name);
  }
  return OK;
}

static enum err answer_read(const struct rubric_question *q, const json_t *v, struct answer *out) {
  struct answer a = {0};
  const json_t *word = v;
  if (json_is_null(v)) return OK; // not answered yet
  if (json_is_object(v)) {
    TRY(answer_members(q, v));
    word = json_object_get(v, "option");
    const char *comment = json_string_value(json_object_get(v, "comment"));
    a.commented = comment && *comment;
    a.marked = json_is_integer(json_object_get(v, "at_ms"));
    a.untouched = json_is_false(json_object_get(v, "touched"));
  }
  if (!json_is_string(word))
    return fail(E_BAD_DATA, "answers.%s: not the name of an option", q->id);
  TRY(answer_word(q, json_string_value(word), &a));
  TRY(answer_allowed(q, &a));
  *out = a;
  return OK;
}

enum err answers_read(struct arena *a, const struct rubric *r, const json_t *json,
                      struct answer **out) {
  const json_t *wrapped = json_object_get(json, "answers");
  const json_t *answers = json_is_object(wrapped) ? wrapped : json;
  const char *id;
  json_t *v;
  if (!json_is_object(answers)) return fail(E_BAD_DATA, "answers: not an object");
  struct answer *all = arena_array(a, r->question_count + 1, struct answer);
  json_object_foreach((json_t *)(uintptr_t)answers, id, v) {
    size_t i;
    TRY(rubric_find(r, id, &i));
    TRY(answer_read(&r->questions[i], v, &all[i]));
  }
  *out = all;
  return OK;
}

// ---- out --------------------------------------------------------------------------------------
static json_t *ppm(int64_t v) { return v < 0 ? json_null() : json_integer(v); }

static json_t *classes_json(const struct score *s) {
  static const char *const names[] = {"customer", "business", "compliance"};
  json_t *all = json_object();
  for (size_t k = 0; k < CLASSES; k++) {
    struct class_count c = s->classes[k];
    json_object_set_new(all, names[k],
                        json_pack("{s:I,s:I,s:I,s:I}", "judged", (json_int_t)c.judged, "failed",
                                  (json_int_t)c.failed, "flagged", (json_int_t)c.flagged,
                                  "cannot_tell", (json_int_t)c.cannot_tell));
  }
  return all;
}

static json_t *sections_json(const struct rubric *r, const struct score *s) {
  json_t *all = json_object();
  for (size_t k = 0; k < r->section_count; k++)
    json_object_set_new(all, r->sections[k].id, ppm(s->section_ppm[k]));
  return all;
}

static json_t *missing_json(const struct rubric *r, const struct score *s) {
  static const char *const words[] = {"answer", "comment", "marker"};
  json_t *all = json_object();
  for (size_t i = 0; i < r->question_count; i++) {
    if (!s->missing[i]) continue;
    json_t *list = json_array();
    for (size_t k = 0; k < countof(words); k++)
      if (s->missing[i] >> k & 1) json_array_append_new(list, json_string(words[k]));
    json_object_set_new(all, r->questions[i].id, list);
  }
  return all;
}

// What the employer owes: answers outside the agent's control, and questions about the
// organisation that were not answered with full points (a support task, a report not made).
static json_t *business_json(const struct rubric *r, const struct answer *answers,
                             const struct score *s) {
  json_t *list = json_array();
  for (size_t i = 0; i < r->question_count; i++) {
    const struct rubric_question *q = &r->questions[i];
    const char *why = NULL;
    if (!s->visible[i]) continue;
    if (answers[i].kind == ANSWER_OUTSIDE_CONTROL)
      why = "outside_control";
    else if (q->organisation && answers[i].kind == ANSWER_OPTION &&
             q->scale->options[answers[i].option].points < q->scale->most)
      why = "support";
    if (why) json_array_append_new(list, json_pack("{s:s,s:s}", "question", q->id, "why", why));
  }
  return list;
}

static json_t *reminders_json(const struct rubric *r, const struct answer *answers,
                              const struct score *s) {
  json_t *list = json_array();
  for (size_t i = 0; i < r->question_count; i++) {
    const struct rubric_question *q = &r->questions[i];
    if (!s->visible[i] || !q->follow_up_days || answers[i].kind != ANSWER_OPTION) continue;
    json_array_append_new(
        list, json_pack("{s:s,s:I}", "question", q->id, "days", (json_int_t)q->follow_up_days));
  }
  return list;
}

static json_t *ids_where(const struct rubric *r, const bool *flags, bool want) {
  json_t *list = json_array();
  for (size_t i = 0; i < r->question_count; i++)
    if (flags[i] == want) json_array_append_new(list, json_string(r->questions[i].id));
  return list;
}

json_t *score_json(const struct rubric *r, const struct answer *answers, const struct score *s) {
  json_t *out = json_object();
  json_object_set_new(out, "rubric", json_string(r->key));
  json_object_set_new(out, "version", json_integer(r->version));
  json_object_set_new(out, "total_ppm", ppm(s->total_ppm));
  json_object_set_new(out, "percent", ppm(score_percent(s->total_ppm)));
  json_object_set_new(out, "reported_ppm", ppm(s->reported_ppm));
  json_object_set_new(out, "correct_ppm", ppm(s->correct_ppm));
  json_object_set_new(out, "human_ppm", ppm(s->human_ppm));
  json_object_set_new(out, "total_n", json_integer(s->total_n));
  json_object_set_new(out, "correct_n", json_integer(s->correct_n));
  json_object_set_new(out, "human_n", json_integer(s->human_n));
  json_object_set_new(out, "outcome", json_string(s->failed ? "fail" : "ok"));
  json_object_set_new(out, "passed",
                      r->pass_ppm < 0 || s->reported_ppm < 0
                          ? json_null()
                          : json_boolean(s->reported_ppm >= r->pass_ppm));
  json_object_set_new(out, "criticals", classes_json(s));
  json_object_set_new(out, "sections", sections_json(r, s));
  json_object_set_new(out, "complete", json_boolean(s->missing_count == 0));
  json_object_set_new(out, "missing", missing_json(r, s));
  json_object_set_new(out, "hidden", ids_where(r, s->visible, false));
  json_object_set_new(out, "untouched", json_integer((json_int_t)s->untouched));
  json_object_set_new(out, "for_business", business_json(r, answers, s));
  json_object_set_new(out, "reminders", reminders_json(r, answers, s));
  json_object_set_new(out, "in_statistics", json_boolean(r->in_statistics));
  return out;
}
