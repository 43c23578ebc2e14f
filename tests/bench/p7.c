// SPDX-License-Identifier: Apache-2.0
// P7: every list page on a seeded, skewed catalogue: milliseconds (p50, p99) and virtual-machine
// steps, which are the same on every machine.
//   p7 --calls N [--seed S] [--draws N] [--ceiling STEPS]
// Prints one JSON object a line; with --ceiling "ok NAME" / "not ok NAME" instead, and fails when a
// page costs more steps than that.
#include <ftw.h>
#include <sodium.h>

#include "core/clock.h"
#include "gen/sql.h"
#include "tests/bench/make_catalogue.h"
#include "tests/peer/chance.h"

enum { PAGE = 51, DRAWS_MOST = 2000 };

struct bench {
  struct db *db;
  struct made made;
  struct arena arena;
  uint64_t chance;
  int64_t calls, draws, ceiling;
  bool failed;
};

// ---- the pages --------------------------------------------------------------------------------
static int64_t some_time(struct bench *b) { // anywhere a reader may have paged to
  double u = chance_unit(&b->chance);
  return b->made.to_ms - (int64_t)(u * u * (double)(b->made.to_ms - b->made.from_ms));
}

static struct id topmost(void) {
  struct id id;
  memset(id.b, 0xff, sizeof id.b);
  return id;
}

#define WINDOW(b)                                                                                  \
  .before_ms = some_time(b), .before = topmost(), .minute_to = 1440, .most_ms = INT64_MAX,         \
  .limit = PAGE

// One call row per line of the page, as the list shows it.
static enum err show(struct bench *b, struct id viewer, const struct id *ids, size_t n) {
  for (size_t i = 0; i < n; i++) {
    struct call_row_row row;
    bool found;
    TRY(sql_call_row(b->db, &b->arena, &(struct call_row){.viewer = viewer, .id = ids[i]}, &row,
                     &found));
  }
  return OK;
}

#define SHOW(viewer, rows, n)                                                                      \
  struct id ids[PAGE];                                                                             \
  for (size_t i = 0; i < (n); i++) ids[i] = (rows)[i].id;                                          \
  return show(b, (viewer), ids, (n))

static enum err newest(struct bench *b, struct find_newest q) {
  struct find_newest_row *rows;
  size_t n;
  q.viewer = b->made.quality;
  TRY(sql_find_newest(b->db, &b->arena, &q, &rows, &n));
  SHOW(q.viewer, rows, n);
}

static enum err of_outcome(struct bench *b, struct find_by_outcome q) {
  struct find_by_outcome_row *rows;
  size_t n;
  q.viewer = b->made.quality;
  TRY(sql_find_by_outcome(b->db, &b->arena, &q, &rows, &n));
  SHOW(q.viewer, rows, n);
}

static enum err of_mark(struct bench *b, struct find_by_mark q) {
  struct find_by_mark_row *rows;
  size_t n;
  q.viewer = b->made.quality;
  TRY(sql_find_by_mark(b->db, &b->arena, &q, &rows, &n));
  SHOW(q.viewer, rows, n);
}

static enum err of_subject(struct bench *b, struct find_by_subject q) {
  struct find_by_subject_row *rows;
  size_t n;
  TRY(sql_find_by_subject(b->db, &b->arena, &q, &rows, &n));
  SHOW(q.subject, rows, n);
}

static enum err of_team(struct bench *b, struct find_by_team q) {
  struct find_by_team_row *rows;
  size_t n;
  q.viewer = b->made.quality;
  TRY(sql_find_by_team(b->db, &b->arena, &q, &rows, &n));
  SHOW(q.viewer, rows, n);
}

static enum err of_topic(struct bench *b, struct find_by_topic q) {
  struct find_by_topic_row *rows;
  size_t n;
  q.viewer = b->made.quality;
  TRY(sql_find_by_topic(b->db, &b->arena, &q, &rows, &n));
  SHOW(q.viewer, rows, n);
}

