// SPDX-License-Identifier: Apache-2.0
// What several queries of a file say alike is said once, above them, and put in word for word where
// @name(…) stands: the engine and the proof see the whole text.
#include "tools/sqlgen/sqlgen.h"

static struct query *fragment_named(struct model *m, struct sv name) {
  for (size_t i = 0; i < m->n_fragments; i++)
    if (sv_eq(sv_of(m->fragments[i]->name), name)) return m->fragments[i];
  die("no fragment above is called " SV_FMT, SV_ARG(name));
}

static struct sv raw_next(struct sv *rest, struct token *out) { // the token as it was written
  const char *from = rest->p;
  *out = lex_next(rest);
  return (struct sv){from, (size_t)(rest->p - from)};
}

static bool is(struct token t, char c) { return t.kind == OTHER && t.text.p[0] == c; }

// (a.b, :c?) into what stands between its commas; *rest begins behind the name.
static size_t read_arguments(struct sv *rest, struct sv out[FRAGMENT_ARGS]) {
  struct token t;
  size_t n = 0;
  int depth = 0;
  raw_next(rest, &t);
  if (!is(t, '(')) die("a fragment is used as @name(…)");
  for (const char *from = rest->p;;) {
    struct sv raw = raw_next(rest, &t);
    if (t.kind == END) die("@name(… is never closed");
    bool last = is(t, ')') && !depth;
    depth += is(t, '(') - is(t, ')');
    if (!last && (depth || !is(t, ','))) continue;
    if (n == FRAGMENT_ARGS) die("a fragment takes %d words at most", FRAGMENT_ARGS);
    out[n++] = sv_trim((struct sv){from, (size_t)(raw.p - from)});
    from = rest->p;
    if (last) return n;
  }
}

static void put_in(struct buf *b, const struct query *f, const struct sv args[FRAGMENT_ARGS]) {
  struct token t;
  struct sv rest = f->body;
  while (rest.n) {
    struct sv raw = raw_next(&rest, &t);
    for (size_t i = 0; t.kind == WORD && i < f->n_args; i++)
      if (sv_eq(raw, sv_of(f->args[i]))) {
        raw = args[i];
        break;
      }
    buf_add_sv(b, raw);
  }
}

static void inherit(struct query *q, const struct query *f) { // what SQL cannot tell of its names
  for (size_t i = 0; i < f->n_notes; i++) {
    bool told = false;
    for (size_t k = 0; k < q->n_notes; k++) told |= !strcmp(q->notes[k].name, f->notes[i].name);
    if (told) continue;
    if (q->n_notes == ANNOTATIONS) die("too many annotations");
    q->notes[q->n_notes++] = f->notes[i];
  }
}

struct sv fragments_put_in(struct model *m, struct query *q, struct sv text) {
  struct buf b = {0};
  struct token t;
  while (text.n) {
    struct sv raw = raw_next(&text, &t), args[FRAGMENT_ARGS];
    if (!is(t, '@')) {
      buf_add_sv(&b, raw);
      continue;
    }
    struct query *f = fragment_named(m, raw_next(&text, &t));
    if (read_arguments(&text, args) != f->n_args) die("@%s takes %zu words", f->name, f->n_args);
    put_in(&b, f, args);
    inherit(q, f);
    f->fragment_used = true;
  }
  return sv_of(b.p ? buf_take(&b) : "");
}

void fragments_check(const struct model *m) {
  for (size_t i = 0; i < m->n_fragments; i++) {
    at_query = m->fragments[i]->name;
    if (!m->fragments[i]->fragment_used) die("no query uses this fragment");
  }
}
