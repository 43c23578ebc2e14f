// SPDX-License-Identifier: Apache-2.0
// The JSON that tells of a call, ours or a vCon's, as a tree: what a member says, within bounds.
// Strings lie in the arena given. Pure functions.
#pragma once
#include <jansson.h>

#include "recorder/import/facts.h"

enum { FACTS_TEXT_MAX = 200 };

typedef json_t *facts_tree;
static inline void facts_tree_drop(facts_tree *t) { json_decref(*t); }

MUST_CHECK enum err facts_tree_parse(struct sv text, facts_tree *out); // an object, or E_BAD_DATA
// NULL and 0: not told, or not as such a thing is told.
const char *facts_tree_text(struct arena *a, const json_t *o, const char *key);
int64_t facts_tree_ms(const json_t *o, const char *key, const char *uniqueid, bool *out_twice);
bool facts_told(const json_t *v); // neither missing nor empty

// `of` tells which of its recordings are asked about (may be NULL): facts_vcon.c.
MUST_CHECK enum err facts_vcon(const json_t *vcon, const struct facts_of *of, struct arena *a,
                               struct facts *out);
