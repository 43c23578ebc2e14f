// SPDX-License-Identifier: Apache-2.0
// Sound that is PCM already: two queues, a tick whenever both sides have one.
#include "recorder/encode/take_parts.h"

enum { AHEAD_MS = 1000 };

static enum err queue_ready(struct pcm_queue *q, uint32_t rate_hz) {
  if (q->ended) return fail(E_BAD_INPUT, "this side ended a second ago");
  if (q->pcm) return q->rate_hz == rate_hz ? OK : fail(E_BAD_INPUT, "a side keeps its rate");
  if (rate_hz != 8000 && rate_hz != 16000) return fail(E_BAD_INPUT, "PCM at %u Hz", rate_hz);
  q->room = (size_t)rate_hz * AHEAD_MS / 1000;
  q->pcm = calloc(q->room, sizeof *q->pcm);
  if (!q->pcm) return fail(E_FULL, "no memory for a queue");
  q->rate_hz = rate_hz;
  return OK;
}

static bool has_tick(const struct pcm_queue *q) { return q->rate_hz && q->n >= q->rate_hz / 50; }

static bool all_ready(const struct take *t) {
  for (size_t i = 0; i < t->config.channels; i++)
    if (!has_tick(&t->queue[i]) && !t->queue[i].ended) return false;
  return true;
}

// A full queue whose partner has nothing: the partner has ended.
static void ended_mark(struct take *t, size_t full) {
  for (size_t i = 0; i < t->config.channels; i++)
    if (i != full && !has_tick(&t->queue[i])) t->queue[i].ended = true;
}

enum err take_pcm(struct take *t, enum take_side side, const char *codec, uint32_t rate_hz,
                  const int16_t *pcm, size_t n) {
  uint8_t which = take_side_of(t, (uint8_t)side);
  struct pcm_queue *q = &t->queue[which];
  TRY(queue_ready(q, rate_hz));
  struct payload as = {.codec = CODEC_L16};
  snprintf(as.name, sizeof as.name, "%.*s", (int)sizeof as.name - 1, codec);
  take_codec_note(t, which, &as, 0);
  while (n) {
    size_t take = q->room - q->n < n ? q->room - q->n : n;
    memcpy(q->pcm + q->n, pcm, take * sizeof *pcm);
    q->n += take, pcm += take, n -= take;
    int64_t end = (t->tick * (int64_t)(rate_hz / 50) + (int64_t)q->n) * (48000 / rate_hz);
    if (end > t->common.end) t->common.end = end;
    if (end > t->common.cover[which].until) t->common.cover[which].until = end;
    t->common.heard = true;
    while (all_ready(t) && (has_tick(&t->queue[0]) || has_tick(&t->queue[1])))
      TRY(tick_play_pcm(t));
    if (q->n == q->room) ended_mark(t, which);
  }
  return OK;
}

enum err take_pcm_unseen(struct take *t, enum take_side side, const char *codec, uint32_t rate_hz,
                         size_t n) {
  static const int16_t silence[160];
  uint8_t which = take_side_of(t, (uint8_t)side);
  int64_t from = t->common.cover[which].until;
  while (n) {
    size_t step = n < countof(silence) ? n : countof(silence);
    TRY(take_pcm(t, side, codec, rate_hz, silence, step));
    n -= step;
  }
  common_gap(&t->common, which, GAP_NOT_SEEN, from, t->common.cover[which].until);
  return OK;
}

enum err take_pcm_end(struct take *t) {
  while (t->queue[0].n || t->queue[1].n) TRY(tick_play_pcm(t));
  return OK;
}
