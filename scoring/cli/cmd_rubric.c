// SPDX-License-Identifier: Apache-2.0
#include "scoring/cli/cmd.h"
#include "scoring/pure/score.h"

static json_t *problems_json(const struct problems *p) {
  json_t *list = json_array();
  for (size_t i = 0; i < p->n; i++)
    json_array_append_new(list,
                          json_pack("{s:s,s:s}", "path", p->at[i].path, "text", p->at[i].text));
  return list;
}

static enum err problems_print(const struct problems *p, bool as_json) {
  for (size_t i = 0; !as_json && i < p->n; i++)
    fprintf(stderr, "%s: %s\n", p->at[i].path, p->at[i].text);
  if (!as_json && p->more) fprintf(stderr, "and %zu more\n", p->more);
  if (!as_json) return OK;
  json_t *out = json_pack("{s:b,s:o,s:I}", "ok", 0, "problems", problems_json(p), "more",
                          (json_int_t)p->more);
  enum err rc = json_print(out);
  json_decref(out);
  return rc;
}

static enum err check_print(const char *path, const json_t *json, const struct rubric *r,
                            bool as_json) {
  char hash[RUBRIC_HASH];
  TRY(rubric_hash(json, hash));
  if (!as_json) {
    printf("%s: %s version %" PRId64 ", %zu sections, %zu questions: ready to publish\n", path,
           r->key, r->version, r->section_count, r->question_count);
    return OK;
  }
  json_t *out = json_pack("{s:b,s:s,s:I,s:I,s:I,s:s,s:[]}", "ok", 1, "key", r->key, "version",
                          (json_int_t)r->version, "sections", (json_int_t)r->section_count,
                          "questions", (json_int_t)r->question_count, "sha256", hash, "problems");
  enum err rc = json_print(out);
  json_decref(out);
  return rc;
}

static enum err check_one(struct arena *a, const char *path, const json_t *json, bool as_json) {
  struct problems problems = {.n = 0};
  struct rubric r;
  enum err rc = rubric_read(a, json, &problems, &r);
  if (!rc) rc = rubric_publishable(a, json, &r, &problems);
  if (!rc) return check_print(path, json, &r, as_json);
  TRY(problems_print(&problems, as_json));
  return rc;
}

struct rubric_asked {
  bool json;
  struct cli_words files;
};

static enum err rubric_check(const void *asked, bool *out_no) {
  const struct rubric_asked *ask = asked;
  (void)out_no;
  if (!ask->files.n) return fail(E_BAD_INPUT, "which file?");
  for (size_t i = 0; i < ask->files.n; i++) {
    AUTO(arena) struct arena a;
    json_t *json = NULL;
    arena_init(&a, 64 << 20);
    TRY(json_read(ask->files.v[i], &json));
    enum err rc = check_one(&a, ask->files.v[i], json, ask->json);
    json_decref(json);
    TRY(rc);
  }
  return OK;
}

static enum err readable(const json_t *json) {
  AUTO(arena) struct arena a;
  struct problems problems = {.n = 0};
  struct rubric r;
  arena_init(&a, 64 << 20);
  return rubric_read(&a, json, &problems, &r);
}

static enum err diff_two(const json_t *before, const json_t *after) {
  json_t *out = NULL;
  TRY(readable(before));
  TRY(readable(after));
  TRY(rubric_diff(before, after, &out));
  enum err rc = json_print(out);
  json_decref(out);
  return rc;
}

static enum err rubric_compare(const void *asked, bool *out_no) {
  const struct rubric_asked *ask = asked;
  json_t *before = NULL, *after = NULL;
  (void)out_no;
  if (ask->files.n != 2) return fail(E_BAD_INPUT, "two files, before and after");
  enum err rc = json_read(ask->files.v[0], &before);
  if (!rc) rc = json_read(ask->files.v[1], &after);
  if (!rc) rc = diff_two(before, after);
  json_decref(before);
  json_decref(after);
  return rc;
}

// The canonical form with its hash: what another house imports, and what an auditor compares.
static enum err rubric_export(const void *asked, bool *out_no) {
  const struct rubric_asked *ask = asked;
  json_t *json = NULL;
  char hash[RUBRIC_HASH];
  (void)out_no;
  if (ask->files.n != 1) return fail(E_BAD_INPUT, "which file?");
  TRY(json_read(ask->files.v[0], &json));
  enum err rc = readable(json);
  if (!rc) rc = rubric_hash(json, hash);
  if (!rc && json_dumpf(json, stdout, JSON_COMPACT | JSON_SORT_KEYS))
    rc = fail(E_IO, "standard output");
  json_decref(json);
  if (rc) return rc;
  putchar('\n');
  fprintf(stderr, "sha256 %s\n", hash);
  return OK;
}

static const struct cli_option check_options[] = {
    CLI_FLAG(struct rubric_asked, json, "--json", "one line of JSON a file"),
};
static const struct cli_option json_options[] = {
    CLI_FLAG(struct rubric_asked, json, "--json", "as it is anyway: one line of JSON"),
};
const struct cli cmd_rubric_check = {.path = "rubric check",
                                     .says = "Can these evaluation forms be published? Every fault "
                                             "is named with its place. Exit 65 when one has any.",
                                     .example = "medlyss rubric check core.json",
                                     .rest = "FILE...",
                                     .rest_at = offsetof(struct rubric_asked, files),
                                     .options = check_options,
                                     .n = countof(check_options),
                                     .size = sizeof(struct rubric_asked),
                                     .run = rubric_check};
const struct cli cmd_rubric_diff = {.path = "rubric diff",
                                    .says = "What changed between two versions of a form, question "
                                            "by question, and what of it breaks a trend.",
                                    .example = "medlyss rubric diff core-1.json core-2.json",
                                    .rest = "BEFORE AFTER",
                                    .rest_at = offsetof(struct rubric_asked, files),
                                    .options = json_options,
                                    .n = countof(json_options),
                                    .size = sizeof(struct rubric_asked),
                                    .run = rubric_compare};
const struct cli cmd_rubric_export = {
    .path = "rubric export",
    .says = "A form in its canonical shape, and its hash on standard error: what another house "
            "imports and an auditor compares.",
    .example = "medlyss rubric export core.json",
    .rest = "FILE",
    .rest_at = offsetof(struct rubric_asked, files),
    .options = json_options,
    .n = countof(json_options),
    .size = sizeof(struct rubric_asked),
    .run = rubric_export};
