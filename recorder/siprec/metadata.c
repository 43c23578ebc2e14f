// SPDX-License-Identifier: Apache-2.0
// What is known of a recording session, from one snapshot to the next.
#include "recorder/siprec/metadata.h"

#include <ctype.h>

#include "recorder/siprec/book.h"

// ---- extras ------------------------------------------------------------------------------------

// A name as it is compared: letters and digits alone, small.
static struct sv plain(struct sv name, char room[48]) {
  size_t n = 0;
  for (size_t i = 0; i < name.n && n < 48; i++)
    if (isalnum((unsigned char)name.p[i])) room[n++] = (char)tolower((unsigned char)name.p[i]);
  return (struct sv){room, n};
}

bool metadata_is_id(struct sv name) {
  static const char *const words[] = {
      "ucid",     "guid",           "uuid",          "callid",    "callsid",    "sessionid",
      "gcid",     "conversationid", "correlationid", "contactid", "uniqueid",   "interactionid",
      "linkedid", "trackingid",     "refci",         "icid",      "usertouser",
  };
  char room[48];
  struct sv small = plain(name, room);
  for (size_t i = 0; i < countof(words); i++)
    if (sv_has(small, sv_of(words[i]))) return true;
  return false;
}

void metadata_extra_add(struct metadata *m, struct sv name, struct sv value) {
  struct metadata_extra e = {0};
  name = sv_trim(name);
  value = sv_trim(value);
  if (!name.n || !value.n) return;
  BOOK_TEXT(m, e.name, name);
  BOOK_TEXT(m, e.value, value);
  e.is_id = metadata_is_id(name);
  for (size_t i = 0; i < m->n_extras; i++)
    if (!strcmp(m->extra[i].name, e.name) && !strcmp(m->extra[i].value, e.value)) return;
  if (m->n_extras < METADATA_EXTRAS) {
    m->extra[m->n_extras++] = e;
    return;
  }
  m->trouble |= METADATA_TOO_MANY;
  for (size_t i = 0; e.is_id && i < m->n_extras; i++) // an id is worth more than what is none
    if (!m->extra[i].is_id) {
      m->extra[i] = e;
      return;
    }
}

// ---- one snapshot after another ----------------------------------------------------------------

struct moved { // where a snapshot's rows are in what is known
  int session[METADATA_SESSIONS], group[METADATA_GROUPS], stream[METADATA_STREAMS];
};

static uint32_t bits_moved(uint32_t bits, const int *to, size_t n) {
  uint32_t out = 0;
  for (size_t i = 0; i < n; i++)
    if (bits & book_bit((int)i)) out |= book_bit(to[i]);
  return out;
}

static void text_newer(char *to, const char *from, size_t room) {
  if (from[0]) memcpy(to, from, room);
}

static void sessions_take(struct metadata *k, const struct metadata *s, struct moved *to) {
  for (size_t i = 0; i < s->n_groups; i++) {
    to->group[i] = book_group(k, sv_of(s->group[i].id));
    if (to->group[i] >= 0) k->group[to->group[i]].told |= s->group[i].told;
  }
  for (size_t i = 0; i < s->n_sessions; i++) {
    const struct metadata_session *from = &s->session[i];
    int at = to->session[i] = book_session(k, sv_of(from->id));
    if (at < 0) continue;
    struct metadata_session *row = &k->session[at];
    text_newer(row->sip_id, from->sip_id, sizeof row->sip_id);
    if (from->group >= 0) row->group = to->group[from->group];
    if (from->start_ms) row->start_ms = from->start_ms;
    if (from->stop_ms) row->stop_ms = from->stop_ms;
    row->gone = from->told ? from->gone : row->gone || from->gone;
    row->told |= from->told;
  }
}

static int labelled(const struct metadata *m, const char *label) {
  return label[0] ? metadata_labelled(m, sv_of(label)) : -1;
}

static void streams_take(struct metadata *k, const struct metadata *s, struct moved *to) {
  for (size_t i = 0; i < s->n_streams; i++) {
    const struct metadata_stream *from = &s->stream[i];
    int same = from->id[0] ? -1 : labelled(k, from->label); // without an id it is its label's
    int at = to->stream[i] = same >= 0 ? same : book_stream(k, sv_of(from->id));
    if (at < 0) continue;
    struct metadata_stream *row = &k->stream[at];
    text_newer(row->label, from->label, sizeof row->label);
    if (from->session >= 0) row->session = to->session[from->session];
    row->mixed |= from->mixed;
    if (from->tie) row->tie = from->tie;
    row->gone = from->told ? from->gone : row->gone || from->gone;
    row->told |= from->told;
  }
}

