// SPDX-License-Identifier: Apache-2.0
// Things seen: each asks whether the viewer sees this one, and hands out its row; E_NOT_FOUND for
// what she does not see. Handlers ask it of the rows of a list; what a path names, reach.h asks.
// And what she may do with what she sees, told so that a page can offer it.
#pragma once
#include "centre/may.h"
#include "centre/may_evaluation.h"
#include "gen/sql/calibration.h"
#include "gen/sql/coaching.h"
#include "gen/sql/evaluation.h"
#include "gen/sql/sampling.h"

struct seen_evaluation {
  struct evaluation_shown_row row;
  struct evaluation_can can;
  bool leads;    // works with the agent's calls, and it is not the viewer's own
  bool informed; // its evaluator had read somebody else's of the call before she handed it in
};
// Contents: not where can.blind.
MUST_CHECK enum err may_see_evaluation(struct asker who, struct id id, struct seen_evaluation *out);

struct seen_calibration {
  struct calibration_get_row row;
  struct calibration_raters_row *raters;
  size_t n_raters;
  const char *part; // the viewer's, NULL: not among the raters
  bool leads;       // holds it: who made it, the site's, or who leads every call in it
};
MUST_CHECK enum err may_see_calibration(struct asker who, struct id id,
                                        struct seen_calibration *out);
// Who holds calibrations of the whole site reads of every rater; each rater of herself.
bool may_see_severity(const struct viewer *v, struct id rater);
bool may_see_held_calibrations(const struct viewer *v); // of those she holds, each says which

// By who plans for these calls, sees them, or hears for the plan.
MUST_CHECK enum err may_see_plan(struct asker who, struct id id, struct sampling_plan_get_row *out);
MUST_CHECK enum err may_see_whether_draws(struct asker who, const struct sampling_plan_get_row *p,
                                          bool *out);
// A plan's agent; its coach for as long as she leads her.
MUST_CHECK enum err may_see_coaching(struct asker who, struct id id,
                                     struct coaching_plan_get_row *out);
// A form in use; a draft by who writes the site's forms.
MUST_CHECK enum err may_see_form(struct asker who, struct id id,
                                 struct rubric_version_get_row *out);
bool may_see_drafts(const struct viewer *v);
bool may_see_window(const struct viewer *v, struct opt_id team); // in the team, or leads it
bool may_see_unclaimed(const struct viewer *v);                  // of her teams, to claim
bool may_see_programs(const struct viewer *v);                   // health, spool, alarms
// Who works here: everybody for whom the right is the site's; of a team, who is in it or leads it
// now.
MUST_CHECK enum err may_see_person(struct asker who, struct id person, bool *out);
// A team of those, a line of theirs; a line without a team is the site's.
bool may_see_place(const struct viewer *v, struct opt_id team);
// By what name somebody signs in is told to those who let her in.
MUST_CHECK enum err may_see_login(struct asker who, struct id person, bool *out);

// Lists hold a call under care for the agent who asked for it alone.
MUST_CHECK enum err may_see_in_lists(struct asker who, struct id interaction, bool *out);

// How much of what a right is over her answer can hold: "all" there is, "part" (her teams' or her
// own), or "none". An empty answer means something else in each, and the page says which.
const char *may_see_share(const struct viewer *v, rights right);
const char *may_see_share_of_calls(const struct viewer *v);

struct call_can { // by how she stands to a call
  bool note, evaluate, sort, swap, claim, assign, list;
  bool works;    // with the call: what people said of it is hers to read
  bool receipts; // who heard it
};
struct call_can may_do_with_call(const struct standing *s);
