// SPDX-License-Identifier: Apache-2.0
// The open sessions over a restart, in the records of recorder/call/saved.h: the dialog, its ports,
// what its client described and told, and which line was which leg. The next packet opens the call
// anew under its own id, and the encoder puts the parts together. Who spoke over TCP speaks next
// over a connection of his own.
#include "recorder/call/saved.h"
#include "recorder/siprec/within.h"

enum { SAVED_SESSION = 40, KEPT_TEXT = 16 * 1024, KEPT_ENDS = 2 };

struct kept {
  char call_id[SESSION_ID], theirs[SESSION_TAG], ours[SESSION_LOCAL], hash[33];
  uint32_t cseq, invite_cseq;
  struct sockaddr_storage at;
  socklen_t at_n;
  int64_t expires_us, expires_s, started_us, answered_us;
  struct ruling ruling;
  struct offer_origin origin;
  uint8_t key[OFFER_LINES][OFFER_KEY_BYTES], leg[OFFER_LINES];
  uint16_t port[OFFER_LINES];
  struct id interaction;
  struct ends ends;
  uint32_t own_cseq;
  bool refreshes, far, no_update;
  uint64_t pair_key;
  uint8_t line_at[OFFER_LINES];
  bool opened, placed, erased, unwanted;
  uint16_t apart; // lines of a call beside the dialog's own; 0: this is that one
  char session[METADATA_ID], group[METADATA_ID];
  bool over;
  char address[KEPT_ENDS][WHO_ADDRESS];
  char offer[KEPT_TEXT];
  struct metadata metadata; // until the call is opened: then its spool knows it
};

// clang-format off
static const struct saved_field fields[] = {
    SAVED_FIELD(1, kept, call_id),      SAVED_FIELD(2, kept, theirs),        SAVED_FIELD(3, kept, ours),
    SAVED_FIELD(4, kept, hash),         SAVED_FIELD(5, kept, cseq),          SAVED_FIELD(6, kept, invite_cseq),
    SAVED_FIELD(7, kept, at),           SAVED_FIELD(8, kept, at_n),          SAVED_FIELD(9, kept, expires_us),
    SAVED_FIELD(10, kept, expires_s),   SAVED_FIELD(11, kept, started_us),   SAVED_FIELD(12, kept, answered_us),
    SAVED_FIELD(13, kept, ruling.until_us), SAVED_FIELD(14, kept, origin),    SAVED_FIELD(15, kept, key),
    SAVED_FIELD(16, kept, leg),         SAVED_FIELD(17, kept, port),         SAVED_FIELD(18, kept, interaction),
    SAVED_FIELD(19, kept, opened),      SAVED_FIELD(20, kept, placed),       SAVED_FIELD(21, kept, ruling.paused),
    SAVED_FIELD(22, kept, erased),      SAVED_FIELD(23, kept, unwanted),     SAVED_FIELD(24, kept, offer),
    SAVED_FIELD(25, kept, metadata),
    SAVED_FIELD(26, kept, address),     SAVED_FIELD(27, kept, ends),         SAVED_FIELD(28, kept, own_cseq),
    SAVED_FIELD(29, kept, refreshes),        SAVED_FIELD(30, kept, line_at),         SAVED_FIELD(31, kept, pair_key),
    SAVED_FIELD(32, kept, far),         SAVED_FIELD(33, kept, apart),        SAVED_FIELD(34, kept, session),
    SAVED_FIELD(35, kept, group),       SAVED_FIELD(36, kept, over),
    SAVED_FIELD(37, kept, no_update),   SAVED_FIELD(38, kept, ruling.held),  SAVED_FIELD(39, kept, ruling.ran_out),
    SAVED_FIELD(40, kept, ruling.pause_us),
};
// clang-format on
_Static_assert(sizeof(struct metadata) <= UINT16_MAX, "a field's length is 16 bits");

