// SPDX-License-Identifier: Apache-2.0
// The form the centre scores by, and its second version, which rewords the question the evaluators
// read differently.
#include "gen/sql/evaluation.h"
#include "tools/demo/history/history.h"

static const char unclear[] = "ease";

static enum err document_of(struct history *h, struct id version, json_t **out) {
  struct rubric_version_get_row row;
  bool found;
  TRY(sql_rubric_version_get(h->db, h->arena, &(struct rubric_version_get){version}, &row, &found));
  *out = found ? json_loads(row.document, 0, NULL) : NULL;
  return *out ? OK
              : fail(E_BAD_DATA, "the form core is not there: medlyss init --demo publishes it");
}

static void reword(json_t *document) {
  size_t s, q;
  json_t *section, *question;
  json_object_set_new(document, "version",
                      json_integer(json_integer_value(json_object_get(document, "version")) + 1));
  json_array_foreach(json_object_get(document, "sections"), s, section) json_array_foreach(
      json_object_get(section, "questions"), q,
      question) if (!strcmp(json_string_value(json_object_get(question, "id")), unclear))
      json_object_set_new(question, "title",
                          json_pack("{s:s,s:s}", "sv", "Var nästa steg enkelt för den som ringde?",
                                    "en", "Was the next step easy for the caller?"));
}

// Version 2 where an earlier run of this program has published it, else now.
static enum err second_version(struct history *h, struct id author, int64_t at_ms, struct id *out) {
  struct rubric_version_named_row row;
  json_t *document;
  bool found;
  TRY(document_of(h, h->forms[0].id, &document));
  reword(document);
  enum err rc = rubric_publish(h->db, document, author, at_ms, out);
  json_decref(document);
  if (rc != E_CONFLICT) return rc;
  err_forget();
  TRY(sql_rubric_version_named(h->db, h->arena, &(struct rubric_version_named){"core", 2}, &row,
                               &found));
  *out = row.id;
  return OK;
}

enum err forms_find(struct history *h, int64_t second_ms) {
  struct rubric_version_named_row first;
  bool found;
  TRY(sql_rubric_version_named(h->db, h->arena, &(struct rubric_version_named){"core", 1}, &first,
                               &found));
  if (!found)
    return fail(E_BAD_DATA, "the form core is not there: medlyss init --demo publishes it");
  h->forms[0] = (struct form){.id = first.id};
  h->forms[1] = (struct form){.from_ms = second_ms, .clear = true};
  struct id author = h->coaches[0].id;
  for (size_t i = 0; i < h->coach_count; i++)
    if (!h->coaches[i].team.set) author = h->coaches[i].id;
  TRY(second_version(h, author, second_ms, &h->forms[1].id));
  for (size_t i = 0; i < countof(h->forms); i++)
    TRY(rubric_load(h->db, h->arena, h->forms[i].id, &h->forms[i].rubric));
  return OK;
}
