// SPDX-License-Identifier: Apache-2.0
// Metadata of a recording session (RFC 7865, 9806, and the drafts before them, as the vendors froze
// them): who takes part, which stream is whose, which calls belong together. Read as it comes:
// names without their prefix, ids of any form and under any attribute's name, elements nested or
// associated, streams that are named and never told. Nothing here is an error: what could be read
// is there, and `trouble` says why the rest is not. Pure, bounded; expat's memory goes before it
// returns. Plain data: may be copied.
#pragma once
#include "core/sv.h"

enum {
  METADATA_SESSIONS = 8,
  METADATA_GROUPS = 4,
  METADATA_PARTICIPANTS = 16,
  METADATA_STREAMS = 16,
  METADATA_EXTRAS = 24,
  METADATA_ID = 128,
  METADATA_AOR = 160,
  METADATA_NAME = 96,
  METADATA_BYTES_MAX = 256 * 1024,
  METADATA_DEPTH_MAX = 32,
};

enum {                        // bits of `trouble`
  METADATA_NONE = 1 << 0,     // no recording metadata in it at all
  METADATA_BROKEN = 1 << 1,   // not well-formed: what came before that place was read
  METADATA_MENDED = 1 << 2,   // not well-formed, and could be guessed right (a bare & in a name)
  METADATA_DOCTYPE = 1 << 3,  // a document type: not read past it
  METADATA_TOO_BIG = 1 << 4,  // too long or too deep: not read past it
  METADATA_TOO_MANY = 1 << 5, // of some kind: the first ones are kept
  METADATA_UNTOLD = 1 << 6,   // an id is named that nothing has told of
  METADATA_CUT = 1 << 7,      // a text was longer than its room
};

struct metadata_session {
  char id[METADATA_ID], sip_id[METADATA_ID]; // sip_id: sipSessionID (RFC 7989) or a Call-ID
  int group;                                 // index; -1: none
  int64_t start_ms, stop_ms;                 // 0: not said; without a zone it is taken for UTC
  bool told, gone;                           // told: by an element of its own; gone: has ended
};

struct metadata_group {
  char id[METADATA_ID];
  bool told;
};

enum metadata_end { METADATA_END_UNSAID, METADATA_CALLING, METADATA_CALLED };
enum metadata_role { METADATA_ROLE_UNSAID, METADATA_AGENT, METADATA_CUSTOMER };

struct metadata_participant {
  char id[METADATA_ID], aor[METADATA_AOR], name[METADATA_NAME]; // aor: the first, as written
  uint32_t sessions, sends, receives; // a bit for each index of sessions and streams
  uint32_t left;                      // streams: those she was said to send no longer
  enum metadata_end end;              // as a vendor's own element says it
  enum metadata_role role;            // likewise
  bool told, gone;                    // gone: disassociated
};

enum metadata_tie { METADATA_TIE_UNSAID, METADATA_TIED, METADATA_UNTIED };

struct metadata_stream {
  char id[METADATA_ID], label[METADATA_ID];
  int session;           // index; -1: not said
  enum metadata_tie tie; // whether somebody is said to send it, or to send it no longer
  bool mixed;            // one stream of several voices
  bool told, gone;
};

struct metadata_extra { // what only this vendor says: "ucid", "Cisco-GUID", "X-Genesys-CallUUID"
  char name[48], value[METADATA_AOR];
  bool is_id; // names the call in another system: worth searching for
};

struct metadata {
  bool complete; // dataMode; true where it is not said
  uint32_t trouble;
  size_t n_sessions, n_groups, n_participants, n_streams, n_extras;
  struct metadata_session session[METADATA_SESSIONS];
  struct metadata_group group[METADATA_GROUPS];
  struct metadata_participant participant[METADATA_PARTICIPANTS];
  struct metadata_stream stream[METADATA_STREAMS];
  struct metadata_extra extra[METADATA_EXTRAS];
};

void metadata_read(struct sv xml, struct metadata *out);
// A snapshot comes in: a complete one takes the place of what was known, a partial one, or one that
// could not be read whole, adds to it and replaces by id. Extras are kept: a call's ids stay its
// ids. A snapshot with nothing in it changes nothing. `trouble` afterwards is the snapshot's.
void metadata_take(struct metadata *known, const struct metadata *snapshot);
bool metadata_is_id(struct sv name); // of an element or a header that names the call elsewhere
// An extra as such, and whether its name is one of an id; what is there already is not added again.
void metadata_extra_add(struct metadata *m, struct sv name, struct sv value);
// The stream of that label; -1: none.
int metadata_labelled(const struct metadata *m, struct sv label);
// Nobody sends it any longer, and who did is in the call yet: its client has paused it.
bool metadata_pauses(const struct metadata *m, int stream);
// The first trouble in words, for the log and the call: "metadata_broken"; "" where there is none.
const char *metadata_trouble(uint32_t trouble);
