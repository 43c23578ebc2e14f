// SPDX-License-Identifier: Apache-2.0
// Wiretap: a tracker with a sink in memory, told each datagram once, as a tap does; and words to
// say what passes on the wire. Addresses are
// "host:port" with hosts written as one digit: "1:5060" is 10.0.0.1 port 5060.
#pragma once
#include "recorder/call/tracker.h"
#include "recorder/tap/copies.h"
#include "tests/unit/packets.h"

enum { TAPPED_CALLS = 8 };

struct tapped { // a call as the sink saw it
  struct id id;
  int64_t started_us;
  int packets[2], rtcp[2], cut[2];
  int64_t first_us[2], last_us;
  int backwards; // packets older than the one before them
  char marks[400], reason[16], codecs[2][256], parties[256];
  char by[160];     // for whom what was asked of it was asked
  uint8_t last[64]; // the last packet's first bytes
};

struct wiretap {
  struct copies *copies;
  struct tracker *tracker;
  int64_t now_us;
  int n;
  struct tapped call[TAPPED_CALLS];
  uint32_t branch, seq;
  uint32_t net; // what follows comes by it
  bool full;    // the sink has no room
  bool cut;     // the capture's snap length takes the end of what follows away
};

// The marks, but for the one that says that it was heard before it was answered.
const char *answer_of(const struct tapped *c);
void wiretap_open(struct wiretap *w, struct tracker_options o);
void wiretap_drop(struct wiretap *w);
void tap_wait(struct wiretap *w, int64_t ms); // packet time passes
void tap_datagram(struct wiretap *w, const char *from, const char *to, uint16_t ip_id,
                  struct sv bytes);

struct say {             // a SIP message; what is NULL or 0 has a plain value
  const char *from, *to; // addresses on the wire
  const char *call;      // Call-ID
  const char *method;    // INVITE; with `status` the CSeq method
  int status;
  const char *caller, *callee; // tags; the From tag is the caller's unless `back`
  bool back;                   // a request by the callee
  int cseq;
  const char *branch;
  const char *number; // who is rung: 1003
  const char *by;     // who rings: 0700
  const char *uri;    // … and in the Request-URI, when that is another
  const char *extra;  // header lines
  const char *sdp;    // "1:4000" or "1:4000 sendonly …": see wiretap.c
};
void tap_sip(struct wiretap *w, struct say s);
void tap_call(struct wiretap *w, const char *id, const char *a_media,
              const char *b_media); // until ACK
void tap_bye(struct wiretap *w, const char *id);
// `n` packets of 20 ms; ssrc decides the payload, so that different voices differ.
void tap_rtp(struct wiretap *w, const char *from, const char *to, uint32_t ssrc, uint8_t pt, int n);
