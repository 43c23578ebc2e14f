// SPDX-License-Identifier: Apache-2.0
// A team or the centre over time. Figures of the group need five people who contributed, the
// funnel ten; people stand by name.
#include "gen/sql/team.h"
#include "gen/sql/trends.h"
#include "scoring/life/trends_sums.h"
#include "scoring/pure/trend.h"

static const int64_t day_ms = 86400000;
enum { MONTHS_MOST = 16, BETWEEN_MOST = 50, REPEAT_DAYS = 7, TOPIC_DAYS = 182 };
static const struct dots dots = {.most = 60, .single = COURSE_LAST}; // of a small chart

struct member {
  struct id id;
  bool seen; // contributed
};
struct group {
  struct member *at; // by id
  size_t n, contributed;
};
struct month {
  int64_t month;
  double n, clean;
  size_t people;
};

static int member_order(const void *x, const void *y) {
  return memcmp(((const struct member *)x)->id.b, ((const struct member *)y)->id.b,
                sizeof(struct id));
}

static struct member *member_of(const struct group *g, struct id id) {
  struct member key = {.id = id};
  return bsearch(&key, g->at, g->n, sizeof *g->at, member_order);
}

static json_t *hidden(const char *why, size_t n) {
  return json_pack("{s:n,s:s,s:I}", "estimate", "undefined", why, "n", (json_int_t)n);
}
static const char few_people[] = "fewer than five people";

// ---- months: the p chart, the classes -----------------------------------------------------------
struct months {
  struct month at[MONTHS_MOST];
  size_t n;
  struct class_sums classes;
};

static void month_add(struct months *m, const struct counted_months_row *r) { // in order of time
  const int64_t judged[] = {r->customer_judged, r->business_judged, r->compliance_judged};
  const int64_t clean[] = {r->customer_clean, r->business_clean, r->compliance_clean};
  if (!m->n || m->at[m->n - 1].month != r->month) {
    if (m->n == MONTHS_MOST) return;
    m->at[m->n++] = (struct month){.month = r->month};
  }
  struct month *one = &m->at[m->n - 1];
  one->n += (double)r->judged;
  one->clean += (double)r->clean;
  one->people++;
  for (size_t c = 0; c < CLASSES; c++) {
    m->classes.of[c].n += (double)judged[c];
    m->classes.of[c].x += (double)clean[c];
  }
}

static enum err months_read(struct db *db, struct arena *a, const struct trend_base *b,
                            struct group *g, struct months *out) {
  struct counted_months_row *rows;
  size_t n;
  TRY(sql_counted_months(db, a, &(struct counted_months){b->rubric, b->from_month}, &rows, &n));
  for (size_t i = 0; i < n; i++) {
    struct member *who = member_of(g, rows[i].agent);
    if (!who) continue;
    g->contributed += !who->seen;
    who->seen = true;
    month_add(out, &rows[i]);
  }
  return OK;
}

static json_t *p_json(struct arena *a, const struct months *m) {
  double *x = arena_array(a, m->n + 1, double), *n = arena_array(a, m->n + 1, double);
  size_t k = 0;
  json_t *months = json_array();
  for (size_t i = 0; i < m->n; i++) {
    if (m->at[i].people < GROUP_LEAST) continue;
    x[k] = m->at[i].clean;
    n[k++] = m->at[i].n;
  }
  struct chart c = trend_p(a, (struct values){x, k}, (struct values){n, k}, 3);
  k = 0;
  for (size_t i = 0; i < m->n; i++) {
    json_t *one = json_pack("{s:I}", "month", (json_int_t)m->at[i].month);
    if (m->at[i].people < GROUP_LEAST) {
      json_object_set_new(one, "undefined", json_string(few_people));
    } else {
      json_object_set_new(one, "x", json_real(m->at[i].clean));
      json_object_set_new(one, "n", json_real(m->at[i].n));
      json_object_set_new(one, "limits",
                          trend_interval_json(c.limits_vary ? c.limits[k] : c.limits[0]));
      k++;
    }
    json_array_append_new(months, one);
  }
  return json_pack("{s:s,s:o,s:o}", "method", c.figure.method, "center",
                   c.figure.undefined ? json_null() : json_real(c.center), "months", months);
}

// ---- the g chart: clean contacts between two with a critical error
// ---------------------------------
struct contact {
  int64_t at_ms;
  bool failed;
};

static int newest_first(const void *x, const void *y) {
  int64_t a = ((const struct contact *)x)->at_ms, b = ((const struct contact *)y)->at_ms;
  return (a < b) - (a > b);
}

