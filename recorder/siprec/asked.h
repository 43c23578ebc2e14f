// SPDX-License-Identifier: Apache-2.0
// Asked: what a client asks of the recording itself by INFO: "Record: pause" (BroadWorks, and the
// on and off of telephones), as a header or a line of its body. Pure.
#pragma once
#include "recorder/wire/sip.h"

enum asked { ASKED_NOTHING, ASKED_PAUSE, ASKED_RESUME, ASKED_STOP };

enum asked asked_read(const struct sip *m);
