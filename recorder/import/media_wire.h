// SPDX-License-Identifier: Apache-2.0
// What the child of media.h says to its parent: a head, then `n` bytes. Same machine, same program.
#pragma once
#include "core/base.h"

enum { MEDIA_FILE = 3, MEDIA_OUT = 4, MEDIA_BODY_MAX = 4096 };

enum media_kind {
  MEDIA_FORMAT = 1, // struct media_format
  MEDIA_PCM,        // interleaved samples
  MEDIA_END,        // nothing
  MEDIA_REFUSED,    // a sentence
};

struct media_head {
  uint32_t kind, n;
};