// Everybody's: one walk back in time. A team's: each one's, put together; she has few beside all.
static enum err contacts_read(struct db *db, struct arena *a, const struct trend_base *b,
                              const struct group *g, bool all, struct contact **out,
                              size_t *out_n) {
  struct counted_back_of_row **rows = arena_array(a, g->n + 1, struct counted_back_of_row *);
  struct counted_back_row *everybody;
  size_t *k = arena_array(a, g->n + 1, size_t), n = 0;
  if (all) {
    TRY(sql_counted_back(db, a, &(struct counted_back){b->rubric, b->from_ms}, &everybody, out_n));
    *out = arena_array(a, *out_n + 1, struct contact);
    for (size_t i = 0; i < *out_n; i++)
      (*out)[i] = (struct contact){everybody[i].at_ms, everybody[i].failed > 0};
    return OK;
  }
  for (size_t p = 0; p < g->n; p++) {
    struct counted_back_of ask = {.rubric = b->rubric, .agent = g->at[p].id, .from_ms = b->from_ms};
    TRY(sql_counted_back_of(db, a, &ask, &rows[p], &k[p]));
    n += k[p];
  }
  *out = arena_array(a, n + 1, struct contact);
  *out_n = 0;
  for (size_t p = 0; p < g->n; p++)
    for (size_t i = 0; i < k[p]; i++)
      (*out)[(*out_n)++] = (struct contact){rows[p][i].at_ms, rows[p][i].failed > 0};
  qsort(*out, n, sizeof **out, newest_first);
  return OK;
}

static enum err g_json(struct db *db, struct arena *a, const struct trend_base *b,
                       const struct group *g, bool all, json_t **out) {
  struct contact *at;
  size_t n, errors = 0, clean = 0, since = 0, k = BETWEEN_MOST;
  double between[BETWEEN_MOST];
  TRY(contacts_read(db, a, b, g, all, &at, &n));
  for (size_t i = 0; i < n && k; i++) { // backwards, so that the newest stands last
    clean += !at[i].failed;
    if (!at[i].failed) continue;
    if (errors++)
      between[--k] = (double)clean;
    else
      since = clean;
    clean = 0;
  }
  *out = hidden("fewer than four critical errors", errors);
  if (errors < 4) return OK;
  json_decref(*out);
  struct chart c = trend_g(a, (struct values){between + k, BETWEEN_MOST - k}, 0, 3);
  json_t *points = json_array();
  for (size_t i = 0; i < c.n; i++) json_array_append_new(points, json_real(c.points[i]));
  *out = json_pack("{s:s,s:f,s:o,s:o,s:I,s:I}", "method", c.figure.method, "center", c.center,
                   "limits", trend_interval_json(c.limits[0]), "points", points, "since",
                   (json_int_t)since, "of", (json_int_t)n);
  return OK;
}

// ---- the funnel -------------------------------------------------------------------------------
static enum err funnel_json(struct db *db, struct arena *a, const struct trend_base *b,
                            const struct group *g, const struct counted_people_row *by_name,
                            json_t **out) {
  struct shrink s;
  struct id *who;
  size_t n, k = 0;
  double sum = 0, all = 0;
  int64_t version = b->versions[b->n_versions - 1].version;
  TRY(trend_shrink(db, a, b, version, &s, &who, &n));
  json_t *agents = json_array();
  for (size_t p = 0; p < g->n; p++) // by name
    for (size_t i = 0; i < n && !s.center.undefined; i++) {
      if (!id_eq(who[i], by_name[p].id)) continue;
      double half = 1.959963984540054 * sqrt(s.within / s.groups[i].n), raw = s.groups[i].raw;
      struct interval ci = {fmax(0, raw - half), fmin(PPM, raw + half)};
      json_array_append_new(agents, json_pack("{s:s,s:f,s:o,s:I}", "name", by_name[p].name, "mean",
                                              raw, "interval", trend_interval_json(ci), "n",
                                              (json_int_t)s.groups[i].n));
      sum += s.groups[i].raw * s.groups[i].n;
      all += s.groups[i].n;
      k++;
    }
  if (k < FUNNEL_LEAST || !(s.within > 0)) {
    json_decref(agents);
    *out = hidden("fewer than ten agents", k);
    return OK;
  }
  *out = json_pack("{s:f,s:f,s:[ff],s:o,s:s}", "center", sum / all, "sigma", sqrt(s.within),
                   "widths", 1.959963984540054, 3.0902323061678132, "agents", agents, "method",
                   "funnel: centre and z sigma / sqrt(n), 95 and 99.8 % (Spiegelhalter 2005)");
  return OK;
}

