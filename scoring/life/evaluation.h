// SPDX-License-Identifier: Apache-2.0
// Evaluation: its life in the catalogue.
//   draft -> submitted -> released -> acknowledged | disputed -> resolved;  voided with a reason
// A draft is invisible to the agent and absent from statistics. Handing in needs every visible
// question answered, with comments and markers where they are required, and fixes the numbers;
// from then on triggers refuse any change. An adjusted dispute makes a new revision (a draft by the
// decider, answers copied); the old one stays. Each step is a line in the audit chain, in the same
// transaction. E_CONFLICT: the step does not fit the state; E_FORBIDDEN: not this person's step.
// Whether the person may work with the call at all is asked in centre/may_evaluation.h. Each step
// joins the transaction that is open, or is one of its own. One connection, one thread.
#pragma once
#include "core/db.h"
#include "scoring/pure/score.h"

enum { DISPUTE_DAYS = 14 };

struct evaluation_ask {
  struct id interaction, agent, evaluator, rubric_version;
  const char *kind, *selection; // standard …; random …
  const char *load_mark;        // or NULL
  struct id item;               // the sample that asks for it; none: nobody's draw
};
MUST_CHECK enum err evaluation_start(struct db *db, const struct evaluation_ask *ask,
                                     int64_t now_ms, struct id *out_id);

// The same of a call as the catalogue has it: whose it is and the load window are looked up, and
// what does not fit is refused: a call that counts in no statistics, somebody else's
// self-evaluation, one's own call under another kind, a second draft, "random" without the item
// that drew it. With an item, selection may be NULL: it is random.
MUST_CHECK enum err evaluation_begin(struct db *db, const struct evaluation_ask *ask,
                                     int64_t now_ms, struct id *out_id);

struct evaluation_answer {
  const char *question, *value, *comment; // comment: NULL for none
  struct opt_int at_ms, len_ms;
  bool touched;
};
// Autosave: one answer of a draft, checked against the rubric.
MUST_CHECK enum err evaluation_answer(struct db *db, struct id id, struct id evaluator,
                                      const struct evaluation_answer *answer);
// One deliberate key: what is scored, visible and unanswered gets its scale's top option,
// untouched. Critical points too where `critical`: whoever presses was told them by name
// (adr/0049).
MUST_CHECK enum err evaluation_rest(struct db *db, struct id id, struct id evaluator,
                                    bool critical);
// The score as it stands: running total of a draft, or the final one.
MUST_CHECK enum err evaluation_score(struct db *db, struct arena *a, struct id id,
                                     struct rubric *out_rubric, struct answer **out_answers,
                                     struct score *out);
MUST_CHECK enum err evaluation_submit(struct db *db, struct id id, struct id evaluator,
                                      int64_t heard_ms, int64_t now_ms);
// A draft that is not wanted any more; not one that a dispute's decision asked for.
MUST_CHECK enum err evaluation_discard(struct db *db, struct id id, struct id evaluator);
MUST_CHECK enum err evaluation_release(struct db *db, struct id id, struct id by, int64_t now_ms);
MUST_CHECK enum err evaluation_acknowledge(struct db *db, struct id id, struct id agent,
                                           int64_t now_ms);
MUST_CHECK enum err evaluation_void(struct db *db, struct id id, struct id by, const char *reason,
                                    int64_t now_ms);

struct dispute_ask {
  struct id evaluation, agent;
  const char *question, *reason, *proposed; // proposed: an answer, or NULL
  struct opt_int at_ms, len_ms;             // the place she means
  int64_t days;                             // how long after the release; 0: DISPUTE_DAYS
};
// Until when an agent may disagree with what was released then.
int64_t dispute_until(int64_t released_ms, int64_t days);
MUST_CHECK enum err dispute_open(struct db *db, const struct dispute_ask *ask, int64_t now_ms,
                                 struct id *out_id);
struct dispute_decision {
  struct id dispute, decider;
  const char *decision, *why; // upheld | partly | adjusted
};
// Adjusted or partly: *out_revision is the decider's draft, one for all of an evaluation's
// disputes; else none. E_CONFLICT while somebody else's draft is open.
MUST_CHECK enum err dispute_decide(struct db *db, const struct dispute_decision *d, int64_t now_ms,
                                   struct id *out_revision);

// A promise to get back to the caller, which closes the step when it is kept: to move (later_ms
// set) or to say done by who made it, or by the colleague she has handed it over to. Either takes
// it back, or gives it. E_NOT_FOUND to everybody else.
MUST_CHECK enum err promise_step(struct db *db, struct id id, struct id who,
                                 struct opt_int later_ms, int64_t now_ms);
struct promise_handing {
  struct id promise, agent;
  const struct reached *receiver; // centre/may_reach.h: a colleague
  const char *words;              // all that the receiver learns of it
};
MUST_CHECK enum err promise_hand(struct db *db, const struct promise_handing *h, int64_t now_ms);
MUST_CHECK enum err promise_back(struct db *db, struct id id, struct id who);

// A stored version, ready to score with; results live in the arena.
MUST_CHECK enum err rubric_load(struct db *db, struct arena *a, struct id version,
                                struct rubric *out);
