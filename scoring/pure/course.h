// SPDX-License-Identifier: Apache-2.0
// Course: where each agent of a centre is now, and whether something changed. Pure.
//
// The rules, each with its reason in docs/honesty.md:
//   only random samples count, load weeks stand apart, a total's line breaks at a rubric version;
//   now: the level the last 24 evaluations within half a year end on (level.h): drawn toward the
//   centre, and wide where it may have moved meanwhile;
//   change: a cut between two levels among the last 24 (level.h); what is older is how things are;
//   criticals: failed of judged over twelve months, Jeffreys;
//   too few is said, not hidden. There is no rank, no order and no lowest here, by design.
#pragma once
#include "scoring/pure/level.h"
#include "scoring/pure/stat.h"

enum { COURSE_LAST = 24, COURSE_FEW = 8, COURSE_CHANGE = 12 };

struct seen { // one released evaluation, as statistics may use it
  int64_t at_ms;
  uint32_t agent; // 0 .. agents - 1
  int32_t ppm;    // the total; below 0: none
  uint32_t version;
  uint16_t judged, failed; // criticals
  bool random, load;       // selection; fell in a load window
};

enum course_change { CHANGE_TOO_FEW, CHANGE_NONE_CLEAR, CHANGE_POSSIBLE };

struct course {
  size_t n;               // evaluations of the current version that count
  struct figure now;      // in ppm; undefined below COURSE_FEW ("too few"), n: those used
  struct figure critical; // share of judged criticals that failed
  enum course_change change;
  int64_t changed_ms; // CHANGE_POSSIBLE: the first evaluation of the new level
  struct moved moved; // among the n
};

struct centre {
  struct shrink shrink;   // of all agents with enough: within, between, centre
  struct course *courses; // one per agent
};

// `at` is put in order (agent, time). `now_ms` is the end of the period looked at.
struct centre course_centre(struct arena *a, struct seen *at, size_t n, size_t agents,
                            int64_t now_ms, double level);

// One agent's, where the others are known by their sums. `step`: what one answer one step away
// makes of a total, in ppm; 0: not known.
struct level_ask course_prior(const struct shrink *s, double step);
struct course course_one(struct arena *a, struct seen *at, size_t n, struct level_ask prior,
                         int64_t now_ms, double level);
