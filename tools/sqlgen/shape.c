// SPDX-License-Identifier: Apache-2.0
// Reads schemas/shapes: first every name, then, when all are known, their members.
#include <ctype.h>

#include "core/file.h"
#include "tools/sqlgen/sqlgen.h"

static const struct {
  const char *word;
  enum type type;
} values[] = {{"id", T_ID},     {"ms", T_MS},     {"int", T_INT},
              {"real", T_REAL}, {"text", T_TEXT}, {"bool", T_BOOL}};

static struct sv text_named(char out[NAME_ROOM], struct sv name) {
  name = sv_trim(name);
  if (!name.n || name.n >= NAME_ROOM) die("\"" SV_FMT "\" is no name", SV_ARG(name));
  memcpy(out, name.p, name.n);
  out[name.n] = '\0';
  return name;
}

void told_c_name(char out[NAME_ROOM], const char *name) {
  size_t n = 0;
  for (const char *p = name; *p && n + 2 < NAME_ROOM; p++) {
    if (isupper((unsigned char)*p) && p > name) out[n++] = '_';
    out[n++] = (char)tolower((unsigned char)*p);
  }
  out[n] = '\0';
}

// ---- names ------------------------------------------------------------------------------------
static struct told *told_named(const struct model *m, struct sv name) {
  for (size_t i = 0; i < m->n_told; i++)
    if (sv_eq(name, sv_of(m->told[i]->name))) return m->told[i];
  return NULL;
}

static const struct query *row_named(const struct model *m, struct sv name) {
  for (size_t i = 0; i < m->n_queries; i++)
    if (sv_eq(name, sv_of(m->queries[i]->name))) return m->queries[i];
  return NULL;
}

static struct told *begin(struct model *m, const char *noun, struct sv name) {
  struct told *t = keep(sizeof *t);
  t->file = at_file;
  snprintf(t->noun, sizeof t->noun, "%s", noun);
  name = text_named(t->name, name);
  at_query = t->name;
  if (!isupper((unsigned char)t->name[0])) die("a shape's name begins with a capital");
  if (told_named(m, name) || words_named(name)) die("there are two of this name");
  told_c_name(t->c_name, t->name);
  if (m->n_told == countof(m->told)) die("too many shapes");
  return m->told[m->n_told++] = t;
}

static void read_answer(struct model *m, struct sv line) { // interaction_get Call
  if (m->n_answers == countof(m->answers)) die("too many answers");
  struct answer *a = &m->answers[m->n_answers++];
  struct sv handler = sv_cut(&line, ' '), type = sv_trim(line);
  text_named(a->handler, handler);
  a->page = type.n > 2 && sv_eq(sv_from(type, type.n - 2), SV("[]"));
  a->is = keep(sizeof *a->is);
  a->is->words = strndup(type.p, type.n - (a->page ? 2 : 0)); // read when all names are known
}

static struct told *read_head(struct model *m, const char *noun, struct sv line) {
  bool only_type = sv_starts(line, SV("type "));
  if (only_type) line = sv_from(line, 5);
  if (sv_starts(line, SV("answer "))) {
    read_answer(m, sv_from(line, 7));
    return NULL;
  }
  struct sv rest = line, name = sv_cut(&rest, ' ');
  if (name.n && name.p[name.n - 1] == ':') name = sv_first(name, name.n - 1);
  struct told *t = begin(m, noun, name);
  t->only_type = only_type;
  rest = sv_trim(rest);
  if (!sv_starts(rest, SV("="))) {
    t->body = rest; // spreads of the first line
    return t;
  }
  if (only_type) {
    t->one_of = true;
    t->body = sv_from(rest, 1); // A | B
    return t;
  }
  t->alias = row_named(m, sv_trim(sv_from(rest, 1)));
  if (!t->alias || !t->alias->json) die("= names a query that is :json");
  return t;
}

