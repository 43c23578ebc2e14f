// SPDX-License-Identifier: Apache-2.0
// Comfort: the noise a CN payload describes (RFC 3389): a level in -dBov and reflection
// coefficients of an all-pole filter that white noise goes through. Payload types 13 and 19.
#pragma once
#include "core/base.h"

enum { COMFORT_ORDER = 12 };

struct comfort {
  uint32_t seed;
  size_t order;
  float gain;                 // of the white noise, sample units
  float k[COMFORT_ORDER];     // reflection coefficients
  float b[COMFORT_ORDER + 1]; // the lattice's state
};

void comfort_set(struct comfort *c, const uint8_t *payload, size_t n); // an empty payload: silence
void comfort_make(struct comfort *c, int16_t *pcm, size_t n);
