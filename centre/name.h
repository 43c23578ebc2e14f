// SPDX-License-Identifier: Apache-2.0
// Name: what a person writes for others to know something by: her own name, a log-in, a team, a
// line, a title. One rule for every door (the service, the command line): UTF-8 without control,
// bidirectional or invisible characters, of letters that are seen, of a longest length; blanks
// around it go, several inside are one, and a letter typed as two code points is the one it is
// shown as (NFC for Latin letters). Pure; any thread.
#pragma once
#include "core/arena.h"

enum { NAME_LETTERS = 100, TITLE_LETTERS = 200, ADDRESS_LETTERS = 200 };

// `*text` becomes the tidy name, in the arena; E_BAD_DATA says of `what` why it is none.
MUST_CHECK enum err name_read(struct arena *a, const char *what, size_t most, const char **text);
// As a PBX writes it into its signalling: no blank and no quote in it; "tel:" and the like before
// it go.
MUST_CHECK enum err name_read_address(struct arena *a, const char *what, const char **text);
// "sv en fi": codes of ISO 639-1, once each.
MUST_CHECK enum err name_read_languages(struct arena *a, const char *what, const char **text);
// The same name but for capitals (Latin letters): "ÅSA" is "åsa".
bool name_same(const char *a, const char *b);
