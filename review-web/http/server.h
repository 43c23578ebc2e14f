// SPDX-License-Identifier: Apache-2.0
// Server: the only file that knows libmicrohttpd (0.9.75), behind a proxy or on loopback.
//
// An epoll pool of four; no callback ever blocks: what may wait is done on a lane (lane.h) while
// the connection is suspended, and woken by server_wake. Heads and bodies have absolute deadlines,
// kept by a watchdog that shuts sockets down (never closes: the number could be somebody else's by
// then). A request that could be read in two ways is answered once and its connection closed.
#pragma once
#include "review-web/http/request.h"

struct server;

struct server_options {
  int listen_fd; // listening, non-blocking; owned by the server from here on
  struct site *site;
  int head_s, body_s; // deadlines; 0: 10 and 30
};

MUST_CHECK enum err server_start(struct server_options o, struct server **out);
// Waits for nothing: streams must have been ended and lanes emptied by their owners before.
void server_stop(struct server *s);

void server_wake(struct request *req);  // from any thread, once per pause
void server_pause(struct request *req); // from the request's own callback only
