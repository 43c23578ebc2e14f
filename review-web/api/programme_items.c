// SPDX-License-Identifier: Apache-2.0
// What is in a programme: where it stands, its words, its sound, its think-stops, its key.
#include "review-web/api/calls.h"
#include "review-web/api/lists.h"
#include "review-web/api/programmes.h"
#include "scoring/scoring.h"

enum { ADDED_MOST = 200, STOPS_MOST = 20 };

static bool has_sound(const char *kind) {
  return !strcmp(kind, "clip") || !strcmp(kind, "call") || !strcmp(kind, "form");
}

// ---- its sound ----------------------------------------------------------------------------------

// A call whose sound is erased, or that is not to be heard by whoever asks, says so and no more.
static enum err sound_of(struct request *req, const struct programme_items_row *item,
                         const struct told_call_row *call, const char **out) {
  struct hearing h;
  bool listed;
  *out = "away";
  TRY(may_see_in_lists(asker(req), item->interaction.v, &listed));
  if (!listed) return OK;
  *out = "gone";
  if (!call->recording) return OK;
  *out = item->consent;
  if (strcmp(item->consent, "yes") != 0) return OK;
  TRY(may_see_hearable(asker(req), item->interaction.v, &h));
  *out = h.n ? "ready" : "away";
  return OK;
}

enum err item_sound(struct request *req, const struct programme_items_row *item,
                    struct item_sound *out) {
  *out = (struct item_sound){.source = has_sound(item->kind) ? "gone" : "none"};
  if (!item->interaction.set) return OK;
  struct told_call_row *call = arena_new(&req->arena, struct told_call_row);
  TRY(call_as_row(req, item->interaction.v, call));
  TRY(sound_of(req, item, call, &out->source));
  out->from_ms = item->from_ms.v;
  out->to_ms = item->to_ms.v;
  bool known =
      !strcmp(out->source, "ready") || id_eq(req->viewer.person, req->reach.programme->owner);
  if (known && strcmp(out->source, "away") != 0) out->call = call;
  return OK;
}

// ---- added --------------------------------------------------------------------------------------

struct adding {
  struct request *req;
  struct id programme;
  int64_t ord, weeks;
};

struct asked_item {
  int64_t week;
  const char *kind, *title, *body;
  struct id call;
  struct span_asked span;
};

static enum err item_check(const struct asked_item *i, int64_t weeks) {
  TRY(body_one_of("kind", i->kind, WORDS_ItemKind));
  if (i->week > weeks) return fail(E_BAD_DATA, "week: the programme has none of that number");
  if (has_sound(i->kind) == !id_is_none(i->call)) return OK;
  return fail(E_BAD_DATA,
              "interaction: a clip, a call and a form to try have one, the others none");
}

static enum err clip_check(const char *kind, const struct span_asked *span) {
  if (strcmp(kind, "clip") != 0 || span->from_ms || span->to_ms) return OK; // 0: to its end
  return fail(E_BAD_DATA, "to_ms: a clip ends where it is said to; one without an end is a call");
}

static bool is_address(const char *text) {
  return !strncmp(text, "https://", 8) || !strncmp(text, "http://", 7);
}

static enum err body_check(const char *kind, const char *body) {
  if (strcmp(kind, "link") != 0 || is_address(body)) return OK;
  return fail(E_BAD_DATA, "body: a link is an address that begins with https:// or http://");
}

