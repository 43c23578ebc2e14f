// SPDX-License-Identifier: Apache-2.0
// How much milder or stricter an evaluator answers than what was agreed in calibrations with the
// form's newest version. Between her and the quality lead: she reads her own, who holds
// calibrations everyone's, by name; nobody else's is told, nor that it is there.
#include "gen/sql/person.h"
#include "gen/sql/trends.h"
#include "gen/told/trends.h"
#include "review-web/api/calibrations.h"

struct judge {
  struct id id;
  const char *name;
};

static int by_name(const void *x, const void *y) {
  return strcmp(((const struct judge *)x)->name, ((const struct judge *)y)->name);
}

static enum err judges_of(struct request *req, const struct room *all, struct judge *out,
                          size_t *out_n) {
  *out_n = 0;
  for (size_t i = 0; i < all->raters; i++) {
    struct person_get_row row;
    bool found;
    if (!may_see_severity(&req->viewer, all->rater[i])) continue;
    TRY(sql_person_get(req->db, &req->arena, &(struct person_get){all->rater[i]}, &row, &found));
    if (found) out[(*out_n)++] = (struct judge){all->rater[i], row.name};
  }
  qsort(out, *out_n, sizeof *out, by_name);
  return OK;
}

static enum err tell(struct request *req, struct id version) {
  struct room all;
  size_t n;
  TRY(calibration_rooms(req->db, &req->arena, version, &all));
  struct judge *judges = arena_array(&req->arena, all.raters + 1, struct judge);
  TRY(judges_of(req, &all, judges, &n));
  struct told_severity_rows t = {.rows = arena_array(&req->arena, n + 1, struct told_judge),
                                 .n_rows = n};
  for (size_t i = 0; i < n; i++)
    t.rows[i] =
        (struct told_judge){told_milder(req, &all, judges[i].id), {judges[i].id, judges[i].name}};
  tell_severity_rows(&req->out, &t);
  return OK;
}

enum err serve_severity_list(struct request *req) {
  const char *key = NULL;
  struct rubric_versions_of_row *v;
  size_t n;
  TRY(query_text(&req->query, "rubric", &key));
  TRY(sql_rubric_versions_of(req->db, &req->arena, &(struct rubric_versions_of){key ? key : "core"},
                             &v, &n));
  if (!n && key) return fail(E_NOT_FOUND, "there is no form %s", key);
  if (!n) return fail(E_NOT_FOUND, "no evaluation form is published yet");
  return tell(req, v[n - 1].id);
}
