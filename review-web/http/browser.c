// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/browser.h"

// The first that fits: each names its forebears after itself.
struct sign {
  const char *holds, *word;
};
static const struct sign browsers[] = {
    {"Edg", "edge"},     {"OPR/", "opera"},    {"FxiOS", "firefox"},  {"Firefox/", "firefox"},
    {"CriOS", "chrome"}, {"Chrome", "chrome"}, {"Safari/", "safari"},
};
static const struct sign machines[] = {
    {"iPhone", "ios"},    {"iPad", "ios"},      {"Android", "android"}, {"Windows", "windows"},
    {"Macintosh", "mac"}, {"CrOS", "chromeos"}, {"Linux", "linux"},
};

static const char *word_in(struct sv said, const struct sign *signs, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (sv_has(said, sv_of(signs[i].holds))) return signs[i].word;
  return NULL;
}

const char *browser_words(struct arena *a, struct sv user_agent) {
  const char *browser = word_in(user_agent, browsers, countof(browsers));
  const char *machine = word_in(user_agent, machines, countof(machines));
  if (!browser && !machine) return NULL;
  return arena_printf(a, "%s %s", browser ? browser : "other", machine ? machine : "other");
}
