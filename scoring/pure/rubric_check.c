// SPDX-License-Identifier: Apache-2.0
// What publishing asks for beyond being readable: that people can answer it in both languages, and
// that it can give a number.
#include <sodium.h>

#include "scoring/pure/rubric_read.h"

static const char *const languages[] = {"sv", "en"};

static void both_languages(struct reader *r, const struct place *text) {
  for (size_t i = 0; i < countof(languages); i++) {
    const char *s = json_string_value(json_object_get(text->json, languages[i]));
    if (!s || !*s)
      place_problem(r, text, "no text in %s: everyone must be able to read it", languages[i]);
  }
}

static void text_check(struct reader *r, const struct place *up, const char *member) {
  struct place at = place_member(up, member);
  if (at.json) both_languages(r, &at);
}

static void scales_check(struct reader *r, const struct place *root) {
  struct place scales = place_member(root, "scales");
  for (size_t i = 0; i < json_array_size(scales.json); i++) {
    struct place scale = place_element(&scales, i), options = place_member(&scale, "options");
    for (size_t k = 0; k < json_array_size(options.json); k++) {
      struct place option = place_element(&options, k);
      text_check(r, &option, "label");
    }
  }
}

static void anchors_check(struct reader *r, const struct place *p,
                          const struct rubric_question *q) {
  struct place anchors = place_member(p, "anchors");
  if (q->unscored && !anchors.json) return;
  for (size_t i = 0; i < q->scale->n; i++) {
    struct place at = place_member(&anchors, q->scale->options[i].id);
    if (!at.json)
      place_problem(r, &at, "no anchor: without one two people mean two things by this step");
    else
      both_languages(r, &at);
  }
}

static void question_check(struct reader *r, const struct place *p,
                           const struct rubric_question *q) {
  static const char *const texts[] = {"title", "help", "routine"};
  for (size_t i = 0; i < countof(texts); i++) text_check(r, p, texts[i]);
  anchors_check(r, p, q);
  struct place na = place_member(p, "na");
  struct place when = place_member(&na, "when");
  if (when.json)
    both_languages(r, &when);
  else if (q->na_allowed)
    place_problem(r, &when, "missing: say when the question does not apply");
  if (q->weight && !q->unscored && !q->scale->most)
    place_problem(r, p, "it is scored, but no option of the scale \"%s\" has points", q->scale->id);
  if (q->unscored && q->weight)
    place_problem(r, p, "unscored with weight %" PRIu32 ": one of the two is a mistake", q->weight);
  if (q->critical != CLASS_NONE && q->fail_on + 1 == 1U << q->scale->n)
    place_problem(r, p, "every option of this critical question fails");
}

static bool section_counts(const struct rubric *r, const struct rubric_section *s) {
  for (size_t i = s->first; i < s->first + s->count; i++) {
    const struct rubric_question *q = &r->questions[i];
    if (q->weight && !q->unscored && !q->bonus && !q->organisation && q->scale->most) return true;
  }
  return false;
}

static void weights_check(struct reader *r, const struct place *sections, const struct rubric *x) {
  bool any = false;
  for (size_t s = 0; s < x->section_count; s++) {
    struct place at = place_element(sections, s);
    const struct rubric_section *section = &x->sections[s];
    bool counts = section_counts(x, section);
    any = any || (counts && (section->weight || x->mode == MODE_QUESTIONS));
    if (section->weight && !counts)
      place_problem(r, &at,
                    "weight %" PRIu32 ", but no question in it has weight: it would never "
                    "count",
                    section->weight);
    if (!section->weight && counts && x->mode != MODE_QUESTIONS)
      place_problem(r, &at, "weight 0, but its questions have weight: they would never count");
  }
  if (!any)
    place_problem(r, sections, "nothing has weight: every evaluation would be without a number");
}

enum err rubric_publishable(struct arena *a, const json_t *json, const struct rubric *x,
                            struct problems *problems) {
  struct reader r = {a, problems};
  struct place root = {.json = json}, sections = place_member(&root, "sections");
  size_t before = problems->n, self = 0;
  text_check(&r, &root, "title");
  text_check(&r, &root, "purpose");
  scales_check(&r, &root);
  for (size_t s = 0; s < x->section_count; s++) {
    struct place section = place_element(&sections, s);
    struct place questions = place_member(&section, "questions");
    text_check(&r, &section, "title");
    for (size_t i = 0; i < x->sections[s].count; i++, self++) {
      struct place at = place_element(&questions, i);
      question_check(&r, &at, &x->questions[self]);
    }
  }
  weights_check(&r, &sections, x);
  if (problems->n == before) return OK;
  return fail(E_BAD_DATA, "%s: %s", problems->at[before].path, problems->at[before].text);
}

enum err rubric_hash(const json_t *json, char out[RUBRIC_HASH]) {
  uint8_t digest[crypto_hash_sha256_BYTES];
  json_t *bare = json_copy((json_t *)(uintptr_t)json);
  json_object_del(bare, "status");
  char *text = json_dumps(bare, JSON_COMPACT | JSON_SORT_KEYS);
  json_decref(bare);
  if (!text) return fail(E_BAD_DATA, "rubric: cannot be written as JSON");
  crypto_hash_sha256(digest, (const unsigned char *)text, strlen(text));
  free(text);
  sodium_bin2hex(out, RUBRIC_HASH, digest, sizeof digest);
  return OK;
}
