// SPDX-License-Identifier: Apache-2.0
// Encode kit: a house whose spool gets calls made by hand, worked off until nothing is left.
#pragma once
#include "gen/sql/interaction.h"
#include "recorder/encode/follow.h"

enum { SECOND = 1000 * 1000 };
static const int64_t day_us = 1780000000LL * SECOND; // some day in 2026

struct encode_kit {
  struct desk desk;
  struct follow follow;
  struct arena rows;
};

struct spooled { // of a call, as a capture leaves it
  struct id id;
  int64_t from_us, to_us;
  const char *direction, *caller, *callee, *mark;
  bool killed;                    // without END
  const struct spool_mark *marks; // before that
  size_t n_marks;
  const char *end;
};

void encode_kit_open(struct encode_kit *s);
void encode_kit_close(struct encode_kit *s);
void encode_kit_work(struct encode_kit *s);
void spooled_make(struct encode_kit *s, struct spooled p);
struct spooled spooled_of(struct id id, int from_s, int to_s);
bool encode_kit_call(struct encode_kit *s, struct id id, struct interaction_get_row *out);
int64_t encode_kit_calls(struct encode_kit *s);
