// SPDX-License-Identifier: Apache-2.0
// Records in: which stream a packet belongs to, when the clock moves, what the end looks like.
#include "recorder/encode/take.h"

#include "recorder/encode/take_parts.h"
#include "recorder/wire/rtp.h"

enum {
  AGAIN_US = 20000,
  TAIL_US = 3000000,
  BEHIND_US = 100000, // beside what it is behind, what the network may add
  NOT_SEEN_48K = 200 * 48,
  REAL_STREAM = 2,
  EDGE_48K = 60 * 48, // a packet arrives so much later than its place, at most, on a good network
};

// ---- life ------------------------------------------------------------------------------------

static enum err ready(struct take *t) {
  for (size_t i = 0; i < SIDES; i++) TRY(side_open(&t->side[i]));
  for (size_t i = 0; i < TAKE_LEGS; i++) {
    payload_map_init(&t->map[i]);
    t->leg_side[i] = i == 1 ? SIDE_AGENT : SIDE_CALLER; // the caller is the INVITE's sender
  }
  t->lag_us = TAKE_LAG_US;
  talk_init(&t->talk);
  t->peaks = (struct peaks){.channels = t->config.channels};
  t->common.decoders = t->config.decoders;
  t->common.mask_dtmf = t->config.mask_dtmf;
  t->common.keep_opus = t->config.keep_opus;
  t->common.measures = t->config.measures;
  if (t->config.origin_us) {
    t->common.origin_us = t->config.origin_us;
    t->rolling = true;
  }
  return OK;
}

static void clear(struct take *t) {
  for (size_t i = 0; i < t->stream_n; i++) stream_free(t->stream[i], &t->common);
  for (size_t i = 0; i < SIDES; i++) {
    side_drop(&t->side[i]);
    free(t->queue[i].pcm);
  }
  talk_drop(&t->talk);
  truth_drop(&t->common.truth);
}

enum err take_open(const struct take_config *config, struct take **out) {
  struct take *t = calloc(1, sizeof *t);
  if (!t) return fail(E_FULL, "no memory for a take");
  t->config = *config;
  if (t->config.channels != 1) t->config.channels = 2;
  t->common.pool = (struct pool){malloc(TAKE_POOL), TAKE_POOL, 0};
  enum err rc = t->common.pool.bytes ? ready(t) : fail(E_FULL, "no memory for a take");
  if (rc) {
    take_free(t);
    return rc;
  }
  *out = t;
  return OK;
}

void take_free(struct take *t) {
  if (!t) return;
  clear(t);
  lines_drop(&t->common.lines);
  free(t->common.pool.bytes);
  free(t);
}

enum err take_again(struct take *t) {
  clear(t);
  struct take fresh = {.config = t->config, .again = true, .answered = t->answered};
  fresh.common.pool = (struct pool){t->common.pool.bytes, TAKE_POOL, 0};
  fresh.common.lines = t->common.lines;
  lines_again(&fresh.common.lines);
  *t = fresh;
  TRY(ready(t));
  int64_t lag = TAKE_LAG_US + t->common.lines.late_us;
  t->lag_us = lag < TAKE_LAG_MOST_US ? lag : TAKE_LAG_MOST_US;
  return OK;
}

// ---- who is who --------------------------------------------------------------------------------

static void codec_set(struct take *t, uint8_t leg, const struct take_codec *codec) {
  uint8_t was = payload_map_add(&t->map[leg], codec);
  for (size_t i = 0; was && i < t->stream_n; i++)
    if (t->stream[i]->leg == leg) stream_meant(t->stream[i], codec->pt, was);
}

enum err take_leg(struct take *t, const struct take_leg *leg) {
  if (leg->leg >= TAKE_LEGS || leg->side >= SIDES) return fail(E_BAD_INPUT, "no such leg or side");
  t->leg_side[leg->leg] = take_side_of(t, (uint8_t)leg->side);
  for (size_t i = 0; i < leg->codec_n; i++) codec_set(t, leg->leg, &leg->codecs[i]);
  for (size_t i = 0; i < t->stream_n; i++)
    if (t->stream[i]->leg == leg->leg) t->stream[i]->side = t->leg_side[leg->leg];
  return OK;
}

static void stream_retire(struct take *t, size_t i) {
  struct stream *s = t->stream[i];
  stream_count(s, &t->common.count[s->side]);
  if (s->jitter.packets >= REAL_STREAM && t->leg_streams[s->leg]++ > 0)
    t->common.count[s->side].ssrc_changes++;
  if (s->untouched && s->untouched->why_not && !t->side[s->side].why_coded)
    t->side[s->side].why_coded = s->untouched->why_not;
  stream_free(s, &t->common);
  t->stream[i] = t->stream[--t->stream_n];
}

