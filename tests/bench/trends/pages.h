// SPDX-License-Identifier: Apache-2.0
// Pages: what the pages over time cost, read from a catalogue as the service reads them: an agent
// with some two thousand evaluations, a team, the centre. A JSON object a line.
#pragma once
#include "core/db.h"

MUST_CHECK enum err pages_time(const char *path, int64_t asks);
