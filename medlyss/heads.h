// SPDX-License-Identifier: Apache-2.0
// Heads of this house: where they go, and how signing begins. The format is centre/heads.h.
#pragma once
#include "centre/heads.h"
#include "medlyss/house.h"

enum { HEADS_PATH = DATADIR_PATH + 32 };
void heads_path(const struct house *h, char *out, size_t room); // the setting, or audit/heads
// Whom heads of houses from before were signed by: a key derived from the site's.
void heads_old_public(struct house *h, uint8_t out[crypto_sign_PUBLICKEYBYTES]);
// To append to. E_NOT_FOUND: it is gone, or ends before what the database remembers as signed.
MUST_CHECK enum err heads_open(struct house *h, int *out_file);

// The key that signs heads, which the chain must have announced last. `known`: the public half that
// was found so before, not asked for again; all zero: none.
MUST_CHECK enum err heads_key_ours(struct house *h, const uint8_t known[crypto_sign_PUBLICKEYBYTES],
                                   struct heads_key *out);

// medlyss init: makes the key where there is none, announces it, takes the rows of a house from
// before under the chain, makes the file where it is gone (which it announces), signs.
MUST_CHECK enum err heads_begin(struct house *h);
// Signs what a command has written, where this user may: a house that is one user's and has no
// keeper running. Otherwise nothing.
void heads_sign_if_ours(struct house *h);
