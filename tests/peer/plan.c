// SPDX-License-Identifier: Apache-2.0
#include "tests/peer/plan.h"

enum { ARENA_CAP = 512 << 20 };

void plan_drop(struct plan *p) { arena_drop(&p->arena); }

static const struct sound *speech_of(struct arena *a, uint64_t seed, int turn) {
  struct sound *s = arena_array(a, 2, struct sound);
  s[0] = (struct sound){.kind = SOUND_SPEECH, .seed = seed % 4, .turn = turn, .gain = 0.08};
  s[1] = (struct sound){.kind = SOUND_NOISE, .seed = 1, .gain = 0.0006}; // a quiet line
  return s;
}

static void bulk_leg(struct arena *a, const struct bulk *bulk, int i, int side,
                     struct leg_plan *leg) {
  struct coding *coding = arena_new(a, struct coding);
  *coding = (struct coding){.from_us = INT64_MIN, .codec = bulk->codec, .ptime_ms = 20};
  *leg = (struct leg_plan){.jitter_us = bulk->jitter_us,
                           .loss = bulk->loss,
                           .coding = coding,
                           .n_coding = 1,
                           .bitrate = 24000,
                           .port = (uint16_t)(20000 + (i % 10000) * 4 + side * 2),
                           .sounds = speech_of(a, bulk->seed + (uint64_t)i, side),
                           .n_sounds = 2};
}

void plan_bulk(const struct bulk *bulk, struct plan *out) {
  arena_init(&out->arena, ARENA_CAP);
  struct arena *a = &out->arena;
  out->n = (size_t)bulk->calls;
  out->calls = arena_array(a, out->n, struct call_plan);
  for (int i = 0; i < bulk->calls; i++) {
    struct call_plan *c = &out->calls[i];
    *c = (struct call_plan){
        .invite_us = bulk->start_us + i * bulk->stagger_ms * 1000,
        .ring_us = 200000,
        .length_us = bulk->seconds * 1000000,
        .end_by = i & 1,
        .seed = bulk->seed * 1000003 + (uint64_t)i,
    };
    c->party[0] = (struct party){arena_printf(a, "070%07d", i), "Den som ringer",
                                 arena_printf(a, "10.0.%d.%d", i / 250, 1 + i % 250), 5060};
    c->party[1] = (struct party){arena_printf(a, "%d", 1001 + i % 500), "Agent",
                                 arena_printf(a, "10.1.%d.%d", i / 250, 1 + i % 250), 5060};
    for (int side = 0; side < 2; side++) bulk_leg(a, bulk, i, side, &c->leg[side]);
  }
}
