// SPDX-License-Identifier: Apache-2.0
#include "vault/sealed_block.h"

#include <openssl/evp.h>
#include <pthread.h>

static const char magic[8] = "MEDSEAL1";
enum { AT_CIPHER = 8, AT_BLOCK = 9, AT_ID = 16, AT_KIND = 32, AT_SALT = 48, BLOCK_LOG2 = 12 };

static bool cipher_works(enum sealed_cipher cipher) {
  return cipher == SEALED_XCHACHA20 ||
         (cipher == SEALED_AES256GCM && crypto_aead_aes256gcm_is_available());
}

// Every file has a key of its own (its salt is in the header), so that counting nonces are safe
// even when a recording's files, or two attempts at one of them, share the recording's key.
static void derive(struct sealed_crypt *c, const uint8_t key[SEALED_KEY]) {
  crypto_generichash(c->key, sizeof c->key, c->head, sizeof c->head, key, SEALED_KEY);
  if (c->cipher == SEALED_AES256GCM) crypto_aead_aes256gcm_beforenm(&c->aes, c->key);
}

static void head_name(uint8_t head[SEALED_HEAD], struct archive_name name) {
  memcpy(head, magic, sizeof magic);
  head[AT_BLOCK] = BLOCK_LOG2;
  memcpy(head + AT_ID, name.id.b, sizeof name.id.b);
  memcpy(head + AT_KIND, name.kind, strnlen(name.kind, ARCHIVE_KIND - 1));
}

void sealed_crypt_new(struct sealed_crypt *c, struct archive_name name,
                      const uint8_t key[SEALED_KEY], enum sealed_cipher cipher) {
  *c = (struct sealed_crypt){.cipher = cipher};
  if (cipher == SEALED_BEST)
    c->cipher = cipher_works(SEALED_AES256GCM) ? SEALED_AES256GCM : SEALED_XCHACHA20;
  head_name(c->head, name);
  c->head[AT_CIPHER] = (uint8_t)c->cipher;
  randombytes_buf(c->head + AT_SALT, SEALED_HEAD - AT_SALT);
  derive(c, key);
}

enum err sealed_crypt_of(struct sealed_crypt *c, struct archive_name name,
                         const uint8_t key[SEALED_KEY], const uint8_t head[SEALED_HEAD]) {
  uint8_t want[SEALED_HEAD] = {0};
  head_name(want, name);
  want[AT_CIPHER] = head[AT_CIPHER];
  if (memcmp(want, head, AT_SALT))
    return fail(E_BAD_DATA, "this is not the sealed file of that name");
  *c = (struct sealed_crypt){.cipher = (enum sealed_cipher)head[AT_CIPHER]};
  if (!cipher_works(c->cipher))
    return fail(E_UNSUPPORTED, "cipher %d of a sealed file", head[AT_CIPHER]);
  memcpy(c->head, head, SEALED_HEAD);
  derive(c, key);
  return OK;
}

static void nonce_set(uint8_t nonce[24], uint64_t block, bool final) {
  memset(nonce, 0, 24);
  for (int i = 0; i < 8; i++) nonce[i] = (uint8_t)(block >> 8 * i);
  nonce[8] = final;
}

void sealed_block_seal(const struct sealed_crypt *c, uint64_t block, bool final,
                       const uint8_t *plain, size_t n, uint8_t *to) {
  uint8_t nonce[24];
  nonce_set(nonce, block, final);
  if (c->cipher == SEALED_AES256GCM)
    crypto_aead_aes256gcm_encrypt_afternm(to, NULL, plain, n, c->head, SEALED_HEAD, NULL, nonce,
                                          &c->aes);
  else
    crypto_aead_xchacha20poly1305_ietf_encrypt(to, NULL, plain, n, c->head, SEALED_HEAD, NULL,
                                               nonce, c->key);
}

// ---- opening with AES ---------------------------------------------------------------------------
// By OpenSSL: about twice as fast as libsodium, and listening is what reads most. It runs only
// where libsodium's would (AES and carry-less multiplication in the processor), so in constant
// time.

static EVP_CIPHER *aes; // for ever
static pthread_once_t aes_once = PTHREAD_ONCE_INIT;

static void aes_fetch(void) {
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL); // a program in its sandbox opens no file
  aes = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
}

static bool aes_steps(EVP_CIPHER_CTX *x, const struct sealed_crypt *c, const uint8_t nonce[24],
                      const uint8_t *sealed, size_t n, uint8_t *to) {
  uint8_t tag[SEALED_TAG];
  int got;
  memcpy(tag, sealed + n, SEALED_TAG); // OpenSSL asks for a writable one
  return EVP_DecryptInit_ex(x, aes, NULL, c->key, nonce) == 1 &&
         EVP_DecryptUpdate(x, NULL, &got, c->head, SEALED_HEAD) == 1 &&
         EVP_DecryptUpdate(x, to, &got, sealed, (int)n) == 1 &&
         EVP_CIPHER_CTX_ctrl(x, EVP_CTRL_AEAD_SET_TAG, SEALED_TAG, tag) == 1 &&
         EVP_DecryptFinal_ex(x, to + got, &got) == 1;
}

static bool aes_unseal(const struct sealed_crypt *c, const uint8_t nonce[24], const uint8_t *sealed,
                       size_t n, uint8_t *to) {
  pthread_once(&aes_once, aes_fetch);
  EVP_CIPHER_CTX *x = aes ? EVP_CIPHER_CTX_new() : NULL;
  bool good = x && aes_steps(x, c, nonce, sealed, n, to);
  EVP_CIPHER_CTX_free(x);           // wipes its key
  if (!good) sodium_memzero(to, n); // nothing unproved leaves
  return good;
}

bool sealed_block_unseal(const struct sealed_crypt *c, uint64_t block, bool final,
                         const uint8_t *sealed, size_t n, uint8_t *to) {
  uint8_t nonce[24];
  nonce_set(nonce, block, final);
  if (c->cipher == SEALED_AES256GCM) return aes_unseal(c, nonce, sealed, n, to);
  return !crypto_aead_xchacha20poly1305_ietf_decrypt(to, NULL, NULL, sealed, n + SEALED_TAG,
                                                     c->head, SEALED_HEAD, nonce, c->key);
}
