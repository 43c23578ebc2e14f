// SPDX-License-Identifier: Apache-2.0
// Capfile: what a capture file is made of, read from its bytes, front to back.
//
//   pcap    (draft-ietf-opsawg-pcap) µs and ns, both byte orders; Kuznetzov's modified records of
//           24 bytes, SuSE's of 28, Nokia's of 20; versions before 2.4, whose lengths are swapped
//   pcapng  (draft-ietf-opsawg-pcapng) sections of either byte order, interfaces with their own
//           link type, clock resolution and offset; enhanced, simple and old packet blocks; blocks
//           of other kinds are passed over
// One format may follow the other in a file, as `cat` leaves them.
// Pure: views into the bytes given; no I/O. Memory: the table of interfaces, CAPFILE_LINKS at most;
// packets of further ones are frames of link type CAPFILE_NO_LINK. One thread.
#pragma once
#include "recorder/wire/dissect.h"

enum {
  CAPFILE_LINKS = 4096,
  CAPFILE_NO_LINK = 0xffff,
  CAPFILE_FRAME = 80 << 10, // of a longer frame the rest is passed over: IP ends at 64 KiB
};

struct capfile_link;
struct capfile { // all zero: at the front of a file
  int format;
  bool big, nano, swapped, maybe_swapped;
  uint8_t head; // bytes before a pcap packet
  uint16_t link;
  uint32_t interface; // of the frame that was read last
  int64_t last_us;
  size_t n_links, links_room;
  struct capfile_link *links;
};

enum capfile_got {
  CAPFILE_GOT_FRAME, // *out_used bytes are one frame and what is around it
  CAPFILE_GOT_OTHER, // *out_used bytes are passed over; may be more than were given
  CAPFILE_GOT_SHORT, // *out_used bytes are wanted at the front
  CAPFILE_GOT_BAD,   // no capture file, or damaged here
};

enum capfile_got capfile_next(struct capfile *c, struct span bytes, uint64_t *out_used,
                              struct frame *out);
MUST_CHECK bool capfile_copy(const struct capfile *c, struct capfile *out); // false: no memory
void capfile_drop(struct capfile *c);
