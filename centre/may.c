// SPDX-License-Identifier: Apache-2.0
#include "centre/may.h"

#include "centre/may_inside.h"
#include "core/clock.h"
#include "gen/sql/calibration.h"
#include "gen/sql/care.h"
#include "gen/sql/person.h"

// ---- one call ---------------------------------------------------------------------------------

// Whether a grant over this scope covers the segment, by the same rule as the view: what an agent
// took belongs to the team she was in then, an unclaimed call to its line's team.
static enum err covers_segment(struct asker who, const struct viewer_scope *s,
                               const struct call_segments_row *seg, bool *out) {
  struct belonged_row row;
  *out = id_is_none(s->id);
  if (*out || id_eq(s->id, who.viewer->person)) return OK;
  if (!seg->agent.set) {
    *out = seg->team.set && id_eq(seg->team.v, s->id);
    return OK;
  }
  return sql_belonged(who.db, who.arena, &(struct belonged){s->id, seg->agent.v, seg->started_ms},
                      &row, out);
}

// The rights of each grant of the viewer's that covers this segment. One that shows no calls (an
// administrator's) is about none.
enum err may_rights_over(struct asker who, const struct call_segments_row *seg, rights *out) {
  const struct viewer *v = who.viewer;
  for (size_t i = 0; i < v->n_scopes; i++) {
    bool covers = false;
    if (v->scopes[i].rights & R_CALLS) TRY(covers_segment(who, &v->scopes[i], seg, &covers));
    if (covers) *out |= v->scopes[i].rights;
  }
  return OK;
}

static enum err stand_by_segment(struct asker who, const struct call_segments_row *seg,
                                 struct standing *out) {
  rights over = 0;
  TRY(may_rights_over(who, seg, &over));
  if (over) out->led = true;
  if (seg->agent.set && id_eq(seg->agent.v, who.viewer->person)) {
    out->own = true;
    over |= rights_of_own_call();
  } else {
    out->by_grants |= over;
  }
  if (!seg->agent.set && seg->team.set && viewer_in_team(who.viewer, seg->team.v))
    out->unclaimed_near = true;
  out->may |= over;
  out->over_all &= over;
  return OK;
}

static enum err stand_by_segments(struct asker who, struct id interaction, size_t most,
                                  struct standing *out) {
  struct call_segments_row *seg;
  size_t n;
  TRY(sql_call_segments(who.db, who.arena, &(struct call_segments){interaction}, &seg, &n));
  out->over_all = n ? ~(rights)0 : 0;
  for (size_t i = 0; i < n && i < most; i++) TRY(stand_by_segment(who, &seg[i], out));
  return OK;
}

enum err may_given(struct asker who, struct id interaction, struct given_items_row **out,
                   size_t *out_n) {
  return sql_given_items(who.db, who.arena,
                         &(struct given_items){.interaction = interaction,
                                               .person = who.viewer->person,
                                               .at_ms = clock_wall_ms()},
                         out, out_n);
}

static enum err stand_by_list(struct asker who, struct id interaction, struct standing *out) {
  struct given_items_row *items;
  size_t n;
  TRY(may_given(who, interaction, &items, &n));
  out->given = n > 0;
  if (out->given) out->may |= R_CALLS | R_LISTEN;
  return OK;
}

// A rater hears what she is asked to rate, wherever it was taken; no more than that.
static enum err stand_by_calibration(struct asker who, struct id interaction,
                                     struct standing *out) {
  struct calibration_hears_row row;
  if (!(who.viewer->rights & R_RATE)) return OK;
  TRY(sql_calibration_hears(
      who.db, who.arena,
      &(struct calibration_hears){.interaction = interaction, .person = who.viewer->person}, &row,
      &out->calibrates));
  if (out->calibrates) out->may |= R_CALLS | R_LISTEN;
  return OK;
}

// ---- under care: those it names, whatever else they or others may ------------------------------

enum err may_see_care(struct asker who, struct id interaction, struct care_named *out) {
  struct care_of_call_row *c;
  size_t n;
  TRY(sql_care_of_call(who.db, who.arena, &(struct care_of_call){interaction}, &c, &n));
  *out = (struct care_named){.closed = n > 0};
  for (size_t i = 0; i < n; i++) {
    out->agent |= id_eq(c[i].agent, who.viewer->person);
    out->holder |= c[i].holder.set && id_eq(c[i].holder.v, who.viewer->person);
  }
  return OK;
}

// She stands to it as to her own call, and who has it as one who hears and writes; nobody else at
// all.
static enum err stand_by_care(struct asker who, struct id interaction, struct standing *s) {
  struct care_named named;
  TRY(may_see_care(who, interaction, &named));
  s->cared = named.closed;
  if (!named.closed || (named.agent && s->own)) return OK;
  *s = (struct standing){.cared = true, .holds = named.holder, .led = named.holder};
  if (named.holder) s->may = R_CALLS | R_LISTEN | R_NOTE;
  return OK;
}

