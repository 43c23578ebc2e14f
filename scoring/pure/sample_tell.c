// SPDX-License-Identifier: Apache-2.0
#include "scoring/pure/sample_tell.h"

#include <math.h>
#include <sodium.h>

// ---- out --------------------------------------------------------------------------------------
static json_t *hex(struct arena *a, const uint8_t *p, size_t n) {
  char *text = arena_alloc(a, n * 2 + 1);
  sodium_bin2hex(text, n * 2 + 1, p, n);
  return json_string(text);
}

static json_t *excluded_json(const struct sample_telling *j) {
  json_t *all = json_object();
  for (size_t i = 0; i < j->in->n; i++) {
    const char *why = sample_excludes(&j->in->plan, &j->in->calls[i]);
    if (!why) continue;
    json_int_t seen = json_integer_value(json_object_get(all, why));
    json_object_set_new(all, why, json_integer(seen + 1));
  }
  return all;
}

static json_t *frame_json(const struct sample_telling *j, const struct sample *s) {
  uint8_t hash[SAMPLE_HASH];
  sample_frame_hash(j->in->arena, j->in->calls, j->in->n, hash);
  return json_pack("{s:o,s:I,s:I,s:o}", "sha256", hex(j->in->arena, hash, sizeof hash), "calls",
                   (json_int_t)j->in->n, "eligible", (json_int_t)s->eligible, "excluded",
                   excluded_json(j));
}

static json_t *number(double x) { return isfinite(x) ? json_real(x) : json_null(); }

static json_t *groups_json(const struct sample_telling *j, const struct sample *s) {
  json_t *all = json_array();
  for (size_t i = 0; i < s->group_count; i++) {
    const struct sample_group *g = &s->groups[i];
    json_array_append_new(
        all, json_pack("{s:s,s:I,s:I,s:I,s:I,s:o,s:o}", "agent", g->name, "eligible",
                       (json_int_t)g->eligible, "drawn", (json_int_t)g->drawn, "short_of",
                       (json_int_t)g->short_of, "replaced", (json_int_t)g->replaced, "chance",
                       number((double)(g->drawn) / (double)g->eligible), "margin_points",
                       number(sample_margin_mean(j->in->sd, g->drawn, g->eligible, j->in->level))));
  }
  return all;
}

static json_t *precision_json(const struct sample_telling *j, const struct sample *s) {
  size_t drawn = 0;
  for (size_t i = 0; i < s->group_count; i++) drawn += s->groups[i].drawn;
  return json_pack("{s:I,s:o,s:o,s:o}", "drawn", (json_int_t)drawn, "level",
                   json_real(j->in->level), "margin_share",
                   number(sample_margin_share(drawn, s->eligible, j->in->level)), "margin_points",
                   number(sample_margin_mean(j->in->sd, drawn, s->eligible, j->in->level)));
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

static json_t *drawn_json(const struct sample_telling *j, const struct sample *s) {
  json_t *all = json_array();
  for (size_t i = 0; i < s->eligible; i++) {
    const struct sample_call *c = s->order[i];
    if (!c->drawn) continue;
    json_array_append_new(all, json_pack("{s:s,s:s,s:I,s:o,s:b}", "id", c->id, "agent", c->agent,
                                         "stratum", (json_int_t)c->stratum, "ticket",
                                         hex(j->in->arena, c->ticket, sizeof c->ticket),
                                         "stands_in", c->stands_in));
  }
  return all;
}

json_t *sample_draw_json(const struct sample_telling *j, const char *seed, bool with_calls) {
  struct sample s = sample_draw(j->in->arena, &j->in->plan, j->in->calls, j->in->n, sv_of(seed),
                                j->withdrawn, j->withdrawn_count);
  json_t *out = json_pack("{s:s,s:O}", "schema", "sample/1", "plan", j->plan);
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
