// SPDX-License-Identifier: Apache-2.0
// One finder for each scope: the row, then whether she who asks may touch it by the route's right.
#include "centre/reach.h"

#include "centre/may_see.h"
#include "gen/sql/begun.h"
#include "gen/sql/care.h"
#include "gen/sql/hold.h"
#include "gen/sql/matter.h"
#include "gen/sql/person.h"
#include "gen/sql/programme.h"
#include "gen/sql/self.h"
#include "gen/sql/watch.h"
#include "gen/sql/web_call.h"
#include "gen/sql/web_centre.h"
#include "gen/sql/web_list.h"

static enum err none(const char *what) { return fail(E_NOT_FOUND, "there is no such %s", what); }

// What hangs on something that may not be seen is not told of under another name.
static enum err hides(enum err rc, const char *what) {
  if (rc != E_NOT_FOUND) return rc;
  err_forget();
  return none(what);
}

static bool hers(struct asker who, struct id person) { return id_eq(person, who.viewer->person); }

// Whoever is signed in may ask; over a call it is the right to see it that is held.
static rights over_calls(struct asker who) { return (who.right & ~R_SIGNED_IN) | R_CALLS; }

// ---- nothing is named, or the query itself names whose it is -----------------------------------

static enum err find_nothing(struct asker who, struct reach *r) {
  (void)who;
  (void)r;
  return OK;
}

static enum err find_site(struct asker who, struct reach *r) {
  (void)r;
  if (may_over_team(who.viewer, (struct opt_id){0}, who.right)) return OK;
  return fail(E_FORBIDDEN, "this is the whole site's; your right is over a team");
}

// ---- calls ------------------------------------------------------------------------------------

static enum err find_call(struct asker who, struct reach *r) {
  r->interaction = r->id;
  return may_call(who, r->id, over_calls(who), &r->standing);
}

static enum err find_whole_call(struct asker who, struct reach *r) {
  TRY(find_call(who, r));
  if ((r->standing.over_all & who.right) == who.right) return OK;
  return fail(E_FORBIDDEN, "the sides are every part's: one part of this call is not yours");
}

static enum err find_unclaimed(struct asker who, struct reach *r) {
  r->interaction = r->id;
  TRY(may_call(who, r->id, R_CALLS, &r->standing));
  if (r->standing.unclaimed_near) return OK;
  return fail(E_CONFLICT, "this call is somebody's already, or of another team");
}

static enum err find_receipts(struct asker who, struct reach *r) {
  TRY(find_call(who, r));
  return r->standing.own || r->standing.led ? OK : none("call");
}

static enum err find_first_part(struct asker who, struct reach *r) {
  r->interaction = r->id;
  return may_first_part(who, r->id, who.right, &r->standing);
}

static enum err find_note(struct asker who, struct reach *r) {
  struct note_get_row *n = arena_new(who.arena, struct note_get_row);
  bool found;
  TRY(sql_note_get(who.db, who.arena, &(struct note_get){r->id}, n, &found));
  bool hidden = found && !strcmp(n->kind, "private") && !hers(who, n->author);
  if (!found || hidden || n->deleted_ms.set) return none("note");
  TRY(hides(may_call(who, n->interaction, who.right, &r->standing), "note"));
  r->interaction = n->interaction;
  r->note = n;
  return hers(who, n->author) ? OK : fail(E_FORBIDDEN, "a note is changed by its author");
}

// Not the call: only that it is held. Under care it is closed to whoever may let it go, too.
static enum err find_held(struct asker who, struct reach *r) {
  struct hold_is_row call;
  bool found;
  TRY(find_site(who, r));
  TRY(sql_hold_is(who.db, who.arena, &(struct hold_is){r->id}, &call, &found));
  r->interaction = r->id;
  return found && call.hold ? OK : none("hold");
}

