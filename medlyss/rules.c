// SPDX-License-Identifier: Apache-2.0
// medlyss rules set, show, refuse, allow: which calls are recorded (core/rules.h), in versions, and
// the numbers that have refused.
#include "centre/house_rules.h"
#include "core/clock.h"
#include "core/file.h"
#include "gen/sql/ruling.h"
#include "medlyss/commands.h"
#include "medlyss/house.h"

struct rules_asked {
  const char *data;
  struct cli_words words;
};

static enum err one_word(const struct rules_asked *ask, const char *what, const char **out) {
  if (ask->words.n != 1) return fail(E_BAD_INPUT, "name one %s", what);
  *out = ask->words.v[0];
  return OK;
}

// ---- set and show ------------------------------------------------------------------------------

static enum err set(const void *asked, bool *out_no) {
  static struct rules r; // large
  AUTO(house) struct house h = HOUSE_NONE;
  AUTO(buf) struct buf text = {0};
  const char *file;
  (void)out_no;
  TRY(one_word(asked, "file", &file));
  TRY(file_read(AT_FDCWD, file, RULES_BYTES, &text));
  TRY(rules_read(buf_sv(&text), &r));
  TRY(house_open(((const struct rules_asked *)asked)->data, &h));
  TRY(house_rules_learn(h.db, &r));
  TRY(house_rules_set(h.db, &r, clock_wall_ms()));
  printf("version %" PRId64 ": %zu rules, for calls that begin from now on\n", r.version, r.n);
  return OK;
}

static enum err print_version(struct house *h, const struct rules_list_row *row) {
  static struct rules r; // large
  AUTO(buf) struct buf b = {0};
  char when[32];
  struct tm t;
  time_t seconds = row->from_ms / 1000;
  gmtime_r(&seconds, &t);
  strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S", &t);
  buf_printf(&b, "# version %" PRId64 ", from %sZ\n", row->version, when);
  TRY(rules_read(sv_of(row->body), &r));
  TRY(house_rules_name(h->db, &r));
  for (size_t i = 0; i < r.n; i++) rules_write(&r.rule[i], &b);
  if (!r.n) buf_add_str(&b, "# every call is recorded\n");
  TRY(buf_check(&b));
  return fwrite(b.p, 1, b.n, stdout) == b.n ? OK : fail_os("write");
}

static enum err print_refused(struct house *h, struct arena *a) {
  struct refused_list_row *rows;
  size_t n;
  TRY(sql_refused_list(h->db, a, &rows, &n));
  if (n) printf("# numbers that have refused to be recorded: %zu\n", n);
  return OK;
}

static enum err show(const void *asked, bool *out_no) {
  const struct rules_asked *ask = asked;
  AUTO(house) struct house h = HOUSE_NONE;
  AUTO(arena) struct arena a;
  struct rules_list_row *rows;
  size_t n, most = 1;
  (void)out_no;
  arena_init(&a, 64 << 20);
  if (ask->words.n > 1 || (ask->words.n && strcmp(ask->words.v[0], "all") != 0))
    return fail(E_BAD_INPUT, "all, or nothing for the version in force");
  if (ask->words.n) most = 100;
  TRY(house_open(ask->data, &h));
  TRY(sql_rules_list(h.db, &a, &rows, &n));
  if (!n) printf("# no rules: every call is recorded\n");
  for (size_t i = 0; i < n && i < most; i++) TRY(print_version(&h, &rows[i]));
  return print_refused(&h, &a);
}

// ---- refuse and allow --------------------------------------------------------------------------

static enum err refuse_it(const void *asked, bool refuses) {
  const struct rules_asked *ask = asked;
  AUTO(house) struct house h = HOUSE_NONE;
  const char *number;
  bool is_new;
  TRY(one_word(ask, "number", &number));
  TRY(house_open(ask->data, &h));
  TRY(house_keys(&h));
  TRY(house_rules_refuse(h.db, keystore_site(h.keys), sv_of(number), h.settings.country_code,
                         refuses, &is_new));
  if (!is_new)
    printf("it was so already\n");
  else
    printf("%s\n", refuses ? "calls of this number are not recorded from now on"
                           : "the rules decide of calls of this number again");
  return OK;
}

static enum err refuse(const void *asked, bool *out_no) {
  (void)out_no;
  return refuse_it(asked, true);
}

static enum err allow(const void *asked, bool *out_no) {
  (void)out_no;
  return refuse_it(asked, false);
}

// ---- their lines -------------------------------------------------------------------------------

static const struct cli_option options[] = {CLI_DATA(struct rules_asked)};
#define RULES_COMMAND(word, sentence, typed, what, fn)                                             \
  {                                                                                                \
    .path = "rules " word, .says = sentence, .example = typed, .rest = what,                       \
    .rest_at = offsetof(struct rules_asked, words), .options = options, .n = countof(options),     \
    .size = sizeof(struct rules_asked), .run = fn                                                  \
  }

const struct cli command_rules_set = RULES_COMMAND(
    "set",
    "A new version of the recording rules, from a FILE with a rule a line: NAME: all, none or "
    "share PER CENT, then if with direction in|out|internal, queue NAME, agent NAME, number "
    "PATTERN (* for any digits) or shorter SECONDS. The first that fits decides; a call that none "
    "fits is recorded. Calls that began before keep the version they began with.",
    "medlyss rules set --data /var/lib/medlyss rules.txt", "FILE", set);
const struct cli command_rules_show = RULES_COMMAND(
    "show", "The recording rules in force, as they are written; with WORD all, every version.",
    "medlyss rules show --data /var/lib/medlyss", "WORD", show);
const struct cli command_rules_refuse = RULES_COMMAND(
    "refuse",
    "A NUMBER that does not want to be recorded: none of its calls is. It is kept as a keyed hash.",
    "medlyss rules refuse --data /var/lib/medlyss 0701740606", "NUMBER", refuse);
const struct cli command_rules_allow =
    RULES_COMMAND("allow", "Takes back that a NUMBER has refused.",
                  "medlyss rules allow --data /var/lib/medlyss 0701740606", "NUMBER", allow);
