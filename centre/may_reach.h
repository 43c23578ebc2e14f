// SPDX-License-Identifier: Apache-2.0
// What a body names (a line and a person in CSV, a team, calls in JSON): each thing is asked for by
// its own may_reach_…, which alone makes the `struct reached` that a writing query takes
// (core/reached.h). By the right of the route (asker.right), over what is named. E_NOT_FOUND and
// E_FORBIDDEN as in may.h; E_BAD_DATA where what is named does not fit.
#pragma once
#include "centre/reach.h"
#include "core/reached.h"
#include "gen/sql/web_find.h"

struct line_by_address_row;

// A call for her list; of a coaching plan's agent; to rate in a calibration; to listen to.
MUST_CHECK enum err may_reach_call(struct asker who, struct id call, const struct reached **out);
MUST_CHECK enum err may_reach_call_of(struct asker who, struct id call, struct id agent,
                                      const struct reached **out);
MUST_CHECK enum err may_reach_call_to_rate(struct asker who, struct id call,
                                           const struct reached **out);
// E_FORBIDDEN too, when the reason is none of hers.
MUST_CHECK enum err may_reach_sound(struct asker who, struct id call, const char *reason,
                                    struct standing *out_standing, const struct reached **out);
// A part of a call: the one that is named, or (-1) the first that is hers to give.
MUST_CHECK enum err may_reach_part(struct asker who, struct id call, int64_t ord,
                                   struct call_segments_row *out);

// Those parts of a call that nobody has and that are hers to claim; another team's wait for its
// own.
MUST_CHECK enum err may_reach_unclaimed(struct asker who, struct id call,
                                        struct call_segments_row **out, size_t *out_n);
// A second of the call that was found: anywhere by who took part in it, else where she may read.
MUST_CHECK enum err may_reach_second(struct asker who, const struct reach *call, int64_t at_ms);
// A kind of mark: some are the agent's own words, and one stands in the agreement.
MUST_CHECK enum err may_reach_mark(struct asker who, const struct standing *s, const char *kind);

// People: herself; to give a call to; to coach; to seat at a line; to give a list to; to rate in a
// calibration; to hear for a plan.
const struct reached *may_reach_self(struct asker who);
MUST_CHECK enum err may_reach_assignee(struct asker who, struct id person,
                                       const struct reached **out);
// Anybody who works here: to own a question for the business.
MUST_CHECK enum err may_reach_anybody(struct asker who, struct id person,
                                      const struct reached **out);
// An agent of her own team now: to hand a promise over to.
MUST_CHECK enum err may_reach_colleague(struct asker who, struct id person,
                                        const struct reached **out);
MUST_CHECK enum err may_reach_coached(struct asker who, struct id person,
                                      const struct reached **out);
// Would who made a code still let this person in? E_NOT_FOUND.
MUST_CHECK enum err may_reach_let_in(struct asker who, struct id maker, struct id person);
MUST_CHECK enum err may_reach_sitter(struct asker who, struct id person,
                                     const struct reached **out);
MUST_CHECK enum err may_reach_reader(struct asker who, struct id person,
                                     const struct reached **out);
MUST_CHECK enum err may_reach_rater(struct asker who, struct id person, const struct reached **out);
MUST_CHECK enum err may_reach_evaluator(struct asker who, struct id person,
                                        const struct reached **out);

// The seat at a line, whose team's shifts she keeps. A line without a team is the administrator's.
MUST_CHECK enum err may_reach_line(struct asker who, const struct line_by_address_row *line,
                                   const struct reached **out);
// Whose load window it is: as said; unsaid, the whole site's for who may open one for all, else
// that of the one team she leads. None: the site.
MUST_CHECK enum err may_reach_window_team(struct asker who, bool said, struct opt_id team,
                                          const struct reached **out);
// The calls of a team or an agent, to plan for or to reckon with.
MUST_CHECK enum err may_reach_planned(struct asker who, struct opt_id team, struct opt_id agent);

// By a program of the house itself, for which nobody asks: the command line, a demo, a test.
const struct reached *may_reach_of_the_house(struct arena *a, struct id id);
