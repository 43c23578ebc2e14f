// SPDX-License-Identifier: Apache-2.0
// Programmes, for whoever makes them: weeks in order, cohorts and mentors, and of a trainee that
// she has finished an item and what she sent: no replay, no guess, no agreement (docs/adr/0051).
#include "review-web/api/programmes.h"

#include "gen/sql/web_list.h"
#include "review-web/api/lists.h"
#include "scoring/scoring.h"

enum { PROGRAMMES_MOST = 200, WEEKS_MOST = 60, SENT_MOST = 500 };

// ---- all of them --------------------------------------------------------------------------------

static enum err read_owned(struct request *req, struct told_programme_row **rows, size_t *n) {
  struct programmes_owned_row *r;
  struct programmes_owned ask = {.owner = req->viewer.person, .limit = PROGRAMMES_MOST};
  TRY(sql_programmes_owned(req->db, &req->arena, &ask, &r, n));
  *rows = arena_array(&req->arena, *n + PROGRAMMES_MOST, struct told_programme_row);
  for (size_t i = 0; i < *n; i++)
    (*rows)[i] = (struct told_programme_row){.id = r[i].id,
                                             .title = r[i].title,
                                             .why = r[i].why,
                                             .owner = {r[i].owner, r[i].owner_name},
                                             .weeks = r[i].weeks,
                                             .items = r[i].items,
                                             .trainees = some_int(r[i].trainees)};
  return OK;
}

enum err serve_programmes_list(struct request *req) {
  struct told_programme_row *rows;
  struct programmes_given_row *r;
  size_t all, n;
  TRY(read_owned(req, &rows, &all));
  struct programmes_given ask = {.person = req->viewer.person, .limit = PROGRAMMES_MOST};
  TRY(sql_programmes_given(req->db, &req->arena, &ask, &r, &n));
  struct told_programme_mine *mine = arena_array(&req->arena, n + 1, struct told_programme_mine);
  for (size_t i = 0; i < n; i++) {
    mine[i].done = r[i].done;
    rows[all++] = (struct told_programme_row){.id = r[i].id,
                                              .title = r[i].title,
                                              .why = r[i].why,
                                              .owner = {r[i].owner, r[i].owner_name},
                                              .weeks = r[i].weeks,
                                              .items = r[i].items,
                                              .mine = &mine[i]};
  }
  ANSWER_ROWS(req, tell_programme_row, rows, all, NULL);
  return OK;
}

enum err serve_programme_forms(struct request *req) {
  struct programme_forms_row *r;
  size_t n;
  TRY(sql_programme_forms(req->db, &req->arena, &r, &n));
  struct told_programme_form *t = arena_array(&req->arena, n + 1, struct told_programme_form);
  for (size_t i = 0; i < n; i++)
    t[i] = (struct told_programme_form){r[i].id,       r[i].key,      r[i].version,
                                        r[i].title_sv, r[i].title_en, r[i].document};
  ANSWER_ROWS(req, tell_programme_form, t, n, NULL);
  return OK;
}

// ---- one of them --------------------------------------------------------------------------------

static void items_stops(struct told_programme_item *item, struct programme_stops_row *all, size_t n,
                        struct arena *a) {
  item->stops = arena_array(a, n + 1, struct programme_stops_row);
  for (size_t i = 0; i < n; i++)
    if (id_eq(all[i].item, item->id)) item->stops[item->n_stops++] = all[i];
}

static enum err read_items(struct request *req, struct told_programme *t) {
  struct programme_items_row *r;
  struct programme_stops_row *stops;
  size_t n;
  TRY(sql_programme_items(req->db, &req->arena, &(struct programme_items){t->id}, &r, &t->n_items));
  TRY(sql_programme_stops(req->db, &req->arena, &(struct programme_stops){t->id}, &stops, &n));
  t->items = arena_array(&req->arena, t->n_items + 1, struct told_programme_item);
  for (size_t i = 0; i < t->n_items; i++) {
    struct item_sound sound;
    TRY(item_sound(req, &r[i], &sound));
    t->items[i] = (struct told_programme_item){.id = r[i].id,
                                               .week = r[i].week,
                                               .kind = r[i].kind,
                                               .title = r[i].title,
                                               .why = r[i].why,
                                               .body = r[i].body,
                                               .source = sound.source,
                                               .from_ms = sound.from_ms,
                                               .to_ms = sound.to_ms,
                                               .interaction = sound.call,
                                               .annotation = r[i].annotation,
                                               .due_day = r[i].due_day,
                                               .form = r[i].form,
                                               .key = r[i].key};
    items_stops(&t->items[i], stops, n, &req->arena);
  }
  return OK;
}

