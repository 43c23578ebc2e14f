// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/call_record.h"

#include "core/log.h"

enum { WORDS_MOST = 256 * 1024 }; // of one record

// ---- the opening and the seats -----------------------------------------------------------------

static void seats_find(struct call *c, struct desk *d) {
  struct db *db = c->seated ? NULL : desk_catalogue(d);
  if (!db) return;
  for (size_t i = 0; i < c->opening.n_parties; i++) {
    enum err rc =
        seat_find(db, c->opening.parties[i].address, c->opening.started_us / 1000, &c->seats[i]);
    if (!rc) continue;
    log_err(rc, "looking up a line");
    desk_catalogue_failed(d);
    return;
  }
  c->seated = true;
}

static bool is_agent(const char *side) { return side && !strcmp(side, "agent"); }

static void party_legs(struct call *c) {
  for (size_t i = 0; i < c->opening.n_parties; i++) { // best first
    int leg = c->opening.parties[i].leg;
    if (leg < 0 || leg >= TAKE_LEGS) continue;
    if (c->legs[leg].party < 0) c->legs[leg].party = (int)i;
    c->legs[leg].agent |= is_agent(c->opening.parties[i].side);
  }
}

// Of the names capture has for who sits there, best first, the first that is a line of ours.
static int party_known(const struct call *c, int leg, int otherwise) {
  for (size_t i = 0; i < c->opening.n_parties; i++)
    if (c->opening.parties[i].leg == leg && c->seats[i].known) return (int)i;
  return otherwise;
}

// Somebody else answered than whoever the call was opened for (a fork that rang back early).
static void party_answers(struct call *c, const struct spool_mark *m) {
  size_t n = c->opening.n_parties;
  if (m->leg < 0 || m->leg >= TAKE_LEGS || !m->detail) return;
  bool again = n && c->opening.parties[n - 1].leg == m->leg && c->opening.parties[n - 1].address &&
               !strcmp(c->opening.parties[n - 1].address, m->detail);
  if (!again && n == SPOOL_PARTIES) return;
  const char *address = again ? NULL : arena_strndup(&c->words, m->detail, strlen(m->detail));
  const char *name = m->name && !again ? arena_strndup(&c->words, m->name, strlen(m->name)) : NULL;
  if (!again && !address) return;
  if (!again)
    c->opening.parties[c->opening.n_parties++] =
        (struct spool_party){.leg = m->leg, .address = address, .name = name};
  c->legs[m->leg].party = (int)c->opening.n_parties - 1;
  c->seated = false; // looked up when the rows are written
}

void call_sides(const struct call *c, struct sides *out) {
  struct sides_ask ask = {.opening = &c->opening, .seats = c->seats};
  for (size_t i = 0; i < TAKE_LEGS; i++) {
    ask.party_of_leg[i] = c->legs[i].party;
    ask.told_agent[i] = c->legs[i].agent;
  }
  for (size_t i = 0; i < c->n_transfers; i++)
    if (c->transfers[i].leg < 2) ask.put_through[c->transfers[i].leg] |= c->transfers[i].seat.known;
  sides_decide(&ask, out);
}

// Who joins a call that has its sound already, or is named after his first word: his side alone.
static enum err side_joined(struct call *c, struct desk *d, int leg) {
  struct sides now;
  if (!c->tape || leg < 2 || leg >= TAKE_LEGS) return OK;
  seats_find(c, d);
  call_sides(c, &now);
  if (now.of_leg[leg] == c->sides.of_leg[leg]) return OK;
  c->sides.of_leg[leg] = now.of_leg[leg];
  struct take_leg side = {.leg = (uint8_t)leg, .side = now.of_leg[leg]};
  return take_leg(tape_take(c->tape), &side);
}

static enum err on_opening(struct call *c, struct desk *d, struct sv body) {
  if (c->opened) return OK; // a later part says the same again
  TRY(spool_opening_unpack(body, &c->words, &c->opening));
  c->opened = true;
  party_legs(c);
  seats_find(c, d);
  for (int leg = 0; leg < TAKE_LEGS; leg++)
    c->legs[leg].party = party_known(c, leg, c->legs[leg].party);
  call_sides(c, &c->sides);
  return OK;
}

// ---- legs --------------------------------------------------------------------------------------

static enum err sound_begin(struct call *c, struct desk *d) {
  if (c->tape || c->erased) return OK;
  if (!c->opened) call_sides(c, &c->sides);
  struct tape_params p = {
      .archive = d->archive,
      .recording = c->recording,
      .take =
          {
              .profile = strcmp(d->settings.profile, "fine") ? TAKE_ECONOMICAL : TAKE_FINE,
              .channels = c->mixed ? 1 : 2,
              .keep_opus = true,
              .measures = true,
              .decoders = d->decoders,
          },
  };
  return tape_open(&p, &c->tape);
}

