// SPDX-License-Identifier: Apache-2.0
#include "scoring/cli/cmd.h"
#include "scoring/pure/score.h"

static void print_plain(const struct rubric *r, const struct score *s) {
  if (s->total_ppm < 0)
    printf("%s: no number, nothing counted", r->key);
  else
    printf("%s: %" PRId64 " %% (%" PRId64 " ppm)", r->key, score_percent(s->total_ppm),
           s->total_ppm);
  if (s->reported_ppm != s->total_ppm) printf(", reported %" PRId64, s->reported_ppm);
  printf(", criticals %s", s->failed ? "failed" : "ok");
  if (s->missing_count) printf(", %zu questions not ready", s->missing_count);
  putchar('\n');
}

static enum err score_print(const json_t *rubric_json, const json_t *answers_json, bool as_json,
                            bool whole) {
  AUTO(arena) struct arena a;
  struct problems problems = {.n = 0};
  struct rubric r;
  struct answer *answers;
  arena_init(&a, 64 << 20);
  TRY(rubric_read(&a, rubric_json, &problems, &r));
  TRY(answers_read(&a, &r, answers_json, &answers));
  struct score s = score_answers(&a, &r, answers);
  if (whole && s.missing_count)
    return fail(E_BAD_DATA, "%zu questions lack an answer, a comment or a marker", s.missing_count);
  if (!as_json) {
    print_plain(&r, &s);
    return OK;
  }
  json_t *out = score_json(&r, answers, &s);
  enum err rc = json_print(out);
  json_decref(out);
  return rc;
}

struct score_asked {
  const char *rubric, *answers;
  bool json, whole;
};

static enum err score(const void *asked, bool *out_no) {
  const struct score_asked *ask = asked;
  json_t *rubric_json = NULL, *answers_json = NULL;
  (void)out_no;
  enum err rc = json_read(ask->rubric, &rubric_json);
  if (!rc) rc = json_read(ask->answers ? ask->answers : "-", &answers_json);
  if (!rc) rc = score_print(rubric_json, answers_json, ask->json, ask->whole);
  json_decref(rubric_json);
  json_decref(answers_json);
  return rc;
}

static const struct cli_option score_options[] = {
    CLI_NEED(struct score_asked, rubric, "--rubric", "FILE", "the evaluation form"),
    CLI_WORD(struct score_asked, answers, "--answers", "FILE",
             "the answers; standard input unless said"),
    CLI_FLAG(struct score_asked, json, "--json", "everything, as one line of JSON"),
    CLI_FLAG(struct score_asked, whole, "--complete", "refuse answers that are not all there"),
};
const struct cli cmd_score = {.path = "score",
                              .says = "The score of answers to a form, as it would be handed in.",
                              .example = "medlyss score --rubric core.json --answers answers.json",
                              .options = score_options,
                              .n = countof(score_options),
                              .size = sizeof(struct score_asked),
                              .run = score};
