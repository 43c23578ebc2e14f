// SPDX-License-Identifier: Apache-2.0
// Packed: bodies a client has compressed (Content-Encoding, RFC 3261, 20.12): gzip and deflate,
// unpacked up to PACKED_MOST bytes and no further. Pure.
#pragma once
#include "core/buf.h"

enum { PACKED_MOST = 512 * 1024 };

enum packed { PACKED_PLAIN, PACKED_OPENED, PACKED_UNKNOWN, PACKED_BROKEN, PACKED_TOO_BIG };

// PACKED_OPENED: `out` holds the plain body.
// A part's own (Content-Transfer-Encoding, RFC 2045, 6.8): base64. False: it is none, or broken.
bool packed_base64(struct sv encoding, struct sv body, struct buf *out);
enum packed packed_open(struct sv encoding, struct sv body, struct buf *out);
