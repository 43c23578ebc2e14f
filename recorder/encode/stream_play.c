// SPDX-License-Identifier: Apache-2.0
// Playing: packets whose turn has come are placed, decoded and put behind one another; what lies
// between them is filled and named.
#include "recorder/encode/stream.h"

enum {
  KEEP_MS = 20,          // a step between packets this near to the line needs no new placing
  LOSS_AT_ONCE_MS = 120, // a loss up to this is mended as a whole when the next packet is known
  CONCEAL_MS = 100,      // after that Opus too is silent; the others are after 60
  CORRECT_QUIET_MS = 5,  // drift is taken up in silence from here
  CORRECT_MS = 12,       // and anywhere from here, so that with the line's own error 20 holds
  CORRECT_STEP_MS = 20,
  WILD_MS = 300,
  START_MS = 60, // a stream's first packet is played whole, this much behind its place
  AFTER_DIGIT_MS = 100,
  LISTEN_EVERY = 10, // to faint sound that is kept as it came
  LOCKED_MS = 200,   // shorter gaps are the network's, whatever else could not be opened
  NOT_SEEN_MS = 200, // a side that begins or resumes this much later was not seen
};

static int64_t samples_of_ms(const struct stream *s, int64_t ms) { return ms * s->rate_hz / 1000; }

static int64_t to_48k(const struct stream *s, int64_t at) { return at * (48000 / s->rate_hz); }

static int64_t place(struct stream *s, struct common *d, const struct held *h) {
  int64_t us = line_at(d->lines.line[h->line], h->ts) - d->origin_us;
  int64_t scaled = us * s->rate_hz;
  return (scaled + (scaled < 0 ? -500000 : 500000)) / 1000000;
}

static int64_t samples_of_ts(const struct stream *s, const struct common *d, int64_t ts) {
  return ts * s->rate_hz / d->lines.line[s->play_line]->clock_hz;
}

// What is missing while packets of that side could not be opened is not lost: it was locked.
void common_gap(struct common *d, uint8_t side, enum gap_reason why, int64_t from, int64_t to) {
  bool open = why != GAP_LOST && why != GAP_NOT_SEEN && why != GAP_DTX;
  int64_t locked = d->locked[side];
  if (open || !locked || to - from < LOCKED_MS * 48 || to <= locked) {
    truth_gap(&d->truth, side, why, from, to);
    return;
  }
  if (locked - from < LOCKED_MS * 48) locked = from; // the mark came with its first packet
  if (locked > from) truth_gap(&d->truth, side, why, from, locked);
  truth_gap(&d->truth, side, GAP_ENCRYPTED, locked, to);
}

// ---- what the side knows ---------------------------------------------------------------------

static void cover(struct stream *s, struct common *d, int64_t from, int64_t to,
                  enum gap_reason why) {
  struct cover *c = &d->cover[s->side];
  int64_t from48 = to_48k(s, from), to48 = to_48k(s, to);
  bool mine = c->owner == s->number;
  bool after_digit = mine && s->event.going && c->until == s->event.to; // its last packets repeat
  int64_t least = after_digit ? AFTER_DIGIT_MS * 48 : mine ? 10 * 48 : NOT_SEEN_MS * 48;
  if (from48 - c->until >= least) {
    enum gap_reason named =
        mine ? s->unheard >= 0 ? (enum gap_reason)s->unheard : why : GAP_NOT_SEEN;
    common_gap(d, s->side, named, c->until, from48);
  }
  s->unheard = -1;
  if (to48 > c->until) {
    c->until = to48;
    c->owner = s->number;
  }
}

// ---- filling -----------------------------------------------------------------------------------

static void append(struct stream *s, const int16_t *pcm, size_t n) {
  if (n > STREAM_FIFO - s->n) n = STREAM_FIFO - s->n;
  memcpy(s->pcm + s->n, pcm, n * sizeof *pcm);
  s->n += n;
  s->cursor += (int64_t)n;
}

static void fill_conceal(struct stream *s, struct common *d, int64_t n, const uint8_t *next,
                         size_t next_n) {
  int16_t pcm[SOUND_MAX];
  if (n > SOUND_MAX) n = SOUND_MAX;
  sound_conceal(&s->sound, next, next_n, pcm, (size_t)n);
  append(s, pcm, (size_t)n);
  s->concealed += n;
  d->count[s->side].concealed_ms += n * 1000 / s->rate_hz;
}

