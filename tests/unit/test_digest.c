// SPDX-License-Identifier: Apache-2.0
// The digest of RFC 7616's own example (3.9.1), and what a challenge is good for.
#include <sodium.h>
#include <unistd.h>

#include "recorder/siprec/digest.h"
#include "tests/check.h"

// printf 'Mufasa:http-auth@example.org:Circle of Life' | md5sum, | sha256sum
#define MD5_OF "Mufasa:http-auth@example.org:3d78807defe7de2157e2b0b6573a855f\n"
#define SHA256_OF                                                                                  \
  "Mufasa:http-auth@example.org:"                                                                  \
  "7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232\n"

static const uint8_t here[16] = {[15] = 1}, there[16] = {[15] = 2};

static enum err names(const char *text, struct digest **out) {
  char path[] = "/tmp/medlyss-digest.XXXXXX";
  int file = mkstemp(path);
  bool ok = file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text);
  if (file >= 0) close(file);
  enum err rc = ok ? digest_open(path, out) : fail(E_BROKEN, "no file");
  unlink(path);
  return rc;
}

static enum digest_says asked(const struct digest *d, const char *said, const uint8_t from[16],
                              int64_t now_s) {
  char text[1200];
  struct sip m;
  snprintf(text, sizeof text,
           "INVITE sip:srs@x SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9\r\nFrom: <sip:a@b>;tag=1\r\n"
           "To: <sip:c@d>\r\nCall-ID: i\r\nCSeq: 1 INVITE\r\n%sContent-Length: 0\r\n\r\n",
           said);
  CHECK(sip_parse(sv_of(text), &m));
  return digest_check(d, &m, from, now_s);
}

// The nonce of a challenge, as a client finds it.
static void nonce_of(const char *challenge, char out[64]) {
  const char *at = strstr(challenge, "nonce=\"");
  CHECK(at);
  snprintf(out, 64, "%.*s", (int)strcspn(at + 7, "\""), at + 7);
}

static void hex_of(const char *text, char out[65]) {
  uint8_t raw[32];
  crypto_hash_sha256(raw, (const uint8_t *)text, strlen(text));
  sodium_bin2hex(out, 65, raw, 32);
}

static void answer(const char *nonce, const char *secret, char *out, size_t room) {
  char a1[300], a2[65], whole[400], response[65], first[65];
  snprintf(a1, sizeof a1, "Mufasa:http-auth@example.org:%s", secret);
  hex_of(a1, first);
  hex_of("INVITE:sip:srs@x", a2);
  snprintf(whole, sizeof whole, "%s:%s:00000001:abc:auth:%s", first, nonce, a2);
  hex_of(whole, response);
  snprintf(out, room,
           "Authorization: Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "
           "nonce=\"%s\", uri=\"sip:srs@x\", algorithm=SHA-256, qop=auth, nc=00000001, "
           "cnonce=\"abc\", response=\"%s\"\r\n",
           nonce, response);
}

TEST(digest_asks_and_knows_who_answers) {
  struct digest *d = NULL;
  char challenge[DIGEST_CHALLENGE], nonce[64], said[700];
  CHECK_OK(names("# of the house\n\n" MD5_OF SHA256_OF, &d));
  digest_challenge(d, here, 1000, false, challenge);
  CHECK(strstr(challenge, "algorithm=SHA-256") < strstr(challenge, "algorithm=MD5"));
  CHECK(!strstr(challenge, "stale"));
  nonce_of(challenge, nonce);
  answer(nonce, "Circle of Life", said, sizeof said);
  CHECK(asked(d, "", here, 1000) == DIGEST_NONE);
  CHECK(asked(d, "Authorization: Basic bXVmYXNhOng=\r\n", here, 1000) == DIGEST_NONE);
  CHECK(asked(d, said, here, 1000) == DIGEST_TRUE);
  CHECK(asked(d, said, here, 1000 + DIGEST_LASTS_S) == DIGEST_TRUE);
  CHECK(asked(d, said, here, 1001 + DIGEST_LASTS_S) == DIGEST_STALE);
  CHECK(asked(d, said, there, 1000) == DIGEST_STALE); // another's challenge
  answer(nonce, "circle of life", said, sizeof said);
  CHECK(asked(d, said, here, 1000) == DIGEST_FALSE);
  answer("00", "Circle of Life", said, sizeof said);
  CHECK(asked(d, said, here, 1000) == DIGEST_STALE); // one of our earlier life
  digest_challenge(d, here, 1000, true, challenge);
  CHECK(strstr(challenge, "stale=true"));
  digest_free(d);
}

// RFC 7616, 3.9.1: the answer is true, though the challenge was never ours.
TEST(digest_of_the_rfcs_example) {
  struct digest *d = NULL;
  static const char said[] =
      "Authorization: Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "
      "uri=\"/dir/index.html\", algorithm=MD5, "
      "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
      "nc=00000001, cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, "
      "response=\"8ca523f5e9506fed4657c9700eebdbec\", "
      "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"\r\n";
  CHECK_OK(names(MD5_OF, &d));
  char text[900];
  struct sip m;
  snprintf(text, sizeof text,
           "GET sip:x SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9\r\nFrom: <sip:a@b>;tag=1\r\n"
           "To: <sip:c@d>\r\nCall-ID: i\r\nCSeq: 1 GET\r\n%sContent-Length: 0\r\n\r\n",
           said);
  CHECK(sip_parse(sv_of(text), &m));
  CHECK(digest_check(d, &m, here, 1000) == DIGEST_STALE);
  digest_free(d);
}

TEST(digest_refuses_a_file_it_cannot_read) {
  static const char *const bad[] = {"",
                                    "Mufasa\n",
                                    "a:b:c\n",
                                    MD5_OF "x:other:3d78807defe7de2157e2b0b6573a855f\n",
                                    ":http-auth@example.org:3d78807defe7de2157e2b0b6573a855f\n",
                                    "a:\"q\":3d78807defe7de2157e2b0b6573a855f\n"};
  struct digest *d = NULL;
  for (size_t i = 0; i < countof(bad); i++) {
    CHECK(names(bad[i], &d) == E_CONFIG);
    err_forget();
  }
  CHECK(digest_open("/nowhere/at/all", &d) == E_CONFIG);
  err_forget();
  CHECK_OK(digest_open("", &d));
  CHECK(!d);
}
