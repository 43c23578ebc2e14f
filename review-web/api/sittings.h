// SPDX-License-Identifier: Apache-2.0
// Sittings: the receipts somebody reads. One person who opens a call eight times in an afternoon
// for one reason has sat with it once: one row, with when it began, how often it was opened and how
// much of the call was heard, each second counted once. The openings themselves are lines of the
// log.
#pragma once
#include "review-web/http/request.h"

struct opening { // a row of listening, newest first; texts in the request's arena
  struct id id, person, interaction;
  const char *person_name, *reason, *reason_text, *heard, *served, *title;
  int64_t at_ms, started_ms;
  const struct told_named *agent; // whose call, where others than she read it
};

// The answer: each sitting, newest first. `with_call`: which call it was; else what was heard.
MUST_CHECK enum err answer_sittings(struct request *req, const struct opening *o, size_t n,
                                    bool with_call);

// … of many people and calls; `next`: where the page after begins, or none.
MUST_CHECK enum err answer_sittings_page(struct request *req, const struct opening *o, size_t n,
                                         const char *next);
