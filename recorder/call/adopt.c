// SPDX-License-Identifier: Apache-2.0
// Surviving a restart: calls, dialogs and places as records (saved.h), their references turned into
// positions. The bytes come from a file this user's key has sealed, so they are ours; what is in
// them is bounded again all the same, for it may be another version's.
#include "recorder/call/adopt_before.h"
#include "recorder/call/inside.h"
#include "recorder/call/lock.h"
#include "recorder/call/saved.h"

static const int64_t fresh_us = 60 * 1000000LL;

#define DESC(n, m) SAVED_FIELD(n, desc, m)
static const struct saved_field desc_fields[] = {
    DESC(1, port),          DESC(2, addr_zero),  DESC(3, secure),      DESC(4, dtls),
    DESC(5, hold),          DESC(6, wish),       DESC(7, video),       DESC(8, image),
    DESC(9, ptime_ms),      DESC(10, video_pts), DESC(11, n_payloads), DESC(12, n_keys),
    DESC(13, n_places),     DESC(14, payload),   DESC(15, key),        DESC(16, place),
    DESC(17, receives_only)};

#define DIALOG(n, m) SAVED_FIELD(n, dialog, m)
static const struct saved_field dialog_fields[] = {
    DIALOG(1, id),           DIALOG(2, caller_tag),
    DIALOG(3, top_cseq),     DIALOG(4, state),
    DIALOG(5, ignored),      DIALOG(6, recording),
    DIALOG(7, cancelled),    DIALOG(8, rings),
    DIALOG(9, ended),        DIALOG(10, kin_value),
    DIALOG(11, replaces),    DIALOG(12, rung_user),
    DIALOG(13, referred),    DIALOG(14, seated),
    DIALOG(15, bye_cseq),    DIALOG(16, bye_by),
    DIALOG(17, bye_us),      DIALOG(18, verdict_us),
    DIALOG(19, referred_us), DIALOG(20, session_until_us),
    DIALOG(21, started_us),  DIALOG(22, last_us),
    DIALOG(23, bye_denied)};

#define PATH(n, m) SAVED_FIELD(n, path, m)
static const struct saved_field path_fields[] = {PATH(1, from),
                                                 PATH(2, to),
                                                 PATH(3, branch),
                                                 PATH(4, tag),
                                                 PATH(5, cseq),
                                                 PATH(6, state),
                                                 PATH(7, cancelled),
                                                 PATH(8, depth),
                                                 PATH(9, rung),
                                                 PATH(10, exchange.asked),
                                                 PATH(11, exchange.last),
                                                 PATH(12, exchange.rounds),
                                                 PATH(13, exchange.held),
                                                 PATH(14, exchange.offered[0].n),
                                                 PATH(15, exchange.offered[0].line),
                                                 PATH(16, exchange.offered[0].cseq),
                                                 PATH(17, exchange.offered[0].method),
                                                 PATH(18, exchange.offered[0].in_reply),
                                                 PATH(19, exchange.offered[0].at_us),
                                                 PATH(20, exchange.offered[1].n),
                                                 PATH(21, exchange.offered[1].line),
                                                 PATH(22, exchange.offered[1].cseq),
                                                 PATH(23, exchange.offered[1].method),
                                                 PATH(24, exchange.offered[1].in_reply),
                                                 PATH(25, exchange.offered[1].at_us)};

#define CALL(n, m) SAVED_FIELD(n, call, m)
static const struct saved_field call_fields[] = {
    CALL(1, interaction),  CALL(2, orphan),         CALL(3, two_voices),
    CALL(4, passed_over),  CALL(5, contests),       CALL(6, contested),
    CALL(7, answered),     CALL(8, turned_down),    CALL(9, ended),
    CALL(10, leaving),     CALL(11, ruling.paused), CALL(12, ruling.until_us),
    CALL(13, started_us),  CALL(14, last_media_us), CALL(15, last_signal_us),
    CALL(16, left_us),     CALL(17, call_id_hash),  CALL(18, source),
    CALL(19, n_dialogs),   CALL(20, n_leaving),     CALL(21, n_parties),
    CALL(22, party),       CALL(23, adopted_us),    CALL(24, n_nets),
    CALL(25, net),         CALL(26, at_home),       CALL(27, from_start),
    CALL(28, answered_us), CALL(29, ruling.held),   CALL(30, ruling.ran_out),
    CALL(31, sits),        CALL(32, began_unseen),  CALL(33, ruling.pause_us)};

