// SPDX-License-Identifier: Apache-2.0
// Support that nobody has answered goes on to the next one on duty. The rules lie in centre/care.h.
#include "centre/care.h"

#include "core/clock.h"
#include "medlyss/keeper/keep.h"

enum err keep_care(struct keeper *k) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 20);
  return care_move(k->house.db, &a, k->house.settings.care_move_min * 60000, clock_wall_ms());
}
