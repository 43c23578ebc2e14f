// SPDX-License-Identifier: Apache-2.0
// Room: several people answered the same questions about the same calls. What they agreed on, how
// far apart they were, and what that says about the questions. Pure; results live in the caller's
// arena.
//
// The figures are those of agree.h, question by question: AC1 (two steps) or AC2 with Gwet's
// ordinal weights (more), the share of pairs that gave the same answer, Krippendorff's alpha
// (nominal, or his ordinal metric). Totals: how far two raters' lie apart, in points; the interval
// of an ICC covers 80 % where most totals are near the top. An answer off the scale (not
// applicable, beyond control, cannot tell) has no place on it: it counts in the share of pairs, not
// in AC and alpha. The expert of a reference session is a key to compare with, not one of the
// raters. Nothing is said in words below SAID_FROM calls that two or more scored.
// docs/calibration.md.
#pragma once
#include "core/sql.h"
#include "scoring/pure/agree.h"
#include "scoring/pure/score.h"

enum { SAID_FROM = 10, ALPHA_FROM = 20 }; // below, too few is said (docs/honesty.md)

struct room_said { // one answer
  struct id session, interaction, person;
  bool key;             // the expert's
  struct opt_int total; // ppm, of the evaluation it stands in
  const char *question, *value;
  bool touched;
};
struct room_chosen { // a consensus somebody chose, with a why
  struct id session, interaction;
  const char *question_key, *value;
};
struct room_ask {
  const struct rubric *rubric;
  const struct room_said *said; // by session, interaction, person
  size_t n_said;
  const struct room_chosen *chosen; // the later one holds
  size_t n_chosen;
};

struct cast { // what one rater gave one question of one call
  enum answer_kind kind;
  size_t option;
  bool untouched;
  bool settled; // of what was agreed: chosen, or the key's; else it is what all said
};
struct room {
  const struct rubric *rubric;
  size_t units, raters; // calls of a session; people
  struct {
    struct id session, interaction;
  } * unit;
  struct id *rater;
  struct cast *casts;  // [(unit * (raters + 1) + rater) * questions + question]; the last: the key
  struct cast *agreed; // [unit * questions + question]: chosen, else the key's, else what all said
  double *totals;      // [rater * units + unit], percent; NAN: none
};
// E_BAD_DATA: an answer the rubric does not know.
MUST_CHECK enum err room_make(struct arena *a, const struct room_ask *ask, struct room *out);

// How far apart two of them are on average: 0 the same answer, 1 the ends of the scale, or an
// answer on it against one off it. NAN: fewer than two answered.
double room_apart(const struct room *r, size_t unit, size_t question);

struct room_question {
  bool ordinal;              // AC2 and the ordinal metric; else AC1 and the nominal one
  size_t calls, raters;      // calls scored by two or more; people who answered it at all
  size_t answers, untouched; // untouched: confirmed with the rest by one key
  double same;               // share of pairs with the same answer; NAN: no pair
  struct figure gwet, alpha; // intervals of agree_small.h
  bool unclear;              // "look at the question, not the people"; see room.c for the rule
};
struct room_question room_question(struct arena *a, const struct room *r, size_t question);
// How far the totals of two raters of one call lie apart on average, in percent; n: calls.
struct figure room_totals(struct arena *a, const struct room *r);

// How a rater's answers differ, call by call, in percent of the scale, from what was agreed, and
// where nothing was, from the mean of what the others said: above zero is milder, below stricter.
// n: calls with something to compare with. Where nothing is agreed severity is relative: somebody
// who is strict among the strict shows nothing.
struct room_severity {
  struct figure figure;
  size_t agreed, others; // answers compared with the one, and with the other
};
struct room_severity room_severity(struct arena *a, const struct room *r, struct id person);
