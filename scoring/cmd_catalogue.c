// SPDX-License-Identifier: Apache-2.0
// The two commands that need the catalogue: `rubric publish` and `trend`.
#include "core/clock.h"
#include "core/datadir.h"
#include "gen/sql.h"
#include "scoring/cmd.h"
#include "scoring/course.h"
#include "scoring/evaluation.h"
#include "scoring/rubric_life.h"
#include "scoring/shipped.h"

static enum err house_open(struct words *w, struct db **out) {
  const char *path = option_take(w, "--data");
  struct datadir d = {.dir = -1};
  if (!path) return fail(E_BAD_INPUT, "--data FOLDER is needed");
  TRY(datadir_open(path, &d));
  enum err rc = db_open(d.catalogue, &catalogue_schema, out);
  datadir_drop(&d);
  return rc;
}

// Those of this build that are not there yet.
static enum err publish_shipped(struct db *db, int64_t published_ms) {
  size_t n;
  const struct shipped *all = shipped_rubrics(&n);
  for (size_t i = 0; i < n; i++) {
    struct id version, nobody = {{0}};
    json_t *json = json_loadb(all[i].at, (size_t)(all[i].end - all[i].at), 0, NULL);
    if (!json) return fail(E_BROKEN, "the rubric %s is not JSON", all[i].key);
    enum err rc = rubric_publish(db, json, nobody, published_ms, &version);
    json_decref(json);
    if (rc == E_CONFLICT)
      err_forget();
    else
      TRY(rc);
  }
  return OK;
}

enum err cmd_rubric_publish(struct words w) {
  AUTO(db_handle) db_handle db = NULL;
  bool shipped = flag_take(&w, "--shipped");
  const char *at = option_take(&w, "--published-ms"); // of a house that is older than its folder
  int64_t published_ms = clock_wall_ms();
  json_t *json = NULL;
  struct id version, nobody = {{0}};
  char text[ID_TEXT];
  if (at) TRY(sv_i64(sv_of(at), 0, clock_wall_ms(), &published_ms));
  TRY(house_open(&w, &db));
  if (shipped && !w.n) return publish_shipped(db, published_ms);
  if (w.n != 1) return fail(E_BAD_INPUT, "rubric publish: which file?");
  TRY(json_read(w.at[0], &json));
  enum err rc = rubric_publish(db, json, nobody, clock_wall_ms(), &version);
  json_decref(json);
  if (rc) return rc;
  id_text(version, text);
  puts(text);
  return OK;
}

// ---- trend ------------------------------------------------------------------------------------
static json_t *interval_json(struct interval i) {
  return isnan(i.lo) || isnan(i.hi) ? json_null() : json_pack("[ff]", i.lo, i.hi);
}

static json_t *figure_json(struct figure f) {
  if (f.undefined)
    return json_pack("{s:n,s:s,s:I}", "estimate", "undefined", f.undefined, "n", (json_int_t)f.n);
  return json_pack("{s:f,s:o,s:I,s:s}", "estimate", f.value, "interval", interval_json(f.ci), "n",
                   (json_int_t)f.n, "method", f.method);
}

static enum err course_print(const struct course *c) {
  static const char *const changes[] = {"too_few", "none_clear", "possible"};
  json_t *points = json_array();
  for (size_t i = 0; i < c->ewma_n; i++) json_array_append_new(points, json_real(c->ewma[i]));
  json_t *out =
      json_pack("{s:I,s:o,s:o,s:s,s:o}", "n", (json_int_t)c->n, "now", figure_json(c->now),
                "critical", figure_json(c->critical), "change", changes[c->change], "ewma", points);
  if (c->ewma_n) json_object_set_new(out, "limits", interval_json(c->limits));
  if (c->change == CHANGE_POSSIBLE) {
    json_object_set_new(out, "changed_ms", json_integer(c->changed_ms));
    json_object_set_new(out, "direction", json_string(c->up ? "up" : "down"));
  }
  enum err rc = json_print(out);
  json_decref(out);
  return rc;
}

static struct seen seen_of(const struct evaluation_counted_row *r) {
  return (struct seen){.at_ms = r->created_ms,
                       .ppm = r->total_ppm.set ? (int32_t)r->total_ppm.v : -1,
                       .version = (uint32_t)r->version,
                       .judged = (uint16_t)r->judged,
                       .failed = (uint16_t)r->failed,
                       .random = !strcmp(r->selection, "random"),
                       .load = r->load_mark != NULL};
}

enum err cmd_trend(struct words w) {
  AUTO(db_handle) db_handle db = NULL;
  AUTO(arena) struct arena a;
  struct id agent;
  struct evaluation_counted_row *rows;
  size_t n;
  flag_take(&w, "--json");
  const char *who = option_take(&w, "--agent"), *key = option_take(&w, "--rubric");
  arena_init(&a, 256 << 20);
  TRY(house_open(&w, &db));
  if (!who || w.n) return fail(E_BAD_INPUT, "trend: --data FOLDER --agent ID [--rubric KEY]");
  TRY(id_parse(sv_of(who), &agent));
  TRY(sql_evaluation_counted(db, &a, &(struct evaluation_counted){agent, key ? key : "core"}, &rows,
                             &n));
  struct seen *seen = arena_array(&a, n + 1, struct seen);
  for (size_t i = 0; i < n; i++) seen[i] = seen_of(&rows[i]);
  struct centre c = course_centre(&a, seen, n, 1, clock_wall_ms(), 0.95);
  return course_print(&c.courses[0]);
}
