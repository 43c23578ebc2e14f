// SPDX-License-Identifier: Apache-2.0
#include "core/settings.h"

#include <ini.h>

#include "core/file.h"
#include "core/settings_check.h"

enum kind { K_GROUP, K_TEXT, K_WORD, K_NUMBER, K_SWITCH };
struct row {
  enum kind kind;
  const char *name, *value, *words, *says; // a group has only a name
  int64_t least, most;                     // of a number; a text's length is at most `most`
  size_t at;                               // in struct settings
  settings_fits *fits;                     // of a text
};

// clang-format off
#define AT(name) offsetof(struct settings, name)
#define GROUP(title)                           {.kind = K_GROUP, .name = title},
#define TEXT(name_, value_, longest, says_)    {K_TEXT, #name_, value_, NULL, says_, 0, longest, AT(name_), settings_fits_##name_},
#define WORD(name_, value_, words_, says_)     {K_WORD, #name_, value_, words_, says_, 0, 0, AT(name_), NULL},
#define NUMBER(name_, value_, low, high, says_) {K_NUMBER, #name_, #value_, NULL, says_, low, high, AT(name_), NULL},
#define SWITCH(name_, value_, says_)           {K_SWITCH, #name_, #value_, "true|false", says_, 0, 0, AT(name_), NULL},
static const struct row rows[] = {
#include "schemas/settings.def"
};
// clang-format on

static void *field(struct settings *s, const struct row *r) { return (char *)s + r->at; }

void settings_drop(struct settings *s) { arena_drop(&s->arena); }

// ---- one value --------------------------------------------------------------------------------
static bool one_of(struct sv value, const char *words) {
  for (struct sv rest = sv_of(words); rest.n;)
    if (sv_eq(sv_cut(&rest, '|'), value)) return true;
  return false;
}

static enum err refuse(const struct row *r, const char *why) {
  err_forget();
  return fail(E_CONFIG, "%s: %s", r->name, why);
}

static enum err set_number(struct settings *s, const struct row *r, struct sv value) {
  char range[80];
  snprintf(range, sizeof range, "a whole number from %" PRId64 " to %" PRId64, r->least, r->most);
  int64_t v;
  if (sv_i64(value, r->least, r->most, &v)) return refuse(r, range);
  *(int64_t *)field(s, r) = v;
  return OK;
}

static enum err set_text(struct settings *s, const struct row *r, struct sv value) {
  if (value.n > (size_t)r->most) return refuse(r, "the text is too long");
  for (size_t i = 0; i < value.n; i++)
    if ((unsigned char)value.p[i] < ' ') return refuse(r, "a text has no control characters");
  const char *is = r->fits(value);
  if (is) return refuse(r, is);
  *(const char **)field(s, r) = arena_strndup(&s->arena, value.p, value.n);
  return OK;
}

static enum err set_word(struct settings *s, const struct row *r, struct sv value) {
  char choice[200];
  snprintf(choice, sizeof choice, "one of %s", r->words);
  if (!one_of(value, r->words)) return refuse(r, choice);
  if (r->kind == K_SWITCH)
    *(bool *)field(s, r) = sv_eq(value, SV("true"));
  else
    *(const char **)field(s, r) = arena_strndup(&s->arena, value.p, value.n);
  return OK;
}

static enum err set_row(struct settings *s, const struct row *r, struct sv value) {
  if (r->kind == K_NUMBER) return set_number(s, r, value);
  return r->kind == K_TEXT ? set_text(s, r, value) : set_word(s, r, value);
}

// ---- names ------------------------------------------------------------------------------------
static const struct row *find(struct sv name, const struct row **out_nearest) {
  size_t best = SIZE_MAX;
  for (size_t i = 0; i < countof(rows); i++) {
    if (rows[i].kind == K_GROUP) continue;
    size_t d = sv_distance(sv_first(name, 60), sv_of(rows[i].name));
    if (!d && name.n <= 60) return &rows[i];
    if (d < best) {
      best = d;
      *out_nearest = &rows[i];
    }
  }
  return NULL;
}

const char *settings_says(const char *name, const char **out_value) {
  const struct row *nearest = NULL, *r = find(sv_of(name), &nearest);
  *out_value = r ? r->value : "";
  return r ? r->says : "";
}

enum err settings_set(struct settings *s, struct sv name, struct sv value) {
  const struct row *nearest = NULL, *r = find(name, &nearest);
  if (!r)
    return fail(E_CONFIG, "there is no setting \"" SV_FMT "\"; did you mean %s?",
                SV_ARG(sv_first(name, 60)), nearest ? nearest->name : "another");
  return set_row(s, r, value);
}

// ---- the file ---------------------------------------------------------------------------------
struct reading {
  struct settings *s;
  bool seen[countof(rows)];
  enum err rc;
};

