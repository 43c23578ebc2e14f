// SPDX-License-Identifier: Apache-2.0
// What the databases are made of, against what their migrations make (core/db_shape.h).
#include "core/db_shape.h"
#include "gen/keysql/schema.h"
#include "gen/sql/schema.h"
#include "medlyss/verify.h"

enum { ROOM = 32 << 20 };

static const char *const says[] = {
    [DB_EXTRA] = "it is not one of Medlyss's, and the programs refuse to write beside it: what a "
                 "trigger wrote is signed like anything else. verify --mending prints what takes "
                 "it away",
    [DB_MISSING] = ("it is missing: what it guarded may have been changed since. verify --mending "
                    "prints what puts it back"),
    [DB_CHANGED] = "it is not as its migration made it. verify --mending prints what mends it",
};

typedef void each_fn(void *self, const char *whose, const struct db_oddity *o);

static enum err each_oddity(struct db *db, const struct db_schema *s, each_fn *each, void *self) {
  AUTO(arena) struct arena a;
  struct db_oddity *odd;
  size_t n;
  arena_init(&a, ROOM);
  TRY(db_shape_compare(db, s->n_migrations, &a, &odd, &n));
  for (size_t i = 0; i < n; i++) each(self, s->name, &odd[i]);
  return OK;
}

// Who may not read the keys' database verifies the catalogue all the same.
static enum err each_of_house(struct house *h, each_fn *each, void *self) {
  AUTO(db_handle) db_handle keys = NULL;
  TRY(each_oddity(h->db, &catalogue_schema, each, self));
  if (!db_open_as_it_is(h->data.keys_db, &keystore_schema, &keys))
    return each_oddity(keys, &keystore_schema, each, self);
  err_forget();
  return OK;
}

static void tell(void *self, const char *whose, const struct db_oddity *o) {
  char what[40];
  snprintf(what, sizeof what, "%s: %s", whose, o->part.kind);
  verdict_fault(self, what, o->part.name, "%s", says[o->what]);
}

enum err verify_shape(struct house *h, struct verdict *v) { return each_of_house(h, tell, v); }

// ---- mending ----------------------------------------------------------------------------------
struct script {
  struct buf of[2]; // the catalogue's, the key store's
  int64_t n;
};

static void quoted(struct buf *b, const char *name) {
  buf_add_char(b, '"');
  for (; *name; name++) {
    if (*name == '"') buf_add_char(b, '"');
    buf_add_char(b, *name);
  }
  buf_add_char(b, '"');
}

static void drop(struct buf *b, const struct db_part *part) {
  buf_printf(b, "DROP %s ", part->kind);
  quoted(b, part->name);
  buf_add_str(b, ";\n");
}

// A table's rows are in no statement; an index without one is its table's.
static void mend(void *self, const char *whose, const struct db_oddity *o) {
  struct script *s = self;
  struct buf *b = &s->of[strcmp(whose, catalogue_schema.name) != 0];
  bool table = !strcmp(o->part.kind, "table");
  s->n++;
  if (!*o->part.text || (table && o->what != DB_EXTRA)) {
    buf_printf(b, "-- the %s %.60s: restore the %s from a backup\n", o->part.kind, o->part.name,
               whose);
    return;
  }
  if (o->what != DB_MISSING) drop(b, &o->part);
  if (o->should) buf_printf(b, "%s;\n", o->should);
}

static void print(const char *file, const struct buf *b) {
  if (!b->n) return;
  printf("-- Stop the programs first; then: sqlite3 %s, and this. What was written meanwhile is\n"
         "-- as it is: a backup from before is what it should be.\nBEGIN;\n%sCOMMIT;\n",
         file, b->p);
}

enum err verify_mending(struct house *h, int64_t *out_n) {
  struct script s = {0};
  enum err rc = each_of_house(h, mend, &s);
  if (!rc) rc = buf_check(&s.of[0]);
  if (!rc) rc = buf_check(&s.of[1]);
  if (!rc) {
    print(h->data.catalogue, &s.of[0]);
    print(h->data.keys_db, &s.of[1]);
  }
  buf_drop(&s.of[0]);
  buf_drop(&s.of[1]);
  *out_n = s.n;
  return rc;
}
