// SPDX-License-Identifier: Apache-2.0
// Body: a JSON object, read against a list of its fields. What is not in the list is refused, as is
// a wrong type, text that is too long, a number out of range; the sentence names the field.
//   struct note_in in = {0};
//   TRY(body_read(a, text, (struct body_field[]){
//       {"at_ms", BODY_INT, .out = &in.at_ms, .max = DAY_MS},
//       {"aspect", BODY_TEXT, .out = &in.aspect, .max = 8, .optional = true}}, 2));
// An optional field that is absent or null leaves its `out` untouched. Results live in the arena.
// Pure; any thread.
#pragma once
#include "core/arena.h"
#include "core/id.h"

enum body_type {
  BODY_INT,     // int64_t, min..max
  BODY_BOOL,    // bool
  BODY_INSTANT, // int64_t, milliseconds since 1970: min..max, else 2000 to 2100 (core/instant.h)
  BODY_REAL,    // double, min..max in thousandths
  BODY_TEXT,    // const char *, 1..max letters of UTF-8 without NUL (BODY_ANY_TEXT: 0..max)
  BODY_ANY_TEXT,
  BODY_NAME, // const char *: as centre/name.h reads one, 1..max letters
  BODY_ID,   // struct id
  BODY_IDS,  // struct body_ids, at most max
  BODY_RAW,  // const char *: any JSON value, as compact JSON text, at most max bytes
};

struct body_ids {
  struct id *v;
  size_t n;
};

struct body_field {
  const char *name;
  enum body_type type;
  void *out;
  int64_t min, max;
  bool optional;
  bool *seen; // set when the field was there, null too; may be NULL
};

MUST_CHECK enum err body_read(struct arena *a, struct sv text, const struct body_field *fields,
                              size_t n);
// The whole text is one object of whatever members: as compact JSON text.
MUST_CHECK enum err body_object(struct arena *a, struct sv text, const char **out);
// The whole text is one object of whatever members.
MUST_CHECK enum err body_is_object(struct sv text);
// The object's one member `name` is an array of objects; each element's text is given to `each`.
MUST_CHECK enum err body_each(struct arena *a, struct sv text, const char *name, size_t most,
                              enum err (*each)(void *self, struct sv element), void *self);
// An object of texts, at most `most` of them, each and its name of 1 to max bytes; E_BAD_DATA with
// the name of the field.
MUST_CHECK enum err body_texts(const char *field, struct sv json, size_t most, size_t max);
// An array of [from,to] pairs, as [[0,1200],[4000,9000]].
MUST_CHECK enum err body_pairs(struct arena *a, struct sv json, size_t most, int64_t (**out)[2],
                               size_t *out_n);
// One word of a set: "keep|try|note".
MUST_CHECK enum err body_one_of(const char *field, const char *value, const char *set);
