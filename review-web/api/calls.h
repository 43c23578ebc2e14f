// SPDX-License-Identifier: Apache-2.0
// How a call is told: as a row of a list, and its parts. Used by every noun that shows calls.
#pragma once
#include "gen/told/call.h"
#include "review-web/http/request.h"

// As a row; E_NOT_FOUND when it is gone meanwhile. The caller has checked who may see it.
MUST_CHECK enum err call_as_row(struct request *req, struct id interaction,
                                struct told_call_row *out);
// What a row and the call page share; `r` is what the query said of it.
MUST_CHECK enum err call_head(struct request *req, const struct call_row_row *r,
                              struct told_call_head *out);
MUST_CHECK enum err call_topics(struct request *req, struct id interaction,
                                struct call_topics_row **out, size_t *out_n);
// The agreement in force now; NULL where there is none.
MUST_CHECK enum err agreement_now(struct request *req, const struct agreement_at_row **out);