static void fill_quiet(struct stream *s, int64_t to) {
  int16_t pcm[TICK_MAX];
  s->concealed++; // too late to mend what is now silent
  while (s->cursor < to && s->n < STREAM_FIFO) {
    size_t n = to - s->cursor < TICK_MAX ? (size_t)(to - s->cursor) : TICK_MAX;
    if (s->comforting)
      comfort_make(&s->comfort, pcm, n);
    else
      memset(pcm, 0, n * sizeof *pcm);
    append(s, pcm, n);
  }
}

static const uint8_t *payload_of(const struct common *d, const struct held *h, uint8_t *scratch) {
  return pool_at(&d->pool, h->at, h->len, scratch);
}

// A short loss is mended as a whole, so that the next packet's copy of it (FEC) lies right.
static void mend(struct stream *s, struct common *d, const struct held *next, int64_t off) {
  uint8_t scratch[DECODE_PAYLOAD_MAX];
  bool at_once = off <= samples_of_ms(s, LOSS_AT_ONCE_MS) && next->len <= sizeof scratch;
  if (at_once)
    fill_conceal(s, d, off, payload_of(d, next, scratch), next->len);
  else
    fill_conceal(s, d, samples_of_ms(s, CONCEAL_MS), NULL, 0);
}

// The rate follows the codec; what waits in the queue follows the rate.
static void rate_set(struct stream *s, uint32_t rate_hz) {
  if (s->rate_hz == rate_hz) return;
  if (rate_hz > s->rate_hz) {
    if (s->n > STREAM_FIFO / 2) s->n = STREAM_FIFO / 2;
    for (size_t i = s->n; i-- > 0;) {
      int32_t here = s->pcm[i], next = i + 1 < s->n ? s->pcm[2 * (i + 1)] : here;
      s->pcm[2 * i] = (int16_t)here;
      s->pcm[2 * i + 1] = (int16_t)((here + next) / 2);
    }
    s->n *= 2;
    s->cursor *= 2;
  } else {
    s->n /= 2;
    for (size_t i = 0; i < s->n; i++)
      s->pcm[i] = (int16_t)((s->pcm[2 * i] + s->pcm[2 * i + 1]) / 2);
    s->cursor /= 2;
  }
  s->rate_hz = rate_hz;
}

// ---- correcting drift --------------------------------------------------------------------------

static bool faint(const int16_t *pcm, size_t n) {
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += pcm[i] < 0 ? -pcm[i] : pcm[i];
  return n == 0 || sum / (int64_t)n < 48;
}

// Leaves `k` samples out at the front, with a cross-fade of 4 ms over the joint.
static size_t shorten(const struct stream *s, int16_t *pcm, size_t n, size_t k) {
  size_t fade = (size_t)samples_of_ms(s, 4);
  if (fade >= n) return n;
  if (k + fade > n) k = n - fade;
  for (size_t i = 0; i < fade; i++)
    pcm[i + k] =
        (int16_t)(((int32_t)(fade - i) * pcm[i] + (int32_t)i * pcm[i + k]) / (int32_t)fade);
  memmove(pcm, pcm + k, (n - k) * sizeof *pcm);
  return n - k;
}

// How much of `off` (> 0: the packet belongs later than the cursor) is taken up here and now.
static int64_t correction(const struct stream *s, int64_t off) {
  int64_t size = off < 0 ? -off : off, most = samples_of_ms(s, CORRECT_STEP_MS);
  int64_t from = samples_of_ms(s, s->quiet ? CORRECT_QUIET_MS : CORRECT_MS);
  int64_t unit = s->rate_hz / 400; // libopus conceals in steps of 2.5 ms
  if (size <= from) return 0;
  size = (size > most ? most : size) / unit * unit;
  return off < 0 ? -size : size;
}

// Puts sound in before the packet: silence, or the last pitch period once more.
static void lengthen(struct stream *s, size_t n) {
  int16_t more[TICK_MAX] = {0};
  if (!s->quiet) sound_conceal(&s->sound, NULL, 0, more, n);
  append(s, more, n);
}

// ---- one packet --------------------------------------------------------------------------------

static void mask_apply(struct stream *s, struct common *d, const struct held *h, int16_t *pcm,
                       size_t n) {
  for (size_t i = 0; i < s->mask_n; i++) {
    int64_t from = samples_of_ts(s, d, s->mask[i].ts - h->ts);
    int64_t to = samples_of_ts(s, d, s->mask[i].end_ts - h->ts);
    if (from < 0) from = 0;
    if (to > (int64_t)n) to = (int64_t)n;
    if (from < to) memset(pcm + from, 0, (size_t)(to - from) * sizeof *pcm);
  }
}

