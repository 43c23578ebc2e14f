// SPDX-License-Identifier: Apache-2.0
#include "centre/may_reach.h"

#include "centre/agreement.h"
#include "centre/may_see.h"
#include "core/clock.h"
#include "gen/sql/begun.h"
#include "gen/sql/person.h"
#include "gen/sql/place.h"

struct reached {
  struct id id;
};

const struct reached *may_reach_of_the_house(struct arena *a, struct id id) {
  struct reached *r = arena_new(a, struct reached);
  r->id = id;
  return r;
}

static enum err reach(struct asker who, struct id id, const struct reached **out) {
  *out = may_reach_of_the_house(who.arena, id);
  return OK;
}

// ---- calls ------------------------------------------------------------------------------------

enum err may_reach_call(struct asker who, struct id call, const struct reached **out) {
  struct standing s;
  TRY(may_call(who, call, who.right, &s));
  return reach(who, call, out);
}

// A plan tells the agent a call's title: it is one of her own. A colleague's comes by a listening
// list, where its agent is asked.
enum err may_reach_call_of(struct asker who, struct id call, struct id agent,
                           const struct reached **out) {
  struct call_segments_row *seg;
  struct standing s;
  size_t n;
  TRY(may_call(who, call, R_CALLS, &s));
  TRY(sql_call_segments(who.db, who.arena, &(struct call_segments){call}, &seg, &n));
  for (size_t i = 0; i < n; i++)
    if (seg[i].agent.set && id_eq(seg[i].agent.v, agent)) return reach(who, call, out);
  return fail(E_BAD_DATA, "interaction: a plan holds calls of its agent; lists hold a colleague's");
}

enum err may_reach_call_to_rate(struct asker who, struct id call, const struct reached **out) {
  struct standing s;
  TRY(may_call(who, call, who.right | R_EVALUATE | R_LISTEN, &s));
  return reach(who, call, out);
}

enum err may_reach_sound(struct asker who, struct id call, const char *reason,
                         struct standing *out_standing, const struct reached **out) {
  struct hearing h;
  TRY(may_hear(who, call, out_standing, &h));
  for (size_t i = 0; i < h.n_reasons; i++)
    if (!strcmp(h.reasons[i], reason)) return reach(who, call, out);
  return fail(E_FORBIDDEN, "that is not why this call is yours to hear");
}

enum err may_reach_part(struct asker who, struct id call, int64_t ord,
                        struct call_segments_row *out) {
  struct call_segments_row *seg;
  size_t n;
  rights over;
  TRY(sql_call_segments(who.db, who.arena, &(struct call_segments){call}, &seg, &n));
  for (size_t i = 0; i < n; i++) {
    if (ord >= 0 && seg[i].ord != ord) continue;
    TRY(may_part(who, call, seg[i].ord, &over));
    if (over & who.right) {
      *out = seg[i];
      return OK;
    }
    if (ord >= 0) return fail(E_FORBIDDEN, "that part of the call is another team's");
  }
  return fail(E_BAD_DATA, "ord: the call has no such part");
}

enum err may_reach_unclaimed(struct asker who, struct id call, struct call_segments_row **out,
                             size_t *out_n) {
  struct call_segments_row *seg;
  size_t n, kept = 0;
  TRY(sql_call_segments(who.db, who.arena, &(struct call_segments){call}, &seg, &n));
  for (size_t i = 0; i < n; i++)
    if (!seg[i].agent.set && seg[i].team.set && viewer_in_team(who.viewer, seg[i].team.v))
      seg[kept++] = seg[i];
  *out = seg;
  *out_n = kept;
  return OK;
}

enum err may_reach_second(struct asker who, const struct reach *call, int64_t at_ms) {
  return may_write_at(who, call->interaction, &call->standing, at_ms);
}

static enum err may_withdraw(struct asker who) {
  struct agreement_at_row now;
  bool found;
  TRY(sql_agreement_at(who.db, who.arena, &(struct agreement_at){clock_wall_ms()}, &now, &found));
  if (!found || agreement_lets_veto(now.body)) return OK;
  return fail(E_FORBIDDEN,
              "the agreement “%s”, version %" PRId64
              ", does not let a call be withdrawn; it gives no "
              "right to say no",
              now.title, now.version);
}

// "ask" and "talk" are wishes of the one who took the call, told to those who lead her.
enum err may_reach_mark(struct asker who, const struct standing *s, const char *kind) {
  if (!strcmp(kind, "withdrawn"))
    return s->own ? may_withdraw(who)
                  : fail(E_FORBIDDEN, "only the agent whose call it is says so");
  if (s->own || (strcmp(kind, "ask") != 0 && strcmp(kind, "talk") != 0)) return OK;
  return fail(E_FORBIDDEN, "only the agent whose call it is asks for that");
}

// ---- people -----------------------------------------------------------------------------------

const struct reached *may_reach_self(struct asker who) {
  return may_reach_of_the_house(who.arena, who.viewer->person);
}

