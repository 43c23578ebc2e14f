// SPDX-License-Identifier: Apache-2.0
// The list of calls: the filters of the address, the driving index that suits them, one page.
// A viewer over few people is served person by person (each list is one index walk, merged here);
// one over many walks the newest calls and asks the visibility view of each.
#include "review-web/api/calls.h"
#include "review-web/api/common.h"
#include "review-web/api/text.h"

enum { PAGE_MOST = 200, PAGE_USUAL = 50, SUBJECTS_FEW = 24 };

struct found {
  struct id id;
  int64_t started_ms;
};

struct find {
  struct id person, team, topic, before;
  bool has_person, has_team, has_topic, unclaimed;
  int64_t since_ms, before_ms, minute_from, minute_to, least_ms, most_ms, limit;
  const char *outcome, *mark, *q;
  struct found *rows;
  size_t n;
};

// ---- the filters ------------------------------------------------------------------------------

// The cursor is the last row shown: its time and id. "1700000000000.0190…"
static enum err read_cursor(struct find *f, const char *after) {
  struct sv rest = sv_of(after), time = sv_cut(&rest, '.');
  TRY(sv_i64(time, 0, INT64_MAX, &f->before_ms));
  return id_parse(rest, &f->before);
}

static enum err read_window(const struct query *q, struct find *f) {
  bool has;
  int64_t hour;
  f->before_ms = INT64_MAX;
  memset(f->before.b, 0xff, sizeof f->before.b);
  f->minute_to = 24 * 60;
  f->most_ms = INT64_MAX;
  TRY(query_int(q, "from", 0, INT64_MAX, &has, &f->since_ms));
  TRY(query_int(q, "to", 0, INT64_MAX, &has, &f->before_ms));
  TRY(query_int(q, "hour_from", 0, 24, &has, &hour));
  if (has) f->minute_from = hour * 60;
  TRY(query_int(q, "hour_to", 0, 24, &has, &hour));
  if (has) f->minute_to = hour * 60;
  TRY(query_int(q, "min_ms", 0, INT64_MAX, &has, &f->least_ms));
  return query_int(q, "max_ms", 0, INT64_MAX, &has, &f->most_ms);
}

static enum err read_filters(const struct query *q, struct find *f) {
  bool has;
  int64_t n;
  const char *after;
  TRY(read_window(q, f));
  TRY(query_id(q, "person", &f->has_person, &f->person));
  TRY(query_id(q, "team", &f->has_team, &f->team));
  TRY(query_id(q, "topic", &f->has_topic, &f->topic));
  TRY(query_text(q, "outcome", 20, &f->outcome));
  TRY(query_text(q, "mark", 20, &f->mark));
  TRY(query_text(q, "q", 200, &f->q));
  TRY(query_int(q, "unclaimed", 0, 1, &has, &n));
  f->unclaimed = has && n;
  TRY(query_int(q, "limit", 1, PAGE_MOST, &has, &f->limit));
  if (!has) f->limit = PAGE_USUAL;
  f->limit++; // one more tells whether there is a next page
  TRY(query_text(q, "after", 80, &after));
  return after ? read_cursor(f, after) : OK;
}

// ---- the drives -------------------------------------------------------------------------------

// Newest first, each call once, the best `limit` of what several walks found.
static bool newer(const struct found *a, const struct found *b) {
  if (a->started_ms != b->started_ms) return a->started_ms > b->started_ms;
  return memcmp(a->id.b, b->id.b, sizeof a->id.b) > 0;
}

static void keep(struct find *f, struct found one) {
  size_t at = f->n;
  while (at && newer(&one, &f->rows[at - 1])) at--;
  if (at && id_eq(f->rows[at - 1].id, one.id)) return;
  if (at == (size_t)f->limit) return;
  if (f->n < (size_t)f->limit) f->n++;
  memmove(&f->rows[at + 1], &f->rows[at], (f->n - at - 1) * sizeof one);
  f->rows[at] = one;
}

#define WINDOW_FILTERS(f)                                                                          \
  .before_ms = (f)->before_ms, .before = (f)->before, .since_ms = (f)->since_ms,                   \
  .minute_from = (f)->minute_from, .minute_to = (f)->minute_to, .least_ms = (f)->least_ms,         \
  .most_ms = (f)->most_ms, .unclaimed = (f)->unclaimed, .limit = (f)->limit
#define COMMON_FILTERS(f) WINDOW_FILTERS(f), .outcome_is = (f)->outcome, .mark_is = (f)->mark

#define TEXT_FILTERS(f, w)                                                                         \
  .viewer = req->viewer.person, .word = (w).word[0], .second = (w).word[1],                        \
  .second_end = (w).end[1], .third = (w).word[2], .third_end = (w).end[2], .agent_is = person,     \
  .team_is = team, .topic_is = topic_of(f)

static struct opt_id topic_of(const struct find *f) {
  return (struct opt_id){f->has_topic, f->topic};
}

static enum err by_subject(struct request *req, struct find *f, struct id subject) {
  struct find_by_subject_row *r;
  size_t n;
  TRY(sql_find_by_subject(
      req->db, &req->arena,
      &(struct find_by_subject){.subject = subject, .topic_is = topic_of(f), COMMON_FILTERS(f)}, &r,
      &n));
  for (size_t i = 0; i < n; i++) keep(f, (struct found){r[i].id, r[i].started_ms});
  return OK;
}

static enum err newest(struct request *req, struct find *f) {
  struct find_newest_row *r;
  size_t n;
  TRY(sql_find_newest(req->db, &req->arena,
                      &(struct find_newest){
                          .viewer = req->viewer.person, .topic_is = topic_of(f), COMMON_FILTERS(f)},
                      &r, &n));
  for (size_t i = 0; i < n; i++) keep(f, (struct found){r[i].id, r[i].started_ms});
  return OK;
}

