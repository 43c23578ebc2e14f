// SPDX-License-Identifier: Apache-2.0
// String view: bytes somebody else owns, with their length. Wire parsers speak only this.
// A view is never NUL-terminated; print it with SV_FMT: printf(SV_FMT, SV_ARG(v)).
#pragma once
#include "core/base.h"

struct sv {
  const char *p;
  size_t n;
};

#define SV(literal) ((struct sv){"" literal, sizeof(literal) - 1})
#define SV_FMT      "%.*s"
#define SV_ARG(v)   (int)(v).n, (v).p

static inline struct sv sv_of(const char *s) {
  if (!s) s = "";
  return (struct sv){s, strlen(s)};
}

bool sv_eq(struct sv a, struct sv b);
bool sv_ieq(struct sv a, struct sv b); // ASCII case folded
bool sv_starts(struct sv s, struct sv prefix);
bool sv_istarts(struct sv s, struct sv prefix);
struct sv sv_from(struct sv s, size_t at);   // the rest; empty past the end
struct sv sv_first(struct sv s, size_t n);   // at most n bytes
struct sv sv_letters(struct sv s, size_t n); // the same, and no UTF-8 letter is cut in two
struct sv sv_trim(struct sv s);              // spaces, tabs, CR, LF at both ends
// Cuts `*s` at the first `sep`: returns what was before it, leaves what is after it.
// Without a separator all of it is returned and *s becomes empty.
struct sv sv_cut(struct sv *s, char sep);
bool sv_find(struct sv s, char c, size_t *out_at);
bool sv_has(struct sv s, struct sv needle);
// How many letters must change (Levenshtein): to name the nearest. Names of at most 63 letters.
size_t sv_distance(struct sv a, struct sv b);

// Whole-view decimal numbers with a range; anything else is E_BAD_INPUT.
MUST_CHECK enum err sv_u64(struct sv s, uint64_t max, uint64_t *out);
MUST_CHECK enum err sv_port(struct sv s, uint16_t *out); // 1 to 65535
MUST_CHECK enum err sv_i64(struct sv s, int64_t min, int64_t max, int64_t *out);
// The same as a question: where no number stands no error is left to forget, and *out is as it was.
bool sv_is_u64(struct sv s, uint64_t max, uint64_t *out);
bool sv_is_i64(struct sv s, int64_t min, int64_t max, int64_t *out);
