// SPDX-License-Identifier: Apache-2.0
// Files in, files out. plan: {"per_agent": 4} or {"total": 93}, min_ms, max_ms, lengths_ms,
// parts_min, level, sd. frame: {"calls": [{id, agent, queue, duration_ms, minute, language,
// excluded}], "evaluators": [{id, languages}]}. draw: what `sample draw` wrote.
#include <sodium.h>

#include "scoring/cli/cmd.h"
#include "scoring/pure/sample_tell.h"

enum { SEED_BYTES = 16 };

struct job { // one command's inputs, read and checked
  struct sample_in in;
  const json_t *plan_json;
  const char **withdrawn;
  size_t withdrawn_count;
};

// ---- in ---------------------------------------------------------------------------------------
static enum err withdrawn_read(const json_t *list, struct job *j) {
  size_t n = json_array_size(list);
  if (list && !json_is_array(list)) return fail(E_BAD_DATA, "withdrawn: not an array");
  j->withdrawn = arena_array(j->in.arena, n + 1, const char *);
  for (size_t i = 0; i < n; i++) {
    const char *id = json_string_value(json_object_get(json_array_get(list, i), "id"));
    if (!id) return fail(E_BAD_DATA, "withdrawn[%zu].id: missing", i);
    j->withdrawn[j->withdrawn_count++] = arena_strdup(j->in.arena, id);
  }
  return OK;
}

// ---- commands ---------------------------------------------------------------------------------
static struct sample_telling telling(const struct job *j) {
  return (struct sample_telling){&j->in, j->plan_json, j->withdrawn, j->withdrawn_count};
}

static enum err sample_show(const struct job *j, const char *seed, bool with_calls) {
  struct sample_telling t = telling(j);
  json_t *out = sample_draw_json(&t, seed, with_calls);
  enum err rc = json_print(out);
  json_decref(out);
  return rc;
}

static enum err sample_prove(struct job *j, const json_t *draw, bool *out_no) {
  static const char *const members[] = {"frame", "groups", "strata", "drawn"};
  const char *seed = json_string_value(json_object_get(draw, "seed"));
  if (!seed) return fail(E_BAD_DATA, "seed: missing from the draw");
  struct sample_telling t = telling(j);
  json_t *again = sample_draw_json(&t, seed, true);
  const char *other = NULL;
  for (size_t i = 0; !other && i < countof(members); i++)
    if (!json_equal(json_object_get(draw, members[i]), json_object_get(again, members[i])))
      other = members[i];
  size_t n = json_array_size(json_object_get(again, "drawn"));
  json_decref(again);
  if (other)
    printf("not proven: %s is not what seed and frame give\n", other);
  else
    printf("proven: the same %zu calls from seed %s\n", n, seed);
  *out_no = other != NULL;
  return OK;
}

struct files {
  json_t *plan, *frame, *draw;
};

static void files_drop(struct files *f) {
  json_decref(f->plan);
  json_decref(f->frame);
  json_decref(f->draw);
}

static enum err sample_run(const char *what, struct files *f, const char *seed, bool *out_no) {
  AUTO(arena) struct arena a;
  struct job j = {.in = {.arena = &a}};
  bool prove = !strcmp(what, "prove");
  char fresh[SEED_BYTES * 2 + 1];
  uint8_t random[SEED_BYTES];
  arena_init(&a, SIZE_MAX);
  const json_t *plan = prove ? json_object_get(f->draw, "plan") : f->plan;
  j.plan_json = plan;
  TRY(sample_plan_read(plan, &j.in));
  TRY(sample_frame_read(f->frame, &j.in));
  TRY(withdrawn_read(json_object_get(prove || f->draw ? f->draw : f->frame, "withdrawn"), &j));
  if (prove) return sample_prove(&j, f->draw, out_no);
  randombytes_buf(random, sizeof random);
  sodium_bin2hex(fresh, sizeof fresh, random, sizeof random);
  return sample_show(&j, seed ? seed : fresh, !strcmp(what, "draw"));
}

