// SPDX-License-Identifier: Apache-2.0
// Login: who signs in as what was typed. Log-ins are one without regard to capitals and to blanks
// around them. A house of before that rule may hold two that differ by capitals only: each of them
// is found by what she was given, letter by letter, and by nothing else.
#pragma once
#include "core/arena.h"
#include "core/db.h"
#include "gen/sql/person.h"

MUST_CHECK enum err login_find(struct db *db, struct arena *a, const char *typed,
                               struct person_by_login_row *out, bool *out_found);
// `*login` is read as a name, and E_CONFLICT if another than `person` signs in by it.
MUST_CHECK enum err login_read(struct db *db, struct arena *a, struct id person,
                               const char **login);
