// SPDX-License-Identifier: Apache-2.0
#include "medlyss/cli.h"

static const struct cli_option *find(const struct cli_option *options, size_t n, const char *name) {
  for (size_t i = 0; i < n; i++)
    if (!strcmp(options[i].name, name)) return &options[i];
  return NULL;
}

static enum err push(struct cli_words *to, const char *what, const char *word) {
  if (to->n == CLI_MANY_MAX) return fail(E_BAD_INPUT, "too many of %s", what);
  to->v[to->n++] = word;
  return OK;
}

static enum err take_value(const struct cli_option *o, const char *value) {
  if (!value) return fail(E_BAD_INPUT, "%s needs a value", o->name);
  if (o->many) return push(o->many, o->name, value);
  if (*o->value) return fail(E_BAD_INPUT, "%s is given twice", o->name);
  *o->value = value;
  return OK;
}

enum err cli_read(int argc, char **argv, const struct cli_option *options, size_t n,
                  struct cli_words *rest) {
  bool ended = false;
  for (int i = 0; i < argc; i++) {
    const char *word = argv[i];
    if (!ended && !strcmp(word, "--")) {
      ended = true;
      continue;
    }
    if (!ended && word[0] == '-' && word[1]) {
      const struct cli_option *o = find(options, n, word);
      if (!o) return fail(E_BAD_INPUT, "there is no option %.40s here", word);
      if (o->flag)
        *o->flag = true;
      else
        TRY(take_value(o, ++i < argc ? argv[i] : NULL));
    } else if (rest) {
      TRY(push(rest, "arguments", word));
    } else {
      return fail(E_BAD_INPUT, "\"%.40s\" is one too many", word);
    }
  }
  return OK;
}

enum err cli_needed(const char *name, const char *value) {
  return value && *value ? OK : fail(E_BAD_INPUT, "%s is missing", name);
}
