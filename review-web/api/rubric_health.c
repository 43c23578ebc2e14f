// SPDX-License-Identifier: Apache-2.0
// How a form's questions do, and what its newest evaluations would have given under a draft.
// Figures of questions, never of people, and none where fewer than five people are behind it.
#include <math.h>

#include "gen/sql/evaluation.h"
#include "gen/sql/rubric.h"
#include "gen/told/rubric.h"
#include "review-web/api/common.h"
#include "scoring/scoring.h"

// To the sixth decimal: more of a figure says nothing.
static double rounded(double v) { return round(v * 1e6) / 1e6; }
static struct opt_real rounded_or_none(double v) {
  return (struct opt_real){!isnan(v), rounded(v)};
}

static const struct told_share *told_share(struct request *req, const struct figure *f) {
  if (f->undefined || isnan(f->value) || isnan(f->ci.lo)) return NULL;
  struct told_share *s = arena_new(&req->arena, struct told_share);
  *s = (struct told_share){rounded(f->value), rounded(f->ci.lo), rounded(f->ci.hi), (int64_t)f->n};
  return s;
}

static const struct told_agreement_of_question *told_agreement(struct request *req,
                                                               const struct room_question *r) {
  if (!r->calls) return NULL;
  struct told_agreement_of_question *t = arena_new(&req->arena, struct told_agreement_of_question);
  *t = (struct told_agreement_of_question){
      .calls = (int64_t)r->calls,
      .raters = (int64_t)r->raters,
      .ordinal = r->ordinal,
      .same = rounded_or_none(r->calls < SAID_FROM ? NOT_KNOWN : r->same),
      .gwet = told_share(req, &r->gwet)};
  return t;
}

static const struct told_health_figures *told_figures(struct request *req,
                                                      const struct rubric_question *r,
                                                      const struct health_question *q) {
  struct told_health_figures *t = arena_new(&req->arena, struct told_health_figures);
  *t = (struct told_health_figures){
      .top = r->scale->n ? r->scale->options[q->top].id : "",
      .top_share = told_share(req, &q->top_share),
      .na_share = told_share(req, &q->na_share),
      .critical = r->critical != CLASS_NONE,
      .cannot_tell_share = told_share(req, &q->cannot_tell_share),
      .outside = (int64_t)q->outside,
      .untouched = (int64_t)q->untouched,
      .disputes = (int64_t)q->disputes,
      .decided = (int64_t)q->decided,
      .upheld = (int64_t)q->upheld,
  };
  return t;
}

static struct told_health_question told_question(struct request *req,
                                                 const struct rubric_question *r,
                                                 const struct health_question *q) {
  bool few = q->people < HEALTH_PEOPLE;
  return (struct told_health_question){
      .question = r->id,
      .key = r->key,
      .n = (int64_t)(q->answers + q->na + q->outside + q->cannot_tell),
      .few = few,
      .hint = !few              ? q->hint
              : q->room.unclear ? "unclear"
                                : "",
      // of calls scored on purpose by several, not of those in statistics
      .agreement = told_agreement(req, &q->room),
      .health_figures = few ? NULL : told_figures(req, r, q),
  };
}

enum err serve_rubric_version_health(struct request *req) {
  const struct rubric_version_get_row *r = req->reach.form;
  struct health h;
  TRY(rubric_health(req->db, &req->arena, r->id, &h));
  size_t n = h.rubric.question_count;
  struct told_rubric_health t = {.version = r->version,
                                 .evaluations = (int64_t)h.evaluations,
                                 .first_ms = h.first_ms,
                                 .last_ms = h.last_ms,
                                 .questions =
                                     arena_array(&req->arena, n + 1, struct told_health_question),
                                 .n_questions = n};
  for (size_t i = 0; i < n; i++)
    t.questions[i] = told_question(req, &h.rubric.questions[i], &h.questions[i]);
  tell_rubric_health(&req->out, &t);
  return OK;
}

// ---- under a draft ----------------------------------------------------------------------------
static int64_t *bins_of(struct request *req, const size_t bins[WHATIF_BINS]) {
  int64_t *out = arena_array(&req->arena, WHATIF_BINS, int64_t);
  for (size_t i = 0; i < WHATIF_BINS; i++) out[i] = (int64_t)bins[i];
  return out;
}

static enum err whatif(struct request *req, struct id before, const struct rubric *draft) {
  struct whatif w;
  TRY(rubric_whatif(req->db, &req->arena, before, draft, &w));
  bool few = w.people < HEALTH_PEOPLE;
  struct told_what_if_figures figures = {.before = bins_of(req, w.before),
                                         .n_before = WHATIF_BINS,
                                         .after = bins_of(req, w.after),
                                         .n_after = WHATIF_BINS,
                                         .change = told_share(req, &w.change)};
  tell_what_if(&req->out, &(struct told_what_if){(int64_t)w.n, few, few ? NULL : &figures});
  return OK;
}

enum err serve_rubric_version_whatif(struct request *req) {
  const struct rubric_version_get_row *r = req->reach.form;
  struct rubric_version_before_row old;
  struct rubric draft;
  bool found = false;
  TRY(sql_rubric_version_before(req->db, &req->arena,
                                &(struct rubric_version_before){r->key, r->version}, &old, &found));
  if (!found) return fail(E_CONFLICT, "there is no version before this one to compare with");
  TRY(rubric_load(req->db, &req->arena, r->id, &draft));
  return whatif(req, old.id, &draft);
}
