// SPDX-License-Identifier: Apache-2.0
#include "core/number.h"

#include "core/letter.h"

enum { LONGEST = 20 }; // E.164 has fifteen digits, and a trunk may put some before them

// What a link, a signature or a mail puts before it: tel:+46701740606, "Tfn: 070-174 06 06".
static struct sv bare(struct sv typed) {
  static const char *const before[] = {"telefon", "callto", "mobile", "mobil", "phone",
                                       "sips",    "tel",    "tfn",    "sip"};
  struct sv s = typed;
  size_t end;
  for (size_t i = 0; i < countof(before); i++) {
    struct sv word = sv_of(before[i]);
    if (!sv_ieq(sv_first(s, word.n), word)) continue;
    s = sv_from(s, word.n);
    while (s.n && strchr(".: ", s.p[0]) && s.p[0]) s = sv_from(s, 1);
    break;
  }
  if (sv_find(s, ';', &end)) s = sv_first(s, end); // RFC 3966: ;phone-context=
  if (s.p != typed.p && sv_find(s, '@', &end)) s = sv_first(s, end);
  return s;
}

// Between digits: as it is typed, and as a word processor or a list of contacts writes it.
static bool is_between(uint32_t c) {
  return (c < 0x80 && c && strchr(" -()./\t\r\n,", (int)c)) || letter_is_blank(c) ||
         letter_is_dash(c) || (c >= 0x80 && letter_is_hidden(c));
}

// The digits alone; false: something else is in it.
static bool digits_of(struct sv typed, bool *out_plus, char out[LONGEST + 1]) {
  size_t n = 0, bytes = 1;
  *out_plus = false;
  for (struct sv s = typed; s.n; s = sv_from(s, bytes)) {
    uint32_t c = letter_at(s, &bytes);
    if ((c == '+' || c == 0xff0b) && !n && !*out_plus) {
      *out_plus = true;
    } else if (c >= '0' && c <= '9') {
      if (n == LONGEST) return false;
      out[n++] = (char)c;
    } else if (!is_between(c)) {
      return false;
    }
  }
  out[n] = 0;
  return n >= NUMBER_LEAST;
}

static size_t put(char out[NUMBER_FORMS][NUMBER_ROOM], size_t at, const char *before,
                  const char *country, const char *rest) {
  int n = snprintf(out[at], NUMBER_ROOM, "%s%s%s", before, country, rest);
  return n > 0 && n < NUMBER_ROOM ? at + 1 : at;
}

static size_t at_home(const char *rest, const char *country, char out[NUMBER_FORMS][NUMBER_ROOM]) {
  while (*rest == '0') rest++; // +46 (0)70
  size_t n = put(out, 0, "0", "", rest);
  n = put(out, n, "+", country, rest);
  n = put(out, n, "00", country, rest);
  return put(out, n, "", country, rest);
}

static size_t abroad(const char *digits, char out[NUMBER_FORMS][NUMBER_ROOM]) {
  size_t n = put(out, 0, "+", "", digits);
  n = put(out, n, "00", "", digits);
  return put(out, n, "", "", digits);
}

size_t number_forms(struct sv typed, const char *country, char out[NUMBER_FORMS][NUMBER_ROOM]) {
  enum { NATIONAL_LEAST = 9 }; // shorter than that, what begins as a country does is a short number
  char all[LONGEST + 1];
  bool plus;
  if (!digits_of(bare(sv_trim(typed)), &plus, all)) return 0;
  const char *digits = all;
  bool whole = plus || !strncmp(digits, "00", 2);
  if (!plus && whole) digits += 2;
  size_t code = strlen(country), n = strlen(digits);
  bool ours = code && !strncmp(digits, country, code);
  if (ours && (whole || n >= NATIONAL_LEAST)) return at_home(digits + code, country, out);
  if (whole) return abroad(digits, out);
  if (*digits == '0' && code) return at_home(digits + 1, country, out);
  return put(out, 0, "", "", digits);
}
