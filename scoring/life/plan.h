// SPDX-License-Identifier: Apache-2.0
// Plan: sampling in the catalogue. A plan says whose calls are heard, how many a period, and by
// whom; scoring/pure/sample.h says which. Plans are never changed (retire, and make another), a
// draw is never edited (a redraw is another draw, with its reason), and each keeps its seed and its
// whole frame: plan_prove() makes it again.
//
// Every call stands in one frame: a draw's frame is the calls since the draw before it. A week's
// plan draws each Monday, a month's one as well, a share of what it takes each time. Left out, each
// with its reason: tough threat withdrawn load no_sound no_agent newhire heard no_evaluator
// no_evaluator_for_language, and too_short too_long by the plan. A call that becomes one of these
// after it was drawn is withdrawn, and the next ticket of its stratum stands in. While a load
// window is open nothing is drawn and nothing expires; time in it is added to what is due.
//
// Each step joins the transaction that is open, or is one of its own, and is a line in the audit
// chain. Who may do it is the caller's to ask. One connection, one thread, the site's time zone.
#pragma once
#include <jansson.h>

#include "core/db.h"
#include "gen/sql/sampling.h"

enum { PLAN_EVALUATORS = 32, PLAN_TAKE = 1000 };

struct plan_ask {
  const char *title, *rubric_key, *period; // week | month
  struct id team, agent, author;           // neither team nor agent: the site
  bool per_agent;
  int64_t take, min_ms, max_ms, from_ms;
  const char *lengths, *parts; // JSON arrays of numbers that grow
  const struct id *evaluators;
  size_t evaluator_count;
};
MUST_CHECK enum err plan_add(struct db *db, const struct plan_ask *ask, int64_t now_ms,
                             struct id *out_id);
MUST_CHECK enum err plan_retire(struct db *db, struct id plan, struct id by, int64_t now_ms);

enum plan_when {
  PLAN_DUE,  // if its round has none yet: calls until last midnight
  PLAN_ONCE, // the same, calls until now
  PLAN_AGAIN // as a person wishes: the round's first, or a redraw, which wants a reason
};
struct plan_order {
  struct id plan, by; // by: none for the keeper
  enum plan_when when;
  const char *reason;
};
struct plan_drawn {
  struct id draw; // none: nothing was drawn
  int64_t eligible, drawn, short_of;
};
// E_CONFLICT: a person's wish that cannot be done, with the sentence why.
MUST_CHECK enum err plan_draw(struct db *db, const struct plan_order *order, int64_t now_ms,
                              struct plan_drawn *out);
// What the keeper does: withdraw and replace, hand over, expire, draw what is due.
MUST_CHECK enum err plan_keep(struct db *db, int64_t now_ms);
// Withdraws what waits and may not be scored any more; of one call, or of all (none).
MUST_CHECK enum err plan_settle(struct db *db, struct id interaction, int64_t now_ms);
// What waits for somebody who has left or may not hear the agent any more goes to another of the
// plan's; where there is none it stays, and the plan tells how many.
MUST_CHECK enum err plan_hand_over(struct db *db);
MUST_CHECK enum err plan_expire(struct db *db, int64_t now_ms);

// ---- for evaluations ----------------------------------------------------------------------------
// A drawn call may be scored as random by whom it waits for, and by nobody else.
MUST_CHECK enum err plan_item_check(struct db *db, struct id item, struct id interaction,
                                    struct id evaluator);
// Handed in, by the form of this key: what waited for the call and the evaluator is heard, in every
// plan that scores such a call by that form. E_CONFLICT: it was drawn, and was withdrawn or has
// expired meanwhile.
struct plan_heard {
  struct id interaction, evaluator, evaluation;
  const char *key;
};
MUST_CHECK enum err plan_item_heard(struct db *db, const struct plan_heard *heard, int64_t now_ms);

// ---- proof --------------------------------------------------------------------------------------
struct plan_proof {
  bool proven;
  const char *says; // what does not agree; ""
  const char *seed, *frame_sha256;
  int64_t calls, drawn;
};
MUST_CHECK enum err plan_prove(struct db *db, struct arena *a, struct id draw,
                               struct plan_proof *out);

// How often these calls were drawn in this draw's period: by the same plan, or by any other of the
// same people and form, retired ones too. A second draw may choose; who looks sees that there was
// one.
struct plan_times {
  int64_t nth, of; // this one is the nth of so many
};
MUST_CHECK enum err plan_times(struct db *db, struct arena *a, struct id draw,
                               struct plan_times *out);
// Everything a stranger needs (docs/sampling.md): plan, frame with its calls, seed, withdrawals,
// what was drawn, how often. One file: `medlyss sample prove --frame FILE --draw FILE` takes it as
// both.
MUST_CHECK enum err plan_export(struct db *db, struct arena *a, struct id draw, json_t **out);

// ---- pauses -------------------------------------------------------------------------------------
struct plan_pauses {
  struct sampling_windows_row *v; // by their beginning
  size_t n;
  int64_t now_ms;
};
MUST_CHECK enum err plan_pauses_read(struct db *db, struct arena *a, int64_t now_ms,
                                     struct plan_pauses *out);
const char *plan_paused(const struct plan_pauses *p); // the open window's name, or NULL
// When a thing drawn then is due: its time in load windows does not count.
int64_t plan_due(const struct plan_pauses *p, int64_t drawn_ms, int64_t due_ms);
