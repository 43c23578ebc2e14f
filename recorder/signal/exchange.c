// SPDX-License-Identifier: Apache-2.0
#include "recorder/signal/exchange.h"

static const int64_t overdue_us = 32 * 1000000LL;

static struct desc *desc_at(const struct slab *descs, struct slab_ref ref) {
  return slab_get(descs, ref);
}

static void desc_let_go(struct slab *descs, struct slab_ref *ref) {
  struct desc *d = slab_get(descs, *ref);
  *ref = (struct slab_ref){0};
  if (!d) return;
  desc_wipe(d);
  slab_remove(descs, d);
}

static struct slab_ref desc_keep(struct slab *descs, const struct sdp *sdp, size_t line) {
  struct desc *d = slab_add(descs, 0);
  if (!d) return (struct slab_ref){0};
  desc_fill(d, sdp, line);
  d->version = d->item.gen;
  return slab_ref(descs, d);
}

static void stand_drop(struct stand *s, struct slab *descs) {
  for (size_t i = 0; i < s->n; i++) desc_let_go(descs, &s->desc[i]);
  *s = (struct stand){0};
}

void exchange_drop(struct exchange *x, struct slab *descs) {
  for (int side = 0; side < EXCHANGE_SIDES; side++) {
    stand_drop(&x->offered[side], descs);
    desc_let_go(descs, &x->agreed[side]);
  }
}

// ---- offers ------------------------------------------------------------------------------------

static enum exchange_news offer(struct exchange *x, struct slab *descs, const struct said *m) {
  struct stand *s = &x->offered[m->side];
  stand_drop(s, descs);
  for (size_t i = 0; i < m->sdp->n_media && s->n < EXCHANGE_LINES; i++) {
    if (m->sdp->media[i].kind != SDP_AUDIO || (!m->sdp->media[i].port && s->n)) continue;
    s->line[s->n] = (uint8_t)i;
    s->desc[s->n++] = desc_keep(descs, m->sdp, i);
  }
  if (!s->n) s->desc[s->n++] = desc_keep(descs, m->sdp, SIZE_MAX); // no audio at all: a fax, say
  s->cseq = m->cseq;
  s->method = m->method;
  s->in_reply = !m->request;
  s->at_us = m->at_us;
  return EXCHANGE_OFFERED;
}

// ---- answers -----------------------------------------------------------------------------------

// Which of the offered lines the answer took; the answer's own line goes to *out_line.
static size_t line_taken(const struct stand *s, const struct sdp *answer, size_t *out_line) {
  size_t fallback = SIZE_MAX;
  for (size_t i = 0; i < s->n; i++) {
    size_t line = s->line[i];
    if (line >= answer->n_media || answer->media[line].kind != SDP_AUDIO) continue;
    fallback = line;
    if (!answer->media[line].port) continue;
    *out_line = line;
    return i;
  }
  for (size_t i = 0; fallback == SIZE_MAX && i < answer->n_media; i++) // lines out of order
    if (answer->media[i].kind == SDP_AUDIO) fallback = i;
  *out_line = fallback;
  return 0;
}

// Of the keys offered the one the answer names is used; with none in the answer the line is plain
// (best-effort SRTP), or, on a secure profile, keyed out of our sight.
static void keys_agree(struct desc *offer, struct desc *answer) {
  size_t n = 0;
  if (!offer || !answer) return;
  if (offer->secure && !answer->secure && !answer->n_keys) return; // no answer to that: keys stay
  for (size_t i = 0; answer->n_keys && i < offer->n_keys; i++)
    if (offer->key[i].tag == answer->key[0].tag) offer->key[n++] = offer->key[i];
  offer->n_keys = n;
  offer->secure = answer->secure || (offer->dtls && answer->dtls);
  answer->secure = offer->secure;
}

static void video_agree(struct desc *offer, struct desc *answer) {
  if (!offer || !answer) return;
  offer->video = offer->video && answer->video;
  answer->image = answer->image && offer->image;
}

