// SPDX-License-Identifier: Apache-2.0
// Names: the ids of recordings, and of calls beside a call, made of the call's own: the same at
// every attempt, so that a retry overwrites what an earlier one left. Pure.
#pragma once
#include "core/id.h"

struct id name_recording(struct id interaction);
// The n-th, each in the place of the one before (again.h); 0: the first.
struct id name_recording_nth(struct id interaction, unsigned n);
// What came after its call was committed: named by its run, or as a copy.
struct id name_late(struct id interaction, const char *as);
