// SPDX-License-Identifier: Apache-2.0
// Dialogs and paths (RFC 3261, 12; forks 16.7, proxies that show a dialog on both their sides).
#include "recorder/signal/dialog.h"

#include <sodium.h>

enum { KIN_LEAST = 8 }; // characters: shorter values that are equal are a coincidence

uint64_t dialog_text_key(struct sv s) {
  return span_hash((struct span){(const uint8_t *)s.p, s.n}, 3) | 1;
}

uint64_t dialog_user_key(struct sv uri) {
  struct sip_name name;
  char user[WHO_ADDRESS];
  if (!sip_name_parse(uri, &name) || !name.user.n) return 0;
  size_t n = sip_user(name.user, user, sizeof user);
  return dialog_text_key((struct sv){user, n});
}

void dialog_id_of(struct sv call_id, uint8_t out[16]) {
  static const uint8_t domain[] = "medlyss Call-ID";
  crypto_generichash(out, 16, (const uint8_t *)call_id.p, call_id.n, domain, sizeof domain);
}

static uint64_t id_key(const uint8_t id[16]) {
  uint64_t key;
  memcpy(&key, id, 8);
  return key | 1;
}

static bool same_host(const struct endpoint *a, const struct endpoint *b) {
  return !memcmp(a->addr, b->addr, sizeof a->addr);
}

static bool between(const struct path *p, const struct endpoint *a, const struct endpoint *b) {
  return (endpoint_eq(&p->from, a) && endpoint_eq(&p->to, b)) ||
         (endpoint_eq(&p->from, b) && endpoint_eq(&p->to, a));
}

static bool between_hosts(const struct path *p, const struct endpoint *a,
                          const struct endpoint *b) {
  return (same_host(&p->from, a) && same_host(&p->to, b)) ||
         (same_host(&p->from, b) && same_host(&p->to, a));
}

struct path *signal_path(const struct signal *s, struct slab_ref ref) {
  return slab_get(&s->paths, ref);
}

struct path *signal_next_path(const struct signal *s, const struct path *p) {
  return slab_get(&s->paths, p->next);
}

struct path *signal_rival(const struct signal *s, const struct path *p, const struct path *but) {
  struct dialog *d = slab_get(&s->dialogs, p->dialog);
  struct path *q = but ? signal_next_path(s, but) : d ? signal_path(s, d->first_path) : NULL;
  while (q && (q->state != PATH_ANSWERED || q->tag == p->tag || q->depth != p->depth))
    q = signal_next_path(s, q);
  return q;
}

// ---- dialogs -----------------------------------------------------------------------------------

// The caller's tag says which dialog of the Call-ID it is; so does that of who answered.
static bool is_of(const struct signal *s, const struct dialog *d, uint64_t from, uint64_t to) {
  if (d->caller_tag == from || d->caller_tag == to) return true;
  for (const struct path *p = signal_path(s, d->first_path); p; p = signal_next_path(s, p))
    if (p->tag && (p->tag == from || p->tag == to)) return true;
  return false;
}

struct dialog *dialog_find(const struct signal *s) {
  const struct sip *m = &s->sip;
  uint8_t id[16];
  dialog_id_of(m->call_id, id);
  uint64_t from = dialog_text_key(m->from.tag), to = dialog_text_key(m->to.tag);
  struct dialog *over = NULL;
  for (struct dialog *d = slab_find(&s->dialogs, id_key(id)); d;
       d = slab_find_next(&s->dialogs, d)) {
    if (memcmp(d->id, id, 16) || !is_of(s, d, from, to)) continue;
    if (!d->ended) return d;
    over = d;
  }
  return over;
}

int dialog_side(const struct dialog *d, const struct sip *m) {
  struct sv tag = m->request ? m->from.tag : m->to.tag;
  return tag.n && dialog_text_key(tag) == d->caller_tag ? SIGNAL_CALLER : SIGNAL_CALLEE;
}

// ---- kin ---------------------------------------------------------------------------------------

static struct sv kin_text(struct sv name, struct sv value) {
  if (sv_ieq(name, SV("P-Charging-Vector"))) { // RFC 7315, 5.6
    while (value.n) {
      struct sv one = sv_cut(&value, ';'), key = sv_trim(sv_cut(&one, '='));
      if (!sv_ieq(key, SV("icid-value"))) continue;
      one = sv_trim(one);
      return one.n >= 2 && one.p[0] == '"' ? (struct sv){one.p + 1, one.n - 2} : one;
    }
    return (struct sv){0};
  }
  return sv_trim(sv_cut(&value, ';')); // Session-ID: the caller's own half (RFC 7989)
}