enum err may_reach_assignee(struct asker who, struct id person, const struct reached **out) {
  bool seats;
  TRY(may_seat(who, person, who.right, &seats));
  if (seats) return reach(who, person, out);
  return fail(E_FORBIDDEN, "agent: a call is given to somebody of a team you lead");
}

enum err may_reach_anybody(struct asker who, struct id person, const struct reached **out) {
  struct person_get_row row;
  bool found;
  TRY(sql_person_get(who.db, who.arena, &(struct person_get){person}, &row, &found));
  bool here = found && !strcmp(row.state, "active");
  return here ? reach(who, person, out) : fail(E_NOT_FOUND, "there is no such person");
}

enum err may_reach_colleague(struct asker who, struct id person, const struct reached **out) {
  struct colleague_is_row row;
  bool found;
  TRY(sql_colleague_is(who.db, who.arena,
                       &(struct colleague_is){.person = person,
                                              .viewer = who.viewer->person,
                                              .at_ms = clock_wall_ms()},
                       &row, &found));
  return found ? reach(who, person, out) : fail(E_BAD_DATA, "there is no such person of your team");
}

enum err may_reach_coached(struct asker who, struct id person, const struct reached **out) {
  bool leads;
  TRY(may_lead(who, person, who.right, &leads));
  return leads ? reach(who, person, out) : fail(E_NOT_FOUND, "there is no such person");
}

enum err may_reach_let_in(struct asker who, struct id maker, struct id person) {
  struct viewer v;
  TRY(viewer_read(who.db, who.arena, maker, &v));
  who.viewer = &v;
  return may_let_in(who, person);
}

enum err may_reach_sitter(struct asker who, struct id person, const struct reached **out) {
  bool seats;
  TRY(may_seat(who, person, who.right, &seats));
  if (seats) return reach(who, person, out);
  return fail(E_FORBIDDEN, "that person is of another team, or has left");
}

enum err may_reach_reader(struct asker who, struct id person, const struct reached **out) {
  struct person_get_row p;
  bool found;
  TRY(sql_person_get(who.db, who.arena, &(struct person_get){person}, &p, &found));
  bool seen = false;
  if (found && strcmp(p.state, "left") != 0) TRY(may_see_person(who, person, &seen));
  if (seen) return reach(who, person, out);
  return fail(E_BAD_DATA, "there is no such person of your team");
}

// Asked of people who rate, a coach or a quality lead, now: of one's own team, or the site's.
static enum err rates(struct asker who, struct id person, bool *out) {
  struct viewer v;
  TRY(viewer_read(who.db, who.arena, person, &v));
  *out = may_over_team(&v, (struct opt_id){0}, R_RATE);
  if (!*out && (v.rights & R_RATE)) TRY(may_see_person(who, person, out));
  return OK;
}

enum err may_reach_rater(struct asker who, struct id person, const struct reached **out) {
  bool may;
  TRY(rates(who, person, &may));
  if (may) return reach(who, person, out);
  return fail(
      E_BAD_DATA,
      "raters: coaches and quality leads of your team or of the whole site rate in a calibration");
}

enum err may_reach_evaluator(struct asker who, struct id person, const struct reached **out) {
  bool may;
  TRY(rates(who, person, &may));
  if (may) return reach(who, person, out);
  return fail(
      E_BAD_DATA,
      "evaluators: calls are heard by a coach or a quality lead of your team or of the whole site");
}

// ---- lines, windows, plans ----------------------------------------------------------------------

enum err may_reach_line(struct asker who, const struct line_by_address_row *line,
                        const struct reached **out) {
  if (may_over_team(who.viewer, line->team, who.right)) return reach(who, line->id, out);
  return fail(E_FORBIDDEN, line->team.set ? "that line is another team's"
                                          : "a line without a team is the administrator's");
}

static enum err only_team(const struct viewer *v, rights right, struct opt_id *out) {
  for (size_t i = 0; i < v->n_scopes; i++) {
    if (!may_over_team(v, some_id(v->scopes[i].id), right)) continue;
    if (out->set) return fail(E_BAD_DATA, "team: say which of those you lead");
    *out = some_id(v->scopes[i].id);
  }
  return OK;
}

enum err may_reach_window_team(struct asker who, bool said, struct opt_id team,
                               const struct reached **out) {
  if (!said && !may_over_team(who.viewer, team, who.right))
    TRY(only_team(who.viewer, who.right, &team));
  if (!may_over_team(who.viewer, team, who.right))
    return fail(E_FORBIDDEN, team.set ? "that team's load windows are not yours to open"
                                      : "a load window of the whole site is the quality lead's, or "
                                        "the administrator's");
  return reach(who, team.set ? team.v : (struct id){{0}}, out);
}

enum err may_reach_planned(struct asker who, struct opt_id team, struct opt_id agent) {
  bool may;
  TRY(may_plan_for(who, team, agent, who.right, &may));
  if (may) return OK;
  return fail(E_FORBIDDEN, who.right & R_SAMPLE ? "you may not plan for these calls"
                                                : "you do not see these calls");
}