// ---- people, by name ----------------------------------------------------------------------------
static enum err agents_json(struct db *db, struct arena *work, const struct trend_base *b,
                            const struct counted_people_row *people, size_t n, bool pointed,
                            json_t *out) {
  AUTO(arena) struct arena one;
  struct shrink s;
  struct id *who;
  size_t n_who;
  int64_t version = -1;
  arena_init(&one, 64 << 20);
  for (size_t p = 0; p < n; p++) {
    struct level_ask prior = {.center = NOT_KNOWN, .step = trend_step(b)};
    struct course c;
    struct counted_of_row *rows;
    size_t k;
    char text[ID_TEXT];
    for (size_t i = 0; i < b->n_lasts; i++) {
      if (!id_eq(b->lasts[i].agent, people[p].id)) continue;
      if (b->lasts[i].version != version)
        TRY(trend_shrink(db, work, b, version = b->lasts[i].version, &s, &who, &n_who));
      prior = course_prior(&s, trend_step(b));
    }
    TRY(trend_course_with(db, &one, b, people[p].id, prior, &c, &rows, &k));
    id_text(people[p].id, text);
    json_t *told =
        json_pack("{s:{s:s,s:s},s:I,s:o,s:o}", "agent", "id", text, "name", people[p].name, "n",
                  (json_int_t)c.n, "says", trend_says_json(&c), "now", trend_figure_json(c.now));
    if (pointed) json_object_set_new(told, "points", trend_points_json(b, rows, k, dots));
    if (pointed)
      json_object_set_new(told, "hidden",
                          json_integer((json_int_t)trend_points_hidden(b, rows, k)));
    json_t *left = NULL;
    if (pointed) TRY(trend_left_out(db, &one, b, people[p].id, true, &left));
    if (pointed)
      json_object_set_new(told, "left_out", json_integer((json_int_t)json_array_size(left)));
    json_decref(left);
    json_array_append_new(out, told);
    arena_clear(&one);
  }
  return OK;
}

// ---- questions, topics --------------------------------------------------------------------------
static enum err answers_each(struct db *db, const struct trend_base *b, const struct group *g,
                             struct answer_sums *sums) {
  AUTO(arena) struct arena one;
  arena_init(&one, 64 << 20);
  for (size_t p = 0; p < g->n; p++) {
    struct counted_answers ask = {b->rubric, g->at[p].id, b->from_month};
    struct counted_answers_row *rows;
    size_t k;
    TRY(sql_counted_answers(db, &one, &ask, &rows, &k));
    answer_sums_add(sums, b, rows, k);
    arena_clear(&one);
  }
  return OK;
}

static enum err answers_tell(struct db *db, struct arena *a, const struct trend_base *b,
                             const struct group *g, bool all, json_t *out) {
  struct answer_sums *sums = answer_sums_new(a, b);
  struct counted_cells_row *rows;
  size_t n;
  if (all) {
    TRY(sql_counted_cells(db, a, &(struct counted_cells){b->rubric, b->from_month}, &rows, &n));
    answer_sums_cells(sums, b, rows, n);
  } else {
    TRY(answers_each(db, b, g, sums));
  }
  json_object_set_new(out, "questions", answer_sums_questions(sums, b, GROUP_LEAST));
  return OK;
}

static json_t *rate_json(double x, double n) {
  if (n <= 0) return hidden("no such calls", 0);
  return trend_figure_json(stat_share((struct count){x, n}, 0.95));
}

static enum err topics_json(struct db *db, struct arena *a, int64_t now_ms, json_t **out) {
  struct topics_resolved_row *rows;
  size_t n;
  int64_t today = now_ms / day_ms; // the last days' callers may still call back
  TRY(sql_topics_resolved(
      db, a,
      &(struct topics_resolved){.day = today - TOPIC_DAYS, .before_day = today - REPEAT_DAYS},
      &rows, &n));
  *out = json_array();
  for (size_t i = 0; i < n; i++) {
    struct topics_resolved_row *r = &rows[i];
    bool shown = r->people >= GROUP_LEAST;
    json_t *first = shown ? rate_json((double)r->first, (double)r->calls)
                          : hidden(few_people, (size_t)r->people);
    json_t *handed = shown ? rate_json((double)r->handed_right, (double)r->handed)
                           : hidden(few_people, (size_t)r->people);
    json_array_append_new(*out, json_pack("{s:s,s:s,s:o,s:o}", "name_sv", r->name_sv, "name_en",
                                          r->name_en, "first", first, "handed", handed));
  }
  return OK;
}