static void advance(struct stream *s, struct common *d, const struct held *h, int64_t ts_len) {
  s->next_ts = h->ts + ts_len;
  s->next_ext = h->ext + 1;
  s->play_line = h->line;
  s->placed = true;
  s->concealed = 0;
  s->base = s->cursor;
  line_wrote(d->lines.line[h->line], h->ts,
             d->origin_us + (s->cursor * 1000000 / (int64_t)s->rate_hz));
}

static void reaches(const struct stream *s, struct common *d) { // the recording ends with the last
  int64_t end = to_48k(s, s->cursor);
  if (end > d->end) d->end = end;
}

static void wire_keep(struct stream *s, struct common *d, const struct held *h, const uint8_t *p,
                      bool after_loss) {
  if (!d->keep_opus) return;
  if (!s->untouched) s->untouched = calloc(1, sizeof *s->untouched);
  if (!s->untouched) return;
  int64_t us = line_at(d->lines.line[h->line], h->ts) - d->origin_us;
  struct wire_packet w = {p, h->len, us * 48 / 1000, after_loss, s->quiet};
  untouched_add(s->untouched, &w);
}

// Kept as it came, and nobody asks how it sounds: or its sender says that nobody speaks in it, and
// what was last heard of that was faint. Decoding is three quarters of what a kept call costs.
static bool kept_blind(struct stream *s, const struct common *d, const uint8_t *p, size_t n) {
  if (!s->untouched || s->untouched->why_not) return false;
  if (!d->measures) return true;
  if (!s->quiet || s->unheard_run >= LISTEN_EVERY || !pack_inactive(p, n)) {
    s->unheard_run = 0;
    return false;
  }
  s->unheard_run++;
  return true;
}

static void faint_keep(struct stream *s, const int16_t *pcm, size_t n) {
  if (!s->untouched || !s->quiet || s->unheard_run || n > TICK_MAX) return;
  memcpy(s->faint, pcm, n * sizeof *pcm);
  s->faint_n = n;
}

// Silence as long as the packet would have been, and the reason for the gap to come.
static void unheard(struct stream *s, struct common *d, const struct held *h, enum gap_reason why) {
  const struct held *next = jitter_peek(&s->jitter, 1);
  int64_t len = s->packet_ts, most = samples_of_ms(s, 200);
  if (next && next->ext == h->ext + 1 && next->ts - h->ts < len)
    len = next->ts > h->ts ? next->ts - h->ts : 0;
  int64_t n = len * s->rate_hz / d->lines.line[h->line]->clock_hz;
  advance(s, d, h, len);
  fill_quiet(s, s->cursor + (n < most ? n : most));
  s->base = s->cursor;
  reaches(s, d);
  s->unheard = (int)why;
}

// Decodes, or only measures the length where nobody asks how it sounds.
static enum decoded hear(struct stream *s, struct common *d, const struct held *h,
                         const struct payload *as, bool after_loss, int16_t pcm[SOUND_MAX],
                         size_t *n) {
  uint8_t scratch[DECODE_PAYLOAD_MAX];
  size_t len = h->len < sizeof scratch ? h->len : sizeof scratch;
  const uint8_t *p = pool_at(&d->pool, h->at, len, scratch);
  if (as->codec == CODEC_OPUS) wire_keep(s, d, h, p, after_loss);
  if (as->codec != CODEC_OPUS || !kept_blind(s, d, p, len))
    return sound_decode(&s->sound, as, p, len, pcm, n);
  *n = pack_samples(p, len) * s->rate_hz / 48000;
  memset(pcm, 0, *n * sizeof *pcm);
  if (*n == s->faint_n) memcpy(pcm, s->faint, *n * sizeof *pcm);
  return DECODED;
}

// What came too late for its place, in whole or in part.
static size_t cut_front(struct stream *s, int16_t *pcm, size_t n, int64_t late) {
  size_t cut = (size_t)late < n ? (size_t)late : n;
  memmove(pcm, pcm + cut, (n - cut) * sizeof *pcm);
  if (cut == n && n) {
    s->jitter.late++;
    s->unheard = GAP_LOST;
  }
  return n - cut;
}