static enum err add_one(void *self, struct sv element) {
  struct adding *a = self;
  struct asked_item i = {.body = "", .span.why = ""};
  struct id sound = {0};
  const struct body_field fields[] = {
      {"week", BODY_INT, &i.week, .min = 1, .max = 60},
      {"kind", BODY_TEXT, &i.kind, .max = 8},
      {"title", BODY_NAME, &i.title, .max = 200},
      {"why", BODY_ANY_TEXT, &i.span.why, .max = 4000, .optional = true},
      {"body", BODY_ANY_TEXT, &i.body, .max = 16000, .optional = true},
      {"interaction", BODY_ID, &i.call, .optional = true},
      {"from_ms", BODY_INT, &i.span.from_ms, .max = DAY_MS, .optional = true},
      {"to_ms", BODY_INT, &i.span.to_ms, .max = DAY_MS, .optional = true},
  };
  TRY(body_read(&a->req->arena, element, fields, countof(fields)));
  TRY(item_check(&i, a->weeks));
  TRY(body_check(i.kind, i.body));
  TRY(clip_check(i.kind, &i.span));
  if (has_sound(i.kind)) TRY(list_item_put(a->req, a->programme, a->ord, i.call, &i.span, &sound));
  return sql_programme_item_add(a->req->db,
                                &(struct programme_item_add){.id = id_new(),
                                                             .programme = a->programme,
                                                             .week = i.week,
                                                             .ord = a->ord++,
                                                             .kind = i.kind,
                                                             .title = i.title,
                                                             .why = i.span.why,
                                                             .body = i.body,
                                                             .sound = opt_id_of(sound)});
}

static enum err adding_begin(struct request *req, struct adding *a) {
  struct programme_items_row *r;
  struct programme_week_last_row last;
  size_t n;
  bool found;
  *a = (struct adding){.req = req, .programme = req->arg.id};
  TRY(sql_programme_items(req->db, &req->arena, &(struct programme_items){a->programme}, &r, &n));
  for (size_t i = 0; i < n; i++)
    if (r[i].ord >= a->ord) a->ord = r[i].ord + 1;
  if (n >= LIST_MOST) return fail(E_BAD_DATA, "a programme holds at most 1,000 items");
  TRY(sql_programme_week_last(req->db, &req->arena, &(struct programme_week_last){a->programme},
                              &last, &found));
  a->weeks = found ? last.week : 0;
  return OK;
}

enum err serve_programme_items_add(struct request *req) {
  struct adding a;
  req->audit_object = req->arg.id;
  TRY(adding_begin(req, &a));
  return body_each(&req->arena, buf_sv(&req->body), "items", ADDED_MOST, add_one, &a);
}

static enum err place_one(void *self, struct sv element) {
  struct adding *a = self;
  struct programme_item_place at = {.programme = a->programme, .ord = a->ord++};
  const struct body_field fields[] = {{"id", BODY_ID, &at.id, .max = 0},
                                      {"week", BODY_INT, &at.week, .min = 1, .max = 60}};
  TRY(body_read(&a->req->arena, element, fields, countof(fields)));
  if (at.week > a->weeks) return fail(E_BAD_DATA, "week: the programme has none of that number");
  TRY(sql_programme_item_place(a->req->db, &at));
  return db_changes(a->req->db) ? OK : fail(E_BAD_DATA, "an item is not in this programme");
}

enum err serve_programme_order(struct request *req) {
  struct adding a;
  req->audit_object = req->arg.id;
  TRY(adding_begin(req, &a));
  return body_each(&req->arena, buf_sv(&req->body), "items", LIST_MOST, place_one, &a);
}

// ---- changed ------------------------------------------------------------------------------------

struct stopping {
  struct request *req;
  const struct programme_item_get_row *item;
  struct programme_item_stops_row *was;
  size_t n;
  int64_t from_ms, to_ms;
};

static enum err stop_put(struct stopping *s, int64_t at_ms, const char *question) {
  for (size_t i = 0; i < s->n; i++)
    if (s->was[i].question && s->was[i].at_ms == at_ms && !strcmp(s->was[i].question, question)) {
      s->was[i].question = NULL; // it stays, with what was answered
      return OK;
    }
  return sql_programme_stop_add(
      s->req->db, &(struct programme_stop_add){
                      .id = id_new(), .item = s->item->id, .at_ms = at_ms, .question = question});
}

static enum err stop_one(void *self, struct sv element) {
  struct stopping *s = self;
  int64_t at = 0;
  const char *question = NULL;
  const struct body_field fields[] = {{"at_ms", BODY_INT, &at, .max = DAY_MS},
                                      {"question", BODY_TEXT, &question, .max = 2000}};
  TRY(body_read(&s->req->arena, element, fields, countof(fields)));
  if (at <= s->from_ms || (s->to_ms && at >= s->to_ms))
    return fail(E_BAD_DATA, "at_ms: the sound stops within what is heard");
  return stop_put(s, at, question);
}

