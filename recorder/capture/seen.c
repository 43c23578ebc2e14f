// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/seen.h"

static const int64_t window_us = 200000;

bool seen_before(struct seen *s, const struct datagram *d, uint64_t payload_print) {
  uint64_t seed = payload_print ^ d->ip_id;
  uint64_t print = span_hash((struct span){d->src.addr, sizeof d->src}, seed);
  print = span_hash((struct span){d->dst.addr, sizeof d->dst}, print);
  size_t set = (size_t)print & (SEEN_ENTRIES - 2), old = set;
  for (size_t i = set; i < set + 2; i++) {
    if (s->entry[i].print == print && d->at_us - s->entry[i].at_us < window_us) return true;
    if (s->entry[i].at_us < s->entry[old].at_us) old = i;
  }
  s->entry[old].print = print;
  s->entry[old].at_us = d->at_us;
  return false;
}
