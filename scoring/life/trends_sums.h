// SPDX-License-Identifier: Apache-2.0
// Sums of a page of trends: its answers by question and month, its criticals by class. Of this
// room.
#pragma once
#include "scoring/life/trends.h"

// Answers of a group or an agent: per question and month, how many had the top answer. A group's
// people are added one by one; everybody together comes as cells, which know how many they are.
struct answer_sums;
struct answer_sums *answer_sums_new(struct arena *a, const struct trend_base *b);
void answer_sums_add(struct answer_sums *s, const struct trend_base *b,
                     const struct counted_answers_row *rows, size_t n);
void answer_sums_cells(struct answer_sums *s, const struct trend_base *b,
                       const struct counted_cells_row *rows, size_t n);
json_t *answer_sums_questions(const struct answer_sums *s, const struct trend_base *b,
                              size_t least);

// Contacts per class of criticals: judged, and free of errors.
struct class_sums {
  struct count of[CLASSES];
};
json_t *class_sums_json(const struct class_sums *s);
