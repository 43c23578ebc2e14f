// SPDX-License-Identifier: Apache-2.0
// Events: server-sent events (HTML standard, 9.2) to those who may know. A thread looks at the
// outbox each 250 ms, asks the visibility view who may see the call an event is about, writes into
// the streams of those and wakes them; each second it ends the streams whose session has ended.
// A stream is suspended under the hub's lock and woken by an event or each 15 s: a suspended
// socket's close is not noticed otherwise.
#pragma once
#include "review-web/http/request.h"

struct hub;

MUST_CHECK enum err hub_new(struct site *site, struct hub **out);
void hub_end(struct hub *h);  // ends every stream; before the server stops
void hub_free(struct hub *h); // after it
MUST_CHECK enum err hub_join(struct hub *h, struct request *req); // makes the reply a stream
