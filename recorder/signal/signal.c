// SPDX-License-Identifier: Apache-2.0
// Signal: what each message changes, and what time does. Every transition of a dialog is here;
// finding and making are dialog.c's, offers and answers exchange.c's.
#include "recorder/signal/signal.h"

#include "recorder/signal/dialog.h"
#include "recorder/signal/follow.h"

static const int64_t second_us = 1000000, verdict_us = 2000000, crossing_us = 5000000,
                     bye_wait_us = 2000000, unheard_us = 180 * 1000000LL,
                     ringing_us = 900 * 1000000LL, remembered_us = 32 * 1000000LL,
                     ignored_us = 7200 * 1000000LL;

enum err signal_open(struct signal *s, const struct signal_options *o) {
  s->o = *o;
  TRY(slab_open(&s->dialogs, sizeof(struct dialog), o->dialogs));
  TRY(slab_open(&s->paths, sizeof(struct path), o->dialogs * 2));
  return slab_open(&s->descs, sizeof(struct desc), o->dialogs * 4);
}

void signal_drop(struct signal *s) {
  for (uint32_t i = 0; s->descs.items && i < s->descs.high; i++) {
    struct desc *d = slab_at(&s->descs, i);
    if (d) desc_wipe(d);
  }
  slab_drop(&s->dialogs);
  slab_drop(&s->paths);
  slab_drop(&s->descs);
}

const struct desc *signal_stand(const struct signal *s, const struct path *p, int side) {
  return p ? exchange_stand(&p->exchange, &s->descs, side) : NULL;
}

// ---- telling -----------------------------------------------------------------------------------

struct hearing { // the message at hand
  const struct datagram *at;
  struct dialog *dialog;
  struct path *path;
  int side;
};

static void tell(struct signal *s, const struct hearing *h, struct signal_news n) {
  n.dialog = h->dialog;
  if (!n.path) n.path = h->path;
  n.at_us = h->at->at_us;
  n.message = &s->sip;
  n.heard_by = h->at->src;
  n.told_to = h->at->dst;
  n.net = h->at->net;
  s->o.news(s->o.ctx, &n);
}

void signal_end(struct signal *s, struct dialog *d, const char *why, int64_t at_us) {
  if (d->ended) return;
  d->ended = true;
  d->bye_us = d->verdict_us = d->session_until_us = 0;
  struct signal_news n = {.what = SIGNAL_ENDS, .dialog = d, .at_us = at_us, .why = why};
  s->o.news(s->o.ctx, &n);
}

void signal_goes_on(struct signal *s, struct dialog *d) {
  d->bye_us = 0;
  d->bye_denied = false;
  struct signal_news n = {.what = SIGNAL_GOES_ON, .dialog = d, .at_us = s->now_us};
  s->o.news(s->o.ctx, &n);
}

void signal_forget(struct signal *s, struct dialog *d) { dialog_remove(s, d); }

// ---- requests ----------------------------------------------------------------------------------

static void on_invite(struct signal *s, struct hearing *h) {
  struct dialog *d = h->dialog;
  if (s->sip.to.tag.n || !h->path->fresh) return;
  h->path->fresh = false;
  bool again = d->state == DIALOG_REFUSED || d->verdict_us;
  d->verdict_us = 0;
  if (d->state == DIALOG_REFUSED)
    d->state = DIALOG_TRYING; // with credentials, or by a 3xx's contact
  if (again) tell(s, h, (struct signal_news){.what = SIGNAL_TURNED});
}

// A PBX that puts somebody else behind the same dialog says who in a re-INVITE or UPDATE.
static void on_sits(struct signal *s, struct hearing *h) {
  struct dialog *d = h->dialog;
  struct who who;
  if (d->state != DIALOG_ANSWERED || !s->sip.to.tag.n || !who_sits(&s->sip, &who)) return;
  if (signal_rival(s, h->path, NULL)) return; // which one is kept is not said yet
  char user[WHO_ADDRESS];
  size_t n = strcspn(who.address, "@"), k = sip_user(s->sip.from.user, user, sizeof user);
  uint64_t key = dialog_text_key((struct sv){who.address, n}), before = d->seated[h->side];
  d->seated[h->side] = key;
  if (key == (before ? before : dialog_text_key((struct sv){user, k}))) return;
  tell(s, h, (struct signal_news){.what = SIGNAL_SITS, .side = h->side, .who = &who});
}