static struct stream *stream_find(struct take *t, uint8_t leg, uint32_t ssrc) {
  for (size_t i = 0; i < t->stream_n; i++)
    if (t->stream[i]->ssrc == ssrc && t->stream[i]->leg == leg) return t->stream[i];
  return NULL;
}

// Too many at once: the one that has been quiet longest makes room.
static void stream_evict(struct take *t) {
  size_t oldest = 0;
  for (size_t i = 1; i < t->stream_n; i++)
    if (t->stream[i]->last_us < t->stream[oldest]->last_us) oldest = i;
  stream_retire(t, oldest);
}

static struct stream *stream_get(struct take *t, uint8_t leg, uint32_t ssrc) {
  struct stream *s = stream_find(t, leg, ssrc);
  if (s) return s;
  if (t->stream_n == TAKE_STREAMS) stream_evict(t);
  s = stream_new(&t->common, ++t->streams_seen, leg, ssrc);
  if (!s) return NULL;
  s->map = &t->map[leg];
  s->side = take_side_of(t, t->leg_side[leg]);
  return t->stream[t->stream_n++] = s;
}

// ---- the clock ---------------------------------------------------------------------------------

static int64_t position(const struct take *t, int64_t us) {
  return (us - t->common.origin_us) * 48 / 1000;
}

static void clock_told(struct truth *truth, int64_t at, int64_t by_us) {
  char by[sizeof truth->spans->detail];
  double s = (double)by_us / 1e6;
  bool small = s < 100 && s > -100;
  snprintf(by, sizeof by, small ? "%+.1f" : "%+.0f", s > 999999 ? 999999 : s < -99999 ? -99999 : s);
  int64_t ms = at > 0 ? at / 48 : 0;
  truth_span(truth, SPAN_CLOCK, SIDE_BOTH, ms, ms, by);
}

// Told too late (a 2xx that was not seen; a BYE says that there was one): heard once more.
static void answered(struct take *t, int64_t at) {
  if (!t->common.early) return;
  t->answered = t->common.answered = at > 0 ? at : 1;
  t->common.lines.redo |= at < t->early_to;
}

static void mark_place(struct take *t, const struct take_mark *m) {
  struct truth *truth = &t->common.truth;
  int64_t at = position(t, m->at_us);
  switch (m->kind) {
  case MARK_HOLD: truth_window_open(truth, GAP_HOLD, at); break;
  case MARK_RESUME: truth_window_close(truth, GAP_HOLD, at); break;
  case MARK_EARLY:
    t->common.early = true;
    t->common.answered = t->answered ? t->answered : INT64_MAX;
    break;
  case MARK_ANSWERED: answered(t, at); break;
  case MARK_PAUSE: truth_window_open(truth, GAP_PAUSE, at); break;
  case MARK_UNPAUSE: truth_window_close(truth, GAP_PAUSE, at); break;
  case MARK_ENCRYPTED:
    if (m->leg < TAKE_LEGS && !t->common.locked[t->leg_side[m->leg]])
      t->common.locked[t->leg_side[m->leg]] = at > 0 ? at : 1;
    break;
  case MARK_CLOCK: clock_told(truth, at, m->len_us); break;
  case MARK_LOSS:
    truth_window_open(truth, GAP_RESTART, at - m->len_us * 48 / 1000 - EDGE_48K);
    truth_window_close(truth, GAP_RESTART, at + EDGE_48K);
    break;
  default: break;
  }
}

// The recording begins where the first packet of any leg belongs on the arrival clock.
static void roll(struct take *t) {
  int64_t first = INT64_MAX;
  for (size_t i = 0; i < t->stream_n; i++) {
    int64_t us = stream_first_us(t->stream[i], &t->common);
    if (us < first) first = us;
  }
  int64_t earliest = t->first_us - TAKE_LAG_US;
  if (first == INT64_MAX) first = t->first_us;
  if (first < earliest) first = earliest;
  t->common.origin_us = first;
  t->rolling = true;
  for (size_t i = 0; i < t->mark_n; i++) mark_place(t, &t->mark[i]);
  t->mark_n = 0;
}

static int64_t tick_end_us(const struct take *t) {
  return t->common.origin_us + (t->tick + 1) * TICK_MS * 1000;
}

static enum err catch_up(struct take *t) {
  if (!t->rolling && t->now_us - t->first_us >= t->lag_us) roll(t);
  while (t->rolling && tick_end_us(t) + t->lag_us <= t->now_us) TRY(tick_play(t));
  return OK;
}