static enum err read_statistics(struct request *req, struct told_programme *t) {
  struct programme_guessed_row *r;
  size_t n;
  TRY(sql_programme_guessed(req->db, &req->arena, &(struct programme_guessed){t->id}, &r, &n));
  t->statistics = arena_array(&req->arena, n + 1, struct told_item_statistics);
  for (size_t i = 0; i < n; i++) {
    struct lesson_statistics s;
    TRY(lesson_statistics(req->db, &req->arena, r[i].id, (size_t)r[i].n, &s));
    if (!s.trainees) continue;
    t->statistics[t->n_statistics++] =
        (struct told_item_statistics){r[i].id, (int64_t)s.trainees, (int64_t)s.same, (int64_t)s.of};
  }
  return OK;
}

enum err serve_programme_get(struct request *req) {
  const struct programme_get_row *p = req->reach.programme;
  struct told_programme t = {.id = p->id, .title = p->title, .why = p->why};
  TRY(sql_programme_weeks(req->db, &req->arena, &(struct programme_weeks){p->id}, &t.weeks,
                          &t.n_weeks));
  TRY(read_items(req, &t));
  TRY(sql_programme_cohorts(req->db, &req->arena, &(struct programme_cohorts){p->id}, &t.cohorts,
                            &t.n_cohorts));
  TRY(sql_programme_members(req->db, &req->arena, &(struct programme_members){p->id}, &t.members,
                            &t.n_members));
  struct programme_sent sent = {.programme = p->id, .limit = SENT_MOST};
  TRY(sql_programme_sent(req->db, &req->arena, &sent, &t.sent, &t.n_sent));
  TRY(read_statistics(req, &t));
  tell_programme(&req->out, &t);
  return OK;
}

// ---- made and changed ---------------------------------------------------------------------------

struct naming {
  struct request *req;
  struct id programme;
  int64_t week;
};

static enum err name_week(void *self, struct sv element) {
  struct naming *n = self;
  const char *title = "";
  TRY(body_read(&n->req->arena, element,
                (struct body_field[]){{"title", BODY_ANY_TEXT, &title, .max = 200}}, 1));
  return sql_programme_week_put(
      n->req->db,
      &(struct programme_week_put){.programme = n->programme, .week = ++n->week, .title = title});
}

// The weeks as they are named now; what lies in a week is not taken away with it.
static enum err put_weeks(struct request *req, struct id programme, const char *weeks) {
  struct naming n = {.req = req, .programme = programme};
  struct programme_item_furthest_row last;
  bool found;
  TRY(sql_programme_weeks_clear(req->db, &(struct programme_weeks_clear){programme}));
  const char *body = arena_printf(&req->arena, "{\"weeks\":%s}", weeks);
  TRY(body_each(&req->arena, sv_of(body), "weeks", WEEKS_MOST, name_week, &n));
  TRY(sql_programme_item_furthest(req->db, &req->arena,
                                  &(struct programme_item_furthest){programme}, &last, &found));
  if (n.week >= 1 && (!found || last.week <= n.week)) return OK;
  return fail(E_CONFLICT, "weeks: there must be one for each item");
}

