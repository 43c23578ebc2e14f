// SPDX-License-Identifier: Apache-2.0
// Period: which week or month a sampling plan is in. Weeks begin on Monday at midnight; a month is
// whole weeks, from its first Monday to the next month's first Monday, so that no week belongs to
// two months and the last round has its seven days too. A week has one round, a month 4 or 5.
// Local time: the process runs in the site's time zone (TZ is set and tzset() called before).
#pragma once
#include "core/base.h"

struct period {
  int64_t from_ms, to_ms;
  int64_t week_ms, day_ms; // Monday's midnight, and the last one
  int round, rounds;
};

// kind: week | month.
struct period period_at(const char *kind, int64_t now_ms);
// Of `take` calls a period, those of one round: the rounds' shares add up to it.
int64_t period_share(const struct period *p, int64_t take);
// Calls the running period asks for of a plan that began at `since_ms`: from that round on.
int64_t period_wanted(const char *kind, int64_t take, int64_t since_ms, int64_t now_ms);
// The site's zone becomes the process's; before threads are made.
void period_zone(const char *zone);
