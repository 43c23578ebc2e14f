// SPDX-License-Identifier: Apache-2.0
// SIP dialogs as a bystander sees them (RFC 3261, 12 and 13; forks, 3.2 of RFC 5057's notes; PRACK
// RFC 3262, UPDATE RFC 3311, session timers RFC 4028). A Call-ID is one dialog here, with the set
// of its INVITEs that wait for a final answer and the set of the tags that answered: the last of
// the first refuses a call, the BYE to the last of the second ends it.
#include <sodium.h>

#include "recorder/capture/tracker_inside.h"

static const int64_t second_us = 1000000, verdict_us = 2000000, silent_us = 5000000,
                     referred_us = 60 * 1000000LL;

static uint64_t text_key(struct sv s) {
  return span_hash((struct span){(const uint8_t *)s.p, s.n}, 3) | 1;
}

// ---- small sets of keys ------------------------------------------------------------------------

static void set_add(uint64_t *set, size_t *n, size_t max, uint64_t key) {
  for (size_t i = 0; i < *n; i++)
    if (set[i] == key) return;
  if (*n < max) set[(*n)++] = key;
}

static void set_remove(uint64_t *set, size_t *n, uint64_t key) {
  for (size_t i = 0; i < *n; i++)
    if (set[i] == key) {
      set[i] = set[--*n];
      return;
    }
}

// ---- finding and making ------------------------------------------------------------------------

static void dialog_id(struct sv call_id, uint8_t out[16]) {
  static const uint8_t domain[] = "medlyss Call-ID";
  crypto_generichash(out, 16, (const uint8_t *)call_id.p, call_id.n, domain, sizeof domain);
}

static struct dialog *dialog_find(const struct tracker *t, const uint8_t id[16]) {
  uint64_t key;
  memcpy(&key, id, 8);
  for (struct dialog *d = slab_find(&t->dialogs, key | 1); d; d = slab_find_next(&t->dialogs, d))
    if (!memcmp(d->id, id, 16)) return d;
  return NULL;
}

static void parties(struct tracker *t, struct call *c, const struct sip *m) {
  struct sip_name asserted, target;
  bool known = sip_name_parse(m->asserted, &asserted);
  if (m->request && known) live_call_party(t, c, 0, asserted.user, asserted.host, m->from.display);
  live_call_party(t, c, 0, m->from.user, m->from.host, m->from.display);
  if (m->request && sip_name_parse(m->uri, &target) && !sv_eq(target.user, m->to.user))
    live_call_party(t, c, 1, target.user, target.host, (struct sv){0});
  live_call_party(t, c, 1, m->to.user, m->to.host, m->to.display);
}

static struct dialog *dialog_make(struct tracker *t, const uint8_t id[16], int64_t at_us) {
  uint64_t key;
  memcpy(&key, id, 8);
  struct dialog *d = slab_add(&t->dialogs, key | 1);
  if (!d) {
    t->counts.no_room++;
    return NULL;
  }
  memcpy(d->id, id, 16);
  d->offer_by = -1;
  d->caller_tag = text_key(t->sip.from.tag);
  if (t->sip.request && t->o.wanted && !t->o.wanted(t->o.wanted_ctx, &t->sip, at_us)) {
    d->ignored = true;
    t->counts.invites_unwanted++;
    return d;
  }
  struct call *c = live_call_new(t, at_us);
  d->ignored = !c;
  if (!c) return d;
  memcpy(c->call_id_hash, id, 16);
  c->n_dialogs = 1;
  d->call = slab_ref(&t->calls, c);
  parties(t, c, &t->sip);
  return d;
}

static void dialog_end(struct tracker *t, struct dialog *d, const char *reason, int64_t at_us) {
  struct call *c = slab_get(&t->calls, d->call);
  if (c && --c->n_dialogs == 0) live_call_ending(t, c, reason, at_us);
  slab_remove(&t->dialogs, d);
}

// ---- messages ----------------------------------------------------------------------------------