// The oldest place in the pool that somebody still waits for.
static uint64_t pool_oldest(const struct take *t) {
  uint64_t oldest = t->common.pool.written;
  for (size_t i = 0; i < t->stream_n; i++) {
    struct jitter *j = &t->stream[i]->jitter;
    for (size_t k = 0; k < j->n; k++) {
      const struct held *h = jitter_peek(j, k);
      if (h->at < oldest) oldest = h->at;
    }
  }
  return oldest;
}

// Makes room by playing early; what then still waits is from a sender without sense of time.
static enum err pool_room(struct take *t, size_t n) {
  const struct pool *p = &t->common.pool;
  for (int tries = 0; p->written + n > t->pool_safe + p->room && tries < 200; tries++) {
    t->pool_safe = pool_oldest(t);
    if (p->written + n <= t->pool_safe + p->room) return OK;
    if (!t->rolling) roll(t);
    TRY(tick_play(t));
  }
  return OK;
}

static bool pool_has(const struct take *t, size_t n) {
  return t->common.pool.written + n <= t->pool_safe + t->common.pool.room;
}

// ---- records -----------------------------------------------------------------------------------

static void now(struct take *t, int64_t arrival_us) {
  if (!t->first_us) t->first_us = t->now_us = arrival_us;
  if (arrival_us > t->now_us) t->now_us = arrival_us;
  // Written after newer ones: capture held it until it knew whose it was.
  int64_t behind = t->now_us - arrival_us + BEHIND_US;
  if (behind > t->common.lines.late_us) t->common.lines.late_us = behind;
}

static enum err arrive(struct take *t, struct stream *s, const struct arrived *r) {
  for (int tries = 0; tries < 200; tries++) {
    if (stream_arrive(s, &t->common, r) != FATE_FULL) return OK;
    if (!t->rolling) roll(t);
    TRY(tick_play(t));
  }
  return OK;
}

static enum err rtp_take(struct take *t, uint8_t leg, struct arrived *in, struct span packet) {
  struct rtp *r = &in->rtp;
  if (leg >= TAKE_LEGS || t->paused || t->finished) return OK;
  if (!rtp_parse(packet, r) || r->payload.n > DECODE_PAYLOAD_MAX) return OK;
  now(t, in->at_us);
  TRY(pool_room(t, r->payload.n));
  if (!pool_has(t, r->payload.n)) return OK;
  struct stream *s = stream_get(t, leg, r->ssrc);
  if (!s) return fail(E_FULL, "no memory for a stream");
  take_codec_note(t, s->side, &s->map->of[r->pt], r->pt);
  TRY(arrive(t, s, in));
  return catch_up(t);
}

enum err take_rtp(struct take *t, uint8_t leg, int64_t arrival_us, const void *p, size_t n) {
  return rtp_take(t, leg, &(struct arrived){.at_us = arrival_us}, (struct span){p, n});
}

enum err take_rtp_cut(struct take *t, uint8_t leg, int64_t arrival_us, const void *p, size_t n) {
  return rtp_take(t, leg, &(struct arrived){.at_us = arrival_us, .cut = true}, (struct span){p, n});
}

enum err take_rtcp(struct take *t, uint8_t leg, int64_t arrival_us, const void *p, size_t n) {
  struct rtcp_sender report;
  if (leg >= TAKE_LEGS || t->finished || !rtcp_sender_report((struct span){p, n}, &report))
    return OK;
  struct stream *s = stream_find(t, leg, report.ssrc);
  if (s) stream_report(s, &t->common, report.timestamp, arrival_us);
  return OK;
}

enum err take_mark(struct take *t, const struct take_mark *mark) {
  if (mark->kind == MARK_PAUSE) t->paused = true;
  if (mark->kind == MARK_UNPAUSE) t->paused = false;
  if (t->rolling)
    mark_place(t, mark);
  else if (t->mark_n < TAKE_MARKS)
    t->mark[t->mark_n++] = *mark;
  return OK;
}

// ---- the end -----------------------------------------------------------------------------------

static bool waiting(const struct take *t) {
  for (size_t i = 0; i < t->stream_n; i++)
    if (stream_sounds(t->stream[i])) return true;
  return false;
}

static enum err play_out(struct take *t) {
  for (size_t i = 0; i < t->stream_n; i++) stream_last(t->stream[i], &t->common);
  if (!t->rolling && t->stream_n) roll(t);
  while (waiting(t) && tick_end_us(t) < t->now_us + TAIL_US) TRY(tick_play(t));
  for (size_t i = 0; i < t->stream_n; i++) stream_rest(t->stream[i], &t->common);
  while (t->tick * TICK_48K < t->common.end && tick_end_us(t) < t->now_us + TAIL_US)
    TRY(tick_play(t));
  return OK;
}

