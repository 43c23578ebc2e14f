// SPDX-License-Identifier: Apache-2.0
// Calibration: a session's life in the catalogue.  open -> revealed -> closed, or open -> closed
//   blind      each rater scores each call alone; nobody, whoever leads, sees another's answers
//   until
//              all have handed in or whoever leads reveals; who is not in by then stays out
//   reference  the same, and one of them is the expert whose answers are the key
//   group      one form, written by the one who holds the pen; the others are present
// Revealed: a consensus is chosen per question, with a why, and becomes a precedent that stands in
// the question's guidance until it is retired. Closed: nothing changes any more, by triggers.
// The evaluations are of kind calibration: in no statistics, never released to the agent.
// Each step is a line in the audit chain, in the open transaction or one of its own. What a person
// may do at all is the caller's to check. E_CONFLICT: the step does not fit the state.
#pragma once
#include "scoring/life/evaluation.h"
#include "scoring/life/room.h"

enum { CALIBRATION_CALLS = 10, CALIBRATION_RATERS = 12 };

struct calibration_ask {
  struct id owner, rubric_version;
  const char *title, *method; // blind | group | reference
  int64_t due_ms;
  const struct id *calls, *raters;
  size_t n_calls, n_raters;
  struct id expert; // reference: one of the raters
};
// Whose call it is, and that it counts in statistics, is looked up: nobody rates her own call, and
// a call marked tough or threat is not scored.
MUST_CHECK enum err calibration_add(struct db *db, const struct calibration_ask *ask,
                                    int64_t now_ms, struct id *out_id);
// This rater's form for one of the calls: a draft, the same one when asked again.
MUST_CHECK enum err calibration_begin(struct db *db, struct id session, struct id interaction,
                                      struct id person, int64_t now_ms, struct id *out_evaluation);
// An evaluation of kind calibration was handed in: the last one reveals.
MUST_CHECK enum err calibration_handed_in(struct db *db, struct id evaluation, struct id by,
                                          int64_t now_ms);
MUST_CHECK enum err calibration_reveal(struct db *db, struct id session, struct id by,
                                       int64_t now_ms);
MUST_CHECK enum err calibration_close(struct db *db, struct id session, struct id by,
                                      int64_t now_ms);

// How many evaluations are in, of how many.
struct calibration_count {
  size_t in, of;
};
MUST_CHECK enum err calibration_count(struct db *db, struct arena *a, struct id session,
                                      struct calibration_count *out);

struct precedent_ask {
  struct id session, interaction, author;
  const char *question, *value, *why; // question: its id in the session's rubric version
  struct opt_int at_ms, len_ms;
};
// The consensus on one question of one call; a later one stands in for it.
MUST_CHECK enum err precedent_add(struct db *db, const struct precedent_ask *ask, int64_t now_ms,
                                  struct id *out_id);
MUST_CHECK enum err precedent_retire(struct db *db, struct id precedent, struct id by,
                                     int64_t now_ms);

// What was said in this session (its calls in order), or in all revealed sessions with the version.
// Nothing of an open session: E_CONFLICT.
MUST_CHECK enum err calibration_room(struct db *db, struct arena *a, struct id session,
                                     struct room *out);
MUST_CHECK enum err calibration_rooms(struct db *db, struct arena *a, struct id rubric_version,
                                      struct room *out);
