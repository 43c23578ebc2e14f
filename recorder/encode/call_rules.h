// SPDX-License-Identifier: Apache-2.0
// What the recording rules make of a call that has ended (core/rules.h): its length, whose it was
// and by which queue it came are known now. Of one that is excluded, by them or by the recorder at
// its start, the sound and its key are gone before anything is kept; the call stays, with the
// rule's name. Evidence is not taken away. For call.c alone.
#pragma once
#include "recorder/encode/call_record.h"

MUST_CHECK enum err call_rules(struct call *c, struct desk *d);
