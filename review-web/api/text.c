// SPDX-License-Identifier: Apache-2.0
#include "review-web/api/text.h"

static void put(struct text_words *w, size_t at, const char *word) {
  static const char last[] = "\xf4\x8f\xbf\xbf"; // no code point comes after it
  size_t n = strnlen(word, WORDS_LONGEST + 1);
  memcpy(w->room[at][0], word, n);
  memcpy(w->room[at][1], word, n);
  memcpy(w->room[at][1] + n, last, sizeof last);
  w->word[at] = w->room[at][0];
  w->end[at] = w->room[at][1];
}

bool text_words_read(struct sv typed, struct text_words *out) {
  char words[3][WORDS_ROOM];
  size_t n = 0, longest = 0;
  *out = (struct text_words){0};
  while (n < 3 && words_next(&typed, words[n])) n++;
  for (size_t i = 1; i < n; i++)
    if (strlen(words[i]) > strlen(words[longest])) longest = i;
  if (n) put(out, 0, words[longest]);
  for (size_t i = 0, at = 1; i < n; i++)
    if (i != longest) put(out, at++, words[i]);
  return n > 0;
}
