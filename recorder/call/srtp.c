// SPDX-License-Identifier: Apache-2.0
#include "recorder/call/srtp.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <srtp2/srtp.h>

enum { KEY_MAX = 46, SESSIONS = 12, ROLLED = 64, HUNTS = 8 };

struct key {
  char suite[32];
  uint8_t bytes[KEY_MAX];
  uint8_t n, mki_bytes;
  uint32_t mki;
};

struct session { // one key, with libsrtp's state for it
  struct key key;
  bool named; // the packets carry the key's name
  srtp_t srtp;
};

struct secure {
  size_t n, next; // next: the slot a further key replaces
  struct session session[SESSIONS];
  size_t fits; // the one that opened the last packet
  int hunts;   // for a stream that began before us
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
    {"AES_CM_256_HMAC_SHA1_32", 46, srtp_crypto_policy_set_aes_cm_256_hmac_sha1_32},
    {"AEAD_AES_128_GCM", 28, srtp_crypto_policy_set_aes_gcm_128_16_auth},
    {"AEAD_AES_256_GCM", 44, srtp_crypto_policy_set_aes_gcm_256_16_auth},
};

// The library loads its ciphers with the first session it makes and lets them go with the last: one
// is made, and kept.
static bool warmed(void) {
  uint8_t key[KEY_MAX] = {0};
  srtp_policy_t policy = {.ssrc = {ssrc_any_inbound, 0}, .key = key};
  static srtp_t kept;
  suites[0].set(&policy.rtp);
  suites[0].set(&policy.rtcp);
  return srtp_create(&kept, &policy) == srtp_err_status_ok;
}

bool secure_prepare(void) {
  static bool asked, ready;
  if (!asked) ready = srtp_init() == srtp_err_status_ok && warmed();
  asked = true;
  return ready;
}

static bool key_read(const struct desc_key *from, struct key *out) {
  size_t bytes = 0, n = strlen(from->text);
  *out = (struct key){.mki = from->mki, .mki_bytes = from->mki_bytes};
  snprintf(out->suite, sizeof out->suite, "%s", from->suite);
  if (sodium_base642bin(out->bytes, sizeof out->bytes, from->text, n, NULL, &bytes, NULL,
                        sodium_base64_VARIANT_ORIGINAL) &&
      sodium_base642bin(out->bytes, sizeof out->bytes, from->text, n, NULL, &bytes, NULL,
                        sodium_base64_VARIANT_ORIGINAL_NO_PADDING))
    return false;
  out->n = (uint8_t)bytes;
  return true;
}

static bool key_same(const struct key *a, const struct key *b) {
  return a->n == b->n && a->mki == b->mki && !memcmp(a->bytes, b->bytes, a->n) &&
         !strcasecmp(a->suite, b->suite);
}

// Gives the policy of a session to `use`: it is laid out of things that live no longer.
static bool policy_give(struct session *s, srtp_ssrc_t whose,
                        srtp_err_status_t (*use)(struct session *, const srtp_policy_t *)) {
  srtp_policy_t policy = {.ssrc = whose, .window_size = 1024};
  const struct key *key = &s->key;
  uint8_t mki[4];
  for (size_t i = 0; i < countof(suites); i++) {
    if (strcasecmp(suites[i].suite, key->suite) || suites[i].key_bytes != key->n) continue;
    suites[i].set(&policy.rtp);
    suites[i].set(&policy.rtcp);
    if (strstr(key->suite, "SHA1_32")) policy.rtcp.auth_tag_len = 10; // RFC 4568, 6.2.2
    for (int k = 0; k < key->mki_bytes; k++)
      mki[k] = (uint8_t)(key->mki >> 8 * (key->mki_bytes - 1 - k));
    srtp_master_key_t master = {s->key.bytes, mki, key->mki_bytes}, *masters[] = {&master};
    if (s->named)
      policy.keys = masters, policy.num_master_keys = 1;
    else
      policy.key = s->key.bytes;
    return use(s, &policy) == srtp_err_status_ok;
  }
  return false;
}

static srtp_err_status_t create(struct session *s, const srtp_policy_t *p) {
  return srtp_create(&s->srtp, p);
}

static srtp_err_status_t stream_add(struct session *s, const srtp_policy_t *p) {
  return srtp_add_stream(s->srtp, p);
}

static bool session_make(struct session *s, const struct key *key, bool named) {
  if (!secure_prepare()) return false;
  s->key = *key;
  s->named = named;
  return policy_give(s, (srtp_ssrc_t){ssrc_any_inbound, 0}, create);
}

static void session_end(struct session *s) {
  if (s->srtp) srtp_dealloc(s->srtp);
  sodium_memzero(s, sizeof *s);
}

