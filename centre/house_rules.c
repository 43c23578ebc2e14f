// SPDX-License-Identifier: Apache-2.0
#include "centre/house_rules.h"

#include <sodium.h>

#include "centre/event.h"
#include "centre/name.h"
#include "core/clock.h"
#include "gen/sql/person.h"
#include "gen/sql/ruling.h"

enum { ROOM = 4 << 20 };

// ---- what is in force --------------------------------------------------------------------------

enum err house_rules_at(struct db *db, int64_t at_ms, struct rules *out) {
  AUTO(arena) struct arena a;
  struct rules_at_row row;
  bool found;
  arena_init(&a, ROOM);
  out->n = 0;
  out->version = 0;
  TRY(sql_rules_at(db, &a, &(struct rules_at){at_ms}, &row, &found));
  if (!found) return OK;
  out->version = row.version;
  return rules_read(sv_of(row.body), out);
}

void house_rules_hash(const struct secret_key *site, struct sv number, uint8_t out[SECRET_HASH]) {
  struct secret_key key = rules_refused_key(site);
  secret_hash(&key, number, out);
  secret_wipe(&key, sizeof key);
}

enum err house_rules_ask(struct db *db, const struct secret_key *site, struct rules_call *c) {
  AUTO(arena) struct arena a;
  arena_init(&a, ROOM);
  for (size_t i = 0; i < c->n_numbers && !c->refused; i++) {
    uint8_t hash[SECRET_HASH];
    struct refused_get_row row;
    house_rules_hash(site, sv_of(c->number[i]), hash);
    TRY(sql_refused_get(db, &a, &(struct refused_get){bytes_of(hash, sizeof hash)}, &row,
                        &c->refused));
  }
  return OK;
}

// ---- names and ids -----------------------------------------------------------------------------

enum err house_rules_agent(struct db *db, const char *name, struct id *out) {
  AUTO(arena) struct arena a;
  struct person_by_login_row login;
  struct person_by_name_row *rows;
  size_t n;
  bool found;
  arena_init(&a, ROOM);
  TRY(sql_person_by_login(db, &a, &(struct person_by_login){name}, &login, &found));
  if (found) {
    *out = login.id;
    return OK;
  }
  TRY(sql_person_by_name(db, &a, &(struct person_by_name){name}, &rows, &n));
  if (!n) return fail(E_BAD_DATA, "nobody here is called %s", name);
  if (n > 1) return fail(E_BAD_DATA, "%zu people are called %s: write the log-in", n, name);
  *out = rows[0].id;
  return OK;
}

enum err house_rules_queue(struct db *db, const char *name, struct id *out) {
  AUTO(arena) struct arena a;
  struct queue_by_name_row row;
  bool found;
  arena_init(&a, ROOM);
  TRY(sql_queue_by_name(db, &a, &(struct queue_by_name){name}, &row, &found));
  if (!found) return fail(E_BAD_DATA, "no queue is called %s", name);
  *out = row.id;
  return OK;
}

static enum err learn(struct db *db, struct rules_want *w) {
  struct id id;
  char text[ID_TEXT];
  if (w->word != RULES_AGENT && w->word != RULES_QUEUE) return OK;
  if (w->word == RULES_AGENT)
    TRY(house_rules_agent(db, w->value, &id));
  else
    TRY(house_rules_queue(db, w->value, &id));
  id_text(id, text);
  snprintf(w->value, sizeof w->value, "%s", text);
  return OK;
}

enum err house_rules_learn(struct db *db, struct rules *r) {
  for (size_t i = 0; i < r->n; i++)
    for (size_t k = 0; k < r->rule[i].n; k++) TRY(learn(db, &r->rule[i].want[k]));
  return OK;
}

// As she is called; where others are called so too, her log-in.
static enum err agent_named(struct db *db, struct arena *a, struct id id, const char **out) {
  struct person_get_row row;
  struct person_by_name_row *same;
  size_t n;
  bool found;
  TRY(sql_person_get(db, a, &(struct person_get){id}, &row, &found));
  if (!found) return OK;
  TRY(sql_person_by_name(db, a, &(struct person_by_name){row.name}, &same, &n));
  *out = n > 1 && row.login ? row.login : row.name;
  return OK;
}