static bool all_are(const struct signal *s, const struct dialog *d, bool cancelled_too) {
  for (const struct path *p = signal_path(s, d->first_path); p; p = signal_next_path(s, p))
    if (p->state != PATH_REFUSED && p->state != PATH_GONE && !(cancelled_too && p->cancelled))
      return false;
  return true;
}

static void on_cancel(struct signal *s, struct hearing *h) {
  struct dialog *d = h->dialog;
  uint64_t branch = dialog_text_key(sip_branch(&s->sip));
  bool found = false;
  for (struct path *p = signal_path(s, d->first_path); p; p = signal_next_path(s, p))
    if (p->branch == branch && p->state < PATH_ANSWERED) found = p->cancelled = true;
  if (!found && h->path->state < PATH_ANSWERED) h->path->cancelled = true;
  d->elsewhere |= sv_has(sip_header(&s->sip, SV("Reason")), SV("cause=200"));
  if (d->state == DIALOG_ANSWERED || !all_are(s, d, true)) return;
  d->cancelled = true;
  d->verdict_us = s->now_us + crossing_us; // in case the 487 is not seen; a 200 may cross it
  tell(s, h, (struct signal_news){.what = SIGNAL_TURNED, .why = "cancelled"});
}

// A BYE ends the dialog of its tags, not the Call-ID (RFC 3261, 13.2.2.4): the paths of that To-tag
// are over. True: others are still up.
static bool fork_over(struct signal *s, const struct hearing *h, uint64_t tag) {
  struct dialog *d = h->dialog;
  bool others = false, its = false;
  for (const struct path *p = signal_path(s, d->first_path); p; p = signal_next_path(s, p)) {
    its |= p->state == PATH_ANSWERED && p->tag == tag;
    others |= p->state == PATH_ANSWERED && p->tag != tag;
  }
  for (struct path *p = signal_path(s, d->first_path); p && its && others;
       p = signal_next_path(s, p)) {
    if (p->state != PATH_ANSWERED || p->tag != tag) continue;
    p->state = PATH_GONE;
    if (!signal_rival(s, p, NULL)) continue; // of a host that has tags of its own on its far side
    d->session_until_us = 0;
    tell(s, h, (struct signal_news){.what = SIGNAL_LEFT, .path = p});
  }
  return its && others;
}

static void on_bye(struct signal *s, struct hearing *h) {
  struct dialog *d = h->dialog;
  uint64_t from = dialog_text_key(s->sip.from.tag), to = dialog_text_key(s->sip.to.tag);
  uint64_t tag = from == d->caller_tag ? to : from;
  if (fork_over(s, h, tag)) return;
  if (d->bye_us) return; // the same again, on the other side of a proxy
  d->bye_tag = tag;
  d->bye_us = s->now_us;
  d->bye_cseq = s->sip.cseq;
  d->bye_by = h->side;
  tell(s, h, (struct signal_news){.what = SIGNAL_ENDING, .why = "bye"});
}

static void on_request(struct signal *s, struct hearing *h) {
  enum sip_method method = s->sip.method;
  if (method == SIP_INVITE) on_invite(s, h);
  if (method == SIP_INVITE || method == SIP_UPDATE) on_sits(s, h);
  if (method == SIP_REFER) follow_refer(s, h->dialog, h->side);
  if (method == SIP_CANCEL) on_cancel(s, h);
  if (method == SIP_BYE) on_bye(s, h);
}

// ---- replies -----------------------------------------------------------------------------------

static void session_timer(struct signal *s, struct dialog *d) {
  d->session_until_us =
      s->sip.session_expires_s ? s->now_us + s->sip.session_expires_s * second_us : 0;
}

static void on_answer(struct signal *s, struct hearing *h) {
  struct dialog *d = h->dialog;
  session_timer(s, d);
  d->verdict_us = 0;
  if (h->path->state == PATH_ANSWERED || h->path->cseq != s->sip.cseq) return;
  h->path->state = PATH_ANSWERED;
  d->state = DIALOG_ANSWERED;
  tell(s, h, (struct signal_news){.what = SIGNAL_ANSWERED});
}

