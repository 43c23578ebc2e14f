// SPDX-License-Identifier: Apache-2.0
// The reader's tools: a place in the JSON that can print its path, and members taken with a check.
// Each taker adds a problem and answers a harmless value when the member is not what it should be;
// the reading ends as refused if any problem was added. Private to the rubric files.
#pragma once
#include "scoring/pure/rubric.h"

struct reader {
  struct arena *arena;
  struct problems *problems;
};
struct place {
  const struct place *up;
  const char *name; // a member, or …
  size_t index;     // … an element, when name is NULL
  const json_t *json;
};
struct word_list {
  const char *const *at;
  size_t n;
};
#define WORDS(...)                                                                                 \
  ((struct word_list){(const char *const[]){__VA_ARGS__},                                          \
                      sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)})

PRINTF(3, 4) void place_problem(struct reader *r, const struct place *p, const char *fmt, ...);
struct place place_member(const struct place *up, const char *name);
struct place place_element(const struct place *up, size_t index);

bool take_object(struct reader *r, const struct place *p,
                 struct word_list known); // no other members
// An array of min..max elements; answers how many to look at.
size_t take_array(struct reader *r, const struct place *p, size_t min, size_t max);
// An id: ^[a-z][a-z0-9_]{0,39}$; "" when it is not.
const char *take_id(struct reader *r, const struct place *up, const char *member);
bool id_is_valid(const char *s);
int64_t take_int(struct reader *r, const struct place *up, const char *member, int64_t min,
                 int64_t max);
int64_t take_int_or(struct reader *r, const struct place *up, const char *member, int64_t min,
                    int64_t max, int64_t otherwise); // also for null
bool take_bool_or(struct reader *r, const struct place *up, const char *member, bool otherwise);
size_t take_word(struct reader *r, const struct place *up, const char *member,
                 struct word_list words, size_t otherwise); // SIZE_MAX: it must be there
void take_text(struct reader *r, const struct place *up, const char *member, bool needed);
