// SPDX-License-Identifier: Apache-2.0
// P7: every list page (no filter, each filter, each pair of them) on a seeded, skewed catalogue:
// milliseconds (p50, p99) and virtual-machine steps, which are the same on every machine.
//   p7 --calls N [--evaluations N] [--seed S] [--draws N] [--ceiling STEPS] [--data DIR]
//      [--to MS] [--days N] [--even 1]        as struct made_order says
// --data: the catalogue of that data folder is filled and kept; --draws 0: no more than that.
// --only: the pages alone whose name has that word.
// Prints one JSON object a line; with --ceiling "ok NAME" / "not ok NAME" instead, and fails when a
// page costs more steps than that.
#include <fcntl.h>
#include <ftw.h>
#include <sodium.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/scope.h"
#include "gen/sql/schema.h"
#include "gen/sql/web_find.h"
#include "review-web/api/drive.h"
#include "tests/bench/make_catalogue.h"
#include "tests/peer/chance.h"

enum { PAGE = 51, DRAWS_MOST = 2000 };

struct bench {
  struct db *db;
  struct made made;
  struct arena arena;
  uint64_t chance;
  struct made_order order;
  int64_t draws, ceiling;
  const char *only;
  bool failed;
};

// ---- the pages --------------------------------------------------------------------------------
static int64_t below(struct bench *b, int64_t n) {
  return (int64_t)(chance_next(&b->chance) % (uint64_t)n);
}

static void by_person(struct bench *b, struct drive *d) {
  d->has_person = true;
  d->person = b->made.agent[below(b, MADE_AGENTS)];
}
static void by_team(struct bench *b, struct drive *d) {
  d->has_team = true;
  d->team = b->made.team[below(b, MADE_TEAMS)];
}
static void by_topic(struct bench *b, struct drive *d) {
  d->has_topic = true;
  d->topic = b->made.topic[below(b, MADE_TOPICS)];
}
static void by_mark(struct bench *b, struct drive *d) {
  static const char *const kinds[] = {"thanks", "tough", "no_answer", "threat"};
  d->mark = kinds[below(b, countof(kinds))];
}
static void by_outcome(struct bench *b, struct drive *d) {
  static const char *const words[] = {"solved", "handed_over", "case_opened", "ended_abuse"};
  d->outcome = words[below(b, countof(words))];
}
static void by_unclaimed(struct bench *b, struct drive *d) {
  (void)b;
  d->unclaimed = true;
}
static void by_word(struct bench *b, struct drive *d) { // any of the vocabulary, also the commonest
  char word[16];
  double u = chance_unit(&b->chance);
  snprintf(word, sizeof word, "ord%d", (int)(u * u * 4000));
  text_words_read(sv_of(word), &d->words);
}
static void by_two_words(struct bench *b, struct drive *d) {
  char words[32];
  snprintf(words, sizeof words, "ord%d ord%d", (int)below(b, 4000), (int)below(b, 20));
  text_words_read(sv_of(words), &d->words);
}
static void by_week(struct bench *b, struct drive *d) {
  (void)b;
  d->since_ms = d->before_ms - 7LL * 24 * 3600 * 1000;
}
static void by_hour(struct bench *b, struct drive *d) {
  d->minute_from = below(b, 24) * 60;
  d->minutes = 60;
}
static void by_length(struct bench *b, struct drive *d) { // every fifth call is that long
  (void)b;
  d->least_ms = 30 * 60 * 1000;
}

static const struct filter {
  const char *name;
  void (*set)(struct bench *b, struct drive *d);
} filters[] = {{"person", by_person}, {"team", by_team},           {"topic", by_topic},
               {"mark", by_mark},     {"outcome", by_outcome},     {"unclaimed", by_unclaimed},
               {"word", by_word},     {"two_words", by_two_words}, {"week", by_week},
               {"hour", by_hour},     {"length", by_length}};

struct page {
  char name[48];
  const struct filter *one, *two; // NULL: none
  bool small;                     // seen by a coach of a dozen people, not by one who sees all
};

static int64_t some_time(struct bench *b) { // anywhere a reader may have paged to
  double u = chance_unit(&b->chance);
  return b->made.to_ms - (int64_t)(u * u * (double)(b->made.to_ms - b->made.from_ms));
}

// One call row per line of the page with its topics and marks, as the list shows it.
static enum err show(struct bench *b, const struct drive *d) {
  for (size_t i = 0; i < d->n; i++) {
    struct call_row q = {.viewer = d->viewer, .id = d->rows[i].id};
    struct call_row_row row;
    struct call_topics_row *topics;
    struct row_marks_row *marks;
    size_t n;
    bool found;
    TRY(sql_call_row(b->db, &b->arena, &q, &row, &found));
    TRY(sql_call_topics(b->db, &b->arena, &(struct call_topics){q.id}, &topics, &n));
    TRY(sql_row_marks(b->db, &b->arena,
                      &(struct row_marks){.interaction = q.id, .viewer = q.viewer}, &marks, &n));
  }
  return OK;
}

static enum err open_page(struct bench *b, const struct page *p) {
  struct drive d;
  drive_init(&d, b->db, &b->arena, PAGE);
  d.viewer = p->small ? b->made.small_coach : b->made.quality;
  d.before_ms = some_time(b);
  if (p->one) p->one->set(b, &d);
  if (p->two) p->two->set(b, &d);
  TRY(drive_run(&d));
  return show(b, &d);
}

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
           p->name, b->order.calls, p99, b->draws, p50, at_ms(t->cpu_us, b->draws, 99),
           t->most_steps);
    return;
  }
  bool good = t->most_steps <= b->ceiling;
  printf("%s list_%s (%" PRId64 " steps, at most %" PRId64 ")\n", good ? "ok" : "not ok", p->name,
         t->most_steps, b->ceiling);
  b->failed |= !good;
}

