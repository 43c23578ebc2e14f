// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/truth.h"

const char *gap_reason_name(enum gap_reason r) {
  static const char *const names[] = {"lost",     "hold",     "pause",         "dtx",
                                      "not_seen", "restart",  "unknown_codec", "decoder_failed",
                                      "cut",      "encrypted"};
  return r < GAP_REASONS ? names[r] : "lost";
}

const char *span_kind_name(enum span_kind k) {
  static const char *const names[] = {"overtalk",  "silence", "dead_air", "interruption",
                                      "monologue", "dtmf",    "voice",    "clock"};
  return k < SPAN_KINDS ? names[k] : "silence";
}

void truth_drop(struct truth *t) {
  free(t->gaps);
  free(t->spans);
  *t = (struct truth){0};
}

void *truth_grown(void *p, size_t *room, size_t each, size_t most) {
  size_t want = *room ? *room * 2 : 64;
  if (want > most) want = most;
  void *q = want > *room ? realloc(p, want * each) : NULL;
  if (q) *room = want;
  return q;
}

static bool joins(const struct take_gap *a, const struct take_gap *b, int64_t within_ms) {
  return a->side == b->side && a->reason == b->reason && b->from_ms - a->to_ms <= within_ms;
}

// Full: joins what is near, then what is a little less near.
static void gaps_coarsen(struct truth *t) {
  t->join_ms = t->join_ms ? t->join_ms * 2 : 500;
  size_t last[SIDES + 1] = {SIZE_MAX, SIZE_MAX, SIZE_MAX}, kept = 0;
  for (size_t i = 0; i < t->gap_n; i++) {
    struct take_gap g = t->gaps[i];
    size_t *l = &last[g.side];
    if (*l != SIZE_MAX && joins(&t->gaps[*l], &g, t->join_ms)) {
      if (g.to_ms > t->gaps[*l].to_ms) t->gaps[*l].to_ms = g.to_ms;
    } else {
      *l = kept;
      t->gaps[kept++] = g;
    }
  }
  t->gap_n = kept;
}

static void gap_add(struct truth *t, struct take_gap g) {
  if (g.to_ms <= g.from_ms) return;
  for (size_t i = t->gap_n; i-- > 0 && t->gap_n - i <= 4;) // its side's newest is one of the last
    if (t->gaps[i].side == g.side) {
      if (!joins(&t->gaps[i], &g, t->join_ms)) break;
      if (g.to_ms > t->gaps[i].to_ms) t->gaps[i].to_ms = g.to_ms;
      return;
    }
  while (t->gap_n == TRUTH_GAPS) gaps_coarsen(t);
  if (t->gap_n == t->gap_room) {
    void *p = truth_grown(t->gaps, &t->gap_room, sizeof *t->gaps, TRUTH_GAPS);
    if (!p) return;
    t->gaps = p;
  }
  t->gaps[t->gap_n++] = g;
}

static int64_t ms_of(int64_t samples) { return (samples + (samples < 0 ? -24 : 24)) / 48; }

// The first window that touches [from, to): the pause first, it is a promise.
static const struct truth_window *covering(const struct truth *t, int64_t from, int64_t to) {
  static const uint8_t order[] = {GAP_PAUSE, GAP_RESTART, GAP_HOLD};
  for (size_t k = 0; k < countof(order); k++)
    for (size_t i = 0; i < t->window_n; i++) {
      const struct truth_window *w = &t->window[i];
      if (w->reason == order[k] && w->from < to && (w->to < 0 || w->to > from)) return w;
    }
  return NULL;
}

void truth_gap(struct truth *t, uint8_t side, enum gap_reason reason, int64_t from, int64_t to) {
  if (to <= from) return;
  const struct truth_window *w = covering(t, from, to);
  if (!w) {
    gap_add(t, (struct take_gap){ms_of(from), ms_of(to), side, (uint8_t)reason});
    return;
  }
  int64_t cut_from = w->from > from ? w->from : from,
          cut_to = w->to >= 0 && w->to < to ? w->to : to;
  uint8_t named = w->reason;
  truth_gap(t, side, reason, from, cut_from);
  gap_add(t, (struct take_gap){ms_of(cut_from), ms_of(cut_to), side, named});
  truth_gap(t, side, reason, cut_to, to);
}

