// SPDX-License-Identifier: Apache-2.0
// Scrape: answers Prometheus. One thread, a handful of visitors at a time, each with seconds to
// ask: a visitor who is slow or odd costs the next nothing. What is answered is the keeper's file
// run/metrics; when that is old or gone the answer is 503 with the reason, so that a keeper who is
// silent is no quiet house.
#pragma once
#include <poll.h>

#include "core/buf.h"

enum { SCRAPE_VISITORS = 16, SCRAPE_HEAD = 4096 };

struct scrape {
  int listening, run_dir; // borrowed
  struct scrape_visitor {
    int fd; // -1: the seat is free
    int64_t until_us;
    bool answered; // and is read to its end
    size_t n;
    char head[SCRAPE_HEAD];
  } visitor[SCRAPE_VISITORS];
  uint64_t answers;
};

void scrape_init(struct scrape *s, int listening, int run_dir);
void scrape_drop(struct scrape *s);
void scrape_turn(struct scrape *s, int wait_ms); // waits for and serves what there is

// ---- its parts, for tests -----------------------------------------------------------------------
// What a head asks for: 200 the figures, 400, 404, 405; 0: it is not whole yet.
int scrape_asked(struct sv head);
