// SPDX-License-Identifier: Apache-2.0
// The recording policy: what a live capture may record, from the agreement in force and the lines,
// signed and put where capture reads it (its format is told in recorder/policy.h). Written
// again when it would say something else, or when the file is gone.
#include <sodium.h>

#include "centre/house_rules.h"
#include "core/clock.h"
#include "gen/sql/place.h"
#include "gen/sql/ruling.h"
#include "medlyss/keeper/keep.h"
#include "medlyss/policy_key.h"

static void id_put(struct buf *b, const char *word, struct opt_id id) {
  char text[ID_TEXT];
  if (!id.set) return;
  id_text(id.v, text);
  buf_printf(b, "%s %s\n", word, text);
}

// Who sits where, and where its calls come by: the recording rules ask for it.
static enum err lines_put(struct house *h, struct arena *a, struct buf *b) {
  struct line_seats_row *rows;
  size_t n;
  if (h->settings.record_every_call) buf_add_str(b, "all\n");
  TRY(sql_line_seats(h->db, a, &(struct line_seats){clock_wall_ms()}, &rows, &n));
  for (size_t i = 0; i < n; i++) {
    struct sv address = sv_of(rows[i].address), user = sv_cut(&address, '@');
    buf_printf(b, "line " SV_FMT "\n", SV_ARG(user));
    id_put(b, "agent", rows[i].person);
    id_put(b, "queue", rows[i].queue);
  }
  return OK;
}

static void hex_put(struct buf *b, const char *word, const void *p, size_t n) {
  char hex[2 * SECRET_HASH + 1];
  buf_printf(b, "%s %s\n", word, sodium_bin2hex(hex, sizeof hex, p, n));
}

static enum err recording_rules_put(struct house *h, struct arena *a, struct buf *b) {
  static struct rules r; // large; one thread
  struct refused_list_row *rows;
  size_t n;
  enum { HALF = SECRET_HASH / 2 };
  TRY(house_rules_at(h->db, clock_wall_ms(), &r));
  buf_printf(b, "rules-version %" PRId64 "\n", r.version);
  for (size_t i = 0; i < r.n; i++) {
    buf_add_str(b, "rule ");
    rules_write(&r.rule[i], b);
  }
  struct secret_key lot = rules_lot_key(keystore_site(h->keys)),
                    refused = rules_refused_key(keystore_site(h->keys));
  hex_put(b, "lot-key", lot.b, sizeof lot.b);
  hex_put(b, "refused-key", refused.b, sizeof refused.b);
  secret_wipe(&lot, sizeof lot);
  secret_wipe(&refused, sizeof refused);
  TRY(sql_refused_list(h->db, a, &rows, &n));
  for (size_t i = 0; i < n && rows[i].hash.n == SECRET_HASH; i++)
    hex_put(b, "refused", rows[i].hash.p, HALF);
  return OK;
}

static enum err rules_put(struct house *h, struct buf *b) {
  AUTO(arena) struct arena a;
  arena_init(&a, 4 << 20);
  struct agreement_at_row row;
  bool found;
  TRY(sql_agreement_at(h->db, &a, &(struct agreement_at){clock_wall_ms()}, &row, &found));
  if (found)
    buf_printf(b, "agreement %" PRId64 " %" PRId64 "\n", row.from_ms,
               row.to_ms.set ? row.to_ms.v : 0);
  buf_printf(b, "max-calls %" PRId64 "\npause-limit %" PRId64 "\n", h->settings.calls_at_once,
             h->settings.pause_limit_s);
  TRY(lines_put(h, &a, b));
  TRY(recording_rules_put(h, &a, b));
  return buf_check(b);
}

static enum err policy_write(struct house *h, int run_dir, struct sv rules) {
  AUTO(buf) struct buf b = {0};
  uint8_t signature[crypto_sign_BYTES];
  struct policy_pair pair;
  char hex[2 * crypto_sign_BYTES + 1];
  buf_printf(&b, "medlyss-policy 1\nwritten %" PRId64 "\n", clock_wall_ms());
  buf_add_sv(&b, rules);
  TRY(buf_check(&b));
  policy_pair_derive(h->keys, &pair);
  crypto_sign_detached(signature, NULL, (const uint8_t *)b.p, b.n, pair.secret);
  secret_wipe(&pair, sizeof pair);
  buf_printf(&b, "signature %s\n", sodium_bin2hex(hex, sizeof hex, signature, sizeof signature));
  TRY(buf_check(&b));
  TRY(policy_public_write(&h->data, h->keys));
  return file_write_atomic(run_dir, "policy", buf_sv(&b), 0640);
}

enum err keep_policy(struct keeper *k) {
  AUTO(buf) struct buf rules = {0};
  AUTO(fd) fd run = -1;
  uint8_t print[32];
  TRY(rules_put(&k->house, &rules));
  TRY(datadir_folder(&k->house.data, DATADIR_RUN, &run));
  crypto_generichash(print, sizeof print, (const uint8_t *)rules.p, rules.n, NULL, 0);
  bool there = !faccessat(run, "policy", F_OK, 0);
  if (there && !memcmp(print, k->policy_print, sizeof print)) return OK;
  TRY(policy_write(&k->house, run, buf_sv(&rules)));
  memcpy(k->policy_print, print, sizeof print);
  return OK;
}
