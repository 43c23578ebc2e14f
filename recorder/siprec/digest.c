// SPDX-License-Identifier: Apache-2.0
#include "recorder/siprec/digest.h"

#include <openssl/evp.h>
#include <sodium.h>

#include "core/buf.h"

enum {
  NAMES_MAX = 256,
  NAME = 80,
  REALM = 80,
  HASH_HEX = 65,
  KEY = 32,
  NONCE_HEX = 49,
  LINE = 300
};

struct name {
  char name[NAME], hash[HASH_HEX];
};

struct digest {
  char realm[REALM];
  size_t n;
  struct name v[NAMES_MAX];
  uint8_t key[KEY]; // of the challenges; new with each start
};

// What a client answers (RFC 7616, 3.4): parameters of its header, quotes taken off.
struct said {
  struct sv username, realm, nonce, uri, response, algorithm, cnonce, nc, qop;
};

// ---- the file
// --------------------------------------------------------------------------------------

static bool name_read(struct sv line, struct digest *d) {
  struct sv name = sv_cut(&line, ':'), realm = sv_cut(&line, ':'), hash = sv_trim(line);
  struct name *to = &d->v[d->n];
  bool hex = hash.n == 32 || hash.n == 64;
  for (size_t i = 0; i < hash.n; i++) hex &= strchr("0123456789abcdefABCDEF", hash.p[i]) != NULL;
  if (!hex || !name.n || name.n >= NAME || !realm.n || realm.n >= REALM) return false;
  if (d->n && !sv_eq(realm, sv_of(d->realm))) return false;
  if (sv_has(realm, SV("\""))) return false;
  snprintf(d->realm, sizeof d->realm, SV_FMT, SV_ARG(realm));
  snprintf(to->name, sizeof to->name, SV_FMT, SV_ARG(name));
  for (size_t i = 0; i < hash.n; i++) to->hash[i] = (char)(hash.p[i] | 0x20); // digits stay
  to->hash[hash.n] = 0;
  d->n++;
  return true;
}

static enum err names_read(FILE *in, const char *file, struct digest *d) {
  char line[LINE];
  for (int n = 1; fgets(line, sizeof line, in); n++) {
    struct sv text = sv_trim(sv_of(line));
    if (!text.n || text.p[0] == '#') continue;
    if (d->n < NAMES_MAX && name_read(text, d)) continue;
    return fail(E_CONFIG,
                "siprec_clients: line %d of %s is no NAME:REALM:HASH of one realm, or one too many",
                n, file);
  }
  sodium_memzero(line, sizeof line);
  return d->n ? OK : fail(E_CONFIG, "siprec_clients: %s names nobody", file);
}

enum err digest_open(const char *file, struct digest **out) {
  *out = NULL;
  if (!*file) return OK;
  struct digest *d = calloc(1, sizeof *d);
  if (!d) return fail(E_FULL, "no memory for the names of recording clients");
  randombytes_buf(d->key, sizeof d->key);
  FILE *in = fopen(file, "re");
  enum err rc =
      in ? names_read(in, file, d) : fail(E_CONFIG, "siprec_clients: %s cannot be read", file);
  if (in) fclose(in);
  if (rc) digest_free(d);
  if (!rc) *out = d;
  return rc;
}

void digest_free(struct digest *d) {
  if (d) sodium_memzero(d, sizeof *d);
  free(d);
}

// ---- challenges
// ------------------------------------------------------------------------------------

static void nonce_make(const struct digest *d, const uint8_t address[16], uint64_t at_s,
                       char out[NONCE_HEX]) {
  uint8_t seal[16], all[24];
  memcpy(all, address, 16);
  for (int i = 0; i < 8; i++) all[16 + i] = (uint8_t)(at_s >> 8 * i);
  crypto_generichash(seal, sizeof seal, all, sizeof all, d->key, sizeof d->key);
  snprintf(out, NONCE_HEX, "%016" PRIx64, at_s);
  sodium_bin2hex(out + 16, NONCE_HEX - 16, seal, sizeof seal);
}

static bool nonce_stands(const struct digest *d, const uint8_t address[16], int64_t now_s,
                         struct sv nonce) {
  char ours[NONCE_HEX], digits[17] = {0};
  if (nonce.n != NONCE_HEX - 1) return false;
  memcpy(digits, nonce.p, 16);
  uint64_t at_s = strtoull(digits, NULL, 16);
  nonce_make(d, address, at_s, ours);
  bool fresh = at_s <= (uint64_t)now_s && (uint64_t)now_s - at_s <= DIGEST_LASTS_S;
  return !sodium_memcmp(ours, nonce.p, nonce.n) && fresh;
}

static bool knows(const struct digest *d, size_t hash_n) {
  for (size_t i = 0; i < d->n; i++)
    if (strlen(d->v[i].hash) == hash_n) return true;
  return false;
}

