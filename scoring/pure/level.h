// SPDX-License-Identifier: Apache-2.0
// Level: where a series of single evaluations stands now, and whether and when it moved. Pure.
//
// Now. A mean of the last 24 is wrong for as long as it mixes what was with what is: after a change
// of 1.5 sigma it held the truth in 0-14 of 100. Here every length of the present run is weighed
// (Adams & MacKay 2007, Bayesian online changepoint detection, the spread known): a change is
// expected about once in 24 evaluations, a new level lies sqrt(2) sigma about the centre. The
// interval is of the whole mixture; it widens by itself where a change is likely, and holds the
// truth from eight evaluations after any change (docs/honesty.md).
//
// Moved. The two means on either side of the best cut are compared: |difference| / (sigma
// sqrt(1/before + 1/after)) above 3.7 is a change; then the part after it is searched again. What
// is older than the last 24 evaluations is how things are and is not told. Watched for half a year,
// an unchanged series is called changed in fewer than 5 of 100.
#pragma once
#include "scoring/pure/stat.h"

struct level_ask {        // of the centre
  double center, between; // its mean and the variance between people; NAN: not known
  double within, df;      // variance of single evaluations and what it stands on; 0: not known
  double step;            // the least that can differ: one more evaluation is imagined so far off
};
// What a single evaluation strays, at least as much as the centre's do: from successive ones, so
// that a change does not pass for spread.
double level_sigma(struct values x, struct level_ask ask);
// n: of `x`. Undefined below two values.
struct figure level_now(struct arena *a, struct values x, struct level_ask ask, double level);

struct moved {
  bool any;
  size_t at;       // the first evaluation of the new level
  int direction;   // 1 up, -1 down; 0: the newest do not bear it out any more
  double strength; // the statistic above
};
struct moved level_moved(struct arena *a, struct values x, double sigma);
