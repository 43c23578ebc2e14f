// SPDX-License-Identifier: Apache-2.0
// Reply: what goes back. Handlers fill it; server.c alone turns it into a response.
// Pointers live as long as the request (its arena, its `out` buffer) or for ever.
#pragma once
#include "core/sv.h"

enum reply_kind {
  REPLY_BYTES,  // `body`
  REPLY_STREAM, // `length` bytes through `stream.read`
  REPLY_EVENTS, // an event stream: no length; `stream.read` may pause the connection
};

enum { STREAM_END = -1, STREAM_FAILED = -2, STREAM_PAUSED = 0 };

struct reply_stream {
  // Bytes written to `to` (at most n), or one of the above. `at` counts from 0.
  ptrdiff_t (*read)(void *self, uint64_t at, char *to, size_t n);
  void (*done)(void *self); // exactly once, however it ends
  void *self;
};

struct reply_field {
  const char *name, *value;
};

enum { REPLY_FIELDS = 8 };

struct reply {
  int status; // 0: not decided yet
  enum reply_kind kind;
  const char *type; // Content-Type; NULL: no body
  struct sv body;
  uint64_t length;
  struct reply_stream stream;
  struct reply_field fields[REPLY_FIELDS];
  size_t n_fields;
};

void reply_field(struct reply *r, const char *name, const char *value);
// What every response carries: the browser's own defences.
extern const struct reply_field reply_common[];
extern const size_t reply_common_n;