// ---- the whole --------------------------------------------------------------------------------
static enum err people_of(struct db *db, struct arena *a, const struct trend_base *b,
                          struct id team, struct counted_people_row **out, size_t *out_n) {
  struct counted_team_row *rows;
  size_t n;
  if (id_is_none(team))
    return sql_counted_people(db, a, &(struct counted_people){b->rubric}, out, out_n);
  TRY(sql_counted_team(
      db, a, &(struct counted_team){.rubric = b->rubric, .team = team, .at_ms = b->now_ms}, &rows,
      &n));
  *out = arena_array(a, n + 1, struct counted_people_row);
  for (size_t i = 0; i < n; i++)
    (*out)[i] = (struct counted_people_row){.id = rows[i].id, .name = rows[i].name};
  *out_n = n;
  return OK;
}

static enum err group_read(struct db *db, struct arena *a, const struct trend_base *b,
                           struct id team, struct counted_people_row **people, struct group *g) {
  TRY(people_of(db, a, b, team, people, &g->n));
  g->at = arena_array(a, g->n + 1, struct member);
  for (size_t i = 0; i < g->n; i++) g->at[i] = (struct member){.id = (*people)[i].id};
  qsort(g->at, g->n, sizeof *g->at, member_order);
  return OK;
}

static enum err group_tell(struct db *db, struct arena *a, const struct trend_base *b,
                           struct id team, bool agents, json_t *out) {
  struct counted_people_row *people;
  struct months *m = arena_new(a, struct months);
  struct group g = {0};
  bool all = id_is_none(team);
  json_t *loads = NULL, *funnel = NULL, *topics = NULL, *between = NULL, *each = json_array();
  json_object_set_new(out, "agents", each);
  TRY(group_read(db, a, b, team, &people, &g));
  TRY(months_read(db, a, b, &g, m));
  bool enough = g.contributed >= GROUP_LEAST;
  json_object_set_new(out, "people", json_integer((json_int_t)g.contributed));
  json_object_set_new(out, "from_ms", json_integer(b->from_ms));
  json_object_set_new(out, "to_ms", json_integer(b->now_ms));
  json_object_set_new(out, "breaks", trend_breaks_json(b));
  TRY(trend_loads_json(db, a, b, (struct trend_whose){.team = opt_id_of(team)}, &loads));
  json_object_set_new(out, "loads", loads);
  json_object_set_new(out, "p", enough ? p_json(a, m) : hidden(few_people, g.contributed));
  if (enough) TRY(g_json(db, a, b, &g, all, &between));
  json_object_set_new(out, "g", enough ? between : hidden(few_people, g.contributed));
  TRY(funnel_json(db, a, b, &g, people, &funnel));
  json_object_set_new(out, "funnel", funnel);
  if (agents) TRY(agents_json(db, a, b, people, g.n, !all, each));
  if (enough) json_object_set_new(out, "classes", class_sums_json(&m->classes));
  if (enough) TRY(answers_tell(db, a, b, &g, all, out));
  if (all) TRY(topics_json(db, a, b->now_ms, &topics));
  if (topics) json_object_set_new(out, "topics", topics);
  return OK;
}

enum err trend_group(struct db *db, struct arena *a, struct id team, const struct trend_ask *ask,
                     json_t **out) {
  struct trend_base b = {0};
  struct team_get_row row = {0};
  char text[ID_TEXT];
  bool found = id_is_none(team);
  if (!found) TRY(sql_team_get(db, a, &(struct team_get){team}, &row, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such team");
  struct trend_ask with = *ask;
  json_t *forms;
  TRY(trend_forms(db, a, (struct id){{0}}, &with.rubric, &forms));
  id_text(team, text);
  json_t *told = id_is_none(team)
                     ? json_pack("{s:n}", "team")
                     : json_pack("{s:{s:s,s:s}}", "team", "id", text, "name", row.name);
  json_object_set_new(told, "forms", forms);
  json_object_set_new(told, "rubric", json_pack("{s:s}", "key", with.rubric));
  enum err rc = trend_base_load(db, a, &with, &b);
  if (!rc) rc = group_tell(db, a, &b, team, ask->agents || !id_is_none(team), told);
  trend_base_drop(&b);
  if (rc)
    json_decref(told);
  else
    *out = told;
  return rc;
}
