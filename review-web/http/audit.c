// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/audit.h"

#include "core/chain.h"
#include "core/clock.h"
#include "gen/sql.h"

enum { AUDIT = 1, OUTBOX = 2, BOTH = 3 };

static const struct {
  const char *name;
  int where;
} events[] = {
#define EVENT(name, where, says) {name, where},
#include "schemas/events.def"
#undef EVENT
};

static bool goes_to(const char *event, int where) {
  for (size_t i = 0; i < countof(events); i++)
    if (!strcmp(events[i].name, event)) return events[i].where & where;
  return false;
}

enum err news_tell(struct db *db, struct news n) {
  return sql_outbox_add(db, &(struct outbox_add){.at_ms = clock_wall_ms(),
                                                 .event = n.event,
                                                 .object = n.object,
                                                 .interaction = opt_id_of(n.interaction),
                                                 .person = opt_id_of(n.person)});
}

enum err audit_request(struct request *req) {
  const char *event = req->route->audit;
  TRY(chain_append(req->db, &(struct chain_line){.event = event,
                                                 .actor = req->audit_actor,
                                                 .object = req->audit_object,
                                                 .detail = req->audit_detail}));
  if (!goes_to(event, OUTBOX) || id_is_none(req->audit_object)) return OK;
  return news_tell(req->db, (struct news){.event = event,
                                          .object = req->audit_object,
                                          .interaction = req->news_interaction,
                                          .person = req->news_person});
}
