// SPDX-License-Identifier: Apache-2.0
// What somebody may not read she must not find either: each word says by which parts of the call it
// may be read, by the same rule as the call page draws notes (may_see_readable).
#include "centre/may.h"
#include "gen/sql/interaction.h"
#include "gen/sql/web_text.h"
#include "review-web/api/text.h"

enum { CALL_WORDS_MOST = 2000, EVERYBODY = -1 };

struct words_of {
  struct id interaction;
  const char *text;
  int64_t readers;
};

static enum err add_words(struct request *req, struct words_of from, size_t *room) {
  char word[WORDS_ROOM];
  for (struct sv rest = sv_of(from.text); *room && words_next(&rest, word); --*room)
    TRY(sql_call_word_add(req->db, &(struct call_word_add){.word = word,
                                                           .readers = from.readers,
                                                           .interaction = from.interaction}));
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
  if (found) TRY(add_words(req, (struct words_of){interaction, call.title, EVERYBODY}, &room));
  TRY(sql_call_texts(req->db, &req->arena, &(struct call_texts){interaction}, &notes, &n));
  for (size_t i = 0; i < n; i++) {
    struct words_of note = {interaction, notes[i].body, 0};
    TRY(may_see_readers_at(asker(req), interaction, notes[i].at_ms, &note.readers));
    TRY(add_words(req, note, &room));
  }
  return OK;
}
