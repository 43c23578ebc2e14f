// SPDX-License-Identifier: Apache-2.0
// Counts what the outlets will really send, from the sorted events and nothing else.
#include "tests/peer/rtp.h"

struct seen { // of one source, so far
  uint32_t least, most;
  int64_t distinct;
};

static void count_one(struct seen *s, struct leg_report *r, const struct event *e) {
  if (!r->packets) r->first_us = e->at_us;
  r->last_us = e->at_us;
  if (!r->from_us || e->spoken_us < r->from_us) r->from_us = e->spoken_us;
  if (e->spoken_us + e->lasts_us > r->to_us) r->to_us = e->spoken_us + e->lasts_us;
  if (e->again) {
    r->duplicate++;
    return;
  }
  r->packets++;
  if (!s->distinct++) {
    s->least = s->most = e->ext_seq;
    return;
  }
  if (e->ext_seq < s->most)
    r->reordered++;
  else
    s->most = e->ext_seq;
  if (e->ext_seq < s->least) s->least = e->ext_seq;
}

void rtp_count(const struct events *e, struct leg_report *reports) {
  struct seen *seen = calloc(e->n_sources + 1u, sizeof *seen);
  uint32_t *leg_of = calloc(e->n_sources + 1u, sizeof *leg_of);
  if (!seen || !leg_of) abort();
  for (size_t i = 0; i < e->n; i++) {
    const struct event *one = &e->v[i];
    if (one->leg == NO_LEG) continue;
    leg_of[one->source] = one->leg;
    count_one(&seen[one->source], &reports[one->leg], one);
  }
  for (uint32_t i = 0; i < e->n_sources; i++) {
    if (!seen[i].distinct) continue;
    struct leg_report *r = &reports[leg_of[i]];
    r->lost += (int64_t)(seen[i].most - seen[i].least) + 1 - seen[i].distinct;
    r->sources++;
  }
  free(seen);
  free(leg_of);
}
