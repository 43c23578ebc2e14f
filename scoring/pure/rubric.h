// SPDX-License-Identifier: Apache-2.0
// Rubric: one version of an evaluation form, read from its JSON
// (schemas/rubrics/rubric-1.schema.json) and ready to be scored. Everything lives in the arena;
// nothing points into the JSON.
//
// Reading proves what scoring relies on: known members, ranges, unique ids, existing scales and
// options, conditions that look back only. Publishing asks for more (rubric_publishable). Both
// collect every problem with its path, what is wrong and why it matters; they do not stop at the
// first. Pure; any thread.
#pragma once
#include <jansson.h>

#include "core/arena.h"

struct problem {
  const char *path, *text; // "sections[2].questions[0].scale", a sentence
};
struct problems {
  struct problem at[64];
  size_t n, more; // found; found and not kept
};

enum scoring_mode { MODE_SECTIONS, MODE_QUESTIONS, MODE_POINTS };
enum critical_policy { POLICY_KEEP_SCORE, POLICY_ZERO_SECTION, POLICY_ZERO_ALL };
enum critical_class { CLASS_CUSTOMER, CLASS_BUSINESS, CLASS_COMPLIANCE, CLASSES, CLASS_NONE };
enum axis { AXIS_NONE, AXIS_CORRECT, AXIS_HUMAN };
enum { OPTIONS_MAX = 11, SECTIONS_MAX = 32, QUESTIONS_MAX = 64, SCALES_MAX = 20 };

typedef uint32_t option_set; // bit i: option i of the question's scale

struct rubric_scale {
  const char *id;
  size_t n;
  struct {
    const char *id;
    int points;
  } options[OPTIONS_MAX];
  int most; // the greatest points; 0: nothing to score
};

struct condition {
  enum { COND_ANSWER, COND_ALL, COND_ANY } kind;
  size_t question;    // COND_ANSWER: an earlier one …
  option_set options; // … answered with one of these
  struct condition *of;
  size_t n;
};

struct rubric_question {
  const char *id, *key; // key: what trend lines join on, across versions
  size_t section;
  const struct rubric_scale *scale;
  uint32_t weight;
  enum axis axis;
  bool na_allowed, bonus, unscored, organisation; // organisation: it judges the employer
  enum critical_class critical;                   // CLASS_NONE: not critical
  bool critical_fails;                            // effect: fail (else flag)
  option_set fail_on, comment_on, marker_on;
  const struct condition *show_if; // NULL: always
  size_t *needs, need_count;       // questions that are worth what the weaker of the two is worth
  uint32_t follow_up_days;         // 0: none; answering it sets a reminder that closes the step
};

struct rubric_section {
  const char *id;
  uint32_t weight;
  size_t first, count; // of the questions
  const struct condition *show_if;
};

struct rubric {
  const char *key;
  int64_t version;
  enum scoring_mode mode;
  enum critical_policy policy;
  int64_t pass_ppm, bonus_cap_ppm; // pass: -1, none
  bool in_statistics, agent_and_coach_only;
  uint64_t multiple; // L: least common multiple of all scales' greatest points
  struct rubric_scale *scales;
  struct rubric_section *sections;
  struct rubric_question *questions;
  size_t scale_count, section_count, question_count;
};

MUST_CHECK enum err rubric_read(struct arena *a, const json_t *json, struct problems *problems,
                                struct rubric *out);
// Both languages everywhere, weights that add up to something, anchors, a reason for each N/A.
MUST_CHECK enum err rubric_publishable(struct arena *a, const json_t *json, const struct rubric *r,
                                       struct problems *problems);
MUST_CHECK enum err rubric_find(const struct rubric *r, const char *question_id, size_t *out);

// Canonical JSON: members sorted by bytes, no spaces, without `status` (publishing and retiring
// do not change what the version says). Its SHA-256, in hex, names the version.
enum { RUBRIC_HASH = 65 };
MUST_CHECK enum err rubric_hash(const json_t *json, char out[RUBRIC_HASH]);

// What changes for whom between two versions: {"questions":[{key, change, …}], …}, new reference.
MUST_CHECK enum err rubric_diff(const json_t *before, const json_t *after, json_t **out);

PRINTF(4, 5)
void problem_add(struct problems *p, struct arena *a, const char *path, const char *fmt, ...);
