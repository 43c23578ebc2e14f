// SPDX-License-Identifier: Apache-2.0
#include "centre/name.h"
#include "tests/check.h"

static struct arena a;

static const char *tidy(const char *text) {
  arena_drop(&a);
  arena_init(&a, 1 << 20);
  enum err rc = name_read(&a, "name", 10, &text);
  err_forget();
  return rc ? "refused" : text;
}

TEST(a_name_is_what_is_seen_of_it) {
  CHECK_STR(tidy("Anna Lind"), "Anna Lind");
  CHECK_STR(tidy("  Anna \u00a0 Lind "), "Anna Lind");
  CHECK_STR(tidy("A\u030asa \u00c5"), "\u00c5sa \u00c5");
  CHECK_STR(tidy("\u674e\u56db \U0001f642"), "\u674e\u56db \U0001f642");
  CHECK_STR(tidy("0123456789"), "0123456789");
  arena_drop(&a);
}

TEST(what_is_no_name_is_refused) {
  static const char *const bad[] = {
      "",           " ",        "\u00a0\u3000", "Anna\n",   "A\tB", "\033[31mAnna", "A\u202eB",
      "A\u200bB",   "A\u2066B", "\ufeffAnna",   "\xff\xfe", "\xc3", "\xc0\x80",     "\xed\xa0\x80",
      "01234567890"};
  for (size_t i = 0; i < countof(bad); i++) CHECK_STR(tidy(bad[i]), "refused");
  arena_drop(&a);
}

TEST(names_are_one_but_for_capitals) {
  CHECK(name_same("anna", "ANNA"));
  CHECK(name_same("\u00e5sa", "\u00c5SA"));
  CHECK(name_same("\u017be\u0142", "\u017cE\u0141"));
  CHECK(!name_same("anna", "anna2"));
  CHECK(!name_same("anna2", "anna"));
  CHECK(!name_same("asa", "\u00e5sa"));
}

TEST(addresses_and_languages_are_of_their_kind) {
  const char *line = " 1003 ", *blank = "1003 4", *two = "sv  en sv", *none = "xx",
             *words = "svenska", *link = "tel:+46850012345", *dash = "08\u201350012345",
             *sip = "SIP:anna@pbx.example", *scheme = "tel:";
  arena_init(&a, 1 << 20);
  CHECK_OK(name_read_address(&a, "line", &line));
  CHECK_STR(line, "1003");
  CHECK_FAILS(E_BAD_DATA, name_read_address(&a, "line", &blank));
  CHECK_OK(name_read_address(&a, "line", &link));
  CHECK_STR(link, "+46850012345");
  CHECK_OK(name_read_address(&a, "line", &dash));
  CHECK_STR(dash, "08-50012345");
  CHECK_OK(name_read_address(&a, "line", &sip));
  CHECK_STR(sip, "anna@pbx.example");
  CHECK_FAILS(E_BAD_DATA, name_read_address(&a, "line", &scheme));
  CHECK_OK(name_read_languages(&a, "languages", &two));
  CHECK_STR(two, "sv en");
  CHECK_FAILS(E_BAD_DATA, name_read_languages(&a, "languages", &none));
  CHECK_FAILS(E_BAD_DATA, name_read_languages(&a, "languages", &words));
  arena_drop(&a);
}
