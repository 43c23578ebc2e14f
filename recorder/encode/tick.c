// SPDX-License-Identifier: Apache-2.0
// Ticks: every 20 ms both sides' streams are mixed, heard, drawn and, three ticks later, coded and
// packed.
#include "recorder/encode/pack.h"
#include "recorder/encode/take_parts.h"

static int16_t clip(int32_t x) { return (int16_t)(x > 32767 ? 32767 : x < -32768 ? -32768 : x); }

static void widen(int16_t pcm[TICK_MAX]) { // 8 to 16 kHz in place
  for (size_t i = TICK_MAX / 2; i-- > 0;) {
    int32_t here = pcm[i], next = i + 1 < TICK_MAX / 2 ? pcm[2 * (i + 1)] : here;
    pcm[2 * i] = (int16_t)here;
    pcm[2 * i + 1] = (int16_t)((here + next) / 2);
  }
}

static void mix(struct side_tick *t, int16_t more[TICK_MAX], uint32_t rate_hz) {
  if (rate_hz > t->rate_hz)
    widen(t->pcm), t->rate_hz = rate_hz;
  else if (rate_hz < t->rate_hz)
    widen(more);
  for (size_t i = 0; i < t->rate_hz / 50; i++) t->pcm[i] = clip(t->pcm[i] + more[i]);
}

static bool plays(const struct stream *s) { return s->jitter.n || s->n || s->comforting; }

static size_t voices(const struct take *t, uint8_t side) {
  size_t n = 0;
  for (size_t i = 0; i < t->stream_n; i++) n += t->stream[i]->side == side && plays(t->stream[i]);
  return n;
}

static void wire_take(struct side *side, struct side_tick *k, struct stream *s, int64_t tick) {
  struct untouched *u = s->untouched;
  const struct unit *unit = u ? untouched_take(u, tick) : NULL;
  k->kept = unit || (u && !u->why_not && u->placed);
  if (u && u->why_not && !side->why_coded) side->why_coded = u->why_not;
  k->wire_n = unit ? unit->n : 0;
  if (unit) memcpy(k->wire, unit->p, unit->n);
}

// All streams of a side in one tick. Nobody plays: silence, kept as such where the side was kept.
static void side_mix(struct take *t, uint8_t which, struct side_tick *k) {
  struct side *side = &t->side[which];
  size_t n = voices(t, which), first = 1;
  k->kept = n == 0 && side->any_kept && !side->any_coded;
  k->wire_n = 0;
  k->rate_hz = side->rate_hz; // as the tick before
  side->comforting = false;
  if (n == 0) memset(k->pcm, 0, sizeof k->pcm);
  for (size_t i = 0; i < t->stream_n; i++) {
    struct stream *s = t->stream[i];
    if (s->side != which || !plays(s)) continue;
    if (n > 1 && s->untouched) untouched_end(s->untouched, "two_voices");
    side->comforting = n == 1 && stream_comforts(s);
    if (side->comforting) side->comfort = s->comfort;
    int16_t more[TICK_MAX];
    uint32_t rate = stream_play(s, &t->common, t->tick, first ? k->pcm : more);
    if (first)
      k->rate_hz = rate, wire_take(side, k, s, t->tick);
    else
      mix(k, more, rate), k->kept = false;
    first = 0;
  }
  side->rate_hz = k->rate_hz;
}

static enum err hear(struct take *t) {
  struct side_heard heard[SIDES] = {0};
  struct side_tick *k[SIDES] = {side_slot(&t->side[0], t->heard), side_slot(&t->side[1], t->heard)};
  for (uint8_t i = 0; i < t->config.channels; i++) {
    if (t->config.measures || !k[i]->kept)
      side_hear(&t->side[i], k[i], &heard[i]);
    else
      k[i]->sound = false;
  }
  if (!t->config.measures) return OK;
  const uint32_t rates[SIDES] = {k[0]->rate_hz, k[1]->rate_hz};
  const int16_t *const pcm[SIDES] = {k[0]->pcm, k[1]->pcm};
  int64_t at = t->heard * TICK_48K;
  bool early = t->common.early && at < t->common.answered; // an announcement, a ringing tone
  bool hold = early || truth_within(&t->common.truth, GAP_HOLD, at);
  if (early) t->early_to = at + TICK_48K;
  for (size_t i = 0; i < 2 && t->config.channels > 1; i++) {
    struct talk_frame f = {
        {heard[0].speech[i], heard[1].speech[i]}, hold, {heard[0].power[i], heard[1].power[i]}};
    talk_hear(&t->talk, &f, &t->common.truth);
  }
  return peaks_add(&t->peaks, &t->config.sink, rates, pcm);
}

