// SPDX-License-Identifier: Apache-2.0
// An evaluation as the viewer stands to it. Used by every file that tells of one.
#pragma once
#include "gen/sql.h"
#include "review-web/http/request.h"
#include "scoring/scoring.h"

struct seen_evaluation {
  struct evaluation_shown_row row;
  struct evaluation_can can;
  bool leads; // works with the agent's calls, and it is not the viewer's own
};

// E_NOT_FOUND for what may not be seen, as for what is not there. Contents: not where can.blind.
MUST_CHECK enum err evaluation_look(struct request *req, struct id id, struct seen_evaluation *out);
MUST_CHECK enum err evaluation_leads(struct request *req, struct id interaction, bool *out);
// Who, what, when, in which state: members, without braces.
void out_evaluation_head(struct buf *b, const struct seen_evaluation *e);
// To one person: the other party. Nobody else learns that there is an evaluation.
MUST_CHECK enum err evaluation_tell(struct request *req, const char *event,
                                    const struct evaluation_shown_row *r, struct id person);
// The evaluation whole, as the answer.
MUST_CHECK enum err answer_evaluation(struct request *req, struct id id);