// Where a packet goes: samples after the cursor (before it when negative); does it join on to what
// was played; was something lost before it.
struct spot {
  int64_t off;
  bool joins, lost;
};

static void sound_play(struct stream *s, struct common *d, const struct held *h,
                       const struct payload *as, struct spot at) {
  int16_t pcm[SOUND_MAX];
  size_t n = 0;
  bool overlaps = !at.joins && at.off < -samples_of_ms(s, KEEP_MS);
  int64_t start = s->cursor, fix = overlaps ? 0 : correction(s, at.off);
  if (fix > 0) lengthen(s, (size_t)fix);
  enum decoded decoded = hear(s, d, h, as, at.lost, pcm, &n);
  int64_t ts_len = (int64_t)n * as->clock_hz / s->rate_hz;
  if (decoded != DECODED) {
    unheard(s, d, h, decoded == DECODED_NOT ? GAP_DECODER_FAILED : GAP_UNKNOWN_CODEC);
    return;
  }
  s->quiet = faint(pcm, n);
  faint_keep(s, pcm, n);
  if (s->mask_n) mask_apply(s, d, h, pcm, n);
  if (fix < 0) n = shorten(s, pcm, n, (size_t)-fix);
  advance(s, d, h, ts_len);
  if (overlaps) n = cut_front(s, pcm, n, -at.off);
  append(s, pcm, n);
  s->base = s->cursor;
  if (n == 0) return;
  reaches(s, d);
  s->comforting = false;
  d->heard = true;
  cover(s, d, start, s->cursor, at.lost ? GAP_LOST : GAP_DTX);
}

static void event_tell(struct stream *s, struct common *d) {
  static const char keys[] = "0123456789*#ABCD";
  struct event *e = &s->event;
  if (e->going && !e->told && e->code < 16) {
    char key[2] = {d->mask_dtmf ? '\0' : keys[e->code], '\0'};
    truth_span(&d->truth, SPAN_DTMF, s->side, e->from / 48, e->to / 48, key);
  }
  e->told = true;
  if (e->going && e->to > d->end) d->end = e->to;
}

// When the key went down: by its timestamp, unless that lies where nobody pressed yet or long
// before it (a clock or a base of its own); then by when it came.
static int64_t event_began_us(const struct common *d, const struct held *h, int64_t lasted_us) {
  const int64_t slack_us = 1000000;
  int64_t told_us = line_at(d->lines.line[h->line], h->ts), came_us = h->arrival_us - lasted_us;
  bool astray = told_us > h->arrival_us + slack_us || told_us < came_us - slack_us;
  return (astray ? came_us : told_us) - d->origin_us;
}

static void event_play(struct stream *s, struct common *d, const struct held *h,
                       const struct payload *as) {
  uint8_t scratch[4];
  struct event *e = &s->event;
  if (h->len < 4) return;
  const uint8_t *p = pool_at(&d->pool, h->at, 4, scratch);
  int64_t units = be16(p + 2);
  if (!e->going || e->ts != h->ts) {
    event_tell(s, d);
    int64_t us = event_began_us(d, h, units * 1000000 / as->clock_hz);
    *e = (struct event){.going = true, .code = p[0], .ts = h->ts, .from = us * 48 / 1000};
    if (e->from < 0) e->from = 0;
  }
  e->to = e->from + units * 48000 / as->clock_hz;
  int64_t from = e->from * s->rate_hz / 48000, to = e->to * s->rate_hz / 48000;
  if (to > s->cursor - (int64_t)s->n) cover(s, d, from, to, GAP_DTX);
  if (p[1] & 0x80) event_tell(s, d);
  s->next_ext = h->ext + 1;
}

static void noise_play(struct stream *s, struct common *d, const struct held *h) {
  uint8_t scratch[COMFORT_ORDER + 1];
  size_t n = h->len < sizeof scratch ? h->len : sizeof scratch;
  comfort_set(&s->comfort, pool_at(&d->pool, h->at, n, scratch), n);
  s->comforting = true;
  s->unheard = GAP_DTX;
  advance(s, d, h, 0);
}

// Where this packet goes, seen from the cursor; after a loss the step its timestamps show is kept.
static int64_t offset_of(struct stream *s, struct common *d, const struct held *h, bool lost) {
  int64_t off = place(s, d, h) - s->cursor, near = samples_of_ms(s, KEEP_MS);
  if (!s->placed && off < 0 && off > -samples_of_ms(s, START_MS)) return 0;
  if (!s->placed || h->line != s->play_line || !lost) return off;
  int64_t step = s->base + samples_of_ts(s, d, h->ts - s->next_ts) - s->cursor;
  return off - step <= near && step - off <= near && step >= 0 ? step : off;
}

