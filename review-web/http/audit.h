// SPDX-License-Identifier: Apache-2.0
// Audit: the line each act leaves in the hash chain, written in the act's own transaction: no line,
// no act. Lines hold opaque ids; `detail` lies in a row of its own that may be erased.
// Outbox: what others may want to know of it, in the same transaction.
#pragma once
#include "review-web/http/request.h"

MUST_CHECK enum err audit_request(struct request *req); // the route's event, actor, object, detail

struct news {
  const char *event;                     // noun.verbed, as event streams tell it
  struct id object, interaction, person; // all zero: none; person: only for this one
};
MUST_CHECK enum err news_tell(struct db *db, struct news n);
