// SPDX-License-Identifier: Apache-2.0
#include "core/words.h"
#include "tests/check.h"

static const char *joined(const char *text) {
  static char all[400];
  char word[WORDS_ROOM];
  size_t n = 0;
  all[0] = '\0';
  for (struct sv rest = sv_of(text); words_next(&rest, word);)
    n += (size_t)snprintf(all + n, sizeof all - n, "%s|", word);
  return all;
}

TEST(text_is_cut_into_words_as_a_search_meets_them) {
  CHECK_STR(joined("Du väntade. Det var RÄTT!"), "du|väntade|det|var|rätt|");
  CHECK_STR(joined("ÅÄÖ Éva Łódź Žižek 1177-x"), "åäö|éva|łódź|žižek|1177|");
  CHECK_STR(joined("ga\u030angbanan A\u030aA\u0308O\u0308 Z\u030ciz\u030cek"),
            "gångbanan|åäö|žižek|");
  CHECK_STR(joined("\ufeffbygg\u00adlov snö\u200dröj\u2060ning a\u00ad\u030ar"),
            "bygglov|snöröjning|år|");
  CHECK_STR(joined("ab\u200bcd ef\u2028gh"), "ab|cd|ef|gh|");
  CHECK_STR(joined(""), "");
  CHECK_STR(joined("a b c"), "");
  CHECK_STR(joined("ab\xff"
                   "cd\xe2\x82\xac"
                   "ef\xc3"),
            "ab|cd|ef|");
  CHECK_STR(joined("0123456789012345678901234567890123456789X next"),
            "0123456789012345678901234567890123456789|next|");
}
