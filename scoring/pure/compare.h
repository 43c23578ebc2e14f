// SPDX-License-Identifier: Apache-2.0
// Compare: one's own answers beside another's, by the same version. Pure.
// Said first: on how many questions both saw the same. Then only the differences, each as a gap in
// steps of its scale, self - other (the better step counts higher). There is no gap where one of
// the two is no step of the scale (N/A, outside one's control, cannot tell, not asked on that
// side). Nothing is summed: it is about the call and the questions, never a verdict on a person.
#pragma once
#include "scoring/pure/score.h"

struct difference {
  size_t question; // of the rubric
  bool has_gap;
  int gap;
};
struct comparison {
  size_t asked, same; // questions that either side answered, and those answered alike
  struct difference *differ;
  size_t n;
};
struct comparison compare_answers(struct arena *a, const struct rubric *r,
                                  const struct answer *self, const struct answer *other);
