// SPDX-License-Identifier: Apache-2.0
// In the order of the document: head, scales, sections, questions. Conditions and references are
// resolved while reading, because they may look back only.
#include "scoring/pure/rubric_read.h"

struct reading {
  struct reader r;
  struct rubric *out;
};

// ---- scales -----------------------------------------------------------------------------------
static bool reserved(const char *id) { // words an answer may be besides an option
  return !strcmp(id, "na") || !strcmp(id, "outside_control") || !strcmp(id, "cannot_tell");
}

static void option_read(struct reading *x, const struct place *p, struct rubric_scale *s) {
  struct reader *r = &x->r;
  if (!take_object(r, p, WORDS("id", "points", "label"))) return;
  const char *id = take_id(r, p, "id");
  struct place at = place_member(p, "id");
  if (reserved(id)) place_problem(r, &at, "\"%s\" is an answer of its own", id);
  for (size_t i = 0; *id && i < s->n; i++)
    if (!strcmp(s->options[i].id, id)) place_problem(r, &at, "\"%s\" is there already", id);
  int points = (int)take_int(r, p, "points", 0, 100);
  take_text(r, p, "label", true);
  s->options[s->n].id = id;
  s->options[s->n++].points = points;
  if (points > s->most) s->most = points;
}

static void scale_read(struct reading *x, const struct place *p, struct rubric_scale *s) {
  struct reader *r = &x->r;
  if (!take_object(r, p, WORDS("id", "kind", "options"))) return;
  s->id = take_id(r, p, "id");
  take_word(r, p, "kind", WORDS("nominal", "ordinal", "interval"), SIZE_MAX);
  struct place options = place_member(p, "options");
  size_t n = take_array(r, &options, 2, OPTIONS_MAX);
  for (size_t i = 0; i < n; i++) {
    struct place at = place_element(&options, i);
    option_read(x, &at, s);
  }
}

static uint64_t common_divisor(uint64_t a, uint64_t b) {
  while (b) {
    uint64_t t = a % b;
    a = b;
    b = t;
  }
  return a;
}

// Scores are exact because every share is a whole number of 1/L; L must leave room for sums.
static void multiple_grow(struct reading *x, const struct place *p, int most) {
  static const uint64_t limit = 1000000000;
  if (!most || x->out->multiple > limit) return;
  uint64_t m = (uint64_t)most;
  x->out->multiple *= m / common_divisor(x->out->multiple, m);
  if (x->out->multiple > limit)
    place_problem(&x->r, p,
                  "the scales' greatest points have no common multiple up to 10^9: "
                  "choose points that divide each other");
}

static void scales_read(struct reading *x, const struct place *root) {
  struct place scales = place_member(root, "scales");
  size_t n = take_array(&x->r, &scales, 1, SCALES_MAX);
  x->out->scales = arena_array(x->r.arena, n + 1, struct rubric_scale);
  for (size_t i = 0; i < n; i++) {
    struct place at = place_element(&scales, i);
    struct rubric_scale *s = &x->out->scales[i];
    s->id = "";
    scale_read(x, &at, s);
    for (size_t k = 0; *s->id && k < i; k++)
      if (!strcmp(x->out->scales[k].id, s->id))
        place_problem(&x->r, &at, "the scale \"%s\" is there already", s->id);
    multiple_grow(x, &at, s->most);
    x->out->scale_count++;
  }
}

// ---- references -------------------------------------------------------------------------------
static option_set options_read(struct reading *x, const struct place *p,
                               const struct rubric_scale *s, size_t min) {
  option_set set = 0;
  size_t n = take_array(&x->r, p, min, OPTIONS_MAX);
  for (size_t i = 0; i < n; i++) {
    struct place at = place_element(p, i);
    const char *id = take_id(&x->r, &at, NULL);
    bool found = false;
    for (size_t k = 0; s && k < s->n; k++)
      if (!strcmp(s->options[k].id, id)) {
        set |= 1U << k;
        found = true;
      }
    if (*id && s && !found)
      place_problem(&x->r, &at, "\"%s\" is not an option of the scale \"%s\"", id, s->id);
  }
  return set;
}

static void condition_read(struct reading *x, const struct place *p, struct condition *out,
                           int depth);

static void condition_many(struct reading *x, const struct place *p, const char *member,
                           struct condition *out, int depth) {
  struct place list = place_member(p, member);
  size_t n = take_array(&x->r, &list, 1, 64);
  out->of = arena_array(x->r.arena, n + 1, struct condition);
  out->n = n;
  for (size_t i = 0; i < n; i++) {
    struct place at = place_element(&list, i);
    condition_read(x, &at, &out->of[i], depth + 1);
  }
}

