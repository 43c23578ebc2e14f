// SPDX-License-Identifier: Apache-2.0
// Support that nobody has answered goes on to the next one on duty; a rest that was noted is
// erased. The rules lie in centre/care.h.
#include "centre/care.h"

#include "core/clock.h"
#include "medlyss/keeper/keep.h"

enum err keep_care(struct keeper *k) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  return care_move(k->house.db, &a, k->house.settings.care_move_min * 60000, clock_wall_ms());
}

enum err keep_rests(struct keeper *k) {
  return k->clock_suspect ? OK : care_rests_erase(k->house.db, clock_wall_ms());
}