// Whoever has it; while nobody does, whoever coaches the agent now.
static enum err find_care(struct asker who, struct reach *r) {
  struct care_get_row c;
  bool found, may = false;
  TRY(sql_care_get(who.db, who.arena, &(struct care_get){r->id}, &c, &found));
  if (!found || c.ended_ms.set) return none("support task");
  if (c.holder.set)
    may = hers(who, c.holder.v);
  else
    TRY(may_lead(who, c.agent, R_COACH, &may));
  r->interaction = c.interaction;
  return may ? OK : none("support task");
}

// Between the two alone. What the agent sees before somebody has taken it is empty.
static enum err find_debrief(struct asker who, struct reach *r) {
  struct care_get_row c;
  bool found;
  TRY(sql_care_get(who.db, who.arena, &(struct care_get){r->id}, &c, &found));
  if (!found || c.ended_ms.set) return none("support task");
  r->interaction = c.interaction;
  bool has = c.taken_ms.set && c.holder.set && hers(who, c.holder.v);
  return has || hers(who, c.agent) ? OK : none("support task");
}

static enum err find_mark(struct asker who, struct reach *r) {
  struct mark_get_row *m = arena_new(who.arena, struct mark_get_row);
  bool found;
  TRY(sql_mark_get(who.db, who.arena, &(struct mark_get){r->id}, m, &found));
  if (!found) return none("mark");
  TRY(hides(may_call(who, m->interaction, who.right, &r->standing), "mark"));
  r->interaction = m->interaction;
  r->mark = m;
  if (r->standing.cared && !strcmp(m->kind, "threat"))
    return fail(E_FORBIDDEN, "a threat is kept as evidence: its mark stays");
  if (hers(who, m->author)) return OK;
  if ((r->standing.may & R_ASSIGN) && strcmp(m->kind, "withdrawn") != 0) return OK;
  return fail(E_FORBIDDEN, "a mark is taken away by whoever set it, or by the coach");
}

// ---- forms, evaluations, calibrations -----------------------------------------------------------

static enum err find_form(struct asker who, struct reach *r) {
  struct rubric_version_get_row *form = arena_new(who.arena, struct rubric_version_get_row);
  r->form = form;
  return may_see_form(who, r->id, form);
}

static enum err find_site_form(struct asker who, struct reach *r) {
  TRY(find_site(who, r));
  return find_form(who, r);
}

static enum err find_evaluation(struct asker who, struct reach *r) {
  struct seen_evaluation *e = arena_new(who.arena, struct seen_evaluation);
  TRY(may_see_evaluation(who, r->id, e));
  r->interaction = e->row.interaction;
  r->evaluation = e;
  return OK;
}

// For everybody else there is nothing here, whatever their rights.
static enum err find_own_evaluation(struct asker who, struct reach *r) {
  TRY(find_evaluation(who, r));
  return hers(who, r->evaluation->row.agent) ? OK : none("evaluation");
}

static enum err find_dispute(struct asker who, struct reach *r) {
  struct dispute_get_row d;
  struct seen_evaluation *e = arena_new(who.arena, struct seen_evaluation);
  bool found;
  TRY(sql_dispute_get(who.db, who.arena, &(struct dispute_get){r->id}, &d, &found));
  if (!found) return none("dispute");
  TRY(hides(may_see_evaluation(who, d.evaluation, e), "dispute"));
  r->interaction = e->row.interaction;
  r->evaluation = e;
  return e->leads ? OK : fail(E_FORBIDDEN, "a dispute is decided by who leads the agent's calls");
}

static enum err find_own_promise(struct asker who, struct reach *r) {
  struct promise_get_row p;
  bool found;
  TRY(sql_promise_get(who.db, who.arena, &(struct promise_get){r->id}, &p, &found));
  if (!found || !hers(who, p.agent)) return none("promise");
  r->interaction = p.interaction;
  return OK;
}

// Who keeps it for another has no right to the call it was made in.
static enum err find_promise(struct asker who, struct reach *r) {
  struct promise_handed_get_row h;
  bool handed;
  TRY(sql_promise_handed_get(who.db, who.arena, &(struct promise_handed_get){r->id}, &h, &handed));
  return handed && hers(who, h.receiver) ? OK : find_own_promise(who, r);
}

