// SPDX-License-Identifier: Apache-2.0
#include "core/db_shape.h"

#include "core/db_driver.h"
#include "core/scope.h"

enum { ROOM = 16 << 20 };

// ---- comparing --------------------------------------------------------------------------------
// What it is made of lives in the arena: the database itself is gone again.
static enum err parts_anew(struct db *db, int n, struct arena *a, struct db_part **out,
                           size_t *out_n) {
  struct db *fresh;
  TRY(db->driver->blank(db->schema, &fresh));
  enum err rc = OK;
  for (int i = 0; i < n && !rc; i++) rc = fresh->driver->run(fresh, db->schema->migrations[i].text);
  if (!rc) rc = fresh->driver->parts(fresh, a, out, out_n);
  fresh->driver->close(fresh);
  return rc;
}

struct odd {
  struct arena *a;
  struct db_oddity *v;
  size_t n;
};

static void found(struct odd *o, enum db_odd what, const struct db_part *at, const char *should) {
  o->v[o->n++] = (struct db_oddity){what, *at, should};
}

static bool same(struct arena *a, const struct db_part *x, const struct db_part *y) {
  return !strcmp(db_part_plain(a, x->text), db_part_plain(a, y->text));
}

// Two sorted lists of parts.
static void merge(struct odd *o, const struct db_part *is, size_t n_is,
                  const struct db_part *should, size_t n_should) {
  for (size_t i = 0, k = 0; i < n_is || k < n_should;) {
    int order = i == n_is ? 1 : k == n_should ? -1 : db_part_order(&is[i], &should[k]);
    if (order < 0) found(o, DB_EXTRA, &is[i], NULL);
    if (order > 0) found(o, DB_MISSING, &should[k], should[k].text);
    if (!order && !same(o->a, &is[i], &should[k])) found(o, DB_CHANGED, &is[i], should[k].text);
    i += order <= 0;
    k += order >= 0;
  }
}

enum err db_shape_compare(struct db *db, int n, struct arena *a, struct db_oddity **out,
                          size_t *out_n) {
  struct db_part *is, *should;
  size_t n_is, n_should;
  TRY(db->driver->parts(db, a, &is, &n_is));
  TRY(parts_anew(db, n, a, &should, &n_should));
  db_parts_sort(is, n_is);
  db_parts_sort(should, n_should);
  struct odd o = {.a = a, .v = arena_alloc(a, (n_is + n_should + 1) * sizeof *o.v)};
  merge(&o, is, n_is, should, n_should);
  *out = o.v;
  *out_n = o.n;
  return OK;
}

static enum err refuse(struct db *db, const struct db_oddity *v, size_t n) {
  static const char *const says[] = {[DB_EXTRA] = "is not one of Medlyss's",
                                     [DB_MISSING] = "is missing",
                                     [DB_CHANGED] = "was changed"};
  char more[40] = "";
  if (n > 1) snprintf(more, sizeof more, ", and %zu more so", n - 1);
  return fail(E_CONFLICT, "the %s is not what its migrations make: %s %.60s %s%s; %s",
              db->schema->name, v->part.kind, v->part.name, says[v->what], more,
              "`medlyss verify` names each and says what to do");
}

// The sum first: what agrees with the build needs no second database.
enum err db_shape_check(struct db *db, int n) {
  AUTO(arena) struct arena a;
  char sum[DB_SHAPE_SUM];
  struct db_part *parts;
  struct db_oddity *odd;
  size_t n_parts, n_odd;
  arena_init(&a, ROOM);
  const char *known = n ? db->schema->migrations[n - 1].shape : NULL;
  TRY(db->driver->parts(db, &a, &parts, &n_parts));
  db_shape_sum(&a, parts, n_parts, sum);
  if (known && !strcmp(known, sum)) return OK;
  TRY(db_shape_compare(db, n, &a, &odd, &n_odd));
  return n_odd ? refuse(db, odd, n_odd) : OK;
}
