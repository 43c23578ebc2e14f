// SPDX-License-Identifier: Apache-2.0
// Differences by key: a question that keeps its key keeps its trend line, so what matters is what
// an answer is worth and what it means, not where it stands.
#include "scoring/pure/rubric.h"

struct side {
  const json_t *root;
};

static const json_t *scale_of(struct side s, const json_t *question) {
  const char *id = json_string_value(json_object_get(question, "scale"));
  const json_t *scales = json_object_get(s.root, "scales");
  for (size_t i = 0; id && i < json_array_size(scales); i++) {
    const json_t *scale = json_array_get(scales, i);
    const char *name = json_string_value(json_object_get(scale, "id"));
    if (name && !strcmp(name, id)) return scale;
  }
  return NULL;
}

static const json_t *section_at(struct side s, size_t i) {
  return json_array_get(json_object_get(s.root, "sections"), i);
}

static const json_t *find_by(struct side s, const char *key, const json_t **out_section) {
  for (size_t i = 0; section_at(s, i); i++) {
    const json_t *questions = json_object_get(section_at(s, i), "questions");
    for (size_t k = 0; k < json_array_size(questions); k++) {
      const json_t *q = json_array_get(questions, k);
      const char *its = json_string_value(json_object_get(q, "key"));
      if (!its || strcmp(its, key) != 0) continue;
      *out_section = section_at(s, i);
      return q;
    }
  }
  return NULL;
}

static bool same(const json_t *a, const json_t *b) {
  return a == b || (a && b && json_equal(a, b));
}

static void change_add(json_t *list, const char *key, const char *what, const json_t *before,
                       const json_t *after) {
  json_t *one = json_pack("{s:s,s:s}", "key", key, "change", what);
  if (before) json_object_set(one, "before", (json_t *)(uintptr_t)before);
  if (after) json_object_set(one, "after", (json_t *)(uintptr_t)after);
  json_array_append_new(list, one);
}

static void question_compare(struct side a, struct side b, const json_t *was, const json_t *is,
                             const char *key, json_t *list) {
  static const char *const members[] = {"weight",  "title",    "help",    "anchors",
                                        "na",      "critical", "show_if", "axis",
                                        "bonus",   "unscored", "subject", "needs",
                                        "routine", "comment",  "marker",  "follow_up_days"};
  for (size_t i = 0; i < countof(members); i++) {
    const json_t *before = json_object_get(was, members[i]);
    const json_t *after = json_object_get(is, members[i]);
    if (!same(before, after)) change_add(list, key, members[i], before, after);
  }
  const json_t *before = scale_of(a, was), *after = scale_of(b, is);
  if (!same(before, after)) change_add(list, key, "scale", before, after);
}

// Questions of `a`: gone from `b`, or changed in it. With `only_gone`, told as new instead.
static void questions_compare(struct side a, struct side b, bool added, json_t *list) {
  for (size_t i = 0; section_at(a, i); i++) {
    const json_t *questions = json_object_get(section_at(a, i), "questions");
    for (size_t k = 0; k < json_array_size(questions); k++) {
      const json_t *was = json_array_get(questions, k), *section = NULL;
      const char *key = json_string_value(json_object_get(was, "key"));
      const json_t *is = find_by(b, key, &section);
      const json_t *title = json_object_get(was, "title");
      if (!is)
        change_add(list, key, added ? "added" : "removed", added ? NULL : title,
                   added ? title : NULL);
      else if (!added)
        question_compare(a, b, was, is, key, list);
    }
  }
}

static const json_t *section_by_id(struct side s, const char *id) {
  for (size_t i = 0; section_at(s, i); i++) {
    const char *its = json_string_value(json_object_get(section_at(s, i), "id"));
    if (its && !strcmp(its, id)) return section_at(s, i);
  }
  return NULL;
}

static void sections_compare(struct side a, struct side b, bool added, json_t *list) {
  static const char *const members[] = {"weight", "title", "show_if"};
  for (size_t i = 0; section_at(a, i); i++) {
    const char *id = json_string_value(json_object_get(section_at(a, i), "id"));
    const json_t *is = section_by_id(b, id);
    if (!is) change_add(list, id, added ? "added" : "removed", NULL, NULL);
    for (size_t k = 0; is && !added && k < countof(members); k++) {
      const json_t *before = json_object_get(section_at(a, i), members[k]);
      const json_t *after = json_object_get(is, members[k]);
      if (!same(before, after)) change_add(list, id, members[k], before, after);
    }
  }
}

enum err rubric_diff(const json_t *before, const json_t *after, json_t **out) {
  struct side a = {before}, b = {after};
  json_t *questions = json_array(), *sections = json_array();
  bool scoring = !same(json_object_get(before, "scoring"), json_object_get(after, "scoring"));
  questions_compare(a, b, false, questions);
  questions_compare(b, a, true, questions);
  sections_compare(a, b, false, sections);
  sections_compare(b, a, true, sections);
  // The total breaks at every version; a question's line only where its meaning or worth changed.
  *out = json_pack("{s:O,s:O,s:b,s:o,s:o}", "from", json_object_get(before, "version"), "to",
                   json_object_get(after, "version"), "scoring_changed", scoring, "sections",
                   sections, "questions", questions);
  return *out ? OK : fail(E_BAD_DATA, "rubric: the versions cannot be compared");
}
