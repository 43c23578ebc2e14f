// SPDX-License-Identifier: Apache-2.0
// Range: the one form of RFC 9110 14.2 a player uses. "bytes=a-b", "bytes=a-" and "bytes=-n" give a
// slice; several ranges at once or another unit are answered with the whole (the RFC allows to
// ignore them); a slice that begins past the end is E_RANGE (416). Pure; any thread.
#pragma once
#include "core/sv.h"

struct range {
  uint64_t at, n;
  bool part; // a slice was asked for: 206
};

// `header` {NULL,0}: no Range header.
MUST_CHECK enum err range_parse(struct sv header, uint64_t size, struct range *out);
