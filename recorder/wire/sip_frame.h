// SPDX-License-Identifier: Apache-2.0
// SIP framing on a stream (RFC 3261, 18.3): where does the message at the front of the bytes end?
//
// The length is Content-Length (or its compact form `l`). Where it is missing or nonsense
// (negative, not a number, larger than SIP_FRAME_MAX, two that differ) the message ends where the
// next start line begins, or with the bytes there are: a recorder must not lose the rest of a
// connection to one bad length. Pure.
#pragma once
#include "recorder/wire/span.h"

enum { SIP_FRAME_MAX = 65536 };

enum sip_frame { SIP_FRAME_WHOLE, SIP_FRAME_MORE, SIP_FRAME_JUNK };

// WHOLE: *out_n bytes are one message. JUNK: skip *out_n bytes (keep-alives, or something else
// than SIP) and ask again. MORE: wait for more bytes.
enum sip_frame sip_frame(struct span bytes, size_t *out_n);

// Could a datagram or segment that starts like this be SIP? (A method or "SIP/2.0".)
bool sip_looks_like(struct span bytes);
// The same of a whole datagram: empty lines before the message are nobody's (RFC 3261, 7.5).
bool sip_is_datagram(struct span datagram);
// The start of the header end: index after the empty line, 0 when there is none.
size_t sip_head_length(struct sv text);
