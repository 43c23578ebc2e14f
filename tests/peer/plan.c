// SPDX-License-Identifier: Apache-2.0
#include "tests/peer/plan.h"

#include <math.h>

enum { ARENA_CAP = 512 << 20 };

void plan_drop(struct plan *p) { arena_drop(&p->arena); }

enum { VOICES = 4, BEHIND = 3 };

// Legs of the same voice share one array: their sound is coded once.
static const struct sound *speech_of(struct arena *a, const struct bulk *bulk, int i, int side,
                                     size_t *out_n) {
  struct sound *s = arena_array(a, 2 + BEHIND, struct sound);
  uint64_t voice = (bulk->seed + (uint64_t)i) % VOICES;
  size_t n = 0;
  s[n++] = (struct sound){.kind = SOUND_SPEECH, .seed = voice, .turn = side, .gain = 0.08};
  s[n++] = (struct sound){.kind = SOUND_NOISE, .seed = 1, .gain = 0.0006}; // a quiet line
  double behind = pow(10, bulk->babble_db / 20) / sqrt(BEHIND);
  for (uint64_t k = 0; bulk->babble_db < 0 && k < BEHIND; k++)
    s[n++] = (struct sound){.kind = SOUND_SPEECH, .seed = 10 + k, .turn = -1, .gain = behind};
  *out_n = n;
  return s;
}

struct shared { // the sounds of each voice on each side
  const struct sound *sounds[VOICES][2];
  size_t n;
};

static void bulk_leg(struct arena *a, const struct bulk *bulk, struct shared *shared, int i,
                     int side, struct leg_plan *leg) {
  struct coding *coding = arena_new(a, struct coding);
  *coding = (struct coding){.from_us = INT64_MIN, .codec = bulk->codec, .ptime_ms = 20};
  const struct sound **sounds = &shared->sounds[i % VOICES][side];
  if (!*sounds) *sounds = speech_of(a, bulk, i, side, &shared->n);
  *leg = (struct leg_plan){.jitter_us = bulk->jitter_us,
                           .loss = bulk->loss,
                           .coding = coding,
                           .n_coding = 1,
                           .bitrate = 24000,
                           .port = (uint16_t)(20000 + (i % 10000) * 4 + side * 2),
                           .sounds = *sounds,
                           .n_sounds = shared->n};
}

void plan_bulk(const struct bulk *bulk, struct plan *out) {
  arena_init(&out->arena, ARENA_CAP);
  struct arena *a = &out->arena;
  out->n = (size_t)bulk->calls;
  out->calls = arena_array(a, out->n, struct call_plan);
  struct shared shared = {0};
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
    for (int side = 0; side < 2; side++) bulk_leg(a, bulk, &shared, i, side, &c->leg[side]);
  }
}
