// SPDX-License-Identifier: Apache-2.0
// Surviving a restart: calls, dialogs and places as they are in memory, with their references
// turned into positions. Only the same build reads them (sizes are compared); the bytes come from a
// file this user's key has sealed, so they are ours.
#include "recorder/capture/srtp.h"
#include "recorder/capture/tracker_inside.h"

static const int64_t fresh_us = 60 * 1000000LL;

struct saved_head {
  char magic[8];
  uint32_t sizes[3], n[3]; // calls, dialogs, places
  int64_t now_us;
};

struct saved_call {
  struct call call;
  char reason[16]; // why it ended
  uint32_t n_keys[CALL_LEGS];
  struct secure_key key[CALL_LEGS][SECURE_KEYS];
};

static const struct saved_head expected = {
    .magic = "MEDLIVE1",
    .sizes = {sizeof(struct saved_call), sizeof(struct dialog), sizeof(struct place)}};

static void save_calls(struct tracker *t, struct saved_head *head, struct buf *out) {
  for (uint32_t i = 0; i < t->calls.high; i++) {
    struct call *c = slab_at(&t->calls, i);
    struct saved_call s;
    if (!c) continue;
    memset(&s, 0, sizeof s);
    c->saved_at = head->n[0];
    s.call = *c;
    snprintf(s.reason, sizeof s.reason, "%s", c->reason ? c->reason : "");
    for (int leg = 0; leg < CALL_LEGS; leg++)
      s.n_keys[leg] = (uint32_t)secure_keys(c->leg[leg].secure, s.key[leg]);
    buf_add(out, &s, sizeof s);
    head->n[0]++;
  }
}

static void save_rest(const struct tracker *t, struct saved_head *head, struct buf *out) {
  for (uint32_t i = 0; i < t->dialogs.high; i++) {
    const struct dialog *d = slab_at(&t->dialogs, i);
    const struct call *c = d ? slab_get(&t->calls, d->call) : NULL;
    if (!c && !(d && d->ignored)) continue; // what was refused or erased stays so
    struct dialog copy = *d;
    copy.call.at = c ? c->saved_at : UINT32_MAX;
    buf_add(out, &copy, sizeof copy);
    head->n[1]++;
  }
  for (uint32_t i = 0; i < t->places.high; i++) {
    const struct place *p = slab_at(&t->places, i);
    const struct call *c = p ? slab_get(&t->calls, p->call) : NULL;
    if (!c) continue;
    struct place copy = *p;
    copy.call.at = c->saved_at;
    buf_add(out, &copy, sizeof copy);
    head->n[2]++;
  }
}

void tracker_save(struct tracker *t, struct buf *out) {
  struct saved_head head = expected;
  AUTO(buf) struct buf body = {0};
  head.now_us = t->now_us;
  save_calls(t, &head, &body);
  save_rest(t, &head, &body);
  buf_add(out, &head, sizeof head);
  buf_add(out, body.p ? body.p : "", body.n);
}

static const char *reason_of(const char *word) {
  static const char *const words[] = {"bye",     "cancelled",     "refused",
                                      "timeout", "media_timeout", "port_reused"};
  for (size_t i = 0; i < countof(words); i++)
    if (!strcmp(words[i], word)) return words[i];
  return "restart";
}

static struct call *adopt_call(struct tracker *t, const struct saved_call *s, int64_t now_us) {
  struct call *c = slab_add(&t->calls, 0);
  if (!c) return NULL;
  struct slab_item item = c->item;
  *c = s->call;
  c->item = item;
  c->sink = NULL;
  c->reason = c->ended ? reason_of(s->reason) : NULL;
  c->ends_at_us = c->ended ? now_us : 0;
  c->refused_by_sink = false;
  c->early = (struct hold_chain){0};
  c->first_media_us = 0;
  if (!c->ended) c->last_signal_us = now_us;
  c->adopted_us = now_us;
  c->n_places = 0;
  for (int leg = 0; leg < CALL_LEGS; leg++) {
    c->leg[leg].secure = NULL;
    for (uint32_t k = 0; k < s->n_keys[leg] && k < SECURE_KEYS; k++)
      (void)secure_add(&c->leg[leg].secure, &s->key[leg][k]);
  }
  return c;
}

static void adopt_dialog(struct tracker *t, const struct dialog *saved, struct call *c) {
  struct dialog *d = c || saved->ignored ? slab_add(&t->dialogs, saved->item.key) : NULL;
  if (!d) return;
  struct slab_item item = d->item;
  *d = *saved;
  d->item = item;
  d->call = c ? slab_ref(&t->calls, c) : (struct slab_ref){0};
}

static void adopt_place(struct tracker *t, struct call *c, const struct place *saved) {
  place_claim(t, c, saved->leg, &saved->at, saved->rtcp, saved->learned);
  struct place *p = place_of(t, c, &saved->at);
  if (!p) return;
  p->since = saved->since; // who was first
  memcpy(p->told_by, saved->told_by, sizeof p->told_by);
  memcpy(p->told_to, saved->told_to, sizeof p->told_to);
  if (t->claims < saved->since) t->claims = saved->since;
}

enum err tracker_adopt(struct tracker *t, struct span saved, int64_t now_us) {
  struct saved_head head;
  if (saved.n < sizeof head) return fail(E_BAD_DATA, "nothing to adopt");
  memcpy(&head, saved.p, sizeof head);
  size_t need = sizeof head;
  for (int i = 0; i < 3; i++) need += (size_t)head.sizes[i] * head.n[i];
  if (memcmp(head.magic, expected.magic, 8) ||
      memcmp(head.sizes, expected.sizes, sizeof head.sizes) || need != saved.n)
    return fail(E_BAD_DATA, "the live calls were kept by another version");
  if (now_us - head.now_us > fresh_us || head.n[0] > t->calls.capacity) return OK; // long gone
  struct call **calls = calloc(head.n[0] + 1, sizeof(struct call *));
  if (!calls) return fail(E_FULL, "no memory to adopt calls");
  struct saved_call s;
  struct dialog d;
  struct place p;
  const uint8_t *at = saved.p + sizeof head;
  tracker_tick(t, now_us);
  for (uint32_t i = 0; i < head.n[0]; i++, at += sizeof s) {
    memcpy(&s, at, sizeof s);
    calls[i] = adopt_call(t, &s, now_us);
  }
  for (uint32_t i = 0; i < head.n[1]; i++, at += sizeof d) {
    memcpy(&d, at, sizeof d);
    adopt_dialog(t, &d, d.call.at < head.n[0] ? calls[d.call.at] : NULL);
  }
  for (uint32_t i = 0; i < head.n[2]; i++, at += sizeof p) {
    memcpy(&p, at, sizeof p);
    if (p.call.at < head.n[0] && calls[p.call.at]) adopt_place(t, calls[p.call.at], &p);
  }
  free(calls);
  return OK;
}
