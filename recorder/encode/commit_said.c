// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/commit_said.h"

#include "gen/sql/said.h"

static enum err id_rows(struct db *db, const struct secret_key *site, const struct commit *c,
                        struct sv text) {
  while (text.n) {
    struct sv value = sv_cut(&text, '\n'), name = sv_cut(&value, '\t');
    uint8_t hash[SECRET_HASH];
    char called[64];
    if (!name.n || !value.n) continue;
    snprintf(called, sizeof called, SV_FMT, SV_ARG(sv_first(name, sizeof called - 1)));
    secret_name_hash(site, value, hash);
    TRY(sql_call_named_add(db, &(struct call_named_add){.interaction = c->interaction,
                                                        .name = called,
                                                        .hash = bytes_of(hash, SECRET_HASH),
                                                        .started_ms = c->started_ms}));
  }
  return OK;
}

static enum err document_row(struct db *db, const struct secret_key *site, const struct commit *c,
                             const struct commit_said *said, int64_t ord) {
  AUTO(buf) struct buf sealed = {0};
  TRY(secret_said_seal(site, c->interaction, said->text, &sealed));
  return sql_call_said_add(db, &(struct call_said_add){.interaction = c->interaction,
                                                       .ord = ord,
                                                       .at_ms = said->at_ms,
                                                       .sealed = bytes_of(sealed.p, sealed.n)});
}

enum err commit_said(struct db *db, const struct secret_key *site, const struct commit *c) {
  int64_t ord = 0;
  for (size_t i = 0; i < c->n_said; i++)
    TRY(c->said[i].is_ids ? id_rows(db, site, c, c->said[i].text)
                          : document_row(db, site, c, &c->said[i], ord++));
  return OK;
}
