// SPDX-License-Identifier: Apache-2.0
#include "medlyss/verify.h"

#include <fcntl.h>
#include <sodium.h>

#include "core/file.h"
#include "medlyss/commands.h"

// ---- the engines ------------------------------------------------------------------------------
static enum err check_engine(struct db *db, const char *what, struct verdict *v) {
  enum err rc = db_integrity(db);
  if (rc != E_BAD_DATA) return rc;
  verdict_fault(v, what, NULL, "%s", err_detail());
  err_forget();
  return OK;
}

// A house without its keys is no sound house, but what else is there is looked at all the same.
static enum err check_keys(struct house *h, struct verdict *v) {
  enum err rc = house_keys(h);
  if (!rc) {
    TRY(verify_recordings(h, v));
    return verify_leftovers(h, v);
  }
  verdict_fault(v, "keys", NULL, "%s: %s", err_text(rc), err_detail());
  err_forget();
  return OK;
}

static void say_end(const struct verdict *v) {
  fprintf(stderr, "%" PRId64 " audit records, %" PRId64 " rows under them\n", v->records, v->rows);
  if (v->heads[0]) fprintf(stderr, "%s\n", v->heads);
  if (v->unsigned_from)
    fprintf(stderr, "record %" PRId64 " and those after it wait for the keeper's next head\n",
            v->unsigned_from);
  fprintf(stderr, "%" PRId64 " recordings, %" PRId64 " faults\n", v->recordings, v->faults);
}

struct verify_asked {
  const char *data;
  struct verify_wishes wishes;
  bool json, mending;
};

static enum err mending(struct house *h, bool *out_no) {
  int64_t n;
  TRY(verify_mending(h, &n));
  *out_no = n != 0;
  return OK;
}

// What was mistyped is no fault of the house.
static MUST_CHECK enum err wishes_check(const struct verify_wishes *w) {
  AUTO(fd) fd file = -1;
  size_t n = w->key ? strspn(w->key, "0123456789abcdefABCDEF") : 0;
  if (w->key && (n != 2 * crypto_sign_PUBLICKEYBYTES || w->key[n]))
    return fail(E_BAD_INPUT, "--key: a public key is 64 hexadecimal digits, this is none: %s",
                w->key);
  if (!w->heads) return OK;
  TRY(file_open(AT_FDCWD, w->heads, O_RDONLY, 0, &file));
  return OK;
}

static enum err verify(const void *asked, bool *out_no) {
  const struct verify_asked *ask = asked;
  TRY(wishes_check(&ask->wishes));
  struct verdict v = {.json = ask->json};
  AUTO(house) struct house h = HOUSE_NONE;
  TRY(house_open_as_it_is(ask->data, &h));
  if (ask->mending) return mending(&h, out_no);
  TRY(check_engine(h.db, "catalogue", &v));
  TRY(verify_shape(&h, &v));
  TRY(verify_asides(&h, &v));
  TRY(verify_files(&h, &v));
  TRY(check_keys(&h, &v));
  TRY(verify_audit(&h, &ask->wishes, &v));
  say_end(&v);
  *out_no = v.faults != 0;
  return OK;
}

static const struct cli_option verify_options[] = {
    CLI_DATA(struct verify_asked),
    CLI_WORD(struct verify_asked, wishes.heads, "--heads", "FILE",
             "signed heads that were kept elsewhere, compared too"),
    CLI_WORD(struct verify_asked, wishes.key, "--key", "HEX",
             "the public key that was noted elsewhere: another is wrong"),
    CLI_FLAG(struct verify_asked, json, "--json", "one JSON object a line"),
    CLI_FLAG(struct verify_asked, mending, "--mending",
             "only the SQL that takes away what was planted in the databases and puts back what "
             "they lack; nothing is changed"),
};
const struct cli command_verify = {
    .path = "verify",
    .says = "Is everything whole: catalogue, recordings, audit log? Names what is not. Exit 1 when "
            "something is wrong.",
    .example = "medlyss verify --data /var/lib/medlyss",
    .options = verify_options,
    .n = countof(verify_options),
    .size = sizeof(struct verify_asked),
    .run = verify};
