// SPDX-License-Identifier: Apache-2.0
// Query: the part after '?', read by name against the members its route takes
// (schemas/members.def). query_check refuses, by name, a member that is not among them, one that
// stands twice and one that does not fit; a reader asked for a member that is not among them is
// E_BROKEN. Values are percent-decoded once (and '+' is a space); NUL, broken escapes and what is
// not UTF-8 do not fit. A value that is absent or empty is no error. Results live in the given
// arena.
#pragma once
#include "core/arena.h"
#include "core/id.h"

enum query_kind { QUERY_INT, QUERY_TEXT, QUERY_ID, QUERY_WORD };

struct request;
struct query_member {
  enum err (*of)(struct request *); // the handler that reads it
  const char *name;
  enum query_kind kind;
  int64_t least, most; // of a number; most: bytes of a text
  const char *words;   // "week|month"
};

struct query {
  struct sv raw;
  struct arena *arena;
  const struct query_member *member; // those of every route
  size_t members;
  enum err (*of)(struct request *); // whose count
};

MUST_CHECK enum err query_check(const struct query *q);
MUST_CHECK enum err query_text(const struct query *q, const char *name, const char **out);
MUST_CHECK enum err query_int(const struct query *q, const char *name, bool *out_has, int64_t *out);
MUST_CHECK enum err query_id(const struct query *q, const char *name, bool *out_has,
                             struct id *out);
bool utf8_valid(struct sv text); // RFC 3629: no surrogates, no overlong forms, no NUL
