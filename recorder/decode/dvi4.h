// SPDX-License-Identifier: Apache-2.0
// DVI4 (RFC 3551, 4.5.1): IMA ADPCM with a 4-byte header in every packet and the first sample in
// the high half of its byte; libavcodec's IMA decoders have neither. Pure.
#pragma once
#include "core/base.h"

size_t dvi4_decode(const uint8_t *p, size_t n, int16_t *pcm, size_t room); // samples