static struct id any_agent(struct bench *b) {
  return b->made.agent[chance_next(&b->chance) % MADE_AGENTS];
}
static struct id any_team(struct bench *b) {
  return b->made.team[chance_next(&b->chance) % MADE_TEAMS];
}
static struct id any_topic(struct bench *b) {
  return b->made.topic[chance_next(&b->chance) % MADE_TOPICS];
}

static enum err page_newest(struct bench *b) { return newest(b, (struct find_newest){WINDOW(b)}); }
static enum err page_newest_unclaimed(struct bench *b) {
  return newest(b, (struct find_newest){WINDOW(b), .unclaimed = true});
}
static enum err page_outcome(struct bench *b) {
  return of_outcome(b, (struct find_by_outcome){WINDOW(b), .outcome = "ended_abuse"});
}
static enum err page_mark(struct bench *b) {
  return of_mark(b, (struct find_by_mark){WINDOW(b), .kind = "threat"});
}
static enum err page_mark_topic(struct bench *b) {
  struct opt_id topic = some_id(b->made.topic[chance_next(&b->chance) % 8]);
  return of_mark(b, (struct find_by_mark){WINDOW(b), .kind = "tough", .topic_is = topic});
}
static enum err page_agent(struct bench *b) {
  return of_subject(b, (struct find_by_subject){WINDOW(b), .subject = any_agent(b)});
}
static enum err page_agent_topic(struct bench *b) {
  struct opt_id topic = some_id(any_topic(b));
  return of_subject(
      b, (struct find_by_subject){WINDOW(b), .subject = any_agent(b), .topic_is = topic});
}
static enum err page_team(struct bench *b) {
  return of_team(b, (struct find_by_team){WINDOW(b), .team = any_team(b)});
}
static enum err page_team_week(struct bench *b) {
  struct find_by_team q = {WINDOW(b), .team = any_team(b)};
  q.since_ms = q.before_ms - 7LL * 24 * 3600 * 1000;
  return of_team(b, q);
}
static enum err page_team_topic(struct bench *b) {
  struct opt_id topic = some_id(b->made.topic[chance_next(&b->chance) % 8]);
  return of_team(b, (struct find_by_team){WINDOW(b), .team = any_team(b), .topic_is = topic});
}
static enum err page_topic(struct bench *b) {
  return of_topic(b, (struct find_by_topic){WINDOW(b), .topic = any_topic(b)});
}
static enum err page_topic_outcome(struct bench *b) {
  return of_topic(b,
                  (struct find_by_topic){WINDOW(b), .topic = any_topic(b), .outcome_is = "solved"});
}

static enum err of_word(struct bench *b, struct find_by_word q) {
  struct find_by_word_row *rows;
  size_t n;
  q.viewer = b->made.quality;
  TRY(sql_find_by_word(b->db, &b->arena, &q, &rows, &n));
  SHOW(q.viewer, rows, n);
}

static enum err page_word(struct bench *b) {
  char word[16];
  snprintf(word, sizeof word, "ord%d", (int)(chance_unit(&b->chance) * 4000));
  return of_word(b, (struct find_by_word){WINDOW(b), .word = word});
}
static enum err page_two_words(struct bench *b) {
  return of_word(
      b, (struct find_by_word){WINDOW(b), .word = "ord1", .second = "ord0", .second_end = "ord0~"});
}

static const struct page {
  const char *name;
  enum err (*open)(struct bench *b);
} pages[] = {
    {"newest", page_newest},
    {"newest_unclaimed", page_newest_unclaimed},
    {"outcome", page_outcome},
    {"mark", page_mark},
    {"mark_topic", page_mark_topic},
    {"agent", page_agent},
    {"agent_topic", page_agent_topic},
    {"team", page_team},
    {"team_week", page_team_week},
    {"team_topic", page_team_topic},
    {"topic", page_topic},
    {"topic_outcome", page_topic_outcome},
    {"word", page_word},
    {"two_words", page_two_words},
};

