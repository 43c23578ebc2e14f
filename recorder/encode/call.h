// SPDX-License-Identifier: Apache-2.0
// Call: one interaction on its way from the spool to the catalogue. It may lie in several parts,
// one per capture run (a restarted capture takes a live call up again); the parts are read in the
// order of their runs as if they were one, the time between them is a gap 'restart'.
//
//   call_new -> call_add_part … -> call_feed until `stage` is CALL_FED -> call_settle -> CALL_DONE
//
// Everything is re-done from the spool after a crash; the spool is unlinked by call_settle, after
// the commit. One thread.
#pragma once
#include "core/rules.h"
#include "recorder/encode/acts.h"
#include "recorder/encode/desk.h"
#include "recorder/encode/sides.h"
#include "recorder/encode/tape.h"
#include "recorder/spool_read.h"

enum { CALL_PARTS = 32 };

struct call_part {
  char run[ID_TEXT];
  struct spool_reader *reader;
  bool alive;            // its capture, as of the last scan
  bool settled;          // named so before a commit that was perhaps not reached
  int64_t dead_since_us; // monotonic; 0: alive
};

struct call_leg {
  int party;                 // into the opening's; -1 unknown
  bool agent;                // its source knows it for one of the house's
  int64_t first_us, last_us; // arrival of its first and last packet, 0: none
};

enum { CALL_TRANSFERS = 12 };
struct call_transfer { // somebody else sits at the other end of that leg from then on
  int leg;
  int64_t at_us;
  char address[256];
  struct seat seat;
};

enum { CALL_SAID = 256, CALL_SAID_BYTES = 2 << 20 };
struct call_said { // what the other side said of the call, as it came
  uint8_t kind;    // enum spool_said_kind
  bool more;       // a piece is still to come
  int64_t at_us;
  size_t from, n; // in `said_text`
};

enum call_stage {
  CALL_READING, // more may come
  CALL_FED,     // everything was read; the sound is to be finished and the rows written
  CALL_DONE,
};

struct call {
  struct id interaction; // in the catalogue
  struct id spool_id;    // in the spool: the same but for a part that came too late
  struct id recording;   // how its sound is named
  struct id copy_of;     // which was there before, where it is a copy beside that
  bool instead;          // it takes the place of what is kept under its name
  enum call_stage stage;
  struct call_part parts[CALL_PARTS];
  size_t n_parts, reading; // the part that is read now
  struct arena words;      // what the opening said
  struct spool_opening opening;
  struct seat seats[SPOOL_PARTIES];
  struct call_leg legs[TAKE_LEGS];
  struct call_transfer transfers[CALL_TRANSFERS];
  size_t n_transfers;
  struct acts acts;
  struct call_said said[CALL_SAID];
  size_t n_said;
  struct buf said_text;
  struct sides sides;  // as the sound was made
  bool opened, seated; // OPEN was read; the catalogue answered
  bool erased;         // stop and erase: nothing of the sound is kept
  bool ruled;          // a recording rule excludes it: likewise, once it has ended
  int64_t rules_version;
  char rule[RULES_NAME]; // "": a number in it has refused
  bool no_room;          // the spool had none when it came
  bool encrypted;        // nobody told us the key of some of it
  bool mixed;            // its one stream holds everybody's voice: no sides
  struct tape *tape;     // NULL: no leg was seen yet, or erased
  const struct take_result *result;
  const char *end_reason;
  char end_said[32];
  int64_t end_us, first_us, last_us; // wall: of END, of the first and the last record
  uint64_t bytes;                    // of the plain Ogg file, once kept
  uint64_t backlog;                  // bytes of spool not read yet
  bool shed;                         // parts after its end are left for a call of their own
  bool retold;                       // an earlier telling of it is under way: that one goes first
  bool restart_pending;              // the next packet ends a gap that a dead capture left
  int64_t retry_us;                  // monotonic: not before
  int64_t tries;                     // that failed for a reason of its own
  struct call *next;
};

MUST_CHECK enum err call_new(struct id interaction, struct call **out);
struct call_part *call_part_find(struct call *c, const char *run);
// An error: it was not added; E_END: it held nothing; E_BAD_DATA: no spool of ours.
MUST_CHECK enum err call_part_add(struct call *c, struct desk *d, const char *run, bool settled);
void call_part_alive(struct call_part *p, bool alive); // ask first, then call_feed
// Reads at most `budget` records. `nobody_comes`: no capture will take a dead call up again.
MUST_CHECK enum err call_feed(struct call *c, struct desk *d, int budget, bool nobody_comes);
// Finishes the sound, keeps it, writes the rows, unlinks the spool. An error: try again later.
// Before the commit the parts are renamed <id>.done: after a crash the catalogue tells whether they
// are in. A part of a call that is committed already becomes an interaction of its own.
MUST_CHECK enum err call_settle(struct call *c, struct desk *d);
// After a failure that left the sound half made (the audio disk is full): from the spool's first
// record again.
void call_reset(struct call *c);
// Sealed files and key of a call whose rows cannot be written are taken away again.
void call_forget(struct call *c, struct desk *d);
void call_free(struct call *c);
