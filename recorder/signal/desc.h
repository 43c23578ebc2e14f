// SPDX-License-Identifier: Apache-2.0
// Desc: what one side of a dialog said of one audio line of its session description, kept after the
// packet is gone: where it listens, what it wants to hear, its keys. Self-contained, bounded text,
// a slab's entry. Filled from an SDP's media line; pure. Holds keys: desc_wipe before it is let go.
#pragma once
#include "recorder/slab.h"
#include "recorder/wire/sdp.h"

enum { DESC_PAYLOADS = 24, DESC_KEYS = 6, DESC_PLACES = 12, DESC_KEY_TEXT = 72 };

struct payload { // as an rtpmap says it
  uint8_t pt, channels;
  uint32_t clock_hz;
  char name[24], fmtp[136];
};

struct desc_key { // of one a=crypto line, as it was written
  uint32_t tag, mki;
  uint8_t mki_bytes;
  char suite[32], text[DESC_KEY_TEXT];
};

struct desc_place {
  struct endpoint at;
  bool rtcp;
  bool other; // of a line that is no audio: what comes there is passed over
};

enum desc_hold { DESC_SENDS, DESC_HOLDS_ADDRESS, DESC_HOLDS_SENDONLY, DESC_HOLDS_INACTIVE };

struct desc {
  struct slab_item item;
  uint32_t version;     // another number for other words: what follows from it is told again
  uint16_t port;        // of the audio; 0: none is taken
  bool addr_zero;       // 0.0.0.0
  bool secure, dtls;    // RTP/SAVP(F); a fingerprint
  enum desc_hold hold;  // does it, by itself, put the other side on hold?
  bool receives_only;   // recvonly or inactive
  enum sdp_record wish; // a=recordpref
  bool video, image;    // accepted beside the audio
  uint16_t ptime_ms;
  uint32_t video_pts[4]; // payload types of video, one bit each: they may share the audio's port
  size_t n_payloads, n_keys, n_places;
  struct payload payload[DESC_PAYLOADS];
  struct desc_key key[DESC_KEYS];
  struct desc_place place[DESC_PLACES];
};

// The audio line `line` of the description with all that is not audio; line counts every m= line.
void desc_fill(struct desc *d, const struct sdp *sdp, size_t line);
void desc_places_add(struct desc *d, const struct desc *more); // listens there too
bool desc_same(const struct desc *a, const struct desc *b);    // but for the version
void desc_wipe(struct desc *d);
const struct payload *desc_payload(const struct desc *d, uint8_t pt); // NULL: not named
bool desc_is_video(const struct desc *d, uint8_t pt);
void payload_from_sdp(const struct sdp_pt *pt, struct payload *out);