static uint64_t top_branch(const struct sip *m) {
  struct sv via = sip_header(m, SV("Via"));
  const char *hit = via.n ? memmem(via.p, via.n, "branch", 6) : NULL;
  if (!hit) return text_key(via);
  struct sv value = {hit, (size_t)(via.p + via.n - hit)};
  value = sv_cut(&value, ',');
  return text_key(sv_trim(sv_cut(&value, ';')));
}

static int party_of(const struct dialog *d, const struct sip *m) {
  struct sv tag = m->request ? m->from.tag : m->to.tag; // who sent this
  return tag.n && text_key(tag) == d->caller_tag ? PARTY_CALLER : PARTY_CALLEE;
}

// A PBX that puts somebody else behind the same dialog says who in a re-INVITE or UPDATE.
static void on_new_party(struct tracker *t, struct dialog *d, struct call *c) {
  const struct sip *m = &t->sip;
  struct sip_name now;
  if (!c || d->state != DIALOG_ANSWERED || !sip_name_parse(m->asserted, &now) || !now.user.n)
    return;
  int party = party_of(d, m);
  uint64_t key = text_key(now.user), before = d->seated[party];
  d->seated[party] = key;
  if (key == (before ? before : text_key(m->from.user))) return;
  char address[96];
  snprintf(address, sizeof address, SV_FMT "@" SV_FMT, SV_ARG(now.user), SV_ARG(now.host));
  live_call_mark(t, c, "transfer", party != (int)d->swap, address);
}

// RFC 3515: somebody in this dialog asked the other to call a third. RFC 3891: who calls says whose
// place he takes.
static void on_refer(struct tracker *t, struct dialog *d) {
  struct sip_name target;
  if (!sip_name_parse(sip_header(&t->sip, SV("Refer-To")), &target) || !target.user.n) return;
  d->referred = text_key(target.user);
  d->referred_us = t->now_us;
}

bool dialog_follows(const struct tracker *t, const struct call *c) {
  const struct sip *m = &t->sip;
  struct sip_name target;
  uint8_t replaced[16];
  if (!m->request || m->method != SIP_INVITE) return false;
  struct sv replaces = sip_header(m, SV("Replaces"));
  dialog_id(sv_trim(sv_cut(&replaces, ';')), replaced);
  uint64_t rung = sip_name_parse(m->uri, &target) ? text_key(target.user) : 0;
  for (uint32_t i = 0; i < t->dialogs.high; i++) {
    const struct dialog *d = slab_at(&t->dialogs, i);
    if (!d || slab_get(&t->calls, d->call) != c) continue;
    if (!memcmp(d->id, replaced, 16)) return true;
    if (d->referred && d->referred == rung && t->now_us - d->referred_us < referred_us) return true;
  }
  return false;
}

static void on_answer(struct tracker *t, struct dialog *d, struct call *c) {
  const struct sip *m = &t->sip;
  struct sip_name asserted;
  d->verdict_us = 0;
  if (d->state == DIALOG_ANSWERED || !c) return;
  d->state = DIALOG_ANSWERED;
  if (sip_name_parse(m->asserted, &asserted))
    live_call_party(t, c, !d->swap, asserted.user, asserted.host, asserted.display);
  if (!c->answered) live_call_mark(t, c, "answered", -1, NULL);
  c->answered = true;
  c->turned_down = false;
}

static void on_refusal(struct tracker *t, struct dialog *d, struct call *c) {
  if (d->state == DIALOG_ANSWERED || d->n_branches) return;
  if (c) c->turned_down = true;
  d->state = DIALOG_REFUSED;
  d->cancelled |= t->sip.status == 487;
  if (!d->verdict_us) d->verdict_us = t->now_us + verdict_us;
}

static void on_final(struct tracker *t, struct dialog *d, struct call *c) {
  const struct sip *m = &t->sip;
  if (m->method == SIP_INVITE) set_remove(d->branch, &d->n_branches, top_branch(m));
  if (m->status >= 300 && m->method == SIP_INVITE) on_refusal(t, d, c);
  if (m->status >= 300) return;
  if (m->method == SIP_INVITE) on_answer(t, d, c);
  if (m->method == SIP_INVITE || m->method == SIP_UPDATE)
    d->session_until_us = m->session_expires_s ? t->now_us + m->session_expires_s * second_us : 0;
}

