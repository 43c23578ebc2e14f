// SPDX-License-Identifier: Apache-2.0
// Stage: a catalogue of a test's own with one call, an agent, a coach, a lead and the core rubric.
#pragma once
#include "core/base.h"
#include "gen/sql/evaluation.h"
#include "scoring/life/evaluation.h"
#include "scoring/life/rubric_life.h"

static const int64_t day_ms = 86400000, now_ms = 1700000000000;

struct stage {
  struct db *db;
  struct id agent, coach, lead, call, version;
};
struct stage stage_make(void);
void stage_drop(struct stage *s);
struct id stage_person(struct db *db, const char *name);
json_t *stage_rubric(const char *file); // new reference
json_t *stage_core(void);
// A draft by the coach; by whom and of which kind; all of core answered with its best.
struct id stage_started(const struct stage *s);
struct id stage_started_by(const struct stage *s, struct id evaluator, const char *kind);
enum err stage_answer(const struct stage *s, struct id id, const char *question, const char *value);
enum err stage_answer_by(const struct stage *s, struct id id, struct id evaluator,
                         const char *question, const char *value);
void stage_answer_all(const struct stage *s, struct id id);
void stage_answer_all_by(const struct stage *s, struct id id, struct id evaluator);
struct evaluation_get_row stage_row(const struct stage *s, struct arena *a, struct id id);
void stage_mark(const struct stage *s, const char *kind);