static int take(void *user, const char *section, const char *name, const char *value) {
  struct reading *r = user;
  const struct row *nearest = NULL, *row = find(sv_of(name), &nearest);
  if (*section)
    r->rc = fail(E_CONFIG, "there are no [sections]");
  else if (row && r->seen[row - rows])
    r->rc = fail(E_CONFIG, "%s stands there twice", name);
  else
    r->rc = settings_set(r->s, sv_of(name), sv_of(value ? value : ""));
  if (row) r->seen[row - rows] = true;
  return !r->rc; // 0 ends the reading
}

// libinih forgives much: continued lines, colons, comments behind a value, what it cuts off at 200
// characters. We take none of that.
static enum err check_line(struct sv line) {
  struct sv bare = sv_trim(line);
  size_t at = 0;
  if (line.n > 180) return fail(E_CONFIG, "the line is too long");
  if (bare.n && memchr(bare.p, '\0', bare.n)) return fail(E_CONFIG, "this is no text file");
  if (!bare.n || bare.p[0] == '#') return OK;
  if (sv_has(line, SV(" ;")) || sv_has(line, SV("\t;")))
    return fail(E_CONFIG, "a comment has a line of its own, beginning with #");
  if (!sv_find(line, '=', &at)) return fail(E_CONFIG, "a line is name = value");
  struct sv name = sv_trim(sv_first(line, at));
  if (name.p != line.p || !name.n) return fail(E_CONFIG, "a name begins at the left edge");
  for (size_t i = 0; i < name.n; i++)
    if (name.p[i] != '_' && (name.p[i] < 'a' || name.p[i] > 'z'))
      return fail(E_CONFIG, "a name is made of a-z and _");
  return OK;
}

static enum err at_line(enum err rc, const char *file, int line) {
  char says[400];
  snprintf(says, sizeof says, "%s", err_detail());
  err_forget();
  return fail(rc, "%s, line %d: %s", file, line, says);
}

static enum err parse(struct sv text, const char *file, struct settings *s) {
  int number = 0;
  for (struct sv rest = text; rest.n;) {
    enum err rc = check_line(sv_cut(&rest, '\n'));
    number++;
    if (rc) return at_line(rc, file, number);
  }
  AUTO(buf) struct buf copy = {0};
  buf_add_sv(&copy, text);
  struct reading r = {.s = s};
  int line = copy.n ? ini_parse_string(copy.p, take, &r) : 0;
  if (line < 0) return fail(E_CONFIG, "%s cannot be read", file);
  if (line && !r.rc) r.rc = fail(E_CONFIG, "a line is name = value");
  return line ? at_line(r.rc, file, line) : OK;
}

enum err settings_parse(struct sv text, const char *file_name, struct settings *out) {
  struct settings s = {0};
  arena_init(&s.arena, 256 * 1024);
  enum err rc = OK;
  for (size_t i = 0; i < countof(rows) && !rc; i++)
    if (rows[i].kind != K_GROUP) rc = set_row(&s, &rows[i], sv_of(rows[i].value));
  if (!rc) rc = parse(text, file_name, &s);
  if (rc)
    settings_drop(&s);
  else
    *out = s;
  return rc;
}

enum err settings_open(int data_dir, struct settings *out) {
  AUTO(buf) struct buf text = {0};
  // May be a link (to /etc, say), and nothing but a file is waited for.
  AUTO(fd) fd in = openat(data_dir, "medlyss.ini", O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (in < 0 && errno != ENOENT) return fail_os("open medlyss.ini");
  if (in >= 0) TRY(file_read_fd(in, "medlyss.ini", 64 * 1024, &text));
  return settings_parse(buf_sv(&text), "medlyss.ini", out);
}

// ---- in words ---------------------------------------------------------------------------------
static void print_sample(struct buf *b, const struct row *r) {
  if (r->kind == K_GROUP) {
    buf_printf(b, "\n# ---- %s ----\n", r->name);
    return;
  }
  buf_printf(b, "# %s", r->says);
  if (r->kind == K_NUMBER) buf_printf(b, " (%" PRId64 " to %" PRId64 ")", r->least, r->most);
  if (r->words) buf_printf(b, " (%s)", r->words);
  buf_printf(b, "\n#%s = %s\n", r->name, r->value);
}

static void print_markdown(struct buf *b, const struct row *r) {
  if (r->kind == K_GROUP) {
    buf_printf(b, "\n### %s\n| setting | default | may be | what it does |\n|---|---|---|---|\n",
               r->name);
    return;
  }
  buf_printf(b, "| `%s` | %s%s%s | ", r->name, *r->value ? "`" : "", r->value,
             *r->value ? "`" : "");
  if (r->kind == K_NUMBER)
    buf_printf(b, "%" PRId64 "–%" PRId64, r->least, r->most);
  else if (r->words)
    for (const char *c = r->words; *c; c++) *c == '|' ? buf_add_str(b, ", ") : buf_add_char(b, *c);
  else
    buf_printf(b, "text, at most %" PRId64, r->most);
  buf_printf(b, " | %s |\n", r->says);
}

void settings_print(struct buf *b, enum settings_style style) {
  for (size_t i = 0; i < countof(rows); i++)
    style == SETTINGS_SAMPLE ? print_sample(b, &rows[i]) : print_markdown(b, &rows[i]);
}
