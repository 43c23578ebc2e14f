// SPDX-License-Identifier: Apache-2.0
// Topics: the tree a municipal centre starts with; `medlyss init --demo` plants it. A site of
// another kind makes its own.
#pragma once
#include "core/db.h"

MUST_CHECK enum err topics_plant(struct db *db); // within a transaction, into an empty catalogue
