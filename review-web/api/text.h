// SPDX-License-Identifier: Apache-2.0
// Text: the words of a call (its title and its open notes) in an index of their own, kept in the
// same transaction as the words themselves, each with the parts of the call it may be read by; and
// what somebody typed, as up to three words to look for.
#pragma once
#include "core/words.h"
#include "review-web/http/request.h"

MUST_CHECK enum err text_index(struct request *req, struct id interaction); // after any change

struct text_words {                // the longest first: it finds least; unused ones are NULL
  const char *word[3], *end[3];    // a word that begins so is >= word and < end
  char room[3][2][WORDS_ROOM + 4]; // where they point: a copy points into its original
};
bool text_words_read(struct sv typed, struct text_words *out); // false: no word in it
