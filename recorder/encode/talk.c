// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/talk.h"

#include <math.h>

enum { // 10 ms frames
  BRIDGE = 30,
  OVERTALK = 20,
  SILENCE = 200,
  DEAD_AIR = 1000,
  YIELD = 100,
  GOES_ON = 100,
  TURN_PAUSE = 100,
  BACKCHANNEL = 100,
  LATENCY_MAX = 1000
};

void talk_init(struct talk *t) { *t = (struct talk){.overtalk_from = -1, .silence_from = -1}; }

void talk_drop(struct talk *t) {
  for (size_t i = 0; i < SIDES; i++) free(t->side[i].u);
  talk_init(t);
}

static bool room_make(struct talk_side *s) {
  if (s->n < s->room) return true;
  void *p = truth_grown(s->u, &s->room, sizeof *s->u, TALK_UTTERANCES);
  if (!p) return false;
  s->u = p;
  return true;
}

static void speech_add(struct talk_side *s, int64_t at, float power) {
  s->frames++;
  s->power += (double)power;
  if (s->n && at - s->u[s->n - 1].to < BRIDGE)
    s->u[s->n - 1].to = (int32_t)at + 1;
  else if (room_make(s))
    s->u[s->n++] = (struct utterance){(int32_t)at, (int32_t)at + 1};
}

static void overtalk_close(struct talk *t, struct truth *truth) {
  int64_t n = t->at - t->overtalk_from;
  if (t->overtalk_from >= 0 && n >= OVERTALK) {
    t->overtalk += n;
    truth_span(truth, SPAN_OVERTALK, SIDE_BOTH, t->overtalk_from * 10, t->at * 10, NULL);
  }
  t->overtalk_from = -1;
}

static void silence_close(struct talk *t, struct truth *truth) {
  int64_t n = t->at - t->silence_from;
  if (t->silence_from >= 0 && n > SILENCE) {
    enum span_kind kind = n > DEAD_AIR ? SPAN_DEAD_AIR : SPAN_SILENCE;
    t->silence += n;
    if (kind == SPAN_DEAD_AIR) t->dead_air += n;
    truth_span(truth, kind, SIDE_BOTH, t->silence_from * 10, t->at * 10, NULL);
  }
  t->silence_from = -1;
}

void talk_hear(struct talk *t, const struct talk_frame *f, struct truth *truth) {
  // On hold nobody talks to anybody: what sounds is music, or not meant for the other.
  bool speech[SIDES] = {f->speech[0] && !f->hold, f->speech[1] && !f->hold};
  for (size_t i = 0; i < SIDES; i++)
    if (speech[i]) speech_add(&t->side[i], t->at, f->power[i]);
  bool both = speech[0] && speech[1], none = !speech[0] && !speech[1] && !f->hold;
  if (!both) overtalk_close(t, truth);
  if (!none) silence_close(t, truth);
  if (both && t->overtalk_from < 0) t->overtalk_from = t->at;
  if (none && t->silence_from < 0) t->silence_from = t->at;
  t->at++;
}

// The utterance of `s` that goes on at `at`, or NULL. *hint moves forward with rising `at`.
static const struct utterance *speaking(const struct talk_side *s, int32_t at, size_t *hint) {
  while (*hint < s->n && s->u[*hint].to <= at) ++*hint;
  return *hint < s->n && s->u[*hint].from < at ? &s->u[*hint] : NULL;
}

static void interruptions(const struct talk *t, size_t by, struct truth *truth, int64_t *count) {
  const struct talk_side *me = &t->side[by], *other = &t->side[!by];
  for (size_t i = 0, hint = 0; i < me->n; i++) {
    const struct utterance *u = &me->u[i], *over = speaking(other, u->from, &hint);
    if (!over || over->to - u->from > YIELD || over->to - u->from < OVERTALK ||
        u->to - over->to < GOES_ON)
      continue;
    ++*count;
    truth_span(truth, SPAN_INTERRUPTION, (uint8_t)by, (int64_t)u->from * 10, (int64_t)over->to * 10,
               NULL);
  }
}

// Did the other side say more than a backchannel between these two frames?
static bool floor_lost(const struct talk_side *other, int32_t from, int32_t to, size_t *hint) {
  while (*hint < other->n && other->u[*hint].to <= from) ++*hint;
  for (size_t i = *hint; i < other->n && other->u[i].from < to; i++)
    if (other->u[i].to - other->u[i].from >= BACKCHANNEL) return true;
  return false;
}

static void monologue(const struct talk *t, size_t by, struct truth *truth, int64_t *out_ms) {
  const struct talk_side *me = &t->side[by];
  struct utterance best = {0, 0}, turn = {0, 0};
  for (size_t i = 0, hint = 0; i < me->n; i++) {
    const struct utterance *u = &me->u[i];
    bool goes_on = turn.to && u->from - turn.to < TURN_PAUSE &&
                   !floor_lost(&t->side[!by], turn.to, u->from, &hint);
    turn = goes_on ? (struct utterance){turn.from, u->to} : *u;
    if (turn.to - turn.from > best.to - best.from) best = turn;
  }
  *out_ms = (int64_t)(best.to - best.from) * 10;
  if (*out_ms)
    truth_span(truth, SPAN_MONOLOGUE, (uint8_t)by, (int64_t)best.from * 10, (int64_t)best.to * 10,
               NULL);
}

// Median gap between the other's end and my start, when I take the floor in silence.
static int64_t latency_ms(const struct talk *t, size_t by) {
  const struct talk_side *me = &t->side[by], *other = &t->side[!by];
  static _Thread_local uint32_t bins[LATENCY_MAX + 1];
  memset(bins, 0, sizeof bins);
  int64_t n = 0, sum = 0;
  for (size_t i = 0, k = 0; i < me->n; i++) {
    while (k < other->n && other->u[k].to <= me->u[i].from) k++;
    bool over = k < other->n && other->u[k].from < me->u[i].from;
    if (over || k == 0 || (i && me->u[i - 1].to > other->u[k - 1].to)) continue;
    int32_t gap = me->u[i].from - other->u[k - 1].to;
    if (gap <= LATENCY_MAX) bins[gap]++, n++;
  }
  for (int64_t gap = 0; n && gap <= LATENCY_MAX; gap++)
    if ((sum += bins[gap]) * 2 >= n) return gap * 10;
  return -1;
}

static int64_t level_cdb(const struct talk_side *s) {
  if (s->frames == 0 || s->power <= 0) return INT64_MIN;
  return llround(1000 * log10(s->power / (double)s->frames / (32768.0 * 32768.0)));
}

void talk_finish(struct talk *t, struct truth *truth, struct take_measures *out) {
  overtalk_close(t, truth);
  silence_close(t, truth);
  out->known = true;
  out->overtalk_ms = t->overtalk * 10;
  out->silence_ms = t->silence * 10;
  out->dead_air_ms = t->dead_air * 10;
  for (size_t i = 0; i < SIDES; i++) {
    out->talk_ms[i] = t->side[i].frames * 10;
    out->level_cdb[i] = level_cdb(&t->side[i]);
    out->latency_ms[i] = latency_ms(t, i);
    interruptions(t, i, truth, &out->interruptions[i]);
    monologue(t, i, truth, &out->monologue_ms[i]);
  }
}