static enum err draw(struct bench *b, const struct page *p, struct times *t, int64_t i) {
  int64_t steps = db_steps(b->db), wall = clock_mono_us(), cpu = cpu_us();
  TRY(open_page(b, p));
  t->cpu_us[i] = cpu_us() - cpu;
  t->wall_us[i] = clock_mono_us() - wall;
  steps = db_steps(b->db) - steps;
  if (steps > t->most_steps) t->most_steps = steps;
  arena_clear(&b->arena);
  return OK;
}

static enum err measure(struct bench *b, const struct page *p) {
  static struct times t;
  if (b->only && !strstr(p->name, b->only)) return OK;
  t.most_steps = 0;
  for (int64_t i = 0; i < b->draws / 5; i++) TRY(draw(b, p, &t, i)); // warms what a site has warm
  for (int64_t i = 0; i < b->draws; i++) TRY(draw(b, p, &t, i));
  print(b, p, &t);
  return OK;
}

// No filter, each filter, each pair of them; and what a coach of few people sees.
static enum err measure_all(struct bench *b) {
  TRY(measure(b, &(struct page){.name = "newest"}));
  TRY(measure(b, &(struct page){.name = "newest, of few people", .small = true}));
  for (const struct filter *f = filters; f < filters + countof(filters); f++) {
    struct page p = {.one = f};
    snprintf(p.name, sizeof p.name, "%s", f->name);
    TRY(measure(b, &p));
    p.small = true;
    snprintf(p.name, sizeof p.name, "%s, of few people", f->name);
    TRY(measure(b, &p));
    p.small = false;
    for (p.two = f + 1; p.two < filters + countof(filters); p.two++) {
      snprintf(p.name, sizeof p.name, "%s+%s", f->name, p.two->name);
      TRY(measure(b, &p));
    }
  }
  return OK;
}

// A catalogue kept from the last run, with what was drawn for it beside it, is taken as it is.
static bool recall(struct bench *b, const char *path) {
  AUTO(fd) fd f = open(path, O_RDONLY | O_CLOEXEC);
  return f >= 0 && read(f, &b->made, sizeof b->made) == (ssize_t)sizeof b->made;
}
static enum err remember(const struct bench *b, const char *path) {
  AUTO(fd) fd f = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  return f < 0 ? fail_os("write %s", path) : file_write_all(f, &b->made, sizeof b->made);
}

static enum err run(struct bench *b, const char *folder, bool keep) {
  AUTO(db_handle) db_handle db = NULL;
  char path[256], made[256];
  snprintf(path, sizeof path, "%s/catalogue.db", folder);
  snprintf(made, sizeof made, "%s/made", folder);
  TRY(db_create(path, &catalogue_schema, &db));
  b->db = db;
  arena_init(&b->arena, 256 << 20);
  int64_t from = clock_mono_us();
  if (!recall(b, made)) {
    TRY(make_catalogue(db, b->order, &b->made));
    fprintf(stderr,
            "%" PRId64 " calls, %" PRId64 " evaluations made in %" PRId64 " ms, seed %" PRIu64 "\n",
            b->order.calls, b->made.evaluations, (clock_mono_us() - from) / 1000, b->order.seed);
    TRY(db_scrub(db));
    if (keep) TRY(remember(b, made));
  }
  enum err rc = b->draws ? measure_all(b) : OK;
  arena_drop(&b->arena);
  return rc;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
  (void)st, (void)kind, (void)ftw;
  return remove(path);
}

static enum err run_in_passing(struct bench *b) {
  char folder[] = "/tmp/medlyss-p7-XXXXXX";
  if (!mkdtemp(folder)) return fail_os("make a folder");
  enum err rc = run(b, folder, false);
  nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  return rc;
}

static int64_t *option(struct bench *b, int64_t *seed, int64_t *even, const char *name) {
  const struct {
    const char *name;
    int64_t *to;
  } known[] = {{"--calls", &b->order.calls},
               {"--evaluations", &b->order.evaluations},
               {"--to", &b->order.to_ms},
               {"--days", &b->order.days},
               {"--seed", seed},
               {"--even", even},
               {"--draws", &b->draws},
               {"--ceiling", &b->ceiling}};
  for (size_t i = 0; i < countof(known); i++)
    if (!strcmp(name, known[i].name)) return known[i].to;
  return NULL;
}

int main(int argc, char **argv) {
  struct bench b = {.order.calls = 100000, .draws = 200, .chance = 7};
  int64_t seed = 1, even = 0;
  const char *data = NULL;
  for (int i = 1; i + 1 < argc; i += 2) {
    int64_t *to = option(&b, &seed, &even, argv[i]);
    if (!strcmp(argv[i], "--data"))
      data = argv[i + 1];
    else if (!strcmp(argv[i], "--only"))
      b.only = argv[i + 1];
    else if (!to || sv_i64(sv_of(argv[i + 1]), 0, INT64_MAX, to))
      return 64;
  }
  if (b.draws > DRAWS_MOST || sodium_init() < 0) return 64;
  b.order.seed = (uint64_t)seed;
  b.order.even = even != 0;
  enum err rc = data ? run(&b, data, true) : run_in_passing(&b);
  if (rc) fprintf(stderr, "p7: %s: %s\n", err_text(rc), err_detail());
  return rc ? err_exit(rc) : b.failed;
}
