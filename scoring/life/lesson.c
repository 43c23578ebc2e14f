// SPDX-License-Identifier: Apache-2.0
#include "scoring/life/lesson.h"

#include <jansson.h>

#include "gen/sql/evaluation.h"
#include "gen/sql/programme.h"
#include "scoring/life/evaluation.h"

enum { GUESSES_MOST = 500, QUESTIONS_KNOWN = 200 };

static void json_drop(json_t **j) { json_decref(*j); }

static enum err parse(const char *what, const char *text, json_t **out) {
  *out = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
  if (*out && json_is_object(*out) && json_object_size(*out)) return OK;
  return fail(E_BAD_DATA, "%s: answers by question, at least one", what);
}

static enum err form_found(struct db *db, struct arena *a, struct id form,
                           struct rubric_version_get_row *out) {
  bool found;
  TRY(sql_rubric_version_get(db, a, &(struct rubric_version_get){form}, out, &found));
  if (found && strcmp(out->state, "draft") != 0) return OK;
  return fail(E_BAD_DATA, "form: there is no such form in use");
}

static enum err read_by(struct db *db, struct arena *a, struct id form, const json_t *answers) {
  struct rubric r;
  struct answer *all;
  TRY(rubric_load(db, a, form, &r));
  return answers_read(a, &r, answers, &all);
}

enum err lesson_key_check(struct db *db, struct arena *a, struct id form, const char *key) {
  AUTO(json) json_t *k = NULL;
  struct rubric_version_get_row row;
  TRY(form_found(db, a, form, &row));
  TRY(parse("key", key, &k));
  return read_by(db, a, form, k);
}

enum err lesson_guess_check(struct db *db, struct arena *a, struct id form, const char *key,
                            const char *guess) {
  AUTO(json) json_t *k = NULL, *g = NULL;
  const char *question;
  json_t *answer;
  TRY(parse("key", key, &k));
  TRY(parse("answers", guess, &g));
  json_object_foreach(k, question, answer) if (!json_object_get(g, question)) return fail(
      E_BAD_DATA, "answers: %s is open", question);
  if (json_object_size(g) != json_object_size(k))
    return fail(E_BAD_DATA, "answers: to the questions asked, and no others");
  return read_by(db, a, form, g);
}

static enum err text_of(struct arena *a, const json_t *j, const char **out) {
  char *text = json_dumps(j, JSON_COMPACT);
  if (!text) return fail(E_BUSY, "no memory");
  *out = arena_strdup(a, text);
  free(text);
  return OK;
}

enum err lesson_questions(struct arena *a, const char *key, const char **out) {
  AUTO(json) json_t *k = NULL, *names = json_array();
  const char *question;
  json_t *answer;
  TRY(parse("key", key, &k));
  json_object_foreach(k, question, answer) json_array_append_new(names, json_string(question));
  return text_of(a, names, out);
}

// ---- her agreement ------------------------------------------------------------------------------

struct known { // what is said of her so far
  struct db *db;
  struct arena *a;
  struct lesson_agreement *at;
  size_t n, most; // most: points a question may have
  struct id form; // the last one read
  struct rubric_version_get_row row;
  json_t *document;
};

static enum err read_form(struct known *k, struct id form) {
  bool found;
  if (k->document && id_eq(k->form, form)) return OK;
  json_decref(k->document);
  k->document = NULL;
  TRY(sql_rubric_version_get(k->db, k->a, &(struct rubric_version_get){form}, &k->row, &found));
  k->document = found ? json_loads(k->row.document, 0, NULL) : NULL;
  k->form = form;
  return k->document ? OK : fail(E_BROKEN, "a guess is of a form that is not there");
}

static const json_t *question_named(const json_t *document, const char *id) {
  const json_t *sections = json_object_get(document, "sections"), *section, *q;
  size_t i, j;
  json_array_foreach(sections, i, section)
      json_array_foreach(json_object_get(section, "questions"), j, q) {
    const char *name = json_string_value(json_object_get(q, "id"));
    if (name && !strcmp(name, id)) return q;
  }
  return NULL;
}

// The line of this question; NULL: it is not in the form, or there are more than anybody reads.
static enum err line_of(struct known *k, const char *id, struct lesson_agreement **out) {
  const json_t *q = question_named(k->document, id);
  const char *key = json_string_value(json_object_get(q, "key"));
  *out = NULL;
  if (!key) return OK;
  for (size_t i = 0; i < k->n; i++)
    if (!strcmp(k->at[i].question, key) && !strcmp(k->at[i].form, k->row.key)) *out = &k->at[i];
  if (*out || k->n == QUESTIONS_KNOWN) return OK;
  struct lesson_agreement *line = &k->at[k->n++];
  *line = (struct lesson_agreement){.form = k->row.key,
                                    .question = arena_strdup(k->a, key),
                                    .points = arena_array(k->a, k->most, struct lesson_point)};
  *out = line;
  return text_of(k->a, json_object_get(q, "title"), &line->title);
}

static enum err add_guess(struct known *k, const struct programme_guesses_mine_row *r) {
  AUTO(json) json_t *key = NULL, *guess = NULL;
  const char *question;
  json_t *answer;
  TRY(read_form(k, r->form.v));
  TRY(parse("key", r->key, &key));
  TRY(parse("answers", r->answers, &guess));
  json_object_foreach(key, question, answer) {
    struct lesson_agreement *line;
    TRY(line_of(k, question, &line));
    if (!line || line->n == k->most) continue;
    bool same = json_equal(answer, json_object_get(guess, question));
    line->points[line->n++] = (struct lesson_point){r->made_ms, same};
    line->same += same;
  }
  return OK;
}

enum err lesson_agreement(struct db *db, struct arena *a, struct id person,
                          struct lesson_agreement **out, size_t *out_n) {
  struct programme_guesses_mine_row *r;
  size_t n;
  enum err rc = OK;
  TRY(sql_programme_guesses_mine(
      db, a, &(struct programme_guesses_mine){.person = person, .limit = GUESSES_MOST}, &r, &n));
  struct known k = {.db = db, .a = a, .most = n + 1};
  k.at = arena_array(a, QUESTIONS_KNOWN, struct lesson_agreement);
  for (size_t i = 0; i < n && !rc; i++) rc = add_guess(&k, &r[i]);
  json_decref(k.document);
  TRY(rc);
  for (size_t i = 0; i < k.n; i++)
    k.at[i].share = stat_share((struct count){(double)k.at[i].same, (double)k.at[i].n}, .95);
  *out = k.at;
  *out_n = k.n;
  return OK;
}

// ---- an item's ----------------------------------------------------------------------------------

enum err lesson_statistics(struct db *db, struct arena *a, struct id item, size_t guessed,
                           struct lesson_statistics *out) {
  struct programme_guesses_first_row *r;
  size_t n = guessed - guessed % LESSON_TRAINEES;
  *out = (struct lesson_statistics){0};
  if (!n) return OK;
  TRY(sql_programme_guesses_first(
      db, a, &(struct programme_guesses_first){.item = item, .limit = (int64_t)n}, &r, &n));
  for (size_t i = 0; i < n; i++) {
    AUTO(json) json_t *key = NULL, *guess = NULL;
    const char *question;
    json_t *answer;
    TRY(parse("key", r[i].key, &key));
    TRY(parse("answers", r[i].answers, &guess));
    json_object_foreach(key, question, answer) {
      out->same += json_equal(answer, json_object_get(guess, question)) ? 1 : 0;
      out->of++;
    }
  }
  out->trainees = n;
  return OK;
}
