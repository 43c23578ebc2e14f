// SPDX-License-Identifier: Apache-2.0
// Reading: one walk from left to right. What is no option is moved to the front of argv, in its
// order, so that any number of files needs no room of its own.
#include "core/cli.h"

const char cli_version[] = "0.9.0";

// ---- options ------------------------------------------------------------------------------------
// "--json" and "--json=yes" both name --json.
static bool names(const struct cli_option *o, struct sv word) {
  size_t n = strlen(o->name);
  bool begins = word.n >= n && !memcmp(word.p, o->name, n);
  return begins && (word.n == n || (word.p[n] == '=' && o->name[1] == '-'));
}

static const struct cli_option *find(const struct cli *c, struct sv word) {
  for (size_t i = 0; i < c->n; i++)
    if (names(&c->options[i], word)) return &c->options[i];
  return NULL;
}

static enum err unknown(const struct cli *c, struct sv word) {
  const char *nearest = "--help";
  size_t best = SIZE_MAX, to;
  if (sv_starts(word, SV("--"))) (void)sv_find(word, '=', &word.n);
  for (size_t i = 0; i < c->n; i++) {
    to = sv_distance(sv_first(word, 40), sv_of(c->options[i].name));
    if (c->options[i].secret || to >= best) continue;
    best = to;
    nearest = c->options[i].name;
  }
  return fail(E_BAD_INPUT, "there is no option " SV_FMT " here; did you mean %s?",
              SV_ARG(sv_first(word, 40)), nearest);
}

static enum err keep(const struct cli_option *o, void *asked, const char *value) {
  void *field = (char *)asked + o->at;
  if (!value) return fail(E_BAD_INPUT, "%s needs a value: %s %s", o->name, o->name, o->value);
  if (o->kind == CLI_MANY) {
    struct cli_many *many = field;
    if (many->n == CLI_MANY_MAX)
      return fail(E_BAD_INPUT, "%s is given more than %d times", o->name, CLI_MANY_MAX);
    many->v[many->n++] = value;
    return OK;
  }
  if (*(const char **)field) return fail(E_BAD_INPUT, "%s is given twice", o->name);
  *(const char **)field = value;
  return OK;
}

// One option and its value; *i ends at the last word that was its.
static enum err take(const struct cli_option *o, int argc, char **argv, int *i, void *asked) {
  const char *equals = argv[*i] + strlen(o->name);
  if (o->kind == CLI_FLAG) {
    if (*equals) return fail(E_BAD_INPUT, "%s takes no value", o->name);
    *(bool *)((char *)asked + o->at) = true;
    return OK;
  }
  if (*equals) return keep(o, asked, equals + 1);
  return keep(o, asked, *i + 1 < argc ? argv[++*i] : NULL);
}

// ---- the walk -----------------------------------------------------------------------------------
static enum cli_wish wish_of(const char *word) {
  if (!strcmp(word, "--help") || !strcmp(word, "-h")) return CLI_HELP;
  return strcmp(word, "--version") ? CLI_RUN : CLI_VERSION;
}

static bool is_option(const char *word) { return word[0] == '-' && word[1]; }

static enum err complete(const struct cli *c, const void *asked) {
  for (size_t i = 0; i < c->n; i++) {
    const struct cli_option *o = &c->options[i];
    const char *value = o->needed ? *(const char *const *)((const char *)asked + o->at) : "x";
    if (!value || !*value)
      return fail(E_BAD_INPUT, "%s is missing: %s %s, %s", o->name, o->name, o->value, o->says);
  }
  return OK;
}

static void keep_rest(const struct cli *c, int kept, char **argv, void *asked) {
  struct cli_words rest = {argv, (size_t)kept};
  if (c->rest) memcpy((char *)asked + c->rest_at, &rest, sizeof rest);
}

enum err cli_read(const struct cli *c, int argc, char **argv, void *asked, enum cli_wish *out) {
  int kept = 0;
  bool ended = false;
  for (int i = 0; i < argc; i++) {
    const struct cli_option *o = NULL;
    bool option = !ended && is_option(argv[i]);
    *out = option ? wish_of(argv[i]) : CLI_RUN;
    if (*out != CLI_RUN) {
      keep_rest(c, kept, argv, asked);
      return OK;
    }
    if (!ended && !strcmp(argv[i], "--")) {
      ended = true;
    } else if (option && (o = find(c, sv_of(argv[i])))) {
      TRY(take(o, argc, argv, &i, asked));
    } else if (option && !c->open) {
      return unknown(c, sv_of(argv[i]));
    } else if (!c->rest) {
      return fail(E_BAD_INPUT, "\"%.40s\" is one too many", argv[i]);
    } else {
      argv[kept++] = argv[i];
    }
  }
  *out = CLI_RUN;
  if (kept < argc) argv[kept] = NULL;
  keep_rest(c, kept, argv, asked);
  return complete(c, asked);
}
