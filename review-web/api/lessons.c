// SPDX-License-Identifier: Apache-2.0
// A programme for whoever walks it: where she is, what she answered and guessed, what she did not
// understand. Hers: no route tells it to anybody but what she sends (docs/adr/0051).
#include "gen/sql/web_list.h"
#include "review-web/api/programmes.h"
#include "scoring/scoring.h"

enum { WEEK_DAYS = 7, MET_SHOWN_DAYS = 14, AGENDA_MOST = 300 };

// ---- as she sees it -----------------------------------------------------------------------------

struct hers { // all she has done in one programme
  struct programme_stops_row *stops;
  struct programme_answers_of_row *answers;
  struct programme_done_of_row *done;
  struct programme_guesses_of_row *guesses;
  struct programme_asks_of_row *asks;
  size_t n_stops, n_answers, n_done, n_guesses, n_asks;
};

static enum err read_hers(struct request *req, struct id programme, struct hers *h) {
  struct id me = req->viewer.person;
  TRY(sql_programme_stops(req->db, &req->arena, &(struct programme_stops){programme}, &h->stops,
                          &h->n_stops));
  struct programme_answers_of answers = {.person = me, .programme = programme};
  TRY(sql_programme_answers_of(req->db, &req->arena, &answers, &h->answers, &h->n_answers));
  struct programme_done_of done = {.person = me, .programme = programme};
  TRY(sql_programme_done_of(req->db, &req->arena, &done, &h->done, &h->n_done));
  struct programme_guesses_of guesses = {.person = me, .programme = programme};
  TRY(sql_programme_guesses_of(req->db, &req->arena, &guesses, &h->guesses, &h->n_guesses));
  struct programme_asks_of asks = {.person = me, .programme = programme};
  return sql_programme_asks_of(req->db, &req->arena, &asks, &h->asks, &h->n_asks);
}

static const struct told_lesson_answer *answer_to(struct request *req, const struct hers *h,
                                                  struct id stop) {
  for (size_t i = 0; i < h->n_answers; i++)
    if (id_eq(h->answers[i].stop, stop)) {
      struct told_lesson_answer *a = arena_new(&req->arena, struct told_lesson_answer);
      *a = (struct told_lesson_answer){h->answers[i].body, h->answers[i].written_ms,
                                       h->answers[i].sent_ms};
      return a;
    }
  return NULL;
}

static void add_hers(struct request *req, const struct hers *h, struct told_lesson_item *t) {
  t->stops = arena_array(&req->arena, h->n_stops + 1, struct told_lesson_stop);
  for (size_t i = 0; i < h->n_stops; i++)
    if (id_eq(h->stops[i].item, t->id))
      t->stops[t->n_stops++] =
          (struct told_lesson_stop){h->stops[i].id, h->stops[i].at_ms, h->stops[i].question,
                                    answer_to(req, h, h->stops[i].id)};
  for (size_t i = 0; i < h->n_done; i++)
    if (id_eq(h->done[i].item, t->id)) t->done_ms = some_int(h->done[i].done_ms);
  for (size_t i = 0; i < h->n_guesses; i++)
    if (id_eq(h->guesses[i].item, t->id)) {
      t->guess = h->guesses[i].answers;
      t->key = h->guesses[i].key;
    }
  for (size_t i = 0; i < h->n_asks; i++) t->asked += id_eq(h->asks[i].item, t->id) ? 1 : 0;
}

static struct opt_int due_of(const struct programme_items_row *r, int64_t starts_ms) {
  if (!r->due_day.set) return (struct opt_int){0};
  return some_int(starts_ms + ((r->week - 1) * WEEK_DAYS + r->due_day.v - 1) * DAY_MS);
}

