// SPDX-License-Identifier: Apache-2.0
// From the words of a line to a command's end: which one is meant, and what is said when none is.
#include <sodium.h>

#include "core/cli.h"
#include "core/fence.h"
#include "core/log.h"

// ---- which one ----------------------------------------------------------------------------------
// How many words of the line are the command's path; -1: it is another.
static int matches(const struct cli *c, int argc, char **argv) {
  struct sv path = sv_of(c->path);
  int n = 0;
  while (path.n) {
    struct sv word = sv_cut(&path, ' ');
    if (n >= argc || !sv_eq(word, sv_of(argv[n]))) return -1;
    n++;
  }
  return n;
}

static const struct cli *meant(const struct cli_program *p, int argc, char **argv, int *out_words) {
  const struct cli *best = NULL;
  *out_words = -1;
  for (size_t i = 0; i < p->n; i++) {
    int n = matches(p->commands[i], argc, argv);
    if (n <= *out_words) continue;
    *out_words = n;
    best = p->commands[i];
  }
  return best;
}

// `user` alone: the first word of several commands.
static bool is_family(const struct cli_program *p, const char *word) {
  struct sv w = sv_of(word);
  for (size_t i = 0; i < p->n && w.n; i++) {
    struct sv path = sv_of(p->commands[i]->path), first = sv_cut(&path, ' ');
    if (sv_eq(first, w) && path.n) return true;
  }
  return false;
}

// NULL: none is near.
static const char *nearest(const struct cli_program *p, const char *word) {
  if (*word == '-') return "--help";
  const char *best = NULL;
  size_t least = strlen(word) / 2 + 1;
  for (size_t i = 0; i < p->n; i++) {
    struct sv path = sv_of(p->commands[i]->path);
    if (sv_eq(path, sv_of(word))) return p->commands[i]->path;
    size_t d = sv_distance(sv_first(sv_of(word), 40), sv_cut(&path, ' '));
    if (d >= least) continue;
    least = d;
    best = p->commands[i]->path;
  }
  return best;
}

// ---- what is said -------------------------------------------------------------------------------
static int print(FILE *to, const struct buf *b, int code) {
  fwrite(b->p ? b->p : "", 1, b->n, to);
  return fflush(to) ? err_exit(E_IO) : code;
}

// What is typed as a word of medlyss is of its version.
static int version(const struct cli_program *p) {
  struct sv name = sv_of(p->name), first = sv_cut(&name, ' ');
  printf(SV_FMT " %s\n", SV_ARG(first), cli_version);
  return fflush(stdout) ? err_exit(E_IO) : 0;
}

static int overview(const struct cli_program *p, const char *under, bool asked) {
  AUTO(buf) struct buf b = {0};
  if (!*under) buf_printf(&b, "%s\n\n", p->says);
  cli_overview(p, under, &b);
  buf_printf(&b, "\n%s COMMAND --help explains one; %s --version says which this is.\n", p->name,
             p->name);
  return print(asked ? stdout : stderr, &b, asked ? 0 : err_exit(E_BAD_INPUT));
}

static int no_command(const struct cli_program *p, const char *word) {
  const char *near = nearest(p, word);
  if (near && !strcmp(near, word)) // a path in one word: it was quoted
    fprintf(stderr, "%s: \"%s\" is typed as words apart: %s %s\n", p->name, word, p->name, near);
  else
    fprintf(stderr, "%s: there is no %s \"%.40s\"%s%s%s\n%s --help names them all\n", p->name,
            *word == '-' ? "option" : "command", word, near ? "; did you mean " : "",
            near ? near : "", near ? "?" : "", p->name);
  return err_exit(E_BAD_INPUT);
}

static int misread(const struct cli_program *p, const struct cli *c, enum err rc) {
  const char *space = *c->path ? " " : "";
  fprintf(stderr, "%s%s%s: %s\n%s%s%s --help says how it is typed\n", p->name, space, c->path,
          err_detail(), p->name, space, c->path);
  err_forget();
  return err_exit(rc);
}

