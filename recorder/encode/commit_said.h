// SPDX-License-Identifier: Apache-2.0
// What the other side said of a call, into the catalogue: sealed as it came, and the names other
// systems know the call by as keyed hashes, so that it is found by them. For commit.c alone.
#pragma once
#include "recorder/encode/commit.h"

MUST_CHECK enum err commit_said(struct db *db, const struct secret_key *site,
                                const struct commit *c);
