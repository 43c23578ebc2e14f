// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/srtp.h"

#include <sodium.h>
#include <srtp2/srtp.h>

#include "core/base.h"

struct lock { // one key, with libsrtp's state for it
  struct secure_key key;
  srtp_t session;
};

struct secure {
  size_t n, next; // next: the slot a further key replaces
  struct lock lock[SECURE_KEYS];
  size_t fits; // the key that opened the last packet
};

static const struct {
  const char *suite;
  size_t key_bytes;
  void (*set)(srtp_crypto_policy_t *);
} suites[] = {
    {"AES_CM_128_HMAC_SHA1_80", 30, srtp_crypto_policy_set_rtp_default},
    {"AES_CM_128_HMAC_SHA1_32", 30, srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32},
    {"AES_256_CM_HMAC_SHA1_80", 46, srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80},
    {"AES_256_CM_HMAC_SHA1_32", 46, srtp_crypto_policy_set_aes_cm_256_hmac_sha1_32},
    {"AES_CM_256_HMAC_SHA1_80", 46, srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80},
    {"AEAD_AES_128_GCM", 28, srtp_crypto_policy_set_aes_gcm_128_16_auth},
    {"AEAD_AES_256_GCM", 44, srtp_crypto_policy_set_aes_gcm_256_16_auth},
};

static bool library_ready(void) {
  static bool asked, ready;
  if (!asked) ready = srtp_init() == srtp_err_status_ok;
  asked = true;
  return ready;
}

static bool lock_make(struct lock *l, const struct secure_key *key) {
  srtp_policy_t policy = {0};
  if (!library_ready()) return false;
  for (size_t i = 0; i < countof(suites); i++) {
    if (strcasecmp(suites[i].suite, key->suite) || suites[i].key_bytes != key->n) continue;
    l->key = *key;
    suites[i].set(&policy.rtp);
    suites[i].set(&policy.rtcp);
    if (strstr(key->suite, "SHA1_32")) policy.rtcp.auth_tag_len = 10; // RFC 4568, 6.2.2
    policy.ssrc.type = ssrc_any_inbound;
    policy.key = l->key.bytes;
    policy.window_size = 1024;
    return srtp_create(&l->session, &policy) == srtp_err_status_ok;
  }
  return false;
}

static void lock_break(struct lock *l) {
  if (l->session) srtp_dealloc(l->session);
  sodium_memzero(l, sizeof *l);
}

bool secure_add(struct secure **s, const struct secure_key *key) {
  struct lock l = {0};
  for (size_t i = 0; *s && i < (*s)->n; i++)
    if ((*s)->lock[i].key.n == key->n && !memcmp((*s)->lock[i].key.bytes, key->bytes, key->n))
      return true;
  if (!lock_make(&l, key)) {
    lock_break(&l);
    return false;
  }
  if (!*s && !(*s = calloc(1, sizeof **s))) {
    lock_break(&l);
    return false;
  }
  size_t at = (*s)->n < SECURE_KEYS ? (*s)->n++ : (*s)->next++ % SECURE_KEYS;
  lock_break(&(*s)->lock[at]);
  (*s)->lock[at] = l;
  return true;
}

bool secure_set(struct secure **s, const struct sdp_crypto *crypto, size_t n) {
  bool usable = false;
  for (size_t i = 0; i < n && i < SECURE_KEYS; i++) {
    struct secure_key key = {0};
    size_t bytes = 0;
    if (crypto[i].suite.n >= sizeof key.suite) continue;
    memcpy(key.suite, crypto[i].suite.p, crypto[i].suite.n);
    if (sodium_base642bin(key.bytes, sizeof key.bytes, crypto[i].key.p, crypto[i].key.n, NULL,
                          &bytes, NULL, sodium_base64_VARIANT_ORIGINAL) &&
        sodium_base642bin(key.bytes, sizeof key.bytes, crypto[i].key.p, crypto[i].key.n, NULL,
                          &bytes, NULL, sodium_base64_VARIANT_ORIGINAL_NO_PADDING))
      continue;
    key.n = (uint8_t)bytes;
    usable |= secure_add(s, &key);
    sodium_memzero(&key, sizeof key);
  }
  return usable;
}

size_t secure_keys(const struct secure *s, struct secure_key out[SECURE_KEYS]) {
  for (size_t i = 0; s && i < s->n; i++) out[i] = s->lock[i].key;
  return s ? s->n : 0;
}

void secure_free(struct secure *s) {
  if (!s) return;
  for (size_t i = 0; i < s->n; i++) lock_break(&s->lock[i]);
  free(s);
}

bool secure_open(struct secure *s, bool rtcp, uint8_t *packet, size_t *n) {
  uint8_t saved[8192];
  if (*n > sizeof saved) return false;
  memcpy(saved, packet, *n);
  for (size_t i = 0; i < s->n; i++) {
    struct lock *l = &s->lock[(s->fits + i) % s->n];
    int length = (int)*n;
    srtp_err_status_t is = rtcp ? srtp_unprotect_rtcp(l->session, packet, &length)
                                : srtp_unprotect(l->session, packet, &length);
    if (is == srtp_err_status_ok) {
      s->fits = (size_t)(l - s->lock);
      *n = (size_t)length;
      return true;
    }
    memcpy(packet, saved, *n);
  }
  return false;
}