// False: the dialog is gone.
static bool on_request(struct tracker *t, struct dialog *d, struct call *c) {
  const struct sip *m = &t->sip;
  if (m->method == SIP_INVITE) {
    set_add(d->branch, &d->n_branches, DIALOG_BRANCHES, top_branch(m));
    d->verdict_us = 0;
    if (c) c->turned_down = false;
    if (d->state == DIALOG_REFUSED) d->state = DIALOG_TRYING; // tried again, with credentials say
  }
  if (m->method == SIP_REFER) on_refer(t, d);
  if (m->method == SIP_ACK && d->state == DIALOG_ANSWERED && party_of(d, m) == PARTY_CALLER)
    set_add(d->callee, &d->n_callees, DIALOG_CALLEES, text_key(m->to.tag));
  if (m->method == SIP_CANCEL && d->state != DIALOG_ANSWERED) {
    d->cancelled = true;
    if (c) c->turned_down = true;
    d->verdict_us = t->now_us + silent_us; // in case the 487 is not seen
  }
  if (m->method != SIP_BYE) return true;
  uint64_t from = text_key(m->from.tag);
  size_t before = d->n_callees;
  set_remove(d->callee, &d->n_callees, from == d->caller_tag ? text_key(m->to.tag) : from);
  if (d->n_callees && d->n_callees < before) return true; // one fork of several
  dialog_end(t, d, "bye", d->last_us); // the clock may be ahead of what is still to be read
  return false;
}

static bool starts_call(const struct sip *m) {
  return m->method == SIP_INVITE && (m->request || (m->status > 100 && m->status < 300));
}

void dialog_message(struct tracker *t, const struct datagram *datagram) {
  uint8_t id[16];
  struct sip *m = &t->sip;
  if (!sip_parse(span_sv(datagram->payload), m)) return;
  dialog_id(m->call_id, id);
  struct dialog *d = dialog_find(t, id);
  if (!d && starts_call(m)) d = dialog_make(t, id, datagram->at_us);
  if (!d) return;
  t->counts.changes++;
  struct call *c = slab_get(&t->calls, d->call);
  d->last_us = datagram->at_us;
  if (c) c->last_signal_us = datagram->at_us;
  int party = party_of(d, m);
  bool established = d->state == DIALOG_ANSWERED;
  if (m->request && (m->method == SIP_INVITE || m->method == SIP_UPDATE)) on_new_party(t, d, c);
  if (m->request && !on_request(t, d, c)) return;
  if (!m->request && m->status >= 200) on_final(t, d, c);
  bool refused = !m->request && m->status >= 300;
  if (!c || refused || !sdp_parse(sip_sdp(m), &t->sdp)) return;
  bool offers = m->request && (m->method == SIP_INVITE || m->method == SIP_UPDATE);
  t->sip_from = datagram->src;
  t->sip_to = datagram->dst;
  offer_apply(t, d, c,
              (struct offer){.party = party, .request = offers, .established = established});
}

// ---- time --------------------------------------------------------------------------------------

static void dialog_sweep(struct tracker *t, struct dialog *d) {
  struct call *c = slab_get(&t->calls, d->call);
  if (!c && !d->ignored)
    slab_remove(&t->dialogs, d); // its call ended by silence
  else if (d->verdict_us && t->now_us >= d->verdict_us)
    dialog_end(t, d, d->cancelled ? "cancelled" : "refused", d->last_us);
  else if (d->session_until_us && t->now_us > d->session_until_us &&
           (!c || t->now_us - c->last_media_us > silent_us))
    dialog_end(t, d, "timeout", d->session_until_us);
  else if (d->ignored && t->now_us - d->last_us > 7200 * second_us)
    slab_remove(&t->dialogs, d);
}

void dialogs_sweep(struct tracker *t) {
  for (uint32_t i = 0; i < t->dialogs.high; i++) {
    struct dialog *d = slab_at(&t->dialogs, i);
    if (d) dialog_sweep(t, d);
  }
}
