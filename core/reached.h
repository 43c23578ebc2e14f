// SPDX-License-Identifier: Apache-2.0
// Reached: an id that somebody named, and that she who asks may touch so. A query that writes what
// a body names takes this and no id (`line=reached` in schemas/queries): a thing nobody asked about
// does not compile, and one left out is refused. What it is made of only centre/may_reach.c knows,
// which alone makes one; it lies in the asker's arena. Of the none id: nothing in particular, as
// the whole site, which was asked about too.
#pragma once
#include "core/sql.h"

struct reached; // its first member is the id

static inline struct opt_id reached_id(const struct reached *r) {
  return opt_id_of(*(const struct id *)(const void *)r);
}
