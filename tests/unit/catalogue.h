// SPDX-License-Identifier: Apache-2.0
// An empty catalogue for a test. Forty migrations take a second under a sanitizer and hundreds of
// tests want one: the first is made, the others are its bytes.
#pragma once
#include "core/db.h"

// At path, where nothing is yet. *out is the caller's, for db_close.
MUST_CHECK enum err catalogue_create(const char *path, struct db **out);
