// SPDX-License-Identifier: Apache-2.0
// What medlyss check asks of the sources: what the recorders told of the last seconds and the calls
// of the last day say whether anything is sent, both ways, readable, with sound.
#pragma once
#include "medlyss/answer.h"
#include "medlyss/house.h"

MUST_CHECK enum err check_sources(struct answers *a, struct house *h);
