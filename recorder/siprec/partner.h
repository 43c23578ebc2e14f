// SPDX-License-Identifier: Apache-2.0
// Partner: from where one line takes its sound. The first source whose address is the one that was
// agreed on, or that may speak here anyway, is the line's, and then no other while it is heard: a
// relay or NAT in between may use any port. What is agreed on anew may come from elsewhere. Pure.
#pragma once
#include "recorder/wire/span.h"

struct partner {
  struct endpoint said;  // by the description; port 0: nothing that is an address
  struct endpoint heard; // whose sound it is; port 0: nobody's yet
  int64_t heard_us;
};

void partner_said(struct partner *p, const struct endpoint *at);
// `may`: a peer, or whom the call was set up with. False: nobody's sound.
bool partner_takes(struct partner *p, const struct endpoint *from, bool may, int64_t now_us);
