// SPDX-License-Identifier: Apache-2.0
// history --data DIR [--evaluations N] [--calls-per N] [--seed N] [--days-ago N]
// Half a year of calls and evaluations for the people of a data folder: whole weeks, the last of
// which ended at least so many days back (31: the sound is older than the thirty days). The same
// seed gives the same half year on whatever day and hour it is made: nothing drawn depends on the
// clock.
#include <getopt.h>
#include <sodium.h>
#include <time.h>

#include "centre/chain.h"
#include "centre/may_reach.h"
#include "core/clock.h"
#include "core/datadir.h"
#include "core/log.h"
#include "gen/sql/schema.h"
#include "gen/sql/web_centre.h"
#include "tools/demo/history/history.h"

struct options {
  const char *data;
  int64_t evaluations, calls_per, seed, days_ago;
};

static bool winter(int64_t at_ms) {
  time_t t = (time_t)(at_ms / 1000);
  struct tm tm = {0};
  localtime_r(&t, &tm);
  return tm.tm_mon <= 2 || tm.tm_mon >= 10;
}

static enum err storm(struct history *h) {
  AUTO(arena) struct arena a;
  struct id author = h->coaches[0].id;
  h->storm_from_ms = h->from_ms + 9 * 7 * DAY_MS;
  h->storm_to_ms = h->storm_from_ms + 7 * DAY_MS;
  bool snow = winter(h->storm_from_ms);
  arena_init(&a, 4096);
  h->storm = snow ? "Snökaos" : "Skyfallet";
  return sql_load_window_add(
      h->db,
      &(struct load_window_add){.id = id_new(),
                                .name = h->storm,
                                .says = snow ? "Plogbilarna går dygnet runt. Lova inga tider."
                                             : "Källare pumpas i turordning. Lova inga tider.",
                                .from_ms = h->storm_from_ms,
                                .to_ms = some_int(h->storm_to_ms),
                                .author = author,
                                .team = may_reach_of_the_house(&a, (struct id){{0}})});
}

// So many days after the midnight on which the day of `ms` began, and so many milliseconds into
// that day, as the site's clock shows them.
static int64_t local_at(int64_t ms, int days, int64_t into_ms) {
  time_t t = (time_t)(ms / 1000);
  struct tm tm = {0};
  localtime_r(&t, &tm);
  tm.tm_mday += days;
  tm.tm_hour = (int)(into_ms / 3600000);
  tm.tm_min = (int)(into_ms / 60000 % 60);
  tm.tm_sec = (int)(into_ms / 1000 % 60);
  tm.tm_isdst = -1;
  return (int64_t)mktime(&tm) * 1000 + into_ms % 1000;
}

// The Monday on which the week of `ms` began.
static int64_t week_of(int64_t ms) {
  time_t t = (time_t)(ms / 1000);
  struct tm tm = {0};
  localtime_r(&t, &tm);
  return local_at(ms, -((tm.tm_wday + 6) % 7), 0);
}

// Weekdays between eight and five, spread over the half year.
static int64_t working_hour(struct history *h) {
  enum { OPENS_MS = 8 * 3600000, OPEN_MS = 9 * 3600000 };
  int day = (int)rng_below(&h->rng, WEEKS * 5);
  int64_t into_ms = OPENS_MS + (int64_t)(rng_unit(&h->rng) * OPEN_MS);
  return local_at(h->from_ms, day / 5 * 7 + day % 5, into_ms);
}

static int64_t share_of(const struct history *h, const struct agent *who, int64_t all) {
  int64_t n = (int64_t)h->agent_count;
  for (size_t i = 0; i < h->agent_count; i++)
    if (h->agents[i].few) return who->few ? 4 : (all - 4) / (n - 1);
  return all / n; // too few people for one of them to be new
}

static int64_t at_ten(int64_t ms) { return local_at(ms, 0, 10 * 3600000); } // of that day

