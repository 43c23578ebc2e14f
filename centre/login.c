// SPDX-License-Identifier: Apache-2.0
#include "centre/login.h"

#include "centre/name.h"

static enum err find_same(struct db *db, struct arena *a, const char *typed,
                          struct person_logins_row *out, size_t *out_n) {
  struct person_logins_row *all;
  size_t n;
  TRY(sql_person_logins(db, a, &all, &n));
  *out_n = 0;
  for (size_t i = 0; i < n; i++)
    if (name_same(all[i].login, typed)) out[(*out_n)++ ? 1 : 0] = all[i];
  return OK;
}

enum err login_find(struct db *db, struct arena *a, const char *typed,
                    struct person_by_login_row *out, bool *out_found) {
  struct person_logins_row same[2];
  size_t n;
  TRY(sql_person_by_login(db, a, &(struct person_by_login){typed}, out, out_found));
  if (*out_found) return OK;
  if (name_read(a, "login", NAME_LETTERS, &typed)) {
    err_forget(); // nobody's
    return OK;
  }
  TRY(find_same(db, a, typed, same, &n));
  if (n != 1) return OK;
  return sql_person_by_login(db, a, &(struct person_by_login){same[0].login}, out, out_found);
}

enum err login_read(struct db *db, struct arena *a, struct id person, const char **login) {
  struct person_logins_row *all;
  size_t n;
  TRY(name_read(a, "login", NAME_LETTERS, login));
  TRY(sql_person_logins(db, a, &all, &n));
  for (size_t i = 0; i < n; i++)
    if (name_same(all[i].login, *login) && !id_eq(all[i].id, person))
      return fail(E_CONFLICT, "somebody signs in by that name already");
  return OK;
}
