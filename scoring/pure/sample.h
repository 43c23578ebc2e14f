// SPDX-License-Identifier: Apache-2.0
// Sample: which calls are heard. Fair, repeatable, and provable by a stranger with sha256sum.
//
// Within a group (an agent, or the whole site) every eligible call has exactly the same chance,
// n of N. Calls stand in the order of their stratum (queue, length, part of the day; for a site
// the agent first), inside it in the order of their tickets; then every N/n-th is taken from a
// random start (systematic sampling, Cochran 1977, ch. 8), so the strata get their share.
//   ticket = SHA-256(seed "\n" call id)          start = SHA-256(seed "\n" "start:" group) mod N
// The draw stores seed and the frame's hash; sample_draw() on both gives the same calls again.
// A call that is withdrawn later is replaced by the next ticket of its stratum, without blame.
// Pure; results live in the arena.
#pragma once
#include "core/arena.h"
#include "core/sv.h"

enum { SAMPLE_BOUNDS = 8, SAMPLE_HASH = 32 };

struct sample_plan {
  size_t take;                       // calls from each group
  bool per_agent;                    // a group is an agent; else the whole site
  int64_t min_ms, max_ms;            // length of a call worth hearing
  int64_t lengths_ms[SAMPLE_BOUNDS]; // where one length class ends and the next begins
  size_t length_count;
  int64_t parts_min[SAMPLE_BOUNDS]; // minutes of the day, likewise
  size_t part_count;
};

struct sample_call {
  const char *id, *agent, *queue;
  const char *excluded; // why it may not be drawn (tough, threat, withdrawn, load …); NULL: it may
  int64_t duration_ms, minute;
  // Filled by the draw:
  size_t stratum, group;
  uint8_t ticket[SAMPLE_HASH];
  bool drawn, stands_in; // stands_in: drawn for a withdrawn one
};

struct sample_stratum {
  const char *agent, *queue; // agent "" where the group is the site and does not split by agent
  size_t length, part;       // class numbers
  size_t calls, drawn;
};

struct sample_group {
  const char *name;                 // the agent; "" for the site
  size_t eligible, drawn, short_of; // short_of: asked for and not there
  size_t replaced;
};

struct sample {
  struct sample_call **order; // the eligible calls, as the draw saw them
  size_t eligible;
  struct sample_stratum *strata;
  size_t stratum_count;
  struct sample_group *groups;
  size_t group_count;
};

// `calls` is the frame: every call of the period, excluded ones too. The draw writes into it.
// `withdrawn` are ids taken back after the draw; they keep their place in the frame.
struct sample sample_draw(struct arena *a, const struct sample_plan *plan,
                          struct sample_call *calls, size_t n, struct sv seed,
                          const char *const *withdrawn, size_t withdrawn_count);
// The reason a plan leaves a call out: excluded, too_short, too_long, no_agent; NULL: eligible.
const char *sample_excludes(const struct sample_plan *plan, const struct sample_call *c);
void sample_frame_hash(struct arena *a, const struct sample_call *calls, size_t n,
                       uint8_t out[SAMPLE_HASH]);
// Half the width of the interval the plan buys: of a mean with this sd, of a share at one half.
double sample_margin_mean(double sd, size_t drawn, size_t eligible, double level);
double sample_margin_share(size_t drawn, size_t eligible, double level);