static void condition_answer(struct reading *x, const struct place *p, struct condition *out) {
  struct place question = place_member(p, "q"), in = place_member(p, "in");
  const char *id = take_id(&x->r, p, "q");
  const struct rubric_scale *scale = NULL;
  for (size_t i = 0; i < x->out->question_count; i++)
    if (!strcmp(x->out->questions[i].id, id)) {
      out->question = i;
      scale = x->out->questions[i].scale;
    }
  if (*id && !scale)
    place_problem(&x->r, &question,
                  "no earlier question is called \"%s\": a condition may only look back, so that "
                  "one walk through the form decides what is shown",
                  id);
  out->options = options_read(x, &in, scale, 1);
}

static void condition_read(struct reading *x, const struct place *p, struct condition *out,
                           int depth) {
  struct reader *r = &x->r;
  if (depth > 8) {
    place_problem(r, p, "conditions are nested more than eight deep");
    return;
  }
  if (json_object_get(p->json, "all")) {
    out->kind = COND_ALL;
    if (take_object(r, p, WORDS("all"))) condition_many(x, p, "all", out, depth);
  } else if (json_object_get(p->json, "any")) {
    out->kind = COND_ANY;
    if (take_object(r, p, WORDS("any"))) condition_many(x, p, "any", out, depth);
  } else {
    out->kind = COND_ANSWER;
    if (take_object(r, p, WORDS("q", "in"))) condition_answer(x, p, out);
  }
}

static const struct condition *show_if_read(struct reading *x, const struct place *p) {
  struct place at = place_member(p, "show_if");
  if (!at.json) return NULL;
  struct condition *c = arena_new(x->r.arena, struct condition);
  condition_read(x, &at, c, 0);
  return c;
}

// ---- questions --------------------------------------------------------------------------------
static const struct rubric_scale *scale_find(struct reading *x, const struct place *p) {
  const char *id = take_id(&x->r, p, "scale");
  for (size_t i = 0; i < x->out->scale_count; i++)
    if (!strcmp(x->out->scales[i].id, id)) return &x->out->scales[i];
  struct place at = place_member(p, "scale");
  if (*id) place_problem(&x->r, &at, "there is no scale \"%s\"", id);
  static const struct rubric_scale none = {.id = ""};
  return &none;
}

static void na_read(struct reading *x, const struct place *p, struct rubric_question *q) {
  struct place na = place_member(p, "na");
  if (!take_object(&x->r, &na, WORDS("allowed", "when"))) return;
  struct place allowed = place_member(&na, "allowed");
  if (!allowed.json) place_problem(&x->r, &allowed, "missing");
  q->na_allowed = take_bool_or(&x->r, &na, "allowed", false);
  take_text(&x->r, &na, "when", false);
}

static void critical_read(struct reading *x, const struct place *p, struct rubric_question *q) {
  struct place at = place_member(p, "critical");
  q->critical = CLASS_NONE;
  if (!at.json || !take_object(&x->r, &at, WORDS("class", "fail_on", "effect"))) return;
  q->critical = (enum critical_class)take_word(
      &x->r, &at, "class", WORDS("customer", "business", "compliance"), SIZE_MAX);
  q->critical_fails = take_word(&x->r, &at, "effect", WORDS("fail", "flag"), SIZE_MAX) == 0;
  struct place fail_on = place_member(&at, "fail_on");
  q->fail_on = options_read(x, &fail_on, q->scale, 1);
}

static option_set required_read(struct reading *x, const struct place *p, const char *member,
                                const struct rubric_scale *scale) {
  struct place at = place_member(p, member);
  if (!at.json || !take_object(&x->r, &at, WORDS("required_on"))) return 0;
  struct place on = place_member(&at, "required_on");
  return on.json ? options_read(x, &on, scale, 0) : 0;
}

static void anchors_read(struct reading *x, const struct place *p, const struct rubric_scale *s) {
  struct place anchors = place_member(p, "anchors");
  const char *id;
  json_t *v;
  if (!anchors.json) return;
  if (!json_is_object(anchors.json)) {
    place_problem(&x->r, &anchors, "not an object");
    return;
  }
  json_object_foreach((json_t *)(uintptr_t)anchors.json, id, v) {
    struct place at = {&anchors, id, 0, v};
    bool found = false;
    for (size_t i = 0; i < s->n; i++) found = found || !strcmp(s->options[i].id, id);
    if (!found) place_problem(&x->r, &at, "no option of the scale is called so");
    take_text(&x->r, &anchors, id, true);
  }
}

static void texts_read(struct reading *x, const struct place *p) {
  take_text(&x->r, p, "title", true);
  take_text(&x->r, p, "help", false);
  take_text(&x->r, p, "routine", false);
}