static enum err find_heard_of_me(struct asker who, struct reach *r) {
  struct heard_by_another_row l;
  bool found;
  struct heard_by_another ask = {.id = r->id, .agent = who.viewer->person};
  TRY(sql_heard_by_another(who.db, who.arena, &ask, &l, &found));
  if (!found) return none("listening");
  r->interaction = l.interaction;
  return OK;
}

static enum err find_objection(struct asker who, struct reach *r) {
  struct objection_get_row o;
  bool found;
  TRY(find_site(who, r));
  TRY(sql_objection_get(who.db, who.arena, &(struct objection_get){r->id}, &o, &found));
  if (!found) return none("report");
  if (!hers(who, o.person)) return OK;
  return fail(E_FORBIDDEN, "a report is answered by somebody else than who listened");
}

static enum err find_any_matter(struct asker who, struct reach *r) {
  struct matter_get_row *m = arena_new(who.arena, struct matter_get_row);
  bool found;
  r->matter = m;
  TRY(sql_matter_get(who.db, who.arena, &(struct matter_get){r->id}, m, &found));
  return found ? OK : none("question");
}

static enum err find_site_matter(struct asker who, struct reach *r) {
  TRY(find_site(who, r));
  return find_any_matter(who, r);
}

static enum err find_matter(struct asker who, struct reach *r) {
  bool keeps =
      who.viewer->rights & R_RUBRICS && may_over_team(who.viewer, (struct opt_id){0}, R_RUBRICS);
  TRY(find_any_matter(who, r));
  bool owns = r->matter->owner.set && hers(who, r->matter->owner.v);
  return keeps || owns ? OK : none("question");
}

static enum err find_asked_matter(struct asker who, struct reach *r) {
  struct matter_asked_by_row row;
  bool found;
  struct matter_asked_by ask = {.matter = r->id, .author = who.viewer->person};
  TRY(sql_matter_asked_by(who.db, who.arena, &ask, &row, &found));
  return found ? OK : none("question");
}

// Its raters rate; only who holds it does the rest.
static enum err hold(struct asker who, struct id calibration, struct reach *r) {
  struct seen_calibration *c = arena_new(who.arena, struct seen_calibration);
  TRY(may_see_calibration(who, calibration, c));
  r->calibration = c;
  if (c->leads || !(who.right & R_CALIBRATE)) return OK;
  return fail(E_FORBIDDEN, "a calibration is held by who opened it");
}

static enum err find_calibration(struct asker who, struct reach *r) { return hold(who, r->id, r); }

static enum err find_precedent(struct asker who, struct reach *r) {
  struct precedent_get_row p;
  bool found;
  TRY(sql_precedent_get(who.db, who.arena, &(struct precedent_get){r->id}, &p, &found));
  return found ? hides(hold(who, p.session, r), "precedent") : none("precedent");
}

// ---- plans --------------------------------------------------------------------------------------

static enum err find_plan(struct asker who, struct reach *r) {
  struct sampling_plan_get_row *p = arena_new(who.arena, struct sampling_plan_get_row);
  bool draws = true;
  r->plan = p;
  TRY(may_see_plan(who, r->id, p));
  if (who.right & R_SAMPLE) TRY(may_see_whether_draws(who, p, &draws));
  return draws ? OK : none("plan");
}

// Whoever may see the plan may see its draw.
static enum err find_draw(struct asker who, struct reach *r) {
  struct sampling_plan_get_row *p = arena_new(who.arena, struct sampling_plan_get_row);
  struct sampling_draw_get_row d;
  bool found;
  r->plan = p;
  TRY(sql_sampling_draw_get(who.db, who.arena, &(struct sampling_draw_get){r->id}, &d, &found));
  return found ? hides(may_see_plan(who, d.plan, p), "draw") : none("draw");
}

static enum err find_coaching(struct asker who, struct reach *r) {
  struct coaching_plan_get_row *p = arena_new(who.arena, struct coaching_plan_get_row);
  TRY(may_see_coaching(who, r->id, p));
  r->coaching = p;
  if (!(who.right & R_COACH) || hers(who, p->coach)) return OK;
  return fail(E_FORBIDDEN, "only the coach of this plan may change it");
}