static void keep(const struct sessions *s, const struct session *d, const struct taking *t,
                 struct kept *k) {
  *k = (struct kept){.cseq = d->cseq,
                     .invite_cseq = d->invite_cseq,
                     .at = d->way.at,
                     .at_n = d->way.at_n,
                     .expires_us = d->expires_us,
                     .expires_s = d->expires_s,
                     .started_us = t->started_us,
                     .answered_us = t->answered_us,
                     .ruling = t->ruling,
                     .origin = d->origin,
                     .ends = d->ends,
                     .own_cseq = d->own_cseq,
                     .refreshes = d->refreshes,
                     .no_update = d->no_update,
                     .far = d->far,
                     .pair_key = d->pair_key,
                     .interaction = t->interaction,
                     .opened = t->call || t->adopted,
                     .placed = t->placed,
                     .erased = t->erased,
                     .unwanted = t->unwanted,
                     .over = t->over};
  memcpy(k->session, t->session, sizeof k->session);
  memcpy(k->group, t->group, sizeof k->group);
  for (size_t i = 0; i < OFFER_LINES; i++)
    if (d->apart[i] == t) k->apart |= (uint16_t)(1u << i);
  if (!k->opened) k->metadata = d->metadata;
  for (size_t i = 0; i < KEPT_ENDS; i++)
    memcpy(k->address[i], t->line[i].address, sizeof k->address[i]);
  memcpy(k->call_id, d->call_id, sizeof k->call_id);
  memcpy(k->theirs, d->theirs, sizeof k->theirs);
  memcpy(k->ours, d->ours, sizeof k->ours);
  memcpy(k->hash, t->hash, sizeof k->hash);
  memcpy(k->key, d->key, sizeof k->key);
  memcpy(k->line_at, d->at, sizeof k->line_at);
  snprintf(k->offer, sizeof k->offer, SV_FMT, SV_ARG(buf_sv(&d->offer)));
  for (size_t i = 0; i < OFFER_LINES; i++) {
    k->leg[i] = t->line[i].leg;
    if (d->pair[i] != PORTS_NONE) k->port[i] = ports_number(s->ports, d->pair[i]);
  }
}

void sessions_save(const struct sessions *s, struct buf *out) {
  static struct kept k; // large; one thread
  saved_begin(out, s->now_us);
  for (uint32_t i = 0; i < s->high; i++) {
    const struct session *d = &s->session[i];
    if (!d->used || !d->answered) continue;
    for (int line = -1; line < OFFER_LINES; line++) { // its own call first, then those beside it
      const struct taking *t = line < 0 ? d->taking : d->apart[line];
      for (int j = 0; j < line && t; j++)
        if (d->apart[j] == t) t = NULL;
      if (!t) continue;
      keep(s, d, t, &k);
      saved_record(out, (enum saved_kind)SAVED_SESSION, &k, fields, countof(fields), NULL, 0);
    }
  }
  memset(&k, 0, sizeof k);
}

// A call that several dialogs carry is one again.
static bool taking_shared(struct sessions *s, struct session *d, const struct kept *k) {
  for (uint32_t i = 0; i < s->high && k->opened; i++) {
    struct session *o = &s->session[i];
    if (!o->used || o == d || !id_eq(o->taking->interaction, k->interaction)) continue;
    d->taking = o->taking;
    d->taking->users++;
    return true;
  }
  return false;
}

static void taking_goes_on(struct taking *t, const struct kept *k) {
  *t = (struct taking){.users = 1,
                       .interaction = k->interaction,
                       .started_us = k->started_us,
                       .answered_us = k->answered_us,
                       .ruling = k->ruling,
                       .adopted = k->opened,
                       .placed = k->placed,
                       .erased = k->erased,
                       .unwanted = k->unwanted,
                       .over = k->over};
  memcpy(t->session, k->session, sizeof t->session);
  memcpy(t->group, k->group, sizeof t->group);
  memcpy(t->hash, k->hash, sizeof t->hash);
  for (size_t i = 0; i < KEPT_ENDS; i++)
    memcpy(t->line[i].address, k->address[i], sizeof k->address[i]);
  for (size_t i = 0; i < OFFER_LINES; i++) t->line[i].leg = k->leg[i];
}

