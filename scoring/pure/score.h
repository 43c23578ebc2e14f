// SPDX-License-Identifier: Apache-2.0
// Score: answers to one rubric version become numbers. Integers only, exact, halves up; the same
// in library, command line and page.
//
// Two things are kept apart: the quality score and the critical outcome. A critical policy changes
// the reported number only. Correct and human are two totals that are never summed. Where nothing
// counted (all N/A, hidden, unscored) there is no number: SCORE_NONE, never 0 or 100.
// N/A and "outside my control" leave numerator and denominator, so weights are redistributed in
// proportion; "cannot tell" (criticals only) leaves the denominator of critical accuracy.
#pragma once
#include "scoring/pure/rubric.h"

enum { SCORE_NONE = -1, PPM = 1000000 };

enum answer_kind {
  ANSWER_NONE,
  ANSWER_OPTION,
  ANSWER_NA,
  ANSWER_OUTSIDE_CONTROL,
  ANSWER_CANNOT_TELL
};
struct answer {
  enum answer_kind kind;
  size_t option;
  bool commented, marked, untouched; // untouched: confirmed with the rest by one key
};

enum missing { MISSING_ANSWER = 1, MISSING_COMMENT = 2, MISSING_MARKER = 4 };
struct class_count { // COPC: per class, never averaged together
  unsigned judged, failed, flagged, cannot_tell;
};
struct score {
  int64_t total_ppm;    // calculated, always kept
  int64_t reported_ppm; // after the critical policy
  int64_t correct_ppm, human_ppm;
  unsigned total_n, correct_n, human_n; // questions each of them stands on
  bool failed;                          // a critical with effect "fail" was answered in fail_on
  struct class_count classes[CLASSES];
  int64_t section_ppm[SECTIONS_MAX];
  bool *visible;                   // per question
  unsigned *missing;               // per question: what stands between it and submitting
  size_t missing_count, untouched; // questions
};

// {"answers": {"greet": "clear", "wait": "na", "c_harm": {"option": "error", "comment": "…",
// "at_ms": 161000, "touched": true}}}; the words na, outside_control, cannot_tell stand for
// themselves. One answer per question, in the rubric's order.
MUST_CHECK enum err answers_read(struct arena *a, const struct rubric *r, const json_t *json,
                                 struct answer **out);
struct score score_answers(struct arena *a, const struct rubric *r, const struct answer *answers);
json_t *score_json(const struct rubric *r, const struct answer *answers,
                   const struct score *s); // new reference
// Halves up, n >= 0, d > 0; whole percent for a person to read: ppm / 10000.
int64_t score_percent(int64_t ppm);
// What one answer one step away makes of `answers` of a usual form, in percent; 0: of all its
// scored ones. The least that can differ: what intervals of totals imagine (stat_mean_stepped).
double score_step(const struct rubric *r, size_t answers);