static void in_place(struct stream *s, struct common *d, const struct held *h,
                     const struct payload *as, struct spot at) {
  if (h->cut) {
    unheard(s, d, h, GAP_CUT);
  } else if (as->codec == CODEC_CN) {
    noise_play(s, d, h);
  } else if (as->codec == CODEC_UNKNOWN && at.off < 0) {
    s->next_ext = h->ext + 1; // signals between the sound, not in its place
  } else if (as->codec == CODEC_UNKNOWN) {
    unheard(s, d, h, GAP_UNKNOWN_CODEC);
  } else {
    sound_play(s, d, h, as, at);
  }
}

enum turn { TURN_DONE, TURN_AGAIN, TURN_LATER };

static enum turn packet_play(struct stream *s, struct common *d, const struct held *h,
                             int64_t end) {
  const struct payload *as = stream_payload(s, h);
  bool same = s->placed && h->line == s->play_line;
  bool joins = same && h->ts == s->next_ts && s->cursor == s->base;
  bool anew = h->ext - s->next_ext > UINT16_MAX; // a sender that began anew lost nothing
  bool lost = s->placed && h->ext > s->next_ext && !anew;
  int64_t off = offset_of(s, d, h, lost), far = samples_of_ms(s, WILD_MS);
  if (h->wild && (off > far || off < -far)) {
    if (!same || h->ext != s->next_ext)
      return TURN_DONE; // damaged, and nothing says where it belongs
    off = 0;
  } else if (!joins && off > 0) {
    if (lost && s->concealed == 0 && !s->comforting) {
      mend(s, d, h, off);
      return TURN_AGAIN;
    }
    bool later = s->cursor + off >= end;
    fill_quiet(s, later ? end : s->cursor + off);
    if (later) return TURN_LATER;
    off = 0;
  }
  in_place(s, d, h, as, (struct spot){off, joins, lost});
  return TURN_DONE;
}

// Digits under a number of their own have no sound between them to wait for: told before its time,
// a digit would have its side end where it begins.
static bool event_waits(struct stream *s, struct common *d, const struct held *h, int64_t end) {
  if (s->placed || h->wild || place(s, d, h) < end) return false;
  fill_quiet(s, end);
  return true;
}

static enum turn event_step(struct stream *s, struct common *d, const struct held *h) {
  if (event_waits(s, d, h, s->cursor - (int64_t)s->n + s->rate_hz / 50)) return TURN_LATER;
  event_play(s, d, h, stream_payload(s, h));
  return TURN_DONE;
}

static enum turn step(struct stream *s, struct common *d, const struct held *h) {
  const struct payload *as = stream_payload(s, h);
  if (as->codec == CODEC_EVENT) return event_step(s, d, h);
  bool sound = as->codec != CODEC_CN && as->codec != CODEC_UNKNOWN;
  if (sound && as->rate_hz != s->rate_hz) rate_set(s, as->rate_hz);
  return packet_play(s, d, h, (s->cursor - (int64_t)s->n) + s->rate_hz / 50);
}

uint32_t stream_play(struct stream *s, struct common *d, int64_t tick, int16_t out[TICK_MAX]) {
  if (s->n == 0 && s->cursor != tick * s->rate_hz / 50) {
    s->cursor = tick * s->rate_hz / 50;
    s->concealed++; // it was silent meanwhile: too late to mend
  }
  while (s->n < s->rate_hz / 50) {
    struct held *h = jitter_peek(&s->jitter, 0);
    if (!h)
      fill_quiet(s, s->cursor - (int64_t)s->n + s->rate_hz / 50);
    else if (step(s, d, h) == TURN_DONE)
      jitter_pop(&s->jitter);
  }
  size_t n = s->rate_hz / 50;
  memcpy(out, s->pcm, n * sizeof *out);
  s->n -= n;
  memmove(s->pcm, s->pcm + n, s->n * sizeof *out);
  return s->rate_hz;
}

void stream_rest(struct stream *s, struct common *d) {
  for (const struct held *h; (h = jitter_peek(&s->jitter, 0)); jitter_pop(&s->jitter))
    if (stream_payload(s, h)->codec == CODEC_EVENT) event_play(s, d, h, stream_payload(s, h));
}
