// SPDX-License-Identifier: Apache-2.0
// Source of calls: what the recorder (recorder/record.h) knows of where calls come from: a table of
// functions. The mirrored port is one (recorder/capture/mirror.h); the recorder's control, state,
// policy and spool serve whichever it is. A source judges by itself what a call is and hands it to
// the sink; it does no I/O but on its own sockets, and keeps no time of its own. One thread.
//
// A source that is one file, or a room of its own, brings a main.c that calls record_run() with its
// table; what it leaves in run/ has names of its own, so that two recorders share a house.
#pragma once
#include <poll.h>

#include "core/settings.h"
#include "recorder/ruling.h"
#include "recorder/sink.h"

enum { SOURCE_SOCKETS = 16, SOURCE_NUMBERS = 4 };

// Time is steady: the wall clock as it was at the start, going on by the monotonic one, so that a
// clock set by hand neither ends a call nor stretches one. The shift is how far the wall clock has
// moved away since; a kernel's time stamp less the shift is steady.
struct steady {
  int64_t offset_us, shift_us;
};
int64_t steady_now_us(const struct steady *t);

// A call that is about to be taken, as the policy looks at it. The texts are borrowed.
struct source_asks {
  int64_t at_us;
  struct sv number[SOURCE_NUMBERS]; // any of which may be on the list
  size_t n_numbers;
};

struct source_house { // what a source is given; lives as long as it
  const struct settings *settings;
  const struct steady *clock;
  struct sink sink; // where its calls go
  bool (*wanted)(void *ctx, const struct source_asks *what);
  int64_t (*pause_limit_us)(
      void *ctx); // after which a pause ends by itself; NULL: the source's own
  void *ctx;
};

struct source_kind;
struct source { // a source's handle begins with it
  const struct source_kind *kind;
};

struct source_kind {
  // Files in run/: its health, its calls, where it is controlled; and in keys/: what seals its
  // calls.
  const char *state, *calls, *socket, *key;

  // `asked` is between the source and its main.c. Sockets are opened here: afterwards the program
  // is locked in.
  enum err (*open)(const struct source_house *house, const void *asked, struct source **out);
  void (*free)(struct source *s); // ends no call: finish does
  size_t (*sockets)(const struct source *s, struct pollfd out[SOURCE_SOCKETS]);
  enum err (*read)(struct source *s);                   // what has come in
  void (*tick)(struct source *s, int64_t now_us);       // at least every 100 ms
  void (*limit)(struct source *s, uint32_t calls);      // with sound, at one time; 0: any
  void (*finish)(struct source *s, const char *reason); // ends every call

  // Control by interaction id; E_NOT_FOUND when no such call is open.
  enum err (*obey)(struct source *s, struct id call, const struct act *what);
  // Of each call that is recorded where one of these lines sits now, a line of ruling_tell.
  void (*at_lines)(const struct source *s, struct sv lines, struct buf *out);

  // What a restarted recorder needs to go on with the calls of the one before. The bytes hold keys:
  // the recorder seals them. `changes` grows with what must be saved.
  uint64_t (*changes)(const struct source *s);
  void (*save)(struct source *s, struct buf *out);
  enum err (*adopt)(struct source *s, struct sv saved, int64_t now_us, uint32_t *out_calls);

  // For the health page, once a second: members of a JSON object, and names of alarms in an array.
  void (*tell)(struct source *s, struct buf *members);
  void (*alarms)(struct source *s, struct buf *names);
};
