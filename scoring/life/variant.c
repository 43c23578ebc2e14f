// SPDX-License-Identifier: Apache-2.0
#include "scoring/life/variant.h"

#include <jansson.h>
#include <strings.h>

#include "gen/sql/evaluation.h"
#include "gen/sql/web_find.h"
#include "gen/sql/work.h"

static bool usual(const struct variant_form *f) { return !f->topic && !f->load && !f->other; }

// ASCII letters only are folded; å, ä and ö are written as the topic has them.
static bool about(const struct variant_form *f, const struct variant_call *c) {
  for (size_t i = 0; i < c->topic_count; i++)
    if (!strcasecmp(f->topic, c->topics[i])) return true;
  return false;
}

// 0: does not fit.
static int fits(const struct variant_form *f, const struct variant_call *c) {
  if (f->other || (f->load && !c->loaded) || (f->topic && !about(f, c))) return 0;
  if (usual(f)) return strcmp(f->key, c->usual) == 0 ? 1 : 0;
  return (f->topic ? 2 : 0) + (f->load ? 4 : 0);
}

size_t variant_pick(const struct variant_form *forms, size_t n, const struct variant_call *call) {
  size_t best = n;
  int most = 0;
  for (size_t i = 0; i < n; i++) {
    if (!strcmp(forms[i].key, call->usual) && !usual(&forms[i])) return i;
    int fit = fits(&forms[i], call);
    if (fit > most) {
      most = fit;
      best = i;
    }
  }
  return best;
}

static enum err take(struct arena *a, const struct variant_forms_row *r, struct variant_form *out) {
  json_error_t why;
  json_t *doc = json_loads(r->document, 0, &why);
  if (!doc) return fail(E_BROKEN, "rubric %s: line %d: %s", r->key, why.line, why.text);
  const json_t *v = json_object_get(doc, "variant_for");
  const char *topic = json_string_value(json_object_get(v, "topic"));
  const char *load = json_string_value(json_object_get(v, "load"));
  *out = (struct variant_form){.version = r->id,
                               .key = r->key,
                               .title_sv = r->title_sv,
                               .title_en = r->title_en,
                               .number = r->version,
                               .topic = topic ? arena_strdup(a, topic) : NULL,
                               .load = load && strcmp(load, "normal") != 0,
                               .other = json_object_get(v, "client") != NULL};
  json_decref(doc);
  return OK;
}

enum err variant_read(struct db *db, struct arena *a, struct variant_form **out, size_t *out_n) {
  struct variant_forms_row *rows;
  size_t n, made = 0;
  TRY(sql_variant_forms(db, a, &rows, &n));
  struct variant_form *forms = arena_array(a, n + 1, struct variant_form);
  for (size_t i = 0; i < n; i++) {
    if (i && !strcmp(rows[i - 1].key, rows[i].key)) continue; // newest first
    TRY(take(a, &rows[i], &forms[made++]));
  }
  *out = forms;
  *out_n = made;
  return OK;
}

enum err variant_of_call(struct db *db, struct arena *a, struct id interaction,
                         const char *usual_key, const struct variant_form *forms, size_t n,
                         size_t *out_at) {
  struct evaluation_call_row call;
  struct call_topics_row *topics;
  size_t topic_count;
  bool found;
  TRY(sql_evaluation_call(db, a, &(struct evaluation_call){interaction}, &call, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such call");
  TRY(sql_call_topics(db, a, &(struct call_topics){interaction}, &topics, &topic_count));
  const char **names = arena_array(a, topic_count * 2 + 1, const char *);
  for (size_t i = 0; i < topic_count; i++) {
    names[2 * i] = topics[i].name_sv;
    names[2 * i + 1] = topics[i].name_en;
  }
  *out_at = variant_pick(forms, n,
                         &(struct variant_call){.usual = usual_key,
                                                .loaded = call.load_mark != NULL,
                                                .topics = names,
                                                .topic_count = topic_count * 2});
  return OK;
}
