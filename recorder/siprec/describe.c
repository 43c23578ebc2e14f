// SPDX-License-Identifier: Apache-2.0
// What the body of a request says: a description, metadata, both or neither.
#include "core/log.h"
#include "recorder/siprec/packed.h"
#include "recorder/siprec/within.h"
#include "recorder/wire/multipart.h"

enum { OUR_LINES = 2 };

static uint32_t owner_of(const struct sessions *s, const struct session *d, size_t line) {
  return (uint32_t)(d - s->session) * OFFER_LINES + (uint32_t)line;
}

static bool port_for(struct sessions *s, struct session *d, size_t line,
                     struct offer_ours ours[OFFER_LINES]) {
  if (d->pair[line] == PORTS_NONE) d->pair[line] = ports_take(s->ports, owner_of(s, d, line));
  if (d->pair[line] == PORTS_NONE) return false;
  memcpy(ours[line].at.addr, s->media, sizeof s->media);
  memcpy(ours[line].key, d->key[line], OFFER_KEY_BYTES);
  ours[line].at.port = ports_number(s->ports, d->pair[line]);
  return true;
}

static void partners_learn(struct session *d, const struct sdp *sdp) {
  for (size_t i = 0; i < sdp->n_media; i++) {
    const struct sdp_media *m = &sdp->media[i];
    struct endpoint at = {.port = m->port};
    if (!m->port || m->addr_zero) continue; // a pause tells of no other place
    if (!m->has_addr) at.port = 0;          // a name: not looked up here
    memcpy(at.addr, m->addr, sizeof at.addr);
    partner_said(&d->partner[i], &at);
  }
}

static void part_describe(struct sessions *s, struct session *d, struct taking *k,
                          const struct sdp *whole, const struct sip *m) {
  static struct sdp sdp; // large; one thread
  static struct metadata metadata;
  struct voices voices;
  sdp = *whole;
  metadata = d->metadata;
  if (!session_part(d, k, &sdp, &metadata)) return;
  struct voices_ask ask = {.metadata = &metadata,
                           .sdp = &sdp,
                           .invite = m,
                           .is_own = session_knows_lines(s) ? session_own_line : NULL,
                           .ctx = s};
  voices_tell(&ask, &voices);
  taking_describe(&s->taker, k, &sdp, &voices, d->at, s->now_us);
}

// A client that only sends may well be reached nowhere; one that could be and no longer can has
// paused (BroadWorks). A line that is closed is as silent as one on hold.
static enum taking_flow flow_of(const struct session *d, const struct sdp *sdp, size_t line,
                                const struct offer_line *l) {
  struct voices_ask ask = {.metadata = &d->metadata, .sdp = sdp};
  bool left = l->nowhere && d->partner[line].said.port;
  if (l->fate == OFFER_CLOSED) return TAKING_HELD;
  if (l->muted || left || metadata_pauses(&d->metadata, voices_stream(&ask, line)))
    return TAKING_MUTED;
  return l->paused ? TAKING_HELD : TAKING_FLOWS;
}

// A hold is of what is sent after it: what had come by then is heard first.
static void holds_tell(struct sessions *s, struct session *d, const struct sdp *sdp) {
  struct offer o;
  offer_weigh(sdp, &o);
  for (size_t i = 0; i < o.n_lines; i++) {
    if (o.line[i].fate != OFFER_TAKEN && o.line[i].fate != OFFER_CLOSED) continue;
    ports_settle(s->ports, d->pair[i]);
    taking_hold(&s->taker, session_call(d, i), d->at[i], flow_of(d, sdp, i, &o.line[i]), s->now_us);
  }
}

void session_describe(struct sessions *s, struct session *d, const struct sip *m) {
  struct sdp sdp;
  if (!d->offer.n || !sdp_parse(buf_sv(&d->offer), &sdp)) return;
  session_parts(s, d, &sdp);
  partners_learn(d, &sdp);
  part_describe(s, d, d->taking, &sdp, m);
  for (size_t i = 0; i < OFFER_LINES; i++) {
    bool first = d->apart[i] != NULL;
    for (size_t j = 0; j < i; j++) first &= d->apart[j] != d->apart[i];
    if (first) part_describe(s, d, d->apart[i], &sdp, m);
  }
  holds_tell(s, d, &sdp);
}

static void ports_back(struct sessions *s, struct session *d, const struct offer *o) {
  for (size_t i = 0; i < OFFER_LINES; i++) {
    if (i < o->n_lines && o->line[i].fate == OFFER_TAKEN) continue;
    ports_give(s->ports, d->pair[i]);
    d->pair[i] = PORTS_NONE;
  }
}

// Something is offered, and nothing of it can be recorded.
static bool is_of_no_use(const struct offer *o) {
  bool any = false;
  for (size_t i = 0; i < o->n_lines; i++) any |= o->line[i].fate != OFFER_CLOSED;
  return any && !o->n_taken;
}

