// SPDX-License-Identifier: Apache-2.0
// Admit: before a body is read. Does one of our own pages ask, or another system by its key; who is
// it, and do her roles (or the key's scopes) carry the route's right at all? Over what it is held
// is asked when it is used (centre/may.h).
#pragma once
#include "review-web/http/request.h"

MUST_CHECK enum err admit(struct request *req);
