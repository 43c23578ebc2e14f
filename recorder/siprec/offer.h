// SPDX-License-Identifier: Apache-2.0
// Offer and answer of a recording server (RFC 3264, 7866): what each m= line of a client's
// description is good for, the answer in as many lines and the same order, and our own offer for a
// client that leaves it to us (RFC 3261, 13.2.1: it answers in its ACK). What was offered and not
// chosen may come all the same, and is decoded by what the offer says of it (desc_fill). Pure: text
// in, text out; ports and keys are the caller's, and the same ones from offer to offer.
#pragma once
#include "core/buf.h"
#include "recorder/wire/sdp.h"

enum { OFFER_LINES = SDP_MEDIA_MAX, OFFER_KEY_BYTES = 46, OFFER_NO_PT = 255 };

enum offer_fate { // of one m= line; all but the first are refused with port 0
  OFFER_TAKEN,
  OFFER_CLOSED,    // its port is 0
  OFFER_NOT_AUDIO, // or a transport that is not RTP
  OFFER_NO_CODEC,  // none that can be decoded here
  OFFER_NO_KEY,    // SRTP whose key cannot be had: DTLS, or a suite unknown here
  OFFER_REFUSED,   // by the caller: no port was left
};

struct offer_line {
  enum offer_fate fate;
  bool paused;                 // inactive, recvonly, or c=0.0.0.0: nothing will come for now
  bool muted, nowhere;         // of these: inactive; c=0.0.0.0
  bool rtcp_mux;               // offered, and so accepted
  bool secure;                 // SRTP, required or best effort, by crypto[crypto]
  uint8_t crypto;              // index into sdp->media[i].crypto
  uint8_t pt, event_pt, cn_pt; // chosen; OFFER_NO_PT: none
};

struct offer { // line[i] is of sdp->media[i]
  size_t n_lines, n_taken;
  bool paused; // every line that is taken is
  struct offer_line line[OFFER_LINES];
};

struct offer_ours { // for each m= line of the offer, kept by the caller over re-offers
  struct endpoint at;
  uint8_t key[OFFER_KEY_BYTES]; // random, drawn once; used where the line is secure
};

struct offer_origin { // of the dialog's own descriptions: id is the caller's, version is raised
                      // here
  uint64_t id, version;
};

// A line with a voice on it: audio over RTP, open, with a codec of speech and not of events alone.
bool offer_speaks(const struct sdp_media *m);
void offer_weigh(const struct sdp *sdp, struct offer *out); // an offer, or the answer to ours
void offer_refuse(struct offer *o, size_t line);            // a line the caller has no port for
// The plain application/sdp for a 200. `text` is the offer that `sdp` and `o` were made of: lines
// that sdp_parse passed over are refused in their places.
void offer_answer(struct sv text, const struct sdp *sdp, const struct offer *o,
                  const struct offer_ours ours[OFFER_LINES], struct offer_origin *origin,
                  struct buf *out);

enum offer_secrecy { OFFER_CLEAR, OFFER_BEST_EFFORT, OFFER_SECURE }; // AVP; AVP with keys; SAVP

// Our own offer of n recvonly audio lines, labelled 1 to n.
void offer_make(const struct offer_ours *ours, size_t n, enum offer_secrecy secrecy,
                struct offer_origin *origin, struct buf *out);
// Of a suite (RFC 4568, 6188, 7714) that the recorder can open: key and salt.
size_t offer_key_bytes(struct sv suite); // 0: unknown
