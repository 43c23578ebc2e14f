// SPDX-License-Identifier: Apache-2.0
// What a person's own pages tell her of herself.
#include "review-web/http/browser.h"
#include "tests/check.h"

static const char *words(struct arena *a, const char *said) {
  const char *told = browser_words(a, sv_of(said));
  return told ? told : "nothing";
}

TEST(a_browser_is_told_in_two_words) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 16);
  CHECK_STR(
      words(&a, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"),
      "edge windows");
  CHECK_STR(words(&a, "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
                      "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"),
            "safari ios");
  CHECK_STR(words(&a, "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
            "firefox linux");
  CHECK_STR(
      words(&a,
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"),
      "chrome android");
  CHECK_STR(words(&a, "curl on Linux"), "other linux");
  CHECK_STR(words(&a, "<script>alert(1)</script>"), "nothing");
  CHECK_STR(words(&a, ""), "nothing");
}
