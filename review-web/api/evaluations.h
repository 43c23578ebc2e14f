// SPDX-License-Identifier: Apache-2.0
// An evaluation as the viewer stands to it. Used by every file that tells of one.
#pragma once
#include "gen/told/evaluation.h"
#include "review-web/http/request.h"
#include "scoring/scoring.h"

// Who, what, when, in which state; `e` outlives it.
struct told_evaluation_head evaluation_head(const struct seen_evaluation *e);
// The viewer is told what somebody else answered about a call, or what it adds up to: from now on
// she is not blind to it. Before the answer is written.
MUST_CHECK enum err evaluation_seen(struct request *req, struct id interaction);
// The evaluation whole, as the answer.
MUST_CHECK enum err answer_evaluation(struct request *req, struct id id);
