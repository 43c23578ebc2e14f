// SPDX-License-Identifier: Apache-2.0
// Roles in queries, by what they are and carry: no query knows one by its name.
#include "tools/sqlgen/sqlgen.h"

static const struct {
  const char *name, *over, *carries;
} roles[] = {
#define ROLE(name, over, carries) {#name, #over, #carries},
#include "schemas/roles.def"
#undef ROLE
};

static bool carries(const char *list, struct sv right) { // "R_CALLS | R_LISTEN"
  struct sv rest = sv_of(list);
  while (rest.n) {
    struct sv one = sv_trim(sv_cut(&rest, '|'));
    if (sv_starts(one, SV("R_")) && sv_eq(sv_from(one, 2), right)) return true;
  }
  return false;
}

static void list_roles(struct buf *b, struct sv over, struct sv right) {
  size_t before = b->n;
  for (size_t i = 0; i < countof(roles); i++) {
    if (!sv_eq(over, SV("ANY")) && !sv_eq(over, sv_of(roles[i].over))) continue;
    if (!sv_eq(right, SV("ANY")) && !carries(roles[i].carries, right)) continue;
    buf_printf(b, "%s'%s'", b->n > before ? ", " : "", roles[i].name);
  }
  if (b->n == before)
    die("no role is over " SV_FMT " and carries " SV_FMT, SV_ARG(over), SV_ARG(right));
}

struct sv roles_put_in(struct sv text) {
  static const struct sv word = {"ROLES(", 6};
  struct buf *out = keep(sizeof *out);
  size_t at;
  for (; text.n; text = sv_from(text, 1)) {
    if (!sv_starts(text, word)) {
      buf_add_char(out, text.p[0]);
      continue;
    }
    struct sv inside = sv_from(text, word.n);
    if (!sv_find(inside, ')', &at)) die("ROLES( has no end");
    text = sv_from(inside, at);
    inside = sv_first(inside, at);
    struct sv over = sv_trim(sv_cut(&inside, ','));
    list_roles(out, over, sv_trim(inside));
  }
  return buf_sv(out);
}
