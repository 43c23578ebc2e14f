// SPDX-License-Identifier: Apache-2.0
// Sampling: what is due is drawn, what may not be scored any more is withdrawn and replaced, what
// was not heard in its period expires. The rules lie in scoring/life/plan.h.
#include "core/clock.h"
#include "medlyss/keeper/keep.h"
#include "scoring/scoring.h"

enum err keep_samples(struct keeper *k) { return plan_keep(k->house.db, clock_wall_ms()); }
