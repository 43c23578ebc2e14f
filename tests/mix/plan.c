// SPDX-License-Identifier: Apache-2.0
// What a call is made of, drawn by its seed.
#include "tests/mix/mix.h"

enum { GRID = 40 };

static const char *const shape_names[SHAPES] = {"direct",  "outbound", "fork",    "serial",
                                                "same_id", "other_id", "relayed", "transcoded"};
static const char *const middle_names[MIDDLES] = {"", " hold_refused", " codec_refused", " hold",
                                                  " moved"};
static const char *const tunnel_names[TUNNELS] = {
    "plain", "vlan", "qinq", "mpls", "vntag", "ipip", "gre", "erspan", "vxlan", "geneve", "tzsp"};

static void draw_faults(struct plan *p, uint64_t *s) {
  if (chance(s, 25)) {
    p->stall_side = (int)below(s, 2);
    p->stall_ms = 300 + (int)below(s, 12) * 100;
    p->stall_at_ms = 600 + (int)below(s, 20) * 20;
  }
  if (chance(s, 20)) p->swap_percent = 1 + (int)below(s, 5);
  if (chance(s, 30)) p->trail = (enum trail)(1 + below(s, TRAILS - 1));
  p->trail_side = (int)below(s, 2);
  if (chance(s, 50)) p->tunnel = (enum tunnel)below(s, TUNNELS);
  if (chance(s, 20)) p->probe_us = 100 + below(s, 1500000);
  p->alike = chance(s, 15);
  if (p->alike) p->truth.quiet_ms = 200 + (int)below(s, 8) * 100;
}

static void draw_spans(struct plan *p) {
  struct truth *t = &p->truth;
  t->span[t->n_spans++] = (struct span_ms){0, p->length_ms};
  if (p->middle != HOLD) return;
  t->span[0].to = p->middle_ms;
  t->span[t->n_spans++] = (struct span_ms){p->middle_to_ms, p->length_ms};
}

void plan_draw(struct plan *p, unsigned index, uint64_t seed, int64_t start_us, unsigned agents) {
  *p = (struct plan){.index = index, .seed = seed, .start_us = start_us, .agents = agents};
  uint64_t *s = &p->seed;
  p->line = index % agents;
  p->shape = (enum shape)below(s, SHAPES);
  p->middle = (enum middle)below(s, MIDDLES);
  p->branches = p->shape == FORK ? 2 + below(s, 14) : 2;
  p->answers = below(s, p->branches);
  p->challenged = chance(s, 20);
  p->by_agent = chance(s, 40);
  p->escaped = chance(s, 15);
  p->front_seen = chance(s, 50);
  p->ring_ms = 300 + (int)below(s, 30) * 20;
  p->length_ms = 3000 + (int)below(s, 100) * 20;
  p->middle_ms = 1600 + (int)below(s, 20) * 20;
  p->middle_to_ms = p->middle_ms + 300 + (int)below(s, 20) * 20;
  p->truth.hz[0] = 1500 + 25 * (index % GRID);
  p->truth.hz[1] = 400 + 25 * (index % GRID);
  draw_faults(p, s);
  draw_spans(p);
  // Two dialogs whose streams begin alike, in silence, and which no header joins: until the voices
  // begin there is no proof that they are one call, and two rows are the safe answer.
  if (p->shape == RELAYED) p->alike = false, p->truth.quiet_ms = 0;
  // A stall that runs into a hold would be two truths at once.
  if (p->stall_ms && p->middle == HOLD) p->stall_ms = 0;
  if (p->shape >= SAME_ID && (p->middle == MOVED || p->middle == CODEC_REFUSED))
    p->middle = NOTHING;
}

// number line agent_hz caller_hz quiet_ms spans what
void plan_tell(const struct plan *p, FILE *out) {
  const struct truth *t = &p->truth;
  fprintf(out, "+4670%07u\t%u\t%u\t%u\t%d\t", p->index, 2001 + p->line, t->hz[1], t->hz[0],
          t->quiet_ms);
  for (size_t i = 0; i < t->n_spans; i++)
    fprintf(out, "%s%d-%d", i ? "," : "", t->span[i].from, t->span[i].to);
  fprintf(out, "\t%s%s %s%s%s", shape_names[p->shape], middle_names[p->middle],
          tunnel_names[p->tunnel], p->alike ? " alike" : "", p->challenged ? " challenged" : "");
  if (p->stall_ms) fprintf(out, " stall=%d@%d side=%d", p->stall_ms, p->stall_at_ms, p->stall_side);
  if (p->trail) fprintf(out, " trail=%d side=%d", (int)p->trail, p->trail_side);
  if (p->swap_percent) fprintf(out, " swaps");
  if (p->probe_us) fprintf(out, " probe=%dms", (int)(p->probe_us / 1000));
  fputc('\n', out);
}