static enum err tell_item(struct request *req, const struct programme_items_row *r,
                          const struct hers *h, int64_t starts_ms, struct told_lesson_item *t) {
  struct item_sound sound;
  TRY(item_sound(req, r, &sound));
  *t = (struct told_lesson_item){.id = r->id,
                                 .week = r->week,
                                 .kind = r->kind,
                                 .title = r->title,
                                 .why = r->why,
                                 .body = r->body,
                                 .source = sound.source,
                                 .from_ms = sound.from_ms,
                                 .to_ms = sound.to_ms,
                                 .interaction = sound.call,
                                 .due_ms = due_of(r, starts_ms),
                                 .form = r->form};
  add_hers(req, h, t);
  if (r->key) TRY(lesson_questions(&req->arena, r->key, &t->questions));
  if (t->done_ms.set) t->annotation = r->annotation;
  return OK;
}

static enum err add_form(struct request *req, struct id form, struct told_lesson *t) {
  struct rubric_version_get_row v;
  for (size_t i = 0; i < t->n_forms; i++)
    if (id_eq(t->forms[i].id, form)) return OK;
  TRY(may_see_form(asker(req), form, &v));
  t->forms[t->n_forms++] = (struct told_lesson_form){form, v.document};
  return OK;
}

static enum err read_items(struct request *req, struct told_lesson *t) {
  struct programme_items_row *r;
  struct hers h;
  TRY(read_hers(req, t->id, &h));
  TRY(sql_programme_items(req->db, &req->arena, &(struct programme_items){t->id}, &r, &t->n_items));
  t->items = arena_array(&req->arena, t->n_items + 1, struct told_lesson_item);
  t->forms = arena_array(&req->arena, t->n_items + 1, struct told_lesson_form);
  for (size_t i = 0; i < t->n_items; i++) {
    TRY(tell_item(req, &r[i], &h, t->starts_ms, &t->items[i]));
    if (r[i].form.set) TRY(add_form(req, r[i].form.v, t));
  }
  return OK;
}

static enum err read_mine(struct request *req, struct id programme,
                          struct programme_mine_row *out) {
  bool found;
  struct programme_mine ask = {.programme = programme, .person = req->viewer.person};
  TRY(sql_programme_mine(req->db, &req->arena, &ask, out, &found));
  return found ? OK : fail(E_NOT_FOUND, "there is no such programme");
}

enum err serve_programme_lesson(struct request *req) {
  const struct programme_get_row *p = req->reach.programme;
  struct programme_mine_row mine;
  TRY(read_mine(req, p->id, &mine));
  struct told_lesson t = {.id = p->id,
                          .title = p->title,
                          .why = p->why,
                          .owner = {p->owner, p->owner_name},
                          .cohort = mine.title,
                          .starts_ms = mine.starts_ms,
                          .item = mine.item,
                          .item_at_ms = mine.item_at_ms};
  if (mine.mentor.set) t.mentor = told_name(req, mine.mentor.v, mine.mentor_name);
  TRY(sql_programme_weeks(req->db, &req->arena, &(struct programme_weeks){p->id}, &t.weeks,
                          &t.n_weeks));
  TRY(read_items(req, &t));
  tell_lesson(&req->out, &t);
  return OK;
}

// ---- what she does ------------------------------------------------------------------------------

enum err serve_programme_place(struct request *req) {
  struct programme_item_get_row item;
  struct id at;
  int64_t at_ms = 0;
  bool found;
  TRY(REQUEST_JSON(req, {"item", BODY_ID, &at, .optional = false},
                   {"item_at_ms", BODY_INT, &at_ms, .max = DAY_MS}));
  TRY(sql_programme_item_get(req->db, &req->arena, &(struct programme_item_get){at}, &item,
                             &found));
  if (!found || !id_eq(item.programme, req->arg.id))
    return fail(E_BAD_DATA, "the item is not in this programme");
  return sql_programme_place(req->db, &(struct programme_place){.item = at,
                                                                .item_at_ms = at_ms,
                                                                .programme = req->arg.id,
                                                                .person = req->viewer.person});
}

