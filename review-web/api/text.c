// SPDX-License-Identifier: Apache-2.0
#include "review-web/api/text.h"

#include "gen/sql.h"

enum { CALL_WORDS_MOST = 2000 };

// ---- the index --------------------------------------------------------------------------------
static enum err add_words(struct request *req, struct id call, const char *text, size_t *room) {
  char word[WORDS_ROOM];
  for (struct sv rest = sv_of(text); *room && words_next(&rest, word); --*room)
    TRY(sql_call_word_add(req->db, &(struct call_word_add){.word = word, .interaction = call}));
  return OK;
}

enum err text_index(struct request *req, struct id interaction) {
  struct interaction_get_row call;
  struct call_texts_row *notes;
  size_t n, room = CALL_WORDS_MOST;
  bool found;
  TRY(sql_call_word_clear(req->db, &(struct call_word_clear){interaction}));
  TRY(sql_interaction_get(req->db, &req->arena, &(struct interaction_get){interaction}, &call,
                          &found));
  if (found) TRY(add_words(req, interaction, call.title, &room));
  TRY(sql_call_texts(req->db, &req->arena, &(struct call_texts){interaction}, &notes, &n));
  for (size_t i = 0; i < n; i++) TRY(add_words(req, interaction, notes[i].body, &room));
  return OK;
}

// ---- what somebody typed ----------------------------------------------------------------------
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
