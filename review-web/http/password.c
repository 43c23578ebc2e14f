// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/password.h"

#include <sodium.h>

enum { PASSES = 2, MEMORY = 64 * 1024 * 1024 };

enum err password_hash(struct sv password, char **out) {
  char *text = malloc(crypto_pwhash_STRBYTES);
  if (!text || crypto_pwhash_str_alg(text, password.p, password.n, PASSES, MEMORY,
                                     crypto_pwhash_ALG_ARGON2ID13)) {
    free(text);
    return fail(E_BROKEN, "no memory to hash a password");
  }
  *out = text;
  return OK;
}

bool password_matches(const char *hash, struct sv password) {
  return !crypto_pwhash_str_verify(hash, password.p, password.n);
}

static bool one_character(struct sv password) {
  for (size_t i = 1; i < password.n; i++)
    if (password.p[i] != password.p[0]) return false;
  return true;
}

enum err password_check(struct sv password, const char *login) {
  static const char *const common[] = {"1234567890", "password12",  "password123", "qwertyuiop",
                                       "qwerty1234", "losenord123", "lösenord123", "sommar2026"};
  if (password.n < PASSWORD_LEAST || password.n > PASSWORD_MOST)
    return fail(E_BAD_DATA, "a password has %d to %d characters", PASSWORD_LEAST, PASSWORD_MOST);
  bool weak = one_character(password) || (login && sv_ieq(password, sv_of(login)));
  for (size_t i = 0; i < countof(common); i++) weak |= sv_ieq(password, sv_of(common[i]));
  return weak ? fail(E_BAD_DATA, "that password is among the first anybody would try") : OK;
}
