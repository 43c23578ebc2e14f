// SPDX-License-Identifier: Apache-2.0
// Dispatch: what happens to a request, in order: guard, route, who and may they, body, handler,
// audit line, answer. server.c calls it; handlers know nothing of it.
#pragma once
#include "review-web/http/request.h"

// The head has come: refuses (req->failed, reply set), answers at once (static pages), or finds the
// route and the viewer.
void dispatch_head(struct request *req);
// The body has come. Reads are served here and now, on the server's thread.
// What it leaves for the writing thread (req->then) waits for dispatch_park.
void dispatch_read(struct request *req);
// Writes and password hashes go to their lane; the connection is suspended and will be woken.
void dispatch_park(struct request *req);
