// SPDX-License-Identifier: Apache-2.0
// Cli: a command's line as data. A command declares what it takes (`struct cli`), is handed a
// struct with the values, and is read, explained and named from that one table: there is no option
// without its sentence, and `--help`, `-h` and `--version` are answered everywhere (exit 0, on
// standard output). Reading is strict: an unknown option, a missing value or one given twice ends
// with 64 and a sentence that names the nearest known one. `--` ends the options; `--name=value`
// and `--name value` are the same. Values point into argv, whose words are put in another order.
#pragma once
#include "core/buf.h"
#include "core/sv.h"

enum { CLI_MANY_MAX = 64, CLI_LINE = 200 };
struct cli_words { // what stands without an option's name, or after one that may come again
  char **v;        // NULL after its last
  size_t n;
};
struct cli_many {
  const char *v[CLI_MANY_MAX];
  size_t n;
};

enum cli_kind { CLI_FLAG, CLI_WORD, CLI_MANY }; // bool, const char *, struct cli_many
struct cli_option {
  const char *name;  // "--data"
  const char *value; // what its value is called: "DIR"
  const char *says;  // NULL: what schemas/settings.def says of `setting`
  const char *setting;
  size_t at;
  enum cli_kind kind;
  bool needed, secret; // secret: for our own programs and tests, not in the help
};
// clang-format off
#define CLI_DATA(T)   {"--data", "DIR", "the data folder", NULL, offsetof(T, data), CLI_WORD, true, false}
#define CLI_FLAG(T, field, name, says)        {name, NULL, says, NULL, offsetof(T, field), CLI_FLAG, false, false}
#define CLI_WORD(T, field, name, value, says) {name, value, says, NULL, offsetof(T, field), CLI_WORD, false, false}
#define CLI_NEED(T, field, name, value, says) {name, value, says, NULL, offsetof(T, field), CLI_WORD, true, false}
#define CLI_MANY(T, field, name, value, says) {name, value, says, NULL, offsetof(T, field), CLI_MANY, false, false}
#define CLI_SECRET(T, field, name, kind)      {name, "X", "", NULL, offsetof(T, field), kind, false, true}
// For one run what a setting says for all; `kind` as its field is.
#define CLI_SETTING(T, field, name, value, setting, kind) {name, value, NULL, #setting, offsetof(T, field), kind, false, false}
// clang-format on

struct cli {
  const char *path;    // "user add"; "" where a program does one thing
  const char *says;    // what it does, in a sentence or two
  const char *example; // lines that can be typed as they stand
  const char *rest;    // what stands without a name, "FILE...", explained in `says`; NULL: nothing
  size_t rest_at;      // of its struct cli_words
  size_t size;         // of the struct its values go to, at most CLI_ASKED_MAX
  const struct cli_option *options;
  size_t n;
  // OK with *out_no set: it ran, and the answer is no (exit 1).
  enum err (*run)(const void *asked, bool *out_no);
  // What the words already there say of themselves, into the help (medlyss stat wilson --help).
  // An error where there is no such thing.
  enum err (*explain)(const void *asked, struct buf *b);
  const char *sibling; // instead of run: the program beside this one that knows it
  bool keeps_path;     // and wants the path too
  bool open;           // unknown options go to the rest as they are (medlyss stat)
};
enum { CLI_ASKED_MAX = 4096 };

struct cli_program {
  const char *name; // as people type it: "medlyss", "medlyss import"
  const char *says;
  const struct cli *const *commands;
  size_t n;
  const char *log; // its name in the log, where its failures go; NULL: they go to standard error
  enum err (*become)(const char *sibling, char **argv);
};

// Readies the process (no dump of its memory: core/fence.h; libsodium), finds the command, answers
// or runs it, says what failed; the exit code.
int cli_main(const struct cli_program *p, int argc, char **argv);
// The same of a program that does one thing.
int cli_single(const char *name, const char *log, const struct cli *c, int argc, char **argv);

// ---- its parts, for tests -----------------------------------------------------------------------
enum cli_wish { CLI_RUN, CLI_HELP, CLI_VERSION };
// `asked` has c->size bytes, zeroed. With CLI_HELP or CLI_VERSION nothing else is checked.
MUST_CHECK enum err cli_read(const struct cli *c, int argc, char **argv, void *asked,
                             enum cli_wish *out);
MUST_CHECK enum err cli_help(const struct cli_program *p, const struct cli *c, const void *asked,
                             struct buf *b);
// Every command whose path begins with `under` ("" for all), a line each.
void cli_overview(const struct cli_program *p, const char *under, struct buf *b);
extern const char cli_version[];
