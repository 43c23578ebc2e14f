// SPDX-License-Identifier: Apache-2.0
// The audit chain, the rows under it, the heads that were signed of it, and the key that signs
// them. Everything that should be there and is not is a fault.
#include <sys/stat.h>

#include "centre/kept.h"
#include "core/clock.h"
#include "gen/sql/kept.h"
#include "medlyss/heads.h"
#include "medlyss/verify.h"

enum {
  HEADS_MOST = 256 << 20,
  UNSIGNED_MS = 10 * 60 * 1000, // a head is due every few seconds
  FAULTS_TOLD = 20,
  DATE = 32,
};

static void date(int64_t at_ms, char out[DATE]) {
  time_t at = (time_t)(at_ms / 1000);
  struct tm t;
  gmtime_r(&at, &t);
  strftime(out, DATE, "%Y-%m-%d %H:%M:%S UTC", &t);
}

// ---- rows -------------------------------------------------------------------------------------
struct rows {
  struct verdict *v;
  int64_t n;
};

static void row_fault(void *self, const struct kept_fault *f) {
  struct rows *r = self;
  char id[ID_TEXT];
  id_text(f->id, id);
  if (r->n++ >= FAULTS_TOLD)
    r->v->faults++;
  else if (f->seq)
    verdict_fault(r->v, f->word, id, "record %" PRId64 " speaks of it: %s", f->seq, f->says);
  else
    verdict_fault(r->v, f->word, id, "%s", f->says);
}

static enum err check_rows(struct house *h, struct verdict *v) {
  struct rows r = {.v = v};
  TRY(kept_verify(h->db, row_fault, &r, &v->rows));
  if (r.n > FAULTS_TOLD)
    verdict_note(v, "audit", NULL, "%" PRId64 " more rows like these are not named",
                 r.n - FAULTS_TOLD);
  return OK;
}

// ---- heads ------------------------------------------------------------------------------------
static enum err read_heads(const char *path, struct buf *out, struct verdict *v) {
  AUTO(fd) fd in = -1;
  enum err rc = file_open(AT_FDCWD, path, O_RDONLY, 0, &in);
  if (!rc) rc = file_read_fd(in, path, HEADS_MOST, out);
  if (rc) verdict_fault(v, "audit", NULL, "the signed heads cannot be read: %s", err_detail());
  err_forget();
  return OK;
}

static enum err check_tail(struct house *h, const struct heads_report *r, struct verdict *v) {
  AUTO(arena) struct arena a;
  struct audit_at_row row;
  bool found;
  arena_init(&a, 4096);
  TRY(sql_audit_at(h->db, &a, &(struct audit_at){r->last + 1}, &row, &found));
  if (!found) return OK;
  int64_t waited = clock_wall_ms() - row.at_ms;
  if (waited > UNSIGNED_MS)
    verdict_fault(v, "audit", NULL,
                  "record %" PRId64 " and those after it have waited %" PRId64
                  " minutes for a signed head: no keeper signs",
                  r->last + 1, waited / 60000);
  else
    v->unsigned_from = r->last + 1;
  return OK;
}

static void say_heads(const struct heads_report *r, struct verdict *v) {
  char from[DATE], to[DATE];
  date(r->first_ms, from);
  date(r->last_ms, to);
  snprintf(v->heads, sizeof v->heads,
           "heads are signed from record %" PRId64 " (%s) to %" PRId64 " (%s)", r->first, from,
           r->last, to);
  if (r->keys > 1)
    verdict_note(v, "audit", NULL, "%" PRId64 " keys have signed heads: a former one was lost",
                 r->keys);
}

static enum err check_heads(struct house *h, const struct heads_file *f, struct verdict *v) {
  struct heads_report r;
  TRY(heads_verify(h->db, f, &r));
  if (r.says[0]) verdict_fault(v, "audit", NULL, "record %" PRId64 ": %s", r.bad_seq, r.says);
  if (r.says[0] || !f->reaches) return OK;
  say_heads(&r, v);
  return check_tail(h, &r, v);
}

// ---- the key ----------------------------------------------------------------------------------
// Only its owner can read it; where that is who verifies, it must be the key that was announced.
static void check_secret_is(int keys, const uint8_t announced[crypto_sign_PUBLICKEYBYTES],
                            struct verdict *v) {
  struct heads_key k;
  enum err rc = heads_key_read(keys, &k);
  if (!rc && memcmp(k.public, announced, sizeof k.public) != 0)
    verdict_fault(v, "key", NULL, "keys/heads.key is not the key the chain announces");
  if (!rc) heads_key_wipe(&k);
  err_forget();
}

