// SPDX-License-Identifier: Apache-2.0
#include "centre/key.h"

#include <sodium.h>

static const char prefix[] = "medlyss_"; // by which one that was lost is found

static const struct scope {
  const char *word;
  rights right;
} known[] = {{"calls", R_SEND}, {"events", R_FEED}};

void key_hash(struct sv text, uint8_t out[KEY_HASH]) {
  crypto_generichash(out, KEY_HASH, (const unsigned char *)text.p, text.n, NULL, 0);
}

void key_new(char out[KEY_TEXT], uint8_t out_hash[KEY_HASH]) {
  uint8_t raw[32];
  enum { FIXED = sizeof prefix - 1 };
  randombytes_buf(raw, sizeof raw);
  memcpy(out, prefix, FIXED);
  sodium_bin2base64(out + FIXED, KEY_TEXT - FIXED, raw, sizeof raw,
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero(raw, sizeof raw);
  key_hash(sv_of(out), out_hash);
}

static const struct scope *scope_of(struct sv word) {
  for (size_t i = 0; i < countof(known); i++)
    if (sv_eq(word, sv_of(known[i].word))) return &known[i];
  return NULL;
}

rights key_rights(const char *scopes) {
  rights all = 0;
  for (struct sv rest = sv_of(scopes); rest.n;) {
    const struct scope *s = scope_of(sv_cut(&rest, ' '));
    if (s) all |= s->right;
  }
  return all;
}

enum err key_scopes_read(struct arena *a, const char **scopes) {
  const char *clean = "";
  rights all = 0;
  for (struct sv rest = sv_of(*scopes); rest.n;) {
    struct sv word = sv_cut(&rest, ' ');
    const struct scope *s = scope_of(word);
    if (!word.n) continue;
    if (!s) return fail(E_BAD_DATA, "scopes: " SV_FMT " is none", SV_ARG(sv_first(word, 40)));
    if (!(all & s->right)) clean = arena_printf(a, "%s%s%s", clean, *clean ? " " : "", s->word);
    all |= s->right;
  }
  if (!all) return fail(E_BAD_DATA, "scopes: a key opens something, or it is none");
  *scopes = clean;
  return OK;
}