static void dialog_goes_on(struct sessions *s, struct session *d, const struct kept *k) {
  *d = (struct session){.used = true,
                        .answered = true,
                        .acked = true,
                        .cseq = k->cseq,
                        .invite_cseq = k->invite_cseq,
                        .way = {.at = k->at, .at_n = k->at_n},
                        .expires_us = k->expires_us,
                        .expires_s = k->expires_s,
                        .sent_us = s->now_us,
                        .origin = k->origin,
                        .ends = k->ends,
                        .own_cseq = k->own_cseq,
                        .refreshes = k->refreshes,
                        .no_update = k->no_update,
                        .far = k->far,
                        .pair_key = k->pair_key,
                        .metadata = k->metadata};
  endpoint_of(&d->way.at, &d->way.peer);
  memcpy(d->call_id, k->call_id, sizeof d->call_id);
  memcpy(d->theirs, k->theirs, sizeof d->theirs);
  memcpy(d->ours, k->ours, sizeof d->ours);
  memcpy(d->key, k->key, sizeof d->key);
  memcpy(d->at, k->line_at, sizeof d->at);
  d->hash = session_hash(sv_of(d->call_id));
  buf_add_str(&d->offer, k->offer);
  uint32_t owner = (uint32_t)(d - s->session) * OFFER_LINES;
  for (uint32_t i = 0; i < OFFER_LINES; i++)
    d->pair[i] = k->port[i] ? ports_again(s->ports, k->port[i], owner + i) : PORTS_NONE;
}

static bool lines_are(const struct kept *k) {
  for (size_t i = 0; i < OFFER_LINES; i++)
    if (k->line_at[i] >= VOICES_MAX) return false;
  return true;
}

// True: it was a call beside another's of a dialog that is here already.
static bool part_goes_on(struct sessions *s, const struct kept *k) {
  for (uint32_t i = 0; k->apart && i < s->high; i++) {
    struct session *d = &s->session[i];
    if (!d->used || strcmp(d->call_id, k->call_id) != 0 || strcmp(d->ours, k->ours) != 0) continue;
    struct taking *t = taking_new(s->now_us, SV(""));
    if (!t) return true;
    taking_goes_on(t, k);
    t->users = 0;
    for (size_t line = 0; line < OFFER_LINES; line++)
      if (k->apart >> line & 1) {
        d->apart[line] = t;
        t->users++;
      }
    return true;
  }
  return k->apart != 0;
}

void sessions_adopt(struct sessions *s, struct span saved, int64_t now_us, uint32_t *out_calls) {
  static struct kept k;
  struct span of;
  int64_t then_us;
  s->now_us = now_us;
  *out_calls = 0;
  if (!saved_check(saved, &then_us)) return;
  for (uint32_t kind; (kind = saved_next(&saved, &of));) {
    if (kind != SAVED_SESSION) continue;
    memset(&k, 0, sizeof k);
    for (uint8_t i = 0; i < OFFER_LINES; i++) k.line_at[i] = i;
    saved_fields(of, &k, fields, countof(fields), NULL, 0);
    if (!lines_are(&k)) continue;
    *out_calls += k.opened;
    if (part_goes_on(s, &k)) continue;
    struct session *d = session_free_place(s);
    if (!d) continue;
    dialog_goes_on(s, d, &k);
    if (!taking_shared(s, d, &k)) d->taking = taking_new(now_us, SV(""));
    if (!d->taking) {
      *d = (struct session){0};
      continue;
    }
    if (d->taking->users == 1) taking_goes_on(d->taking, &k);
    s->counts.open++;
  }
  for (uint32_t i = 0; i < s->high; i++)
    if (s->session[i].used) session_describe(s, &s->session[i], NULL);
  memset(&k, 0, sizeof k);
}
