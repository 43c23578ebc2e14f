// SPDX-License-Identifier: Apache-2.0
#include "scoring/pure/sample_json.h"

enum { CALLS_MAX = 2000000 };

static enum err member_int(const json_t *o, const char *name, int64_t min, int64_t max,
                           int64_t otherwise, int64_t *out) {
  const json_t *v = json_object_get(o, name);
  if (!v || json_is_null(v)) {
    *out = otherwise;
    return OK;
  }
  if (!json_is_integer(v) || json_integer_value(v) < min || json_integer_value(v) > max)
    return fail(E_BAD_DATA, "%s: not a whole number in %" PRId64 "..%" PRId64, name, min, max);
  *out = json_integer_value(v);
  return OK;
}

static enum err bounds_read(const json_t *o, const char *name, int64_t *out, size_t *n) {
  const json_t *list = json_object_get(o, name);
  *n = json_array_size(list);
  if (list && !json_is_array(list)) return fail(E_BAD_DATA, "%s: not an array", name);
  if (*n > SAMPLE_BOUNDS) return fail(E_BAD_DATA, "%s: more than %d bounds", name, SAMPLE_BOUNDS);
  for (size_t i = 0; i < *n; i++) {
    const json_t *v = json_array_get(list, i);
    if (!json_is_integer(v) || (i && json_integer_value(v) <= out[i - 1]))
      return fail(E_BAD_DATA, "%s[%zu]: bounds are whole numbers that grow", name, i);
    out[i] = json_integer_value(v);
  }
  return OK;
}

enum err sample_plan_read(const json_t *json, struct sample_in *j) {
  int64_t per_agent, total;
  struct sample_plan *p = &j->plan;
  TRY(member_int(json, "per_agent", 0, 10000, 0, &per_agent));
  TRY(member_int(json, "total", 0, CALLS_MAX, 0, &total));
  if ((per_agent > 0) == (total > 0))
    return fail(E_BAD_DATA, "plan: either per_agent or total says how many");
  p->per_agent = per_agent > 0;
  p->take = (size_t)(per_agent + total);
  TRY(member_int(json, "min_ms", 0, INT64_MAX, 0, &p->min_ms));
  TRY(member_int(json, "max_ms", 0, INT64_MAX, INT64_MAX, &p->max_ms));
  TRY(bounds_read(json, "lengths_ms", p->lengths_ms, &p->length_count));
  TRY(bounds_read(json, "parts_min", p->parts_min, &p->part_count));
  const json_t *level = json_object_get(json, "level"), *sd = json_object_get(json, "sd");
  j->level = level ? json_number_value(level) : 0.95;
  j->sd = sd ? json_number_value(sd) : 12; // points between one agent's calls, as measured
  if (!(j->level > 0 && j->level < 1)) return fail(E_BAD_DATA, "level: not between 0 and 1");
  if (!(j->sd > 0 && j->sd <= 100)) return fail(E_BAD_DATA, "sd: not between 0 and 100");
  return OK;
}

static bool understood(const json_t *evaluators, const char *language) {
  if (!json_is_array(evaluators) || !*language) return true; // not said: anyone
  for (size_t i = 0; i < json_array_size(evaluators); i++) {
    const json_t *list = json_object_get(json_array_get(evaluators, i), "languages");
    for (size_t k = 0; k < json_array_size(list); k++) {
      const char *s = json_string_value(json_array_get(list, k));
      if (s && !strcmp(s, language)) return true;
    }
  }
  return false;
}

static const char *text_of(struct arena *a, const json_t *o, const char *name) {
  const char *s = json_string_value(json_object_get(o, name));
  return s ? arena_strdup(a, s) : "";
}

static enum err call_read(struct sample_in *j, const json_t *v, const json_t *evaluators, size_t at,
                          struct sample_call *out) {
  struct sample_call c = {.id = text_of(j->arena, v, "id")};
  if (!*c.id) return fail(E_BAD_DATA, "calls[%zu].id: missing", at);
  c.agent = text_of(j->arena, v, "agent");
  c.queue = text_of(j->arena, v, "queue");
  const char *excluded = text_of(j->arena, v, "excluded");
  c.excluded = *excluded ? excluded : NULL;
  if (!c.excluded && !understood(evaluators, text_of(j->arena, v, "language")))
    c.excluded = "no_evaluator_for_language";
  TRY(member_int(v, "duration_ms", 0, INT64_MAX, 0, &c.duration_ms));
  TRY(member_int(v, "minute", 0, 1439, 0, &c.minute));
  *out = c;
  return OK;
}

static int by_id(const void *x, const void *y) {
  const struct sample_call *a = x, *b = y;
  return strcmp(a->id, b->id);
}

enum err sample_frame_read(const json_t *json, struct sample_in *j) {
  const json_t *calls = json_object_get(json, "calls");
  const json_t *evaluators = json_object_get(json, "evaluators");
  if (!json_is_array(calls)) return fail(E_BAD_DATA, "calls: not an array");
  j->n = json_array_size(calls);
  if (j->n > CALLS_MAX) return fail(E_TOO_BIG, "calls: more than %d", CALLS_MAX);
  j->calls = arena_array(j->arena, j->n + 1, struct sample_call);
  for (size_t i = 0; i < j->n; i++)
    TRY(call_read(j, json_array_get(calls, i), evaluators, i, &j->calls[i]));
  qsort(j->calls, j->n, sizeof *j->calls, by_id); // the frame's own order must not matter
  for (size_t i = 1; i < j->n; i++)
    if (!strcmp(j->calls[i].id, j->calls[i - 1].id))
      return fail(E_BAD_DATA, "calls: \"%s\" is there twice", j->calls[i].id);
  return OK;
}
