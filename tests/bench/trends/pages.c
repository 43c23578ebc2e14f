// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/trends/pages.h"

#include "core/clock.h"
#include "gen/sql/schema.h"
#include "gen/sql/team.h"
#include "gen/sql/trends.h"
#include "scoring/life/trends.h"

enum { ASKS_MOST = 1000, WANTED = 2000 };

struct pages {
  struct db *db;
  struct trend_ask ask;
  struct id agent, team;
  size_t of_agent, evaluations; // counted: of the agent whose page it is, of all
  int64_t asks;
  double wall_ms[ASKS_MOST], cpu_ms[ASKS_MOST];
  size_t bytes;
};

static double cpu_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

// The agent who has nearest to two thousand, and a team of hers or of anybody's.
static enum err subject_find(struct pages *p) {
  AUTO(arena) struct arena keep, work;
  struct counted_people_row *people;
  struct team_list_row *teams;
  size_t n, k, best = SIZE_MAX;
  arena_init(&keep, 64 << 20);
  arena_init(&work, 1 << 30);
  TRY(sql_counted_people(p->db, &keep, &(struct counted_people){"core"}, &people, &n));
  for (size_t i = 0; i < n; i++) {
    struct counted_of_row *rows;
    TRY(sql_counted_of(p->db, &work, &(struct counted_of){"core", people[i].id}, &rows, &k));
    size_t far = k > WANTED ? k - WANTED : WANTED - k;
    p->evaluations += k;
    if (far < best) {
      best = far;
      p->of_agent = k;
      p->agent = people[i].id;
    }
    arena_clear(&work);
  }
  if (!n) return fail(E_BAD_DATA, "nothing is counted in this catalogue");
  TRY(sql_team_list(p->db, &keep, &teams, &k));
  if (k) p->team = teams[0].id;
  return OK;
}

static enum err page_make(struct pages *p, int which) { // what the routes call, to the last byte
  AUTO(arena) struct arena a;
  json_t *told;
  arena_init(&a, (size_t)2 << 30);
  struct trend_ask ask = p->ask;
  ask.agents = which == 3; // every agent's course
  if (which == 0)
    TRY(trend_person(p->db, &a, p->agent, &ask, &told));
  else
    TRY(trend_group(p->db, &a, which == 1 ? p->team : (struct id){{0}}, &ask, &told));
  char *text = json_dumps(told, JSON_COMPACT);
  json_decref(told);
  p->bytes = text ? strlen(text) : 0;
  free(text);
  return OK;
}

static int by_size(const void *x, const void *y) {
  double a = *(const double *)x, b = *(const double *)y;
  return (a > b) - (a < b);
}

static enum err page_time(struct pages *p, int which, const char *what, double goal_ms, size_t of) {
  int64_t n = which == 3 ? 3 : p->asks;
  for (int64_t i = -1; i < n; i++) { // the first one warms
    int64_t wall = clock_mono_us();
    double cpu = cpu_ms();
    TRY(page_make(p, which));
    if (i < 0) continue;
    p->cpu_ms[i] = cpu_ms() - cpu;
    p->wall_ms[i] = (double)(clock_mono_us() - wall) / 1000;
  }
  qsort(p->cpu_ms, (size_t)n, sizeof *p->cpu_ms, by_size);
  qsort(p->wall_ms, (size_t)n, sizeof *p->wall_ms, by_size);
  printf("{\"id\":\"P9\",\"what\":\"%s, from the catalogue: processor time, p50\",\"value\":%.3f,"
         "\"unit\":\"ms\",\"goal\":%g,\"n\":%" PRId64 ",\"of\":%zu,\"cpu_p99\":%.3f,"
         "\"wall_p50\":%.3f,\"wall_p99\":%.3f,\"bytes\":%zu}\n",
         what, p->cpu_ms[n / 2], goal_ms, n, of, p->cpu_ms[n * 99 / 100], p->wall_ms[n / 2],
         p->wall_ms[n * 99 / 100], p->bytes);
  return OK;
}

enum err pages_time(const char *path, int64_t asks) {
  AUTO(db_handle) db_handle db = NULL;
  static struct pages p;
  TRY(db_open(path, &catalogue_schema, &db));
  p = (struct pages){
      .db = db, .ask = {.now_ms = clock_wall_ms()}, .asks = asks < ASKS_MOST ? asks : ASKS_MOST};
  TRY(subject_find(&p));
  TRY(page_time(&p, 0, "one agent's page", 10, p.of_agent));
  TRY(page_time(&p, 1, "a team's page", 20, p.evaluations));
  TRY(page_time(&p, 2, "the centre's page", 20, p.evaluations));
  return page_time(&p, 3, "the centre with every agent's course", 2000, p.evaluations);
}
