// SPDX-License-Identifier: Apache-2.0
#include "core/secret.h"

#include <sodium.h>
#include <sys/stat.h>

#include "core/file.h"

enum {
  NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
  TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};

void secret_random(void *to, size_t n) { randombytes_buf(to, n); }
void secret_wipe(void *p, size_t n) { sodium_memzero(p, n); }
bool secret_equal(const void *a, const void *b, size_t n) { return !sodium_memcmp(a, b, n); }

// ---- key files ----------------------------------------------------------------------------------

static enum err key_read(int dir, const char *name, mode_t forbidden, struct secret_key *out) {
  AUTO(fd) fd in = -1;
  TRY(file_open(dir, name, O_RDONLY, 0, &in));
  struct stat st;
  if (fstat(in, &st)) return fail_os("look at the key %s", name);
  if (st.st_mode & forbidden)
    return fail(E_CONFIG, "the key %s is open to others: chmod 600", name);
  struct secret_key k;
  if (st.st_size != SECRET_KEY || read(in, k.b, SECRET_KEY) != SECRET_KEY)
    return fail(E_CONFIG, "the key %s is not %d bytes long", name, SECRET_KEY);
  *out = k;
  secret_wipe(&k, sizeof k);
  return OK;
}

enum err secret_key_read(int keys_dir, const char *name, struct secret_key *out) {
  return key_read(keys_dir, name, 0077 & ~0040u, out); // a group may share it: medlyss-db
}

enum err secret_own_key_read(int keys_dir, const char *name, struct secret_key *out) {
  return key_read(keys_dir, name, 0077, out);
}

enum err secret_public_read(int keys_dir, const char *name, struct secret_key *out) {
  return key_read(keys_dir, name, 0, out);
}

static bool there(int dir, const char *name) { return !faccessat(dir, name, F_OK, 0); }

static enum err key_write(int dir, const char *name, const void *key, mode_t mode) {
  return file_write_atomic(dir, name, (struct sv){key, SECRET_KEY}, mode);
}

static enum err pair_make(int dir) {
  struct secret_key pub, sec;
  crypto_box_keypair(pub.b, sec.b);
  enum err rc = key_write(dir, "encode.key", sec.b, 0600);
  if (!rc) rc = key_write(dir, "encode.pub", pub.b, 0644);
  secret_wipe(&sec, sizeof sec);
  return rc;
}

enum err secret_keys_make(int keys_dir) {
  if (!there(keys_dir, "site.key")) {
    struct secret_key k;
    secret_random(k.b, sizeof k.b);
    enum err rc = key_write(keys_dir, "site.key", k.b, 0600);
    secret_wipe(&k, sizeof k);
    TRY(rc);
  }
  return there(keys_dir, "encode.key") && there(keys_dir, "encode.pub") ? OK : pair_make(keys_dir);
}

// ---- derived keys and hashes -------------------------------------------------------------------

struct secret_key secret_derive(const struct secret_key *from, const char *purpose) {
  struct secret_key out;
  crypto_generichash(out.b, sizeof out.b, (const uint8_t *)purpose, strlen(purpose), from->b,
                     sizeof from->b);
  return out;
}

void secret_hash(const struct secret_key *key, struct sv data, uint8_t out[SECRET_HASH]) {
  crypto_generichash(out, SECRET_HASH, (const uint8_t *)data.p, data.n, key->b, sizeof key->b);
}

// ---- small fields -------------------------------------------------------------------------------

enum err secret_seal(const struct secret_key *key, struct sv plain, struct sv bound,
                     struct buf *out) {
  uint8_t *to = buf_grow(out, NONCE + plain.n + TAG);
  if (!to) return fail(E_TOO_BIG, "a field too large to seal");
  secret_random(to, NONCE);
  crypto_aead_xchacha20poly1305_ietf_encrypt(to + NONCE, NULL, (const uint8_t *)plain.p, plain.n,
                                             (const uint8_t *)bound.p, bound.n, NULL, to, key->b);
  buf_wrote(out, NONCE + plain.n + TAG);
  return OK;
}

enum err secret_unseal(const struct secret_key *key, struct sv sealed, struct sv bound,
                       struct buf *out) {
  if (sealed.n < NONCE + TAG) return fail(E_BAD_DATA, "a sealed field is cut");
  const uint8_t *p = (const uint8_t *)sealed.p;
  size_t n = sealed.n - NONCE - TAG;
  uint8_t *to = buf_grow(out, n);
  if (!to) return fail(E_TOO_BIG, "a sealed field too large to open");
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(to, NULL, NULL, p + NONCE, n + TAG,
                                                 (const uint8_t *)bound.p, bound.n, p, key->b))
    return fail(E_BAD_DATA, "a sealed field does not authenticate");
  buf_wrote(out, n);
  return OK;
}

