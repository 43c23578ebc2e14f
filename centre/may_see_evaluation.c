// SPDX-License-Identifier: Apache-2.0
#include <jansson.h>

#include "centre/may_see.h"
#include "gen/sql/self.h"

// How the viewer stands to the agent's part of the call; the call's own answer is not told.
static enum err leads(struct asker who, struct id interaction, bool *out) {
  struct standing s;
  enum err rc = may_first_part(who, interaction, R_EVALUATE, &s);
  if (rc == E_NOT_FOUND || rc == E_FORBIDDEN) err_forget();
  *out = !rc && s.led && !s.own;
  return rc == E_NOT_FOUND || rc == E_FORBIDDEN ? OK : rc;
}

static enum err informed(struct asker who, struct seen_evaluation *e) {
  struct evaluation_seen_first_row row;
  bool found;
  TRY(sql_evaluation_seen_first(
      who.db, who.arena, &(struct evaluation_seen_first){e->row.evaluator, e->row.interaction},
      &row, &found));
  e->informed = found && (!e->row.submitted_ms.set || row.at_ms < e->row.submitted_ms.v);
  return OK;
}

// "visibility": "agent_and_coach": between the agent and whoever scored; who leads sees nothing of
// it.
static bool two_only(const char *document) {
  json_t *form = json_loads(document, 0, NULL);
  const char *visibility = json_string_value(json_object_get(form, "visibility"));
  bool two = visibility && !strcmp(visibility, "agent_and_coach");
  json_decref(form);
  return two;
}

enum err may_see_evaluation(struct asker who, struct id id, struct seen_evaluation *out) {
  bool found, listed;
  struct evaluation_pair_row pair;
  TRY(sql_evaluation_shown(who.db, who.arena, &(struct evaluation_shown){id}, &out->row, &found));
  if (found) TRY(may_see_in_lists(who, out->row.interaction, &listed));
  if (!found || !listed) return fail(E_NOT_FOUND, "there is no such evaluation");
  TRY(informed(who, out));
  TRY(leads(who, out->row.interaction, &out->leads));
  bool works = !strcmp(out->row.kind, "calibration") ? who.viewer->rights & R_RATE : out->leads;
  out->leads = out->leads && !two_only(out->row.document);
  TRY(sql_evaluation_pair(who.db, who.arena,
                          &(struct evaluation_pair){who.viewer->person, out->row.interaction},
                          &pair));
  struct evaluation_stand stand = {.agent = out->row.agent,
                                   .evaluator = out->row.evaluator,
                                   .kind = out->row.kind,
                                   .state = out->row.state,
                                   .released = out->row.released_ms.set,
                                   .revision = out->row.replaces.set,
                                   .works = works,
                                   .self_begun = pair.self_begun,
                                   .other_in = pair.other_in,
                                   .own_draft = pair.own_draft};
  out->can = evaluation_may(&stand, who.viewer->person, out->leads);
  return out->can.see ? OK : fail(E_NOT_FOUND, "there is no such evaluation");
}