static void question_read(struct reading *x, const struct place *p, struct rubric_question *q) {
  struct reader *r = &x->r;
  q->id = q->key = "";
  q->scale = scale_find(x, p);
  q->critical = CLASS_NONE;
  if (!take_object(r, p,
                   WORDS("id", "key", "weight", "scale", "title", "help", "anchors", "na", "bonus",
                         "unscored", "subject", "critical", "comment", "marker", "show_if", "axis",
                         "routine", "needs", "follow_up_days")))
    return;
  q->id = take_id(r, p, "id");
  q->key = take_id(r, p, "key");
  q->weight = (uint32_t)take_int(r, p, "weight", 0, 1000);
  texts_read(x, p);
  anchors_read(x, p, q->scale);
  na_read(x, p, q);
  q->bonus = take_bool_or(r, p, "bonus", false);
  q->unscored = take_bool_or(r, p, "unscored", false);
  q->organisation = take_word(r, p, "subject", WORDS("agent", "organisation"), 0) == 1;
  critical_read(x, p, q);
  q->comment_on = required_read(x, p, "comment", q->scale);
  q->marker_on = required_read(x, p, "marker", q->scale);
  q->show_if = show_if_read(x, p);
  struct place axis = place_member(p, "axis");
  if (axis.json)
    q->axis =
        take_word(r, p, "axis", WORDS("correct", "human"), SIZE_MAX) ? AXIS_HUMAN : AXIS_CORRECT;
  q->follow_up_days = (uint32_t)take_int_or(r, p, "follow_up_days", 1, 365, 0);
}

static void question_unique(struct reading *x, const struct place *p,
                            const struct rubric_question *q) {
  for (size_t i = 0; i < x->out->question_count; i++) {
    const struct rubric_question *other = &x->out->questions[i];
    if (*q->id && !strcmp(other->id, q->id))
      place_problem(&x->r, p, "the id \"%s\" is there already", q->id);
    if (*q->key && !strcmp(other->key, q->key))
      place_problem(&x->r, p, "the key \"%s\" is there already: trend lines join on it", q->key);
  }
}

// ---- sections ---------------------------------------------------------------------------------
static void section_read(struct reading *x, const struct place *p, struct rubric_section *s) {
  struct reader *r = &x->r;
  s->id = "";
  s->first = x->out->question_count;
  if (!take_object(r, p, WORDS("id", "weight", "title", "show_if", "questions"))) return;
  s->id = take_id(r, p, "id");
  s->weight = (uint32_t)take_int(r, p, "weight", 0, 1000);
  take_text(r, p, "title", true);
  s->show_if = show_if_read(x, p);
  struct place questions = place_member(p, "questions");
  s->count = take_array(r, &questions, 1, QUESTIONS_MAX);
  for (size_t i = 0; i < s->count; i++) {
    struct place at = place_element(&questions, i);
    struct rubric_question *q = &x->out->questions[x->out->question_count];
    question_read(x, &at, q);
    q->section = x->out->section_count;
    question_unique(x, &at, q);
    x->out->question_count++;
  }
}

static void sections_read(struct reading *x, const struct place *root) {
  struct place sections = place_member(root, "sections");
  size_t n = take_array(&x->r, &sections, 1, SECTIONS_MAX);
  x->out->sections = arena_array(x->r.arena, n + 1, struct rubric_section);
  x->out->questions = arena_array(x->r.arena, n * QUESTIONS_MAX + 1, struct rubric_question);
  for (size_t i = 0; i < n; i++) {
    struct place at = place_element(&sections, i);
    struct rubric_section *s = &x->out->sections[i];
    section_read(x, &at, s);
    for (size_t k = 0; *s->id && k < i; k++)
      if (!strcmp(x->out->sections[k].id, s->id))
        place_problem(&x->r, &at, "the section \"%s\" is there already", s->id);
    x->out->section_count++;
  }
}

// ---- needs: both ways, and known only when all questions are ----------------------------------
static bool need_add(struct arena *a, struct rubric_question *q, size_t other) {
  if (!q->needs) q->needs = arena_array(a, QUESTIONS_MAX, size_t);
  for (size_t i = 0; i < q->need_count; i++)
    if (q->needs[i] == other) return true;
  if (q->need_count == QUESTIONS_MAX) return false;
  q->needs[q->need_count++] = other;
  return true;
}

