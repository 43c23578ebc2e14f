// SPDX-License-Identifier: Apache-2.0
// Who works there, and what is true of each.
#include "gen/sql/person.h"
#include "tools/demo/history/history.h"

static enum err team_of(struct history *h, struct id person, int64_t now_ms, struct opt_id *out) {
  struct membership_at_row *rows;
  size_t n;
  TRY(sql_membership_at(h->db, h->arena, &(struct membership_at){person, now_ms}, &rows, &n));
  *out = n ? some_id(rows[0].team) : (struct opt_id){0};
  return OK;
}

// One person, however many teams she leads, judges in one way; the second who leads a team is the
// strict one.
static double strict_of(struct history *h, struct id person) {
  size_t others = 0;
  for (size_t i = 0; i < h->coach_count; i++) {
    if (id_eq(h->coaches[i].id, person)) return h->coaches[i].strict;
    others += i == 0 || !id_eq(h->coaches[i].id, h->coaches[i - 1].id);
  }
  return (others == 1 ? -0.8 : 0) + 0.1 * rng_normal(&h->rng);
}

static bool generous_of(const struct history *h, struct id person) {
  for (size_t i = 0; i < h->coach_count; i++)
    if (id_eq(h->coaches[i].id, person)) return h->coaches[i].generous;
  return h->coach_count % 2;
}

static enum err enter(struct history *h, struct id person, const struct grant_at_row *g) {
  if (!strcmp(g->role, "agent") && h->agent_count < AGENTS_MOST) {
    struct agent *a = &h->agents[h->agent_count++];
    *a = (struct agent){.id = person, .quality = 1.4 + 0.35 * rng_normal(&h->rng)};
    return team_of(h, person, h->to_ms + 365 * DAY_MS, &a->team);
  }
  bool leads = !strcmp(g->role, "coach") || !strcmp(g->role, "quality");
  if (leads && h->coach_count < COACHES_MOST)
    h->coaches[h->coach_count++] = (struct coach){.id = person,
                                                  .team = g->team,
                                                  .strict = strict_of(h, person),
                                                  .generous = generous_of(h, person)};
  return OK;
}

enum err cast_find(struct history *h) {
  struct person_list_row *people;
  size_t n;
  TRY(sql_person_list(h->db, h->arena, &people, &n));
  for (size_t i = 0; i < n; i++) {
    struct grant_at_row *grants;
    size_t g;
    TRY(sql_grant_at(h->db, h->arena, &(struct grant_at){people[i].id, h->to_ms + 365 * DAY_MS},
                     &grants, &g));
    for (size_t k = 0; k < g; k++) TRY(enter(h, people[i].id, &grants[k]));
  }
  if (!h->agent_count || !h->coach_count) return fail(E_BAD_DATA, "hire agents and a coach first");
  // By name, so that it is the same each time: one is new, one gets better.
  h->agents[h->agent_count / 4].few = h->agent_count > 4;
  struct agent *better = &h->agents[h->agent_count / 2];
  better->quality = 0.2;
  better->later = 2.2;
  better->later_ms =
      h->to_ms - 7 * 7 * DAY_MS; // newer than the 24 evaluations after which it is how things are
  return OK;
}
