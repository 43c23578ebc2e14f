// SPDX-License-Identifier: Apache-2.0
// What is on a listening list, and the agent's word about it: a call is played from a list only
// after its agent's yes, which she may take back at any time.
#include "review-web/api/calls.h"
#include "review-web/api/common.h"

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
  if (n + 1 > 1000) return fail(E_BAD_DATA, "a list holds at most 1,000 calls");
  *out = n ? r[n - 1].ord + 1 : 0;
  return OK;
}

static enum err settle(struct request *req, struct id call) {
  return sql_list_item_settle(
      req->db, &(struct list_item_settle){.decided_ms = clock_wall_ms(), .interaction = call});
}

static enum err say(struct request *req, struct id item, const char *consent) {
  return sql_item_consent_set(req->db, &(struct item_consent_set){.item = item,
                                                                  .agent = req->viewer.person,
                                                                  .consent = consent,
                                                                  .decided_ms = clock_wall_ms()});
}

// Each agent whose part the item's span touches is asked, on her own event stream and her home
// page; who puts her own part on a list has said yes to that.
static enum err ask_agents(struct request *req, struct id item, struct id call) {
  struct item_agents_row *r;
  size_t n;
  TRY(sql_item_agents(req->db, &req->arena, &(struct item_agents){item}, &r, &n));
  for (size_t i = 0; i < n; i++)
    if (id_eq(r[i].agent.v, req->viewer.person))
      TRY(say(req, item, "yes"));
    else
      TRY(news_tell(req->db, (struct news){"consent.asked", item, call, r[i].agent.v}));
  return settle(req, call);
}

static enum err add_one(void *self, struct sv element) {
  struct adding *a = self;
  struct standing s;
  struct id call, id = id_new();
  int64_t from = 0, to = 0, now = clock_wall_ms();
  const char *why = "";
  const struct body_field fields[] = {
      {"interaction", BODY_ID, &call, .max = 0},
      {"from_ms", BODY_INT, &from, .max = DAY_MS, .optional = true},
      {"to_ms", BODY_INT, &to, .max = DAY_MS, .optional = true},
      {"why", BODY_ANY_TEXT, &why, .max = 4000, .optional = true},
  };
  TRY(body_read(&a->req->arena, element, fields, countof(fields)));
  TRY(policy_call(a->req, call, R_LISTS, &s));
  if (to && to < from) return fail(E_BAD_DATA, "a span ends after it begins");
  TRY(sql_list_item_add(a->req->db, &(struct list_item_add){.id = id,
                                                            .list = a->list,
                                                            .ord = a->ord++,
                                                            .interaction = call,
                                                            .from_ms = from,
                                                            .to_ms = to,
                                                            .why = why,
                                                            .consent = "asked",
                                                            .asked_ms = now}));
  return ask_agents(a->req, id, call);
}

enum err list_items_add(struct request *req) {
  struct list_get_row l;
  bool found;
  TRY(sql_list_get(req->db, &req->arena, &(struct list_get){req->arg.id}, &l, &found));
  if (!found || !id_eq(l.owner, req->viewer.person))
    return fail(E_NOT_FOUND, "there is no such list");
  struct adding a = {.req = req, .list = l.id};
  TRY(request_is_json(req));
  TRY(next_ord(req, l.id, &a.ord));
  req->audit_object = l.id;
  return body_each(&req->arena, buf_sv(&req->body), "items", ITEMS_MOST, add_one, &a);
}

static enum err own_item(struct request *req, struct list_item_get_row *out) {
  bool found;
  TRY(sql_list_item_get(req->db, &req->arena, &(struct list_item_get){req->arg.id}, out, &found));
  if (!found || !id_eq(out->owner, req->viewer.person))
    return fail(E_NOT_FOUND, "there is no such item");
  req->audit_object = out->id;
  return OK;
}

// Who said yes to a span said yes to less of it, but not to more.
static bool inside(int64_t from, int64_t to, const struct list_item_get_row *was) {
  return from >= was->from_ms && (!was->to_ms || (to && to <= was->to_ms));
}

enum err list_item_change(struct request *req) {
  struct list_item_get_row item;
  int64_t from = 0, to = 0;
  const char *why = "";
  TRY(own_item(req, &item));
  TRY(REQUEST_JSON(req, {"why", BODY_ANY_TEXT, &why, .max = 4000},
                   {"from_ms", BODY_INT, &from, .max = DAY_MS},
                   {"to_ms", BODY_INT, &to, .max = DAY_MS}));
  if (to && to < from) return fail(E_BAD_DATA, "a span ends after it begins");
  TRY(sql_list_item_change(req->db, &(struct list_item_change){
                                        .why = why, .from_ms = from, .to_ms = to, .id = item.id}));
  if (inside(from, to, &item)) return settle(req, item.interaction);
  TRY(sql_item_consent_clear(req->db, &(struct item_consent_clear){item.id}));
  return ask_agents(req, item.id, item.interaction);
}

enum err list_item_delete(struct request *req) {
  struct list_item_get_row item;
  TRY(own_item(req, &item));
  TRY(sql_list_reader_forget(req->db, &(struct list_reader_forget){item.id}));
  TRY(sql_item_consent_clear(req->db, &(struct item_consent_clear){item.id}));
  return sql_list_item_delete(req->db, &(struct list_item_delete){item.id});
}

static enum err is_asked(struct request *req, struct id item, bool *out) {
  struct item_agents_row *r;
  size_t n;
  TRY(sql_item_agents(req->db, &req->arena, &(struct item_agents){item}, &r, &n));
  *out = false;
  for (size_t i = 0; i < n; i++) *out = *out || id_eq(r[i].agent.v, req->viewer.person);
  return OK;
}

// Only whose part of the call it is may say; to anybody else there is no such question.
enum err list_item_consent(struct request *req) {
  struct list_item_get_row item;
  const char *consent = NULL;
  bool found, asked = false;
  TRY(sql_list_item_get(req->db, &req->arena, &(struct list_item_get){req->arg.id}, &item, &found));
  if (found) TRY(is_asked(req, item.id, &asked));
  if (!asked) return fail(E_NOT_FOUND, "there is no such item");
  TRY(REQUEST_JSON(req, {"consent", BODY_TEXT, &consent, .max = 3}));
  TRY(body_one_of("consent", consent, "yes|no"));
  req->audit_object = item.id;
  req->news_interaction = item.interaction;
  req->news_person = item.owner;
  TRY(say(req, item.id, consent));
  return settle(req, item.interaction);
}

enum err me_consents(struct request *req) {
  struct consents_asked_row *r;
  size_t n;
  struct buf *b = &req->out;
  TRY(sql_consents_asked(req->db, &req->arena, &(struct consents_asked){req->viewer.person}, &r,
                         &n));
  rows_begin(req);
  for (size_t i = 0; i < n; i++) {
    out_open(b, NULL, '{');
    out_id(b, "id", r[i].id);
    out_open(b, "list", '{');
    out_id(b, "id", r[i].list);
    out_text(b, "title", r[i].title);
    out_text(b, "why", r[i].list_why);
    out_named(b, "owner", some_id(r[i].owner), r[i].owner_name);
    out_close(b, '}');
    jsonw_key(b, "interaction");
    TRY(out_call(req, r[i].interaction));
    out_int(b, "from_ms", r[i].from_ms);
    out_int(b, "to_ms", r[i].to_ms);
    out_text(b, "why", r[i].why);
    out_int(b, "asked_ms", r[i].asked_ms);
    out_close(b, '}');
  }
  rows_end(req, NULL);
  return OK;
}