static enum err guess_found(struct request *req, struct id item, bool *out) {
  struct programme_guess_get_row r;
  struct programme_guess_get ask = {.item = item, .person = req->viewer.person};
  return sql_programme_guess_get(req->db, &req->arena, &ask, &r, out);
}

// Whether its sound is there for her; what has none, or lost it, is done all the same.
static enum err has_ready_sound(struct request *req, bool *out) {
  const struct programme_item_get_row *item = req->reach.programme_item;
  struct list_item_get_row sound;
  struct hearing h;
  bool found = false;
  *out = false;
  if (item->sound.set)
    TRY(sql_list_item_get(req->db, &req->arena, &(struct list_item_get){item->sound.v}, &sound,
                          &found));
  if (!found || strcmp(sound.consent, "yes") != 0) return OK;
  TRY(may_see_hearable(asker(req), sound.interaction, &h));
  *out = h.n > 0;
  return OK;
}

// The annotation and the key come after one's own words, whoever asks for them.
enum err serve_programme_item_done(struct request *req) {
  const struct programme_item_get_row *item = req->reach.programme_item;
  struct programme_unanswered_row open;
  bool ready, guessed, found;
  TRY(has_ready_sound(req, &ready));
  struct programme_unanswered ask = {.item = item->id, .person = req->viewer.person};
  TRY(sql_programme_unanswered(req->db, &req->arena, &ask, &open, &found));
  if (ready && found && open.left) return fail(E_CONFLICT, "a question in it has no answer yet");
  TRY(guess_found(req, item->id, &guessed));
  if (ready && item->key && !guessed) return fail(E_CONFLICT, "it has not been scored yet");
  return sql_programme_done_add(req->db, &(struct programme_done_add){.item = item->id,
                                                                      .person = req->viewer.person,
                                                                      .done_ms = clock_wall_ms()});
}

enum err serve_programme_item_guess(struct request *req) {
  const struct programme_item_get_row *item = req->reach.programme_item;
  const char *answers = NULL;
  bool made;
  TRY(REQUEST_JSON(req, {"answers", BODY_RAW, &answers, .max = 8192}));
  if (!item->key || !item->form.set) return fail(E_BAD_DATA, "there is no key to this item");
  TRY(guess_found(req, item->id, &made));
  if (made) return fail(E_CONFLICT, "it was scored already: the key has been seen");
  TRY(lesson_guess_check(req->db, &req->arena, item->form.v, item->key, answers));
  return sql_programme_guess_add(req->db,
                                 &(struct programme_guess_add){.item = item->id,
                                                               .person = req->viewer.person,
                                                               .answers = answers,
                                                               .key = item->key,
                                                               .made_ms = clock_wall_ms()});
}

// Told to whoever made the programme.
static enum err send_answer(struct request *req, const struct programme_stop_get_row *stop) {
  struct programme_get_row p;
  struct id me = req->viewer.person;
  bool found;
  TRY(sql_programme_answer_send(
      req->db,
      &(struct programme_answer_send){.sent_ms = clock_wall_ms(), .stop = stop->id, .person = me}));
  TRY(sql_programme_get(req->db, &req->arena, &(struct programme_get){stop->programme}, &p,
                        &found));
  return event_tell(req->db, EV_PROGRAMME_SENT,
                    (struct happening){.actor = me, .object = stop->id, PEOPLE(p.owner, me)});
}

// The first answer is kept, before the sound goes on; it is sent then or later, or never.
enum err serve_programme_stop_answer(struct request *req) {
  struct programme_answer_get_row was;
  struct id stop = req->arg.id, me = req->viewer.person;
  const char *body = NULL;
  bool found, send = false;
  TRY(REQUEST_JSON(req, {"body", BODY_TEXT, &body, .max = 8000, .optional = true},
                   {"send", BODY_BOOL, &send, .optional = true}));
  struct programme_answer_get ask = {.stop = stop, .person = me};
  TRY(sql_programme_answer_get(req->db, &req->arena, &ask, &was, &found));
  if (found && body && strcmp(body, was.body) != 0)
    return fail(E_CONFLICT, "it was answered already, and what came after has been heard");
  if (!found && !body) return fail(E_BAD_DATA, "body: there is no answer yet");
  if (!found)
    TRY(sql_programme_answer_add(
        req->db, &(struct programme_answer_add){
                     .stop = stop, .person = me, .body = body, .written_ms = clock_wall_ms()}));
  return send ? send_answer(req, req->reach.stop) : OK;
}

