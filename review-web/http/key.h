// SPDX-License-Identifier: Apache-2.0
// Key: another system that shows one (Authorization: Bearer …, RFC 6750) instead of a session.
// Looked up at each request, so that revoking ends it at once; when it was last used is written to
// the minute.
#pragma once
#include "review-web/http/request.h"

bool key_shown(const struct request *req);
// Fills req->viewer: no person, the rights of the key's scopes. E_NO_SESSION: unknown, expired or
// revoked, which are not told apart.
MUST_CHECK enum err key_find(struct request *req);
