// SPDX-License-Identifier: Apache-2.0
// The two commands that need the catalogue: `rubric publish` and `trend`.
#include "core/clock.h"
#include "core/instant.h"
#include "scoring/cli/cmd.h"
#include "scoring/life/evaluation.h"
#include "scoring/life/rubric_life.h"
#include "scoring/life/shipped.h"
#include "scoring/life/trends.h"

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

struct publish_asked {
  const char *data, *at;
  bool shipped;
  struct cli_words files;
};

static enum err publish_file(struct db *db, const char *file) {
  json_t *json = NULL;
  struct id version, nobody = {{0}};
  char text[ID_TEXT];
  TRY(json_read(file, &json));
  enum err rc = rubric_publish(db, json, nobody, clock_wall_ms(), &version);
  json_decref(json);
  if (rc) return rc;
  id_text(version, text);
  puts(text);
  return OK;
}

static enum err publish(const void *asked, bool *out_no) {
  const struct publish_asked *ask = asked;
  AUTO(db_handle) db_handle db = NULL;
  int64_t published_ms = clock_wall_ms();
  (void)out_no;
  if (ask->at) TRY(instant_named("--published-ms", ask->at, published_ms, &published_ms));
  if (ask->files.n != (ask->shipped ? 0 : 1)) return fail(E_BAD_INPUT, "one file, or --shipped");
  TRY(cmd_house_open(ask->data, &db));
  return ask->shipped ? publish_shipped(db, published_ms) : publish_file(db, ask->files.v[0]);
}

static const struct cli_option publish_options[] = {
    CLI_DATA(struct publish_asked),
    CLI_FLAG(struct publish_asked, shipped, "--shipped",
             "those that come with Medlyss and are not there yet"),
    // of a house that is older than its folder
    CLI_SECRET(struct publish_asked, at, "--published-ms", CLI_WORD),
};
const struct cli cmd_rubric_publish = {
    .path = "rubric publish",
    .says = "Publishes an evaluation form: from now on it is scored by, and never changed. Prints "
            "its version's id.",
    .example = "medlyss rubric publish --data /var/lib/medlyss core.json",
    .rest = "[FILE]",
    .rest_at = offsetof(struct publish_asked, files),
    .options = publish_options,
    .n = countof(publish_options),
    .size = sizeof(struct publish_asked),
    .run = publish};

// ---- trend ------------------------------------------------------------------------------------
static enum err trend_one(struct db *db, struct arena *a, const char *who, const char *team,
                          const struct trend_ask *ask, json_t **out) {
  struct id id = {{0}};
  if (who || team) TRY(id_parse(sv_of(who ? who : team), &id));
  return who ? trend_person(db, a, id, ask, out) : trend_group(db, a, id, ask, out);
}

struct trend_asked {
  const char *data, *agent, *team, *rubric, *at;
  bool centre, json;
};

static enum err trend(const void *asked, bool *out_no) {
  const struct trend_asked *w = asked;
  AUTO(db_handle) db_handle db = NULL;
  AUTO(arena) struct arena a = {0};
  json_t *told = NULL;
  struct trend_ask ask = {.rubric = w->rubric,
                          .now_ms = clock_wall_ms(),
                          .change = true,
                          .unsent = true,
                          .agents = true};
  (void)out_no;
  if (w->at) TRY(instant_named("--at-ms", w->at, ask.now_ms, &ask.now_ms));
  if (!w->agent + !w->team + !w->centre != 2)
    return fail(E_BAD_INPUT, "whose? --agent ID, --team ID or --centre");
  arena_init(&a, (size_t)2 << 30);
  TRY(cmd_house_open(w->data, &db));
  TRY(trend_one(db, &a, w->agent, w->team, &ask, &told));
  enum err rc = json_print(told);
  json_decref(told);
  return rc;
}

static const struct cli_option trend_options[] = {
    CLI_DATA(struct trend_asked),
    CLI_WORD(struct trend_asked, agent, "--agent", "ID", "one person"),
    CLI_WORD(struct trend_asked, team, "--team", "ID", "one team"),
    CLI_FLAG(struct trend_asked, centre, "--centre", "everybody"),
    CLI_WORD(struct trend_asked, rubric, "--rubric", "KEY", "by which form, core unless said"),
    CLI_WORD(struct trend_asked, at, "--at-ms", "MS",
             "as of that moment (Unix milliseconds), so that what a report said can be read again"),
    CLI_FLAG(struct trend_asked, json, "--json", "as it is anyway: one line of JSON"),
};
const struct cli cmd_trend = {.path = "trend",
                              .says = "What the released scores of a person, a team or the centre "
                                      "say over time, as one line of JSON.",
                              .example = "medlyss trend --data /var/lib/medlyss --centre",
                              .options = trend_options,
                              .n = countof(trend_options),
                              .size = sizeof(struct trend_asked),
                              .run = trend};