static enum err find_coaching_call(struct asker who, struct reach *r) {
  struct coaching_plan_get_row *p = arena_new(who.arena, struct coaching_plan_get_row);
  struct coaching_call_get_row c;
  bool found;
  r->coaching = p;
  TRY(sql_coaching_call_get(who.db, who.arena, &(struct coaching_call_get){r->id}, &c, &found));
  if (!found || !hers(who, c.coach)) return none("coaching plan");
  return may_see_coaching(who, c.plan, p);
}

// ---- lists --------------------------------------------------------------------------------------

// A programme's list is changed, and read, as the programme alone.
static enum err of_no_programme(struct asker who, struct id list, const char *what) {
  struct programme_is_row p;
  bool is;
  TRY(sql_programme_is(who.db, who.arena, &(struct programme_is){list}, &p, &is));
  return is ? none(what) : OK;
}

static enum err find_any_list(struct asker who, struct reach *r) {
  struct list_get_row *l = arena_new(who.arena, struct list_get_row);
  bool found;
  r->list = l;
  TRY(sql_list_get(who.db, who.arena, &(struct list_get){r->id}, l, &found));
  return found ? of_no_programme(who, r->id, "list") : none("list");
}

static enum err find_own_list(struct asker who, struct reach *r) {
  TRY(find_any_list(who, r));
  return hers(who, r->list->owner) ? OK : none("list");
}

static enum err find_given_list(struct asker who, struct reach *r) {
  struct list_reader_get_row mine;
  bool given;
  TRY(find_any_list(who, r));
  TRY(sql_list_reader_get(who.db, who.arena,
                          &(struct list_reader_get){.list = r->id, .person = who.viewer->person},
                          &mine, &given));
  return given ? OK : none("list");
}

static enum err find_list(struct asker who, struct reach *r) {
  TRY(find_any_list(who, r));
  return hers(who, r->list->owner) ? OK : find_given_list(who, r);
}

static enum err find_any_item(struct asker who, struct reach *r) {
  struct list_item_get_row *item = arena_new(who.arena, struct list_item_get_row);
  bool found;
  TRY(sql_list_item_get(who.db, who.arena, &(struct list_item_get){r->id}, item, &found));
  if (!found) return none("item");
  r->interaction = item->interaction;
  r->item = item;
  return OK;
}

static enum err find_own_item(struct asker who, struct reach *r) {
  TRY(find_any_item(who, r));
  if (!hers(who, r->item->owner)) return none("item");
  return of_no_programme(who, r->item->list, "item");
}

// Only whose part of the call it is; to anybody else there is no such question.
static enum err find_item(struct asker who, struct reach *r) {
  struct item_agents_row *agent;
  size_t n;
  TRY(find_any_item(who, r));
  TRY(sql_item_agents(who.db, who.arena, &(struct item_agents){r->id}, &agent, &n));
  for (size_t i = 0; i < n; i++)
    if (hers(who, agent[i].agent.v)) return OK;
  return none("item");
}

// ---- programmes ---------------------------------------------------------------------------------

static enum err find_any_programme(struct asker who, struct id id, struct reach *r) {
  struct programme_get_row *p = arena_new(who.arena, struct programme_get_row);
  bool found;
  r->programme = p;
  TRY(sql_programme_get(who.db, who.arena, &(struct programme_get){id}, p, &found));
  return found ? OK : none("programme");
}

static enum err walks(struct asker who, struct id programme, const char *what) {
  struct programme_mine_row mine;
  bool given;
  TRY(sql_programme_mine(
      who.db, who.arena,
      &(struct programme_mine){.programme = programme, .person = who.viewer->person}, &mine,
      &given));
  return given ? OK : none(what);
}

static enum err find_own_programme(struct asker who, struct reach *r) {
  TRY(find_any_programme(who, r->id, r));
  return hers(who, r->programme->owner) ? OK : none("programme");
}

