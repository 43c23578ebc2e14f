// SPDX-License-Identifier: Apache-2.0
// The list of calls: the filters of the address, what drives them (drive.h), one page.
#include "review-web/api/calls.h"
#include "review-web/api/common.h"
#include "review-web/api/drive.h"

enum { PAGE_USUAL = 50 };

// The cursor is the last row shown, or where the page stopped looking: "1700000000000.0190…"
static const char *cursor(struct request *req, struct found at) {
  char id[ID_TEXT];
  id_text(at.id, id);
  return arena_printf(&req->arena, "%" PRId64 ".%s", at.started_ms, id);
}

static enum err read_cursor(struct drive *d, const char *after) {
  struct sv rest = sv_of(after), time = sv_cut(&rest, '.');
  if (!sv_i64(time, 0, INT64_MAX, &d->before_ms) && !id_parse(rest, &d->before)) return OK;
  err_forget();
  return fail(E_BAD_INPUT, "after: where no page has ended");
}

// From 8 to 17; from 22 to 6 is the night; without the one from, without the other to midnight.
static enum err read_hours(const struct query *q, struct drive *d) {
  bool has;
  int64_t from = 0, to = 24;
  TRY(query_int(q, "hour_from", &has, &from));
  TRY(query_int(q, "hour_to", &has, &to));
  int64_t hours = (to + 24 - from) % 24;
  d->minute_from = from % 24 * 60;
  d->minutes = hours ? hours * 60 : DAY_MINUTES;
  return OK;
}

static enum err read_window(const struct query *q, struct drive *d) {
  bool has;
  TRY(query_int(q, "from", &has, &d->since_ms));
  TRY(query_int(q, "to", &has, &d->before_ms));
  TRY(read_hours(q, d));
  TRY(query_int(q, "min_ms", &has, &d->least_ms));
  return query_int(q, "max_ms", &has, &d->most_ms);
}

static enum err read_filters(const struct query *q, struct drive *d, bool *out_none) {
  bool has;
  int64_t n;
  const char *after, *text;
  TRY(read_window(q, d));
  TRY(query_id(q, "person", &d->has_person, &d->person));
  TRY(query_id(q, "team", &d->has_team, &d->team));
  TRY(query_id(q, "topic", &d->has_topic, &d->topic));
  TRY(query_text(q, "outcome", &d->outcome));
  TRY(query_text(q, "mark", &d->mark));
  TRY(query_text(q, "q", &text));
  *out_none = text && text[0] && !text_words_read(sv_of(text), &d->words); // no word in it
  TRY(query_int(q, "unclaimed", &has, &n));
  d->unclaimed = has && n;
  TRY(query_int(q, "limit", &has, &n));
  d->limit = (has ? n : PAGE_USUAL) + 1; // one more tells whether there is a next page
  TRY(query_text(q, "after", &after));
  return after ? read_cursor(d, after) : OK;
}

static void read_viewer(const struct viewer *v, struct drive *d) {
  _Static_assert((int)DRIVE_TEAMS >= (int)VIEWER_SCOPES, "every team of a viewer");
  d->viewer = v->person;
  if (!may_see_unclaimed(v)) return;
  d->n_teams = v->n_teams;
  memcpy(d->teams, v->teams, v->n_teams * sizeof *v->teams);
}

enum err serve_interactions_list(struct request *req) {
  struct drive d;
  bool none;
  drive_init(&d, req->db, &req->arena, 0);
  TRY(read_filters(&req->query, &d, &none));
  read_viewer(&req->viewer, &d);
  if (d.words.word[0]) TRY(may_see_colleagues(asker(req), &d.colleagues));
  if (!none) TRY(drive_run(&d));
  size_t shown = d.n < (size_t)d.limit ? d.n : (size_t)d.limit - 1;
  struct told_call_row *rows = arena_array(&req->arena, shown + 1, struct told_call_row);
  for (size_t i = 0; i < shown; i++) TRY(call_as_row(req, d.rows[i].id, &rows[i]));
  struct found last = {d.before, d.before_ms};
  if (shown < d.n) last = d.rows[shown - 1];
  ANSWER_ROWS(req, tell_call_row, rows, shown, shown < d.n || d.goes_on ? cursor(req, last) : NULL);
  return OK;
}