static enum err by_team(struct request *req, struct find *f) {
  struct find_by_team_row *r;
  size_t n;
  TRY(sql_find_by_team(req->db, &req->arena,
                       &(struct find_by_team){.team = f->team,
                                              .viewer = req->viewer.person,
                                              .topic_is = topic_of(f),
                                              COMMON_FILTERS(f)},
                       &r, &n));
  for (size_t i = 0; i < n; i++) keep(f, (struct found){r[i].id, r[i].started_ms});
  return OK;
}

static enum err by_topic(struct request *req, struct find *f) {
  struct find_by_topic_row *r;
  size_t n;
  TRY(sql_find_by_topic(
      req->db, &req->arena,
      &(struct find_by_topic){.topic = f->topic, .viewer = req->viewer.person, COMMON_FILTERS(f)},
      &r, &n));
  for (size_t i = 0; i < n; i++) keep(f, (struct found){r[i].id, r[i].started_ms});
  return OK;
}

static enum err by_outcome(struct request *req, struct find *f) {
  struct find_by_outcome_row *r;
  size_t n;
  struct find_by_outcome q = {.viewer = req->viewer.person,
                              .outcome = f->outcome,
                              .topic_is = topic_of(f),
                              .mark_is = f->mark,
                              WINDOW_FILTERS(f)};
  TRY(sql_find_by_outcome(req->db, &req->arena, &q, &r, &n));
  for (size_t i = 0; i < n; i++) keep(f, (struct found){r[i].id, r[i].started_ms});
  return OK;
}

static enum err by_mark(struct request *req, struct find *f) {
  struct find_by_mark_row *r;
  size_t n;
  struct find_by_mark q = {.viewer = req->viewer.person,
                           .kind = f->mark,
                           .topic_is = topic_of(f),
                           .outcome_is = f->outcome,
                           WINDOW_FILTERS(f)};
  TRY(sql_find_by_mark(req->db, &req->arena, &q, &r, &n));
  for (size_t i = 0; i < n; i++) keep(f, (struct found){r[i].id, r[i].started_ms});
  return OK;
}

// Calls with these words: the word itself first, and what begins so where that does not fill the
// page.
static enum err by_text(struct request *req, struct find *f) {
  struct text_words w;
  struct find_by_word_row *r;
  struct find_by_prefix_row *p;
  size_t n;
  if (!text_words_read(sv_of(f->q), &w)) return OK; // nothing that could be a word
  struct opt_id person = {f->has_person, f->person}, team = {f->has_team, f->team};
  TRY(sql_find_by_word(req->db, &req->arena,
                       &(struct find_by_word){TEXT_FILTERS(f, w), COMMON_FILTERS(f)}, &r, &n));
  for (size_t i = 0; i < n; i++) keep(f, (struct found){r[i].id, r[i].started_ms});
  if (n == (size_t)f->limit) return OK;
  struct find_by_prefix q = {TEXT_FILTERS(f, w), .word_end = w.end[0], COMMON_FILTERS(f)};
  TRY(sql_find_by_prefix(req->db, &req->arena, &q, &p, &n));
  for (size_t i = 0; i < n; i++) keep(f, (struct found){p[i].id, p[i].started_ms});
  return OK;
}

// One person's calls, if the viewer may see that person's at all.
static enum err by_person(struct request *req, struct find *f) {
  struct scope_has_row row;
  bool may;
  TRY(sql_scope_has(req->db, &req->arena,
                    &(struct scope_has){.viewer = req->viewer.person, .subject = f->person}, &row,
                    &may));
  return may ? by_subject(req, f, f->person) : OK;
}

// What nobody has claimed of the viewer's own teams: everyone who may have taken it sees it.
static enum err near(struct request *req, struct find *f) {
  for (size_t i = 0; i < req->viewer.n_teams; i++) TRY(by_subject(req, f, req->viewer.teams[i]));
  return OK;
}

static enum err by_scope(struct request *req, struct find *f) {
  struct scope_subjects_row *r;
  size_t n;
  TRY(sql_scope_subjects(
      req->db, &req->arena,
      &(struct scope_subjects){.viewer = req->viewer.person, .limit = SUBJECTS_FEW + 1}, &r, &n));
  if (n > SUBJECTS_FEW)
    return f->mark ? by_mark(req, f) : f->outcome ? by_outcome(req, f) : newest(req, f);
  for (size_t i = 0; i < n; i++) TRY(by_subject(req, f, r[i].subject));
  return OK;
}

static enum err find(struct request *req, struct find *f) {
  f->rows = arena_array(&req->arena, (size_t)f->limit + 1, struct found);
  if (f->q && f->q[0]) return by_text(req, f);
  if (f->unclaimed && (req->viewer.rights & R_CLAIM)) TRY(near(req, f));
  if (f->has_person) return by_person(req, f);
  if (f->has_team) return by_team(req, f);
  if (f->has_topic) return by_topic(req, f);
  return by_scope(req, f);
}

enum err interactions_list(struct request *req) {
  struct find f = {0};
  TRY(read_filters(&req->query, &f));
  TRY(find(req, &f));
  const char *next = NULL;
  size_t shown = f.n < (size_t)f.limit ? f.n : (size_t)f.limit - 1;
  rows_begin(req);
  for (size_t i = 0; i < shown; i++) TRY(out_call(req, f.rows[i].id));
  if (shown < f.n) {
    char id[ID_TEXT];
    id_text(f.rows[shown - 1].id, id);
    next = arena_printf(&req->arena, "%" PRId64 ".%s", f.rows[shown - 1].started_ms, id);
  }
  rows_end(req, next);
  return OK;
}
