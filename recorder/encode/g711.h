// SPDX-License-Identifier: Apache-2.0
// G.711 (ITU-T, 1988): A-law and µ-law bytes to 16-bit samples by table. Pure.
#pragma once
#include "core/base.h"

void g711_alaw(const uint8_t *in, size_t n, int16_t *out);
void g711_ulaw(const uint8_t *in, size_t n, int16_t *out);
uint8_t g711_ulaw_of(int16_t sample); // the coder, for those who make test calls
