// SPDX-License-Identifier: Apache-2.0
#include "scoring/pure/compare.h"

// How many different points lie below this option: 0 for the lowest step.
static int step_of(const struct rubric_scale *scale, size_t option) {
  int steps = 0;
  for (size_t i = 0; i < scale->n; i++) {
    bool first = scale->options[i].points < scale->options[option].points;
    for (size_t k = 0; k < i && first; k++)
      first = scale->options[k].points != scale->options[i].points;
    steps += first;
  }
  return steps;
}

static bool alike(const struct answer *a, const struct answer *b) {
  return a->kind == b->kind && (a->kind != ANSWER_OPTION || a->option == b->option);
}

struct comparison compare_answers(struct arena *a, const struct rubric *r,
                                  const struct answer *self, const struct answer *other) {
  struct comparison c = {.differ = arena_array(a, r->question_count + 1, struct difference)};
  struct score mine = score_answers(a, r, self), theirs = score_answers(a, r, other);
  static const struct answer none = {0};
  for (size_t i = 0; i < r->question_count; i++) {
    const struct answer *s = mine.visible[i] ? &self[i] : &none;
    const struct answer *o = theirs.visible[i] ? &other[i] : &none;
    if (s->kind == ANSWER_NONE && o->kind == ANSWER_NONE) continue;
    c.asked++;
    if (alike(s, o)) {
      c.same++;
      continue;
    }
    const struct rubric_scale *scale = r->questions[i].scale;
    bool steps = s->kind == ANSWER_OPTION && o->kind == ANSWER_OPTION;
    c.differ[c.n++] = (struct difference){
        i, steps, steps ? step_of(scale, s->option) - step_of(scale, o->option) : 0};
  }
  return c;
}