void truth_span(struct truth *t, enum span_kind kind, uint8_t side, int64_t from_ms, int64_t to_ms,
                const char *detail) {
  if (t->span_n == TRUTH_SPANS) return;
  if (t->span_n == t->span_room) {
    void *p = truth_grown(t->spans, &t->span_room, sizeof *t->spans, TRUTH_SPANS);
    if (!p) return;
    t->spans = p;
  }
  struct take_span *s = &t->spans[t->span_n++];
  *s = (struct take_span){.from_ms = from_ms, .to_ms = to_ms, .side = side, .kind = (uint8_t)kind};
  snprintf(s->detail, sizeof s->detail, "%s", detail ? detail : "");
}

static struct truth_window *window_open(struct truth *t, enum gap_reason reason) {
  for (size_t i = 0; i < t->window_n; i++)
    if (t->window[i].reason == reason && t->window[i].to < 0) return &t->window[i];
  return NULL;
}

void truth_window_open(struct truth *t, enum gap_reason reason, int64_t at) {
  if (t->window_n == TRUTH_WINDOWS || window_open(t, reason)) return;
  t->window[t->window_n++] = (struct truth_window){at, -1, (uint8_t)reason};
}

void truth_window_close(struct truth *t, enum gap_reason reason, int64_t at) {
  struct truth_window *w = window_open(t, reason);
  if (w) w->to = at > w->from ? at : w->from;
}

bool truth_within(const struct truth *t, enum gap_reason reason, int64_t at) {
  for (size_t i = 0; i < t->window_n; i++) {
    const struct truth_window *w = &t->window[i];
    if (w->reason == reason && w->from <= at && (w->to < 0 || w->to > at)) return true;
  }
  return false;
}

int64_t truth_windows_ms(const struct truth *t, enum gap_reason reason, int64_t end) {
  int64_t sum = 0;
  for (size_t i = 0; i < t->window_n; i++) {
    const struct truth_window *w = &t->window[i];
    int64_t from = w->from > 0 ? w->from : 0, to = w->to < 0 || w->to > end ? end : w->to;
    if (w->reason == reason && to > from) sum += to - from;
  }
  return ms_of(sum);
}

static int gap_order(const void *a, const void *b) {
  const struct take_gap *x = a, *y = b;
  if (x->from_ms != y->from_ms) return x->from_ms < y->from_ms ? -1 : 1;
  return (int)x->side - (int)y->side;
}

static int span_order(const void *a, const void *b) {
  const struct take_span *x = a, *y = b;
  if (x->from_ms != y->from_ms) return x->from_ms < y->from_ms ? -1 : 1;
  return x->kind != y->kind ? (int)x->kind - (int)y->kind : (int)x->side - (int)y->side;
}

void truth_sort(struct truth *t) {
  if (t->gap_n) qsort(t->gaps, t->gap_n, sizeof *t->gaps, gap_order);
  if (t->span_n) qsort(t->spans, t->span_n, sizeof *t->spans, span_order);
}

// ---- what is missing in a span ----------------------------------------------------------------

enum { MISSING_MS = 200 }; // the pages draw no shorter ones (review-web/ui/player/shades.ts)

static bool is_missing(const struct take_gap *g) {
  return g->reason != GAP_DTX && g->reason != GAP_HOLD && g->to_ms - g->from_ms >= MISSING_MS;
}

static int64_t missing_in(const struct truth *t, int64_t from, int64_t to) {
  int64_t sum = 0;
  for (size_t i = 0; i < t->gap_n && t->gaps[i].from_ms < to; i++) {
    const struct take_gap *g = &t->gaps[i];
    if (!is_missing(g) || g->to_ms <= from) continue;
    int64_t begin = g->from_ms > from ? g->from_ms : from, end = g->to_ms < to ? g->to_ms : to;
    if (end > begin) sum += end - begin;
    if (end > from) from = end; // the other side's gap there is counted once
  }
  return sum;
}

int64_t truth_missing_ms(const struct truth *t, enum span_kind kind) {
  int64_t sum = 0;
  for (size_t i = 0; i < t->span_n; i++)
    if (t->spans[i].kind == kind) sum += missing_in(t, t->spans[i].from_ms, t->spans[i].to_ms);
  return sum;
}
