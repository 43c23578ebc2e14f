// SPDX-License-Identifier: Apache-2.0
#include "core/words.h"

#include "core/letter.h"

// As it is shown: what is composed of two code points is one.
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
  return c >= 0xdf && c != 0xf7 && c < 0x800; // no letters we fold are longer
}

// What is not seen and parts no words: a soft hyphen, a joiner, a mark of direction.
static bool is_nothing(unsigned c) {
  return c >= 0xa0 && letter_is_hidden(c) && c != 0x200b && c != 0x2028 && c != 0x2029;
}

static struct letter next_letter(struct sv s) {
  size_t bytes = 1, more = 0;
  unsigned code = letter_at(s, &bytes), mark;
  struct letter l = {code, bytes};
  while (l.bytes < s.n && (mark = letter_at(sv_from(s, l.bytes), &more))) {
    unsigned one = letter_composed(l.code, mark);
    if (!one && !is_nothing(mark)) break;
    if (one) l.code = one;
    l.bytes += more;
  }
  l.code = fold(l.code);
  if (!is_letter(l.code)) l.code = 0;
  return l;
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
    struct letter l = rest->n ? next_letter(*rest) : (struct letter){0};
    if (rest->n) *rest = sv_from(*rest, l.bytes ? l.bytes : 1);
    if (l.code && n < WORDS_LONGEST) n += put(out + n, l.code);
    if (l.code) continue;
    out[n] = '\0';
    if (n >= 2) return true;
    n = 0; // a lone letter is no word
  }
  return false;
}
