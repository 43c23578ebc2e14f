// SPDX-License-Identifier: Apache-2.0
// Shipped: the rubrics a new demo house begins with, as they stood when this was built. Constant;
// any thread.
#pragma once
#include "core/base.h"

struct shipped {
  const char *key;
  const char *at, *end; // JSON
};
const struct shipped *shipped_rubrics(size_t *out_n);

// The form one begins with: one section, one question, a scale of three steps.
const struct shipped *shipped_empty(void);