#define LEG(n, m) SAVED_FIELD(n, leg, m)
static const struct saved_field leg_fields[] = {LEG(1, n_payloads), LEG(2, payload),
                                                LEG(3, ptime_ms),   LEG(4, side),
                                                LEG(5, held),       LEG(6, locked)};

#define LOCK(n, m) SAVED_FIELD(n, lock, m)
static const struct saved_field lock_fields[] = {LOCK(1, side), LOCK(2, state), LOCK(3, plain),
                                                 LOCK(4, plain_from_us)};

#define PLACE(n, m) SAVED_FIELD(n, place, m)
static const struct saved_field place_fields[] = {
    PLACE(1, at),      PLACE(2, leg),   PLACE(3, side),  PLACE(4, depth),   PLACE(5, rtcp),
    PLACE(6, learned), PLACE(7, other), PLACE(8, since), PLACE(9, told_by), PLACE(10, told_to)};

enum { REF_CALL = SAVED_REFS, REF_PATH, REF_DIALOG, REF_KIN, REF_SWAP, REF_REASON, REF_DESC = 220 };

// Why a call ended, as a number that is kept.
static const char *const reasons[] = {NULL,      "bye",           "cancelled",  "refused",
                                      "timeout", "media_timeout", "port_reused"};

static uint32_t reason_number(const char *word) {
  for (uint32_t i = 1; word && i < countof(reasons); i++)
    if (!strcmp(reasons[i], word)) return i;
  return 0;
}

// ---- saving ------------------------------------------------------------------------------------

struct saving {
  struct tracker *t;
  struct buf *out;
  uint32_t *at[4]; // per kind: position + 1 of what lies at a slab's index
  uint32_t n[4];
};
enum { OF_DESC, OF_DIALOG, OF_PATH, OF_CALL };

static const struct slab *slab_of(const struct tracker *t, int kind) {
  const struct slab *slabs[] = {&t->signal.descs, &t->signal.dialogs, &t->signal.paths, &t->calls};
  return slabs[kind];
}

static uint32_t position(const struct saving *s, int kind, struct slab_ref ref) {
  return slab_get(slab_of(s->t, kind), ref) ? s->at[kind][ref.at] : 0;
}

static void put(struct saving *s, int kind, enum saved_kind as, const void *item,
                const struct saved_field *fields, size_t n, const struct saved_ref *refs,
                size_t n_refs) {
  saved_record(s->out, as, item, fields, n, refs, n_refs);
  if (kind >= 0) s->at[kind][slab_ref(slab_of(s->t, kind), item).at] = ++s->n[kind];
}

static void save_descs(struct saving *s) {
  const struct slab *descs = slab_of(s->t, OF_DESC);
  for (uint32_t i = 0; i < descs->high; i++) {
    const struct desc *d = slab_at(descs, i);
    if (d) put(s, OF_DESC, SAVED_DESC, d, desc_fields, countof(desc_fields), NULL, 0);
  }
}

static void save_call(struct saving *s, struct call *c) {
  struct saved_ref why = {REF_REASON, reason_number(c->reason)};
  put(s, OF_CALL, SAVED_CALL, c, call_fields, countof(call_fields), &why, 1);
  for (int leg = 0; leg < CALL_LEGS; leg++) {
    struct saved_ref path = {REF_PATH, position(s, OF_PATH, c->leg[leg].path)};
    put(s, -1, SAVED_LEG, &c->leg[leg], leg_fields, countof(leg_fields), &path, 1);
  }
  for (size_t i = 0; i < c->n_locks; i++) {
    struct saved_ref path = {REF_PATH, position(s, OF_PATH, c->lock[i].path)};
    put(s, -1, SAVED_LOCK, &c->lock[i], lock_fields, countof(lock_fields), &path, 1);
  }
}

static void save_dialogs(struct saving *s) {
  const struct slab *dialogs = slab_of(s->t, OF_DIALOG);
  for (uint32_t i = 0; i < dialogs->high; i++) {
    const struct dialog *d = slab_at(dialogs, i);
    if (!d) continue;
    const struct link *l = link_of(s->t, d);
    struct saved_ref refs[] = {{REF_CALL, position(s, OF_CALL, l->call)}, {REF_SWAP, l->swap}};
    put(s, OF_DIALOG, SAVED_DIALOG, d, dialog_fields, countof(dialog_fields), refs, countof(refs));
  }
}

