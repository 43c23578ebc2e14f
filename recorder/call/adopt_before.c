// SPDX-License-Identifier: Apache-2.0
// The structures are those of that release, frozen: nothing here may follow what became of them. Of
// a dialog it knew no path; one is made that fits whatever comes, with what each side had said.
#include "recorder/call/adopt_before.h"

#include <sodium.h>

#include "recorder/call/inside.h"
#include "recorder/call/lock.h"

static const int64_t fresh_us = 60 * 1000000LL;

enum { PARTIES = 8, PLACES = 16, PAYLOADS = 24, BRANCHES = 12, CALLEES = 4, KEYS = 4 };

struct before_item {
  uint64_t key;
  uint32_t next, gen;
  bool used;
};
struct before_ref {
  uint32_t at, gen;
};
struct before_payload {
  uint8_t pt, channels;
  uint32_t clock_hz;
  char name[24], fmtp[136];
};
struct before_party {
  uint8_t leg;
  char address[96], name[64];
};
struct before_leg {
  size_t n_payloads;
  struct before_payload payload[PAYLOADS];
  uint16_t ptime_ms;
  uint64_t told[2], guessed[2];
  bool held, locked;
  void *secure;
};
struct before_call {
  struct before_item item;
  struct id interaction;
  void *sink;
  bool refused_by_sink;
  int64_t ask_again_us;
  bool orphan, two_voices, contests, contested, answered, turned_down, ended, paused;
  int64_t pause_until_us, started_us, first_media_us, last_media_us, last_signal_us;
  uint32_t saved_at;
  int64_t adopted_us, ends_at_us;
  const char *reason;
  uint8_t call_id_hash[16];
  uint32_t n_dialogs;
  size_t n_parties;
  struct before_party party[PARTIES];
  struct {
    uint64_t first, last;
    uint32_t n;
  } early;
  struct before_leg leg[CALL_LEGS];
  size_t n_places;
  struct before_ref place[PLACES];
  uint64_t packets, forged, encrypted;
};
struct before_key {
  char suite[32];
  uint8_t bytes[46];
  uint8_t n;
};
struct before_saved {
  struct before_call call;
  char reason[16];
  uint32_t n_keys[CALL_LEGS];
  struct before_key key[CALL_LEGS][KEYS];
};
struct before_dialog {
  struct before_item item;
  uint8_t id[16];
  struct before_ref call;
  bool swap, ignored, cancelled;
  int state;
  uint64_t caller_tag;
  int offer_by;
  uint32_t offer_cseq, offers;
  size_t n_branches, n_callees;
  uint64_t branch[BRANCHES], callee[CALLEES], referred;
  int64_t referred_us;
  uint64_t seated[2];
  int64_t verdict_us, session_until_us, last_us;
};
struct before_place {
  struct before_item item;
  struct endpoint at;
  struct before_ref call;
  uint8_t leg;
  bool rtcp, learned;
  uint32_t since, told_by[PLACE_HOSTS], told_to[PLACE_HOSTS];
};
struct before_head {
  char magic[8];
  uint32_t sizes[3], n[3];
  int64_t now_us;
};

static const struct before_head expected = {.magic = "MEDLIVE1",
                                            .sizes = {sizeof(struct before_saved),
                                                      sizeof(struct before_dialog),
                                                      sizeof(struct before_place)}};

bool adopt_is_before(struct span saved) {
  return saved.n >= sizeof expected && !memcmp(saved.p, expected.magic, sizeof expected.magic);
}

// ---- calls -------------------------------------------------------------------------------------

