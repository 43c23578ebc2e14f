// SPDX-License-Identifier: Apache-2.0
// Trends: what the catalogue says over time about one agent, a team or the centre, as JSON; the
// same object over HTTP and from `medlyss trend`. Rights are the caller's to check.
//
// Every figure is {"estimate","interval","n","method"} or {"undefined": why, "n"}. Sentences are
// chosen here by rule and worded on the page: {"key", …}. Nothing is put in order by a figure:
// people stand by name. A group's figure needs five people who contributed (GROUP_LEAST), in each
// month of its own; a funnel ten (FUNNEL_LEAST).
//
// Sentences (docs/trends.md):
//   too_few          fewer than 8 evaluations of the newest form within half a year
//   possible_change  level.h found a cut among the last 24; with the first of the new level
//   none_clear       everything else: the default
// Results are new references. One connection, one thread; memory is the arena's.
#pragma once
#include <jansson.h>

#include "core/db.h"
#include "gen/sql/trends.h"
#include "scoring/pure/course.h"
#include "scoring/pure/score.h"
#include "scoring/pure/stat_few.h"

enum { GROUP_LEAST = 5, FUNNEL_LEAST = 10, SHOWN_MONTHS = 8 }; // this month and seven before it

struct trend_ask {
  const char *rubric; // its key; NULL: core, or where it has no figures the first that has
  int64_t now_ms;
  bool change; // an agent's: with how the change was found, for those who check it
  bool unsent; // with random samples that were scored and never sent: not for the agent herself
  struct id viewer; // whose eyes: no score of a call she has to score blind; none: nobody's
  bool agents;      // the centre's: with every agent's course (a team's always has them)
};

MUST_CHECK enum err trend_person(struct db *db, struct arena *a, struct id agent,
                                 const struct trend_ask *ask, json_t **out);
// team none: the whole centre
MUST_CHECK enum err trend_group(struct db *db, struct arena *a, struct id team,
                                const struct trend_ask *ask, json_t **out);
// Which sentence; pure.
const char *trend_sentence(const struct course *c);

// ---- of this room -------------------------------------------------------------------------------
struct trend_base { // what several pages of one form share
  const char *rubric;
  int64_t now_ms;
  int64_t from_ms, from_month; // what is shown begins with a month, by the site's clock
  struct rubric_versions_of_row *versions;
  struct rubric *forms; // one per version
  json_t **documents;   // let go by trend_base_drop
  size_t n_versions;
  struct counted_lasts_row *lasts;
  size_t n_lasts;
  struct blind_calls_row *blind; // by time
  size_t n_blind;
};
MUST_CHECK enum err trend_base_load(struct db *db, struct arena *a, const struct trend_ask *ask,
                                    struct trend_base *out);
void trend_base_drop(struct trend_base *b);
// What is known of those whose newest form is hers.
MUST_CHECK enum err trend_prior(struct db *db, struct arena *a, const struct trend_base *b,
                                struct id agent, struct level_ask *out);
double trend_step(const struct trend_base *b); // one answer one step away, in ppm of a total
MUST_CHECK enum err trend_shrink(struct db *db, struct arena *a, const struct trend_base *b,
                                 int64_t version, struct shrink *out, struct id **out_who,
                                 size_t *out_n);
MUST_CHECK enum err trend_course_with(struct db *db, struct arena *a, const struct trend_base *b,
                                      struct id agent, struct level_ask prior, struct course *out,
                                      struct counted_of_row **out_rows, size_t *out_n);
MUST_CHECK enum err trend_course(struct db *db, struct arena *a, const struct trend_base *b,
                                 struct id agent, struct course *out,
                                 struct counted_of_row **out_rows, size_t *out_n);

// The forms with figures (of an agent, or none: of anybody) as JSON; fills in which is told.
MUST_CHECK enum err trend_forms(struct db *db, struct arena *a, struct id agent,
                                const char **rubric, json_t **out);

// Whether the viewer has to score the call that began then herself, and not read its score here.
bool trend_blind(const struct trend_base *b, int64_t at_ms);
MUST_CHECK enum err trend_apart_json(struct db *db, struct arena *a, const struct trend_base *b,
                                     struct id agent, int64_t from_ms, json_t **out);

// Random samples that are in no figure, each with why: voided, tough, threat, withdrawn, own_first
// (hers is not handed in yet); with `unsent` also those never sent. As an array of {at_ms, version,
// why}.
MUST_CHECK enum err trend_left_out(struct db *db, struct arena *a, const struct trend_base *b,
                                   struct id agent, bool unsent, json_t **out);

json_t *trend_figure_json(struct figure f);
json_t *trend_interval_json(struct interval i);
json_t *trend_says_json(const struct course *c);
json_t *trend_breaks_json(const struct trend_base *b);
// The load windows beside them: of a team, of a person's team now, and the site's; none: all.
struct trend_whose {
  struct opt_id team, person;
};
enum err trend_loads_json(struct db *db, struct arena *a, const struct trend_base *b,
                          struct trend_whose whose, json_t **out);

// Dots of `rows` (newest first), oldest first. Up to `most` each evaluation is one; of more than a
// chart can show, the newest `single` are, and of those before them each week's mean with its n, a
// month, a form's version and a load window apart. Those of trend_blind are no dots and are
// counted.
struct dots {
  size_t most, single;
};
size_t trend_points_hidden(const struct trend_base *b, const struct counted_of_row *rows, size_t n);
json_t *trend_points_json(const struct trend_base *b, const struct counted_of_row *rows, size_t n,
                          struct dots d);
