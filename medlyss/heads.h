// SPDX-License-Identifier: Apache-2.0
// Heads: where signed heads of the audit chain go, and what they are signed with.
#pragma once
#include "core/chain.h"
#include "medlyss/house.h"

void heads_path(const struct house *h, char *out, size_t room); // the setting, or audit/heads
void heads_seed(struct house *h, uint8_t out[CHAIN_SEED]); // from the site key; needs house_keys
