// SPDX-License-Identifier: Apache-2.0
// mixmaker CALLS SEED FOLDER: writes captures of 50 calls each, a list of what to replay together
// (FOLDER/runs: one command's files a line) and the truth (FOLDER/truth.tsv).
#include <inttypes.h>

#include "tests/mix/mix.h"

enum { CALLS_PER_RUN = 50, AGENTS = 40, APART_MS = 260, PIECES = 3 };

static bool write_run(struct tape *t, const char *folder, unsigned run, uint64_t *seed,
                      FILE *runs) {
  char path[512];
  bool steps = chance(seed, 30), pieces = !steps && chance(seed, 40);
  size_t n = pieces ? PIECES : 1,
         step_at = steps ? t->n / 4 + below(seed, (uint32_t)(t->n / 2)) : t->n;
  for (size_t i = n; i-- > 0;) { // the last piece is named first
    snprintf(path, sizeof path, "%s/%03u-%zu.pcap", folder, run, i);
    if (!tape_write(t, path, t->n * i / n, t->n * (i + 1) / n, step_at, -10000000)) return false;
    fprintf(runs, "%s%s", path, i ? " " : "\n");
  }
  return true;
}

int main(int argc, char **argv) {
  if (argc != 4) return 64;
  unsigned calls = (unsigned)strtoul(argv[1], NULL, 10), index = 0;
  uint64_t seed = strtoull(argv[2], NULL, 10);
  char path[512];
  snprintf(path, sizeof path, "%s/truth.tsv", argv[3]);
  FILE *truth = fopen(path, "we");
  snprintf(path, sizeof path, "%s/runs", argv[3]);
  FILE *runs = fopen(path, "we");
  if (!truth || !runs) return 74;
  for (unsigned run = 0; index < calls; run++) {
    struct tape t = {0};
    int64_t start_us = 1790000000000000 + (int64_t)run * 120000000;
    for (unsigned i = 0; i < CALLS_PER_RUN && index < calls; i++, index++) {
      struct plan p;
      plan_draw(&p, index, chance_next(&seed), start_us + (int64_t)i * APART_MS * 1000, AGENTS);
      plan_tell(&p, truth);
      call_perform(&t, &p);
    }
    tape_sort(&t);
    if (!write_run(&t, argv[3], run, &seed, runs)) return 74;
    tape_drop(&t);
  }
  return fclose(truth) || fclose(runs) ? 74 : 0;
}