enum err may_call(struct asker who, struct id interaction, rights need, struct standing *out) {
  struct standing s = {0};
  TRY(stand_by_segments(who, interaction, SIZE_MAX, &s));
  TRY(stand_by_list(who, interaction, &s));
  TRY(stand_by_calibration(who, interaction, &s));
  if (s.unclaimed_near && (who.viewer->rights & R_CLAIM)) s.may |= R_CALLS | R_CLAIM;
  TRY(stand_by_care(who, interaction, &s));
  if (!(s.may & R_CALLS)) return fail(E_NOT_FOUND, "there is no such call");
  if ((s.may & need) != need)
    return fail(E_FORBIDDEN, "your roles do not carry this right for this call");
  *out = s;
  return OK;
}

enum err may_first_part(struct asker who, struct id interaction, rights need,
                        struct standing *out) {
  struct standing s = {0};
  TRY(stand_by_segments(who, interaction, 1, &s));
  TRY(stand_by_care(who, interaction, &s));
  if ((s.may & need) == need && (s.may & R_CALLS)) {
    *out = s;
    return OK;
  }
  TRY(may_call(who, interaction, need, out)); // what is not there, or not hers at all
  return fail(E_FORBIDDEN, "that part of the call is another team's");
}

enum err may_score(struct asker who, struct id interaction, bool *out) {
  struct standing s;
  enum err rc = may_first_part(who, interaction, R_EVALUATE, &s);
  *out = !rc;
  if (rc && rc != E_NOT_FOUND && rc != E_FORBIDDEN) return rc;
  err_forget();
  return OK;
}

enum err may_part(struct asker who, struct id interaction, int64_t ord, rights *out) {
  struct call_segments_row *seg;
  struct standing s = {0};
  size_t n, i = 0;
  TRY(sql_call_segments(who.db, who.arena, &(struct call_segments){interaction}, &seg, &n));
  while (i < n && seg[i].ord != ord) i++;
  if (i == n) return fail(E_NOT_FOUND, "the call has no such part");
  TRY(stand_by_segment(who, &seg[i], &s));
  *out = s.may;
  return OK;
}

// ---- one person --------------------------------------------------------------------------------

static enum err in_reach(struct asker who, struct id person, rights need, bool *out) {
  const struct viewer *v = who.viewer;
  *out = false;
  for (size_t i = 0; i < v->n_scopes && !*out; i++) {
    const struct viewer_scope *s = &v->scopes[i];
    struct belonged_row row;
    if ((s->rights & need) != need) continue;
    *out = id_is_none(s->id);
    if (!*out && !id_eq(s->id, v->person))
      TRY(sql_belonged(who.db, who.arena, &(struct belonged){s->id, person, clock_wall_ms()}, &row,
                       out));
  }
  return OK;
}

enum err may_lead(struct asker who, struct id person, rights need, bool *out) {
  *out = false;
  return id_eq(person, who.viewer->person) ? OK : in_reach(who, person, need, out);
}

enum err may_seat(struct asker who, struct id person, rights need, bool *out) {
  struct person_get_row p;
  bool found;
  *out = false;
  TRY(sql_person_get(who.db, who.arena, &(struct person_get){person}, &p, &found));
  return found && strcmp(p.state, "left") != 0 ? in_reach(who, person, need, out) : OK;
}

bool may_over_team(const struct viewer *v, struct opt_id team, rights need) {
  struct id site = {{0}};
  if ((viewer_over(v, site) & need) == need) return true;
  return team.set && !id_is_none(team.v) && !id_eq(team.v, v->person) &&
         (viewer_over(v, team.v) & need) == need;
}

// A code is as good as its person's password: nobody makes one for who may do more than herself.
static enum err check_rank(struct asker who, struct id person) {
  struct viewer v;
  TRY(viewer_read(who.db, who.arena, person, &v));
  return v.rights & ~rights_of_own_call() ? fail(E_NOT_FOUND, "there is no such person") : OK;
}

enum err may_let_in(struct asker who, struct id person) {
  bool leads;
  if (who.viewer->rights & R_STAFF) return OK;
  TRY(check_rank(who, person));
  TRY(may_lead(who, person, R_CODES, &leads));
  return leads ? OK : fail(E_NOT_FOUND, "there is no such person");
}

enum err may_plan_for(struct asker who, struct opt_id team, struct opt_id agent, rights need,
                      bool *out) {
  struct membership_at_row *rows;
  size_t n;
  *out = may_over_team(who.viewer, team, need);
  if (*out || !agent.set) return OK;
  TRY(sql_membership_at(who.db, who.arena,
                        &(struct membership_at){.person = agent.v, .at_ms = clock_wall_ms()}, &rows,
                        &n));
  for (size_t i = 0; i < n && !*out; i++)
    *out = may_over_team(who.viewer, some_id(rows[i].team), need);
  return OK;
}
