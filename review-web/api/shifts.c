// SPDX-License-Identifier: Apache-2.0
// Shifts: who sat at which line, when. Read from CSV as planning systems write it:
//   login,line,from,to,duty
// A semicolon may part the fields too. Times are RFC 3339 ("2026-11-21T06:45:00+01:00"), or
// milliseconds; an empty `to` is until further notice. A line that is wrong is refused by number
// with its reason; the others are taken.
#include "review-web/api/common.h"

enum { LINES_MOST = 20000, FIELDS = 5, REFUSED_MOST = 500 };

enum err shifts_list(struct request *req) {
  struct shifts_named_row *r;
  size_t n;
  bool has;
  int64_t from = 0, to = INT64_MAX;
  struct buf *b = &req->out;
  TRY(query_int(&req->query, "from", 0, INT64_MAX, &has, &from));
  TRY(query_int(&req->query, "to", 0, INT64_MAX, &has, &to));
  TRY(sql_shifts_named(req->db, &req->arena, &(struct shifts_named){.to_ms = to, .from_ms = from},
                       &r, &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    out_open(b, NULL, '{');
    out_id(b, "id", r[i].id);
    out_named(b, "person", some_id(r[i].person), r[i].person_name);
    out_named(b, "line", some_id(r[i].line), r[i].line_name);
    out_int(b, "from_ms", r[i].from_ms);
    out_opt_int(b, "to_ms", r[i].to_ms);
    out_text(b, "duty", r[i].duty);
    out_close(b, '}');
  }
  rows_end(req, NULL);
  return OK;
}

// ---- times ------------------------------------------------------------------------------------

static bool digits(struct sv *s, size_t n, int *out) {
  uint64_t v;
  if (s->n < n || sv_u64(sv_first(*s, n), 9999, &v)) {
    err_forget();
    return false;
  }
  *out = (int)v;
  *s = sv_from(*s, n);
  return true;
}

static bool eat(struct sv *s, char c) {
  if (!s->n || s->p[0] != c) return false;
  *s = sv_from(*s, 1);
  return true;
}

static bool date_and_time(struct sv *s, struct tm *tm) {
  bool good = digits(s, 4, &tm->tm_year) && eat(s, '-') && digits(s, 2, &tm->tm_mon) &&
              eat(s, '-') && digits(s, 2, &tm->tm_mday) && (eat(s, 'T') || eat(s, ' ')) &&
              digits(s, 2, &tm->tm_hour) && eat(s, ':') && digits(s, 2, &tm->tm_min);
  if (good && eat(s, ':')) good = digits(s, 2, &tm->tm_sec);
  tm->tm_year -= 1900;
  tm->tm_mon--;
  return good && tm->tm_mon >= 0 && tm->tm_mon < 12 && tm->tm_mday > 0 && tm->tm_mday < 32 &&
         tm->tm_hour < 24 && tm->tm_min < 60 && tm->tm_sec < 61;
}

static bool offset(struct sv *s, int64_t *out_s) {
  int h, m;
  *out_s = 0;
  if (eat(s, 'Z')) return true;
  bool minus = s->n && s->p[0] == '-';
  if (!eat(s, '+') && !eat(s, '-')) return false;
  if (!digits(s, 2, &h)) return false;
  eat(s, ':');
  if (!digits(s, 2, &m)) return false;
  *out_s = (int64_t)(h * 3600 + m * 60) * (minus ? -1 : 1);
  return true;
}

static enum err time_of(struct sv text, int64_t *out_ms) {
  struct tm tm = {0};
  int64_t shift_s;
  if (sv_i64(text, 0, INT64_MAX / 2, out_ms) == OK) return OK;
  err_forget();
  if (!date_and_time(&text, &tm) || !offset(&text, &shift_s) || text.n)
    return fail(E_BAD_DATA, "a time is 2026-11-21T06:45:00+01:00");
  *out_ms = ((int64_t)timegm(&tm) - shift_s) * 1000;
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

static enum err read_who(struct request *req, const struct sv f[FIELDS], struct shift_add *out) {
  struct person_by_login_row p;
  struct line_by_address_row l;
  bool found;
  TRY(sql_person_by_login(req->db, &req->arena, &(struct person_by_login){text_of(req, f[0])}, &p,
                          &found));
  if (!found) return fail(E_BAD_DATA, "nobody signs in by that name");
  TRY(sql_line_by_address(req->db, &req->arena, &(struct line_by_address){text_of(req, f[1])}, &l,
                          &found));
  if (!found) return fail(E_BAD_DATA, "there is no such line");
  out->person = p.id;
  out->line = l.id;
  return OK;
}

static enum err read_line(struct request *req, struct sv line) {
  struct sv f[FIELDS] = {{0}};
  struct shift_add s = {.id = id_new(), .duty = "phone"};
  int64_t to;
  size_t n = split(line, f);
  if (n < 3 || n > FIELDS) return fail(E_BAD_DATA, "a line is login,line,from,to,duty");
  TRY(read_who(req, f, &s));
  TRY(time_of(f[2], &s.from_ms));
  if (f[3].n) {
    TRY(time_of(f[3], &to));
    if (to <= s.from_ms) return fail(E_BAD_DATA, "a shift ends after it begins");
    s.to_ms = some_int(to);
  }
  if (f[4].n) s.duty = text_of(req, f[4]);
  TRY(body_one_of("duty", s.duty, "phone|lead|training"));
  return sql_shift_add(req->db, &s);
}

static bool is_heading(struct sv line) { return sv_istarts(line, SV("login")); }

static enum err read_lines(struct request *req, int64_t *out_added) {
  struct sv rest = buf_sv(&req->body);
  int64_t refused = 0;
  for (int64_t number = 1; rest.n; number++) {
    struct sv line = sv_trim(sv_cut(&rest, '\n'));
    if (number > LINES_MOST) return fail(E_TOO_BIG, "at most %d lines at a time", LINES_MOST);
    if (!line.n || (number == 1 && is_heading(line))) continue;
    enum err rc =
        utf8_valid(line) ? read_line(req, line) : fail(E_BAD_DATA, "this is not UTF-8 text");
    if (!rc)
      ++*out_added;
    else if (err_http(rc) >= 500)
      return rc;
    else if (refused++ < REFUSED_MOST) {
      out_open(&req->out, NULL, '{');
      out_int(&req->out, "line", number);
      out_text(&req->out, "why", err_detail());
      out_close(&req->out, '}');
    }
    err_forget();
  }
  return OK;
}

enum err shifts_read(struct request *req) {
  struct sv type = request_header(req, "content-type");
  int64_t added = 0;
  if (!sv_ieq(sv_trim(sv_cut(&type, ';')), SV("text/csv")))
    return fail(E_BAD_INPUT, "send it as text/csv");
  buf_add_str(&req->out, "{\"refused\":[");
  TRY(read_lines(req, &added));
  buf_add_char(&req->out, ']');
  out_int(&req->out, "added", added);
  buf_add_char(&req->out, '}');
  return OK;
}
