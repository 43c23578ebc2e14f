// SPDX-License-Identifier: Apache-2.0
// What the scoring library tells as JSON, as text that lives as long as the request.
#pragma once
#include <jansson.h>

#include "review-web/http/request.h"

MUST_CHECK enum err json_kept(struct request *req, json_t *v, const char **out); // takes v
// The answer, whole.
MUST_CHECK enum err answer_json(struct request *req, json_t *v); // takes v
