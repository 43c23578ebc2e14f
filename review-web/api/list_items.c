// SPDX-License-Identifier: Apache-2.0
// What is on a listening list, and the agent's word about it: a call is played from a list only
// after its agent's yes, which she may take back at any time.
#include "gen/sql/web_call.h"
#include "gen/told/list.h"
#include "review-web/api/calls.h"
#include "review-web/api/lists.h"

enum { ITEMS_MOST = 200 };

struct adding {
  struct request *req;
  struct id list;
  int64_t ord;
};

static enum err next_ord(struct request *req, struct id list, int64_t *out) {
  struct list_items_row *r;
  size_t n;
  TRY(sql_list_items(req->db, &req->arena, &(struct list_items){list}, &r, &n));
  if (n + 1 > LIST_MOST) return fail(E_BAD_DATA, "a list holds at most 1,000 calls");
  *out = n ? r[n - 1].ord + 1 : 0;
  return OK;
}

enum err list_items_settle(struct request *req, struct id call) {
  return sql_list_item_settle(
      req->db, &(struct list_item_settle){.decided_ms = clock_wall_ms(), .interaction = call});
}

static enum err say(struct request *req, struct id item, const char *consent) {
  return sql_item_consent_set(req->db, &(struct item_consent_set){.item = item,
                                                                  .agent = req->viewer.person,
                                                                  .consent = consent,
                                                                  .decided_ms = clock_wall_ms()});
}

static enum err is_refused(struct request *req, struct id call, bool *out) {
  struct call_refused_row row;
  return sql_call_refused(req->db, &req->arena, &(struct call_refused){call}, &row, out);
}

// Told to those who would else go on playing it.
static enum err tell_ended(struct request *req, const struct consents_of_call_row *item,
                           struct id call) {
  struct list_readers_row *reader;
  size_t n;
  TRY(sql_list_readers(req->db, &req->arena, &(struct list_readers){item->list}, &reader, &n));
  struct id *people = arena_array(&req->arena, n + 2, struct id);
  people[0] = item->owner;
  people[1] = req->viewer.person;
  for (size_t i = 0; i < n; i++) people[i + 2] = reader[i].person;
  return event_tell(req->db, EV_CONSENT_ENDED,
                    (struct happening){.actor = req->viewer.person,
                                       .object = item->id,
                                       .interaction = call,
                                       .people = people,
                                       .people_n = n + 2});
}

enum err list_items_refuse(struct request *req, struct id call) {
  struct consents_of_call_row *r;
  size_t n;
  struct id me = req->viewer.person;
  TRY(sql_consents_of_call(req->db, &req->arena,
                           &(struct consents_of_call){.interaction = call, .agent = me}, &r, &n));
  for (size_t i = 0; i < n; i++) TRY(tell_ended(req, &r[i], call));
  TRY(sql_consents_of_call_end(req->db,
                               &(struct consents_of_call_end){.agent = me, .interaction = call}));
  return list_items_settle(req, call);
}

// Each agent whose part the item's span touches is asked, on her own event stream and her home
// page; who puts her own part on a list has said yes to that.
static enum err ask_agents(struct request *req, struct id item, struct id call) {
  struct item_agents_row *r;
  size_t n;
  bool refused;
  TRY(is_refused(req, call, &refused));
  if (refused) return list_items_settle(req, call); // she has answered for the whole call
  TRY(sql_item_agents(req->db, &req->arena, &(struct item_agents){item}, &r, &n));
  for (size_t i = 0; i < n; i++)
    if (id_eq(r[i].agent.v, req->viewer.person))
      TRY(say(req, item, "yes"));
    else
      TRY(event_tell(req->db, EV_CONSENT_ASKED,
                     (struct happening){.actor = req->viewer.person,
                                        .object = item,
                                        .interaction = call,
                                        PEOPLE(r[i].agent.v)}));
  return list_items_settle(req, call);
}

static enum err span_check(const struct span_asked *span) {
  if (!span->to_ms || span->to_ms >= span->from_ms) return OK;
  return fail(E_BAD_DATA, "a span ends after it begins");
}

enum err list_item_put(struct request *req, struct id list, int64_t ord, struct id call,
                       const struct span_asked *span, struct id *out_id) {
  const struct reached *reached;
  struct id id = id_new();
  TRY(may_reach_call(asker(req), call, &reached));
  TRY(span_check(span));
  TRY(sql_list_item_add(req->db, &(struct list_item_add){.id = id,
                                                         .list = list,
                                                         .ord = ord,
                                                         .interaction = reached,
                                                         .from_ms = span->from_ms,
                                                         .to_ms = span->to_ms,
                                                         .why = span->why,
                                                         .consent = "asked",
                                                         .asked_ms = clock_wall_ms()}));
  TRY(ask_agents(req, id, call));
  *out_id = id;
  return OK;
}