// ---- measuring --------------------------------------------------------------------------------
static int by_size(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

struct times {
  int64_t wall_us[DRAWS_MOST], cpu_us[DRAWS_MOST], most_steps;
};

static int64_t cpu_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static double at_ms(int64_t *us, int64_t n, int64_t percent) {
  qsort(us, (size_t)n, sizeof *us, by_size);
  return (double)us[n * percent / 100] / 1000;
}

// Wall time is what a reader waits; processor time is what remains of it on an idle machine.
static void print(struct bench *b, const struct page *p, struct times *t) {
  if (!b->ceiling) {
    double p99 = at_ms(t->wall_us, b->draws, 99), p50 = at_ms(t->wall_us, b->draws, 50);
    printf("{\"id\":\"P7\",\"what\":\"%s of %" PRId64
           ", p99\",\"value\":%.3f,\"unit\":\"ms\",\"goal\":5,"
           "\"n\":%" PRId64 ",\"p50\":%.3f,\"cpu_p99\":%.3f,\"steps\":%" PRId64 "}\n",
           p->name, b->calls, p99, b->draws, p50, at_ms(t->cpu_us, b->draws, 99), t->most_steps);
    return;
  }
  bool good = t->most_steps <= b->ceiling;
  printf("%s list_%s (%" PRId64 " steps, at most %" PRId64 ")\n", good ? "ok" : "not ok", p->name,
         t->most_steps, b->ceiling);
  b->failed |= !good;
}

static enum err draw(struct bench *b, const struct page *p, struct times *t, int64_t i) {
  int64_t steps = db_steps(b->db), wall = clock_mono_us(), cpu = cpu_us();
  TRY(p->open(b));
  t->cpu_us[i] = cpu_us() - cpu;
  t->wall_us[i] = clock_mono_us() - wall;
  steps = db_steps(b->db) - steps;
  if (steps > t->most_steps) t->most_steps = steps;
  arena_clear(&b->arena);
  return OK;
}

static enum err measure(struct bench *b, const struct page *p) {
  static struct times t;
  t.most_steps = 0;
  for (int64_t i = 0; i < b->draws / 5; i++) TRY(draw(b, p, &t, i)); // warms what a site has warm
  for (int64_t i = 0; i < b->draws; i++) TRY(draw(b, p, &t, i));
  print(b, p, &t);
  return OK;
}

static enum err run(struct bench *b, const char *folder, uint64_t seed) {
  AUTO(db_handle) db_handle db = NULL;
  char path[256];
  snprintf(path, sizeof path, "%s/catalogue.db", folder);
  TRY(db_create(path, &catalogue_schema, &db));
  b->db = db;
  arena_init(&b->arena, 256 << 20);
  int64_t from = clock_mono_us();
  TRY(make_catalogue(db, (struct made_order){seed, b->calls}, &b->made));
  fprintf(stderr, "%" PRId64 " calls made in %" PRId64 " ms, seed %" PRIu64 "\n", b->calls,
          (clock_mono_us() - from) / 1000, seed);
  TRY(db_scrub(db));
  for (size_t i = 0; i < countof(pages); i++) TRY(measure(b, &pages[i]));
  arena_drop(&b->arena);
  return OK;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
  (void)st, (void)kind, (void)ftw;
  return remove(path);
}

int main(int argc, char **argv) {
  struct bench b = {.calls = 100000, .draws = 200, .chance = 7};
  int64_t seed = 1;
  for (int i = 1; i + 1 < argc; i += 2) {
    int64_t *to = !strcmp(argv[i], "--calls")     ? &b.calls
                  : !strcmp(argv[i], "--seed")    ? &seed
                  : !strcmp(argv[i], "--draws")   ? &b.draws
                  : !strcmp(argv[i], "--ceiling") ? &b.ceiling
                                                  : NULL;
    if (!to || sv_i64(sv_of(argv[i + 1]), 1, INT32_MAX, to)) return 64;
  }
  if (b.draws > DRAWS_MOST || sodium_init() < 0) return 64;
  char folder[] = "/tmp/medlyss-p7-XXXXXX";
  if (!mkdtemp(folder)) return 74;
  enum err rc = run(&b, folder, (uint64_t)seed);
  nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  if (rc) fprintf(stderr, "p7: %s: %s\n", err_text(rc), err_detail());
  return rc ? err_exit(rc) : b.failed;
}
