// SPDX-License-Identifier: Apache-2.0
#include "centre/onecode.h"

#include <sodium.h>

static void hash_text(const char *text, uint8_t out[ONECODE_HASH]) {
  crypto_generichash(out, ONECODE_HASH, (const uint8_t *)text, strlen(text), NULL, 0);
}

void onecode_new(char out[ONECODE_TEXT], uint8_t out_hash[ONECODE_HASH]) {
  static const char letters[33] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (int i = 0; i < ONECODE_TEXT - 1; i++)
    out[i] = i % 6 == 5 ? '-' : letters[randombytes_uniform(32)];
  out[ONECODE_TEXT - 1] = '\0';
  hash_text(out, out_hash);
}

static char upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c; }

void onecode_hash(struct sv typed, uint8_t out[ONECODE_HASH]) {
  char text[ONECODE_TEXT] = {0};
  size_t n = 0;
  for (size_t i = 0; i < typed.n && n < ONECODE_TEXT - 1; i++) {
    if (typed.p[i] == '-' || typed.p[i] == ' ' || typed.p[i] == '\n') continue;
    if (n % 6 == 5) text[n++] = '-';
    text[n++] = upper(typed.p[i]);
  }
  hash_text(text, out);
}
