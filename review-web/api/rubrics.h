// SPDX-License-Identifier: Apache-2.0
// Rubrics: what the handlers of forms have in common.
#pragma once
#include "gen/sql.h"
#include "review-web/http/request.h"

// The version the request names, where the viewer may see it: E_NOT_FOUND also for a draft that is
// not hers to write.
MUST_CHECK enum err rubric_seen(struct request *req, struct rubric_version_get_row *out);
