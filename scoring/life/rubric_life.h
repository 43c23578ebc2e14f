// SPDX-License-Identifier: Apache-2.0
// Rubric life: draft -> published -> retired, in the catalogue. A draft may be anything that is an
// object, so that nobody loses half-written work; publishing asks that it has no problems. Then
// triggers refuse any change. A form has one draft at a time; its key and its number are given when
// it is begun and kept whatever the document says. Publishing does not end the version before: what
// was planned with it may be finished, new evaluations take the newest. Retiring ends it and all
// before it. Each step is a line in the audit chain, in the same transaction: the open one, or one
// of its own. E_CONFLICT: the step does not fit the state, or somebody saved meanwhile.
// One connection, one thread.
#pragma once
#include "core/db.h"
#include "scoring/pure/rubric.h"

enum { RUBRIC_BYTES = 256 << 10 }; // the most a document takes as compact JSON

// One of: from (a copy of that version's next), document (an import), neither (an empty form).
struct rubric_begin {
  struct id author, from;
  const json_t *document;
  const char *title_sv, *title_en; // of an empty one; may be NULL
};
MUST_CHECK enum err rubric_draft_begin(struct db *db, const struct rubric_begin *ask,
                                       int64_t now_ms, struct id *out_id);
// `was` is the hash of what the change was made to: with another in place, E_CONFLICT.
MUST_CHECK enum err rubric_draft_save(struct db *db, struct id id, const char *was,
                                      json_t *document, char out_hash[RUBRIC_HASH]);
MUST_CHECK enum err rubric_draft_discard(struct db *db, struct id id, struct id by);
MUST_CHECK enum err rubric_draft_publish(struct db *db, struct id id, const char *was, struct id by,
                                         int64_t now_ms);
MUST_CHECK enum err rubric_retire(struct db *db, struct id id, struct id by, int64_t now_ms);

// From a file: reads, checks and publishes; a number that is taken is E_CONFLICT.
MUST_CHECK enum err rubric_publish(struct db *db, const json_t *json, struct id author,
                                   int64_t now_ms, struct id *out_version);

// The document of a version, a new reference; E_NOT_FOUND when there is none.
MUST_CHECK enum err rubric_document(struct db *db, struct id id, json_t **out);
// Everything that stands between a document and publishing: none, and it may be published.
void rubric_problems(struct arena *a, const json_t *document, struct problems *out);
