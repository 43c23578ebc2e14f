// SPDX-License-Identifier: Apache-2.0
// The two commands that need the catalogue: `rubric publish` and `trend`.
#include "core/clock.h"
#include "scoring/cmd.h"
#include "scoring/evaluation.h"
#include "scoring/rubric_life.h"
#include "scoring/shipped.h"
#include "scoring/trends.h"

static enum err house_take(struct words *w, struct db **out) {
  const char *path = option_take(w, "--data");
  return path ? cmd_house_open(path, out) : fail(E_BAD_INPUT, "--data FOLDER is needed");
}

// Those of this build that are not there yet.
static enum err publish_shipped(struct db *db, int64_t published_ms) {
  AUTO(arena) struct arena a;
  const struct shipped *missing[SHIPPED_MAX];
  size_t n;
  arena_init(&a, 1 << 20);
  TRY(shipped_missing(db, &a, missing, &n));
  for (size_t i = 0; i < n; i++) {
    struct id version, nobody = {{0}};
    json_t *json;
    TRY(shipped_json(missing[i], &json));
    enum err rc = rubric_publish(db, json, nobody, published_ms, &version);
    json_decref(json);
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
  TRY(house_take(&w, &db));
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
static enum err trend_one(struct db *db, struct arena *a, const char *who, const char *team,
                          const struct trend_ask *ask, json_t **out) {
  struct id id = {{0}};
  if (who || team) TRY(id_parse(sv_of(who ? who : team), &id));
  return who ? trend_person(db, a, id, ask, out) : trend_group(db, a, id, ask, out);
}

enum err cmd_trend(struct words w) {
  AUTO(db_handle) db_handle db = NULL;
  AUTO(arena) struct arena a;
  json_t *told = NULL;
  flag_take(&w, "--json");
  const char *who = option_take(&w, "--agent"), *team = option_take(&w, "--team");
  bool centre = flag_take(&w, "--centre");
  struct trend_ask ask = {
      .rubric = option_take(&w, "--rubric"), .now_ms = clock_wall_ms(), .ewma = true};
  ask.agents = true;
  arena_init(&a, (size_t)2 << 30);
  TRY(house_take(&w, &db));
  if (w.n || !who + !team + !centre != 2)
    return fail(E_BAD_INPUT,
                "trend: --data FOLDER --agent ID | --team ID | --centre [--rubric KEY]");
  TRY(trend_one(db, &a, who, team, &ask, &told));
  enum err rc = json_print(told);
  json_decref(told);
  return rc;
}
