// SPDX-License-Identifier: Apache-2.0
// Files in, files out. plan: {"per_agent": 4} or {"total": 93}, min_ms, max_ms, lengths_ms,
// parts_min, level, sd. frame: {"calls": [{id, agent, queue, duration_ms, minute, language,
// excluded}], "evaluators": [{id, languages}]}. draw: what `sample draw` wrote.
#include <math.h>
#include <sodium.h>

#include "scoring/cmd.h"
#include "scoring/sample_json.h"

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

// ---- out --------------------------------------------------------------------------------------
static json_t *hex(struct arena *a, const uint8_t *p, size_t n) {
  char *text = arena_alloc(a, n * 2 + 1);
  sodium_bin2hex(text, n * 2 + 1, p, n);
  return json_string(text);
}

static json_t *excluded_json(const struct job *j) {
  json_t *all = json_object();
  for (size_t i = 0; i < j->in.n; i++) {
    const char *why = sample_excludes(&j->in.plan, &j->in.calls[i]);
    if (!why) continue;
    json_int_t seen = json_integer_value(json_object_get(all, why));
    json_object_set_new(all, why, json_integer(seen + 1));
  }
  return all;
}

static json_t *frame_json(const struct job *j, const struct sample *s) {
  uint8_t hash[SAMPLE_HASH];
  sample_frame_hash(j->in.arena, j->in.calls, j->in.n, hash);
  return json_pack("{s:o,s:I,s:I,s:o}", "sha256", hex(j->in.arena, hash, sizeof hash), "calls",
                   (json_int_t)j->in.n, "eligible", (json_int_t)s->eligible, "excluded",
                   excluded_json(j));
}

static json_t *number(double x) { return isfinite(x) ? json_real(x) : json_null(); }

static json_t *groups_json(const struct job *j, const struct sample *s) {
  json_t *all = json_array();
  for (size_t i = 0; i < s->group_count; i++) {
    const struct sample_group *g = &s->groups[i];
    json_array_append_new(
        all, json_pack("{s:s,s:I,s:I,s:I,s:I,s:o,s:o}", "agent", g->name, "eligible",
                       (json_int_t)g->eligible, "drawn", (json_int_t)g->drawn, "short_of",
                       (json_int_t)g->short_of, "replaced", (json_int_t)g->replaced, "chance",
                       number((double)(g->drawn) / (double)g->eligible), "margin_points",
                       number(sample_margin_mean(j->in.sd, g->drawn, g->eligible, j->in.level))));
  }
  return all;
}

static json_t *precision_json(const struct job *j, const struct sample *s) {
  size_t drawn = 0;
  for (size_t i = 0; i < s->group_count; i++) drawn += s->groups[i].drawn;
  return json_pack("{s:I,s:o,s:o,s:o}", "drawn", (json_int_t)drawn, "level", json_real(j->in.level),
                   "margin_share", number(sample_margin_share(drawn, s->eligible, j->in.level)),
                   "margin_points",
                   number(sample_margin_mean(j->in.sd, drawn, s->eligible, j->in.level)));
}

static json_t *strata_json(const struct sample *s) {
  json_t *all = json_array();
  for (size_t i = 0; i < s->stratum_count; i++) {
    const struct sample_stratum *t = &s->strata[i];
    json_array_append_new(all, json_pack("{s:s,s:s,s:I,s:I,s:I,s:I}", "agent", t->agent, "queue",
                                         t->queue, "length", (json_int_t)t->length, "part",
                                         (json_int_t)t->part, "calls", (json_int_t)t->calls,
                                         "drawn", (json_int_t)t->drawn));
  }
  return all;
}

static json_t *drawn_json(const struct job *j, const struct sample *s) {
  json_t *all = json_array();
  for (size_t i = 0; i < s->eligible; i++) {
    const struct sample_call *c = s->order[i];
    if (!c->drawn) continue;
    json_array_append_new(all, json_pack("{s:s,s:s,s:I,s:o,s:b}", "id", c->id, "agent", c->agent,
                                         "stratum", (json_int_t)c->stratum, "ticket",
                                         hex(j->in.arena, c->ticket, sizeof c->ticket), "stands_in",
                                         c->stands_in));
  }
  return all;
}

static json_t *draw_json(struct job *j, const char *seed, bool with_calls) {
  struct sample s = sample_draw(j->in.arena, &j->in.plan, j->in.calls, j->in.n, sv_of(seed),
                                j->withdrawn, j->withdrawn_count);
  json_t *out = json_pack("{s:s,s:O}", "schema", "sample/1", "plan", j->plan_json);
  json_object_set_new(out, "frame", frame_json(j, &s));
  if (with_calls) json_object_set_new(out, "seed", json_string(seed));
  json_object_set_new(out, "groups", groups_json(j, &s));
  json_object_set_new(out, "strata", strata_json(&s));
  json_object_set_new(out, "precision", precision_json(j, &s));
  if (!with_calls) return out;
  json_t *withdrawn = json_array();
  for (size_t i = 0; i < j->withdrawn_count; i++)
    json_array_append_new(withdrawn, json_pack("{s:s}", "id", j->withdrawn[i]));
  json_object_set_new(out, "withdrawn", withdrawn);
  json_object_set_new(out, "drawn", drawn_json(j, &s));
  return out;
}

// ---- commands ---------------------------------------------------------------------------------
static enum err sample_show(struct job *j, const char *seed, bool with_calls) {
  json_t *out = draw_json(j, seed, with_calls);
  enum err rc = json_print(out);
  json_decref(out);
  return rc;
}

static enum err sample_prove(struct job *j, const json_t *draw, bool *out_no) {
  static const char *const members[] = {"frame", "groups", "strata", "drawn"};
  const char *seed = json_string_value(json_object_get(draw, "seed"));
  if (!seed) return fail(E_BAD_DATA, "seed: missing from the draw");
  json_t *again = draw_json(j, seed, true);
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

enum err cmd_sample(struct words w) {
  AUTO(files) struct files f = {NULL, NULL, NULL};
  const char *plan = option_take(&w, "--plan"), *frame = option_take(&w, "--frame");
  const char *draw = option_take(&w, "--draw"), *seed = option_take(&w, "--seed");
  const char *data = option_take(&w, "--data"), *reason = option_take(&w, "--reason");
  flag_take(&w, "--json");
  if (data) return cmd_sample_stored(w, data, reason);
  const char *what = w.n == 1 ? w.at[0] : "";
  bool prove = !strcmp(what, "prove");
  if (!prove && strcmp(what, "plan") != 0 && strcmp(what, "draw") != 0)
    return fail(E_BAD_INPUT, "sample: plan, draw or prove?");
  if (!frame || (prove ? !draw : !plan))
    return fail(E_BAD_INPUT, "sample %s: --frame FILE and --%s FILE are needed", what,
                prove ? "draw" : "plan");
  TRY(json_read(frame, &f.frame));
  if (plan) TRY(json_read(plan, &f.plan));
  if (draw) TRY(json_read(draw, &f.draw));
  return sample_run(what, &f, seed, w.out_no);
}