static enum err add_one(void *self, struct sv element) {
  struct adding *a = self;
  struct id call, id;
  struct span_asked span = {.why = ""};
  const struct body_field fields[] = {
      {"interaction", BODY_ID, &call, .max = 0},
      {"from_ms", BODY_INT, &span.from_ms, .max = DAY_MS, .optional = true},
      {"to_ms", BODY_INT, &span.to_ms, .max = DAY_MS, .optional = true},
      {"why", BODY_ANY_TEXT, &span.why, .max = 4000, .optional = true},
  };
  TRY(body_read(&a->req->arena, element, fields, countof(fields)));
  return list_item_put(a->req, a->list, a->ord++, call, &span, &id);
}

enum err serve_list_items_add(struct request *req) {
  struct adding a = {.req = req, .list = req->arg.id};
  TRY(next_ord(req, a.list, &a.ord));
  req->audit_object = a.list;
  return body_each(&req->arena, buf_sv(&req->body), "items", ITEMS_MOST, add_one, &a);
}

// Who said yes to a span said yes to less of it, but not to more.
static bool inside(int64_t from, int64_t to, const struct list_item_get_row *was) {
  return from >= was->from_ms && (!was->to_ms || (to && to <= was->to_ms));
}

enum err list_item_respan(struct request *req, const struct list_item_get_row *item,
                          const struct span_asked *span) {
  TRY(span_check(span));
  TRY(sql_list_item_change(req->db, &(struct list_item_change){.why = span->why,
                                                               .from_ms = span->from_ms,
                                                               .to_ms = span->to_ms,
                                                               .id = item->id}));
  if (inside(span->from_ms, span->to_ms, item)) return list_items_settle(req, item->interaction);
  TRY(sql_item_consent_clear(req->db, &(struct item_consent_clear){item->id}));
  return ask_agents(req, item->id, item->interaction);
}

enum err serve_list_item_change(struct request *req) {
  struct span_asked span = {.why = ""};
  req->audit_object = req->arg.id;
  TRY(REQUEST_JSON(req, {"why", BODY_ANY_TEXT, &span.why, .max = 4000},
                   {"from_ms", BODY_INT, &span.from_ms, .max = DAY_MS},
                   {"to_ms", BODY_INT, &span.to_ms, .max = DAY_MS}));
  return list_item_respan(req, req->reach.item, &span);
}

enum err list_item_take_away(struct request *req, struct id item) {
  TRY(sql_list_reader_forget(req->db, &(struct list_reader_forget){item}));
  TRY(sql_item_consent_clear(req->db, &(struct item_consent_clear){item}));
  return sql_list_item_delete(req->db, &(struct list_item_delete){item});
}

enum err serve_list_item_delete(struct request *req) {
  req->audit_object = req->arg.id;
  return list_item_take_away(req, req->arg.id);
}

enum err serve_list_item_consent(struct request *req) {
  const struct list_item_get_row *item = req->reach.item;
  const char *consent = NULL;
  bool refused;
  TRY(REQUEST_JSON(req, {"consent", BODY_TEXT, &consent, .max = 3}));
  TRY(body_one_of("consent", consent, "yes|no"));
  TRY(is_refused(req, item->interaction, &refused));
  if (refused && !strcmp(consent, "yes"))
    return fail(E_CONFLICT, "this call is not to be used: its agent has said no to all of it");
  req->audit_object = item->id;
  req->news_interaction = item->interaction;
  req->news_people[0] = item->owner;
  req->news_people[1] = req->viewer.person;
  TRY(say(req, item->id, consent));
  return list_items_settle(req, item->interaction);
}

enum err serve_me_consents(struct request *req) {
  struct consents_asked_row *r;
  size_t n;
  TRY(sql_consents_asked(req->db, &req->arena, &(struct consents_asked){req->viewer.person}, &r,
                         &n));
  struct told_consent_asked *told = arena_array(&req->arena, n + 1, struct told_consent_asked);
  for (size_t i = 0; i < n; i++) {
    told[i].consents_asked = &r[i];
    told[i].list = (struct told_consent_list){
        r[i].list, r[i].title, r[i].list_why, {r[i].owner, r[i].owner_name}};
    TRY(call_as_row(req, r[i].interaction, &told[i].interaction));
  }
  ANSWER_ROWS(req, tell_consent_asked, told, n, NULL);
  return OK;
}
