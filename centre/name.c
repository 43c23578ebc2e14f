// SPDX-License-Identifier: Apache-2.0
#include "centre/name.h"

#include "core/letter.h"

bool name_same(const char *a, const char *b) {
  struct sv x = sv_of(a), y = sv_of(b);
  size_t nx = 1, ny = 1;
  while (x.n && y.n) {
    uint32_t cx = letter_at(x, &nx), cy = letter_at(y, &ny);
    if (!cx || !cy) return sv_eq(x, y); // no text: as it stands
    if (letter_small(cx) != letter_small(cy)) return false;
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
  uint32_t one = t->last ? letter_composed(t->last, c) : 0;
  if (one) {
    t->last = one;
    return;
  }
  tidy_flush(t);
  if (letter_is_blank(c))
    t->gap = true;
  else
    t->last = c;
}

static enum err tidy_read(struct tidy *t, const char *what, const char *text) {
  size_t bytes;
  for (struct sv s = sv_of(text); s.n; s = sv_from(s, bytes)) {
    uint32_t c = letter_at(s, &bytes);
    if (!c) return fail(E_BAD_DATA, "%s is not UTF-8 text", what);
    if (letter_is_hidden(c))
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

// As it is pasted from a link or a mail: tel:+46850012345, sip:anna@pbx.example, and the dash of a
// word processor.
static enum err address_bare(struct arena *a, const char **text) {
  static const char *const before[] = {"tel:", "callto:", "sips:", "sip:"};
  AUTO(buf) struct buf out = {0};
  struct sv s = sv_of(*text);
  size_t bytes = 1;
  for (size_t i = 0; i < countof(before); i++)
    if (sv_istarts(s, sv_of(before[i]))) s = sv_from(s, strlen(before[i]));
  for (; s.n; s = sv_from(s, bytes)) {
    uint32_t c = letter_at(s, &bytes);
    letter_put(&out, letter_is_dash(c) ? '-' : c);
  }
  TRY(buf_check(&out));
  *text = arena_strndup(a, out.n ? out.p : "", out.n);
  return OK;
}

enum err name_read_address(struct arena *a, const char *what, const char **text) {
  const char *tidied = *text;
  TRY(name_read(a, what, ADDRESS_LETTERS, &tidied));
  TRY(address_bare(a, &tidied));
  if (!*tidied) return fail(E_BAD_DATA, "%s is empty", what);
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