static int failed(const struct cli_program *p, const struct cli *c, enum err rc) {
  char name[CLI_LINE];
  snprintf(name, sizeof name, "%s%s%s", p->name, *c->path ? " " : "", c->path);
  if (p->log)
    log_err(rc, name);
  else
    fprintf(stderr, "%s: %s\n", name, *err_detail() ? err_detail() : err_text(rc));
  return err_exit(rc);
}

// ---- done ---------------------------------------------------------------------------------------
static int run(const struct cli_program *p, const struct cli *c, int argc, char **argv) {
  _Alignas(max_align_t) char asked[CLI_ASKED_MAX] = {0};
  AUTO(buf) struct buf b = {0};
  enum cli_wish wish;
  bool no = false;
  assert(c->size <= sizeof asked);
  enum err rc = cli_read(c, argc, argv, asked, &wish);
  if (rc) return misread(p, c, rc);
  if (wish == CLI_VERSION) return version(p);
  if (wish == CLI_HELP) {
    rc = cli_help(p, c, asked, &b);
    return rc ? misread(p, c, rc) : print(stdout, &b, 0);
  }
  rc = c->run(asked, &no);
  return rc ? failed(p, c, rc) : no;
}

static bool is_help(const char *word) {
  return !strcmp(word, "--help") || !strcmp(word, "-h") || !strcmp(word, "help");
}

// "help user add" becomes "user add --help", in the room it has.
static int turned(char **line, int n) {
  static char help[] = "--help";
  memmove(line, line + 1, (size_t)n * sizeof *line);
  line[n] = help;
  return n + 1;
}

static int no_single(const struct cli_program *p, char **line, int n, bool asked) {
  for (; n && is_help(line[0]); n--, line++) asked = true; // help of help is help
  for (int i = 0; i < n && i < 2; i++)
    if (!strcmp(line[i], "--version")) return version(p);
  if (n && !is_family(p, line[0])) return no_command(p, line[0]);
  bool help = asked || (n > 1 && is_help(line[1]));
  if (n > 1 && !help)
    fprintf(stderr, "%s: there is no command \"%.40s %.40s\"\n", p->name, line[0], line[1]);
  return overview(p, n ? line[0] : "", help);
}

// Keys and callers' sound may lie in this memory, whatever the command.
static bool ready(const struct cli_program *p) {
  log_init(p->log ? p->log : p->name, LOG_INFO);
  fence_no_dumps();
  return sodium_init() >= 0;
}

static int answer(const struct cli_program *p, int argc, char **argv) {
  int words, n = argc > 0 ? argc - 1 : 0;
  char **line = argv + 1;
  bool one = p->n == 1 && !*p->commands[0]->path;
  bool asked = !one && n && is_help(line[0]);
  const struct cli *c = meant(p, n - asked, line + asked, &words);
  if (!c) return no_single(p, line + asked, n - asked, asked);
  if (asked) n = turned(line, n - 1);
  if (!c->sibling) return run(p, c, n - words, line + words);
  return failed(p, c, p->become(c->sibling, c->keeps_path ? argv : line));
}

// Whose standard output is a file on a full disk is not told that all went well.
int cli_main(const struct cli_program *p, int argc, char **argv) {
  if (!ready(p)) return err_exit(E_BROKEN);
  int code = answer(p, argc, argv);
  if (!fflush(stdout) && !ferror(stdout)) return code;
  fprintf(stderr, "%s: not all of what was said could be written to where it goes\n", p->name);
  return code ? code : err_exit(E_IO);
}

int cli_single(const char *name, const char *log, const struct cli *c, int argc, char **argv) {
  const struct cli *const commands[] = {c};
  return cli_main(&(struct cli_program){.name = name, .commands = commands, .n = 1, .log = log},
                  argc, argv);
}