static struct take_codec codec_of(const struct spool_payload *p) {
  struct take_codec codec = {.pt = p->pt, .channels = p->channels, .clock_hz = p->clock_hz};
  snprintf(codec.name, sizeof codec.name, "%s", p->name ? p->name : "");
  snprintf(codec.fmtp, sizeof codec.fmtp, "%s", p->fmtp ? p->fmtp : "");
  return codec;
}

static enum err on_leg(struct call *c, struct desk *d, struct sv body, struct arena *words) {
  struct spool_leg l;
  struct take_codec codecs[TAKE_CODECS];
  TRY(spool_leg_unpack(body, words, &l));
  if (l.leg >= TAKE_LEGS || c->erased) return OK;
  if (l.party >= 0 && l.party < (int)c->opening.n_parties && c->legs[l.leg].party < 0)
    c->legs[l.leg].party = party_known(c, l.leg, l.party);
  c->legs[l.leg].agent |= is_agent(l.side);
  if (!c->tape) call_sides(c, &c->sides);
  TRY(sound_begin(c, d));
  TRY(side_joined(c, d, l.leg));
  struct take_leg leg = {.leg = l.leg, .side = c->sides.of_leg[l.leg], .codecs = codecs};
  for (; leg.codec_n < l.n_payloads && leg.codec_n < TAKE_CODECS; leg.codec_n++)
    codecs[leg.codec_n] = codec_of(&l.payloads[leg.codec_n]);
  return take_leg(tape_take(c->tape), &leg);
}

// ---- packets -----------------------------------------------------------------------------------

static enum err restart_gap(struct call *c, int64_t at_us) {
  if (!c->restart_pending) return OK;
  c->restart_pending = false;
  int64_t last = 0;
  for (size_t i = 0; i < TAKE_LEGS; i++)
    if (c->legs[i].last_us > last) last = c->legs[i].last_us;
  if (!last || at_us <= last) return OK;
  return take_mark(tape_take(c->tape),
                   &(struct take_mark){.kind = MARK_LOSS, .at_us = at_us, .len_us = at_us - last});
}

static enum err packet(struct call *c, int64_t at_us, const struct spool_packet *p) {
  struct take *t = tape_take(c->tape);
  TRY(restart_gap(c, at_us));
  if (p->leg >= TAKE_LEGS) return OK;
  if (p->flags & SPOOL_FLAG_RTCP) return take_rtcp(t, p->leg, at_us, p->bytes.p, p->bytes.n);
  struct call_leg *leg = &c->legs[p->leg];
  if (!leg->first_us) leg->first_us = at_us;
  leg->last_us = at_us;
  bool cut = p->flags & SPOOL_FLAG_CUT;
  return cut ? take_rtp_cut(t, p->leg, at_us, p->bytes.p, p->bytes.n)
             : take_rtp(t, p->leg, at_us, p->bytes.p, p->bytes.n);
}

static enum err on_packets(struct call *c, struct desk *d, const struct spool_record *rec) {
  struct sv rest = rec->body;
  struct spool_packet p;
  enum err rc;
  TRY(sound_begin(c, d));
  while (!c->erased && !(rc = spool_packet_next(&rest, &p)))
    TRY(packet(c, rec->wall_us + p.offset_us, &p));
  return c->erased || rc == E_END ? OK : rc;
}

// ---- marks and the end -------------------------------------------------------------------------

static void erase(struct call *c) {
  tape_free(c->tape);
  c->tape = NULL;
  c->erased = true;
}

static void transfer(struct call *c, const struct spool_mark *m) {
  if (m->leg < 0 || m->leg >= TAKE_LEGS || !m->detail || c->n_transfers == CALL_TRANSFERS) return;
  struct call_transfer *x = &c->transfers[c->n_transfers++];
  *x = (struct call_transfer){.leg = m->leg, .at_us = m->at_us};
  snprintf(x->address, sizeof x->address, "%s", m->detail);
}

// Told by the recorder; it may be taken back when somebody else answers (recorder/rules_sink.h).
static void ruled(struct call *c, const struct spool_mark *m) {
  c->ruled = !strcmp(m->kind, "rule");
  c->rules_version = m->detail ? strtoll(m->detail, NULL, 10) : 0;
  snprintf(c->rule, sizeof c->rule, "%s", m->name ? m->name : "");
}

