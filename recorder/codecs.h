// SPDX-License-Identifier: Apache-2.0
// Codecs: the rows of schemas/codecs.def as an enum. Who wants other columns reads that file with
// macros of its own, as here.
#pragma once
#include "core/base.h"

enum codec {
  CODEC_UNKNOWN,
#define CODEC(id, where, decoder, source_hz, sentence) CODEC_##id,
#define WIRE(name, id, bits, band_hz)
#define FIXED(number, name, clock_hz, channels)
#include "schemas/codecs.def"
  CODECS
};
