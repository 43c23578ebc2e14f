// SPDX-License-Identifier: Apache-2.0
#include "core/cli.h"
#include "tests/check.h"

struct line {
  const char *data, *listen;
  bool json;
  struct cli_many many;
  struct cli_words rest;
  char text[100];
  char *argv[16];
};

static const struct cli_option options[] = {
    CLI_DATA(struct line),
    CLI_FLAG(struct line, json, "--json", "one JSON object a line"),
    CLI_MANY(struct line, many, "--line", "NUMBER", "a phone"),
    CLI_SETTING(struct line, listen, "--listen", "ADDR:PORT", listen, CLI_WORD),
};
static const struct cli command = {.path = "try it",
                                   .says = "Tries it.",
                                   .example = "medlyss try it --data d",
                                   .rest = "FILE...",
                                   .rest_at = offsetof(struct line, rest),
                                   .options = options,
                                   .n = countof(options),
                                   .size = sizeof(struct line)};

static enum err read_line(struct line *l, const char *text, enum cli_wish *out) {
  char *save = NULL;
  int argc = 0;
  *l = (struct line){0};
  snprintf(l->text, sizeof l->text, "%s", text);
  for (char *w = strtok_r(l->text, " ", &save); w && argc < 15; w = strtok_r(NULL, " ", &save))
    l->argv[argc++] = w;
  return cli_read(&command, argc, l->argv, l, out);
}

TEST(a_command_line_is_read_strictly) {
  struct line l;
  enum cli_wish wish;
  CHECK_OK(read_line(&l, "--line 1 x --data d --line=2 --json -- --y", &wish));
  CHECK(wish == CLI_RUN && l.json && l.many.n == 2 && l.rest.n == 2);
  CHECK_STR(l.data, "d");
  CHECK_STR(l.many.v[1], "2");
  CHECK_STR(l.rest.v[1], "--y");
  CHECK_FAILS(E_BAD_INPUT, read_line(&l, "--data a --data b", &wish));
  CHECK_FAILS(E_BAD_INPUT, read_line(&l, "--data d --json=yes", &wish));
  CHECK_FAILS(E_BAD_INPUT, read_line(&l, "--data d --json --line", &wish));
  CHECK_FAILS(E_BAD_INPUT, read_line(&l, "--json", &wish));
}

TEST(an_unknown_option_names_the_nearest) {
  struct line l;
  enum cli_wish wish;
  CHECK(read_line(&l, "--jsno", &wish) == E_BAD_INPUT);
  CHECK_STR(err_detail(), "there is no option --jsno here; did you mean --json?");
  err_forget();
  CHECK(read_line(&l, "--dat=x", &wish) == E_BAD_INPUT);
  CHECK_STR(err_detail(), "there is no option --dat here; did you mean --data?");
  err_forget();
}

TEST(help_is_heard_whatever_is_missing) {
  struct line l;
  enum cli_wish wish;
  CHECK_OK(read_line(&l, "a -h", &wish));
  CHECK(wish == CLI_HELP && l.rest.n == 1);
  CHECK_OK(read_line(&l, "--version --nonsense", &wish));
  CHECK(wish == CLI_VERSION);
  CHECK_OK(read_line(&l, "--data d -- --help", &wish));
  CHECK(wish == CLI_RUN && l.rest.n == 1);
}

TEST(help_is_made_of_the_table) {
  AUTO(buf) struct buf b = {0};
  static const struct cli *const commands[] = {&command};
  static const struct cli_program p = {.name = "medlyss", .commands = commands, .n = 1};
  struct line l = {0};
  CHECK_OK(cli_help(&p, &command, &l, &b));
  CHECK(sv_has(buf_sv(&b), SV("medlyss try it --data DIR [--json] [--line NUMBER]...")));
  CHECK(sv_has(buf_sv(&b), SV("Address and port of the web")));
  for (struct sv rest = buf_sv(&b); rest.n;) CHECK(sv_cut(&rest, '\n').n <= 80);
}