// One branch's last word. Those of the same branch that rang back early are over with it.
static void on_refusal(struct signal *s, struct hearing *h) {
  struct dialog *d = h->dialog;
  uint64_t branch = dialog_text_key(sip_branch(&s->sip));
  bool first = false;
  for (struct path *p = signal_path(s, d->first_path); p; p = signal_next_path(s, p))
    if (p->branch == branch && p->cseq == s->sip.cseq && p->state < PATH_ANSWERED) {
      p->state = PATH_REFUSED;
      first = true;
    }
  d->cancelled |= first && s->sip.status == 487;
  if (!first || d->state == DIALOG_ANSWERED || !all_are(s, d, false)) return;
  d->state = DIALOG_REFUSED;
  d->verdict_us = s->now_us + verdict_us;
  tell(s, h, (struct signal_news){.what = SIGNAL_TURNED, .why = "refused"});
}

// RFC 5057: 481 and 408 to a request inside it say that the other end knows no such dialog.
static bool says_gone(int status) { return status == 481 || status == 408; }

static void on_bye_answered(struct signal *s, struct hearing *h) {
  struct dialog *d = h->dialog;
  uint64_t from = dialog_text_key(s->sip.from.tag), to = dialog_text_key(s->sip.to.tag);
  if (!d->bye_us || d->bye_cseq != s->sip.cseq || h->side == d->bye_by) return;
  if (d->bye_tag && d->bye_tag != from && d->bye_tag != to) return; // to another branch's
  if (s->sip.status < 300)
    signal_end(s, d, "bye", h->at->at_us);
  else if (says_gone(s->sip.status))
    d->bye_denied = true;
  else {
    d->bye_us = 0;
    tell(s, h, (struct signal_news){.what = SIGNAL_GOES_ON});
  }
}

static void on_reply(struct signal *s, struct hearing *h) {
  struct dialog *d = h->dialog;
  const struct sip *m = &s->sip;
  bool invite = m->method == SIP_INVITE, inside = h->path->state == PATH_ANSWERED;
  if (invite && m->status > 100 && h->path->state == PATH_TRYING && m->status < 200)
    h->path->state = PATH_EARLY;
  d->rings |= invite && m->status > 100;
  if (m->status < 200) return;
  if (m->method == SIP_BYE) on_bye_answered(s, h);
  if (d->ended) return;
  if (m->status < 300 && invite) on_answer(s, h);
  if (m->status < 300 && m->method == SIP_UPDATE) session_timer(s, d);
  if (m->status >= 300 && invite && !inside) on_refusal(s, h);
  bool lost = inside && (invite || m->method == SIP_UPDATE) && says_gone(m->status);
  if (lost && signal_rival(s, h->path, NULL) && fork_over(s, h, h->path->tag)) return;
  if (lost && !d->bye_us) d->session_until_us = s->now_us; // once nothing is heard any more
}

// ---- offers and answers ------------------------------------------------------------------------

static void hear_description(struct signal *s, struct hearing *h) {
  const struct sip *m = &s->sip;
  struct said said = {.side = h->side,
                      .request = m->request,
                      .status = m->status,
                      .method = m->method,
                      .cseq = m->cseq,
                      .established = h->dialog->state == DIALOG_ANSWERED,
                      .at_us = h->at->at_us};
  bool may = m->method == SIP_INVITE || m->method == SIP_ACK || m->method == SIP_UPDATE ||
             m->method == SIP_PRACK;
  if (!may || (!m->request && m->status < 101)) return;
  bool refused = !m->request && m->status >= 300;
  if (!refused && sdp_parse(sip_sdp(m), &s->sdp)) said.sdp = &s->sdp;
  uint32_t used = s->descs.used;
  switch (exchange_hear(&h->path->exchange, &s->descs, &said)) {
  case EXCHANGE_NOTHING: break;
  case EXCHANGE_OFFERED:
    tell(s, h, (struct signal_news){.what = SIGNAL_OFFER, .side = h->side});
    break;
  case EXCHANGE_AGREED:
    tell(s, h, (struct signal_news){.what = SIGNAL_AGREEMENT, .side = h->side});
    break;
  case EXCHANGE_WITHDRAWN:
    tell(s, h, (struct signal_news){.what = SIGNAL_WITHDRAWN, .side = !h->side});
    break;
  }
  if (!said.sdp || used != s->descs.capacity) return;
  uint64_t key = way_hash(&h->at->src, &h->at->dst, dialog_text_key(m->call_id) ^ m->cseq);
  s->counts.descriptions_lost += once_new(&s->lost, key);
}

// ---- messages ----------------------------------------------------------------------------------

