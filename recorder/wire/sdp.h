// SPDX-License-Identifier: Apache-2.0
// SDP (RFC 4566, 8866; RFC 3264 for directions and holds, 4568 for crypto, 5761 for rtcp-mux, 3605
// for rtcp, 8839 for candidates, 5763 for fingerprints), as far as a recorder needs it. Pure: views
// into the text, fixed bounds, unknown lines passed over; a line that is nonsense spoils itself
// only.
#pragma once
#include "recorder/wire/span.h"

enum { SDP_MEDIA_MAX = 12, SDP_PT_MAX = 32, SDP_CRYPTO_MAX = 8, SDP_CANDIDATES_MAX = 10 };

enum sdp_direction { SDP_SENDRECV, SDP_SENDONLY, SDP_RECVONLY, SDP_INACTIVE };
enum sdp_record { SDP_RECORD_UNSAID, SDP_RECORD_ON, SDP_RECORD_OFF, SDP_RECORD_PAUSE };
enum sdp_kind { SDP_OTHER, SDP_AUDIO, SDP_VIDEO, SDP_IMAGE };

struct sdp_pt {
  uint8_t pt;
  uint8_t channels;  // 1 unless rtpmap says otherwise
  uint32_t clock_hz; // RTP clock; 0: neither rtpmap nor RFC 3551 knows the type
  struct sv name, fmtp;
};

struct sdp_crypto {
  uint32_t tag;
  struct sv suite, key; // key: base64 of "inline:", without lifetime and MKI
  uint32_t mki;         // the key's name in the packets, and how many bytes it takes there
  uint8_t mki_bytes;    // 0: packets carry none
};

struct sdp_candidate { // of UDP, with an address in figures: a name (mDNS) cannot be looked up here
  bool rtcp;           // component 2
  uint8_t addr[16];
  uint16_t port;
};

struct sdp_media {
  struct sv line; // what m= said, whole
  enum sdp_kind kind;
  uint16_t port; // 0: refused
  uint16_t rtcp_port;
  bool has_addr, addr_zero; // addr_zero: c=0.0.0.0, the old way to hold (RFC 2543)
  bool rtcp_mux, secure;    // secure: RTP/SAVP or SAVPF
  bool dtls;                // a fingerprint: the key is agreed on the media port (RFC 5763)
  uint8_t addr[16];
  enum sdp_direction direction;
  enum sdp_record record; // a=recordpref (RFC 7866): what this end wishes
  uint16_t ptime_ms;      // 0: not said
  struct sv label;
  size_t n_pts, n_crypto, n_candidates;
  struct sdp_pt pt[SDP_PT_MAX]; // of audio; of the others without names
  struct sdp_crypto crypto[SDP_CRYPTO_MAX];
  struct sdp_candidate candidate[SDP_CANDIDATES_MAX];
};

struct sdp {
  struct sv session_id;
  uint64_t version;
  size_t n_media;
  struct sdp_media media[SDP_MEDIA_MAX];
};

bool sdp_parse(struct sv text, struct sdp *out); // false: not a session description
// Name, clock and channels of a static payload type (RFC 3551); false for the others.
bool sdp_static_pt(uint8_t pt, struct sdp_pt *out);