void digest_challenge(const struct digest *d, const uint8_t address[16], int64_t now_s, bool stale,
                      char out[DIGEST_CHALLENGE]) {
  static const struct {
    size_t hash_n;
    const char *name;
  } kinds[] = {{64, "SHA-256"}, {32, "MD5"}}; // the stronger first (RFC 8760, 2.4)
  char nonce[NONCE_HEX];
  size_t n = 0;
  nonce_make(d, address, (uint64_t)now_s, nonce);
  *out = 0;
  for (size_t i = 0; i < countof(kinds); i++)
    if (knows(d, kinds[i].hash_n))
      n += (size_t)snprintf(out + n, DIGEST_CHALLENGE - n,
                            "WWW-Authenticate: Digest realm=\"%s\", nonce=\"%s\", algorithm=%s, "
                            "qop=\"auth\"%s\r\n",
                            d->realm, nonce, kinds[i].name, stale ? ", stale=true" : "");
}

// ---- answers
// ---------------------------------------------------------------------------------------

static struct sv unquoted(struct sv value) {
  value = sv_trim(value);
  bool quoted = value.n > 1 && value.p[0] == '"' && value.p[value.n - 1] == '"';
  return quoted ? (struct sv){value.p + 1, value.n - 2} : value;
}

static void said_read(struct sv text, struct said *out) {
  const struct {
    const char *name;
    struct sv *to;
  } known[] = {{"username", &out->username},
               {"realm", &out->realm},
               {"nonce", &out->nonce},
               {"uri", &out->uri},
               {"response", &out->response},
               {"algorithm", &out->algorithm},
               {"cnonce", &out->cnonce},
               {"nc", &out->nc},
               {"qop", &out->qop}};
  *out = (struct said){0};
  while (text.n) {
    struct sv value = sip_value_cut(&text), name = sv_trim(sv_cut(&value, '='));
    for (size_t i = 0; i < countof(known); i++)
      if (sv_ieq(name, sv_of(known[i].name))) *known[i].to = unquoted(value);
  }
}

// H(part:part:…) in hexadecimal.
static bool hash_of(const EVP_MD *kind, const struct sv *part, size_t n, char out[HASH_HEX]) {
  uint8_t raw[EVP_MAX_MD_SIZE];
  unsigned raw_n = 0;
  EVP_MD_CTX *c = EVP_MD_CTX_new();
  bool ok = c && EVP_DigestInit_ex(c, kind, NULL);
  for (size_t i = 0; i < n && ok; i++)
    ok = (!i || EVP_DigestUpdate(c, ":", 1)) && EVP_DigestUpdate(c, part[i].p, part[i].n);
  ok = ok && EVP_DigestFinal_ex(c, raw, &raw_n);
  EVP_MD_CTX_free(c);
  if (ok) sodium_bin2hex(out, HASH_HEX, raw, raw_n);
  return ok;
}

static bool is_true(const struct name *of, const struct said *said, struct sv method) {
  const EVP_MD *kind = strlen(of->hash) == 64 ? EVP_sha256() : EVP_md5();
  char what[HASH_HEX], whole[HASH_HEX];
  if (!hash_of(kind, (struct sv[]){method, said->uri}, 2, what)) return false;
  struct sv first = sv_of(of->hash), last = sv_of(what);
  struct sv six[] = {first, said->nonce, said->nc, said->cnonce, said->qop, last};
  struct sv three[] = {first, said->nonce, last}; // of a client from before RFC 2617
  bool ok = said->qop.n ? hash_of(kind, six, 6, whole) : hash_of(kind, three, 3, whole);
  return ok && said->response.n == strlen(whole) &&
         !sodium_memcmp(whole, said->response.p, said->response.n);
}

static size_t hash_asked(struct sv algorithm) {
  if (!algorithm.n || sv_ieq(algorithm, SV("MD5"))) return 32;
  return sv_ieq(algorithm, SV("SHA-256")) ? 64 : 0;
}

enum digest_says digest_check(const struct digest *d, const struct sip *request,
                              const uint8_t address[16], int64_t now_s) {
  struct sv value;
  struct said said;
  enum digest_says says = DIGEST_NONE;
  for (size_t i = 0; (value = sip_header_at(request, SV("Authorization"), i)).n; i++) {
    struct sv scheme = sv_cut(&value, ' ');
    if (!sv_ieq(scheme, SV("Digest"))) continue;
    said_read(value, &said);
    if (!sv_eq(said.realm, sv_of(d->realm))) continue; // somebody else's realm
    says = DIGEST_FALSE;
    for (size_t k = 0; k < d->n; k++) {
      const struct name *of = &d->v[k];
      if (strlen(of->hash) != hash_asked(said.algorithm) || !sv_eq(said.username, sv_of(of->name)))
        continue;
      if (is_true(of, &said, request->method_name))
        return nonce_stands(d, address, now_s, said.nonce) ? DIGEST_TRUE : DIGEST_STALE;
    }
  }
  return says;
}
