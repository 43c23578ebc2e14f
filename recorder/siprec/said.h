// SPDX-License-Identifier: Apache-2.0
// Said: what waits until a call is opened (taking_said of taking.h).
#pragma once
#include "recorder/siprec/taking.h"

void said_tell(struct taker *t, struct taking *k); // it was opened
// What was said of `from` was said of `to`: a dialog goes over to another's call.
void said_join(struct taker *t, const struct taking *from, struct taking *to);