// Why a side is silent up to the end: what its last stream could not be heard for, or nobody came.
static void tail_gaps(struct take *t, int64_t end) {
  for (uint8_t side = 0; side < t->config.channels; side++) {
    enum gap_reason why = GAP_NOT_SEEN;
    int64_t least = NOT_SEEN_48K;
    for (size_t i = 0; i < t->stream_n; i++)
      if (t->stream[i]->side == side && t->stream[i]->unheard >= 0)
        why = (enum gap_reason)t->stream[i]->unheard, least = 1;
    int64_t until = t->common.cover[side].until;
    if (end - until >= least) common_gap(&t->common, side, why, until, end);
  }
}

static void voice_spans(struct take *t, int64_t end_ms) {
  uint32_t legs[SIDES] = {0};
  for (size_t i = 0; i < t->stream_n; i++) legs[t->stream[i]->side] |= 1u << t->stream[i]->leg;
  for (size_t i = 0; i < t->stream_n; i++) {
    const struct stream *s = t->stream[i];
    uint32_t of = legs[s->side];
    if ((of & (of - 1)) == 0) continue; // one leg alone on its side
    char leg[8];
    int64_t from = position(t, s->first_us) / 48, to = position(t, s->last_us) / 48 + TICK_MS;
    snprintf(leg, sizeof leg, "%u", s->leg);
    truth_span(&t->common.truth, SPAN_VOICE, s->side, from > 0 ? from : 0,
               to < end_ms ? to : end_ms, leg);
  }
}

static void side_results(struct take *t) {
  while (t->stream_n) stream_retire(t, t->stream_n - 1);
  for (size_t i = 0; i < SIDES; i++) {
    struct take_side_result *r = &t->result.side[i];
    const struct side *s = &t->side[i];
    r->count = t->common.count[i];
    memcpy(r->codec, t->codec[i], sizeof r->codec);
    r->untouched = s->any_kept && !s->any_coded;
    bool was_opus = strcasestr(r->codec, "opus") != NULL;
    r->not_untouched = r->untouched || !was_opus ? "" : s->why_coded ? s->why_coded : "setting";
    if (s->wide || (s->any_kept && t->result.rate_hz < 16000)) t->result.rate_hz = 16000;
  }
}

// Of the second time nothing is learnt that the first did not know.
static bool learnt_too_late(struct lines *ls) {
  return ls->redo || ls->late_us > TAKE_LAG_US || lines_off_us(ls) > AGAIN_US;
}

static int64_t sound_end(const struct take *t) {
  int64_t made = t->heard * TICK_48K, end = t->common.end < made ? t->common.end : made;
  return end < 0 ? 0 : end;
}

// Where sound is missing nobody knows whether it was quiet.
static void silence_known(const struct truth *t, struct take_measures *m) {
  int64_t dead = truth_missing_ms(t, SPAN_DEAD_AIR);
  m->silence_ms -= dead + truth_missing_ms(t, SPAN_SILENCE);
  m->dead_air_ms -= dead;
}

static enum err results(struct take *t) {
  struct take_result *r = &t->result;
  int64_t samples = sound_end(t);
  *r = (struct take_result){.started_us = t->common.origin_us,
                            .samples = samples,
                            .duration_ms = (samples + 24) / 48,
                            .rate_hz = 8000,
                            .pre_skip = CODER_PRE_SKIP,
                            .channels = t->config.channels,
                            .heard = t->common.heard};
  tail_gaps(t, samples);
  voice_spans(t, r->duration_ms);
  side_results(t);
  if (t->config.measures && t->config.channels > 1)
    talk_finish(&t->talk, &t->common.truth, &r->measures);
  r->measures.hold_ms = truth_windows_ms(&t->common.truth, GAP_HOLD, samples);
  if (t->config.measures)
    TRY(peaks_finish(&t->peaks, &t->config.sink, r->rate_hz, r->peaks_header));
  truth_sort(&t->common.truth);
  if (r->measures.known) silence_known(&t->common.truth, &r->measures);
  r->gaps = t->common.truth.gaps, r->gap_n = t->common.truth.gap_n;
  r->spans = t->common.truth.spans, r->span_n = t->common.truth.span_n;
  r->needs_again = !t->again && learnt_too_late(&t->common.lines);
  return OK;
}

enum err take_finish(struct take *t, const struct take_result **out) {
  if (!t->finished) {
    TRY(take_pcm_end(t));
    TRY(play_out(t));
    int64_t samples = sound_end(t);
    TRY(results(t));
    if (samples > 0) TRY(tick_flush(t, (samples + CODER_PRE_SKIP + TICK_48K - 1) / TICK_48K));
    t->finished = true;
  }
  *out = &t->result;
  return OK;
}
