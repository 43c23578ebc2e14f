// SPDX-License-Identifier: Apache-2.0
#include "core/words.h"

// One code point of at most two bytes; longer ones (no letters we fold) are taken byte by byte.
struct letter {
  unsigned code; // 0: a separator
  size_t bytes;
};

static unsigned fold(unsigned c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0xc0 && c <= 0xde && c != 0xd7) return c + 32;
  if (c >= 0x100 && c <= 0x137) return c | 1; // Ā ā: the small one is odd
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) return c + (c & 1);
  if (c >= 0x14a && c <= 0x177) return c | 1;
  return c;
}

static bool is_letter(unsigned c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  return c >= 0xdf && c != 0xf7;
}

static struct letter letter_at(struct sv s) {
  unsigned char a = (unsigned char)s.p[0], b = s.n > 1 ? (unsigned char)s.p[1] : 0;
  unsigned code = a;
  size_t bytes = 1;
  if (a >= 0xc2 && a < 0xe0 && (b & 0xc0) == 0x80) {
    code = (a & 0x1fU) << 6 | (b & 0x3fU);
    bytes = 2;
  } else if (a >= 0x80) {
    code = 0;
  }
  code = fold(code);
  return (struct letter){is_letter(code) ? code : 0, bytes};
}

static size_t put(char *out, unsigned code) {
  if (code < 0x80) {
    out[0] = (char)code;
    return 1;
  }
  out[0] = (char)(0xc0 | code >> 6);
  out[1] = (char)(0x80 | (code & 0x3f));
  return 2;
}

bool words_next(struct sv *rest, char out[WORDS_ROOM]) {
  for (size_t n = 0; rest->n || n;) {
    struct letter l = rest->n ? letter_at(*rest) : (struct letter){0};
    if (rest->n) *rest = sv_from(*rest, l.bytes ? l.bytes : 1);
    if (l.code && n < WORDS_LONGEST) n += put(out + n, l.code);
    if (l.code) continue;
    out[n] = '\0';
    if (n >= 2) return true;
    n = 0; // a lone letter is no word
  }
  return false;
}
