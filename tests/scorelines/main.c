// SPDX-License-Identifier: Apache-2.0
// The scoring library asked directly: {"rubric": a file, "answers": {…}} a line, its score a line.
// What the command line and the service say of the same is compared with it.
#include <stdio.h>

#include "core/arena.h"
#include "scoring/pure/score.h"

static enum err score_line(const char *line) {
  AUTO(arena) struct arena a;
  struct problems problems = {.n = 0};
  struct rubric r;
  struct answer *answers;
  arena_init(&a, 64 << 20);
  json_t *asked = json_loads(line, 0, NULL);
  json_t *form = json_load_file(json_string_value(json_object_get(asked, "rubric")), 0, NULL);
  enum err rc = rubric_read(&a, form, &problems, &r);
  if (!rc) rc = answers_read(&a, &r, json_object_get(asked, "answers"), &answers);
  if (!rc) {
    struct score s = score_answers(&a, &r, answers);
    json_t *out = score_json(&r, answers, &s);
    if (json_dumpf(out, stdout, JSON_COMPACT)) rc = E_IO;
    putchar('\n');
    json_decref(out);
  }
  json_decref(form);
  json_decref(asked);
  return rc;
}

int main(void) {
  char line[65536];
  while (fgets(line, sizeof line, stdin)) {
    enum err rc = score_line(line);
    if (rc) {
      fprintf(stderr, "scorelines: %s\n", err_detail());
      return err_exit(rc);
    }
  }
  return 0;
}