static void check_secret(int keys, struct verdict *v) {
  struct stat st;
  if (fstatat(keys, "heads.key", &st, AT_SYMLINK_NOFOLLOW)) {
    if (errno != EACCES)
      verdict_fault(v, "key", NULL, "keys/heads.key, which signs heads, is lost");
  } else if (!S_ISREG(st.st_mode) || st.st_mode & 077) {
    verdict_fault(v, "key", NULL, "keys/heads.key is open to others than the keeper");
  }
}

static enum err check_public(struct house *h, const char *mine, struct verdict *v) {
  AUTO(fd) fd keys = -1;
  uint8_t announced[crypto_sign_PUBLICKEYBYTES];
  char hex[HEADS_KEY_HEX];
  struct secret_key public;
  enum err rc = datadir_folder(&h->data, DATADIR_KEYS, &keys);
  if (!rc) rc = secret_public_read(keys, "heads.pub", &public);
  if (!rc) rc = heads_announced(h->db, announced);
  if (rc == E_IO || rc == E_BUSY || rc == E_BROKEN) return rc;
  if (rc) verdict_fault(v, "key", NULL, "what checks signed heads: %s", err_detail());
  err_forget();
  if (rc) return OK;
  check_secret(keys, v);
  check_secret_is(keys, announced, v);
  if (memcmp(announced, public.b, sizeof announced) != 0)
    verdict_fault(v, "key", NULL, "keys/heads.pub is not the key the chain announces");
  sodium_bin2hex(hex, sizeof hex, announced, sizeof announced);
  if (mine && strcmp(mine, hex) != 0)
    verdict_fault(v, "key", NULL, "the chain announces the key %s, not the one given", hex);
  return OK;
}

// ---- all --------------------------------------------------------------------------------------
static enum err check_chain(struct house *h, struct verdict *v) {
  struct chain_report r;
  TRY(chain_verify(h->db, &r));
  v->records = r.lines;
  if (r.says[0]) verdict_fault(v, "audit", NULL, "record %" PRId64 ": %s", r.bad_seq, r.says);
  if (r.backwards_seq)
    verdict_note(v, "audit", NULL, "the clock was set back before record %" PRId64,
                 r.backwards_seq);
  return OK;
}

// The chain and its rows as of one moment.
static enum err check_inside(struct house *h, struct verdict *v) {
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(db_snapshot(h->db, &tx));
  TRY(check_chain(h, v));
  TRY(check_rows(h, v));
  TRY(verify_derived(h, v));
  return db_commit(&tx);
}

static enum err check_file(struct house *h, const char *path, struct heads_file f,
                           struct verdict *v) {
  AUTO(buf) struct buf text = {0};
  TRY(read_heads(path, &text, v));
  f.text = buf_sv(&text);
  return check_heads(h, &f, v);
}

static int64_t seq_of(struct sv line) {
  int64_t seq = 0;
  sv_cut(&line, ' ');
  sv_cut(&line, ' ');
  if (sv_i64(sv_cut(&line, ' '), 0, INT64_MAX, &seq)) err_forget();
  return seq;
}

// Each head that was kept elsewhere lies here too: both stand in order of records.
static bool lacks(struct sv here, struct sv kept, int64_t *out_seq) {
  struct sv line = {0};
  while (kept.n) {
    struct sv wanted = sv_trim(sv_cut(&kept, '\n'));
    *out_seq = seq_of(wanted);
    if (!wanted.n) continue;
    while (here.n && !sv_eq(line, wanted) && seq_of(line) <= *out_seq)
      line = sv_trim(sv_cut(&here, '\n'));
    if (!sv_eq(line, wanted)) return true;
  }
  return false;
}

static enum err check_copy(const char *kept, const char *here, struct verdict *v) {
  AUTO(buf) struct buf copy = {0};
  AUTO(buf) struct buf file = {0};
  int64_t seq;
  TRY(read_heads(kept, &copy, v));
  TRY(read_heads(here, &file, v));
  if (lacks(buf_sv(&file), buf_sv(&copy), &seq))
    verdict_fault(v, "audit", NULL, "the head of record %" PRId64 " was signed, and was cut out",
                  seq);
  return OK;
}

enum err verify_audit(struct house *h, const struct verify_wishes *w, struct verdict *v) {
  char path[HEADS_PATH];
  uint8_t old[crypto_sign_PUBLICKEYBYTES];
  struct heads_file f = {0};
  TRY(check_inside(h, v));
  TRY(check_public(h, w->key, v));
  if (h->keys) {
    heads_old_public(h, old);
    f.old = old;
  }
  if (w->heads) TRY(check_file(h, w->heads, f, v));
  heads_path(h, path, sizeof path);
  if (w->heads) TRY(check_copy(w->heads, path, v));
  TRY(heads_signed(h->db, &f));
  if (!f.reaches) f.reaches = 1;
  return check_file(h, path, f, v);
}
