// SPDX-License-Identifier: Apache-2.0
// The frame: every call of a time, and the reason of each that may not be drawn.
#include "gen/sql/sampling.h"
#include "scoring/life/plan_row.h"

void plan_frame_drop(struct plan_frame *f) {
  json_decref(f->rules);
  json_decref(f->frame);
}

// ---- who hears whom -----------------------------------------------------------------------------
static int by_subject(const void *x, const void *y) {
  const struct sampling_sees_row *a = x, *b = y;
  return memcmp(a->subject.b, b->subject.b, sizeof a->subject.b);
}

enum err plan_seers_read(struct db *db, struct arena *a, struct id plan, struct plan_seers *out) {
  struct sampling_evaluators_row *who;
  size_t n;
  *out = (struct plan_seers){0};
  TRY(sql_sampling_evaluators(db, a, &(struct sampling_evaluators){plan}, &who, &n));
  for (size_t i = 0; i < n && i < PLAN_EVALUATORS; i++)
    out->loads[out->load_count++] = (struct plan_load){who[i].id, 0};
  TRY(sql_sampling_sees(db, a, &(struct sampling_sees){plan}, &out->v, &out->n));
  if (out->n) qsort(out->v, out->n, sizeof *out->v, by_subject);
  return OK;
}

static size_t first_of(const struct plan_seers *s, struct id agent) {
  size_t lo = 0, hi = s->n;
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    if (memcmp(s->v[mid].subject.b, agent.b, sizeof agent.b) < 0)
      lo = mid + 1;
    else
      hi = mid;
  }
  return lo;
}

static bool understands(const char *languages, const char *language) {
  if (!language || !*language) return true;
  for (struct sv rest = sv_of(languages); rest.n;)
    if (sv_eq(sv_cut(&rest, ' '), sv_of(language))) return true;
  return false;
}

static struct plan_load *load_of(struct plan_seers *s, struct id person) {
  for (size_t i = 0; i < s->load_count; i++)
    if (id_eq(s->loads[i].person, person)) return &s->loads[i];
  return NULL;
}

static bool less_to_hear(const struct plan_load *a, const struct plan_load *b) {
  return !b || a->items < b->items ||
         (a->items == b->items && memcmp(a->person.b, b->person.b, sizeof a->person.b) < 0);
}

static bool sees(const struct sampling_sees_row *r, struct plan_call call) {
  return call.started_ms >= r->from_ms && call.started_ms < r->to_ms;
}

struct id plan_seers_pick(struct plan_seers *s, struct plan_call call, struct id prefer) {
  struct plan_load *best = NULL;
  for (size_t i = first_of(s, call.agent); i < s->n && id_eq(s->v[i].subject, call.agent); i++) {
    struct plan_load *load = load_of(s, s->v[i].person);
    if (!load || !sees(&s->v[i], call) || !understands(s->v[i].languages, call.language)) continue;
    if (id_eq(load->person, prefer)) return prefer;
    if (less_to_hear(load, best)) best = load;
  }
  if (!best) return (struct id){{0}};
  best->items++;
  return best->person;
}

// Why nobody could hear it: "" when somebody can.
static const char *unheard(const struct plan_seers *s, struct plan_call call) {
  const char *why = "no_evaluator";
  for (size_t i = first_of(s, call.agent); i < s->n && id_eq(s->v[i].subject, call.agent); i++) {
    if (!sees(&s->v[i], call)) continue;
    if (understands(s->v[i].languages, call.language)) return "";
    why = "no_evaluator_for_language";
  }
  return why;
}

// ---- what is left out ---------------------------------------------------------------------------
static bool in_window(const struct sampling_windows_row *w, size_t n, int64_t at_ms) {
  for (size_t i = 0; i < n; i++)
    if (w[i].from_ms <= at_ms && (!w[i].to_ms.set || w[i].to_ms.v > at_ms)) return true;
  return false;
}

static const char *left_out(const struct sampling_frame_row *c, const struct plan_seers *s,
                            bool load) {
  if (c->marked) return c->marked;
  if (load || c->load_mark) return "load";
  if (!c->sound || strcmp(c->sound, "sealed") != 0) return "no_sound";
  if (!c->agent.set) return "no_agent";
  if (c->learning) return "newhire";
  if (c->heard) return "heard";
  return unheard(s, (struct plan_call){c->agent.v, c->language, c->started_ms});
}

static json_t *id_json(struct opt_id id) {
  char text[ID_TEXT] = "";
  if (id.set) id_text(id.v, text);
  return json_string(text);
}

static json_t *call_json(const struct sampling_frame_row *c, const char *why) {
  json_t *o = json_pack("{s:o,s:o,s:o,s:I,s:I}", "id", id_json(some_id(c->id)), "agent",
                        id_json(c->agent), "queue", id_json(c->queue), "duration_ms",
                        (json_int_t)c->duration_ms, "minute", (json_int_t)c->local_minute);
  if (*why) json_object_set_new(o, "excluded", json_string(why));
  return o;
}

static json_t *rules_json(const struct sampling_plan_get_row *p, int64_t take) {
  json_t *o = json_pack("{s:I,s:I,s:I}", p->per_agent ? "per_agent" : "total", (json_int_t)take,
                        "min_ms", (json_int_t)p->min_ms, "max_ms", (json_int_t)p->max_ms);
  json_object_set_new(o, "lengths_ms", json_loads(p->lengths_ms, 0, NULL));
  json_object_set_new(o, "parts_min", json_loads(p->parts_min, 0, NULL));
  return o;
}

static enum err frame_json(struct db *db, struct arena *a, const struct sampling_plan_get_row *plan,
                           struct plan_span span, const struct plan_seers *seers, json_t **out) {
  struct sampling_windows_row *windows;
  struct sampling_frame_row *rows;
  size_t n, window_count;
  TRY(sql_sampling_windows(db, a, &(struct sampling_windows){span.from_ms}, &windows,
                           &window_count));
  TRY(sql_sampling_frame(db, a,
                         &(struct sampling_frame){.plan = plan->id,
                                                  .at_ms = span.to_ms,
                                                  .from_ms = span.from_ms,
                                                  .to_ms = span.to_ms,
                                                  .team = plan->team,
                                                  .agent = plan->agent},
                         &rows, &n));
  json_t *calls = json_array();
  for (size_t i = 0; i < n; i++) {
    bool load = in_window(windows, window_count, rows[i].started_ms);
    json_array_append_new(calls, call_json(&rows[i], left_out(&rows[i], seers, load)));
  }
  *out = json_pack("{s:o}", "calls", calls);
  return *out ? OK : fail(E_BROKEN, "the frame cannot be written");
}

enum err plan_frame_make(struct db *db, struct arena *a, const struct sampling_plan_get_row *plan,
                         struct plan_span span, struct plan_seers *seers, struct plan_frame *out) {
  *out = (struct plan_frame){.in = {.arena = a}, .rules = rules_json(plan, span.take)};
  TRY(plan_seers_read(db, a, plan->id, seers));
  TRY(frame_json(db, a, plan, span, seers, &out->frame));
  TRY(sample_plan_read(out->rules, &out->in));
  return sample_frame_read(out->frame, &out->in);
}
