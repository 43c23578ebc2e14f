// SPDX-License-Identifier: Apache-2.0
// Shifts: who sat at which line, when. Read from CSV as planning systems write it:
//   login,line,from,to,duty
// A semicolon may part the fields too. Times are RFC 3339 ("2026-11-21T06:45:00+01:00"), or
// milliseconds; an empty `to` is until further notice. A shift that is there already is not added
// again, and one line has one sitter at a time. Without a `from` it is the end of the shift that
// she has at that line until further notice. A line that is wrong is refused by number with its
// reason; the others are taken. Where none is hers to say, the whole is refused.
#include "centre/login.h"
#include "core/instant.h"
#include "gen/sql/person.h"
#include "gen/sql/place.h"
#include "gen/sql/web_centre.h"
#include "gen/told/centre.h"
#include "review-web/api/common.h"

enum { LINES_MOST = 20000, FIELDS = 5, REFUSED_MOST = 500 };

struct sitters { // of the rows so far, each asked about once
  struct id *id;
  bool *seen;
  size_t n;
};

static enum err sees(struct request *req, struct sitters *s, struct id person, bool *out) {
  size_t at = 0;
  while (at < s->n && !id_eq(s->id[at], person)) at++;
  if (at == s->n) {
    s->id[s->n++] = person;
    TRY(may_see_person(asker(req), person, &s->seen[at]));
  }
  *out = s->seen[at];
  return OK;
}

enum err serve_shifts_list(struct request *req) {
  struct shifts_named_row *r;
  size_t n;
  bool has;
  int64_t from = 0, to = INT64_MAX;
  TRY(query_int(&req->query, "from", &has, &from));
  TRY(query_int(&req->query, "to", &has, &to));
  TRY(sql_shifts_named(req->db, &req->arena, &(struct shifts_named){.to_ms = to, .from_ms = from},
                       &r, &n));
  struct sitters all = {arena_array(&req->arena, n + 1, struct id),
                        arena_array(&req->arena, n + 1, bool), 0};
  size_t shown = 0;
  for (size_t i = 0; i < n; i++) {
    bool seen;
    TRY(sees(req, &all, r[i].person, &seen));
    if (seen) r[shown++] = r[i];
  }
  ANSWER_ROWS(req, sql_shifts_named_row_json, r, shown, NULL);
  return OK;
}

// ---- lines ------------------------------------------------------------------------------------

static size_t split(struct sv line, struct sv out[FIELDS]) {
  size_t n = 0, at;
  char sep = sv_find(line, ';', &at) ? ';' : ',';
  for (; n < FIELDS && line.n; n++) {
    struct sv f = sv_trim(sv_cut(&line, sep));
    if (f.n >= 2 && f.p[0] == '"' && f.p[f.n - 1] == '"') f = sv_first(sv_from(f, 1), f.n - 2);
    out[n] = f;
  }
  return line.n ? FIELDS + 1 : n;
}

static const char *text_of(struct request *req, struct sv s) {
  return arena_strndup(&req->arena, s.p, s.n);
}

// A shift decides whose a call becomes, and so who hears it: both the seat and who sits in it are
// of a team whose shifts the viewer keeps.
static enum err read_who(struct request *req, const struct sv f[FIELDS], struct shift_add *out) {
  struct person_by_login_row p;
  struct line_by_address_row l;
  bool found;
  TRY(login_find(req->db, &req->arena, text_of(req, f[0]), &p, &found));
  if (!found) return fail(E_BAD_DATA, "nobody signs in by that name");
  TRY(sql_line_by_address(req->db, &req->arena, &(struct line_by_address){text_of(req, f[1])}, &l,
                          &found));
  if (!found) return fail(E_BAD_DATA, "there is no such line");
  TRY(may_reach_line(asker(req), &l, &out->line));
  return may_reach_sitter(asker(req), p.id, &out->person);
}

// One voice has one agent: two people at a line at once is a fault in the plan, and the call would
// become the latter's. The same shift once more is the same file once more.
static enum err seat_free(struct request *req, const struct shift_add *s, bool *out_was_there) {
  struct shift_clash_row r;
  bool found;
  struct id person = reached_id(s->person).v, line = reached_id(s->line).v;
  struct shift_clash q = {
      .line = line, .from_ms = s->from_ms, .to_ms = s->to_ms.set ? s->to_ms.v : INT64_MAX};
  TRY(sql_shift_clash(req->db, &req->arena, &q, &r, &found));
  *out_was_there = false;
  if (!found) return OK;
  bool same = id_eq(r.person, person) && r.from_ms == s->from_ms && r.to_ms.set == s->to_ms.set &&
              r.to_ms.v == s->to_ms.v && !strcmp(r.duty, s->duty);
  *out_was_there = same;
  if (same) return OK;
  if (id_eq(r.person, person))
    return fail(E_BAD_DATA, "another shift of the same person at this line overlaps");
  return fail(E_BAD_DATA, "somebody else sits at this line in part of that time");
}