static bool only_zeros(struct sv s) { // Session-ID of who has none yet
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] != '0') return false;
  return true;
}

struct kin_words { // the values of the headers the settings name, in the message at hand
  size_t n;
  struct sv value[SIGNAL_KIN];
};

static void kin_words(const struct signal *s, struct kin_words *out) {
  struct sv names = sv_of(s->o.join_headers);
  *out = (struct kin_words){0};
  while (names.n && out->n < SIGNAL_KIN) {
    struct sv name = sv_trim(sv_cut(&names, ','));
    struct sv value = name.n ? kin_text(name, sip_header(&s->sip, name)) : name;
    if (value.n && !only_zeros(value)) out->value[out->n++] = value;
  }
}

// Equal values prove something only if they are long; whoever names the other's Call-ID itself,
// which may be as short as its PBX likes, does anyhow.
static uint64_t kin_key(struct sv value) {
  return value.n >= KIN_LEAST ? dialog_text_key(value) : 0;
}

static bool kin_says(const struct dialog *u, const struct dialog *d,
                     const struct kin_words *words) {
  if (!memcmp(u->id, d->id, 16)) return true;
  for (size_t i = 0; i < words->n; i++) {
    uint8_t id[16];
    dialog_id_of(words->value[i], id);
    if (!memcmp(u->id, id, 16)) return true;
    for (int k = 0; k < SIGNAL_KIN; k++)
      if (u->kin_value[k] && u->kin_value[k] == kin_key(words->value[i])) return true;
  }
  return false;
}

static bool was_told(const struct signal *s, const struct dialog *u, const struct endpoint *host) {
  for (const struct path *p = signal_path(s, u->first_path); p; p = signal_next_path(s, p))
    if (same_host(&p->to, host) && !same_host(&p->from, host)) return true;
  return false;
}

// Whoever can send a header can name another's call in it; a PBX may pass it on. So it counts only
// in what the host sent that was told of the call, and not where it would fit two.
static struct dialog *kin_find(const struct signal *s, const struct dialog *d,
                               const struct endpoint *from, const struct kin_words *words) {
  struct dialog *found = NULL;
  for (uint32_t i = 0; i < s->dialogs.high; i++) {
    struct dialog *u = slab_at(&s->dialogs, i);
    if (!u || u == d || u->ended || u->recording || u->bye_us) continue;
    if (!kin_says(u, d, words) || !was_told(s, u, from)) continue;
    if (found) return NULL;
    found = u;
  }
  return found;
}

// ---- making ------------------------------------------------------------------------------------

static void room_make(struct signal *s) { // what matters least gives way
  struct dialog *least = NULL;
  for (uint32_t i = 0; i < s->dialogs.high; i++) {
    struct dialog *d = slab_at(&s->dialogs, i);
    if (!d || !(d->ended || d->ignored)) continue;
    if (!least || d->ended > least->ended ||
        (d->ended == least->ended && d->last_us < least->last_us))
      least = d;
  }
  if (!least) return;
  s->counts.evicted += !least->ended;
  dialog_remove(s, least);
}

struct dialog *dialog_make(struct signal *s, const struct datagram *at) {
  const struct sip *m = &s->sip;
  struct kin_words words;
  uint8_t id[16];
  dialog_id_of(m->call_id, id);
  if (s->dialogs.used == s->dialogs.capacity) room_make(s);
  struct dialog *d = slab_add(&s->dialogs, id_key(id));
  if (!d) return NULL;
  memcpy(d->id, id, 16);
  d->caller_tag = dialog_text_key(m->from.tag);
  d->started_us = d->last_us = at->at_us;
  d->recording = sip_is_recording(m);
  s->counts.dialogs++;
  if (!m->request) return d;
  d->rung_user = dialog_user_key(m->uri);
  kin_words(s, &words);
  for (size_t i = 0; i < words.n; i++) d->kin_value[i] = kin_key(words.value[i]);
  const struct dialog *kin = m->to.tag.n ? NULL : kin_find(s, d, &at->src, &words);
  if (kin) d->kin = slab_ref(&s->dialogs, kin);
  return d;
}

static void path_remove(struct signal *s, struct path *p) {
  exchange_drop(&p->exchange, &s->descs);
  slab_remove(&s->paths, p);
}

void dialog_remove(struct signal *s, struct dialog *d) {
  for (struct path *p = signal_path(s, d->first_path), *next; p; p = next) {
    next = signal_next_path(s, p);
    path_remove(s, p);
  }
  slab_remove(&s->dialogs, d);
}

