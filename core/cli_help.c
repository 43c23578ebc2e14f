// SPDX-License-Identifier: Apache-2.0
// The help of a command, from its table: its sentence, how it is typed, its options, an example.
#include "core/cli.h"
#include "core/settings.h"

enum { WIDTH = 80, COLUMN = 26 };

// Words from column `at` on, continued under `indent`.
static void wrapped(struct buf *b, const char *text, size_t at, size_t indent) {
  for (struct sv rest = sv_of(text); rest.n;) {
    struct sv word = sv_cut(&rest, ' ');
    if (at > indent && at + 1 + word.n > WIDTH) {
      buf_printf(b, "\n%*s", (int)indent, "");
      at = indent;
    } else if (at > indent) {
      buf_add_char(b, ' ');
      at++;
    }
    buf_add_sv(b, word);
    at += word.n;
  }
  buf_add_char(b, '\n');
}

static void full_name(const struct cli_program *p, const struct cli *c, char out[CLI_LINE]) {
  snprintf(out, CLI_LINE, "%s%s%s", p->name, *c->path ? " " : "", c->path);
}

// ---- how it is typed ----------------------------------------------------------------------------
static void typed(const struct cli_program *p, const struct cli *c, struct buf *b) {
  AUTO(buf) struct buf line = {0};
  char name[CLI_LINE];
  full_name(p, c, name);
  for (size_t i = 0; i < c->n; i++) {
    const struct cli_option *o = &c->options[i];
    if (o->secret) continue;
    // a no-break space (0x01 here) keeps an option and its value on one line
    buf_printf(&line, " %s%s%s%s%s%s", o->needed ? "" : "[", o->name,
               o->kind == CLI_FLAG ? "" : "\1", o->kind == CLI_FLAG ? "" : o->value,
               o->needed ? "" : "]", o->kind == CLI_MANY ? "..." : "");
  }
  if (c->rest) buf_printf(&line, " %s", c->rest);
  size_t at = b->n, indent = 2 + strlen(name);
  buf_printf(b, "  %s", name);
  if (line.n) {
    buf_add_char(b, ' ');
    wrapped(b, line.p + 1, indent + 1, indent + 1);
  } else {
    buf_add_char(b, '\n');
  }
  for (; at < b->n; at++)
    if (b->p[at] == '\1') b->p[at] = ' ';
}

// ---- what it takes ------------------------------------------------------------------------------
static void row(struct buf *b, const char *left, const char *says) {
  size_t n = strlen(left);
  buf_printf(b, "  %s", left);
  if (n + 4 > COLUMN)
    buf_printf(b, "\n%*s", COLUMN, "");
  else
    buf_printf(b, "%*s", (int)(COLUMN - 2 - n), "");
  wrapped(b, says, COLUMN, COLUMN);
}

static void option(struct buf *b, const struct cli_option *o) {
  char left[CLI_LINE], says[600];
  const char *value = "";
  snprintf(left, sizeof left, "%s%s%s", o->name, o->kind == CLI_FLAG ? "" : " ",
           o->kind == CLI_FLAG ? "" : o->value);
  if (o->setting) {
    const char *sentence = settings_says(o->setting, &value);
    snprintf(says, sizeof says, "%s Without it: the setting %s%s%s%s.", sentence, o->setting,
             *value ? " (" : "", value, *value ? ")" : "");
  } else {
    snprintf(says, sizeof says, "%s%s", o->says, o->kind == CLI_MANY ? "; may be given again" : "");
  }
  row(b, left, says);
}

static void examples(struct buf *b, const char *lines) {
  buf_add_str(b, "\nFor example:\n");
  for (struct sv rest = sv_of(lines); rest.n;) {
    struct sv line = sv_cut(&rest, '\n');
    buf_printf(b, "  " SV_FMT "\n", SV_ARG(line));
  }
}

enum err cli_help(const struct cli_program *p, const struct cli *c, const void *asked,
                  struct buf *b) {
  wrapped(b, c->says, 0, 0);
  buf_add_char(b, '\n');
  typed(p, c, b);
  buf_add_char(b, '\n');
  for (size_t i = 0; i < c->n; i++)
    if (!c->options[i].secret) option(b, &c->options[i]);
  row(b, "-h, --help", "this");
  row(b, "--version", "which Medlyss this is");
  if (c->explain) TRY(c->explain(asked, b));
  examples(b, c->example);
  return OK;
}

// ---- which there are ----------------------------------------------------------------------------
void cli_overview(const struct cli_program *p, const char *under, struct buf *b) {
  for (size_t i = 0; i < p->n; i++) {
    const struct cli *c = p->commands[i];
    if (sv_starts(sv_of(c->path), sv_of(under))) row(b, c->path, c->says);
  }
  for (size_t i = 0; i < p->n; i++) { // the first that has one: what people begin with
    const struct cli *c = p->commands[i];
    if (!c->example || !sv_starts(sv_of(c->path), sv_of(under))) continue;
    examples(b, c->example);
    return;
  }
}
