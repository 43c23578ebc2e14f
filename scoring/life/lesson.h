// SPDX-License-Identifier: Apache-2.0
// Lesson: a trainee scores a call by some questions of a form before she sees the key to it, and
// her agreement with the key is hers (docs/adr/0051). A key and a guess are JSON texts
// {question: answer} by the question's id in the form's version. Reads the catalogue and writes
// nothing; results live in the arena.
#pragma once
#include "core/db.h"
#include "scoring/pure/stat_few.h"

enum { LESSON_TRAINEES = 5 }; // fewer are told of as little as one is

// A key to a form in use: at least one answer, each one that its question knows. E_BAD_DATA.
MUST_CHECK enum err lesson_key_check(struct db *db, struct arena *a, struct id form,
                                     const char *key);
// A guess answers what the key does, no less and no more. E_BAD_DATA.
MUST_CHECK enum err lesson_guess_check(struct db *db, struct arena *a, struct id form,
                                       const char *key, const char *guess);
// What the key answers, and not how: ["greet","listen"].
MUST_CHECK enum err lesson_questions(struct arena *a, const char *key, const char **out);

struct lesson_point {
  int64_t at_ms;
  bool same;
};
struct lesson_agreement {              // one question of a form, whatever its version
  const char *form, *question, *title; // title: JSON, {sv, en}
  struct lesson_point *points;         // in the order they were made
  size_t n, same;
  struct figure share; // undefined: too few to say
};
MUST_CHECK enum err lesson_agreement(struct db *db, struct arena *a, struct id person,
                                     struct lesson_agreement **out, size_t *out_n);

// Of all who guessed at an item the first five, ten, fifteen …: from one number to the next nobody
// reads what the one between them answered. trainees 0: too few.
struct lesson_statistics {
  size_t trainees, same, of;
};
MUST_CHECK enum err lesson_statistics(struct db *db, struct arena *a, struct id item,
                                      size_t guessed, struct lesson_statistics *out);
