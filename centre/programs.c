// SPDX-License-Identifier: Apache-2.0
#include "centre/programs.h"

#include "core/clock.h"
#include "gen/sql/trust.h"

enum { ASKED_FOR = 7 };

// Which the settings ask for, in alphabetical order, as the rows come.
static size_t asked_for(const struct settings *s, const char *out[ASKED_FOR]) {
  size_t n = 0;
  if (*s->interfaces) out[n++] = "capture";
  out[n++] = "encode";
  if (s->watch_imports) out[n++] = "import";
  out[n++] = "keeper";
  if (*s->metrics_listen) out[n++] = "monitor";
  if (*s->siprec_listen) out[n++] = "siprec";
  out[n++] = "web";
  return n;
}

static struct program_sign sign_of(const struct recorder_state_list_row *r) {
  return (struct program_sign){.program = r->program,
                               .at_ms = r->at_ms,
                               .state = r->state,
                               .heard = clock_wall_ms() - r->at_ms < PROGRAM_SILENT_MS};
}

enum err programs_read(struct db *db, const struct settings *s, struct arena *a,
                       struct program_sign **out, size_t *out_n) {
  struct recorder_state_list_row *r;
  size_t n_rows, at = 0, n = 0;
  const char *asked[ASKED_FOR];
  size_t n_asked = asked_for(s, asked);
  TRY(sql_recorder_state_list(db, a, &r, &n_rows));
  struct program_sign *all = arena_array(a, n_rows + n_asked, struct program_sign);
  for (size_t i = 0; i < n_asked; i++) {
    int order = -1;
    while (at < n_rows && (order = strcmp(r[at].program, asked[i])) < 0)
      all[n++] = sign_of(&r[at++]);
    if (at == n_rows || order > 0)
      all[n++] = (struct program_sign){.program = asked[i], .state = "{}"};
  }
  while (at < n_rows) all[n++] = sign_of(&r[at++]);
  *out = all;
  *out_n = n;
  return OK;
}
