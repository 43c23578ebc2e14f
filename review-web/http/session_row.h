// SPDX-License-Identifier: Apache-2.0
// A session's row: there, young enough, and its person may still sign in.
#pragma once
#include "gen/sql/web_session.h"

struct site;

MUST_CHECK enum err session_row(const struct site *site, struct db *db, struct arena *a,
                                const uint8_t hash[32], struct session_get_row *out,
                                bool *out_alive);
