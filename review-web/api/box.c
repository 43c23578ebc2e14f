// SPDX-License-Identifier: Apache-2.0
// The box: one line typed, and what it may mean: an agent's name, a topic, a caller's number, words
// of titles and notes. It finds what its lists show her and nothing else, and says of each why.
// What was typed comes in a body, for a number in an address would stand in a proxy's log.
#include "core/number.h"
#include "core/secret.h"
#include "core/words.h"
#include "gen/sql/person.h"
#include "gen/sql/web_centre.h"
#include "gen/sql/web_find.h"
#include "gen/told/call.h"
#include "review-web/api/calls.h"
#include "review-web/api/common.h"
#include "review-web/api/drive.h"
#include "review-web/http/site.h"

enum { SHOWN = 6, WORDS_MOST = 6, NUMBER_DAYS = 3 * 365 };

// ---- names --------------------------------------------------------------------------------------

struct typed {
  char word[WORDS_MOST][WORDS_ROOM];
  size_t n;
};

static struct typed words_typed(const char *text) {
  struct typed t = {0};
  struct sv rest = sv_of(text);
  while (t.n < WORDS_MOST && words_next(&rest, t.word[t.n])) t.n++;
  return t;
}

static bool has_word(const char *name, const char *begins) {
  char word[WORDS_ROOM];
  for (struct sv rest = sv_of(name); words_next(&rest, word);)
    if (sv_starts(sv_of(word), sv_of(begins))) return true;
  return false;
}

// Each word begins a word of it.
static bool names(const struct typed *t, const char *name) {
  for (size_t i = 0; i < t->n; i++)
    if (!has_word(name, t->word[i])) return false;
  return t->n > 0;
}

static enum err add_people(struct request *req, const struct typed *t, struct told_found *out) {
  struct person_list_row *p;
  size_t n;
  out->people = arena_array(&req->arena, SHOWN, struct told_named);
  TRY(sql_person_list(req->db, &req->arena, &p, &n));
  for (size_t i = 0; i < n && out->n_people < SHOWN; i++) {
    bool seen = false;
    if (names(t, p[i].name)) TRY(may_see_person(asker(req), p[i].id, &seen));
    if (seen) out->people[out->n_people++] = (struct told_named){p[i].id, p[i].name};
  }
  return OK;
}

static enum err add_topics(struct request *req, const struct typed *t, struct told_found *out) {
  struct topics_all_row *r;
  size_t n;
  TRY(sql_topics_all(req->db, &req->arena, &r, &n));
  out->topics = arena_array(&req->arena, SHOWN, struct topics_all_row);
  for (size_t i = 0; i < n && out->n_topics < SHOWN; i++)
    if (names(t, r[i].name_sv) || names(t, r[i].name_en)) out->topics[out->n_topics++] = r[i];
  return OK;
}

// ---- calls --------------------------------------------------------------------------------------

// One more than is shown tells that there are more.
static enum err add_call(struct request *req, struct id call, const char *why,
                         struct told_found_call *out) {
  out->why = why;
  return call_as_row(req, call, &out->call);
}

static enum err add_worded(struct request *req, const char *text, struct told_found *out) {
  struct drive d;
  drive_init(&d, req->db, &req->arena, SHOWN);
  if (!text_words_read(sv_of(text), &d.words)) return OK;
  d.viewer = req->viewer.person;
  TRY(may_see_colleagues(asker(req), &d.colleagues));
  TRY(drive_run(&d));
  struct typed t = words_typed(text);
  out->calls = arena_array(&req->arena, d.n + 1, struct told_found_call);
  for (; out->n_calls < d.n; out->n_calls++) {
    struct told_found_call *one = &out->calls[out->n_calls];
    TRY(add_call(req, d.rows[out->n_calls].id, NULL, one));
    const char *title = one->call.call_head.call_row->title;
    one->why = title && names(&t, title) ? "title" : "note";
  }
  return OK;
}

static bool later(const struct calls_of_caller_row *a, const struct calls_of_caller_row *b) {
  return a->started_ms > b->started_ms;
}

// The newest of what each way of writing the number has.
static void merge(struct calls_of_caller_row *all, size_t *n, const struct calls_of_caller_row *r,
                  size_t r_n) {
  for (size_t i = 0; i < r_n; i++) {
    size_t at = *n;
    while (at && later(&r[i], &all[at - 1])) at--;
    if (at == SHOWN) continue;
    if (*n < SHOWN) ++*n;
    memmove(&all[at + 1], &all[at], (*n - at - 1) * sizeof *all);
    all[at] = r[i];
  }
}

static enum err add_callers(struct request *req, const char *text, struct told_found *out) {
  char form[NUMBER_FORMS][NUMBER_ROOM];
  struct calls_of_caller_row all[SHOWN], *r;
  struct keystore *keys;
  size_t forms = number_forms(sv_of(text), req->site->settings.country_code, form), n, found = 0;
  if (!forms) return OK;
  TRY(worker_keys(req->site, &keys));
  for (size_t i = 0; i < forms; i++) {
    uint8_t hash[SECRET_HASH];
    secret_caller_hash(keystore_site(keys), sv_of(form[i]), hash);
    TRY(sql_calls_of_caller(
        req->db, &req->arena,
        &(struct calls_of_caller){.caller_hash = bytes_of(hash, sizeof hash),
                                  .viewer = req->viewer.person,
                                  .since_ms = clock_wall_ms() - NUMBER_DAYS * DAY_MS,
                                  .limit = SHOWN},
        &r, &n));
    merge(all, &found, r, n);
  }
  out->callers = arena_array(&req->arena, found + 1, struct told_found_call);
  for (; out->n_callers < found; out->n_callers++)
    TRY(add_call(req, all[out->n_callers].id, "caller", &out->callers[out->n_callers]));
  return OK;
}

// By the name another system knows it by: a UCID, a GUID, a Session-ID, whole.
static enum err add_named(struct request *req, const char *text, struct told_found *out) {
  enum { NAME_LEAST = 6 };
  struct calls_named_row *r;
  struct keystore *keys;
  uint8_t hash[SECRET_HASH];
  size_t n;
  if (out->n_calls || sv_trim(sv_of(text)).n < NAME_LEAST) return OK;
  TRY(worker_keys(req->site, &keys));
  secret_name_hash(keystore_site(keys), sv_of(text), hash);
  TRY(sql_calls_named(req->db, &req->arena,
                      &(struct calls_named){.hash = bytes_of(hash, sizeof hash),
                                            .viewer = req->viewer.person,
                                            .limit = SHOWN},
                      &r, &n));
  out->calls = arena_array(&req->arena, n + 1, struct told_found_call);
  for (; out->n_calls < n; out->n_calls++)
    TRY(add_call(req, r[out->n_calls].id, "named", &out->calls[out->n_calls]));
  return OK;
}

enum err serve_found(struct request *req) {
  struct told_found t = {0};
  const char *text = NULL;
  TRY(REQUEST_JSON(req, {"q", BODY_TEXT, &text, .max = 200}));
  struct typed typed = words_typed(text);
  TRY(add_people(req, &typed, &t));
  TRY(add_topics(req, &typed, &t));
  TRY(add_callers(req, text, &t));
  TRY(add_worded(req, text, &t));
  TRY(add_named(req, text, &t));
  tell_found(&req->out, &t);
  return OK;
}