// Another question is another stop: what was answered stays with what was asked.
static enum err put_stops(struct request *req, const struct span_asked *span, const char *stops) {
  const struct programme_item_get_row *item = req->reach.programme_item;
  struct stopping s = {.req = req, .item = item, .from_ms = span->from_ms, .to_ms = span->to_ms};
  TRY(sql_programme_item_stops(req->db, &req->arena, &(struct programme_item_stops){item->id},
                               &s.was, &s.n));
  if (!has_sound(item->kind) && strcmp(stops, "[]") != 0)
    return fail(E_BAD_DATA, "stops: the sound stops where there is some");
  const char *body = arena_printf(&req->arena, "{\"stops\":%s}", stops);
  TRY(body_each(&req->arena, sv_of(body), "stops", STOPS_MOST, stop_one, &s));
  for (size_t i = 0; i < s.n; i++)
    if (s.was[i].question)
      TRY(sql_programme_stop_remove(
          req->db,
          &(struct programme_stop_remove){.removed_ms = clock_wall_ms(), .id = s.was[i].id}));
  return OK;
}

static enum err respan(struct request *req, const struct span_asked *span) {
  struct list_item_get_row sound;
  bool found = false;
  struct opt_id at = req->reach.programme_item->sound;
  if (at.set)
    TRY(sql_list_item_get(req->db, &req->arena, &(struct list_item_get){at.v}, &sound, &found));
  return found ? list_item_respan(req, &sound, span) : OK;
}

enum err serve_programme_item_change(struct request *req) {
  const struct programme_item_get_row *item = req->reach.programme_item;
  struct programme_item_change c = {.id = item->id, .annotation = ""};
  struct span_asked span = {.why = ""};
  struct id form = {0};
  int64_t due = 0;
  const char *stops = "[]";
  req->audit_object = item->programme;
  TRY(REQUEST_JSON(req, {"title", BODY_NAME, &c.title, .max = 200},
                   {"why", BODY_ANY_TEXT, &span.why, .max = 4000},
                   {"body", BODY_ANY_TEXT, &c.body, .max = 16000},
                   {"from_ms", BODY_INT, &span.from_ms, .max = DAY_MS, .optional = true},
                   {"to_ms", BODY_INT, &span.to_ms, .max = DAY_MS, .optional = true},
                   {"annotation", BODY_ANY_TEXT, &c.annotation, .max = 16000, .optional = true},
                   {"due_day", BODY_INT, &due, .max = 7, .optional = true},
                   {"form", BODY_ID, &form, .optional = true},
                   {"key", BODY_RAW, &c.key, .max = 8192, .optional = true},
                   {"stops", BODY_RAW, &stops, .max = 65536, .optional = true}));
  TRY(body_check(item->kind, c.body));
  TRY(clip_check(item->kind, &span));
  bool keyed = !id_is_none(form);
  if (keyed && strcmp(item->kind, "form") != 0)
    return fail(E_BAD_DATA, "form: only a form to try has one");
  if (keyed) TRY(lesson_key_check(req->db, &req->arena, form, c.key ? c.key : "{}"));
  c.why = span.why;
  c.due_day = due ? some_int(due) : (struct opt_int){0};
  c.form = opt_id_of(form);
  if (!keyed) c.key = NULL;
  TRY(respan(req, &span));
  TRY(put_stops(req, &span, stops));
  return sql_programme_item_change(req->db, &c);
}

// What trainees answered there stays theirs; its sound is heard no more.
enum err serve_programme_item_remove(struct request *req) {
  const struct programme_item_get_row *item = req->reach.programme_item;
  req->audit_object = item->programme;
  TRY(sql_programme_item_remove(
      req->db, &(struct programme_item_remove){.removed_ms = clock_wall_ms(), .id = item->id}));
  return item->sound.set ? list_item_take_away(req, item->sound.v) : OK;
}