enum err serve_programme_add(struct request *req) {
  struct id id = id_new();
  const char *title = NULL, *why = "", *weeks = "[{\"title\":\"\"}]";
  TRY(REQUEST_JSON(req, {"title", BODY_NAME, &title, .max = 200},
                   {"why", BODY_ANY_TEXT, &why, .max = 4000, .optional = true},
                   {"weeks", BODY_RAW, &weeks, .max = 32768, .optional = true}));
  TRY(sql_list_add(req->db, &(struct list_add){.id = id,
                                               .owner = req->viewer.person,
                                               .title = title,
                                               .why = why,
                                               .created_ms = clock_wall_ms()}));
  TRY(sql_programme_add(req->db, &(struct programme_add){id}));
  TRY(put_weeks(req, id, weeks));
  req->audit_object = id;
  answer_id(req, id);
  return OK;
}

enum err serve_programme_change(struct request *req) {
  const struct programme_get_row *p = req->reach.programme;
  const char *title = p->title, *why = p->why, *weeks = NULL;
  req->audit_object = p->id;
  TRY(REQUEST_JSON(req, {"title", BODY_NAME, &title, .max = 200, .optional = true},
                   {"why", BODY_ANY_TEXT, &why, .max = 4000, .optional = true},
                   {"weeks", BODY_RAW, &weeks, .max = 32768, .optional = true}));
  TRY(sql_list_change(req->db, &(struct list_change){.title = title, .why = why, .id = p->id}));
  return weeks ? put_weeks(req, p->id, weeks) : OK;
}

enum err serve_programme_retire(struct request *req) {
  req->audit_object = req->arg.id;
  return sql_list_retire(req->db,
                         &(struct list_retire){.retired_ms = clock_wall_ms(), .id = req->arg.id});
}

// ---- who walks it -------------------------------------------------------------------------------

enum err serve_programme_cohort_add(struct request *req) {
  struct programme_cohort_add add = {.id = id_new(), .programme = req->arg.id};
  req->audit_object = req->arg.id;
  TRY(REQUEST_JSON(req, {"title", BODY_NAME, &add.title, .max = 200},
                   {"starts_ms", BODY_INSTANT, &add.starts_ms, .optional = false}));
  TRY(sql_programme_cohort_add(req->db, &add));
  answer_id(req, add.id);
  return OK;
}

static enum err in_programme(struct request *req, struct id cohort) {
  struct programme_cohort_get_row c;
  bool found;
  TRY(sql_programme_cohort_get(req->db, &req->arena, &(struct programme_cohort_get){cohort}, &c,
                               &found));
  if (found && id_eq(c.programme, req->arg.id)) return OK;
  return fail(E_BAD_DATA, "cohort: this programme has no such cohort");
}

// Who is in the programme is a reader of its list, and hears by that.
enum err serve_programme_member_put(struct request *req) {
  const struct reached *person, *helper;
  struct id cohort, who, mentor = {0};
  int64_t now = clock_wall_ms();
  req->audit_object = req->arg.id;
  TRY(REQUEST_JSON(req, {"cohort", BODY_ID, &cohort, .optional = false},
                   {"person", BODY_ID, &who, .optional = false},
                   {"mentor", BODY_ID, &mentor, .optional = true}));
  TRY(in_programme(req, cohort));
  TRY(may_reach_reader(asker(req), who, &person));
  if (!id_is_none(mentor)) TRY(may_reach_reader(asker(req), mentor, &helper));
  if (id_eq(who, mentor)) return fail(E_BAD_DATA, "mentor: somebody else than the trainee");
  req->news_people[0] = who;
  req->news_people[1] = req->viewer.person;
  TRY(sql_list_reader_add(
      req->db, &(struct list_reader_add){.list = req->arg.id, .person = person, .given_ms = now}));
  return sql_programme_member_put(req->db,
                                  &(struct programme_member_put){.id = id_new(),
                                                                 .programme = req->arg.id,
                                                                 .cohort = cohort,
                                                                 .person = person,
                                                                 .mentor = opt_id_of(mentor),
                                                                 .joined_ms = now});
}

enum err serve_programme_member_end(struct request *req) {
  const struct programme_member_get_row *m = req->reach.trainee;
  req->audit_object = m->programme;
  TRY(sql_programme_reader_end(
      req->db, &(struct programme_reader_end){.list = m->programme, .person = m->person}));
  return sql_programme_member_end(
      req->db, &(struct programme_member_end){.ended_ms = clock_wall_ms(), .id = m->id});
}
