// SPDX-License-Identifier: Apache-2.0
#include "centre/name.h"

#include "core/buf.h"
#include "core/sv.h"

// ---- letters ------------------------------------------------------------------------------------
// One code point; 0 where the bytes are no UTF-8 (overlong, surrogates and halves among them).
static uint32_t letter_at(struct sv s, size_t *out_bytes) {
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

static void letter_put(struct buf *b, uint32_t c) {
  if (c < 0x80) {
    buf_add_char(b, (char)c);
    return;
  }
  int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
  buf_add_char(b, (char)(lead[more] | c >> (6 * more)));
  for (int i = more - 1; i >= 0; i--) buf_add_char(b, (char)(0x80 | (c >> (6 * i) & 0x3f)));
}

static bool is_blank(uint32_t c) {
  return c == ' ' || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
         c == 0x205f || c == 0x3000;
}

// What turns the line around it, breaks it, or is not seen: a name with it is not what it seems.
static bool is_hidden(uint32_t c) {
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

// The letter that is shown for the two; 0: they stay two.
static uint32_t composed(uint32_t bare, uint32_t mark) {
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

static uint32_t small(uint32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0xc0 && c <= 0xde && c != 0xd7) return c + 32;
  if (c == 0x178) return 0xff;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) return c + (c & 1);
  if (c >= 0x100 && c <= 0x177 && c != 0x130 && c != 0x131 && c != 0x138) return c | 1;
  if (c >= 0x391 && c <= 0x3a9) return c + 32;
  if (c >= 0x410 && c <= 0x42f) return c + 32;
  return c >= 0x400 && c <= 0x40f ? c + 80 : c;
}

bool name_same(const char *a, const char *b) {
  struct sv x = sv_of(a), y = sv_of(b);
  size_t nx = 1, ny = 1;
  while (x.n && y.n) {
    uint32_t cx = letter_at(x, &nx), cy = letter_at(y, &ny);
    if (!cx || !cy) return sv_eq(x, y); // no text: as it stands
    if (small(cx) != small(cy)) return false;
    x = sv_from(x, nx);
    y = sv_from(y, ny);
  }
  return x.n == y.n;
}

// ---- the rule -----------------------------------------------------------------------------------
struct tidy {
  struct buf out;
  size_t letters;
  uint32_t last; // not written yet: a mark may follow; 0: none
  bool gap;
};

static void tidy_flush(struct tidy *t) {
  if (!t->last) return;
  if (t->gap && t->out.n) {
    buf_add_char(&t->out, ' ');
    t->letters++;
  }
  t->gap = false;
  letter_put(&t->out, t->last);
  t->letters++;
  t->last = 0;
}

static void tidy_add(struct tidy *t, uint32_t c) {
  uint32_t one = t->last ? composed(t->last, c) : 0;
  if (one) {
    t->last = one;
    return;
  }
  tidy_flush(t);
  if (is_blank(c))
    t->gap = true;
  else
    t->last = c;
}

static enum err tidy_read(struct tidy *t, const char *what, const char *text) {
  size_t bytes;
  for (struct sv s = sv_of(text); s.n; s = sv_from(s, bytes)) {
    uint32_t c = letter_at(s, &bytes);
    if (!c) return fail(E_BAD_DATA, "%s is not UTF-8 text", what);
    if (is_hidden(c))
      return fail(E_BAD_DATA, "%s has a character that is not seen (U+%04X): write it without",
                  what, (unsigned)c);
    tidy_add(t, c);
  }
  tidy_flush(t);
  return OK;
}

enum err name_read(struct arena *a, const char *what, size_t most, const char **text) {
  AUTO(buf) struct buf none = {0}; // t.out is released by it
  struct tidy t = {0};
  enum err rc = tidy_read(&t, what, *text);
  none = t.out;
  TRY(rc);
  TRY(buf_check(&none));
  if (!none.n) return fail(E_BAD_DATA, "%s is empty", what);
  if (t.letters > most) return fail(E_BAD_DATA, "%s is longer than %zu letters", what, most);
  *text = arena_strndup(a, none.p, none.n);
  return OK;
}

enum err name_read_address(struct arena *a, const char *what, const char **text) {
  const char *tidied = *text;
  TRY(name_read(a, what, ADDRESS_LETTERS, &tidied));
  if (strpbrk(tidied, " \"'<>,;\\"))
    return fail(E_BAD_DATA,
                "%s is a number or an address as the exchange writes it: 1003, "
                "+46850012345 or anna@pbx.example",
                what);
  *text = tidied;
  return OK;
}

static bool is_language(struct sv code) {
  static const char known[] =
      "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv "
      "cy "
      "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht "
      "hu "
      "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la "
      "lb "
      "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj "
      "om "
      "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv "
      "sw "
      "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";
  struct sv rest = sv_of(known);
  while (rest.n)
    if (sv_eq(sv_cut(&rest, ' '), code)) return true;
  return false;
}

enum err name_read_languages(struct arena *a, const char *what, const char **text) {
  AUTO(buf) struct buf out = {0};
  for (struct sv rest = sv_of(*text); rest.n;) {
    struct sv code = sv_cut(&rest, ' ');
    if (!code.n) continue;
    if (!is_language(code))
      return fail(E_BAD_DATA, "%s: codes of two small letters (ISO 639-1), like \"sv en fi\"",
                  what);
    if (out.n && sv_has(buf_sv(&out), code)) continue;
    if (out.n) buf_add_char(&out, ' ');
    buf_add_sv(&out, code);
  }
  TRY(buf_check(&out));
  *text = arena_strndup(a, out.n ? out.p : "", out.n);
  return OK;
}