static int of_aor(const struct metadata *m, const char *aor) {
  for (size_t i = 0; aor[0] && i < m->n_participants; i++)
    if (!strcmp(m->participant[i].aor, aor)) return (int)i;
  return -1;
}

static uint32_t others_send(const struct metadata *k) { // streams somebody is said to send
  uint32_t bits = 0;
  for (size_t i = 0; i < k->n_streams; i++)
    if (k->stream[i].tie == METADATA_TIED) bits |= book_bit((int)i);
  return bits;
}

static void participants_take(struct metadata *k, const struct metadata *s,
                              const struct moved *to) {
  for (size_t i = 0; i < s->n_participants; i++) {
    const struct metadata_participant *from = &s->participant[i];
    int same = from->id[0] ? -1 : of_aor(k, from->aor);
    int at = same >= 0 ? same : book_participant(k, sv_of(from->id));
    if (at < 0) continue;
    struct metadata_participant *row = &k->participant[at];
    text_newer(row->aor, from->aor, sizeof row->aor);
    text_newer(row->name, from->name, sizeof row->name);
    uint32_t sends = bits_moved(from->sends, to->stream, s->n_streams);
    uint32_t receives = bits_moved(from->receives, to->stream, s->n_streams);
    if (sends) row->sends = sends;
    if (receives) row->receives = receives;
    uint32_t left = bits_moved(from->left, to->stream, s->n_streams);
    row->left = (row->left & ~sends) | left;
    row->sends &= ~(left & others_send(k));
    row->sessions |= bits_moved(from->sessions, to->session, s->n_sessions);
    if (from->end) row->end = from->end;
    if (from->role) row->role = from->role;
    row->gone = from->gone || (row->gone && !from->sessions && !from->told);
    row->told |= from->told;
  }
}

static bool is_empty(const struct metadata *m) {
  return !m->n_sessions && !m->n_participants && !m->n_streams && !m->n_extras && !m->n_groups;
}

static void extras_take(struct metadata *k, const struct metadata_extra *extra, size_t n) {
  for (size_t i = 0; i < n; i++) metadata_extra_add(k, sv_of(extra[i].name), sv_of(extra[i].value));
}

void metadata_take(struct metadata *known, const struct metadata *snapshot) {
  struct moved to = {0};
  uint32_t unreadable = METADATA_BROKEN | METADATA_DOCTYPE | METADATA_TOO_BIG;
  if (is_empty(snapshot)) {
    known->trouble = snapshot->trouble;
    return;
  }
  if (snapshot->complete && !(snapshot->trouble & unreadable)) {
    size_t n = known->n_extras;
    struct metadata_extra before[METADATA_EXTRAS];
    memcpy(before, known->extra, sizeof before);
    *known = *snapshot;
    extras_take(known, before, n);
    return;
  }
  known->trouble = snapshot->trouble;
  known->complete = false;
  sessions_take(known, snapshot, &to);
  streams_take(known, snapshot, &to);
  participants_take(known, snapshot, &to);
  extras_take(known, snapshot->extra, snapshot->n_extras);
}

int metadata_labelled(const struct metadata *m, struct sv label) {
  int gone = -1;
  for (size_t i = 0; label.n && i < m->n_streams; i++) {
    if (!sv_eq(sv_of(m->stream[i].label), label)) continue;
    if (!m->stream[i].gone) return (int)i;
    gone = (int)i;
  }
  return gone;
}

bool metadata_pauses(const struct metadata *m, int stream) {
  if (stream < 0 || m->stream[stream].tie != METADATA_UNTIED) return false;
  for (size_t i = 0; i < m->n_participants; i++)
    if (m->participant[i].left & book_bit(stream)) return !m->participant[i].gone;
  return false;
}

const char *metadata_trouble(uint32_t trouble) {
  static const struct {
    uint32_t bit;
    const char *name;
  } names[] = {
      {METADATA_DOCTYPE, "metadata_doctype"},   {METADATA_TOO_BIG, "metadata_too_big"},
      {METADATA_BROKEN, "metadata_broken"},     {METADATA_NONE, "metadata_none"},
      {METADATA_TOO_MANY, "metadata_too_many"}, {METADATA_UNTOLD, "metadata_untold"},
      {METADATA_CUT, "metadata_cut"},           {METADATA_MENDED, "metadata_mended"},
  };
  for (size_t i = 0; i < countof(names); i++)
    if (trouble & names[i].bit) return names[i].name;
  return "";
}
