// SPDX-License-Identifier: Apache-2.0
// Which call each line of a dialog is of. Usually all are of one. A client may keep a recording
// session for a whole day, or carry several calls in one at once (RFC 6341, RFC 7866, 7.1): its
// metadata then says another communication session of a line. That is another call where none of
// the customers is in both, or where the one before it was said to be over; else the call goes on.
#include "recorder/siprec/within.h"

struct taking *session_call(const struct session *d, size_t line) {
  return d->apart[line] ? d->apart[line] : d->taking;
}

static void apart_leave(struct sessions *s, struct session *d, size_t line, const char *reason) {
  if (d->apart[line]) taking_leave(&s->taker, d->apart[line], reason, s->now_us);
  d->apart[line] = NULL;
}

void session_parts_leave(struct sessions *s, struct session *d, const char *reason) {
  for (size_t i = 0; i < OFFER_LINES; i++) apart_leave(s, d, i, reason);
}

// ---- what the metadata says --------------------------------------------------------------------

static int session_named(const struct metadata *m, const char *id) {
  for (size_t i = 0; id[0] && i < m->n_sessions; i++)
    if (!strcmp(m->session[i].id, id)) return (int)i;
  return -1;
}

static bool takes_part(const struct metadata *m, size_t participant, int session) {
  const struct metadata_participant *p = &m->participant[participant];
  if (p->sessions >> session & 1) return true;
  for (size_t i = 0; i < m->n_streams; i++)
    if ((p->sends >> i & 1) && m->stream[i].session == session) return true;
  return false;
}

static bool is_in(const struct metadata *m, int session, const struct taking *k,
                  const char *address) {
  char other[WHO_ADDRESS];
  for (size_t i = 0; i < k->n_lines; i++)
    if (!strcmp(k->line[i].address, address)) return true;
  for (size_t i = 0; session >= 0 && i < m->n_participants; i++) {
    voices_address(sv_of(m->participant[i].aor), other);
    if (takes_part(m, i, session) && !strcmp(other, address)) return true;
  }
  return false;
}

static bool same_group(const struct metadata *m, int session, const struct taking *k) {
  int group = m->session[session].group;
  return group >= 0 && k->group[0] && !strcmp(m->group[group].id, k->group);
}

// Where the house's numbers are not known, two at a time are two calls as soon as somebody is in
// one of them alone: better one call in two recordings than two customers in one.
static bool is_another(struct sessions *s, const struct session *d, const struct taking *k,
                       int session, bool beside) {
  const struct metadata *m = &d->metadata;
  int was = session_named(m, k->session);
  bool customers = false, same = false, alone = false;
  for (size_t i = 0; i < m->n_participants; i++) {
    char address[WHO_ADDRESS];
    voices_address(sv_of(m->participant[i].aor), address);
    if (!address[0] || m->participant[i].gone || !takes_part(m, i, session)) continue;
    if (session_is_own(s, sv_of(address))) continue;
    customers = true;
    bool in_both = is_in(m, was, k, address);
    same |= in_both;
    alone |= !in_both;
  }
  if (beside && alone && !session_knows_lines(s)) return true;
  return same ? k->over && !same_group(m, session, k) : customers;
}

static int session_of(const struct session *d, const struct sdp *sdp, size_t line) {
  struct voices_ask ask = {.metadata = &d->metadata, .sdp = sdp};
  int stream = offer_speaks(&sdp->media[line]) ? voices_stream(&ask, line) : -1;
  int session = stream < 0 ? -1 : d->metadata.stream[stream].session;
  return session >= 0 && d->metadata.session[session].told ? session : -1;
}

// ---- what becomes of it ------------------------------------------------------------------------

static void name(struct taking *k, const struct metadata *m, int session) {
  int group = m->session[session].group;
  memcpy(k->session, m->session[session].id, sizeof k->session);
  if (group >= 0) memcpy(k->group, m->group[group].id, sizeof k->group);
  k->over = false;
}

static struct taking *begun(struct sessions *s, const struct session *d, int session) {
  char id[SESSION_ID + METADATA_ID];
  const char *of = d->metadata.session[session].id;
  for (size_t i = 0; i < OFFER_LINES; i++) {
    if (!d->apart[i] || strcmp(d->apart[i]->session, of) != 0) continue;
    d->apart[i]->users++;
    return d->apart[i];
  }
  snprintf(id, sizeof id, "%s/%s", d->call_id, of);
  struct taking *k = taking_new(s->now_us, sv_of(id));
  if (!k) return NULL;
  k->answered_us = s->now_us;
  name(k, &d->metadata, session);
  s->counts.changes++;
  return k;
}

static bool is_said(const struct session *d, const struct sdp *sdp, const struct taking *k) {
  for (size_t i = 0; i < sdp->n_media; i++) {
    int session = session_of(d, sdp, i);
    if (session >= 0 && session_call(d, i) == k &&
        !strcmp(d->metadata.session[session].id, k->session))
      return true;
  }
  return false;
}

// The dialog's own call is over, and another one has come in its place.
static void follows(struct sessions *s, struct session *d, int session) {
  struct taking *k = begun(s, d, session);
  if (!k) return;
  taking_leave(&s->taker, d->taking, "bye", s->now_us);
  d->taking = k;
}

static void line_part(struct sessions *s, struct session *d, const struct sdp *sdp, size_t line) {
  struct taking *k = session_call(d, line);
  int session = session_of(d, sdp, line);
  if (session < 0 || !strcmp(k->session, d->metadata.session[session].id)) return;
  bool said = is_said(d, sdp, k);
  if (!k->session[0] || (!said && (!k->call || !is_another(s, d, k, session, false))))
    name(k, &d->metadata, session);
  else if (!said && k == d->taking)
    follows(s, d, session);
  else if (is_another(s, d, k, session, said)) {
    struct taking *other = begun(s, d, session);
    if (!other) return;
    apart_leave(s, d, line, "bye");
    d->apart[line] = other;
  }
}

void session_parts(struct sessions *s, struct session *d, const struct sdp *sdp) {
  const struct metadata *m = &d->metadata;
  if (d->taking->users > 1) return; // stitched: several dialogs are one call
  for (size_t i = 0; i < sdp->n_media; i++) {
    struct taking *k = session_call(d, i);
    int was = session_named(m, k->session);
    k->over |= was >= 0 && m->session[was].gone;
  }
  for (size_t i = 0; i < sdp->n_media; i++) line_part(s, d, sdp, i);
}

// ---- each call's own view ----------------------------------------------------------------------

bool session_part(const struct session *d, const struct taking *k, struct sdp *sdp,
                  struct metadata *m) {
  bool apart = false, any = false;
  int session = session_named(m, k->session);
  for (size_t i = 0; i < OFFER_LINES; i++) apart |= d->apart[i] != NULL;
  for (size_t i = 0; i < sdp->n_media; i++) {
    any |= session_call(d, i) == k;
    if (session_call(d, i) != k) sdp->media[i].kind = SDP_OTHER;
  }
  if (!apart || session < 0) return any;
  for (size_t i = 0; i < m->n_participants; i++)
    m->participant[i].gone |= !takes_part(m, i, session);
  for (size_t i = 0; i < m->n_streams; i++)
    m->stream[i].gone |= m->stream[i].session >= 0 && m->stream[i].session != session;
  return any;
}
