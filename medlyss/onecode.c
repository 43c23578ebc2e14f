// SPDX-License-Identifier: Apache-2.0
#include "medlyss/onecode.h"

#include <sodium.h>

#include "centre/event.h"
#include "core/clock.h"
#include "gen/sql/trust.h"

static void make_text(char out[ONECODE_TEXT]) {
  static const char letters[33] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (int i = 0; i < ONECODE_TEXT - 1; i++)
    out[i] = i % 6 == 5 ? '-' : letters[randombytes_uniform(32)];
  out[ONECODE_TEXT - 1] = '\0';
}

enum err onecode_make(struct db *db, const char *purpose, struct id person,
                      char out[ONECODE_TEXT]) {
  uint8_t hash[32];
  make_text(out);
  crypto_generichash(hash, sizeof hash, (const uint8_t *)out, strlen(out), NULL, 0);
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(db_begin(db, &tx));
  struct code_add row = {.code_hash = bytes_of(hash, sizeof hash),
                         .person = opt_id_of(person),
                         .purpose = purpose,
                         .expires_ms = clock_wall_ms() + ONECODE_MS};
  TRY(sql_code_add(db, &row));
  TRY(event_tell(db, EV_CODE_MADE, (struct happening){.object = person}));
  return db_commit(&tx);
}