static bool starts_dialog(const struct sip *m) {
  return m->method == SIP_INVITE && (m->request || (m->status > 100 && m->status < 300));
}

// An INVITE beyond the last one of a dialog that is over: the caller tries again, it is a new one.
static struct dialog *dialog_at_hand(struct signal *s) {
  struct dialog *d = dialog_find(s);
  const struct sip *m = &s->sip;
  if (!d || !d->ended) return d;
  if (!m->request || m->method != SIP_INVITE || m->to.tag.n || m->cseq <= d->top_cseq) return d;
  dialog_remove(s, d);
  return NULL;
}

void signal_message(struct signal *s, const struct datagram *at) {
  struct sip *m = &s->sip;
  struct hearing h = {.at = at};
  if (at->at_us > s->now_us) s->now_us = at->at_us;
  if (!sip_parse(span_sv(at->payload), m)) return;
  s->counts.messages++;
  h.dialog = dialog_at_hand(s);
  if (h.dialog && h.dialog->ended) return; // a late copy
  bool begins = !h.dialog && starts_dialog(m);
  if (begins) h.dialog = dialog_make(s, at);
  if (!h.dialog) {
    tell(s, &h, (struct signal_news){.what = SIGNAL_MIDWAY});
    return;
  }
  if (begins && m->request && !m->to.tag.n) follow_begin(s, h.dialog, at);
  h.dialog->last_us = at->at_us;
  h.side = dialog_side(h.dialog, m);
  h.path = dialog_path(s, h.dialog, at);
  tell(s, &h, (struct signal_news){.what = begins ? SIGNAL_BEGINS : SIGNAL_HEARD});
  if (h.dialog->deepened) tell(s, &h, (struct signal_news){.what = SIGNAL_DEEPER});
  h.dialog->deepened = false;
  if (m->request && m->method == SIP_INVITE && m->cseq > h.dialog->top_cseq &&
      h.side == SIGNAL_CALLER)
    h.dialog->top_cseq = m->cseq;
  if (!h.path || h.path->state == PATH_GONE) return; // late words of a branch that was left
  if (m->request) on_request(s, &h);
  if (m->request || m->status < 200) hear_description(s, &h);
  if (!m->request) on_reply(s, &h);
  if (!m->request && m->status >= 200 && !h.dialog->ended) hear_description(s, &h);
}

// ---- time --------------------------------------------------------------------------------------

static void offers_overdue(struct signal *s, struct dialog *d) {
  for (struct path *p = signal_path(s, d->first_path); p; p = signal_next_path(s, p)) {
    struct signal_news n = {.what = SIGNAL_WITHDRAWN, .dialog = d, .path = p, .at_us = s->now_us};
    if (exchange_overdue(&p->exchange, &s->descs, s->now_us, &n.side)) s->o.news(s->o.ctx, &n);
  }
}

static void dialog_sweep(struct signal *s, struct dialog *d) {
  int64_t now_us = s->now_us, quiet_us = now_us - d->last_us;
  if (d->ended) {
    if (quiet_us > remembered_us) dialog_remove(s, d);
    return;
  }
  offers_overdue(s, d);
  if (d->bye_us && now_us - d->bye_us >= bye_wait_us)
    signal_end(s, d, "bye", d->last_us);
  else if (d->verdict_us && now_us >= d->verdict_us)
    signal_end(s, d, d->cancelled ? "cancelled" : "refused", d->last_us);
  else if (d->state != DIALOG_ANSWERED && quiet_us > (d->rings ? ringing_us : unheard_us))
    signal_end(s, d, "timeout", d->last_us);
  else if (d->ignored && quiet_us > ignored_us)
    dialog_remove(s, d);
}

void signal_finish(struct signal *s) {
  for (uint32_t i = 0; i < s->dialogs.high; i++) {
    struct dialog *d = slab_at(&s->dialogs, i);
    if (!d || d->ended) continue;
    if (d->bye_us)
      signal_end(s, d, "bye", d->last_us);
    else if (d->verdict_us)
      signal_end(s, d, d->cancelled ? "cancelled" : "refused", d->last_us);
  }
}

void signal_tick(struct signal *s, int64_t now_us) {
  if (now_us > s->now_us) s->now_us = now_us;
  for (uint32_t i = 0; i < s->dialogs.high; i++) {
    struct dialog *d = slab_at(&s->dialogs, i);
    if (d) dialog_sweep(s, d);
  }
}
