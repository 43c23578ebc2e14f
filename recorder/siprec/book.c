// SPDX-License-Identifier: Apache-2.0
#include "recorder/siprec/book.h"

struct sv book_id(struct sv id) {
  id = sv_trim(id);
  return sv_istarts(id, SV("urn:uuid:")) ? sv_from(id, 9) : id;
}

void book_text(struct metadata *m, char *room, size_t room_n, struct sv text) {
  size_t n = 0;
  text = sv_trim(text);
  struct sv kept = sv_letters(text, room_n - 1);
  if (kept.n < text.n) m->trouble |= METADATA_CUT;
  for (size_t i = 0; i < kept.n; i++)
    if ((unsigned char)kept.p[i] >= ' ' && kept.p[i] != 0x7f) room[n++] = kept.p[i];
  room[n] = '\0';
}

// The tables differ in their rows' types and agree in this: the id is the first member.
static int row_of(struct metadata *m, void *rows, size_t size, size_t *n, size_t max,
                  struct sv id) {
  char want[METADATA_ID];
  BOOK_TEXT(m, want, book_id(id));
  for (size_t i = 0; want[0] && i < *n; i++)
    if (!strcmp((char *)rows + i * size, want)) return (int)i;
  if (*n == max) {
    m->trouble |= METADATA_TOO_MANY;
    return -1;
  }
  char *row = (char *)rows + (*n)++ * size;
  memset(row, 0, size);
  memcpy(row, want, sizeof want);
  return (int)(*n - 1);
}

int book_session(struct metadata *m, struct sv id) {
  size_t before = m->n_sessions;
  int at = row_of(m, m->session, sizeof *m->session, &m->n_sessions, METADATA_SESSIONS, id);
  if (m->n_sessions > before) m->session[at].group = -1;
  return at;
}

int book_group(struct metadata *m, struct sv id) {
  return row_of(m, m->group, sizeof *m->group, &m->n_groups, METADATA_GROUPS, id);
}

int book_participant(struct metadata *m, struct sv id) {
  return row_of(m, m->participant, sizeof *m->participant, &m->n_participants,
                METADATA_PARTICIPANTS, id);
}

int book_stream(struct metadata *m, struct sv id) {
  size_t before = m->n_streams;
  int at = row_of(m, m->stream, sizeof *m->stream, &m->n_streams, METADATA_STREAMS, id);
  if (m->n_streams > before) m->stream[at].session = -1;
  return at;
}