// ---- paths -------------------------------------------------------------------------------------

static struct path *path_add(struct signal *s, struct dialog *d, const struct endpoint *from,
                             const struct endpoint *to) {
  struct path *p = d->n_paths < SIGNAL_BRANCHES ? slab_add(&s->paths, 0) : NULL;
  if (!p) {
    uint64_t key = dialog_text_key(sip_branch(&s->sip)) ^ d->caller_tag;
    s->counts.branches_lost += once_new(&s->lost, key ^ way_hash(from, to, 0));
    return NULL;
  }
  p->dialog = slab_ref(&s->dialogs, d);
  p->from = *from;
  p->to = *to;
  p->next = d->first_path;
  d->first_path = slab_ref(&s->paths, p);
  d->n_paths++;
  return p;
}

// A branch that was refused makes room for a further one.
static void path_room(struct signal *s, struct dialog *d) {
  struct slab_ref *link = &d->first_path, *oldest = NULL;
  if (d->n_paths < SIGNAL_BRANCHES) return;
  for (struct path *p; (p = signal_path(s, *link)); link = &p->next)
    if (p->state == PATH_REFUSED) oldest = link;
  if (!oldest) return;
  struct path *p = signal_path(s, *oldest);
  *oldest = p->next;
  path_remove(s, p);
  d->n_paths--;
}

static int8_t depth_of(const struct signal *s, const struct dialog *d, const struct path *new) {
  const struct dialog *kin = slab_get(&s->dialogs, d->kin);
  const struct path *near = NULL;
  int8_t depth = 0;
  for (const struct path *p = signal_path(s, d->first_path); p; p = signal_next_path(s, p)) {
    if (p == new) continue;
    near = p;
    if (same_host(&p->to, &new->from)) return (int8_t)(p->depth + (p->depth < DEPTH_MOST));
    if (same_host(&p->from, &new->to)) return (int8_t)(p->depth - (p->depth > -DEPTH_MOST));
    depth = p->depth;
  }
  for (const struct path *p = kin && !near ? signal_path(s, kin->first_path) : NULL; p;
       p = signal_next_path(s, p))
    if (same_host(&p->to, &new->from) && p->depth >= depth)
      depth = (int8_t)(p->depth + (p->depth < DEPTH_MOST));
  if (near || kin || !d->comes.by) return depth;
  const struct dialog *older = slab_get(&s->dialogs, d->comes.of); // nothing else tells
  const struct path *its = older ? signal_path(s, older->first_path) : NULL;
  return its ? its->depth : depth;
}

static void rung_set(struct path *p, const struct sip *m) {
  struct sip_name target;
  p->rung[0] = '\0';
  if (who_target(m, &target)) who_address(&target, p->rung);
}

static void path_begin(struct signal *s, struct dialog *d, struct path *p, uint64_t branch) {
  const struct sip *m = &s->sip;
  exchange_drop(&p->exchange, &s->descs);
  p->exchange = (struct exchange){0};
  p->branch = branch;
  p->cseq = m->cseq;
  p->tag = 0;
  p->state = PATH_TRYING;
  p->cancelled = false;
  p->fresh = true;
  p->depth = depth_of(s, d, p);
  if (m->request) rung_set(p, m);
}

// An INVITE without a To-tag: a new branch, or one of a path that was refused (401, say), or a
// copy.
static struct path *path_of_invite(struct signal *s, struct dialog *d, const struct datagram *at) {
  uint64_t branch = dialog_text_key(sip_branch(&s->sip));
  struct path *again = NULL;
  for (struct path *p = signal_path(s, d->first_path); p; p = signal_next_path(s, p)) {
    bool here = endpoint_eq(&p->from, &at->src) && endpoint_eq(&p->to, &at->dst);
    if (p->branch == branch && (here || between_hosts(p, &at->src, &at->dst))) return p;
    bool newer = s->sip.cseq > p->cseq && p->state != PATH_ANSWERED;
    if (here && (p->state == PATH_REFUSED || newer)) again = p;
  }
  if (!again) {
    path_room(s, d);
    again = path_add(s, d, &at->src, &at->dst);
  }
  if (again) path_begin(s, d, again, branch);
  return again;
}

static struct path *fork_of(struct signal *s, struct dialog *d, const struct path *from,
                            uint64_t tag) {
  path_room(s, d);
  struct path *p = path_add(s, d, &from->from, &from->to);
  if (!p) return NULL;
  p->branch = from->branch;
  p->cseq = from->cseq;
  p->depth = from->depth;
  p->state = PATH_EARLY;
  p->tag = tag;
  snprintf(p->rung, sizeof p->rung, "%s", from->rung);
  exchange_fork(&from->exchange, &s->descs, SIGNAL_CALLER, &p->exchange);
  return p;
}

