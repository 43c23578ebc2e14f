// SPDX-License-Identifier: Apache-2.0
// Commit: the rows of one call, all of them and its event in one transaction. Encode and import end
// here, after the sealed files are visible: what the catalogue names is there.
// Idempotent by interaction id: a call that is in the catalogue already is left as it is.
// E_BUSY, E_IO: the catalogue is locked or away; nothing was written, try again later.
#pragma once
#include "core/db.h"
#include "core/secret.h"
#include "recorder/encode/acts.h"
#include "recorder/encode/seat.h"
#include "recorder/encode/take_result.h"

enum { COMMIT_SEGMENTS = 16 };

struct commit_segment {
  struct seat seat; // not known: an unclaimed part
  int64_t from_ms, to_ms;
  const char *decided_by; // shift | directory | direction | sdp_order | import
};

struct commit_said { // what the other side said of the call
  bool is_ids;       // "name\tvalue\n" …; else a document as it came
  int64_t at_ms;
  struct sv text;
};

struct commit {
  struct id interaction;
  struct id aside;     // as it was called if it was set aside before; none: never
  struct id recording; // none: without a recording, for the reason `no_recording`
  struct id copy_of;   // BESIDE (again.h): which was kept before; none: no copy
  bool instead;        // INSTEAD: in the place of what is kept under its name
  int64_t started_ms, duration_ms;
  const char *source, *direction, *end_reason;
  const char *external_id, *language, *title, *no_recording; // NULL: none
  const char *rule; // that excludes its sound; "": a number that has refused; NULL: none does
  int64_t rules_version;
  struct sv caller_number, caller_name;
  const struct take_result *sound; // NULL: no media at all
  uint64_t bytes;                  // of the plain Ogg file
  bool end_unknown;                // the recorder died and never came back: more may have been said
  bool swapped;                    // what the take called agent is the caller
  int64_t forged[SIDES];
  const struct acts *acts; // NULL: nothing was asked of it while it went on
  struct commit_segment segments[COMMIT_SEGMENTS];
  size_t n_segments; // 0: one unclaimed segment over all of it
  const struct commit_said *said;
  size_t n_said;
};

struct commit_end {
  bool was_there;
  struct id replaced; // a recording that no call has any longer: its key and files are to go
};
// E_CONFLICT: what it was to stand in for has been built on meanwhile, and is as it was.
MUST_CHECK enum err commit_call(struct db *db, const struct secret_key *site,
                                const struct commit *c, struct commit_end *out);
// Is this interaction committed already?
MUST_CHECK enum err commit_known(struct db *db, struct id interaction, bool *out_known);