static enum err end_open(struct request *req, const struct shift_add *s, struct sv at) {
  struct shift_open_row r;
  struct shift_open ask = {.line = reached_id(s->line).v, .person = reached_id(s->person).v};
  int64_t to;
  bool found;
  TRY(instant_parse(at, &to));
  TRY(sql_shift_open(req->db, &req->arena, &ask, &r, &found));
  if (!found) return fail(E_BAD_DATA, "she has no shift until further notice at this line");
  if (to <= r.from_ms) return fail(E_BAD_DATA, "a shift ends after it begins");
  return sql_shift_end_open(
      req->db, &(struct shift_end_open){.to_ms = to, .line = s->line, .person = s->person});
}

enum line_did { LINE_ADDED, LINE_KNOWN, LINE_ENDED };

static enum err read_line(struct request *req, struct sv line, enum line_did *out) {
  struct sv f[FIELDS] = {{0}};
  struct shift_add s = {.id = id_new(), .duty = "phone"};
  int64_t to;
  bool was_there;
  size_t n = split(line, f);
  if (n < 3 || n > FIELDS) return fail(E_BAD_DATA, "a line is login,line,from,to,duty");
  TRY(read_who(req, f, &s));
  *out = LINE_ENDED;
  if (!f[2].n && f[3].n) return end_open(req, &s, f[3]);
  TRY(instant_parse(f[2], &s.from_ms));
  if (f[3].n) {
    TRY(instant_parse(f[3], &to));
    if (to <= s.from_ms) return fail(E_BAD_DATA, "a shift ends after it begins");
    s.to_ms = some_int(to);
  }
  if (f[4].n) s.duty = text_of(req, f[4]);
  TRY(body_one_of("duty", s.duty, WORDS_Duty));
  TRY(seat_free(req, &s, &was_there));
  *out = was_there ? LINE_KNOWN : LINE_ADDED;
  return was_there ? OK : sql_shift_add(req->db, &s);
}

static bool is_heading(struct sv line) {
  return sv_istarts(line, SV("login")) || sv_istarts(line, SV("\"login\""));
}

struct taken {
  struct told_shifts_read told;
  int64_t refused, beyond; // beyond: of those refused, out of the viewer's reach
  const char *why;         // the first of those
};

static void refuse_line(struct request *req, struct taken *t, int64_t number, enum err rc) {
  if (rc == E_FORBIDDEN && !t->beyond++) t->why = arena_strdup(&req->arena, err_detail());
  if (t->refused++ >= REFUSED_MOST) return;
  t->told.refused[t->told.n_refused++] =
      (struct told_shift_refused){number, arena_strdup(&req->arena, err_detail())};
}

static enum err read_lines(struct request *req, struct taken *t) {
  struct sv rest = buf_sv(&req->body);
  for (int64_t number = 1; rest.n; number++) {
    struct sv line = sv_trim(sv_cut(&rest, '\n'));
    if (number > LINES_MOST) return fail(E_TOO_BIG, "at most %d lines at a time", LINES_MOST);
    if (number == 1 && sv_starts(line, SV("\xef\xbb\xbf"))) line = sv_from(line, 3); // Excel's
    if (!line.n || (number == 1 && is_heading(line))) continue;
    enum line_did did = LINE_ADDED;
    enum err rc =
        utf8_valid(line) ? read_line(req, line, &did) : fail(E_BAD_DATA, "this is not UTF-8 text");
    if (!rc)
      ++*(did == LINE_ENDED ? &t->told.ended : did == LINE_KNOWN ? &t->told.known : &t->told.added);
    else if (err_http(rc) >= 500)
      return rc;
    else
      refuse_line(req, t, number, rc);
    err_forget();
  }
  return OK;
}

enum err serve_shifts_read(struct request *req) {
  struct taken t = {0};
  t.told.refused = arena_array(&req->arena, REFUSED_MOST, struct told_shift_refused);
  TRY(read_lines(req, &t));
  if (t.beyond && t.beyond == t.refused && !t.told.added && !t.told.known && !t.told.ended)
    return fail(E_FORBIDDEN, "%s", t.why);
  tell_shifts_read(&req->out, &t.told);
  return OK;
}
