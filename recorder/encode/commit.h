// SPDX-License-Identifier: Apache-2.0
// Commit: the rows of one call, all of them and its event in one transaction. Encode and import end
// here, after the sealed files are visible: what the catalogue names is there.
// Idempotent by interaction id: a call that is in the catalogue already is left as it is.
// E_BUSY, E_IO: the catalogue is locked or away; nothing was written, try again later.
#pragma once
#include "core/db.h"
#include "core/secret.h"
#include "recorder/encode/seat.h"
#include "recorder/encode/take_result.h"

enum { COMMIT_SEGMENTS = 16 };

struct commit_segment {
  struct seat seat; // not known: an unclaimed part
  int64_t from_ms, to_ms;
  const char *decided_by; // shift | directory | direction | sdp_order | import
};

struct commit {
  struct id interaction;
  struct id aside;     // as it was called if it was set aside before; none: never
  struct id recording; // none: without a recording, for the reason `no_recording`
  int64_t started_ms, duration_ms;
  const char *source, *direction, *end_reason;
  const char *external_id, *language, *title, *no_recording; // NULL: none
  struct sv caller_number, caller_name;
  const struct take_result *sound; // NULL: no media at all
  uint64_t bytes;                  // of the plain Ogg file
  bool end_unknown;                // the recorder died and never came back: more may have been said
  bool swapped;                    // what the take called agent is the caller
  int64_t forged[SIDES];
  struct commit_segment segments[COMMIT_SEGMENTS];
  size_t n_segments; // 0: one unclaimed segment over all of it
};

MUST_CHECK enum err commit_call(struct db *db, const struct secret_key *site,
                                const struct commit *c, bool *out_was_there);
// Is this interaction committed already?
MUST_CHECK enum err commit_known(struct db *db, struct id interaction, bool *out_known);
// Does what the catalogue has of it begin later or end earlier than this sound?
MUST_CHECK enum err commit_is_less(struct db *db, struct id interaction,
                                   const struct take_result *sound, bool *out);
// The recording's id, the same at every attempt: a retry overwrites what an earlier one left.
struct id commit_recording_id(struct id interaction);
// The interaction of what came after its call was committed: named by its run, or as a copy.
struct id commit_late_id(struct id interaction, const char *as);
