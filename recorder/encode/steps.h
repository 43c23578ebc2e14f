// SPDX-License-Identifier: Apache-2.0
// Steps: how far a packet lies after the one before it, in media time. The wire's timestamp says it
// (RFC 3550, 5.1), unless it does not: senders whose timestamps stand still, count packets, or run
// at another clock than the codec's (G.722 at 16000, Opus at 16000 …) while the packets come one
// after another all the same. There the length of the packets' own sound is the step. Pure: the
// same packets give the same answers.
#pragma once
#include "recorder/encode/payload.h"

struct steps {
  bool begun, by_length; // by_length: the wire's timestamps are not believed
  bool ever_by_length;   // nor were they at some time
  uint8_t pt;
  uint16_t seq;
  uint32_t wire, out; // of the newest packet: as it came, as it is told on
  int64_t at_us, length;
  int bad, good; // in a row
};

struct step {
  uint32_t ts; // to be used in the wire's place
  bool newest; // no packet with a higher number came before it
  bool back;   // it lies before the packet that was sent before it: the sender's time was set back
  // Its sound begins where that of the packet before it ended, or of one lost between; of one that
  // was overtaken: its time is as many packets back as its number.
  bool joined;
  bool paced;       // it is the next one, and came when the sound of the one before it was over
  int64_t pause_us; // the time since that packet beyond what lies between them in media time
};

struct steps_packet {
  uint8_t pt;
  uint16_t seq;
  uint32_t ts;
  int64_t at_us, length; // media time units of its sound, 0: not known
  uint32_t clock_hz;
  bool sound;
};
struct step steps_take(struct steps *s, const struct steps_packet *p);

// Media time units of a payload's sound; 0: not known without decoding.
int64_t payload_units(const struct payload *as, const uint8_t *p, size_t n);
