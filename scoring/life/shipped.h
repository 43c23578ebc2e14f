// SPDX-License-Identifier: Apache-2.0
// Shipped: the forms that come with this build, and which of them a house does not have. A demo
// house publishes them all; another is offered them, so that whoever leads its quality says yes to
// each by name. Constant, any thread; what reads the catalogue: its connection's.
#pragma once
#include <jansson.h>

#include "core/db.h"

enum { SHIPPED_MAX = 16 };

struct shipped {
  const char *key;
  const char *at, *end; // JSON
};
const struct shipped *shipped_rubrics(size_t *out_n);

// The form one begins with: one section, one question, a scale of three steps.
const struct shipped *shipped_empty(void);

// A new reference.
MUST_CHECK enum err shipped_json(const struct shipped *form, json_t **out);

// Those whose key no version of this house has, draft or retired or in use; in the order shipped.
MUST_CHECK enum err shipped_missing(struct db *db, struct arena *a,
                                    const struct shipped *out[SHIPPED_MAX], size_t *out_n);
