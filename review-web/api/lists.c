// SPDX-License-Identifier: Apache-2.0
// Listening lists: made by a coach or trainer, given to people. Who it was given to sees the list
// and the calls whose agent said yes, and nothing else of those calls.
#include "review-web/api/calls.h"
#include "review-web/api/common.h"

enum { LISTS_MOST = 500 };

// ---- whose list -------------------------------------------------------------------------------

static enum err get(struct request *req, struct id list, struct list_get_row *out) {
  bool found;
  TRY(sql_list_get(req->db, &req->arena, &(struct list_get){list}, out, &found));
  return found ? OK : fail(E_NOT_FOUND, "there is no such list");
}

static enum err own_list(struct request *req, struct list_get_row *out) {
  TRY(get(req, req->arg.id, out));
  req->audit_object = out->id;
  return id_eq(out->owner, req->viewer.person) ? OK : fail(E_NOT_FOUND, "there is no such list");
}

static void out_head(struct buf *b, struct id id, const char *title, const char *why,
                     struct id owner, const char *owner_name, int64_t created_ms) {
  out_id(b, "id", id);
  out_text(b, "title", title);
  out_text(b, "why", why);
  out_named(b, "owner", some_id(owner), owner_name);
  out_int(b, "created_ms", created_ms);
}

// ---- all of them ------------------------------------------------------------------------------

static enum err out_owned(struct request *req) {
  struct list_owned_row *r;
  size_t n;
  struct buf *b = &req->out;
  TRY(sql_list_owned(req->db, &req->arena,
                     &(struct list_owned){.owner = req->viewer.person, .limit = LISTS_MOST}, &r,
                     &n));
  for (size_t i = 0; i < n; i++) {
    out_open(b, NULL, '{');
    out_head(b, r[i].id, r[i].title, r[i].why, r[i].owner, r[i].owner_name, r[i].created_ms);
    out_int(b, "items", r[i].items);
    out_int(b, "readers", r[i].readers);
    out_raw(b, "mine", NULL);
    out_close(b, '}');
  }
  return OK;
}

static void out_mine(struct buf *b, const struct list_given_row *r) {
  out_open(b, "mine", '{');
  out_opt_id(b, "item", r->item);
  out_int(b, "item_at_ms", r->item_at_ms);
  out_opt_int(b, "finished_ms", r->finished_ms);
  out_int(b, "given_ms", r->given_ms);
  out_close(b, '}');
}

static enum err out_given(struct request *req) {
  struct list_given_row *r;
  size_t n;
  struct buf *b = &req->out;
  TRY(sql_list_given(req->db, &req->arena,
                     &(struct list_given){.person = req->viewer.person, .limit = LISTS_MOST}, &r,
                     &n));
  for (size_t i = 0; i < n; i++) {
    if (id_eq(r[i].owner, req->viewer.person)) continue; // given to oneself: told once, as owner
    out_open(b, NULL, '{');
    out_head(b, r[i].id, r[i].title, r[i].why, r[i].owner, r[i].owner_name, r[i].created_ms);
    out_int(b, "items", r[i].items);
    out_int(b, "readers", r[i].readers);
    out_mine(b, &r[i]);
    out_close(b, '}');
  }
  return OK;
}

enum err lists_all(struct request *req) {
  rows_begin(req);
  TRY(out_owned(req));
  TRY(out_given(req));
  rows_end(req, NULL);
  return OK;
}

// ---- one of them ------------------------------------------------------------------------------

static enum err out_items(struct request *req, struct id list, bool all) {
  struct list_items_row *r;
  size_t n;
  struct buf *b = &req->out;
  TRY(sql_list_items(req->db, &req->arena, &(struct list_items){list}, &r, &n));
  out_open(b, "items", '[');
  for (size_t i = 0; i < n; i++) {
    if (!all && strcmp(r[i].consent, "yes") != 0) continue;
    out_open(b, NULL, '{');
    out_id(b, "id", r[i].id);
    out_int(b, "ord", r[i].ord);
    jsonw_key(b, "interaction");
    TRY(out_call(req, r[i].interaction));
    out_int(b, "from_ms", r[i].from_ms);
    out_int(b, "to_ms", r[i].to_ms);
    out_text(b, "why", r[i].why);
    out_text(b, "consent", r[i].consent);
    out_close(b, '}');
  }
  out_close(b, ']');
  return OK;
}

// The owner sees how far each reader is; a reader sees herself.
static enum err out_readers(struct request *req, struct id list, bool all) {
  struct list_readers_row *r;
  size_t n;
  struct buf *b = &req->out;
  TRY(sql_list_readers(req->db, &req->arena, &(struct list_readers){list}, &r, &n));
  out_open(b, "readers", '[');
  for (size_t i = 0; i < n; i++) {
    if (!all && !id_eq(r[i].person, req->viewer.person)) continue;
    out_open(b, NULL, '{');
    out_named(b, "person", some_id(r[i].person), r[i].person_name);
    out_int(b, "given_ms", r[i].given_ms);
    out_opt_id(b, "item", r[i].item);
    out_int(b, "item_at_ms", r[i].item_at_ms);
    out_opt_int(b, "finished_ms", r[i].finished_ms);
    out_close(b, '}');
  }
  out_close(b, ']');
  return OK;
}

