// SPDX-License-Identifier: Apache-2.0
// How a form's questions do, and what its newest evaluations would have given under a draft.
// Figures of questions, never of people, and none where fewer than five people are behind it.
#include <math.h>

#include "review-web/api/common.h"
#include "review-web/api/rubrics.h"
#include "scoring/scoring.h"

static void out_real(struct buf *b, const char *key, double v) {
  char text[32];
  snprintf(text, sizeof text, "%.6f", v);
  out_raw(b, key, isnan(v) ? NULL : text);
}

static void out_figure(struct buf *b, const char *key, const struct figure *f) {
  if (f->undefined || isnan(f->value)) {
    out_raw(b, key, NULL);
    return;
  }
  out_open(b, key, '{');
  out_real(b, "value", f->value);
  out_real(b, "lo", f->ci.lo);
  out_real(b, "hi", f->ci.hi);
  out_int(b, "n", (int64_t)f->n);
  out_close(b, '}');
}

static void out_agreement(struct buf *b, const struct room_question *r) {
  if (!r->calls) {
    out_raw(b, "agreement", NULL);
    return;
  }
  out_open(b, "agreement", '{');
  out_int(b, "calls", (int64_t)r->calls);
  out_int(b, "raters", (int64_t)r->raters);
  out_bool(b, "ordinal", r->ordinal);
  out_real(b, "same", r->same);
  out_figure(b, "gwet", &r->gwet);
  out_close(b, '}');
}

static void out_question(struct buf *b, const struct rubric_question *r,
                         const struct health_question *q) {
  size_t all = q->answers + q->na + q->outside + q->cannot_tell;
  out_open(b, NULL, '{');
  out_text(b, "question", r->id);
  out_text(b, "key", r->key);
  out_int(b, "n", (int64_t)all);
  out_bool(b, "few", q->people < HEALTH_PEOPLE);
  out_agreement(b, &q->room); // of calls scored on purpose by several, not of those in statistics
  if (q->people >= HEALTH_PEOPLE) {
    out_text(b, "hint", q->hint);
    out_text(b, "top", r->scale->n ? r->scale->options[q->top].id : "");
    out_figure(b, "top_share", &q->top_share);
    out_figure(b, "na_share", &q->na_share);
    out_bool(b, "critical", r->critical != CLASS_NONE);
    out_figure(b, "cannot_tell_share", &q->cannot_tell_share);
    out_int(b, "outside", (int64_t)q->outside);
    out_int(b, "untouched", (int64_t)q->untouched);
    out_int(b, "disputes", (int64_t)q->disputes);
    out_int(b, "decided", (int64_t)q->decided);
    out_int(b, "upheld", (int64_t)q->upheld);
  } else {
    out_text(b, "hint", q->room.unclear ? "unclear" : "");
  }
  out_close(b, '}');
}

enum err rubric_version_health(struct request *req) {
  struct rubric_version_get_row r;
  struct health h;
  struct buf *b = &req->out;
  TRY(rubric_seen(req, &r));
  TRY(rubric_health(req->db, &req->arena, r.id, &h));
  buf_add_char(b, '{');
  out_int(b, "version", r.version);
  out_int(b, "evaluations", (int64_t)h.evaluations);
  out_opt_int(b, "first_ms", h.first_ms);
  out_opt_int(b, "last_ms", h.last_ms);
  out_open(b, "questions", '[');
  for (size_t i = 0; i < h.rubric.question_count; i++)
    out_question(b, &h.rubric.questions[i], &h.questions[i]);
  out_close(b, ']');
  buf_add_char(b, '}');
  return OK;
}

// ---- under a draft ----------------------------------------------------------------------------
static void out_bins(struct buf *b, const char *key, const size_t bins[WHATIF_BINS]) {
  out_open(b, key, '[');
  for (size_t i = 0; i < WHATIF_BINS; i++) {
    jsonw_comma(b);
    jsonw_int(b, (int64_t)bins[i]);
  }
  out_close(b, ']');
}

static enum err whatif(struct request *req, struct id before, const struct rubric *draft) {
  struct whatif w;
  struct buf *b = &req->out;
  TRY(rubric_whatif(req->db, &req->arena, before, draft, &w));
  bool few = w.people < HEALTH_PEOPLE;
  buf_add_char(b, '{');
  out_int(b, "n", (int64_t)w.n);
  out_bool(b, "few", few);
  if (!few) {
    out_bins(b, "before", w.before);
    out_bins(b, "after", w.after);
    out_figure(b, "change", &w.change);
  }
  buf_add_char(b, '}');
  return OK;
}

enum err rubric_version_whatif(struct request *req) {
  struct rubric_version_get_row r;
  struct rubric_version_before_row old;
  struct rubric draft;
  bool found = false;
  TRY(rubric_seen(req, &r));
  TRY(sql_rubric_version_before(req->db, &req->arena,
                                &(struct rubric_version_before){r.key, r.version}, &old, &found));
  if (!found) return fail(E_CONFLICT, "there is no version before this one to compare with");
  TRY(rubric_load(req->db, &req->arena, r.id, &draft));
  return whatif(req, old.id, &draft);
}