static enum err emit(struct take *t) {
  uint8_t a[CODER_PACKET_MAX], b[CODER_PACKET_MAX], pair[2 * CODER_PACKET_MAX + 2];
  size_t a_n, b_n, n;
  TRY(side_packet(&t->side[SIDE_AGENT], t->emitted, t->config.profile, a, &a_n));
  const struct take_sink *to = &t->config.sink;
  if (t->config.channels == 1) {
    t->emitted++;
    return to->packet(to->user, a, a_n, TICK_48K);
  }
  TRY(side_packet(&t->side[SIDE_CALLER], t->emitted, t->config.profile, b, &b_n));
  TRY(pack_pair(a, a_n, b, b_n, pair, sizeof pair, &n));
  t->emitted++;
  return to->packet(to->user, pair, n, TICK_48K);
}

static enum err tick_done(struct take *t) {
  TRY(hear(t));
  t->heard++;
  return t->heard > SIDE_DELAY ? emit(t) : OK;
}

// ---- silence that is owed ---------------------------------------------------------------------

// Nothing of a call: no sample, or noise that its sender asked for while there is nothing.
static bool nothing(const struct side *side, const struct side_tick *k) {
  for (size_t i = 0; i < k->rate_hz / 50 && !side->comforting; i++)
    if (k->pcm[i]) return false;
  return k->wire_n == 0;
}

static enum err owed_pay(struct take *t) {
  while (t->heard < t->tick) {
    for (uint8_t i = 0; i < t->config.channels; i++) {
      struct side_tick *k = side_slot(&t->side[i], t->heard);
      struct side_quiet *q = &t->quiet[i];
      k->rate_hz = q->rate_hz, k->kept = q->kept, k->wire_n = 0;
      memset(k->pcm, 0, sizeof k->pcm);
      if (q->comforting) comfort_make(&q->comfort, k->pcm, k->rate_hz / 50);
    }
    TRY(tick_done(t));
  }
  return OK;
}

static bool goes_on(const struct side_quiet *q, const struct side *side,
                    const struct side_tick *k) {
  return q->rate_hz == k->rate_hz && q->kept == k->kept && q->comforting == side->comforting;
}

static enum err owe(struct take *t, struct side_tick *const now[]) {
  bool same = t->heard < t->tick;
  for (uint8_t i = 0; i < t->config.channels; i++)
    same &= goes_on(&t->quiet[i], &t->side[i], now[i]);
  if (!same) TRY(owed_pay(t));
  for (uint8_t i = 0; i < t->config.channels && !same; i++)
    t->quiet[i] = (struct side_quiet){now[i]->rate_hz, now[i]->kept, t->side[i].comforting,
                                      t->side[i].comfort};
  t->tick++;
  return OK;
}

static bool nothing_at_all(const struct take *t, struct side_tick *const now[]) {
  for (uint8_t i = 0; i < t->config.channels; i++)
    if (!nothing(&t->side[i], now[i])) return false;
  return true;
}

enum err tick_play(struct take *t) {
  struct side_tick *now[SIDES] = {&t->now[0], &t->now[1]};
  bool owed = t->heard < t->tick;
  for (uint8_t i = 0; i < t->config.channels; i++) {
    if (!owed) now[i] = side_slot(&t->side[i], t->tick);
    side_mix(t, i, now[i]);
  }
  bool beyond = t->tick * TICK_48K >= t->common.end;
  if (beyond && nothing_at_all(t, now)) return owe(t, now);
  if (owed) TRY(owed_pay(t));
  for (uint8_t i = 0; i < t->config.channels && owed; i++)
    *side_slot(&t->side[i], t->heard) = *now[i];
  t->tick++;
  if (beyond)
    t->common.end = t->tick * TICK_48K; // the first of a comfort noise, the tail of a sound
  return tick_done(t);
}

enum err tick_play_pcm(struct take *t) {
  for (uint8_t i = 0; i < t->config.channels; i++) {
    struct pcm_queue *q = &t->queue[i];
    struct side_tick *k = side_slot(&t->side[i], t->tick);
    k->rate_hz = q->rate_hz ? q->rate_hz : 8000;
    size_t tick = k->rate_hz / 50, n = q->n < tick ? q->n : tick;
    memcpy(k->pcm, q->pcm ? q->pcm : k->pcm, n * sizeof *k->pcm);
    memset(k->pcm + n, 0, (tick - n) * sizeof *k->pcm);
    q->n -= n;
    if (n) memmove(q->pcm, q->pcm + n, q->n * sizeof *q->pcm);
  }
  t->tick++;
  return tick_done(t);
}

// What lies after the end is silence: it only pushes the last sound out of the delay line. It must
// not be heard or drawn, so peaks and talk are not told.
enum err tick_flush(struct take *t, int64_t packets) {
  while (t->emitted < packets) {
    for (uint8_t i = 0; i < t->config.channels; i++) {
      struct side_tick *k = side_slot(&t->side[i], t->heard);
      k->rate_hz = t->side[i].rate_hz;
      k->sound = false;
      k->kept = t->side[i].any_kept && !t->side[i].any_coded;
      k->wire_n = 0;
      memset(k->pcm, 0, sizeof k->pcm);
    }
    t->heard++;
    if (t->heard > SIDE_DELAY) TRY(emit(t));
  }
  return OK;
}