static bool share_host(const struct path *p, const struct path *q) {
  return same_host(&p->from, &q->from) || same_host(&p->from, &q->to) ||
         same_host(&p->to, &q->from) || same_host(&p->to, &q->to);
}

// One To-tag on two paths that have no host in common: between them lies a relay with an address of
// its own on either side (IPv6 and IPv4, say). What came back on its far side first is the deeper.
static void depth_settle(struct signal *s, struct dialog *d, const struct path *outer) {
  const struct path *inner = NULL;
  for (const struct path *p = signal_path(s, d->first_path); p; p = signal_next_path(s, p))
    if (p != outer && p->tag == outer->tag && p->depth == outer->depth && !share_host(p, outer))
      inner = p;
  if (!inner || inner->depth == DEPTH_MOST) return;
  struct endpoint relay = inner->from;
  for (struct path *p = signal_path(s, d->first_path); p; p = signal_next_path(s, p))
    if (p->depth == outer->depth && same_host(&p->from, &relay)) p->depth++; // its other branches
  d->deepened = true;
}

static struct path *tag_give(struct signal *s, struct dialog *d, struct path *p, uint64_t tag) {
  p->tag = tag;
  depth_settle(s, d, p);
  return p;
}

// The path whose INVITE this answers, of this To-tag before another's; at: between these hosts.
static struct path *path_asked(const struct signal *s, const struct dialog *d, uint64_t tag,
                               const struct datagram *at) {
  uint64_t branch = dialog_text_key(sip_branch(&s->sip));
  struct path *any = NULL;
  for (struct path *p = signal_path(s, d->first_path); p; p = signal_next_path(s, p)) {
    if (p->branch != branch || p->cseq != s->sip.cseq) continue;
    if (at && !between_hosts(p, &at->src, &at->dst)) continue;
    if (p->tag == tag || !s->sip.to.tag.n) return p;
    if (!any || !p->tag) any = p;
  }
  return any;
}

// A reply to the INVITE a path began with: of this To-tag, or of a further fork. Not everybody who
// passes an INVITE on gives it a branch of its own.
static struct path *path_of_reply(struct signal *s, struct dialog *d, uint64_t tag,
                                  const struct datagram *at) {
  struct path *any = path_asked(s, d, tag, at);
  if (!any) any = path_asked(s, d, tag, NULL);
  if (any && (any->tag == tag || !s->sip.to.tag.n)) return any;
  if (!any || s->sip.status >= 300) return any;
  if (any->tag) {
    struct path *fork = fork_of(s, d, any, tag);
    return fork ? tag_give(s, d, fork, tag) : NULL;
  }
  return tag_give(s, d, any, tag);
}

// What fits best of the dialog: the callee's tag and the hosts, the one or the other, the first
// path.
static struct path *path_inside(const struct signal *s, const struct dialog *d, uint64_t tag,
                                const struct datagram *at) {
  struct path *best = NULL;
  int most = -1;
  for (struct path *p = signal_path(s, d->first_path); p; p = signal_next_path(s, p)) {
    int fit = (p->tag == tag ? 4 : 0) + (p->state < PATH_REFUSED) +
              (between(p, &at->src, &at->dst)         ? 3
               : between_hosts(p, &at->src, &at->dst) ? 2
                                                      : 0);
    if (fit >= most) most = fit, best = p; // >=: the first one made is the last of the list
  }
  return best;
}

struct path *dialog_path(struct signal *s, struct dialog *d, const struct datagram *at) {
  const struct sip *m = &s->sip;
  uint64_t from = dialog_text_key(m->from.tag), to = dialog_text_key(m->to.tag);
  uint64_t tag = d->caller_tag == from ? to : from;
  if (m->request && m->method == SIP_INVITE && !m->to.tag.n) return path_of_invite(s, d, at);
  if (!m->request && m->method == SIP_INVITE) {
    struct path *p = path_of_reply(s, d, tag, at);
    if (p) return p;
  }
  struct path *p = path_inside(s, d, tag, at);
  if (p) return p;
  bool back = dialog_side(d, m) == SIGNAL_CALLEE; // the first that is seen of it
  p = path_add(s, d, back ? &at->dst : &at->src, back ? &at->src : &at->dst);
  if (p) path_begin(s, d, p, dialog_text_key(sip_branch(m)));
  if (p) p->tag = m->to.tag.n ? tag : 0;
  return p;
}
