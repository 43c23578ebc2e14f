// SPDX-License-Identifier: Apache-2.0
// Which dialogs are one call. A phone's own fork (CUCM) rings twice, once for each end, and says in
// From which pair of call legs it is. A standby dialog says the same session as the active one and
// has no sound until that one fails. Whoever takes a caller over has a session of his own in the
// same group. Ids alone are no proof: some clients write the same ones into every call.
#include "recorder/siprec/said.h"
#include "recorder/siprec/within.h"

enum { ID_LEAST = 8, SILENT_US = 500000 };

// ---- a phone's two dialogs ---------------------------------------------------------------------

static struct sv parameter(struct sv uri, struct sv name) {
  while (uri.n) {
    struct sv one = sv_cut(&uri, ';'), key = sv_trim(sv_cut(&one, '='));
    if (sv_ieq(key, name)) return sv_trim(one);
  }
  return (struct sv){0};
}

static bool flagged(struct sv uri, struct sv name) {
  while (uri.n)
    if (sv_ieq(sv_trim(sv_cut(&uri, ';')), name)) return true;
  return false;
}

static void ends_read(struct session *d, struct sv from) {
  struct sv own = parameter(from, SV("x-refci")), other = parameter(from, SV("x-farendrefci"));
  bool near = flagged(from, SV("x-nearend"));
  d->far = flagged(from, SV("x-farend"));
  if (near == d->far || !own.n) return;
  d->pair_key = session_hash(own) * 31 + session_hash(other);
}

static bool same_host(const struct session *a, const struct session *b) {
  return !memcmp(a->way.peer.addr, b->way.peer.addr, sizeof a->way.peer.addr);
}

static void carry(struct sessions *s, struct session *d, struct taking *k) {
  said_join(&s->taker, d->taking, k);
  taking_leave(&s->taker, d->taking, "stitched", s->now_us);
  d->taking = k;
  k->users++;
  s->counts.changes++;
}

void stitch_ends(struct sessions *s, struct session *d, const struct sip *invite) {
  ends_read(d, invite->from.uri);
  for (uint32_t i = 0; i < s->high && d->pair_key; i++) {
    struct session *o = &s->session[i];
    if (!o->used || o == d || o->pair_key != d->pair_key || o->far == d->far) continue;
    if (o->taking->users > 1 || !same_host(o, d)) continue;
    carry(s, d, o->taking);
    for (size_t line = 0; line < OFFER_LINES; line++) // beside the other's, of which two are sound
      d->at[line] = (uint8_t)((line + OFFER_LINES / 2) % OFFER_LINES);
    return;
  }
}

// ---- a standby, a take-over --------------------------------------------------------------------

static bool in_both(const struct session *a, const struct session *b) { // the same session
  for (size_t i = 0; i < a->metadata.n_sessions; i++)
    for (size_t j = 0; j < b->metadata.n_sessions; j++)
      if (strlen(a->metadata.session[i].id) >= ID_LEAST &&
          !strcmp(a->metadata.session[i].id, b->metadata.session[j].id))
        return true;
  return false;
}

static bool grouped(const struct session *a, const struct session *b) {
  for (size_t i = 0; i < a->metadata.n_groups; i++)
    for (size_t j = 0; j < b->metadata.n_groups; j++)
      if (strlen(a->metadata.group[i].id) >= ID_LEAST &&
          !strcmp(a->metadata.group[i].id, b->metadata.group[j].id))
        return true;
  return false;
}

static int line_of(const struct taking *k, const char *address) {
  for (size_t i = 0; address[0] && i < k->n_lines; i++)
    if (k->line[i].n_payloads && !strcmp(k->line[i].address, address)) return (int)i;
  return -1;
}

static size_t voices_in(const struct taking *of, const struct taking *in, size_t *out_all) {
  size_t n = 0;
  *out_all = 0;
  for (size_t i = 0; i < of->n_lines; i++) {
    if (!of->line[i].n_payloads) continue;
    ++*out_all;
    n += line_of(in, of->line[i].address) >= 0;
  }
  return n;
}

// The caller is the same one, and the agent is not.
static bool takes_over(const struct taking *new, const struct taking *old) {
  bool caller = false, agent = false;
  for (size_t i = 0; i < new->n_lines; i++) {
    const struct taking_line *l = &new->line[i];
    int same = line_of(old, l->address);
    if (!l->n_payloads) continue;
    caller |= !l->agent && same >= 0 && !old->line[same].agent;
    agent |= l->agent && l->address[0] && same < 0;
  }
  return caller && agent;
}

static bool is_held(const struct taking *k) {
  for (size_t i = 0; i < k->n_lines; i++)
    if (k->line[i].held) return true;
  return false;
}

static bool goes_on(const struct sessions *s, const struct session *d, const struct session *o) {
  size_t all, same = voices_in(d->taking, o->taking, &all);
  if (!all || !o->taking->call) return false;
  if (in_both(d, o)) // it stood by: the other is silent and should not be
    return d->offers > 1 && same == all && !is_held(o->taking) &&
           s->now_us - o->taking->heard_us >= SILENT_US;
  return grouped(d, o) && same_host(d, o) && takes_over(d->taking, o->taking);
}

// The same voice goes on in its line; who is new on the agent's side takes that over.
static uint8_t place_in(const struct taking *from, size_t i, struct taking *k) {
  int same = line_of(k, from->line[i].address);
  if (same >= 0) {
    k->line[same].floor = true;
    return (uint8_t)same;
  }
  for (size_t j = 0; j < k->n_lines; j++)
    if (k->line[j].n_payloads && k->line[j].agent && from->line[i].agent) return (uint8_t)j;
  return (uint8_t)(k->n_lines < VOICES_MAX ? k->n_lines++ : VOICES_MAX - 1);
}

void stitch_sound(struct sessions *s, struct session *d) {
  for (uint32_t i = 0; i < s->high && d->taking->users == 1; i++) {
    struct session *o = &s->session[i];
    if (!o->used || o == d || o->taking == d->taking || !goes_on(s, d, o)) continue;
    for (size_t line = 0; line < OFFER_LINES; line++)
      if (d->taking->line[line].n_payloads) d->at[line] = place_in(d->taking, line, o->taking);
    carry(s, d, o->taking);
    session_describe(s, d, NULL);
    return;
  }
}
