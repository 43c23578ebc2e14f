// SPDX-License-Identifier: Apache-2.0
#include "centre/event.h"

#include "centre/chain.h"
#include "core/clock.h"
#include "gen/sql/trust.h"

static enum err tell_one(struct db *db, enum event e, const struct happening *h, struct id person) {
  return sql_outbox_add(db, &(struct outbox_add){.at_ms = clock_wall_ms(),
                                                 .event = event_name(e),
                                                 .object = h->object,
                                                 .interaction = opt_id_of(h->interaction),
                                                 .person = opt_id_of(person)});
}

static bool among(struct id one, const struct id *people, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (id_eq(people[i], one)) return true;
  return false;
}

static enum err tell_team(struct db *db, enum event e, const struct happening *h) {
  AUTO(arena) struct arena a;
  struct team_hearers_row *rows;
  size_t n;
  arena_init(&a, 1 << 20);
  TRY(sql_team_hearers(db, &a, &(struct team_hearers){.team = h->team, .at_ms = clock_wall_ms()},
                       &rows, &n));
  for (size_t i = 0; i < n; i++) TRY(tell_one(db, e, h, rows[i].person));
  return OK;
}

static enum err tell(struct db *db, enum event e, const struct happening *h) {
  if (id_is_none(h->object)) return OK;
  if (!h->people_n && !id_is_none(h->team)) return tell_team(db, e, h);
  if (!h->people_n) return tell_one(db, e, h, (struct id){0});
  for (size_t i = 0; i < h->people_n; i++)
    if (!id_is_none(h->people[i]) && !among(h->people[i], h->people, i))
      TRY(tell_one(db, e, h, h->people[i]));
  return OK;
}

enum err event_tell(struct db *db, enum event e, struct happening h) {
  AUTO(db_tx) struct db_tx tx = {0};
  if (!event_name(e)) return fail(E_BROKEN, "what happened has no name");
  TRY(db_join(db, &tx));
  if (event_is_kept(e)) TRY(chain_append(db, &(struct chain_line){e, h.actor, h.object, h.detail}));
  if (event_is_told(e)) TRY(tell(db, e, &h));
  return db_commit(&tx);
}
