// SPDX-License-Identifier: Apache-2.0
// Multipart bodies (RFC 2046) as recording clients send them: the boundary quoted or not, wrongly
// announced or not at all, parts in any order, with a preamble, without a header, one within
// another. What a part calls itself is believed where its bytes do not say otherwise: SDP begins
// with "v=", XML with "<". A body that is no multipart is one part. Pure: views into the body.
#pragma once
#include "recorder/wire/span.h"

enum { MULTIPART_PARTS = 8 };

enum part_kind {
  PART_OTHER,
  PART_SDP,      // application/sdp, or begins as one
  PART_METADATA, // of a recording (RFC 7865), or XML of no other name
};

struct part {
  enum part_kind kind;
  struct sv type;        // "application/sdp", as written, without parameters; empty: not said
  struct sv encoding;    // of its transfer: "base64"; empty: as it is
  struct sv disposition; // "recording-session", without parameters; empty: not said
  struct sv body;        // without the line break that belongs to the boundary
};

// What does not fit in `out` is left out; the first of each kind is always there. Returns how many.
size_t multipart_split(struct sv body, struct sv content_type, struct part out[MULTIPART_PARTS]);
// The first of that kind; NULL: none.
const struct part *multipart_find(const struct part *parts, size_t n, enum part_kind kind);
