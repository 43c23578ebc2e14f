// SPDX-License-Identifier: Apache-2.0
#include "medlyss/verify.h"

#include "core/chain.h"
#include "core/jsonw.h"
#include "medlyss/cli.h"
#include "medlyss/commands.h"
#include "medlyss/heads.h"

static void say(const struct verdict *v, const char *grade, const char *what, const char *id,
                const char *says) {
  AUTO(buf) struct buf b = {0};
  if (v->json) {
    buf_add_char(&b, '{');
    jsonw_key(&b, grade);
    jsonw_text(&b, what);
    jsonw_key(&b, "id");
    jsonw_text(&b, id);
    jsonw_key(&b, "says");
    jsonw_text(&b, says);
    buf_add_str(&b, "}\n");
  } else {
    buf_printf(&b, "%s: %s %s: %s\n", grade, what, id ? id : "", says);
  }
  fputs(b.p, stdout);
}

void verdict_fault(struct verdict *v, const char *what, const char *id, const char *fmt, ...) {
  char text[300];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  v->faults++;
  say(v, "wrong", what, id, text);
}

void verdict_note(struct verdict *v, const char *what, const char *id, const char *fmt, ...) {
  char text[300];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  v->notes++;
  say(v, "note", what, id, text);
}

// ---- the audit chain --------------------------------------------------------------------------
static enum err check_heads(struct house *h, const char *path, bool must_exist, struct verdict *v) {
  AUTO(buf) struct buf text = {0};
  struct chain_report r;
  uint8_t seed[CHAIN_SEED];
  enum err rc = file_read(AT_FDCWD, path, 256 << 20, &text);
  if (rc == E_NOT_FOUND && !must_exist) {
    err_forget();
    return OK;
  }
  TRY(rc);
  heads_seed(h, seed);
  TRY(chain_heads_verify(h->db, seed, buf_sv(&text), &r));
  if (r.says[0]) verdict_fault(v, "audit", NULL, "record %" PRId64 ": %s", r.bad_seq, r.says);
  return OK;
}

enum err verify_audit(struct house *h, const char *heads, struct verdict *v) {
  char path[DATADIR_PATH + 32];
  struct chain_report r;
  TRY(chain_verify(h->db, &r));
  if (r.says[0]) verdict_fault(v, "audit", NULL, "record %" PRId64 ": %s", r.bad_seq, r.says);
  heads_path(h, path, sizeof path);
  TRY(check_heads(h, path, false, v));
  return heads ? check_heads(h, heads, true, v) : OK;
}

// ---- the engines ------------------------------------------------------------------------------
static enum err check_engine(struct db *db, const char *what, struct verdict *v) {
  enum err rc = db_integrity(db);
  if (rc != E_BAD_DATA) return rc;
  verdict_fault(v, what, NULL, "%s", err_detail());
  err_forget();
  return OK;
}

static enum err check_all(struct house *h, const char *heads, struct verdict *v) {
  TRY(check_engine(h->db, "catalogue", v));
  TRY(verify_recordings(h, v));
  TRY(verify_leftovers(h, v));
  return verify_audit(h, heads, v);
}

enum err command_verify(struct command_line line, bool *out_no) {
  const char *data = NULL, *heads = NULL;
  struct verdict v = {0};
  AUTO(house) struct house h = HOUSE_NONE;
  const struct cli_option options[] = {{.name = "--data", .value = &data},
                                       {.name = "--heads", .value = &heads},
                                       {.name = "--json", .flag = &v.json}};
  TRY(cli_read(line.argc, line.argv, options, countof(options), NULL));
  TRY(cli_needed("--data", data));
  TRY(house_open(data, &h));
  TRY(house_keys(&h));
  TRY(check_all(&h, heads, &v));
  fprintf(stderr, "%" PRId64 " recordings, %" PRId64 " faults\n", v.recordings, v.faults);
  *out_no = v.faults != 0;
  return OK;
}
