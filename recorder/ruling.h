// SPDX-License-Identifier: Apache-2.0
// Ruling: what is asked of a recording while its call goes on, and what stands of it. The same for
// a call of the mirror and one of SIPREC. Pure: the caller keeps the time, and tells the sink the
// mark that is due. A pause always ends: by whoever asked for it, or when its time has run out.
#pragma once
#include "core/buf.h"
#include "core/id.h"

// A call on hold may be silent for so many times media_timeout_s before it has ended.
enum { RULING_HOLD_TIMES = 8 };

enum act_kind { ACT_PAUSE, ACT_RESUME, ACT_ERASE, ACT_MARK, ACT_EVIDENCE };

struct act {
  enum act_kind kind;
  const char *by;   // a person's id, or RULING_BY_…; NULL: whoever has the machine
  const char *text; // of a mark
  int64_t limit_us; // of a pause
};

#define RULING_BY_LIMIT  "limit"      // the pause had lasted as long as one may
#define RULING_BY_WISH   "wish"       // a telephone asked (recorder/call/wish.h)
#define RULING_BY_SIGNAL "signalling" // the recording client (SIPREC)
#define RULING_GOES_ON   "before"     // a pause that stands, told to another part of the spool

// A person pauses for a card number, the telephone system for reasons of its own: neither lifts the
// other's pause.
enum ruling_by { BY_PERSON, BY_SYSTEM, RULING_BYS };

struct ruling {
  bool paused, ran_out; // ran_out: the last pause ended by itself, and nobody has acted since
  bool held;            // evidence: it cannot be erased while it goes on
  int64_t until_us;     // of the pause that stands longest
  int64_t pause_us[RULING_BYS]; // until when each of them has paused it; 0: not
};

// *out_mark: what the spool is told; NULL: it was so already. E_CONFLICT: evidence is not erased,
// and a person does not lift what the telephone system alone has paused.
MUST_CHECK enum err ruling_take(struct ruling *r, const struct act *a, int64_t now_us,
                                const char **out_mark);
// True once: the pause has run out, and the recording goes on.
bool ruling_runs_out(struct ruling *r, int64_t now_us);
// Is that, which happened then (0: never), to be told on the health page yet?
bool ruling_alarms(int64_t ran_out_us, int64_t now_us);

// Whose calls are asked for: addresses of lines with blanks between them, as the house writes them.
// True: `address` (user@host) is one, whole or by its user.
bool ruling_is_line(struct sv lines, struct sv address);
// "<interaction> <began ms> <paused until ms; 0: it records> <ran out> <held>\n", while there is
// room.
void ruling_tell(const struct ruling *r, struct id call, int64_t began_us, struct buf *out);
