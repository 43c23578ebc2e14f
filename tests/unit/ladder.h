// SPDX-License-Identifier: Apache-2.0
// Ladder: what passes on the wire, a line a message, to be read from the top down as a ladder
// diagram is.
//   1>2 INVITE a sdp=1:4000,sendonly     host 1 to host 2 (10.0.0.1, 10.0.0.2), Call-ID a
//   2>1 200 a sdp=2:5000                 a reply to its INVITE; 200/BYE to another
//     from=TAG to=TAG via=BRANCH q=CSEQ uri=USER num=WHO_IS_RUNG by=WHO_RINGS hdr=Name:_value (an
//     underscore is a blank); to= : no tag
//   1:4000>2:5000 11 50                  50 packets of 20 ms by SSRC 11 (8: PCMA); 50/96 of type 96
//   1:4000=2:5000 11,12 50               both ways
//   wait 2000
#pragma once
#include "tests/unit/wiretap.h"

void tap_ladder(struct wiretap *w, const char *lines);
