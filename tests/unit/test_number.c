// SPDX-License-Identifier: Apache-2.0
// A caller's number is one, however it is written.
#include "core/number.h"
#include "tests/check.h"

static bool among(const char *typed, const char *country, const char *wanted) {
  char forms[NUMBER_FORMS][NUMBER_ROOM];
  size_t n = number_forms(sv_of(typed), country, forms);
  for (size_t i = 0; i < n; i++)
    if (!strcmp(forms[i], wanted)) return true;
  return false;
}

TEST(a_number_is_found_in_any_way_of_writing_it) {
  static const char *const ways[] = {
      "070-174 06 06", "0701740606", "+46 70 174 06 06", "+46 (0)70 1740606", "0046701740606",
      "46701740606", " (070) 174.06.06 ", "+46-70/174 06 06",
      // as it is pasted: Word, a web page, contacts, a link
      "070\u2013174 06 06", "070\u2011174\u00a006\u00a006", "+46\u202f70\u2009174\u20070606",
      "070\u2212174 06 06", "\u202a+46 70-174 06 06\u202c", "\ufeff0701740606\u00ad",
      "tel:+46701740606", "TEL:+46-70-174-06-06;ext=12", "callto:0701740606",
      "sip:+46701740606@trunk.example", "Tfn: 070-174 06 06", "tel. 070-174 06 06", "070\t1740606,",
      "\uff0b46701740606"};
  static const char *const kept[] = {"0701740606", "+46701740606", "0046701740606", "46701740606"};
  for (size_t i = 0; i < countof(ways); i++)
    for (size_t k = 0; k < countof(kept); k++) CHECK(among(ways[i], "46", kept[k]));
  CHECK(!among("0701740607", "46", "0701740606"));
}

TEST(a_number_of_another_country_is_not_ours) {
  CHECK(among("+47 22 12 34 56", "46", "004722123456"));
  CHECK(among("004722123456", "46", "+4722123456"));
  CHECK(!among("+47 22 12 34 56", "46", "022123456"));
  CHECK(!among("0701740606", "47", "+46701740606"));
  CHECK(among("070-174 06 06", "", "0701740606")); // no country is known: as it is written
}

TEST(an_extension_is_itself_and_words_are_no_number) {
  char forms[NUMBER_FORMS][NUMBER_ROOM];
  CHECK_EQ(number_forms(SV("1201"), "46", forms), 1);
  CHECK_STR(forms[0], "1201");
  CHECK_EQ(number_forms(SV("4612"), "46", forms), 1);
  CHECK_STR(forms[0], "4612");
  CHECK_EQ(number_forms(SV("112"), "46", forms), 0); // would find itself in every year and amount
  CHECK_EQ(number_forms(SV("bygglov 2024"), "46", forms), 0);
  CHECK_EQ(number_forms(SV("++46701740606"), "46", forms), 0);
  CHECK_EQ(number_forms(SV("070 174 06 06 070 174 06 06 07"), "46", forms), 0);
  CHECK_EQ(number_forms((struct sv){"0701\000740606", 11}, "46", forms), 0);
  CHECK_EQ(number_forms(SV(""), "46", forms), 0);
  CHECK_EQ(number_forms(SV("telefon"), "46", forms), 0);
  CHECK_EQ(number_forms(SV("telling 1201"), "46", forms), 0);
  CHECK_EQ(number_forms(SV("1201@example"), "46", forms), 0);
  CHECK_EQ(number_forms(SV("0701740606\xff"), "46", forms), 0);
}