static enum told offer_taken(struct sessions *s, struct session *d, const struct sip *m,
                             struct sv text, struct buf *out) {
  struct sdp sdp;
  struct offer offer;
  struct offer_ours ours[OFFER_LINES];
  bool none = false;
  memset(ours, 0, sizeof ours);
  if (!sdp_parse(text, &sdp)) return TOLD_NONSENSE;
  offer_weigh(&sdp, &offer);
  if (is_of_no_use(&offer)) return TOLD_NONSENSE;
  for (size_t i = 0; i < offer.n_lines; i++) {
    if (offer.line[i].fate != OFFER_TAKEN || port_for(s, d, i, ours)) continue;
    offer_refuse(&offer, i);
    none = true;
  }
  if (none && !offer.n_taken) return TOLD_NO_PORTS;
  offer_answer(text, &sdp, &offer, ours, &d->origin, out);
  buf_clear(&d->offer);
  buf_add_sv(&d->offer, text);
  d->offers++;
  ports_back(s, d, &offer);
  session_describe(s, d, m);
  return TOLD_DESCRIPTION;
}

static void metadata_taken(struct sessions *s, struct session *d, const struct sip *m,
                           struct sv xml) {
  static struct metadata snapshot; // large; one thread
  metadata_read(xml, &snapshot);
  metadata_take(&d->metadata, &snapshot);
  if (snapshot.trouble & (METADATA_BROKEN | METADATA_DOCTYPE | METADATA_TOO_BIG))
    log_line(LOG_WARN, "metadata of a recording session: %s", metadata_trouble(snapshot.trouble));
  session_describe(s, d, m);
  session_said(s, d, SPOOL_SAID_METADATA, xml);
}

// What stands, said once more: the same lines, labels and ports (RFC 6141, 3.1).
static bool offer_stands(struct sessions *s, struct session *d, struct offer_ours *ours,
                         struct buf *out) {
  struct sdp sdp;
  struct offer offer;
  if (!d->offer.n || !sdp_parse(buf_sv(&d->offer), &sdp)) return false;
  offer_weigh(&sdp, &offer);
  for (size_t i = 0; i < offer.n_lines; i++) {
    sdp.media[i].direction = SDP_SENDONLY; // what we want, not their hold (RFC 6337, 5.3)
    if (offer.line[i].fate == OFFER_TAKEN && !port_for(s, d, i, ours)) offer_refuse(&offer, i);
  }
  offer_answer(buf_sv(&d->offer), &sdp, &offer, ours, &d->origin, out);
  return true;
}

bool session_reoffer(struct sessions *s, struct session *d, struct buf *out) {
  struct offer_ours ours[OFFER_LINES];
  memset(ours, 0, sizeof ours);
  return offer_stands(s, d, ours, out);
}

// We ask for sound: it may be here before the answer that agrees.
static void muting_ends(struct session *d) {
  for (size_t i = 0; i < OFFER_LINES; i++) session_call(d, i)->line[d->at[i]].muted = false;
}

static enum told offer_ours_made(struct sessions *s, struct session *d, struct buf *out) {
  struct offer_ours ours[OFFER_LINES];
  memset(ours, 0, sizeof ours);
  if (offer_stands(s, d, ours, out)) {
    muting_ends(d);
    d->offered = true;
    return TOLD_DESCRIPTION;
  }
  for (size_t i = 0; i < OUR_LINES; i++)
    if (!port_for(s, d, i, ours)) return TOLD_NO_PORTS;
  offer_make(ours, OUR_LINES, OFFER_CLEAR, &d->origin, out);
  d->offered = true;
  return TOLD_DESCRIPTION;
}

// Finds the description in a body, once all its metadata is taken.
static const struct part *body_taken(struct sessions *s, struct session *d, const struct sip *m,
                                     struct part part[MULTIPART_PARTS]) {
  static struct buf plain[MULTIPART_PARTS]; // until the next body; one thread
  size_t n = multipart_split(m->body, m->content_type, part);
  for (size_t i = 0; i < n; i++)
    if (packed_base64(part[i].encoding, part[i].body, &plain[i])) part[i].body = buf_sv(&plain[i]);
  for (size_t i = 0; i < n; i++)
    if (part[i].kind == PART_METADATA) metadata_taken(s, d, m, part[i].body);
  session_ids(s, d, m);
  return multipart_find(part, n, PART_SDP);
}

void session_learned(struct sessions *s, struct session *d, const struct sip *m) {
  struct part part[MULTIPART_PARTS];
  (void)body_taken(s, d, m, part);
}

enum told session_told(struct sessions *s, struct session *d, const struct sip *m,
                       struct buf *out) {
  struct part part[MULTIPART_PARTS];
  const struct part *sdp = body_taken(s, d, m, part);
  if (sdp) {
    d->offered = false;
    return offer_taken(s, d, m, sdp->body, out);
  }
  return m->method == SIP_INVITE ? offer_ours_made(s, d, out) : TOLD_NOTHING;
}

// The ACK brings the answer to our offer. Without one, or with nonsense, what comes is taken as it
// comes: nothing is discarded.
void session_answered(struct sessions *s, struct session *d, const struct sip *ack) {
  struct part part[MULTIPART_PARTS];
  struct sdp sdp;
  const struct part *said = body_taken(s, d, ack, part);
  d->offered = false;
  if (!said || !sdp_parse(said->body, &sdp)) return;
  buf_clear(&d->offer);
  buf_add_sv(&d->offer, said->body);
  session_describe(s, d, ack->request ? ack : NULL);
}
