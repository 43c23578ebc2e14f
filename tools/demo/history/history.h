// SPDX-License-Identifier: Apache-2.0
// History: half a year of a centre's calls and what was said about them, made up from a seed and
// written through the same queries and scoring calls as the real thing. The calls' sound is gone,
// as the agreement's thirty days have it; the rest stays.
//
// What is true of it, so that a page can be held against it (tools/demo/README.md says it in
// words):
//   every agent has a quality of her own; one of them truly gets better seven weeks before the end;
//   one has four evaluations; one coach is stricter than the others; one question was unclear until
//   the form's second version reworded it; one week was a storm; some agents disagreed.
// One connection, one thread. `arena` keeps what is found at the start; from then on it is emptied
// after each call.
#pragma once
#include "core/db.h"
#include "gen/sql/web_centre.h"
#include "scoring/pure/rng.h"
#include "scoring/scoring.h"

#define DAY_MS INT64_C(86400000)
enum { MATTERS = 16, SEEN_MOST = 8 };
enum { AGENTS_MOST = 600, COACHES_MOST = 64, TOPICS_MOST = 64, WEEKS = 26 };

struct agent {
  struct id id;
  struct opt_id team;
  double quality; // on the logistic scale: 1.4 is top at four questions of five
  double later;   // added from `later_ms` on
  int64_t later_ms;
  bool few; // has four evaluations in all
};

struct coach {
  struct id id;
  struct opt_id team; // none: of the whole site
  double strict;
  bool generous; // reads the unclear question so
};

struct form { // a version, and from when on it is used
  struct id id;
  struct rubric rubric;
  int64_t from_ms;
  bool clear; // the unclear question has been reworded
};

struct call { // one that was made, as far as its evaluation cares
  struct id id;
  int64_t started_ms, duration_ms;
  bool storm, solved;
  uint64_t caller;
};

// Who called about a matter in a week, that some may call again; forgotten as all callers are.
struct callers {
  struct {
    int64_t started_ms;
    uint64_t caller;
    bool solved;
  } seen[SEEN_MOST];
  size_t n;
};

struct history {
  struct db *db;
  struct arena *arena;
  struct rng rng, chance; // chance: of calling again, apart so that it moves nothing else
  int64_t from_ms, to_ms;
  struct agent agents[AGENTS_MOST];
  struct coach coaches[COACHES_MOST]; // of teams, and quality leads of the site
  struct topics_all_row *topics;
  struct form forms[2];
  int64_t storm_from_ms, storm_to_ms;
  const char *storm; // the window's name
  struct callers callers[WEEKS + 1][MATTERS];
  uint64_t caller_count;
  struct call *made; // all, to erase their callers
  size_t made_count;
  size_t agent_count, coach_count, topic_count;
};

MUST_CHECK enum err cast_find(struct history *h); // who works there, out of the catalogue
MUST_CHECK enum err forms_find(struct history *h, int64_t second_ms);
MUST_CHECK enum err call_make(struct history *h, const struct agent *who, int64_t at_ms,
                              struct call *out);
MUST_CHECK enum err callers_erase(struct history *h); // all of them; who called again stays known
MUST_CHECK enum err score_make(struct history *h, const struct agent *who, const struct call *call);