void shape_read_file(struct model *m, const char *path) {
  struct buf text = {0};
  char noun[NAME_ROOM];
  const char *base = strrchr(path, '/');
  struct sv name = sv_of(base ? base + 1 : path);
  text_named(noun, sv_cut(&name, '.'));
  at_file = strdup(path);
  at_query = "";
  if (file_read(AT_FDCWD, path, 1 << 20, &text)) die("%s", err_detail());
  struct told *t = NULL;
  struct sv rest = buf_sv(&text);
  while (rest.n) {
    struct sv line = sv_cut(&rest, '\n');
    if (!sv_trim(line).n || sv_starts(line, SV("--"))) continue;
    if (line.p[0] != ' ')
      t = read_head(m, noun, line);
    else if (!t)
      die("a member of what? " SV_FMT, SV_ARG(line));
    else if (!t->body.p)
      t->body = line;
    if (t && t->body.p) t->body.n = (size_t)(line.p + line.n - t->body.p);
  }
}

// ---- types ------------------------------------------------------------------------------------
static struct shown *shown(int kind) {
  struct shown *s = keep(sizeof *s);
  s->kind = kind;
  return s;
}

static bool inside_of(struct sv text, const char *word, struct sv *out) { // json(X): X
  struct sv begins = sv_of(word);
  if (!sv_starts(text, begins) || text.p[text.n - 1] != ')') return false;
  *out = sv_first(sv_from(text, begins.n), text.n - begins.n - 1);
  return true;
}

static struct shown *shown_words(const char *set, const char *name) {
  struct shown *s = shown(OF_WORDS);
  s->words = set;
  s->words_name = name;
  return s;
}

static struct shown *shown_plain(struct sv text) { // a value, a set of words; NULL: a name
  const struct words *w = words_named(text);
  for (size_t i = 0; i < countof(values); i++)
    if (sv_eq(text, sv_of(values[i].word))) {
      struct shown *s = shown(OF_VALUE);
      s->value = values[i].type;
      return s;
    }
  if (sv_eq(text, SV("stretch")) || sv_eq(text, SV("pair"))) return shown(OF_STRETCH);
  if (sv_eq(text, SV("json"))) return shown(OF_JSON);
  if (w) return shown_words(w->set, w->name);
  return sv_has(text, SV("|")) || sv_starts(text, SV("'"))
             ? shown_words(
                   strndup(text.p + (text.p[0] == '\''), text.n - (text.p[0] == '\'' ? 2 : 0)),
                   NULL)
             : NULL;
}

struct shown *shown_read(struct model *m, struct sv text) {
  struct sv inner;
  struct shown *s;
  text = sv_trim(text);
  if (text.n && text.p[text.n - 1] == '?') {
    s = shown_read(m, sv_first(text, text.n - 1));
    s->nullable = true;
    return s;
  }
  bool list = text.n > 2 && sv_eq(sv_from(text, text.n - 2), SV("[]"));
  if (list || inside_of(text, "json(", &inner) || inside_of(text, "map(", &inner)) {
    s = shown(list ? OF_LIST : text.p[0] == 'j' ? OF_JSON : OF_MAP);
    s->of = shown_read(m, list ? sv_first(text, text.n - 2) : inner);
    return s;
  }
  if ((s = shown_plain(text))) return s;
  struct told *t = told_named(m, text);
  const struct query *q = t ? t->alias : row_named(m, text);
  s = shown(q ? OF_ROW : OF_TOLD);
  s->told = t;
  s->row = q;
  if (!t && !q) die("nothing is called " SV_FMT, SV_ARG(text));
  if (q && !q->json) die(SV_FMT " is not :json", SV_ARG(text));
  return s;
}

// ---- members ----------------------------------------------------------------------------------
static struct member *add_member(struct told *t) {
  if (t->n_members == countof(t->members)) die("too many members");
  return &t->members[t->n_members++];
}