static enum err find_given_programme(struct asker who, struct reach *r) {
  TRY(find_any_programme(who, r->id, r));
  return walks(who, r->id, "programme");
}

static enum err find_any_programme_item(struct asker who, struct reach *r) {
  struct programme_item_get_row *item = arena_new(who.arena, struct programme_item_get_row);
  bool found;
  r->programme_item = item;
  TRY(sql_programme_item_get(who.db, who.arena, &(struct programme_item_get){r->id}, item, &found));
  return found ? OK : none("item");
}

static enum err find_own_programme_item(struct asker who, struct reach *r) {
  TRY(find_any_programme_item(who, r));
  return hers(who, r->programme_item->owner) ? OK : none("item");
}

static enum err find_given_programme_item(struct asker who, struct reach *r) {
  TRY(find_any_programme_item(who, r));
  return walks(who, r->programme_item->programme, "item");
}

static enum err find_given_stop(struct asker who, struct reach *r) {
  struct programme_stop_get_row *stop = arena_new(who.arena, struct programme_stop_get_row);
  bool found;
  r->stop = stop;
  TRY(sql_programme_stop_get(who.db, who.arena, &(struct programme_stop_get){r->id}, stop, &found));
  return found ? walks(who, stop->programme, "question") : none("question");
}

static enum err find_trainee(struct asker who, struct reach *r) {
  struct programme_member_get_row *m = arena_new(who.arena, struct programme_member_get_row);
  bool found;
  r->trainee = m;
  TRY(sql_programme_member_get(who.db, who.arena, &(struct programme_member_get){r->id}, m,
                               &found));
  return found && hers(who, m->owner) ? OK : none("trainee");
}

static enum err find_mentored(struct asker who, struct reach *r) {
  struct programme_ask_get_row a;
  bool found;
  TRY(sql_programme_ask_get(who.db, who.arena, &(struct programme_ask_get){r->id}, &a, &found));
  return found && a.mentor.set && hers(who, a.mentor.v) ? OK : none("question");
}

// ---- people, teams, windows
// ----------------------------------------------------------------------

static enum err find_person(struct asker who, struct reach *r) {
  bool leads = hers(who, r->id);
  if (!leads) TRY(may_lead(who, r->id, who.right, &leads));
  return leads ? OK : none("person");
}

static enum err find_let_in(struct asker who, struct reach *r) {
  struct person_get_row *p = arena_new(who.arena, struct person_get_row);
  bool found;
  TRY(may_let_in(who, r->id));
  TRY(sql_person_get(who.db, who.arena, &(struct person_get){r->id}, p, &found));
  r->person = p;
  return found && strcmp(p->state, "left") != 0 ? OK : none("person");
}

static enum err find_team(struct asker who, struct reach *r) {
  return may_over_team(who.viewer, some_id(r->id), who.right) ? OK : none("team");
}

static enum err find_window(struct asker who, struct reach *r) {
  struct load_window_get_row *w = arena_new(who.arena, struct load_window_get_row);
  bool found;
  TRY(sql_load_window_get(who.db, who.arena, &(struct load_window_get){r->id}, w, &found));
  if (!found) return none("load window");
  r->window = w;
  if (may_over_team(who.viewer, w->team, who.right)) return OK;
  return fail(E_FORBIDDEN, w->team.set ? "that window is another team's"
                                       : "that window is the whole site's: the quality lead or the "
                                         "administrator changes it");
}

// -------------------------------------------------------------------------------------------------

enum err may_reach(struct asker who, enum reach_of of, struct id named, struct reach *out) {
  static enum err (*const finders[])(struct asker, struct reach *) = {
#define SCOPE(sym, finder, says) [OF_##sym] = find_##finder,
#include "schemas/scopes.def"
#undef SCOPE
  };
  struct reach r = {.id = named};
  if (of <= OF_NOTHING || (size_t)of >= countof(finders))
    return fail(E_BROKEN, "this row does not say of what it is");
  TRY(finders[of](who, &r));
  *out = r;
  return OK;
}