static struct call *call_take(struct tracker *t, const struct before_saved *s, int64_t now_us) {
  const struct before_call *b = &s->call;
  struct call *c = slab_add(&t->calls, 0);
  if (!c) return NULL;
  c->interaction = b->interaction;
  c->orphan = b->orphan;
  c->two_voices = b->two_voices;
  c->contests = b->contests;
  c->contested = b->contested;
  c->answered = b->answered;
  c->turned_down = b->turned_down;
  c->ruling = (struct ruling){.paused = b->paused, .until_us = b->pause_until_us};
  c->started_us = b->started_us;
  c->last_media_us = b->last_media_us;
  c->last_signal_us = b->ended ? b->last_signal_us : now_us;
  c->adopted_us = now_us;
  c->ended = b->ended;
  c->ends_at_us = b->ended ? now_us : 0;
  c->reason = !b->ended ? NULL : !strcmp(s->reason, "bye") ? "bye" : "restart";
  memcpy(c->call_id_hash, b->call_id_hash, sizeof c->call_id_hash);
  for (size_t i = 0; i < b->n_parties && i < PARTIES; i++) {
    struct party *p = &c->party[c->n_parties++];
    p->leg = b->party[i].leg & 1;
    snprintf(p->address, sizeof p->address, "%.*s", (int)sizeof b->party[i].address - 1,
             b->party[i].address);
    snprintf(p->name, sizeof p->name, "%.*s", (int)sizeof b->party[i].name - 1, b->party[i].name);
  }
  for (int leg = 0; leg < CALL_LEGS; leg++) c->leg[leg].held = b->leg[leg].held;
  return c;
}

// ---- dialogs -----------------------------------------------------------------------------------

static struct slab_ref desc_make(struct tracker *t, const struct before_saved *s, int leg) {
  const struct before_leg *b = &s->call.leg[leg];
  struct desc *d = slab_add(&t->signal.descs, 0);
  if (!d) return (struct slab_ref){0};
  d->version = d->item.gen;
  d->port = 1;
  d->ptime_ms = b->ptime_ms;
  d->secure = b->locked;
  for (size_t i = 0; i < b->n_payloads && i < PAYLOADS && i < DESC_PAYLOADS; i++) {
    struct payload *p = &d->payload[d->n_payloads++];
    const struct before_payload *from = &b->payload[i];
    *p = (struct payload){
        .pt = from->pt & 127, .channels = from->channels, .clock_hz = from->clock_hz};
    snprintf(p->name, sizeof p->name, "%.*s", (int)sizeof from->name - 1, from->name);
    snprintf(p->fmtp, sizeof p->fmtp, "%.*s", (int)sizeof from->fmtp - 1, from->fmtp);
  }
  for (uint32_t i = 0; i < s->n_keys[leg] && i < KEYS; i++) {
    const struct before_key *from = &s->key[leg][i];
    struct desc_key *k = &d->key[d->n_keys++];
    snprintf(k->suite, sizeof k->suite, "%.*s", (int)sizeof from->suite - 1, from->suite);
    if (from->n <= sizeof from->bytes)
      sodium_bin2base64(k->text, sizeof k->text, from->bytes, from->n,
                        sodium_base64_VARIANT_ORIGINAL);
  }
  return slab_ref(&t->signal.descs, d);
}

static void path_make(struct tracker *t, struct dialog *d, const struct before_dialog *b,
                      const struct before_saved *s) {
  struct path *p = slab_add(&t->signal.paths, 0);
  if (!p) return;
  p->dialog = slab_ref(&t->signal.dialogs, d);
  p->state = d->state == DIALOG_ANSWERED ? PATH_ANSWERED : PATH_EARLY;
  p->tag = b->n_callees && b->n_callees <= CALLEES ? b->callee[b->n_callees - 1] : 0;
  if (b->n_branches && b->n_branches <= BRANCHES) p->branch = b->branch[0];
  for (int side = 0; side < 2; side++)
    p->exchange.agreed[side] = desc_make(t, s, side != (int)b->swap);
  p->exchange.rounds = 1;
  d->first_path = slab_ref(&t->signal.paths, p);
  d->n_paths = 1;
}