enum err list_get(struct request *req) {
  struct list_get_row l;
  struct list_reader_get_row mine;
  bool given;
  TRY(get(req, req->arg.id, &l));
  bool own = id_eq(l.owner, req->viewer.person);
  TRY(sql_list_reader_get(req->db, &req->arena,
                          &(struct list_reader_get){.list = l.id, .person = req->viewer.person},
                          &mine, &given));
  if (!own && !given) return fail(E_NOT_FOUND, "there is no such list");
  buf_add_char(&req->out, '{');
  out_head(&req->out, l.id, l.title, l.why, l.owner, l.owner_name, l.created_ms);
  TRY(out_items(req, l.id, own));
  TRY(out_readers(req, l.id, own));
  buf_add_char(&req->out, '}');
  return OK;
}

enum err list_add(struct request *req) {
  struct id id = id_new();
  const char *title = NULL, *why = "";
  TRY(REQUEST_JSON(req, {"title", BODY_TEXT, &title, .max = 200},
                   {"why", BODY_ANY_TEXT, &why, .max = 4000, .optional = true}));
  TRY(sql_list_add(req->db, &(struct list_add){.id = id,
                                               .owner = req->viewer.person,
                                               .title = title,
                                               .why = why,
                                               .created_ms = clock_wall_ms()}));
  req->audit_object = id;
  answer_id(req, id);
  return OK;
}

enum err list_change(struct request *req) {
  struct list_get_row l;
  TRY(own_list(req, &l));
  TRY(REQUEST_JSON(req, {"title", BODY_TEXT, &l.title, .max = 200, .optional = true},
                   {"why", BODY_ANY_TEXT, &l.why, .max = 4000, .optional = true}));
  return sql_list_change(req->db,
                         &(struct list_change){.title = l.title, .why = l.why, .id = l.id});
}

enum err list_retire(struct request *req) {
  struct list_get_row l;
  TRY(own_list(req, &l));
  return sql_list_retire(req->db, &(struct list_retire){.retired_ms = clock_wall_ms(), .id = l.id});
}

enum err list_order(struct request *req) {
  struct list_get_row l;
  struct body_ids items = {0};
  TRY(own_list(req, &l));
  TRY(REQUEST_JSON(req, {"items", BODY_IDS, &items, .max = 1000}));
  for (size_t i = 0; i < items.n; i++) {
    TRY(sql_list_item_order(
        req->db, &(struct list_item_order){.ord = (int64_t)i, .id = items.v[i], .list = l.id}));
    if (!db_changes(req->db)) return fail(E_BAD_DATA, "an item is not on this list");
  }
  return OK;
}

enum err list_give(struct request *req) {
  struct list_get_row l;
  struct id person;
  struct person_get_row p;
  bool found;
  TRY(own_list(req, &l));
  TRY(REQUEST_JSON(req, {"person", BODY_ID, &person, .optional = false}));
  TRY(sql_person_get(req->db, &req->arena, &(struct person_get){person}, &p, &found));
  if (!found || !strcmp(p.state, "left")) return fail(E_BAD_DATA, "there is no such person");
  req->news_person = person;
  return sql_list_reader_add(
      req->db,
      &(struct list_reader_add){.list = l.id, .person = person, .given_ms = clock_wall_ms()});
}

enum err list_progress(struct request *req) {
  struct list_reader_get_row mine;
  struct list_item_get_row item;
  struct id at = {0};
  int64_t at_ms = 0;
  bool given, found, finished = false;
  TRY(sql_list_reader_get(
      req->db, &req->arena,
      &(struct list_reader_get){.list = req->arg.id, .person = req->viewer.person}, &mine, &given));
  if (!given) return fail(E_NOT_FOUND, "there is no such list");
  TRY(REQUEST_JSON(req, {"item", BODY_ID, &at, .optional = false},
                   {"item_at_ms", BODY_INT, &at_ms, .max = DAY_MS},
                   {"finished", BODY_BOOL, &finished, .optional = true}));
  TRY(sql_list_item_get(req->db, &req->arena, &(struct list_item_get){at}, &item, &found));
  if (!found || !id_eq(item.list, req->arg.id))
    return fail(E_BAD_DATA, "the item is not on this list");
  int64_t now = clock_wall_ms();
  struct opt_int done = finished ? some_int(now) : mine.finished_ms;
  return sql_list_progress(req->db, &(struct list_progress){.item = some_id(at),
                                                            .item_at_ms = at_ms,
                                                            .updated_ms = now,
                                                            .finished_ms = done,
                                                            .list = req->arg.id,
                                                            .person = req->viewer.person});
}