static enum err tell_mentor(struct request *req, struct id programme, struct id asked) {
  struct programme_mine_row mine;
  TRY(read_mine(req, programme, &mine));
  if (!mine.mentor.set) return OK;
  return event_tell(req->db, EV_PROGRAMME_ASKED,
                    (struct happening){.actor = req->viewer.person,
                                       .object = asked,
                                       PEOPLE(mine.mentor.v, req->viewer.person)});
}

enum err serve_programme_item_ask(struct request *req) {
  const struct programme_item_get_row *item = req->reach.programme_item;
  struct programme_ask_add add = {.id = id_new(), .words = ""};
  int64_t at_ms = -1;
  TRY(REQUEST_JSON(req, {"words", BODY_ANY_TEXT, &add.words, .max = 4000, .optional = true},
                   {"at_ms", BODY_INT, &at_ms, .max = DAY_MS, .optional = true}));
  add.item = item->id;
  add.person = req->viewer.person;
  add.at_ms = at_ms < 0 ? (struct opt_int){0} : some_int(at_ms);
  add.asked_ms = clock_wall_ms();
  TRY(sql_programme_ask_add(req->db, &add));
  return tell_mentor(req, item->programme, add.id);
}

// ---- hers alone, and her mentor's agenda
// ----------------------------------------------------------

static void tell_line(struct request *req, const struct lesson_agreement *l,
                      struct told_agreement_row *t) {
  bool few = l->share.undefined != NULL;
  *t = (struct told_agreement_row){.form = l->form,
                                   .question = l->question,
                                   .title = l->title,
                                   .n = (int64_t)l->n,
                                   .same = (int64_t)l->same,
                                   .few = few,
                                   .n_points = l->n};
  if (!few) {
    t->lo = (struct opt_real){true, l->share.ci.lo};
    t->hi = (struct opt_real){true, l->share.ci.hi};
  }
  t->points = arena_array(&req->arena, l->n + 1, struct told_agreement_point);
  for (size_t i = 0; i < l->n; i++)
    t->points[i] = (struct told_agreement_point){l->points[i].at_ms, l->points[i].same};
}

enum err serve_me_agreement(struct request *req) {
  struct lesson_agreement *lines;
  size_t n;
  TRY(lesson_agreement(req->db, &req->arena, req->viewer.person, &lines, &n));
  struct told_agreement_row *t = arena_array(&req->arena, n + 1, struct told_agreement_row);
  for (size_t i = 0; i < n; i++) tell_line(req, &lines[i], &t[i]);
  ANSWER_ROWS(req, tell_agreement_row, t, n, NULL);
  return OK;
}

enum err serve_me_agenda(struct request *req) {
  struct told_agenda t = {0};
  struct id me = req->viewer.person;
  struct agenda_asks asks = {
      .mentor = me, .since_ms = clock_wall_ms() - MET_SHOWN_DAYS * DAY_MS, .limit = AGENDA_MOST};
  TRY(sql_agenda_asks(req->db, &req->arena, &asks, &t.asks, &t.n_asks));
  struct agenda_talks talks = {.mentor = me, .limit = AGENDA_MOST};
  TRY(sql_agenda_talks(req->db, &req->arena, &talks, &t.talks, &t.n_talks));
  tell_agenda(&req->out, &t);
  return OK;
}

enum err serve_programme_ask_met(struct request *req) {
  return sql_programme_ask_meet(
      req->db, &(struct programme_ask_meet){.met_ms = clock_wall_ms(), .id = req->arg.id});
}