static void dialog_take(struct tracker *t, const struct before_dialog *b, struct call *c,
                        const struct before_saved *s) {
  struct dialog *d = c || b->ignored ? slab_add(&t->signal.dialogs, b->item.key) : NULL;
  if (!d) return;
  memcpy(d->id, b->id, sizeof d->id);
  d->caller_tag = b->caller_tag;
  d->ignored = b->ignored;
  d->cancelled = b->cancelled;
  d->state = b->state == 1 ? DIALOG_ANSWERED : b->state == 2 ? DIALOG_REFUSED : DIALOG_TRYING;
  d->rings = true;
  d->referred = b->referred;
  d->referred_us = b->referred_us;
  memcpy(d->seated, b->seated, sizeof d->seated);
  d->verdict_us = b->verdict_us;
  d->session_until_us = b->session_until_us;
  d->last_us = d->started_us = b->last_us;
  struct link *l = link_of(t, d);
  l->swap = b->swap;
  if (!c) return;
  l->call = slab_ref(&t->calls, c);
  c->n_dialogs++;
  path_make(t, d, b, s);
  lock_learn(t, c, signal_path(&t->signal, d->first_path), false);
  for (int side = 0; side < 2; side++) {
    struct leg *leg = &c->leg[side != (int)b->swap];
    leg->path = d->first_path;
    leg->side = (uint8_t)side;
  }
}

static void place_take(struct tracker *t, const struct before_place *b, struct call *c) {
  struct claim claim = {.at = b->at,
                        .leg = b->leg & 1,
                        .rtcp = b->rtcp,
                        .learned = b->learned,
                        .path = c->leg[b->leg & 1].path,
                        .side = c->leg[b->leg & 1].side};
  place_claim(t, c, &claim);
  struct place *p = place_of(t, c, &b->at);
  if (!p) return;
  p->since = b->since;
  memcpy(p->told_by, b->told_by, sizeof p->told_by);
  memcpy(p->told_to, b->told_to, sizeof p->told_to);
  if (t->claims < b->since) t->claims = b->since;
}

// ---- all of it ---------------------------------------------------------------------------------

static void take_all(struct tracker *t, const struct before_head *head, const uint8_t *at,
                     struct call **calls, int64_t now_us) {
  const uint8_t *first = at;
  struct before_saved s = {0};
  struct before_dialog d;
  struct before_place p;
  for (uint32_t i = 0; i < head->n[0]; i++, at += sizeof s) {
    memcpy(&s, at, sizeof s);
    calls[i] = call_take(t, &s, now_us);
  }
  for (uint32_t i = 0; i < head->n[1]; i++, at += sizeof d) {
    memcpy(&d, at, sizeof d);
    bool its = d.call.at < head->n[0];
    if (its) memcpy(&s, first + d.call.at * sizeof s, sizeof s);
    dialog_take(t, &d, its ? calls[d.call.at] : NULL, &s);
  }
  for (uint32_t i = 0; i < head->n[2]; i++, at += sizeof p) {
    memcpy(&p, at, sizeof p);
    if (p.call.at < head->n[0] && calls[p.call.at]) place_take(t, &p, calls[p.call.at]);
  }
  sodium_memzero(&s, sizeof s); // it held keys
}

enum err adopt_before(struct tracker *t, struct span saved, int64_t now_us) {
  struct before_head head;
  memcpy(&head, saved.p, sizeof head);
  size_t need = sizeof head;
  for (int i = 0; i < 3; i++) need += (size_t)head.sizes[i] * head.n[i];
  if (memcmp(head.sizes, expected.sizes, sizeof head.sizes) || need != saved.n)
    return fail(E_BAD_DATA, "the live calls were kept by another version");
  if (now_us - head.now_us > fresh_us || head.n[0] > t->calls.capacity) return OK; // long gone
  struct call **calls = calloc(head.n[0] + 1, sizeof(struct call *));
  if (!calls) return fail(E_FULL, "no memory to adopt calls");
  tracker_tick(t, now_us);
  take_all(t, &head, saved.p + sizeof head, calls, now_us);
  free(calls);
  return OK;
}
