// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "scoring/calc.h"
#include "scoring/cmd.h"

// What stands after an option is JSON where it can be read as such, or a number as people write it
// (.9, +3), else a word.
static json_t *value_of(const char *text) {
  char *end;
  json_t *v = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
  if (v) return v;
  double x = strtod(text, &end);
  return *text && !*end && isfinite(x) ? json_real(x) : json_string(text);
}

// `--level` is two things: alpha's level of measurement is a word, the confidence a number. Given
// both, none overwrites the other.
static const char *member_of(const char *option, const json_t *value) {
  if (!strcmp(option, "level")) return json_is_string(value) ? "metric" : "confidence";
  return option;
}

static enum err option_add(json_t *ask, struct words *w) {
  char *word = w->at[0] + 2, *value = strchr(word, '=');
  if (strncmp(w->at[0], "--", 2) != 0 || !*word)
    return fail(E_BAD_INPUT, "stat: \"%s\" is not an option", w->at[0]);
  if (value)
    *value++ = '\0';
  else if (w->n < 2)
    return fail(E_BAD_INPUT, "stat: --%s stands without a value", word);
  else {
    value = w->at[1];
    w->at++;
    w->n--;
  }
  w->at++;
  w->n--;
  json_t *v = value_of(value);
  if (json_object_set_new(ask, member_of(word, v), v))
    return fail(E_BAD_INPUT, "stat: --%s: not text", word);
  return OK;
}

static enum err names_print(void) {
  for (size_t i = 0; calc_name(i); i++) puts(calc_name(i));
  return OK;
}

static enum err ask_read(json_t **out) { // an empty input is an empty object: options may be all
  AUTO(buf) struct buf text = {0};
  json_error_t why;
  if (!isatty(STDIN_FILENO)) TRY(text_read("-", &text));
  if (!sv_trim(buf_sv(&text)).n) {
    *out = json_object();
    return OK;
  }
  json_t *v = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &why);
  if (!v) return fail(E_BAD_DATA, "input, line %d, column %d: %s", why.line, why.column, why.text);
  *out = v;
  return OK;
}

static enum err stat_answer(json_t *ask, struct words w, const char *name) {
  json_t *result = NULL;
  if (!json_is_object(ask)) return fail(E_BAD_DATA, "the data is not a JSON object");
  while (w.n) TRY(option_add(ask, &w));
  TRY(calc_run(name, ask, &result));
  enum err rc = json_print(result);
  json_decref(result);
  return rc;
}

enum err cmd_stat(struct words w) {
  json_t *ask = NULL;
  flag_take(&w, "--json");
  if (flag_take(&w, "--list")) return names_print();
  if (!w.n) return fail(E_BAD_INPUT, "stat: which one? `stat --list` names them");
  const char *name = w.at[0];
  bool known = false;
  for (size_t i = 0; calc_name(i); i++) known |= !strcmp(calc_name(i), name);
  if (!known) return fail(E_BAD_INPUT, "stat: there is no statistic named \"%s\"", name);
  TRY(ask_read(&ask));
  enum err rc = stat_answer(ask, (struct words){w.at + 1, w.n - 1, w.out_no}, name);
  json_decref(ask);
  return rc;
}
