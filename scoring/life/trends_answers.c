// SPDX-License-Identifier: Apache-2.0
// Per question and month, how many had the top answer. Questions join on their key. Per class, how
// many contacts were free of critical errors (COPC: a contact with one is defective).
#include "gen/sql/trends.h"
#include "scoring/life/trends_sums.h"

enum { MONTHS_MAX = 16 };

struct cell {
  int64_t top, n;
  size_t people;
};
struct answer_sums {
  const char *keys[QUESTIONS_MAX];
  size_t n_keys, n_months;
  int64_t months[MONTHS_MAX];
  struct cell at[QUESTIONS_MAX][MONTHS_MAX];
  unsigned last[QUESTIONS_MAX][MONTHS_MAX]; // whose answer came last: people are added one by one
  unsigned people;
};

static bool counts_in_map(const struct rubric_question *q) {
  return q->critical == CLASS_NONE && !q->unscored && !q->organisation && q->scale->most;
}

struct answer_sums *answer_sums_new(struct arena *a, const struct trend_base *b) {
  struct answer_sums *s = arena_new(a, struct answer_sums);
  const struct rubric *newest = &b->forms[b->n_versions - 1];
  for (size_t i = 0; i < newest->question_count; i++)
    if (counts_in_map(&newest->questions[i])) s->keys[s->n_keys++] = newest->questions[i].key;
  return s;
}

static const struct rubric *form_of(const struct trend_base *b, int64_t version) {
  for (size_t i = 0; i < b->n_versions; i++)
    if (b->versions[i].version == version) return &b->forms[i];
  return NULL;
}

static const struct rubric_question *question_of(const struct rubric *r, const char *id) {
  for (size_t i = 0; r && i < r->question_count; i++)
    if (!strcmp(r->questions[i].id, id)) return &r->questions[i];
  return NULL;
}

static bool option_of(const struct rubric_question *q, const char *value, size_t *out) {
  for (size_t i = 0; i < q->scale->n; i++)
    if (!strcmp(q->scale->options[i].id, value)) {
      *out = i;
      return true;
    }
  return false; // not applicable, beyond her control, cannot tell
}

static size_t month_at(struct answer_sums *s, int64_t month) {
  size_t i = 0;
  while (i < s->n_months && s->months[i] < month) i++;
  if (i < s->n_months && s->months[i] == month) return i;
  if (s->n_months == MONTHS_MAX) return MONTHS_MAX;
  for (size_t k = s->n_months++; k > i; k--) {
    s->months[k] = s->months[k - 1];
    for (size_t q = 0; q < s->n_keys; q++) {
      s->at[q][k] = s->at[q][k - 1];
      s->last[q][k] = s->last[q][k - 1];
    }
  }
  s->months[i] = month;
  for (size_t q = 0; q < s->n_keys; q++) {
    s->at[q][i] = (struct cell){0};
    s->last[q][i] = 0;
  }
  return i;
}

// One answer's count; NULL: not an option of a question that is in the map.
static struct cell *cell_of(struct answer_sums *s, const struct trend_base *b, int64_t month,
                            int64_t version, const char *question, const char *value, int64_t n) {
  const struct rubric_question *q = question_of(form_of(b, version), question);
  size_t option;
  if (!q || !counts_in_map(q) || !option_of(q, value, &option)) return NULL;
  size_t m = month_at(s, month), i = 0;
  while (i < s->n_keys && strcmp(s->keys[i], q->key) != 0) i++;
  if (i == s->n_keys || m == MONTHS_MAX) return NULL;
  struct cell *c = &s->at[i][m];
  c->n += n;
  if (q->scale->options[option].points == q->scale->most) c->top += n;
  return c;
}

void answer_sums_add(struct answer_sums *s, const struct trend_base *b,
                     const struct counted_answers_row *rows, size_t n) {
  s->people += n > 0;
  for (size_t i = 0; i < n; i++) {
    const struct counted_answers_row *r = &rows[i];
    struct cell *c = cell_of(s, b, r->month, r->version, r->question, r->value, r->n);
    if (!c) continue;
    unsigned *last = &s->last[0][0] + (c - &s->at[0][0]);
    c->people += *last != s->people;
    *last = s->people;
  }
}

void answer_sums_cells(struct answer_sums *s, const struct trend_base *b,
                       const struct counted_cells_row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const struct counted_cells_row *r = &rows[i];
    struct cell *c = cell_of(s, b, r->month, r->version, r->question, r->value, r->n);
    if (c && c->people < (size_t)r->people) c->people = (size_t)r->people;
  }
}

// ---- telling ----------------------------------------------------------------------------------
static json_t *title_of(const struct trend_base *b, const char *key) {
  const json_t *sections = json_object_get(b->documents[b->n_versions - 1], "sections");
  size_t i, k;
  json_t *section, *q;
  json_array_foreach(sections, i, section)
      json_array_foreach(json_object_get(section, "questions"), k, q) {
    const char *name = json_string_value(json_object_get(q, "key"));
    if (!name) name = json_string_value(json_object_get(q, "id"));
    if (name && !strcmp(name, key)) return json_incref(json_object_get(q, "title"));
  }
  return json_null();
}

static json_t *cell_json(int64_t month, const struct cell *c, size_t least) {
  json_t *one = json_pack("{s:I}", "month", (json_int_t)month);
  if (!c->people) return one;
  struct figure f = stat_share((struct count){(double)c->top, (double)c->n}, 0.95);
  if (c->people < least) f = figure_undefined(f.method, 0, "fewer than five people");
  if (c->people >= least) json_object_set_new(one, "n", json_integer(c->n));
  if (f.undefined) {
    json_object_set_new(one, "undefined", json_string(f.undefined));
    return one;
  }
  json_object_set_new(one, "x", json_integer(c->top));
  json_object_set_new(one, "interval", trend_interval_json(f.ci));
  return one;
}

json_t *answer_sums_questions(const struct answer_sums *s, const struct trend_base *b,
                              size_t least) {
  json_t *questions = json_array();
  for (size_t i = 0; i < s->n_keys; i++) {
    struct count all = {0, 0};
    json_t *months = json_array();
    for (size_t m = 0; m < s->n_months; m++) {
      const struct cell *c = &s->at[i][m];
      json_array_append_new(months, cell_json(s->months[m], c, least));
      if (c->people < least) continue;
      all.x += (double)c->top;
      all.n += (double)c->n;
    }
    struct figure f = all.n > 0 ? stat_share(all, 0.95)
                                : figure_undefined("Wilson 1927", 0, "nothing was answered");
    json_array_append_new(questions, json_pack("{s:s,s:o,s:o,s:o}", "key", s->keys[i], "title",
                                               title_of(b, s->keys[i]), "figure",
                                               trend_figure_json(f), "months", months));
  }
  return questions;
}

json_t *class_sums_json(const struct class_sums *s) {
  static const char *const names[CLASSES] = {"customer", "business", "compliance"};
  json_t *classes = json_array();
  for (size_t i = 0; i < CLASSES; i++) {
    struct figure f = s->of[i].n > 0 ? stat_share(s->of[i], 0.95)
                                     : figure_undefined("Wilson 1927", 0, "nothing was judged");
    json_array_append_new(classes,
                          json_pack("{s:s,s:I,s:o}", "class", names[i], "x", (json_int_t)s->of[i].x,
                                    "figure", trend_figure_json(f)));
  }
  return classes;
}
