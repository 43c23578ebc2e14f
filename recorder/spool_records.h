// SPDX-License-Identifier: Apache-2.0
// Spool records: what the bodies in a spool mean, packed by capture, unpacked by encode.
// Text bodies are JSON; text from the wire that is not UTF-8 is repaired while packing.
// Leg 0 is the sender of the INVITE, leg 1 the one who answers, further legs as they come.
// Unpacked strings live in the arena given; NULL where the sender had none. No I/O, any thread.
#pragma once
#include "core/arena.h"
#include "core/buf.h"
#include "core/id.h"

enum spool_kind {
  SPOOL_OPEN = 1, // struct spool_opening
  SPOOL_LEG = 2,  // struct spool_leg; again whenever its session description changes
  SPOOL_RTP = 3,  // packets of all legs in order of arrival
  SPOOL_MARK = 4, // struct spool_mark
  SPOOL_END = 5,  // struct spool_ending: the only normal end
  SPOOL_SAID = 6, // struct spool_said: what the other side said of the call, as it came
};

enum {
  SPOOL_BODY_MAX = 64 * 1024 - 64,
  SPOOL_PACKET_MAX = 8 * 1024,
  SPOOL_PARTIES = 16,
  SPOOL_PAYLOADS = 32,
  SPOOL_LEGS = 32,
};

struct spool_party {
  int leg;             // -1: not known
  const char *address; // user@host or the bare number
  const char *name;    // as displayed
  const char *role;    // caller | callee | unknown: nobody says who rang
  const char *side;    // agent: the source knows that it is one of the house; NULL: it does not
};

struct spool_opening {
  struct id interaction;
  int64_t started_us;       // wall
  const char *source;       // live | capture | siprec
  const char *call_id_hash; // hexadecimal, keyed: joins dialogs without showing the Call-ID
  const char *direction;    // in | out | internal | unknown
  const char *group;        // legs of one conversation over several dialogs
  struct spool_party parties[SPOOL_PARTIES];
  size_t n_parties;
};

struct spool_payload {
  uint8_t pt;
  uint8_t channels;
  uint32_t clock_hz;
  const char *name; // as in rtpmap: PCMA, opus, telephone-event
  const char *fmtp;
};

struct spool_leg {
  uint8_t leg;
  int party;                // index into the opening's parties, -1: not known
  int ptime_ms;             // 0: not said
  const char *label, *side; // side: as of a party, for a leg that came later
  struct spool_payload payloads[SPOOL_PAYLOADS];
  size_t n_payloads;
};

struct spool_mark {
  const char *kind; // hold resume pause unpause loss transfer control erase ssrc unsafe …
  int leg;          // -1: the whole call
  int64_t at_us;    // wall
  const char *detail, *name; // name: as displayed, of who, where it is somebody
};

struct spool_ending {
  const char *reason; // bye cancelled refused timeout media_timeout port_reused capture_end restart
  int64_t at_us;      // wall
};

// Text of any length comes in pieces of SPOOL_SAID_MOST; all but the last say that more follows.
enum spool_said_kind { SPOOL_SAID_METADATA = 1, SPOOL_SAID_IDS = 2 }; // ids: "name\tvalue\n" …
enum { SPOOL_SAID_HEAD = 2, SPOOL_SAID_MOST = SPOOL_BODY_MAX - SPOOL_SAID_HEAD };
struct spool_said {
  uint8_t kind;
  bool more;
  struct sv text; // untouched: any bytes
};

// In a batch: u8 leg, u8 flags, i32le µs after the record's wall time, u16le length, the packet.
// CUT: the capture's snap length took the packet's end away: its header is true, its payload is not
// all there, and no decoder should be asked.
enum { SPOOL_FLAG_RTCP = 1, SPOOL_FLAG_CUT = 2, SPOOL_PACKET_HEAD = 8 };
struct spool_packet {
  uint8_t leg, flags;
  int32_t offset_us;
  struct sv bytes;
};

MUST_CHECK enum err spool_opening_pack(const struct spool_opening *o, struct buf *out);
MUST_CHECK enum err spool_leg_pack(const struct spool_leg *l, struct buf *out);
MUST_CHECK enum err spool_mark_pack(const struct spool_mark *m, struct buf *out);
MUST_CHECK enum err spool_ending_pack(const struct spool_ending *e, struct buf *out);
MUST_CHECK enum err spool_said_pack(const struct spool_said *s, struct buf *out);
MUST_CHECK enum err spool_said_unpack(struct sv body, struct spool_said *out); // a view into it
MUST_CHECK enum err spool_opening_unpack(struct sv body, struct arena *a,
                                         struct spool_opening *out);
MUST_CHECK enum err spool_leg_unpack(struct sv body, struct arena *a, struct spool_leg *out);
MUST_CHECK enum err spool_mark_unpack(struct sv body, struct arena *a, struct spool_mark *out);
MUST_CHECK enum err spool_ending_unpack(struct sv body, struct arena *a, struct spool_ending *out);

// Writes one packet's head and bytes at `to` (room: SPOOL_PACKET_HEAD + bytes.n); returns the
// length.
size_t spool_packet_pack(const struct spool_packet *p, uint8_t *to);
// Takes the next packet off *rest: OK, E_END when there is none, E_BAD_DATA when it is cut.
MUST_CHECK enum err spool_packet_next(struct sv *rest, struct spool_packet *out);
