// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/known.h"

#include <sodium.h>

#include "core/secret.h"
#include "review-web/http/cookie.h"
#include "review-web/http/site.h"

enum { NONCE = 16, TEXT = 44, NONCE_TEXT = 22, LIFE_S = 90 * 24 * 3600 };

static struct sv name_of(const struct request *req) {
  return req->site->https ? SV("__Host-medlyss-known") : SV("medlyss-known");
}

static enum err mac_of(struct request *req, struct id person, const char *password, struct sv nonce,
                       char out[TEXT]) {
  struct keystore *keys;
  uint8_t mac[SECRET_HASH];
  TRY(worker_keys(req->site, &keys));
  struct secret_key key = secret_derive(keystore_site(keys), "web.known");
  char id[ID_TEXT];
  id_text(person, id);
  const char *said = arena_printf(&req->arena, SV_FMT " %s %s", SV_ARG(nonce), id, password);
  secret_hash(&key, sv_of(said), mac);
  sodium_bin2base64(out, TEXT, mac, sizeof mac, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  secret_wipe(&key, sizeof key);
  return OK;
}

struct sv known_device(struct request *req, struct id person, const char *password) {
  struct sv cookie = cookie_get(request_header(req, "cookie"), name_of(req)), nothing = {0};
  struct sv mac = cookie, nonce = sv_cut(&mac, '.');
  char good[TEXT];
  if (!password || nonce.n != NONCE_TEXT || mac.n != TEXT - 1) return nothing;
  if (mac_of(req, person, password, nonce, good)) {
    err_forget();
    return nothing;
  }
  return secret_equal(mac.p, good, TEXT - 1) ? nonce : nothing;
}

enum err known_remember(struct request *req, struct id person, const char *password) {
  uint8_t raw[NONCE];
  char nonce[NONCE_TEXT + 1], mac[TEXT];
  randombytes_buf(raw, sizeof raw);
  sodium_bin2base64(nonce, sizeof nonce, raw, sizeof raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  TRY(mac_of(req, person, password, sv_of(nonce), mac));
  reply_field(
      &req->reply, "Set-Cookie",
      arena_printf(&req->arena, SV_FMT "=%s.%s; Path=/; HttpOnly; SameSite=Strict%s; Max-Age=%d",
                   SV_ARG(name_of(req)), nonce, mac, req->site->https ? "; Secure" : "", LIFE_S));
  return OK;
}