static enum err sample(const char *what, const struct sample_asked *ask, bool *out_no) {
  AUTO(files) struct files f = {NULL, NULL, NULL};
  bool prove = !strcmp(what, "prove");
  if (ask->data) return cmd_sample_stored(what, ask, out_no);
  if (ask->reason) return fail(E_BAD_INPUT, "--reason is for a stored plan: --data DIR");
  if (ask->ids.n) return fail(E_BAD_INPUT, "an ID is of something stored: --data DIR");
  if (!ask->frame || (prove ? !ask->draw : !ask->plan))
    return fail(E_BAD_INPUT, "--data DIR, or --frame FILE and --%s FILE", prove ? "draw" : "plan");
  TRY(json_read(ask->frame, &f.frame));
  if (ask->plan) TRY(json_read(ask->plan, &f.plan));
  if (ask->draw) TRY(json_read(ask->draw, &f.draw));
  return sample_run(what, &f, ask->seed, out_no);
}

static enum err plan(const void *asked, bool *out_no) { return sample("plan", asked, out_no); }
static enum err draw(const void *asked, bool *out_no) { return sample("draw", asked, out_no); }
static enum err export(const void *asked, bool *out_no) {
  const struct sample_asked *ask = asked;
  if (!ask->data) return fail(E_BAD_INPUT, "--data DIR: where the draw is stored");
  return cmd_sample_stored("export", ask, out_no);
}
static enum err prove(const void *asked, bool *out_no) { return sample("prove", asked, out_no); }

#define OF(field, name, value, says) CLI_WORD(struct sample_asked, field, name, value, says)
#define STORED                       OF(data, "--data", "DIR", "the data folder, for what is stored there")
#define FRAME                        OF(frame, "--frame", "FILE", "the calls it is drawn from, as JSON")
#define JSON                         CLI_FLAG(struct sample_asked, json, "--json", "as it is anyway")
static const struct cli_option plan_options[] = {
    STORED,
    FRAME,
    OF(plan, "--plan", "FILE", "the plan, as JSON"),
    OF(seed, "--seed", "TEXT", "drawn by this instead of a fresh one"),
    OF(draw, "--draw", "FILE", "an earlier draw, whose withdrawn calls stay away"),
    JSON};
static const struct cli_option draw_options[] = {
    STORED,
    FRAME,
    OF(plan, "--plan", "FILE", "the plan, as JSON"),
    OF(seed, "--seed", "TEXT", "drawn by this instead of a fresh one"),
    OF(draw, "--draw", "FILE", "an earlier draw, whose withdrawn calls stay away"),
    OF(reason, "--reason", "TEXT", "why it is drawn outside its time"),
    JSON};
static const struct cli_option prove_options[] = {
    STORED, FRAME, OF(draw, "--draw", "FILE", "what `medlyss sample draw` wrote"), JSON};

#define COMMAND(word, sentence, line, opts)                                                        \
  {                                                                                                \
    .path = "sample " word, .says = sentence, .example = line, .rest = "[ID]",                     \
    .rest_at = offsetof(struct sample_asked, ids), .options = opts, .n = countof(opts),            \
    .size = sizeof(struct sample_asked)
const struct cli cmd_sample_plan =
                     COMMAND("plan",
                             "What a plan would draw and how precise it is; with --data the plans "
                             "that are stored, or one by its ID.",
                             "medlyss sample plan --data /var/lib/medlyss\n"
                             "medlyss sample plan --plan plan.json --frame frame.json",
                             plan_options),
                 .run = plan
}
;
const struct cli cmd_sample_draw =
                     COMMAND("draw",
                             "Draws calls by lot, with what is needed to prove it afterwards; with "
                             "--data by the stored plan ID, outside its time.",
                             "medlyss sample draw --plan plan.json --frame frame.json > draw.json",
                             draw_options),
                 .run = draw
}
;
const struct cli cmd_sample_prove =
                     COMMAND("prove",
                             "Draws again from seed and frame: is it the same? With --data one "
                             "draw by its ID, or every draw. Exit 1 when not.",
                             "medlyss sample prove --data /var/lib/medlyss", prove_options),
                 .run = prove
}
;
static const struct cli_option export_options[] = {STORED, JSON};
const struct cli cmd_sample_export =
                     COMMAND("export",
                             "A stored draw with its frame, seed and plan, so that a stranger can "
                             "make it again by docs/sampling.md.",
                             "medlyss sample export --data /var/lib/medlyss ID > draw.json",
                             export_options),
                 .run = export
}
;