static struct sv id_view(const struct id *id) {
  return (struct sv){(const char *)id->b, sizeof id->b};
}

// ---- the caller ---------------------------------------------------------------------------------

enum err secret_caller_seal(const struct secret_key *site, struct id interaction, struct sv number,
                            struct sv name, struct buf *out) {
  if (number.n > UINT16_MAX) return fail(E_TOO_BIG, "a caller's number of %zu bytes", number.n);
  AUTO(buf) struct buf plain = {0};
  buf_add_char(&plain, (char)(number.n & 0xff));
  buf_add_char(&plain, (char)(number.n >> 8));
  buf_add_sv(&plain, number);
  buf_add_sv(&plain, name);
  TRY(buf_check(&plain));
  struct secret_key key = secret_derive(site, "caller.field");
  enum err rc = secret_seal(&key, buf_sv(&plain), id_view(&interaction), out);
  secret_wipe(&key, sizeof key);
  secret_wipe(plain.p, plain.n);
  return rc;
}

enum err secret_caller_open(const struct secret_key *site, struct id interaction, struct sv sealed,
                            struct buf *out_number, struct buf *out_name) {
  AUTO(buf) struct buf plain = {0};
  struct secret_key key = secret_derive(site, "caller.field");
  enum err rc = secret_unseal(&key, sealed, id_view(&interaction), &plain);
  secret_wipe(&key, sizeof key);
  TRY(rc);
  struct sv all = buf_sv(&plain);
  size_t n = all.n < 2 ? SIZE_MAX : (size_t)(uint8_t)all.p[0] | (size_t)(uint8_t)all.p[1] << 8;
  if (all.n < 2 || n > all.n - 2) return fail(E_BAD_DATA, "a sealed caller is malformed");
  buf_add_sv(out_number, sv_first(sv_from(all, 2), n));
  buf_add_sv(out_name, sv_from(all, 2 + n));
  secret_wipe(plain.p, plain.n);
  return buf_check(out_number) ? E_TOO_BIG : buf_check(out_name);
}

// A telephone number is written in many ways; an address of letters only in one.
static void add_comparable(struct buf *b, struct sv number) {
  bool numeric = true;
  for (size_t i = 0; i < number.n; i++) numeric &= strchr("+0123456789 -()./", number.p[i]) != NULL;
  for (size_t i = 0; i < number.n; i++)
    if (!numeric || (number.p[i] >= '0' && number.p[i] <= '9') || number.p[i] == '+')
      buf_add_char(b, number.p[i]);
}

void secret_caller_hash(const struct secret_key *site, struct sv number, uint8_t out[SECRET_HASH]) {
  AUTO(buf) struct buf b = {0};
  add_comparable(&b, number);
  struct secret_key key = secret_derive(site, "caller.hash");
  secret_hash(&key, buf_sv(&b), out);
  secret_wipe(&key, sizeof key);
}

// ---- what another system said -------------------------------------------------------------------

enum err secret_said_seal(const struct secret_key *site, struct id interaction, struct sv text,
                          struct buf *out) {
  struct secret_key key = secret_derive(site, "call.said");
  enum err rc = secret_seal(&key, text, id_view(&interaction), out);
  secret_wipe(&key, sizeof key);
  return rc;
}

enum err secret_said_open(const struct secret_key *site, struct id interaction, struct sv sealed,
                          struct buf *out) {
  struct secret_key key = secret_derive(site, "call.said");
  enum err rc = secret_unseal(&key, sealed, id_view(&interaction), out);
  secret_wipe(&key, sizeof key);
  return rc;
}

void secret_name_hash(const struct secret_key *site, struct sv name, uint8_t out[SECRET_HASH]) {
  char small[256];
  struct secret_key key = secret_derive(site, "call.name");
  name = sv_first(sv_trim(name), sizeof small);
  for (size_t i = 0; i < name.n; i++)
    small[i] = (char)(name.p[i] >= 'A' && name.p[i] <= 'Z' ? name.p[i] + 32 : name.p[i]);
  secret_hash(&key, (struct sv){small, name.n}, out);
  secret_wipe(&key, sizeof key);
}
