// SPDX-License-Identifier: Apache-2.0
// Print sink: what a capture holds, one JSON line per call on standard output, instead of recording
// it (`medlyss-capture --print`). Counters per leg as RFC 3550 appendix A.3 has them: distinct
// packets, expected by sequence number less those. Addresses and names are left out.
#pragma once
#include "recorder/sink.h"

struct print_sink {
  uint64_t calls;
};

struct sink print_sink_init(struct print_sink *s);