static void needs_resolve(struct reading *x, const struct place *p, size_t self) {
  struct rubric *out = x->out;
  struct place needs = place_member(p, "needs");
  if (!needs.json) return;
  size_t n = take_array(&x->r, &needs, 0, QUESTIONS_MAX);
  for (size_t i = 0; i < n; i++) {
    struct place at = place_element(&needs, i);
    const char *key = take_id(&x->r, &at, NULL);
    size_t other = out->question_count;
    for (size_t k = 0; k < out->question_count; k++)
      if (!strcmp(out->questions[k].key, key)) other = k;
    if (*key && (other == out->question_count || other == self))
      place_problem(&x->r, &at, "no other question has the key \"%s\"", key);
    else if (*key && !(need_add(x->r.arena, &out->questions[self], other) &&
                       need_add(x->r.arena, &out->questions[other], self)))
      place_problem(&x->r, &at, "more than %d questions hang together", QUESTIONS_MAX);
  }
}

static void needs_read(struct reading *x, const struct place *root) {
  struct place sections = place_member(root, "sections");
  for (size_t s = 0, self = 0; s < x->out->section_count; s++) {
    struct place section = place_element(&sections, s);
    struct place questions = place_member(&section, "questions");
    for (size_t i = 0; i < x->out->sections[s].count; i++, self++) {
      struct place at = place_element(&questions, i);
      needs_resolve(x, &at, self);
    }
  }
}

// ---- the head ---------------------------------------------------------------------------------
static void scoring_read(struct reading *x, const struct place *root) {
  struct reader *r = &x->r;
  struct place p = place_member(root, "scoring");
  x->out->bonus_cap_ppm = 1000000;
  x->out->pass_ppm = -1;
  if (!take_object(r, &p,
                   WORDS("mode", "critical_policy", "pass_ppm", "bonus_cap_ppm", "visibility",
                         "in_statistics")))
    return;
  x->out->mode = (enum scoring_mode)take_word(r, &p, "mode",
                                              WORDS("sections", "questions", "points"), SIZE_MAX);
  x->out->policy = (enum critical_policy)take_word(
      r, &p, "critical_policy", WORDS("keep_score", "zero_section", "zero_all"), SIZE_MAX);
  x->out->pass_ppm = take_int_or(r, &p, "pass_ppm", 0, 1000000, -1);
  x->out->bonus_cap_ppm = take_int_or(r, &p, "bonus_cap_ppm", 1000000, 2000000, 1000000);
  x->out->agent_and_coach_only =
      take_word(r, &p, "visibility", WORDS("normal", "agent_and_coach"), 0) == 1;
  x->out->in_statistics = take_bool_or(r, &p, "in_statistics", true);
}

static void variant_read(struct reading *x, const struct place *root) {
  struct place p = place_member(root, "variant_for");
  if (!p.json || !take_object(&x->r, &p, WORDS("topic", "load", "client"))) return;
  static const char *const names[] = {"topic", "client"};
  for (size_t i = 0; i < countof(names); i++) {
    struct place at = place_member(&p, names[i]);
    if (at.json && !json_is_string(at.json)) place_problem(&x->r, &at, "not a text");
  }
  take_word(&x->r, &p, "load", WORDS("normal", "high", "crisis"), 0);
}

static void head_read(struct reading *x, const struct place *root) {
  struct reader *r = &x->r;
  take_word(r, root, "schema", WORDS("rubric/1"), SIZE_MAX);
  x->out->key = take_id(r, root, "key");
  x->out->version = take_int(r, root, "version", 1, 1000000);
  take_word(r, root, "status", WORDS("draft", "published", "retired"), SIZE_MAX);
  struct place locale = place_member(root, "default_locale");
  const char *s = json_string_value(locale.json);
  if (!s || strlen(s) != 2) place_problem(r, &locale, "not a language of two letters");
  take_text(r, root, "title", true);
  take_text(r, root, "purpose", false);
  scoring_read(x, root);
  variant_read(x, root);
}

enum err rubric_read(struct arena *a, const json_t *json, struct problems *problems,
                     struct rubric *out) {
  struct rubric made = {.multiple = 1};
  struct reading x = {.r = {a, problems}, .out = &made};
  struct place root = {.json = json};
  size_t before = problems->n;
  if (take_object(&x.r, &root,
                  WORDS("schema", "key", "version", "status", "default_locale", "title", "purpose",
                        "scoring", "scales", "sections", "variant_for"))) {
    head_read(&x, &root);
    scales_read(&x, &root);
    sections_read(&x, &root);
    needs_read(&x, &root);
  }
  if (problems->n > before)
    return fail(E_BAD_DATA, "%s: %s", problems->at[before].path, problems->at[before].text);
  if (problems->more) return fail(E_BAD_DATA, "too many problems");
  *out = made;
  return OK;
}

enum err rubric_find(const struct rubric *r, const char *question_id, size_t *out) {
  for (size_t i = 0; i < r->question_count; i++)
    if (!strcmp(r->questions[i].id, question_id)) {
      *out = i;
      return OK;
    }
  return fail(E_BAD_DATA, "answers.%.40s: the rubric has no such question", question_id);
}