static enum err on_mark(struct call *c, struct desk *d, struct sv body, struct arena *words) {
  static const struct {
    const char *word;
    enum take_mark_kind kind;
  } known[] = {{"hold", MARK_HOLD},       {"resume", MARK_RESUME},      {"pause", MARK_PAUSE},
               {"unpause", MARK_UNPAUSE}, {"early", MARK_EARLY},        {"answered", MARK_ANSWERED},
               {"clock", MARK_CLOCK},     {"encrypted", MARK_ENCRYPTED}};
  struct spool_mark m;
  TRY(spool_mark_unpack(body, words, &m));
  if (!strcmp(m.kind, "erase")) erase(c);
  if (!strcmp(m.kind, "transfer")) transfer(c, &m);
  if (!strcmp(m.kind, "who")) party_answers(c, &m);
  if (!strcmp(m.kind, "rule") || !strcmp(m.kind, "unrule")) ruled(c, &m);
  TRY(acts_note(&c->acts, &m));
  c->mixed |= !strcmp(m.kind, "mixed");
  c->no_room |= !strcmp(m.kind, "no_room");
  c->encrypted |= !strcmp(m.kind, "encrypted");
  if (c->erased) return OK;
  if (!strcmp(m.kind, "who")) return side_joined(c, d, m.leg);
  for (size_t i = 0; i < countof(known); i++) {
    if (strcmp(known[i].word, m.kind)) continue;
    TRY(sound_begin(c, d));
    return take_mark(tape_take(c->tape),
                     &(struct take_mark){.kind = known[i].kind,
                                         .leg = (uint8_t)(m.leg < 0 ? TAKE_LEGS : m.leg),
                                         .at_us = m.at_us,
                                         .len_us = known[i].kind == MARK_CLOCK && m.detail
                                                       ? strtoll(m.detail, NULL, 10)
                                                       : 0});
  }
  return OK;
}

// Beyond its bounds the first ones are kept: who is who stands in those.
static enum err on_said(struct call *c, const struct spool_record *rec) {
  struct spool_said s;
  TRY(spool_said_unpack(rec->body, &s));
  struct call_said *last = c->n_said ? &c->said[c->n_said - 1] : NULL;
  bool goes_on = last && last->more && last->kind == s.kind;
  if (c->said_text.n + s.text.n > CALL_SAID_BYTES || (!goes_on && c->n_said == CALL_SAID))
    return OK;
  if (!goes_on) {
    last = &c->said[c->n_said++];
    *last = (struct call_said){.kind = s.kind, .at_us = rec->wall_us, .from = c->said_text.n};
  }
  buf_add_sv(&c->said_text, s.text);
  last->n += s.text.n;
  last->more = s.more;
  return OK;
}

static enum err on_end(struct call *c, struct sv body, struct arena *words) {
  struct spool_ending e;
  TRY(spool_ending_unpack(body, words, &e));
  snprintf(c->end_said, sizeof c->end_said, "%s", e.reason ? e.reason : "restart");
  c->end_reason = c->end_said;
  c->end_us = e.at_us;
  return OK;
}

// ---- records -----------------------------------------------------------------------------------

// What a record says is needed while it is read: a call may be changed as often as its ends like.
static enum err dispatch(struct call *c, struct desk *d, const struct spool_record *rec) {
  AUTO(arena) struct arena words;
  arena_init(&words, WORDS_MOST);
  switch (rec->kind) {
  case SPOOL_OPEN: return on_opening(c, d, rec->body);
  case SPOOL_LEG: return on_leg(c, d, rec->body, &words);
  case SPOOL_RTP: return on_packets(c, d, rec);
  case SPOOL_MARK: return on_mark(c, d, rec->body, &words);
  case SPOOL_END: return on_end(c, rec->body, &words);
  case SPOOL_SAID: return on_said(c, rec);
  default: return OK; // of a newer capture
  }
}

enum err call_record(struct call *c, struct desk *d, const struct spool_record *rec) {
  if (!c->first_us) c->first_us = rec->wall_us;
  c->last_us = rec->wall_us;
  enum err rc = dispatch(c, d, rec);
  if (rc != E_BAD_DATA) return rc;
  log_err(rc, "a record of a spool is malformed"); // it was authentic: our own capture is wrong
  return OK;
}

enum err call_corrupt(struct call *c) {
  char id[ID_TEXT];
  id_text(c->interaction, id);
  log_line(LOG_ERROR, "a spool is damaged; what could be read is kept id=%s", id);
  c->restart_pending = c->tape != NULL;
  return OK;
}

void call_record_rewind(struct call *c) {
  c->erased = c->ruled = false;
  acts_clear(&c->acts);
  for (size_t i = 0; i < TAKE_LEGS; i++) c->legs[i].first_us = c->legs[i].last_us = 0;
  c->restart_pending = false;
  c->n_transfers = 0;
  c->n_said = 0;
  buf_clear(&c->said_text);
}