static void read_member(struct model *m, struct told *t, struct sv line) {
  struct sv type = sv_trim(line), name = sv_cut(&type, ' ');
  struct member *one = add_member(t);
  if (sv_starts(name, SV("..."))) {
    one->spread = true;
    one->is = shown_read(m, sv_from(name, 3));
    one->optional = one->is->nullable;
    if (one->is->kind != OF_ROW && one->is->kind != OF_TOLD) die("... is for rows and shapes");
    snprintf(one->name, sizeof one->name, "%s",
             one->is->row ? one->is->row->name : one->is->told->c_name);
    if (type.n) read_member(m, t, type);
    return;
  }
  one->optional = name.p[name.n - 1] == '?';
  text_named(one->name, one->optional ? sv_first(name, name.n - 1) : name);
  one->is = shown_read(m, type);
}

static void read_kinds(struct model *m, struct told *t) { // A | B
  for (struct sv rest = t->body; rest.n;) {
    struct member *one = add_member(t);
    struct sv name = text_named(one->name, sv_cut(&rest, '|'));
    one->is = shown_read(m, name);
  }
}

static void check_members(const struct told *t) {
  for (size_t i = 0; i < t->n_members; i++)
    for (size_t k = 0; k < i; k++)
      if (!strcmp(t->members[i].name, t->members[k].name))
        die("two are called %s", t->members[i].name);
}

void shapes_resolve(struct model *m) {
  for (size_t i = 0; i < m->n_told; i++) {
    struct told *t = m->told[i];
    at_file = t->file;
    at_query = t->name;
    if (t->one_of) read_kinds(m, t);
    for (struct sv rest = t->one_of ? (struct sv){0} : t->body; rest.n;) {
      struct sv line = sv_cut(&rest, '\n');
      if (sv_trim(line).n && !sv_starts(sv_trim(line), SV("--"))) read_member(m, t, line);
    }
    check_members(t);
  }
  for (size_t i = 0; i < m->n_answers; i++) {
    at_query = m->answers[i].handler;
    m->answers[i].is = shown_read(m, sv_of(m->answers[i].is->words));
  }
}

// A row's members as its query's shapes make them: what emit_json.c writes.
static void add_object(struct told *t, const struct query *q, const struct shape *s) {
  struct told *inner = keep(sizeof *inner);
  for (size_t k = 0; k < s->n_inner; k++) {
    const struct column *c = shape_column(q, s, k);
    struct member *one = add_member(inner);
    snprintf(one->name, sizeof one->name, "%s", s->inner[k]);
    one->is = c->words ? shown_words(c->words->set, c->words->name) : shown(OF_VALUE);
    one->is->value = c->type;
    one->is->nullable = c->nullable &&
                        (!shape_absent_with(q, s) || strcmp(s->inner[k], "name") != 0) &&
                        shape_absent_with(q, s) != c;
  }
  struct member *one = add_member(t);
  snprintf(one->name, sizeof one->name, "%s", s->name);
  one->is = shown(OF_TOLD);
  one->is->told = inner;
  one->is->nullable = shape_absent_with(q, s) != NULL;
}

struct told *told_of_row(struct model *m, const struct query *q) {
  struct told *t = keep(sizeof *t);
  for (size_t i = 0; i < q->n_columns; i++) {
    const struct column *c = &q->columns[i];
    const struct shape *s = shape_of(q, c);
    if (s && (s->out || (s->n_inner && !shape_begins(q, s, c)))) continue;
    if (s && s->n_inner) {
      add_object(t, q, s);
      continue;
    }
    struct member *one = add_member(t);
    snprintf(one->name, sizeof one->name, "%s", c->name);
    if (s && s->type.n)
      one->is = shown_read(m, s->type);
    else
      one->is = s          ? shown(OF_JSON)
                : c->words ? shown_words(c->words->set, c->words->name)
                           : shown(OF_VALUE);
    if (s && s->type.n && one->is->kind != OF_WORDS) {
      struct shown *json = shown(OF_JSON);
      json->of = one->is;
      one->is = json;
    }
    one->is->value = c->type;
    one->is->nullable = c->nullable;
  }
  return t;
}