static void save_paths(struct saving *s) {
  const struct slab *paths = slab_of(s->t, OF_PATH);
  for (uint32_t i = 0; i < paths->high; i++) {
    const struct path *p = slab_at(paths, i);
    if (!p) continue;
    struct saved_ref refs[1 + 2 + 2 * EXCHANGE_LINES] = {
        {REF_DIALOG, position(s, OF_DIALOG, p->dialog)}};
    size_t n = 1;
    for (uint16_t side = 0; side < 2; side++) {
      refs[n++] = (struct saved_ref){(uint16_t)(REF_DESC + side),
                                     position(s, OF_DESC, p->exchange.agreed[side])};
      for (uint16_t k = 0; k < EXCHANGE_LINES; k++)
        refs[n++] = (struct saved_ref){(uint16_t)(REF_DESC + 2 + side * EXCHANGE_LINES + k),
                                       position(s, OF_DESC, p->exchange.offered[side].desc[k])};
    }
    put(s, OF_PATH, SAVED_PATH, p, path_fields, countof(path_fields), refs, n);
  }
}

static void save_rest(struct saving *s) {
  for (uint32_t i = 0; i < s->t->calls.high; i++) {
    struct call *c = slab_at(&s->t->calls, i);
    if (c) save_call(s, c);
  }
  for (uint32_t i = 0; i < s->t->places.high; i++) {
    const struct place *p = slab_at(&s->t->places, i);
    if (!p) continue;
    struct saved_ref refs[] = {{REF_CALL, position(s, OF_CALL, p->call)},
                               {REF_PATH, position(s, OF_PATH, p->path)}};
    put(s, -1, SAVED_PLACE, p, place_fields, countof(place_fields), refs, countof(refs));
  }
}

// Dialogs name calls, and calls paths, and paths dialogs: positions of calls are given out
// beforehand.
static void calls_number(struct saving *s) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < s->t->calls.high; i++)
    if (slab_at(&s->t->calls, i)) s->at[OF_CALL][i] = ++n;
}

void tracker_save(struct tracker *t, struct buf *out) {
  struct saving s = {.t = t, .out = out};
  bool room = true;
  saved_begin(out, t->now_us);
  for (int kind = 0; kind < 4; kind++) {
    s.at[kind] = calloc(slab_of(t, kind)->high + 1, sizeof(uint32_t));
    room &= s.at[kind] != NULL;
  }
  if (room) {
    calls_number(&s);
    save_descs(&s);
    save_dialogs(&s);
    save_paths(&s);
    save_rest(&s);
  }
  for (int kind = 0; kind < 4; kind++) free(s.at[kind]);
}

// ---- adopting ----------------------------------------------------------------------------------

struct adopting {
  struct tracker *t;
  int64_t now_us;
  struct slab_ref *ref[4]; // per kind, by position
  uint32_t n[4], most[4];
  struct call *call; // the one whose legs and locks come
  int leg;
};

static struct slab_ref ref_of(const struct adopting *a, int kind, uint32_t at) {
  return at && at <= a->n[kind] ? a->ref[kind][at - 1] : (struct slab_ref){0};
}

// A thing was taken (or found no room): the next position of its kind.
static void had(struct adopting *a, int kind, const void *item) {
  if (a->n[kind] == a->most[kind]) return;
  a->ref[kind][a->n[kind]++] = item ? slab_ref(slab_of(a->t, kind), item) : (struct slab_ref){0};
}

static void adopt_desc(struct adopting *a, struct span fields) {
  struct desc *d = slab_add(&a->t->signal.descs, 0);
  had(a, OF_DESC, d);
  if (!d) return;
  saved_fields(fields, d, desc_fields, countof(desc_fields), NULL, 0);
  d->version = d->item.gen;
  if (d->n_payloads > DESC_PAYLOADS) d->n_payloads = DESC_PAYLOADS;
  if (d->n_keys > DESC_KEYS) d->n_keys = DESC_KEYS;
  if (d->n_places > DESC_PLACES) d->n_places = DESC_PLACES;
  if (d->hold > DESC_HOLDS_INACTIVE) d->hold = DESC_SENDS;
}

