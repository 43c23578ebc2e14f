// SPDX-License-Identifier: Apache-2.0
#include "medlyss/parties.h"

#include "core/jsonw.h"
#include "core/secret.h"
#include "gen/sql/interaction.h"

static void write_party(struct buf *b, const char *side, struct sv number, struct sv name) {
  jsonw_comma(b);
  buf_add_char(b, '{');
  jsonw_key(b, "side");
  jsonw_text(b, side);
  jsonw_key(b, "number");
  number.n ? jsonw_sv(b, number) : jsonw_null(b);
  jsonw_key(b, "name");
  name.n ? jsonw_sv(b, name) : jsonw_null(b);
  buf_add_char(b, '}');
}

static enum err write_caller(struct house *h, const struct interaction_all_row *row,
                             struct buf *b) {
  AUTO(buf) struct buf number = {0};
  AUTO(buf) struct buf name = {0};
  struct sv sealed = {(const char *)row->caller_sealed.p, row->caller_sealed.n};
  if (!sealed.p) return OK;
  TRY(secret_caller_open(keystore_site(h->keys), row->id, sealed, &number, &name));
  write_party(b, "caller", buf_sv(&number), buf_sv(&name));
  return OK;
}

enum err parties_write(struct house *h, struct arena *a, const struct interaction_all_row *row,
                       struct buf *b) {
  struct segment_parties_row *agents;
  size_t n;
  TRY(sql_segment_parties(h->db, a, &(struct segment_parties){row->id}, &agents, &n));
  jsonw_key(b, "parties");
  buf_add_char(b, '[');
  TRY(write_caller(h, row, b));
  for (size_t i = 0; i < n; i++)
    if (agents[i].address || agents[i].name)
      write_party(b, "agent", sv_of(agents[i].address), sv_of(agents[i].name));
  buf_add_char(b, ']');
  return OK;
}
