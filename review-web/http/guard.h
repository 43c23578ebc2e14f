// SPDX-License-Identifier: Apache-2.0
// Guard: what a request must look like before anybody reads it. libmicrohttpd 0.9.75 accepts
// Content-Length beside Transfer-Encoding, two Content-Lengths, and decodes %00 before the
// callback; a proxy in front may read the same bytes differently, and the gap between the two
// readings is where requests are smuggled (RFC 9112, 11.2). So: one reading, or a refusal.
//
// Pure functions over views of the caller's memory; any thread. E_BAD_INPUT or E_TOO_BIG.
#pragma once
#include "core/sv.h"

struct head_field {
  struct sv name, value;
};

struct head {
  struct sv version, target; // "HTTP/1.1", the raw request target
  const struct head_field *fields;
  size_t n;
};

enum { GUARD_TARGET_MAX = 2048, GUARD_FIELDS_MAX = 64, GUARD_FIELD_BYTES_MAX = 16 * 1024 };

// Splits a target at '?'. Paths are letters, digits, '/', '_', '-' and '.', never two dots in a
// row: nothing of ours needs an escape, so an escape in a path is an attack or a mistake.
MUST_CHECK enum err guard_target(struct sv target, struct sv *out_path, struct sv *out_query);

// Field names and values by RFC 9110 5.5–5.6, one Host, no Transfer-Encoding, one Content-Length
// (its value is the result, 0 without one), no doubles of what decides anything.
MUST_CHECK enum err guard_head(const struct head *h, uint64_t *out_body_bytes);

// The value of a field, {NULL,0} when absent. Names compare without case.
struct sv head_get(const struct head *h, struct sv name);
