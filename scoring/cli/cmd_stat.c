// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "scoring/cli/calc.h"
#include "scoring/cli/cmd.h"

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

static enum err option_add(json_t *ask, json_t *options, struct cli_words *w) {
  char *word = w->v[0] + 2, *value = strchr(word, '=');
  if (strncmp(w->v[0], "--", 2) != 0 || !*word)
    return fail(E_BAD_INPUT, "\"%s\" is not an option", w->v[0]);
  if (value)
    *value++ = '\0';
  else if (w->n < 2)
    return fail(E_BAD_INPUT, "--%s stands without a value", word);
  else {
    value = w->v[1];
    w->v++;
    w->n--;
  }
  w->v++;
  w->n--;
  json_t *v = value_of(value);
  const char *member = member_of(word, v);
  if (json_object_set_new(options, member, json_string(word)) ||
      json_object_set_new(ask, member, v))
    return fail(E_BAD_INPUT, "--%s: not text", word);
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

// An option that nothing obeyed is refused, never passed over.
static enum err options_obeyed(const json_t *options, const json_t *result) {
  const json_t *unread = json_object_get(result, "not_read");
  for (size_t i = 0; i < json_array_size(unread); i++) {
    const char *member = json_string_value(json_array_get(unread, i));
    const json_t *option = json_object_get(options, member);
    if (option) return fail(E_BAD_INPUT, "there is no option --%s here", json_string_value(option));
  }
  return OK;
}

static enum err stat_answer(json_t *ask, struct cli_words w, const char *name) {
  json_t *result = NULL, *options = json_object(); // member: as it was written
  enum err rc = json_is_object(ask) ? OK : fail(E_BAD_DATA, "the data is not a JSON object");
  while (!rc && w.n) rc = option_add(ask, options, &w);
  if (!rc) rc = calc_run(name, ask, &result);
  if (!rc) rc = options_obeyed(options, result);
  if (!rc) rc = json_print(result);
  json_decref(result);
  json_decref(options);
  return rc;
}

static bool is_known(const char *name) {
  for (size_t i = 0; calc_name(i); i++)
    if (!strcmp(calc_name(i), name)) return true;
  return false;
}

struct stat_asked {
  bool list, json;
  struct cli_words words;
};

static enum err stat_run(const void *asked, bool *out_no) {
  const struct stat_asked *in = asked;
  json_t *ask = NULL;
  (void)out_no;
  if (in->list) return names_print();
  if (!in->words.n) return fail(E_BAD_INPUT, "which one? medlyss stat --list names them");
  const char *name = in->words.v[0];
  if (!is_known(name)) return fail(E_BAD_INPUT, "there is no statistic named \"%s\"", name);
  TRY(ask_read(&ask));
  enum err rc = stat_answer(ask, (struct cli_words){in->words.v + 1, in->words.n - 1}, name);
  json_decref(ask);
  return rc;
}

// ---- help ---------------------------------------------------------------------------------------
// The page itself: what it says of a statistic is the help.
__asm__(".pushsection .rodata\nstat_page: .incbin \"docs/stat.md\"\nstat_page_end: .byte 0\n"
        ".popsection\n");
extern const char stat_page[], stat_page_end[];

static enum err stat_explain(const void *asked, struct buf *b) {
  const struct stat_asked *in = asked;
  char title[80];
  if (!in->words.n) return OK;
  if (!is_known(in->words.v[0]))
    return fail(E_BAD_INPUT, "there is no statistic named \"%s\": medlyss stat --list names them",
                in->words.v[0]);
  snprintf(title, sizeof title, "### `%s`", in->words.v[0]);
  struct sv page = {stat_page, (size_t)((uintptr_t)stat_page_end - (uintptr_t)stat_page)};
  bool in_it = false;
  while (page.n) {
    struct sv line = sv_cut(&page, '\n');
    if (sv_starts(line, SV("## ")) || sv_starts(line, SV("### ")))
      in_it = sv_eq(line, sv_of(title));
    if (in_it) buf_printf(b, "\n" SV_FMT, SV_ARG(line));
  }
  buf_add_char(b, '\n');
  return OK;
}

static const struct cli_option stat_options[] = {
    CLI_FLAG(struct stat_asked, list, "--list", "the names of the statistics"),
    CLI_FLAG(struct stat_asked, json, "--json", "as it is anyway: one line of JSON"),
};
const struct cli cmd_stat = {
    .path = "stat",
    .says =
        "One statistic of data in JSON on standard input, with its interval and its method. "
        "Options are members of the data by another way. medlyss stat NAME --help explains one.",
    .example = "echo '{\"x\":4,\"n\":5}' | medlyss stat wilson\n"
               "medlyss stat wilson --x 4 --n 5 </dev/null",
    .rest = "NAME [--MEMBER VALUE]...",
    .rest_at = offsetof(struct stat_asked, words),
    .options = stat_options,
    .n = countof(stat_options),
    .size = sizeof(struct stat_asked),
    .run = stat_run,
    .explain = stat_explain,
    .open = true};
