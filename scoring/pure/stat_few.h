// SPDX-License-Identifier: Apache-2.0
// What is said of few calls, the one place of that rule: of fewer than STAT_FEW a share or a median
// is not told ("too few calls to say"), only how many they are. Whatever a page shows of people
// goes through here or through a rule of its own that wants more (course.h, room.h). Pure.
#pragma once
#include "scoring/pure/stat.h"

enum { STAT_FEW = 4 };

struct figure stat_share(struct count c, double level);        // Wilson's
struct figure stat_median(double *at, size_t n, double level); // puts them in order; from six on