static enum err named(struct db *db, struct rules_want *w) {
  AUTO(arena) struct arena a;
  struct id id;
  const char *name = NULL;
  bool found;
  arena_init(&a, ROOM);
  if (w->word != RULES_AGENT && w->word != RULES_QUEUE) return OK;
  if (!id_is(sv_of(w->value), &id)) return OK;
  if (w->word == RULES_AGENT) {
    TRY(agent_named(db, &a, id, &name));
  } else {
    struct queue_name_row row;
    TRY(sql_queue_name(db, &a, &(struct queue_name){id}, &row, &found));
    name = found ? row.name : NULL;
  }
  if (name && strlen(name) < sizeof w->value) snprintf(w->value, sizeof w->value, "%s", name);
  return OK;
}

enum err house_rules_name(struct db *db, struct rules *r) {
  for (size_t i = 0; i < r->n; i++)
    for (size_t k = 0; k < r->rule[i].n; k++) TRY(named(db, &r->rule[i].want[k]));
  return OK;
}

// ---- writing -----------------------------------------------------------------------------------

static enum err names_tidy(struct rules *r) {
  AUTO(arena) struct arena a;
  arena_init(&a, ROOM);
  for (size_t i = 0; i < r->n; i++) {
    const char *name = r->rule[i].name;
    TRY(name_read(&a, "a rule's name", NAME_LETTERS, &name));
    snprintf(r->rule[i].name, RULES_NAME, "%s", name);
  }
  return OK;
}

enum err house_rules_set(struct db *db, struct rules *r, int64_t now_ms) {
  AUTO(arena) struct arena a;
  AUTO(buf) struct buf body = {0};
  AUTO(db_tx) struct db_tx tx = {0};
  struct rules_at_row last;
  uint8_t sum[SECRET_HASH];
  char hex[2 * SECRET_HASH + 1], detail[160];
  bool found;
  arena_init(&a, ROOM);
  TRY(names_tidy(r));
  for (size_t i = 0; i < r->n; i++) rules_write(&r->rule[i], &body);
  buf_add(&body, "", 0);
  TRY(buf_check(&body));
  TRY(db_begin(db, &tx));
  TRY(sql_rules_at(db, &a, &(struct rules_at){INT64_MAX}, &last, &found));
  r->version = found ? last.version + 1 : 1;
  TRY(sql_rules_add(
      db,
      &(struct rules_add){.version = r->version, .body = body.p ? body.p : "", .from_ms = now_ms}));
  crypto_generichash(sum, sizeof sum, (const uint8_t *)body.p, body.n, NULL, 0);
  snprintf(detail, sizeof detail, "{\"version\":%" PRId64 ",\"sum\":\"%s\"}", r->version,
           sodium_bin2hex(hex, sizeof hex, sum, sizeof sum));
  TRY(event_tell(db, EV_RULES_SET, (struct happening){.detail = detail}));
  return db_commit(&tx);
}

// Each form in which it may come is one of what number_forms makes of it, however it is typed.
enum err house_rules_refuse(struct db *db, const struct secret_key *site, struct sv number,
                            const char *country, bool refuses, bool *out_new) {
  AUTO(arena) struct arena a;
  AUTO(db_tx) struct db_tx tx = {0};
  char form[NUMBER_FORMS][NUMBER_ROOM];
  uint8_t hash[SECRET_HASH];
  struct refused_get_row row;
  bool there;
  arena_init(&a, ROOM);
  if (!number_forms(number, country, form)) return fail(E_BAD_INPUT, "this is no number");
  house_rules_hash(site, sv_of(form[0]), hash);
  struct bytes is = bytes_of(hash, sizeof hash);
  TRY(db_begin(db, &tx));
  TRY(sql_refused_get(db, &a, &(struct refused_get){is}, &row, &there));
  *out_new = there != refuses;
  if (!*out_new) return db_commit(&tx);
  if (refuses)
    TRY(sql_refused_add(db, &(struct refused_add){is, clock_wall_ms()}));
  else
    TRY(sql_refused_drop(db, &(struct refused_drop){is}));
  TRY(event_tell(db, refuses ? EV_NUMBER_REFUSED : EV_NUMBER_ALLOWED, (struct happening){0}));
  return db_commit(&tx);
}
