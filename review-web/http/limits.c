// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/limits.h"

#include "core/clock.h"
#include "review-web/http/out.h"

#define LATELY_US (5 * 60 * INT64_C(1000000))

void count_limit(struct limit *l) {
  atomic_fetch_add(&l->times, 1);
  atomic_store(&l->last_us, clock_mono_us());
}

static bool lately(struct limit *l) {
  return atomic_load(&l->times) && clock_mono_us() - atomic_load(&l->last_us) < LATELY_US;
}

void out_limits(struct buf *b, struct limits *l, size_t streams) {
  buf_add_char(b, '{');
  out_int(b, "streams", (int64_t)streams);
  out_open(b, "limits", '{');
#define ONE(name, alarm) out_int(b, #name, atomic_load(&l->name.times));
  LIMITS(ONE)
#undef ONE
  out_close(b, '}');
  out_open(b, "alarms", '[');
#define ONE(name, alarm)                                                                           \
  if (alarm[0] && lately(&l->name)) {                                                              \
    jsonw_comma(b);                                                                                \
    jsonw_text(b, alarm);                                                                          \
  }
  LIMITS(ONE)
#undef ONE
  out_close(b, ']');
  buf_add_char(b, '}');
}
