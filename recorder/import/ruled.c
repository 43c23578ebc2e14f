// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/ruled.h"

#include "centre/house_rules.h"

static void seat_add(struct rules_call *out, const struct seat *s) {
  if (!s->known) return;
  struct rules_seat *to = &out->seat[out->n_seats++];
  *to = (struct rules_seat){0};
  if (s->person.set) to->agent = s->person.v;
  if (s->queue.set) to->queue = s->queue.v;
}

static void number_add(struct rules_call *out, const char *address, const char *country) {
  if (!address) return;
  struct sv rest = sv_of(address), user = sv_cut(&rest, '@');
  rules_call_number(out, user, country);
}

enum err ruled_ask(struct desk *d, const struct facts *f, const struct seat *seat, const char *hash,
                   int64_t length_ms, struct ruled *out) {
  static struct rules r; // large; one thread
  struct rules_call call = {.ended = true, .direction = f->direction, .length_ms = length_ms};
  struct db *db = desk_catalogue(d);
  const char *country = d->settings.country_code;
  *out = (struct ruled){0};
  if (!db || !desk_keystore(d)) return fail(E_BUSY, "the catalogue does not answer");
  const struct secret_key *site = keystore_site(desk_keystore(d));
  TRY(house_rules_at(db, f->started_ms, &r));
  seat_add(&call, seat);
  number_add(&call, f->caller, country);
  if (!seat->known) number_add(&call, f->agent, country);
  for (size_t i = 0; i < f->n_numbers && !f->caller; i++) number_add(&call, f->number[i], country);
  struct secret_key lot = rules_lot_key(site);
  call.lot = rules_lot(&lot, sv_of(hash));
  secret_wipe(&lot, sizeof lot);
  TRY(house_rules_ask(db, site, &call));
  struct rules_told told = rules_decide(&r, &call);
  out->excludes = told.says == RULES_EXCLUDES;
  out->version = r.version;
  snprintf(out->rule, sizeof out->rule, "%s", told.rule ? told.rule->name : "");
  return OK;
}