static void adopt_dialog(struct adopting *a, struct span fields) {
  struct dialog read = {0};
  struct saved_ref refs[] = {{REF_CALL, 0}, {REF_SWAP, 0}};
  uint64_t key;
  saved_fields(fields, &read, dialog_fields, countof(dialog_fields), refs, countof(refs));
  memcpy(&key, read.id, 8);
  struct call *c = slab_get(&a->t->calls, ref_of(a, OF_CALL, refs[0].at));
  bool keep = c || read.ended || read.ignored; // what was refused or erased stays so
  struct dialog *d = keep ? slab_add(&a->t->signal.dialogs, key | 1) : NULL;
  had(a, OF_DIALOG, d);
  if (!d) return;
  read.item = d->item;
  *d = read;
  d->n_paths = 0;
  struct link *l = link_of(a->t, d);
  if (c) l->call = slab_ref(&a->t->calls, c);
  l->swap = refs[1].at;
}

static void adopt_exchange(const struct adopting *a, struct path *p, const struct saved_ref *refs) {
  for (int side = 0; side < 2; side++) {
    struct stand *s = &p->exchange.offered[side];
    p->exchange.agreed[side] = ref_of(a, OF_DESC, refs[1 + side].at);
    if (s->n > EXCHANGE_LINES) s->n = 0;
    for (size_t k = 0; k < EXCHANGE_LINES; k++)
      s->desc[k] = ref_of(a, OF_DESC, refs[3 + side * EXCHANGE_LINES + (int)k].at);
  }
}

static void adopt_path(struct adopting *a, struct span fields) {
  struct path read = {0};
  struct saved_ref refs[1 + 2 + 2 * EXCHANGE_LINES] = {{REF_DIALOG, 0}};
  for (uint16_t i = 1; i < countof(refs); i++) refs[i].number = (uint16_t)(REF_DESC + i - 1);
  saved_fields(fields, &read, path_fields, countof(path_fields), refs, countof(refs));
  struct dialog *d = slab_get(&a->t->signal.dialogs, ref_of(a, OF_DIALOG, refs[0].at));
  struct path *p = d && d->n_paths < SIGNAL_BRANCHES ? slab_add(&a->t->signal.paths, 0) : NULL;
  had(a, OF_PATH, p);
  if (!p) return;
  read.item = p->item;
  *p = read;
  p->rung[sizeof p->rung - 1] = '\0';
  if (p->depth > 3 || p->depth < -3) p->depth = 0;
  adopt_exchange(a, p, refs);
  p->dialog = slab_ref(&a->t->signal.dialogs, d);
  p->next = d->first_path;
  d->first_path = slab_ref(&a->t->signal.paths, p);
  d->n_paths++;
}

static void adopt_leg(struct adopting *a, struct span fields) {
  struct saved_ref path = {REF_PATH, 0};
  if (!a->call || a->leg == CALL_LEGS) return;
  struct leg *leg = &a->call->leg[a->leg++];
  saved_fields(fields, leg, leg_fields, countof(leg_fields), &path, 1);
  if (leg->n_payloads > LEG_PAYLOADS) leg->n_payloads = LEG_PAYLOADS;
  leg->side &= 1;
  leg->path = ref_of(a, OF_PATH, path.at);
  leg->locked = false; // said again by the next packet
}

static void adopt_lock(struct adopting *a, struct span fields) {
  struct saved_ref path = {REF_PATH, 0};
  struct lock l = {0};
  saved_fields(fields, &l, lock_fields, countof(lock_fields), &path, 1);
  l.path = ref_of(a, OF_PATH, path.at);
  if (a->call && l.path.gen && l.side < 2 && a->call->n_locks < CALL_LOCKS)
    a->call->lock[a->call->n_locks++] = l;
}

// The calls come last in the file, and everything names them: they are made first, and filled then.
static void adopt_call(struct adopting *a, struct span fields) {
  struct saved_ref why = {REF_REASON, 0};
  struct call *c = slab_add(&a->t->calls, 0);
  had(a, OF_CALL, c);
  if (!c) return;
  saved_fields(fields, c, call_fields, countof(call_fields), &why, 1);
  if (c->n_parties > CALL_PARTIES) c->n_parties = 0;
  if (c->n_nets > CALL_NETS) c->n_nets = 0;
  for (size_t i = 0; i < c->n_parties; i++) {
    c->party[i].address[sizeof c->party[i].address - 1] = '\0';
    c->party[i].name[sizeof c->party[i].name - 1] = '\0';
  }
  c->reason = why.at && why.at < countof(reasons) ? reasons[why.at] : "restart";
  if (!c->ended) c->reason = NULL;
  c->ends_at_us = c->ended ? a->now_us : 0;
  c->leaving = false;
  if (!c->ended) c->last_signal_us = a->now_us;
  c->video = true;                                          // looked at again
  bool known = c->adopted_us && c->adopted_us <= a->now_us; // it was not heard since the one before
  if (!known) c->adopted_us = a->now_us;
}