// A further audio line that both took: what comes there belongs to the same ends.
static void lines_agree(struct exchange *x, struct slab *descs, const struct stand *s,
                        const struct sdp *sdp, int offerer) {
  for (size_t i = 0; i < s->n; i++) {
    const struct desc *theirs = desc_at(descs, s->desc[i]);
    bool taken = theirs && s->line[i] < sdp->n_media && sdp->media[s->line[i]].port;
    if (!taken) continue;
    struct slab_ref mine = desc_keep(descs, sdp, s->line[i]);
    desc_places_add(desc_at(descs, x->agreed[offerer]), theirs);
    desc_places_add(desc_at(descs, x->agreed[!offerer]), desc_at(descs, mine));
    desc_let_go(descs, &mine);
  }
}

static void hold_agree(struct exchange *x, const struct desc *d, const struct desc *before,
                       int side, bool mirrored) {
  bool holds = d && d->hold != DESC_SENDS, same = before && d && before->hold == d->hold;
  // An answer to a hold mirrors it, and a refresh says again what was said: no hold of its own.
  if (holds && (mirrored || (same && x->held[!side]))) return;
  x->held[side] = holds;
}

static enum exchange_news answer(struct exchange *x, struct slab *descs, const struct said *m) {
  int offerer = !m->side;
  struct stand *s = &x->offered[offerer];
  size_t line, taken = line_taken(s, m->sdp, &line);
  struct slab_ref before[EXCHANGE_SIDES] = {x->agreed[0], x->agreed[1]};
  x->agreed[offerer] = s->desc[taken];
  s->desc[taken] = (struct slab_ref){0};
  x->last.cseq = s->cseq;
  x->last.method = s->method;
  x->last.by = (uint8_t)m->side;
  stand_drop(&x->offered[m->side], descs); // glare, and this side gave way
  x->agreed[m->side] = desc_keep(descs, m->sdp, line);
  lines_agree(x, descs, s, m->sdp, offerer);
  stand_drop(s, descs);
  struct desc *mine = desc_at(descs, x->agreed[m->side]);
  struct desc *theirs = desc_at(descs, x->agreed[offerer]);
  keys_agree(theirs, mine);
  video_agree(theirs, mine);
  x->rounds++;
  memcpy(x->was_held, x->held, sizeof x->held);
  if (x->rounds > 1 && m->established) {
    hold_agree(x, theirs, desc_at(descs, before[offerer]), offerer, false);
    hold_agree(x, mine, desc_at(descs, before[m->side]), m->side, x->held[offerer]);
  }
  for (int i = 0; i < EXCHANGE_SIDES; i++) desc_let_go(descs, &before[i]);
  return EXCHANGE_AGREED;
}

// A 200 after a 183: the same again, or what it says now.
static enum exchange_news answer_again(struct exchange *x, struct slab *descs,
                                       const struct said *m) {
  struct desc *old = desc_at(descs, x->agreed[m->side]);
  size_t line = SIZE_MAX;
  for (size_t i = m->sdp->n_media; i-- > 0;)
    if (m->sdp->media[i].kind == SDP_AUDIO && (line == SIZE_MAX || m->sdp->media[i].port)) line = i;
  struct slab_ref ref = desc_keep(descs, m->sdp, line);
  struct desc *new = desc_at(descs, ref);
  if (!new) return EXCHANGE_NOTHING;
  if (old) new->secure |= old->secure &&new->dtls;
  if (old && desc_same(old, new)) {
    desc_let_go(descs, &ref);
    return EXCHANGE_NOTHING;
  }
  desc_let_go(descs, &x->agreed[m->side]);
  x->agreed[m->side] = ref;
  return EXCHANGE_AGREED;
}

// The side whose offer it was is believed alone: what answered it was not seen, or said nothing.
static enum exchange_news alone(struct exchange *x, struct slab *descs, int side) {
  struct stand *s = &x->offered[side];
  desc_let_go(descs, &x->agreed[side]);
  x->agreed[side] = s->desc[0];
  s->desc[0] = (struct slab_ref){0};
  stand_drop(s, descs);
  return EXCHANGE_AGREED;
}

// ---- messages ----------------------------------------------------------------------------------

