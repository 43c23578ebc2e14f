// SPDX-License-Identifier: Apache-2.0
// One-time codes: first run, invitation, recovery. 100 random bits in letters that are read aloud
// without doubt (no I, L, O, U), four groups of five; valid for 15 minutes, once. The catalogue
// keeps BLAKE2b-256 of the text, dashes and all.
#pragma once
#include "core/db.h"

enum { ONECODE_TEXT = 24, ONECODE_MS = 15 * 60 * 1000 };

// person: none for the first run.
MUST_CHECK enum err onecode_make(struct db *db, const char *purpose, struct id person,
                                 char out[ONECODE_TEXT]);
