// SPDX-License-Identifier: Apache-2.0
// Rubric health: how the questions of one version do, so that the form is watched over time and not
// only the people. Figures stand on the newest HEALTH_LAST random evaluations that count, no older
// than HEALTH_DAYS before the last of them; each carries its n and an interval (Wilson). Nothing is
// told of a question that fewer than HEALTH_PEOPLE agents were asked about, and nothing per person.
//
// Hints, by written rules (docs/questions.md), the first that holds:
//   unclear   calibration says that evaluators read it differently (scoring/life/room.h)
//   changed   three disputes or more were decided, most changed the answer, and for three people
//   untold    critical: more than one in five could not be told, beyond doubt
//   rare      more than half were not applicable, beyond doubt
//   flat      HEALTH_FEW answers or more, and 98 % of them the same: it has not told calls apart.
//             Critical points are spared: there the same answer is what one hopes for
#pragma once
#include "core/db.h"
#include "scoring/life/room.h"

enum {
  HEALTH_LAST = 1000,
  HEALTH_DAYS = 182,
  HEALTH_PEOPLE = 5,
  HEALTH_FEW = 30,
  HEALTH_VOICES = 3
};

struct health_question {
  size_t people, answers;                        // agents asked about; answers on the scale
  size_t given[OPTIONS_MAX];                     // of each option
  size_t na, outside, cannot_tell;               // answers off the scale
  size_t untouched;                              // confirmed with the rest by one key
  size_t disputes, decided, upheld, changed_for; // changed_for: agents whose answer was changed
  size_t top;                                    // the option given most
  struct figure top_share, na_share, cannot_tell_share;
  struct room_question room;
  const char *hint; // "" for none
};
struct health {
  size_t evaluations, people;
  struct opt_int first_ms, last_ms;
  struct rubric rubric;
  struct health_question *questions; // in the rubric's order
};
MUST_CHECK enum err rubric_health(struct db *db, struct arena *a, struct id version,
                                  struct health *out);

// What the newest evaluations by one version would have given under another document, question by
// question of the same key; answers the new scale does not have, and new questions, are left open.
enum { WHATIF_LAST = 50, WHATIF_BINS = 11 }; // 0–9 %, 10–19 %, … 90–99 %, 100 %
struct whatif {
  size_t n, people; // compared: both totals exist
  size_t before[WHATIF_BINS], after[WHATIF_BINS];
  struct figure change; // mean of the differences, in percent; undefined below two
};
MUST_CHECK enum err rubric_whatif(struct db *db, struct arena *a, struct id version,
                                  const struct rubric *draft, struct whatif *out);
