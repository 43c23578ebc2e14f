// SPDX-License-Identifier: Apache-2.0
// Limits: how often each has bitten since the service started, told on the health page as the
// program "web"; one that has bitten within five minutes is an alarm there. A limit without a line
// here is a limit in silence. Any thread.
#pragma once
#include <stdatomic.h>

#include "core/base.h"

struct limit {
  atomic_int_fast64_t times, last_us; // of the monotonic clock
};

// LIMIT(name, alarm or "", what was done)
#define LIMITS(LIMIT)                                                                              \
  LIMIT(tries_delayed, "")               /* a sign-in waited for its turn */                       \
  LIMIT(tries_refused, "tries_refused")  /* its line was too long: come again later */             \
  LIMIT(hash_full, "sign_in_busy")       /* an address had its share of those being reckoned */    \
  LIMIT(write_full, "web_busy")          /* too much to write */                                   \
  LIMIT(reads_full, "web_busy")          /* too many long pages at once */                         \
  LIMIT(streams_given_way, "")           /* a person's oldest stream, for her newest */            \
  LIMIT(streams_refused, "streams_full") /* no room for another stream */                          \
  LIMIT(connections_cut, "connections_full") /* an address had its share of connections */         \
  LIMIT(hosts_refused, "")                   /* asked for by a name that is not ours */            \
  LIMIT(uploads_too_big, "")                 /* another system's file is larger than upload_mb */  \
  LIMIT(uploads_share, "")                  /* a key had its share of what import has not taken */ \
  LIMIT(uploads_at_once, "")                /* a key had its share of files on their way */        \
  LIMIT(uploads_no_room, "uploads_no_room") /* no room left on the disk for another's file */

struct limits {
#define ONE(name, alarm) struct limit name;
  LIMITS(ONE)
#undef ONE
};

void count_limit(struct limit *l);
struct buf;
void out_limits(struct buf *b, struct limits *l,
                size_t streams); // {"streams":…,"limits":{…},"alarms":[…]}
