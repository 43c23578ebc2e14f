// SPDX-License-Identifier: Apache-2.0
// Course: where each agent of a centre is now, and whether something changed. Pure.
//
// The rules, each with its reason in docs/honesty.md:
//   only random samples count, load weeks stand apart, a total's line breaks at a rubric version;
//   now: the mean of the last 24 evaluations within half a year, shrunk toward the centre, with an
//   interval that also knows how little the centre is known (Morris 1983);
//   change: an EWMA (lambda .2, L 2.86) on single evaluations against the agent's own first 16 of
//   the version; its limits are widened by what those 16 leave unsure, so that a shaky start does
//   not look like a change;
//   criticals: failed of judged over twelve months, Jeffreys;
//   too few is said, not hidden. There is no rank, no order and no lowest here, by design.
#pragma once
#include "scoring/stat.h"

enum { COURSE_LAST = 24, COURSE_START = 16, COURSE_FEW = 8 };

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
  int64_t changed_ms; // CHANGE_POSSIBLE: the evaluation where the run began
  bool up;
  const double *ewma; // one per evaluation after the first COURSE_START
  size_t ewma_n;
  struct interval limits; // of the EWMA
};

struct centre {
  struct shrink shrink;   // of all agents with enough: within, between, centre
  struct course *courses; // one per agent
};

// `at` is put in order (agent, time). `now_ms` is the end of the period looked at.
struct centre course_centre(struct arena *a, struct seen *at, size_t n, size_t agents,
                            int64_t now_ms, double level);

// One agent's, where the others are known by their sums: her own shrunk figure, or NULL while the
// centre is not known; the variance within agents, or 0.
struct prior {
  const struct shrunk *mine;
  double within;
};
struct course course_one(struct arena *a, struct seen *at, size_t n, struct prior prior,
                         int64_t now_ms, double level);
