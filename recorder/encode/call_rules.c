// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/call_rules.h"

#include "centre/house_rules.h"

static void seat_add(struct rules_call *out, const struct seat *s) {
  if (!s->known || out->n_seats == RULES_SEATS) return;
  struct rules_seat *to = &out->seat[out->n_seats++];
  memset(to, 0, sizeof *to);
  if (s->person.set) to->agent = s->person.v;
  if (s->queue.set) to->queue = s->queue.v;
}

static void number_add(struct rules_call *out, const char *address, const char *country) {
  struct sv rest = sv_of(address), user = sv_cut(&rest, '@');
  if (!sv_eq(user, SV("unknown"))) rules_call_number(out, user, country);
}

static enum err facts_gather(struct call *c, struct desk *d, struct rules_call *out) {
  struct sides sides;
  const char *country = d->settings.country_code;
  call_sides(c, &sides);
  *out = (struct rules_call){
      .ended = true, .direction = sides.direction, .length_ms = c->result->duration_ms};
  for (size_t i = 0; i < TAKE_LEGS; i++)
    if (c->legs[i].party >= 0) seat_add(out, &c->seats[c->legs[i].party]);
  for (size_t i = 0; i < c->opening.n_parties; i++)
    if (!c->seats[i].known) number_add(out, c->opening.parties[i].address, country);
  for (size_t i = 0; i < c->n_transfers; i++) {
    seat_add(out, &c->transfers[i].seat);
    if (!c->transfers[i].seat.known) number_add(out, c->transfers[i].address, country);
  }
  const struct secret_key *site = keystore_site(desk_keystore(d));
  struct secret_key lot = rules_lot_key(site);
  out->lot = rules_lot(&lot, (struct sv){(const char *)c->spool_id.b, sizeof c->spool_id.b});
  secret_wipe(&lot, sizeof lot);
  return house_rules_ask(desk_catalogue(d), site, out);
}

static enum err decide(struct call *c, struct desk *d) {
  static struct rules r; // large; one thread
  struct rules_call facts;
  struct db *db = desk_catalogue(d);
  if (!db || !desk_keystore(d)) return fail(E_BUSY, "the catalogue does not answer");
  TRY(call_seats(c, db));
  TRY(house_rules_at(db, (c->opened ? c->opening.started_us : c->first_us) / 1000, &r));
  TRY(facts_gather(c, d, &facts));
  struct rules_told told = rules_decide(&r, &facts);
  if (told.says != RULES_EXCLUDES) return OK;
  c->ruled = true;
  c->rules_version = r.version;
  snprintf(c->rule, sizeof c->rule, "%s", told.rule ? told.rule->name : "");
  return OK;
}

static bool is_evidence(const struct call *c) {
  for (size_t i = 0; i < c->acts.n; i++)
    if (c->acts.act[i].kind == DONE_EVIDENCE) return true;
  return false;
}

enum err call_rules(struct call *c, struct desk *d) {
  bool sounds = c->result && c->result->samples > 0 && !c->bytes;
  if (c->erased || (!sounds && !c->ruled)) return OK;
  if (sounds && is_evidence(c)) {
    c->ruled = false;
    return OK;
  }
  if (!c->ruled) TRY(decide(c, d));
  if (!c->ruled) return OK;
  tape_free(c->tape);
  c->tape = NULL;
  c->result = NULL;
  return OK;
}
