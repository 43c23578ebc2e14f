// SPDX-License-Identifier: Apache-2.0
#include "core/letter.h"

uint32_t letter_at(struct sv s, size_t *out_bytes) {
  unsigned char a = (unsigned char)s.p[0];
  size_t n = a < 0x80                ? 1
             : a >= 0xc2 && a < 0xe0 ? 2
             : (a & 0xf0) == 0xe0    ? 3
             : a >= 0xf0 && a < 0xf5 ? 4
                                     : 0;
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  uint32_t c = n == 1 ? a : a & (0xffU >> (n + 1));
  if (!n || s.n < n) return 0;
  for (size_t i = 1; i < n; i++) {
    if (((unsigned char)s.p[i] & 0xc0) != 0x80) return 0;
    c = c << 6 | ((unsigned char)s.p[i] & 0x3fU);
  }
  *out_bytes = n;
  return c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? 0 : c;
}

void letter_put(struct buf *b, uint32_t c) {
  if (c < 0x80) {
    buf_add_char(b, (char)c);
    return;
  }
  int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
  buf_add_char(b, (char)(lead[more] | c >> (6 * more)));
  for (int i = more - 1; i >= 0; i--) buf_add_char(b, (char)(0x80 | (c >> (6 * i) & 0x3f)));
}

bool letter_is_blank(uint32_t c) {
  return c == ' ' || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
         c == 0x205f || c == 0x3000;
}

bool letter_is_dash(uint32_t c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe58 || c == 0xfe63 ||
         c == 0xff0d;
}

bool letter_is_hidden(uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x180e ||
         (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
         (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe || c >= 0xe0000;
}

// Unicode's canonical compositions of Latin letters (UnicodeData.txt, up to U+017F).
static const struct {
  uint32_t mark;
  const char *bare, *whole;
} compositions[] = {
    // clang-format off
    {0x300, "AEIOUaeiou", "ÀÈÌÒÙàèìòù"},
    {0x301, "AEIOUYaeiouyCcLlNnRrSsZz", "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹź"},
    {0x302, "AEIOUaeiouCcGgHhJjSsWwYy", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷ"},
    {0x303, "ANOanoIiUu", "ÃÑÕãñõĨĩŨũ"},
    {0x304, "AaEeIiOoUu", "ĀāĒēĪīŌōŪū"},
    {0x306, "AaEeGgIiOoUu", "ĂăĔĕĞğĬĭŎŏŬŭ"},
    {0x307, "CcEeGgIZz", "ĊċĖėĠġİŻż"},
    {0x308, "AEIOUaeiouyY", "ÄËÏÖÜäëïöüÿŸ"},
    {0x30a, "AaUu", "ÅåŮů"},
    {0x30b, "OoUu", "ŐőŰű"},
    {0x30c, "CcDdEeLlNnRrSsTtZz", "ČčĎďĚěĽľŇňŘřŠšŤťŽž"},
    {0x327, "CcGgKkLlNnRrSsTt", "ÇçĢģĶķĻļŅņŖŗŞşŢţ"},
    {0x328, "AaEeIiUu", "ĄąĘęĮįŲų"},
    // clang-format on
};

uint32_t letter_composed(uint32_t bare, uint32_t mark) {
  size_t bytes;
  for (size_t i = 0; i < countof(compositions) && bare < 0x80; i++) {
    if (compositions[i].mark != mark) continue;
    struct sv whole = sv_of(compositions[i].whole);
    for (const char *b = compositions[i].bare; *b; b++) {
      uint32_t c = letter_at(whole, &bytes);
      if ((uint32_t)*b == bare) return c;
      whole = sv_from(whole, bytes);
    }
  }
  return 0;
}

uint32_t letter_small(uint32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0xc0 && c <= 0xde && c != 0xd7) return c + 32;
  if (c == 0x178) return 0xff;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) return c + (c & 1);
  if (c >= 0x100 && c <= 0x177 && c != 0x130 && c != 0x131 && c != 0x138) return c | 1;
  if (c >= 0x391 && c <= 0x3a9) return c + 32;
  if (c >= 0x410 && c <= 0x42f) return c + 32;
  return c >= 0x400 && c <= 0x40f ? c + 80 : c;
}
