// SPDX-License-Identifier: Apache-2.0
#include "centre/pact.h"

#include "centre/agreement.h"
#include "gen/sql/person.h"
#include "gen/sql/place.h"
#include "gen/sql/signed.h"
#include "gen/sql/web_centre.h"

static const int64_t day_ms = INT64_C(86400000);

const char *pact_side_name(enum pact_side side) {
  return side == SIDE_EMPLOYEES ? "employees" : "employer";
}

enum err pact_propose(struct db *db, const struct pact_text *t, struct id *out_id) {
  *out_id = id_new();
  return sql_proposal_add(db, &(struct proposal_add){.id = *out_id,
                                                     .title = t->title,
                                                     .body = t->body,
                                                     .from_ms = t->from_ms,
                                                     .author = t->author,
                                                     .written_ms = t->now_ms});
}

static enum err open_proposal(struct db *db, struct arena *a, struct id id,
                              struct proposal_get_row *out) {
  bool found;
  TRY(sql_proposal_get(db, a, &(struct proposal_get){id}, out, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such proposal");
  if (out->closed_ms.set)
    return fail(E_CONFLICT, "this proposal is signed by both sides already, or withdrawn");
  return OK;
}

enum err pact_withdraw(struct db *db, struct arena *a, struct id proposal, int64_t now_ms) {
  struct proposal_get_row p;
  TRY(open_proposal(db, a, proposal, &p));
  return sql_proposal_close(db, &(struct proposal_close){.closed_ms = now_ms, .id = proposal});
}

// ---- who signs ----------------------------------------------------------------------------------
// Who could sign for either side could agree with herself.
static enum err on_one_side(const struct viewer *who) {
  rights both = R_SIGN_FOR_EMPLOYER | R_SIGN_FOR_UNION;
  if ((who->rights & both) != both) return OK;
  return fail(E_FORBIDDEN, "your roles stand on both sides: somebody else signs for each");
}

static enum err holds_role(struct db *db, struct arena *a, const struct pact_act *act,
                           const char *role, bool *out) {
  struct grant_at_row *grants;
  size_t n;
  *out = false;
  TRY(sql_grant_at(db, a, &(struct grant_at){.person = act->who->person, .at_ms = act->now_ms},
                   &grants, &n));
  for (size_t i = 0; i < n && !*out; i++) *out = !strcmp(grants[i].role, role);
  return OK;
}

// The employer's side is whom the text itself names; where it names nobody, whoever has the right.
static enum err may_stand_for(struct db *db, struct arena *a, const struct pact_act *act,
                              const char *body) {
  const char *role = agreement_employer(body);
  bool holds = true;
  TRY(on_one_side(act->who));
  if (act->side == SIDE_EMPLOYEES || !role) return OK;
  TRY(holds_role(db, a, act, role, &holds));
  if (holds) return OK;
  return fail(E_FORBIDDEN, "for the employer this agreement is signed by the role %s", role);
}

// ---- in force -----------------------------------------------------------------------------------
static const char *versions(struct arena *a, const struct agreement_overtaken_row *r, size_t n,
                            int64_t from, bool begun) {
  const char *list = "";
  for (size_t i = 0; i < n; i++)
    if ((r[i].from_ms < from) == begun)
      list = arena_printf(a, "%s%s%" PRId64, list, *list ? "," : "", r[i].version);
  return list;
}

// The newest signature holds: what is in force ends when it begins, and what was planned for later
// is withdrawn.
static enum err overtake(struct db *db, struct arena *a, struct pact_made *m) {
  struct agreement_overtaken_row *r;
  size_t n;
  TRY(sql_agreement_overtaken(db, a, &(struct agreement_overtaken){m->from_ms}, &r, &n));
  for (size_t i = 0; i < n; i++) {
    int64_t end = r[i].from_ms < m->from_ms ? m->from_ms : r[i].from_ms;
    TRY(sql_agreement_close(db, &(struct agreement_close){.to_ms = end, .id = r[i].id}));
  }
  m->closed = versions(a, r, n, m->from_ms, true);
  m->withdrawn = versions(a, r, n, m->from_ms, false);
  return OK;
}

static const char *names(struct arena *a, const struct signature_list_row *s, size_t n) {
  const char *list = "";
  for (size_t i = 0; i < n; i++)
    list = arena_printf(a, "%s%s%s", list, *list ? ", " : "", s[i].person_name);
  return list;
}

static enum err into_force(struct db *db, struct arena *a, const struct pact_act *act,
                           const struct proposal_get_row *p, struct pact_made *m) {
  struct signature_list_row *s;
  struct agreement_latest_row last;
  size_t n;
  TRY(sql_signature_list(db, a, &(struct signature_list){p->id}, &s, &n));
  if (n < 2) return OK;
  TRY(sql_agreement_latest(db, a, &last));
  *m = (struct pact_made){.agreement = id_new(),
                          .version = last.version + 1,
                          .from_ms = p->from_ms > act->now_ms ? p->from_ms : act->now_ms};
  TRY(overtake(db, a, m));
  TRY(sql_agreement_add(db, &(struct agreement_add){.id = m->agreement,
                                                    .version = m->version,
                                                    .title = p->title,
                                                    .body = p->body,
                                                    .from_ms = m->from_ms,
                                                    .signed_by = names(a, s, n)}));
  return sql_proposal_close(db, &(struct proposal_close){.closed_ms = act->now_ms,
                                                         .agreement = some_id(m->agreement),
                                                         .id = p->id});
}

static enum err not_yet(struct db *db, struct arena *a, const struct pact_act *act) {
  struct signature_list_row *s;
  size_t n;
  TRY(sql_signature_list(db, a, &(struct signature_list){act->what}, &s, &n));
  for (size_t i = 0; i < n; i++) {
    if (!strcmp(s[i].side, pact_side_name(act->side)))
      return fail(E_CONFLICT, "this side has signed already");
    if (id_eq(s[i].person, act->who->person))
      return fail(E_FORBIDDEN, "you have signed for the other side: somebody else signs for this");
  }
  return OK;
}

enum err pact_sign(struct db *db, struct arena *a, const struct pact_act *act,
                   struct pact_made *out) {
  struct proposal_get_row p;
  *out = (struct pact_made){0};
  TRY(open_proposal(db, a, act->what, &p));
  TRY(may_stand_for(db, a, act, p.body));
  TRY(not_yet(db, a, act));
  TRY(sql_signature_add(db, &(struct signature_add){.proposal = p.id,
                                                    .side = pact_side_name(act->side),
                                                    .person = act->who->person,
                                                    .at_ms = act->now_ms}));
  return into_force(db, a, act, &p, out);
}

// ---- notice -------------------------------------------------------------------------------------
static enum err in_force(struct db *db, struct arena *a, const struct pact_act *act,
                         struct agreement_get_row *out) {
  struct notice_of_row given;
  bool found, told;
  TRY(sql_agreement_get(db, a, &(struct agreement_get){act->what}, out, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such agreement");
  TRY(sql_notice_of(db, a, &(struct notice_of){act->what}, &given, &told));
  if (told) return fail(E_CONFLICT, "notice of this agreement has been given already");
  if (out->to_ms.set && out->to_ms.v <= act->now_ms)
    return fail(E_CONFLICT, "this agreement has ended already");
  return OK;
}

enum err pact_notice(struct db *db, struct arena *a, const struct pact_act *act, const char *reason,
                     int64_t ends_ms) {
  struct agreement_get_row of;
  TRY(in_force(db, a, act, &of));
  TRY(may_stand_for(db, a, act, of.body));
  int64_t first = act->now_ms + agreement_notice_days(of.body) * day_ms;
  int64_t ends = ends_ms > first ? ends_ms : first;
  if (ends < of.from_ms) ends = of.from_ms; // it never began
  if (of.to_ms.set && of.to_ms.v < ends) ends = of.to_ms.v;
  TRY(sql_agreement_close(db, &(struct agreement_close){.to_ms = ends, .id = of.id}));
  return sql_notice_add(db, &(struct notice_add){.agreement = of.id,
                                                 .side = pact_side_name(act->side),
                                                 .person = act->who->person,
                                                 .reason = reason,
                                                 .given_ms = act->now_ms,
                                                 .ends_ms = ends});
}
