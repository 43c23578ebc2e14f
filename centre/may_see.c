// SPDX-License-Identifier: Apache-2.0
#include "centre/may_see.h"

#include "centre/may_inside.h"
#include "core/clock.h"
#include "gen/sql/person.h"

static const struct opt_id the_site;

static enum err none(const char *what) { return fail(E_NOT_FOUND, "there is no such %s", what); }

// ---- calibrations -----------------------------------------------------------------------------

static enum err holds_all(struct asker who, struct id calibration, bool *out) {
  struct calibration_calls_row *calls;
  size_t n;
  TRY(sql_calibration_calls(who.db, who.arena, &(struct calibration_calls){calibration}, &calls,
                            &n));
  *out = n > 0;
  for (size_t i = 0; i < n && *out; i++) {
    struct standing s;
    enum err rc = may_call(who, calls[i].interaction, R_CALIBRATE, &s);
    *out = !rc && (s.over_all & R_CALIBRATE);
    if (rc && rc != E_NOT_FOUND && rc != E_FORBIDDEN) return rc;
    err_forget();
  }
  return OK;
}

static enum err holds(struct asker who, const struct calibration_get_row *r, bool *out) {
  *out = may_over_team(who.viewer, the_site, R_CALIBRATE);
  if (*out || !may_see_held_calibrations(who.viewer)) return OK;
  *out = id_eq(r->owner, who.viewer->person);
  return *out ? OK : holds_all(who, r->id, out);
}

enum err may_see_calibration(struct asker who, struct id id, struct seen_calibration *out) {
  bool found;
  *out = (struct seen_calibration){0};
  TRY(sql_calibration_get(who.db, who.arena, &(struct calibration_get){id}, &out->row, &found));
  if (!found) return none("calibration");
  TRY(holds(who, &out->row, &out->leads));
  TRY(sql_calibration_raters(who.db, who.arena, &(struct calibration_raters){id}, &out->raters,
                             &out->n_raters));
  for (size_t i = 0; i < out->n_raters; i++)
    if (id_eq(out->raters[i].id, who.viewer->person)) out->part = out->raters[i].part;
  return out->part || out->leads ? OK : none("calibration");
}

bool may_see_severity(const struct viewer *v, struct id rater) {
  return id_eq(rater, v->person) || may_over_team(v, the_site, R_CALIBRATE);
}

bool may_see_held_calibrations(const struct viewer *v) { return v->rights & R_CALIBRATE; }

// ---- sampling plans ---------------------------------------------------------------------------

static enum err hears_for(struct asker who, struct id plan, bool *out) {
  struct sampling_evaluators_row *rows;
  size_t n;
  TRY(sql_sampling_evaluators(who.db, who.arena, &(struct sampling_evaluators){plan}, &rows, &n));
  for (size_t i = 0; i < n && !*out; i++) *out = id_eq(rows[i].id, who.viewer->person);
  return OK;
}

enum err may_see_plan(struct asker who, struct id id, struct sampling_plan_get_row *out) {
  bool found, may = false;
  TRY(sql_sampling_plan_get(who.db, who.arena, &(struct sampling_plan_get){id}, out, &found));
  if (found) TRY(may_plan_for(who, out->team, out->agent, R_PLANS, &may));
  if (found && !may) TRY(hears_for(who, id, &may));
  return may ? OK : none("plan");
}

enum err may_see_whether_draws(struct asker who, const struct sampling_plan_get_row *p, bool *out) {
  return may_plan_for(who, p->team, p->agent, R_SAMPLE, out);
}

// ---- the rest ---------------------------------------------------------------------------------

enum err may_see_coaching(struct asker who, struct id id, struct coaching_plan_get_row *out) {
  bool found, sees;
  struct id me = who.viewer->person;
  TRY(sql_coaching_plan_get(who.db, who.arena, &(struct coaching_plan_get){id}, out, &found));
  if (!found) return none("coaching plan");
  sees = id_eq(out->agent, me);
  if (!sees && id_eq(out->coach, me)) TRY(may_lead(who, out->agent, R_COACH, &sees));
  return sees ? OK : none("coaching plan");
}

bool may_see_drafts(const struct viewer *v) { return may_over_team(v, the_site, R_RUBRICS); }

enum err may_see_form(struct asker who, struct id id, struct rubric_version_get_row *out) {
  bool found;
  TRY(sql_rubric_version_get(who.db, who.arena, &(struct rubric_version_get){id}, out, &found));
  bool hidden = found && !strcmp(out->state, "draft") && !may_see_drafts(who.viewer);
  return found && !hidden ? OK : none("rubric version");
}

bool may_see_window(const struct viewer *v, struct opt_id team) {
  return !team.set || viewer_in_team(v, team.v) || may_over_team(v, team, R_SIGNED_IN);
}

bool may_see_unclaimed(const struct viewer *v) { return v->rights & R_CLAIM; }

bool may_see_programs(const struct viewer *v) { return v->rights & R_HEALTH; }

static enum err leads_her_team(struct asker who, struct id person, bool *out) {
  struct grant_at_row *grants;
  size_t n;
  TRY(sql_grant_at(who.db, who.arena,
                   &(struct grant_at){.person = person, .at_ms = clock_wall_ms()}, &grants, &n));
  for (size_t i = 0; i < n && !*out; i++)
    *out = role_leads(grants[i].role) && grants[i].team.set &&
           may_over_team(who.viewer, grants[i].team, R_PEOPLE);
  return OK;
}

enum err may_see_person(struct asker who, struct id person, bool *out) {
  *out = id_eq(person, who.viewer->person) || may_over_team(who.viewer, the_site, R_PEOPLE);
  if (!*out) TRY(may_lead(who, person, R_PEOPLE, out));
  return *out ? OK : leads_her_team(who, person, out);
}

bool may_see_place(const struct viewer *v, struct opt_id team) {
  return may_over_team(v, team, R_PEOPLE);
}

enum err may_see_in_lists(struct asker who, struct id interaction, bool *out) {
  struct care_named named;
  TRY(may_see_care(who, interaction, &named));
  *out = !named.closed || named.agent;
  return OK;
}

enum err may_see_login(struct asker who, struct id person, bool *out) {
  return may_seat(who, person, R_CODES, out);
}

const char *may_see_share(const struct viewer *v, rights right) {
  if (right == R_CALLS) return may_see_share_of_calls(v);
  if (right == R_SIGNED_IN || may_over_team(v, the_site, right)) return "all";
  return v->rights & right ? "part" : "none";
}

// Lists of calls hold those whose sound one works with.
const char *may_see_share_of_calls(const struct viewer *v) { return may_see_share(v, R_LISTEN); }

struct call_can may_do_with_call(const struct standing *s) {
  return (struct call_can){
      .note = s->may & R_NOTE,
      .evaluate = s->may & R_EVALUATE,
      .sort = s->may & R_SORT,
      .swap = s->over_all & R_SORT,
      .claim = s->unclaimed_near && (s->may & R_CLAIM),
      .assign = s->may & R_ASSIGN,
      .list = s->may & R_LISTS,
      .works = s->own || (s->led && (s->may & R_NOTE)),
      .receipts = s->own || s->led,
  };
}
