// SPDX-License-Identifier: Apache-2.0
#include "recorder/signal/desc.h"

#include <sodium.h>

static void text_keep(char *to, size_t room, struct sv from) {
  snprintf(to, room, SV_FMT, (int)(from.n < room ? from.n : room - 1), from.n ? from.p : "");
}

void payload_from_sdp(const struct sdp_pt *pt, struct payload *out) {
  out->pt = pt->pt;
  out->channels = pt->channels;
  out->clock_hz = pt->clock_hz;
  text_keep(out->name, sizeof out->name, pt->name);
  text_keep(out->fmtp, sizeof out->fmtp, pt->fmtp);
}

static void place_add(struct desc *d, struct desc_place p) {
  for (size_t i = 0; i < d->n_places; i++)
    if (endpoint_eq(&d->place[i].at, &p.at)) return;
  if (d->n_places < DESC_PLACES) d->place[d->n_places++] = p;
}

// c= and m= first, a=rtcp's port where it is not the next one, then every candidate (RFC 8445:
// media comes at whichever of them the two sides agree on, and they do so out of sight).
static void places_fill(struct desc *d, const struct sdp_media *m, bool other) {
  struct desc_place p = {.other = other};
  if (m->has_addr && m->port) {
    memcpy(p.at.addr, m->addr, 16);
    p.at.port = m->port;
    place_add(d, p);
    p.rtcp = true;
    p.at.port = m->rtcp_port;
    if (!m->rtcp_mux && m->rtcp_port && m->rtcp_port != m->port + 1) place_add(d, p);
  }
  for (size_t i = 0; m->port && i < m->n_candidates; i++) {
    p.rtcp = m->candidate[i].rtcp;
    memcpy(p.at.addr, m->candidate[i].addr, 16);
    p.at.port = m->candidate[i].port;
    place_add(d, p);
  }
}

static void payloads_fill(struct desc *d, const struct sdp_media *m) {
  for (size_t i = 0; i < m->n_pts && d->n_payloads < DESC_PAYLOADS; i++)
    if (m->pt[i].name.n) payload_from_sdp(&m->pt[i], &d->payload[d->n_payloads++]);
}

static void keys_fill(struct desc *d, const struct sdp_media *m) {
  for (size_t i = 0; i < m->n_crypto && d->n_keys < DESC_KEYS; i++) {
    const struct sdp_crypto *c = &m->crypto[i];
    struct desc_key *k = &d->key[d->n_keys];
    if (c->suite.n >= sizeof k->suite || c->key.n >= sizeof k->text) continue;
    k->tag = c->tag;
    k->mki = c->mki;
    k->mki_bytes = c->mki_bytes;
    text_keep(k->suite, sizeof k->suite, c->suite);
    text_keep(k->text, sizeof k->text, c->key);
    d->n_keys++;
  }
}

static enum desc_hold hold_of(const struct sdp_media *m) {
  if (m->addr_zero) return DESC_HOLDS_ADDRESS;
  if (m->direction == SDP_SENDONLY) return DESC_HOLDS_SENDONLY;
  return m->direction == SDP_INACTIVE ? DESC_HOLDS_INACTIVE : DESC_SENDS;
}

static void others_fill(struct desc *d, const struct sdp *sdp) {
  for (size_t i = 0; i < sdp->n_media; i++) {
    const struct sdp_media *m = &sdp->media[i];
    if (!m->port || m->kind == SDP_AUDIO) continue;
    d->video |= m->kind == SDP_VIDEO;
    d->image |= m->kind == SDP_IMAGE;
    places_fill(d, m, true);
    for (size_t k = 0; m->kind == SDP_VIDEO && k < m->n_pts; k++)
      d->video_pts[m->pt[k].pt >> 5] |= 1u << (m->pt[k].pt & 31);
  }
}

void desc_fill(struct desc *d, const struct sdp *sdp, size_t line) {
  struct slab_item item = d->item;
  *d = (struct desc){0};
  d->item = item;
  const struct sdp_media *m = line < sdp->n_media ? &sdp->media[line] : NULL;
  if (m && m->kind == SDP_AUDIO) {
    d->port = m->port;
    d->addr_zero = m->addr_zero;
    d->secure = m->secure;
    d->dtls = m->dtls;
    d->hold = hold_of(m);
    d->receives_only = m->direction == SDP_RECVONLY || m->direction == SDP_INACTIVE;
    d->wish = m->record;
    d->ptime_ms = m->ptime_ms;
    places_fill(d, m, false);
    payloads_fill(d, m);
    keys_fill(d, m);
  }
  others_fill(d, sdp);
}

void desc_places_add(struct desc *d, const struct desc *more) {
  for (size_t i = 0; d && more && i < more->n_places; i++) place_add(d, more->place[i]);
}

bool desc_same(const struct desc *a, const struct desc *b) {
  size_t from = offsetof(struct desc, port);
  return !memcmp((const uint8_t *)a + from, (const uint8_t *)b + from, sizeof *a - from);
}

void desc_wipe(struct desc *d) { sodium_memzero(d->key, sizeof d->key); }

const struct payload *desc_payload(const struct desc *d, uint8_t pt) {
  for (size_t i = 0; d && i < d->n_payloads; i++)
    if (d->payload[i].pt == pt) return &d->payload[i];
  return NULL;
}

bool desc_is_video(const struct desc *d, uint8_t pt) {
  return d && d->video_pts[pt >> 5] >> (pt & 31) & 1 && !desc_payload(d, pt);
}
