// SPDX-License-Identifier: Apache-2.0
// Query: the part after '?', read by name. Values are percent-decoded once (and '+' is a space);
// NUL and broken escapes are E_BAD_INPUT, as is what is not UTF-8. An absent value is no error.
// Results live in the given arena.
#pragma once
#include "core/arena.h"
#include "core/id.h"

struct query {
  struct sv raw;
  struct arena *arena;
};

MUST_CHECK enum err query_text(const struct query *q, const char *name, size_t max,
                               const char **out);
MUST_CHECK enum err query_int(const struct query *q, const char *name, int64_t min, int64_t max,
                              bool *out_has, int64_t *out);
MUST_CHECK enum err query_id(const struct query *q, const char *name, bool *out_has,
                             struct id *out);
bool utf8_valid(struct sv text); // RFC 3629: no surrogates, no overlong forms, no NUL
