// SPDX-License-Identifier: Apache-2.0
// How a call is told: as a row of a list, and its parts. Used by every noun that shows calls.
#pragma once
#include "gen/sql.h"
#include "review-web/http/request.h"

// {…} of a row; E_NOT_FOUND when it is gone meanwhile. The caller has checked who may see it.
MUST_CHECK enum err out_call(struct request *req, struct id interaction);
// The members of a row that the call page shares, without braces.
MUST_CHECK enum err out_call_members(struct request *req, const struct call_row_row *r);
MUST_CHECK enum err out_call_topics(struct request *req, struct id interaction); // "topics": […]
void out_note_members(struct buf *b, const struct call_notes_row *n);
// "agreement": what is in force now, or null.
MUST_CHECK enum err out_agreement_now(struct request *req);
