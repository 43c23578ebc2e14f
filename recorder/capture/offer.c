// SPDX-License-Identifier: Apache-2.0
// What a session description means for a call: where a side listens, which codecs it asked for, its
// keys, and whether it holds the other (RFC 3264, 8.4).
#include "recorder/capture/srtp.h"
#include "recorder/capture/tracker_inside.h"
#include "recorder/capture/wish.h"

static void claim_media(struct tracker *t, struct call *c, uint8_t leg, const struct sdp_media *m) {
  struct endpoint at = {.port = m->port};
  if (m->has_addr) {
    memcpy(at.addr, m->addr, 16);
    place_claim(t, c, leg, &at, false, false);
    bool own_port =
        !m->rtcp_mux && m->rtcp_port && m->rtcp_port != m->port + 1; // else found without
    at.port = m->rtcp_port;
    if (own_port) place_claim(t, c, leg, &at, true, false);
  }
  // Behind NAT the description holds an inner address; what the mirror sees is who sent it.
  at.port = m->port;
  memcpy(at.addr, t->sip_from.addr, 16);
  if (!m->addr_zero && place_is_free(t, c, &at)) place_claim(t, c, leg, &at, false, true);
}

// Payload types of an earlier description stay known: packets under way still use them.
static bool payloads_learn(struct leg *leg, const struct sdp_media *m) {
  bool changed = false;
  for (size_t i = 0; i < m->n_pts; i++) {
    struct payload new = {0};
    size_t k = 0;
    if (!m->pt[i].name.n) continue;
    payload_from_sdp(&m->pt[i], &new);
    while (k < leg->n_payloads && leg->payload[k].pt != new.pt) k++;
    if (k == LEG_PAYLOADS || (k < leg->n_payloads && !memcmp(&leg->payload[k], &new, sizeof new)))
      continue;
    leg->payload[k] = new;
    if (k == leg->n_payloads) leg->n_payloads++;
    changed = true;
  }
  if (m->ptime_ms && m->ptime_ms != leg->ptime_ms) {
    leg->ptime_ms = m->ptime_ms;
    changed = true;
  }
  return changed;
}

static void hold_note(struct tracker *t, struct call *c, uint8_t leg, bool holds, const char *how) {
  if (c->leg[leg].held == holds) return;
  c->leg[leg].held = holds;
  live_call_mark(t, c, holds ? "hold" : "resume", leg, how);
}

static bool wants_hold(const struct sdp_media *m, const char **how) {
  if (m->addr_zero)
    *how = "0.0.0.0";
  else if (m->direction == SDP_SENDONLY)
    *how = "sendonly";
  else if (m->direction == SDP_INACTIVE)
    *how = "inactive";
  else
    return false;
  return true;
}

static void keys_learn(struct leg *leg, const struct sdp_media *m) {
  bool open = m->n_crypto && secure_set(&leg->secure, m->crypto, m->n_crypto);
  if (m->secure)
    leg->locked = !open && !leg->secure;
  else if (!m->n_crypto)
    leg->locked = false;
}

struct audio {
  bool answer;
  bool may_hold; // in the first exchange sendonly is how an announcement is played, not a hold
};

static void audio_apply(struct tracker *t, struct call *c, uint8_t leg, const struct sdp_media *m,
                        struct audio is) {
  const char *how = NULL;
  bool holds = wants_hold(m, &how);
  claim_media(t, c, leg, m);
  keys_learn(&c->leg[leg], m);
  // An answer to a hold mirrors it (recvonly, inactive): that is no hold of its own.
  if (is.may_hold && (!is.answer || !holds || !c->leg[!leg].held)) hold_note(t, c, leg, holds, how);
  if (payloads_learn(&c->leg[leg], m) && c->sink) {
    live_call_tell_leg(t, c, !leg); // what the other side sends is coded as this side asks
    live_call_tell_leg(t, c, leg);
  }
}

static bool is_answer(struct dialog *d, const struct offer *o, uint32_t cseq) {
  if (!o->request && d->offer_by == !o->party) return true;
  if (d->offer_by != o->party || d->offer_cseq != cseq) d->offers++;
  d->offer_by = o->party;
  d->offer_cseq = cseq;
  return false;
}

void offer_apply(struct tracker *t, struct dialog *d, struct call *c, struct offer o) {
  bool answer = is_answer(d, &o, t->sip.cseq);
  enum sdp_record wish = SDP_RECORD_UNSAID;
  for (size_t i = 0; i < t->sdp.n_media; i++) {
    const struct sdp_media *m = &t->sdp.media[i];
    uint8_t leg = o.party != (int)d->swap;
    if (m->port && m->kind == SDP_AUDIO) {
      struct endpoint at = {.port = m->port};
      memcpy(at.addr, m->addr, 16);
      if (m->has_addr) c = reuse_judge(t, c, leg, &at);
      if (!answer && m->record) wish = m->record;
      leg = o.party != (int)d->swap; // joining may have turned it
      audio_apply(t, c, leg, m, (struct audio){answer, o.established && d->offers > 1});
    } else if (m->port && answer && m->kind == SDP_IMAGE)
      live_call_mark(t, c, "media", leg, "image");
    else if (m->port && answer && m->kind == SDP_VIDEO)
      live_call_mark(t, c, "media", leg, "video");
  }
  wish_apply(t, c, wish, t->o.wishes); // last: it may end the call
}