static void adopt_place(struct adopting *a, struct span fields) {
  struct place read = {0};
  struct saved_ref refs[] = {{REF_CALL, 0}, {REF_PATH, 0}};
  saved_fields(fields, &read, place_fields, countof(place_fields), refs, countof(refs));
  struct call *c = slab_get(&a->t->calls, ref_of(a, OF_CALL, refs[0].at));
  if (!c || read.leg >= CALL_LEGS || read.depth > 3 || read.depth < -3) return;
  place_claim(a->t, c,
              &(struct claim){.at = read.at,
                              .path = ref_of(a, OF_PATH, refs[1].at),
                              .leg = read.leg,
                              .side = read.side & 1,
                              .depth = read.depth,
                              .rtcp = read.rtcp,
                              .learned = read.learned,
                              .other = read.other});
  struct place *p = place_of(a->t, c, &read.at);
  if (!p) return;
  p->since = read.since; // who was first
  memcpy(p->told_by, read.told_by, sizeof p->told_by);
  memcpy(p->told_to, read.told_to, sizeof p->told_to);
  if (a->t->claims < read.since) a->t->claims = read.since;
}

static void adopt_records(struct adopting *a, struct span saved) {
  struct span s = saved, fields;
  for (uint32_t kind; (kind = saved_next(&s, &fields));)
    if (kind == SAVED_CALL) adopt_call(a, fields);
  uint32_t nth = 0;
  s = saved;
  for (uint32_t kind; (kind = saved_next(&s, &fields));) {
    if (kind == SAVED_DESC) adopt_desc(a, fields);
    if (kind == SAVED_DIALOG) adopt_dialog(a, fields);
    if (kind == SAVED_PATH) adopt_path(a, fields);
    if (kind == SAVED_CALL) a->call = slab_get(&a->t->calls, ref_of(a, OF_CALL, ++nth)), a->leg = 0;
    if (kind == SAVED_LEG) adopt_leg(a, fields);
    if (kind == SAVED_LOCK) adopt_lock(a, fields);
    if (kind == SAVED_PLACE) adopt_place(a, fields);
  }
}

// Keys are made again of what was agreed; who had agreed on them out of sight stays closed.
static void locks_again(struct tracker *t) {
  for (uint32_t i = 0; i < t->signal.paths.high; i++) {
    struct path *p = slab_at(&t->signal.paths, i);
    struct dialog *d = p ? slab_get(&t->signal.dialogs, p->dialog) : NULL;
    struct call *c = d ? slab_get(&t->calls, link_of(t, d)->call) : NULL;
    if (!c) continue;
    struct lock was[CALL_LOCKS];
    size_t n = c->n_locks;
    memcpy(was, c->lock, sizeof was);
    lock_learn(t, c, p, false);
    for (size_t k = 0; k < n; k++)
      if (was[k].state == LOCK_CLOSED && !was[k].secure) c->lock[k].state = LOCK_CLOSED;
  }
}

enum err tracker_adopt(struct tracker *t, struct span saved, int64_t now_us) {
  struct adopting a = {.t = t, .now_us = now_us};
  struct span s = saved, fields;
  int64_t written_us;
  bool room = true;
  if (adopt_is_before(saved)) return adopt_before(t, saved, now_us);
  if (!saved_check(saved, &written_us))
    return fail(E_BAD_DATA, "the live calls were kept by another version");
  if (now_us - written_us > fresh_us) return OK; // long gone
  for (uint32_t kind; (kind = saved_next(&s, &fields));) {
    a.most[OF_DESC] += kind == SAVED_DESC;
    a.most[OF_DIALOG] += kind == SAVED_DIALOG;
    a.most[OF_PATH] += kind == SAVED_PATH;
    a.most[OF_CALL] += kind == SAVED_CALL;
  }
  for (int kind = 0; kind < 4; kind++) {
    a.ref[kind] = calloc(a.most[kind] + 1, sizeof(struct slab_ref));
    room &= a.ref[kind] != NULL;
  }
  tracker_tick(t, now_us);
  if (room) adopt_records(&a, saved);
  if (room) locks_again(t);
  for (int kind = 0; kind < 4; kind++) free(a.ref[kind]);
  return room ? OK : fail(E_FULL, "no memory to adopt calls");
}
