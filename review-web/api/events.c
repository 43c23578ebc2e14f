// SPDX-License-Identifier: Apache-2.0
// The event stream of a signed-in browser.
#include "review-web/http/events.h"

#include "review-web/api/common.h"
#include "review-web/http/site.h"

enum err serve_events_get(struct request *req) {
  reply_field(&req->reply, "Cache-Control", "no-store");
  reply_field(&req->reply, "X-Accel-Buffering", "no"); // nginx: pass it on as it comes
  return hub_join(req->site->hub, req);
}
