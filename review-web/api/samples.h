// SPDX-License-Identifier: Apache-2.0
// Sampling plans: what the two files about them share.
#pragma once
#include "gen/sql.h"
#include "review-web/http/request.h"

// The plan, if the viewer has the right over whose calls it draws, or hears for it (R_PLANS only);
// else E_NOT_FOUND.
MUST_CHECK enum err plan_look(struct request *req, struct id id, rights need,
                              struct sampling_plan_get_row *out);
// Has the viewer the right over a team, an agent, or (neither) the site?
MUST_CHECK enum err plan_over(struct request *req, struct opt_id team, struct opt_id agent,
                              rights need, bool *out);