static bool session_add(struct secure **s, const struct key *key, bool named) {
  struct session new = {0};
  if (!session_make(&new, key, named) || (!*s && !(*s = calloc(1, sizeof **s)))) {
    session_end(&new);
    return false;
  }
  size_t at = (*s)->n < SESSIONS ? (*s)->n++ : (*s)->next++ % SESSIONS;
  session_end(&(*s)->session[at]);
  (*s)->session[at] = new;
  sodium_memzero(&new, sizeof new);
  return true;
}

static bool key_add(struct secure **s, const struct key *key) {
  for (size_t i = 0; *s && i < (*s)->n; i++)
    if (key_same(&(*s)->session[i].key, key)) return true;
  bool named = key->mki_bytes && session_add(s, key, true);
  return session_add(s, key, false) || named;
}

bool secure_add(struct secure **s, const struct desc *d) {
  bool usable = false;
  for (size_t i = 0; d && i < d->n_keys; i++) {
    struct key key;
    if (key_read(&d->key[i], &key)) usable |= key_add(s, &key);
    sodium_memzero(&key, sizeof key);
  }
  return usable;
}

static bool names(const struct desc *d, const struct key *key) {
  bool any = false;
  for (size_t i = 0; d && i < d->n_keys && !any; i++) {
    struct key k;
    any = key_read(&d->key[i], &k) && key_same(&k, key);
    sodium_memzero(&k, sizeof k);
  }
  return any;
}

void secure_keep(struct secure *s, const struct desc *a, const struct desc *b) {
  size_t n = 0;
  for (size_t i = 0; s && i < s->n; i++) {
    struct session *one = &s->session[i];
    if (!names(a, &one->key) && !names(b, &one->key)) {
      session_end(one);
      continue;
    }
    if (n != i) {
      s->session[n] = *one;
      sodium_memzero(one, sizeof *one);
    }
    n++;
  }
  if (!s) return;
  s->n = n;
  s->fits = s->next = 0;
}

void secure_free(struct secure *s) {
  if (!s) return;
  for (size_t i = 0; i < s->n; i++) session_end(&s->session[i]);
  free(s);
}

static srtp_err_status_t unprotect(struct session *s, bool rtcp, uint8_t *packet, int *n) {
  if (rtcp)
    return s->named ? srtp_unprotect_rtcp_mki(s->srtp, packet, n, 1)
                    : srtp_unprotect_rtcp(s->srtp, packet, n);
  return s->named ? srtp_unprotect_mki(s->srtp, packet, n, 1) : srtp_unprotect(s->srtp, packet, n);
}

// A stream whose numbers have gone round (RFC 3711, 3.3.1) before this process saw it: how often is
// nowhere in the packet, and is found by trying. 64 times are most of a day.
static bool rolled_open(struct session *s, uint8_t *packet, size_t *n, const uint8_t *saved) {
  uint32_t ssrc = (uint32_t)packet[8] << 24 | (uint32_t)packet[9] << 16 |
                  (uint32_t)packet[10] << 8 | packet[11];
  uint32_t roc;
  if (srtp_get_stream_roc(s->srtp, ssrc, &roc) == srtp_err_status_ok) return false; // it is known
  if (!policy_give(s, (srtp_ssrc_t){ssrc_specific, ssrc}, stream_add)) return false;
  for (roc = 1; roc <= ROLLED; roc++) {
    int length = (int)*n;
    if (srtp_set_stream_roc(s->srtp, ssrc, roc) == srtp_err_status_ok &&
        unprotect(s, false, packet, &length) == srtp_err_status_ok) {
      *n = (size_t)length;
      return true;
    }
    memcpy(packet, saved, *n);
  }
  srtp_remove_stream(s->srtp, htonl(ssrc));
  return false;
}

bool secure_open(struct secure *s, bool rtcp, uint8_t *packet, size_t *n) {
  uint8_t saved[8192];
  if (*n > sizeof saved) return false;
  memcpy(saved, packet, *n);
  for (size_t i = 0; i < s->n; i++) {
    size_t at = (s->fits + i) % s->n;
    int length = (int)*n;
    if (unprotect(&s->session[at], rtcp, packet, &length) == srtp_err_status_ok) {
      s->fits = at;
      *n = (size_t)length;
      return true;
    }
    memcpy(packet, saved, *n);
  }
  if (rtcp || *n < 12 || s->hunts == HUNTS) return false;
  s->hunts++;
  for (size_t i = 0; i < s->n; i++)
    if (rolled_open(&s->session[i], packet, n, saved)) {
      s->fits = i;
      s->hunts = 0;
      return true;
    }
  return false;
}
