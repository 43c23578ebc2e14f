// SPDX-License-Identifier: Apache-2.0
// AMR: the RTP payloads of RFC 4867, bandwidth-efficient and octet-aligned (without interleaving,
// CRCs or several channels), as frames in storage format (section 5.3): header byte, then the
// bits. Pure; hostile bytes give fewer frames.
#pragma once
#include "core/base.h"

enum { AMR_FRAMES_MAX = 16, AMR_FRAME_BYTES_MAX = 62 };

struct amr_frames {
  size_t n;
  size_t len[AMR_FRAMES_MAX];
  uint8_t bytes[AMR_FRAMES_MAX][AMR_FRAME_BYTES_MAX];
};

bool amr_unpack(const uint8_t *p, size_t n, bool wide, bool octet_aligned, struct amr_frames *out);
