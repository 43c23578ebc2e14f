// SPDX-License-Identifier: Apache-2.0
// Listening lists: made by a coach or trainer, given to people. Who it was given to sees the list
// and the calls whose agent said yes, and nothing else of those calls.
#include "gen/sql/web_list.h"
#include "gen/told/list.h"
#include "review-web/api/calls.h"
#include "review-web/api/common.h"

enum { LISTS_MOST = 500 };

// ---- all of them ------------------------------------------------------------------------------

static struct told_list_row owned_row(const struct list_owned_row *r) {
  return (struct told_list_row){.id = r->id,
                                .title = r->title,
                                .why = r->why,
                                .owner = {r->owner, r->owner_name},
                                .created_ms = r->created_ms,
                                .items = r->items,
                                .readers = r->readers};
}

static struct told_list_row given_row(const struct list_given_row *r,
                                      const struct told_list_mine *mine) {
  return (struct told_list_row){.id = r->id,
                                .title = r->title,
                                .why = r->why,
                                .owner = {r->owner, r->owner_name},
                                .created_ms = r->created_ms,
                                .items = r->items,
                                .readers = r->readers,
                                .mine = mine};
}

enum err serve_lists_all(struct request *req) {
  struct id me = req->viewer.person;
  struct list_owned_row *own;
  struct list_given_row *given;
  size_t owned, n, all = 0;
  TRY(sql_list_owned(req->db, &req->arena, &(struct list_owned){.owner = me, .limit = LISTS_MOST},
                     &own, &owned));
  TRY(sql_list_given(req->db, &req->arena, &(struct list_given){.person = me, .limit = LISTS_MOST},
                     &given, &n));
  struct told_list_row *rows = arena_array(&req->arena, owned + n + 1, struct told_list_row);
  struct told_list_mine *mine = arena_array(&req->arena, n + 1, struct told_list_mine);
  for (size_t i = 0; i < owned; i++) rows[all++] = owned_row(&own[i]);
  for (size_t i = 0; i < n; i++) {
    if (id_eq(given[i].owner, me)) continue; // given to oneself: told once, as owner
    mine[i] = (struct told_list_mine){given[i].item, given[i].item_at_ms, given[i].finished_ms,
                                      given[i].given_ms};
    rows[all++] = given_row(&given[i], &mine[i]);
  }
  ANSWER_ROWS(req, tell_list_row, rows, all, NULL);
  return OK;
}

// ---- one of them ------------------------------------------------------------------------------

static enum err read_items(struct request *req, struct told_list *t, bool all) {
  struct list_items_row *r;
  size_t n;
  TRY(sql_list_items(req->db, &req->arena, &(struct list_items){t->list_get->id}, &r, &n));
  t->items = arena_array(&req->arena, n + 1, struct told_list_item);
  for (size_t i = 0; i < n; i++) {
    bool listed;
    TRY(may_see_in_lists(asker(req), r[i].interaction, &listed));
    if (!listed || (!all && strcmp(r[i].consent, "yes") != 0)) continue;
    struct told_list_item *item = &t->items[t->n_items++];
    item->list_items = &r[i];
    TRY(call_as_row(req, r[i].interaction, &item->interaction));
  }
  return OK;
}

// The owner sees how far each reader is; a reader sees herself.
static enum err read_readers(struct request *req, struct told_list *t, bool all) {
  struct list_readers_row *r;
  size_t n;
  TRY(sql_list_readers(req->db, &req->arena, &(struct list_readers){t->list_get->id}, &r, &n));
  t->readers = r;
  for (size_t i = 0; i < n; i++)
    if (all || id_eq(r[i].person, req->viewer.person)) t->readers[t->n_readers++] = r[i];
  return OK;
}

enum err serve_list_get(struct request *req) {
  struct told_list t = {.list_get = req->reach.list};
  bool own = id_eq(t.list_get->owner, req->viewer.person);
  TRY(read_items(req, &t, own));
  TRY(read_readers(req, &t, own));
  tell_list(&req->out, &t);
  return OK;
}

enum err serve_list_add(struct request *req) {
  struct id id = id_new();
  const char *title = NULL, *why = "";
  TRY(REQUEST_JSON(req, {"title", BODY_NAME, &title, .max = 200},
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

enum err serve_list_change(struct request *req) {
  struct list_get_row l = *req->reach.list;
  req->audit_object = l.id;
  TRY(REQUEST_JSON(req, {"title", BODY_NAME, &l.title, .max = 200, .optional = true},
                   {"why", BODY_ANY_TEXT, &l.why, .max = 4000, .optional = true}));
  return sql_list_change(req->db,
                         &(struct list_change){.title = l.title, .why = l.why, .id = l.id});
}

enum err serve_list_retire(struct request *req) {
  req->audit_object = req->arg.id;
  return sql_list_retire(req->db,
                         &(struct list_retire){.retired_ms = clock_wall_ms(), .id = req->arg.id});
}

enum err serve_list_order(struct request *req) {
  struct body_ids items = {0};
  req->audit_object = req->arg.id;
  TRY(REQUEST_JSON(req, {"items", BODY_IDS, &items, .max = 1000}));
  for (size_t i = 0; i < items.n; i++) {
    TRY(sql_list_item_order(
        req->db,
        &(struct list_item_order){.ord = (int64_t)i, .id = items.v[i], .list = req->arg.id}));
    if (!db_changes(req->db)) return fail(E_BAD_DATA, "an item is not on this list");
  }
  return OK;
}

enum err serve_list_give(struct request *req) {
  const struct reached *reader;
  struct id person;
  req->audit_object = req->arg.id;
  TRY(REQUEST_JSON(req, {"person", BODY_ID, &person, .optional = false}));
  TRY(may_reach_reader(asker(req), person, &reader));
  req->news_people[0] = person;
  req->news_people[1] = req->viewer.person;
  return sql_list_reader_add(req->db, &(struct list_reader_add){.list = req->arg.id,
                                                                .person = reader,
                                                                .given_ms = clock_wall_ms()});
}

enum err serve_list_progress(struct request *req) {
  struct list_reader_get_row mine;
  struct list_item_get_row item;
  struct id at = {0};
  int64_t at_ms = 0;
  bool given, found, finished = false;
  TRY(sql_list_reader_get(
      req->db, &req->arena,
      &(struct list_reader_get){.list = req->arg.id, .person = req->viewer.person}, &mine, &given));
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
