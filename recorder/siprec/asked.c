// SPDX-License-Identifier: Apache-2.0
#include "recorder/siprec/asked.h"

static enum asked meant(struct sv word) {
  static const struct {
    const char *word;
    enum asked asked;
  } words[] = {{"pause", ASKED_PAUSE},   {"paused", ASKED_PAUSE},   {"mute", ASKED_PAUSE},
               {"resume", ASKED_RESUME}, {"resumed", ASKED_RESUME}, {"unpause", ASKED_RESUME},
               {"unmute", ASKED_RESUME}, {"on", ASKED_RESUME},      {"start", ASKED_RESUME},
               {"off", ASKED_STOP},      {"stop", ASKED_STOP}};
  word = sv_trim(sv_cut(&word, ';'));
  if (word.n > 1 && word.p[0] == '"') word = (struct sv){word.p + 1, word.n - 2};
  for (size_t i = 0; i < countof(words); i++)
    if (sv_ieq(word, sv_of(words[i].word))) return words[i].asked;
  return ASKED_NOTHING;
}

static bool is_name(struct sv name) {
  return sv_ieq(name, SV("Record")) || sv_ieq(name, SV("X-Record")) ||
         sv_ieq(name, SV("Recording"));
}

enum asked asked_read(const struct sip *m) {
  for (size_t i = 0; i < m->n_headers; i++)
    if (is_name(m->header[i].name) && meant(m->header[i].value)) return meant(m->header[i].value);
  struct sv body = m->body;
  while (body.n && !sv_starts(body, SV("<"))) { // "Record: pause", "record=pause"
    struct sv line = sv_trim(sv_cut(&body, '\n'));
    struct sv name = sv_trim(sv_cut(&line, sv_has(line, SV(":")) ? ':' : '='));
    if (is_name(name) && meant(line)) return meant(line);
  }
  return ASKED_NOTHING;
}
