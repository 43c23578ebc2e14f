// SPDX-License-Identifier: Apache-2.0
// Number: a telephone number as it may have come over the wire. One and the same is written
// 070-174 06 06, +46 70 174 06 06 and 0046701740606, in a mail 070–174 06 06, in a link
// tel:+46701740606; callers are kept as a keyed hash of the digits
// and '+' of one of these (core/secret.h), and are found by hashing each.
#pragma once
#include "core/sv.h"

enum { NUMBER_FORMS = 4, NUMBER_ROOM = 32, NUMBER_LEAST = 4 };

// How many of `out` are used: 0 where it is no number, of fewer digits than NUMBER_LEAST or too
// long. country: its code without "+" and zeros, "46"; empty: none is known.
size_t number_forms(struct sv typed, const char *country, char out[NUMBER_FORMS][NUMBER_ROOM]);
