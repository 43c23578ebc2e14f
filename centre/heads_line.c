// SPDX-License-Identifier: Apache-2.0
#include "centre/heads_line.h"

static bool hex_of(struct sv *rest, uint8_t *out, size_t size) {
  struct sv word = sv_cut(rest, ' ');
  size_t n = 0;
  return word.n == 2 * size && !sodium_hex2bin(out, size, word.p, word.n, NULL, &n, NULL) &&
         n == size;
}

static bool number_of(struct sv *rest, int64_t least, int64_t *out) {
  return sv_is_i64(sv_cut(rest, ' '), least, INT64_MAX, out);
}

bool head_parse(struct sv line, struct head *out) {
  struct sv rest = line;
  struct head h = {0};
  if (!sv_eq(sv_cut(&rest, ' '), SV("medlyss-head"))) return false;
  struct sv version = sv_cut(&rest, ' ');
  h.version = sv_eq(version, SV("1")) ? 1 : sv_eq(version, SV("2")) ? 2 : 0;
  if (!h.version || !number_of(&rest, 1, &h.seq) || !number_of(&rest, 0, &h.at_ms) ||
      !hex_of(&rest, h.hash, sizeof h.hash))
    return false;
  if (h.version == 2 && !hex_of(&rest, h.key, sizeof h.key)) return false;
  h.covered = (struct sv){line.p, line.n - rest.n};
  h.covered = sv_trim(h.covered);
  if (!hex_of(&rest, h.signature, sizeof h.signature) || rest.n) return false;
  *out = h;
  return true;
}

void head_print(const struct chain_place *at, int64_t at_ms, const struct heads_key *k,
                char out[HEAD_LINE]) {
  char hash[65], key[HEADS_KEY_HEX], hex[2 * crypto_sign_BYTES + 1];
  uint8_t signature[crypto_sign_BYTES];
  sodium_bin2hex(hash, sizeof hash, at->hash, sizeof at->hash);
  sodium_bin2hex(key, sizeof key, k->public, sizeof k->public);
  int n = snprintf(out, HEAD_LINE, "medlyss-head 2 %" PRId64 " %" PRId64 " %s %s", at->seq, at_ms,
                   hash, key);
  crypto_sign_detached(signature, NULL, (const uint8_t *)out, (unsigned)n, k->secret);
  sodium_bin2hex(hex, sizeof hex, signature, sizeof signature);
  snprintf(out + n, HEAD_LINE - (size_t)n, " %s\n", hex);
}