// The one who got better did so on purpose: a focus, a meeting, and another six weeks on.
static enum err practise(struct history *h, const struct agent *who) {
  const struct coach *with = NULL;
  struct id plan, met;
  int64_t first = at_ten(who->later_ms), second = at_ten(who->later_ms + 42 * DAY_MS);
  for (size_t i = 0; i < h->coach_count && !with; i++)
    if (h->coaches[i].team.set && who->team.set && id_eq(h->coaches[i].team.v, who->team.v))
      with = &h->coaches[i];
  if (!with || !who->later_ms) return OK;
  struct coaching_ask ask = {who->id, with->id, "core", "verify", "Säga tillbaka vad det gäller"};
  TRY(coaching_start(h->db, &ask, first - 7 * DAY_MS, &plan));
  struct coaching_meeting meeting = {.plan = plan,
                                     .author = with->id,
                                     .at_ms = first,
                                     .body = "Vi lyssnade på två samtal.",
                                     .follow_up_ms = some_int(second)};
  TRY(coaching_meet(h->db, &meeting, first, &met));
  meeting.at_ms = second;
  meeting.body = "Det sitter på de flesta samtal nu.";
  meeting.follow_up_ms = some_int(at_ten(clock_wall_ms() + 14 * DAY_MS));
  return coaching_meet(h->db, &meeting, second, &met);
}

static enum err live(struct history *h, const struct options *o, size_t agent) {
  AUTO(db_tx) struct db_tx tx = {0};
  const struct agent *who = &h->agents[agent];
  int64_t scored = share_of(h, who, o->evaluations);
  TRY(db_begin(h->db, &tx));
  for (int64_t i = 0; i < scored * (1 + o->calls_per); i++) {
    struct call call;
    TRY(call_make(h, who, working_hour(h), &call));
    if (i < scored) TRY(score_make(h, who, &call));
    arena_clear(h->arena);
  }
  return db_commit(&tx);
}

static enum err prepare(struct history *h, const struct options *o) {
  AUTO(db_tx) struct db_tx tx = {0};
  h->to_ms = week_of(clock_wall_ms() - o->days_ago * DAY_MS);
  h->from_ms = local_at(h->to_ms, -WEEKS * 7, 0);
  h->rng.state = (uint64_t)o->seed;
  h->chance.state = ~h->rng.state;
  TRY(cast_find(h));
  TRY(sql_topics_all(h->db, h->arena, &h->topics, &h->topic_count));
  TRY(db_begin(h->db, &tx));
  TRY(forms_find(h, h->from_ms + 6 * 7 * DAY_MS));
  TRY(storm(h));
  return db_commit(&tx);
}

static enum err forget(struct history *h) { // the thirty days are over for all of them
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(db_begin(h->db, &tx));
  TRY(callers_erase(h));
  return db_commit(&tx);
}

static enum err run(const struct options *o) {
  AUTO(datadir) struct datadir data = {.dir = -1};
  AUTO(db_handle) db_handle db = NULL;
  AUTO(arena) struct arena keep, work;
  arena_init(&keep, (size_t)64 << 20);
  arena_init(&work, (size_t)64 << 20);
  struct history *h = arena_new(&keep, struct history);
  TRY(datadir_open(o->data, &data));
  TRY(db_open(data.catalogue, &catalogue_schema, &db));
  h->db = db;
  h->arena = &keep;
  TRY(prepare(h, o));
  size_t calls = (size_t)(o->evaluations * (1 + o->calls_per));
  h->made =
      arena_array(&keep, calls + h->agent_count * (size_t)(5 * (1 + o->calls_per)), struct call);
  h->arena = &work;
  for (size_t i = 0; i < h->agent_count; i++) {
    TRY(live(h, o, i));
    TRY(practise(h, &h->agents[i]));
  }
  return forget(h);
}

static bool read_options(int argc, char **argv, struct options *out) {
  static const struct option known[] = {
      {"data", required_argument, NULL, 'd'},      {"evaluations", required_argument, NULL, 'e'},
      {"calls-per", required_argument, NULL, 'c'}, {"seed", required_argument, NULL, 's'},
      {"days-ago", required_argument, NULL, 'a'},  {0}};
  for (int c; (c = getopt_long(argc, argv, "", known, NULL)) >= 0;) {
    int64_t *number = c == 'e'   ? &out->evaluations
                      : c == 'c' ? &out->calls_per
                      : c == 's' ? &out->seed
                      : c == 'a' ? &out->days_ago
                                 : NULL;
    if (c == 'd')
      out->data = optarg;
    else if (!number || sv_i64(sv_of(optarg), 0, 1 << 30, number))
      return false;
  }
  return out->data != NULL;
}

int main(int argc, char **argv) {
  struct options o = {.evaluations = 1200, .calls_per = 2, .seed = 1, .days_ago = 31};
  log_init("history", LOG_INFO);
  if (sodium_init() < 0 || !read_options(argc, argv, &o)) return 64;
  enum err rc = run(&o);
  if (rc) log_err(rc, "history");
  return err_exit(rc);
}
