// SPDX-License-Identifier: Apache-2.0
// Heard: how much of a call somebody has listened to, reckoned by the service (docs/adr/0027). A
// player tells what it played; of that counts what was handed out to it (review-web/http/served.h),
// and no more than the fastest speed could have played since the listening began. Telling adds, it
// takes nothing back. A client that has not said that it tells has heard all it was handed.
// On the writing thread, inside its transaction, but heard_of: any thread. Errors: E_NOT_FOUND no
// such listening of hers; E_BAD_DATA no list of stretches, or of too many.
#pragma once
#include "core/arena.h"
#include "core/buf.h"
#include "core/id.h"
#include "review-web/http/served.h"

struct db;
struct request;

struct heard { // joined; in the arena
  struct stretch *v;
  size_t n;
};

MUST_CHECK enum err heard_served(struct db *db, const struct served_part *part, int64_t now_ms);
// `told`: JSON, [[from_ms,to_ms], …], all that was played of listening `id` or some of it.
MUST_CHECK enum err heard_told(struct request *req, struct id id, const char *told,
                               struct id *out_call);
// By one person of a call, ever.
MUST_CHECK enum err heard_of(struct db *db, struct arena *a, struct id call, struct id person,
                             struct heard *out);
MUST_CHECK enum err heard_read(struct arena *a, const char *json, struct heard *out);
void heard_add(struct arena *a, struct heard *to, const struct heard *more);
void heard_write(struct buf *b, const struct heard *h); // as JSON
