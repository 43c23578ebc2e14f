// SPDX-License-Identifier: Apache-2.0
// One-time codes: 100 random bits in letters that are read aloud without doubt (no I, L, O, U),
// four groups of five. What is kept is BLAKE2b-256 of the text, capitals and dashes and all. Any
// thread.
#pragma once
#include "core/sv.h"

enum { ONECODE_TEXT = 24, ONECODE_HASH = 32 };

void onecode_new(char out[ONECODE_TEXT], uint8_t out_hash[ONECODE_HASH]);
// As somebody typed it: small letters, spaces, missing dashes are forgiven.
void onecode_hash(struct sv typed, uint8_t out[ONECODE_HASH]);
