// SPDX-License-Identifier: Apache-2.0
// What medlyss check asks of the machine: its clock, and the disk that calls are written to.
#pragma once
#include "medlyss/answer.h"
#include "medlyss/house.h"

void check_clock(struct answers *a);
void check_disk(struct answers *a, const struct house *h); // is the spool's fast enough?