static enum exchange_news hear_request(struct exchange *x, struct slab *descs,
                                       const struct said *m) {
  const struct stand *theirs = &x->offered[!m->side];
  bool acknowledges = m->method == SIP_ACK || m->method == SIP_PRACK;
  if (acknowledges && theirs->n && theirs->in_reply) {
    if (m->sdp) return answer(x, descs, m);
    if (m->method == SIP_ACK) return alone(x, descs, !m->side);
  }
  if (m->method == SIP_ACK || m->cseq <= x->asked[m->side].cseq) return EXCHANGE_NOTHING;
  if (m->method == SIP_PRACK && !m->sdp) return EXCHANGE_NOTHING; // its 200 answers nothing
  x->asked[m->side].cseq = m->cseq;
  x->asked[m->side].method = m->method;
  x->asked[m->side].offers = m->sdp != NULL;
  return m->sdp ? offer(x, descs, m) : EXCHANGE_NOTHING;
}

static enum exchange_news hear_refusal(struct exchange *x, struct slab *descs,
                                       const struct said *m) {
  struct stand *s = &x->offered[!m->side];
  if (!s->n || s->in_reply || s->cseq != m->cseq || s->method != m->method) return EXCHANGE_NOTHING;
  stand_drop(s, descs);
  return EXCHANGE_WITHDRAWN;
}

static enum exchange_news hear_reply(struct exchange *x, struct slab *descs, const struct said *m) {
  int asker = !m->side;
  if (m->status >= 300) return hear_refusal(x, descs, m);
  if (!m->sdp || m->cseq < x->asked[asker].cseq) return EXCHANGE_NOTHING; // a late copy
  const struct stand *s = &x->offered[asker];
  if (s->n && s->cseq == m->cseq && s->method == m->method) return answer(x, descs, m);
  bool again = x->last.cseq == m->cseq && x->last.method == m->method && x->last.by == m->side;
  bool known = x->asked[asker].cseq == m->cseq && x->asked[asker].method == m->method;
  if (again) return answer_again(x, descs, m);
  if (x->offered[m->side].n && x->offered[m->side].cseq == m->cseq) return EXCHANGE_NOTHING;
  if (known && x->asked[asker].offers) return EXCHANGE_NOTHING;
  if (known && x->last.cseq == m->cseq) return EXCHANGE_NOTHING; // its ACK has answered it
  enum exchange_news news = offer(x, descs, m);
  return known ? news : alone(x, descs, m->side); // the request was not seen
}

enum exchange_news exchange_hear(struct exchange *x, struct slab *descs, const struct said *m) {
  return m->request ? hear_request(x, descs, m) : hear_reply(x, descs, m);
}

bool exchange_overdue(struct exchange *x, struct slab *descs, int64_t now_us, int *out_side) {
  for (int side = 0; x->rounds && side < EXCHANGE_SIDES; side++) {
    if (!x->offered[side].n || now_us - x->offered[side].at_us < overdue_us) continue;
    stand_drop(&x->offered[side], descs);
    *out_side = side;
    return true;
  }
  return false;
}

const struct desc *exchange_stand(const struct exchange *x, const struct slab *descs, int side) {
  const struct desc *agreed = desc_at(descs, x->agreed[side]);
  return agreed ? agreed : desc_at(descs, x->offered[side].desc[0]);
}

void exchange_fork(const struct exchange *x, struct slab *descs, int side, struct exchange *out) {
  const struct desc *from = exchange_stand(x, descs, side);
  struct desc *to = from ? slab_add(descs, 0) : NULL;
  *out = (struct exchange){0};
  out->asked[side] = x->asked[side];
  if (!to) return;
  struct slab_item item = to->item;
  *to = *from;
  to->item = item;
  to->version = item.gen;
  struct stand *s = &out->offered[side];
  *s = x->offered[side];
  s->n = 1;
  s->line[0] = x->offered[side].n ? x->offered[side].line[0] : 0;
  s->desc[0] = slab_ref(descs, to);
  s->cseq = x->asked[side].cseq;
  s->method = x->asked[side].method;
}
