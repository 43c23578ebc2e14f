// SPDX-License-Identifier: Apache-2.0
#include "core/number.h"

enum { LONGEST = 20 }; // E.164 has fifteen digits, and a trunk may put some before them

// The digits alone; false: something else is in it.
static bool digits_of(struct sv typed, bool *out_plus, char out[LONGEST + 1]) {
  size_t n = 0;
  *out_plus = false;
  for (size_t i = 0; i < typed.n; i++) {
    char c = typed.p[i];
    if (c == '+' && !n && !*out_plus) {
      *out_plus = true;
    } else if (c >= '0' && c <= '9') {
      if (n == LONGEST) return false;
      out[n++] = c;
    } else if (!strchr(" -()./", c) || !c) {
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
  if (!digits_of(sv_trim(typed), &plus, all)) return 0;
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
