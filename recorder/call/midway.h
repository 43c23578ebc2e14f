// SPDX-License-Identifier: Apache-2.0
// Midway: a call whose beginning was not seen (the capture was started during it). Its media is an
// orphan's; what its signalling says later, of a dialog nobody knows, tells who speaks, and the
// end.
#pragma once
#include "recorder/call/inside.h"

// A message within a dialog that is not known. A BYE between the two hosts of one orphan is kept …
void midway_heard(struct tracker *t, const struct signal_news *n);
// … and taken for its end, and its names for theirs who spoke, once both have fallen silent with
// it. over: nothing more comes.
void midway_sweep(struct tracker *t, struct call *c, bool over);
// A re-INVITE that begins a dialog for us, and announces where an orphan is heard: that is its
// call, and the dialog is linked the right way round. NULL: it is none.
struct call *midway_call(struct tracker *t, const struct signal_news *n);
