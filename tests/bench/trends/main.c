// SPDX-License-Identifier: Apache-2.0
// P9: a million evaluations become all trends of a centre of 500 agents in at most 2 s, one agent's
// page in at most 10 ms. P10 with it: ten times the evaluations cost at most eleven times as much.
// Prints one JSON object a line: the library alone, or with --data the pages of that catalogue.
//   trends [EVALUATIONS] | trends --data CATALOGUE [ASKS]
#include "core/clock.h"
#include "core/sv.h"
#include "scoring/pure/course.h"
#include "scoring/pure/rng.h"
#include "tests/bench/trends/pages.h"

enum { AGENTS = 500, ALL = 1000000 };
static const int64_t day_ms = 86400000;

static void evaluations_make(struct seen *at, size_t n) {
  struct rng rng = {7};
  for (size_t i = 0; i < n; i++)
    at[i] = (struct seen){.at_ms = (int64_t)(i * 180 / n) * day_ms,
                          .agent = (uint32_t)rng_below(&rng, AGENTS),
                          .ppm = (int32_t)(700000 + 120000 * rng_normal(&rng)),
                          .version = i > n / 2 ? 2 : 1,
                          .judged = 4,
                          .random = rng_below(&rng, 5) != 0};
}

static double run_ms(struct seen *at, size_t n, size_t agents) {
  AUTO(arena) struct arena a;
  arena_init(&a, SIZE_MAX);
  int64_t from = clock_mono_us();
  (void)course_centre(&a, at, n, agents, 200 * day_ms, 0.95);
  double ms = (double)(clock_mono_us() - from) / 1000;
  return ms;
}

static void tell(const char *id, const char *what, double value, const char *unit, double goal,
                 size_t n) {
  printf("{\"id\":\"%s\",\"what\":\"%s\",\"value\":%.3f,\"unit\":\"%s\",\"goal\":%g,\"n\":%zu}\n",
         id, what, value, unit, goal, n);
}

static int pages(int argc, char **argv) {
  uint64_t asks = 200;
  if (argc < 3 || (argc > 3 && sv_u64(sv_of(argv[3]), 1000, &asks))) return 64;
  enum err rc = pages_time(argv[2], (int64_t)asks);
  if (rc) fprintf(stderr, "trends: %s: %s\n", err_text(rc), err_detail());
  return err_exit(rc);
}

int main(int argc, char **argv) {
  uint64_t n = ALL;
  if (argc > 1 && !strcmp(argv[1], "--data")) return pages(argc, argv);
  if (argc > 1 && sv_u64(sv_of(argv[1]), 100 * (uint64_t)ALL, &n)) return 64;
  struct seen *at = calloc(n, sizeof *at);
  if (!at) return 1;
  evaluations_make(at, n / 10);
  double tenth = run_ms(at, n / 10, AGENTS);
  evaluations_make(at, n);
  double all = run_ms(at, n, AGENTS);
  size_t one = 0; // one agent's own evaluations, as its page reads them
  while (one < n && at[one].agent == 0) one++;
  double page = run_ms(at, one, 1);
  free(at);
  tell("P9", "all trends of 500 agents", all, "ms", 2000, n);
  tell("P9", "one agent's page", page, "ms", 10, one);
  tell("P10", "trends of ten times the evaluations", all / tenth, "times", 11, n);
  return all <= 2000 && page <= 10 ? 0 : 1;
}
