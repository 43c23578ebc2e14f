// SPDX-License-Identifier: Apache-2.0
// Arrivals: counting, judging, learning the line. Playing is in stream_play.c.
#include "recorder/encode/stream.h"

enum {
  JUMP_LATE_US = 400000,
  JUMP_EARLY_US = 300000, // farther off the line than any network is
  REPORT_FRESH_US = 1000000,
  JUMP_SPREAD_US = 60000,
  JUMP_SPAN_US = 100000,
  JUMP_RUN = 25,      // packets that agree, over at least so much sound
  PAUSE_US = 30000,   // between two packets, beyond their sound: the sender paused, or a stall
  CAUGHT_US = 20000,  // so much less late than the first one: a stall, and this is its burst
  PAUSED_US = 200000, // not less late for so long: the sender's clock stood still
  PAUSED_N = 8,
  REPEAT_US = 400000,
  KNOWN_US = 1000000, // a line is believed against a small step ahead after so long
};

struct stream *stream_new(struct common *d, uint32_t number, uint8_t leg, uint32_t ssrc) {
  struct stream *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->number = number;
  s->leg = leg;
  s->ssrc = ssrc;
  s->rate_hz = 8000;
  s->line = SIZE_MAX;
  s->unheard = -1;
  sound_init(&s->sound, d->decoders);
  return s;
}

void stream_free(struct stream *s, struct common *d) {
  (void)d;
  if (!s) return;
  sound_drop(&s->sound);
  free(s->untouched);
  free(s);
}

void stream_meant(struct stream *s, uint8_t pt, uint8_t was) {
  struct held *h;
  for (size_t i = 0; (h = jitter_peek(&s->jitter, i)); i++)
    if (h->pt == pt && !h->was) h->was = was;
  if (s->jitter.has_stray && s->jitter.stray.pt == pt) s->jitter.stray.was = was;
}

void stream_count(const struct stream *s, struct take_counters *into) {
  into->packets += s->jitter.packets;
  into->lost += jitter_lost(&s->jitter);
  into->late += s->jitter.late;
  into->duplicate += s->jitter.duplicate;
  into->reordered += s->jitter.reordered;
  if (s->max_gap_us / 1000 > into->max_gap_ms) into->max_gap_ms = s->max_gap_us / 1000;
  if ((int64_t)s->jitter_us > into->jitter_us) into->jitter_us = (int64_t)s->jitter_us;
}

static void arrival_count(struct stream *s, const struct payload *as, int64_t ts,
                          int64_t arrival_us) {
  if (s->jitter.packets > 1) {
    int64_t gap = arrival_us - s->last_us;
    int64_t sent = (ts - s->last_ts) * 1000000 / (int64_t)as->clock_hz;
    int64_t off = gap - sent < 0 ? sent - gap : gap - sent;
    if (gap > s->max_gap_us) s->max_gap_us = gap;
    // A talk spurt or a jump of the sender's clock is not jitter.
    if (off < JUMP_LATE_US) s->jitter_us += ((double)off - s->jitter_us) / 16;
  } else {
    s->first_us = arrival_us;
  }
  s->last_us = arrival_us;
  s->last_ts = ts;
}

static void line_begin(struct stream *s, struct common *d, const struct payload *as,
                       int64_t arrival_us, int64_t ts) {
  size_t line = lines_new(&d->lines, s->leg, s->ssrc, arrival_us, ts, as->clock_hz);
  if (line != SIZE_MAX) {
    s->line = line;
  } else if (s->line != SIZE_MAX) { // a sender that jumps all the time: forget where it was
    struct line *l = d->lines.line[s->line];
    line_drop(l);
    line_init(l, arrival_us, ts, as->clock_hz);
  }
  s->jump.n = 0;
  s->astray_us = 0;
}

// The jump is real: its packets, those that wait still, go over to the new line.
static void line_follow(struct stream *s, struct common *d, const struct payload *as, int64_t ext,
                        int64_t arrival_us, int64_t ts) {
  line_begin(s, d, as, arrival_us, ts);
  if (ext < s->jitter.next) d->lines.redo = true;
  struct held *h;
  for (size_t i = 0; (h = jitter_peek(&s->jitter, i)); i++)
    if (h->ext >= ext) {
      h->line = (uint16_t)s->line;
      h->wild = false;
      line_observe(d->lines.line[s->line], h->arrival_us, h->ts);
    }
}

static void jump_follow(struct stream *s, struct common *d, const struct payload *as) {
  struct jump j = s->jump;
  line_follow(s, d, as, j.ext, j.arrival_us, j.ts);
}

// ---- late, but one after another
// -----------------------------------------------------------------

static void delay_begin(struct delay *l, const struct held *h, int64_t off) {
  *l = (struct delay){1, h->ext, h->ts, h->arrival_us, off, off};
}

// How much the delay of a sender that paused may vary on its way.
static int64_t steady_us(const struct delay *l) {
  int64_t most = CAUGHT_US + l->off_us / 8;
  return most < JUMP_SPREAD_US ? most : JUMP_SPREAD_US;
}

// A stall's packets come at once and catch up; a sender whose clock stood still stays behind, and
// from its first packet on lies on another line. True: this packet is neither damaged nor a jump.
static bool delay_judge(struct stream *s, struct common *d, const struct payload *as,
                        const struct held *h, const struct step *step, int64_t off) {
  struct delay *l = &s->delay;
  if (!step->newest) { // it was overtaken
    if (step->joined && off > d->lines.late_us) d->lines.late_us = off;
    return l->n > 0 || (step->joined && off > PAUSE_US);
  }
  if (!step->joined && l->n && step->paced &&
      step->pause_us < -PAUSE_US) { // ahead of the time that passed
    struct delay was = *l;
    l->n = 0;
    line_follow(s, d, as, was.ext, was.arrival_us, was.ts);
    line_begin(s, d, as, h->arrival_us, h->ts);
    return true;
  }
  bool begins = !l->n && off > PAUSE_US && step->pause_us > PAUSE_US;
  if (!begins && (!step->joined || off < -JUMP_EARLY_US)) {
    l->n = 0;
    return false;
  }
  if (begins) {
    delay_begin(l, h, off);
    return true;
  }
  if (!l->n) return off > PAUSE_US;
  l->n++;
  if (off > l->most_us) l->most_us = off;
  if (step->pause_us > PAUSE_US && off > PAUSE_US) {
    delay_begin(l, h, off);
  } else if (off < l->off_us - CAUGHT_US) {
    if (l->most_us > d->lines.late_us) d->lines.late_us = l->most_us;
    l->n = off > PAUSE_US ? 1 : 0; // still catching up
    l->off_us = l->most_us = off;
    l->ext = h->ext, l->ts = h->ts, l->arrival_us = h->arrival_us;
  } else if (l->most_us - l->off_us > steady_us(l)) {
    l->n = 0; // a restless network, which says nothing of the sender
  } else if (l->n >= PAUSED_N && h->arrival_us - l->arrival_us >= PAUSED_US) {
    struct delay was = *l;
    l->n = 0;
    line_follow(s, d, as, was.ext, was.arrival_us, was.ts);
  }
  return true;
}

// Timestamps that go back while the numbers go on, or run ahead of the time that passed: music or
// another call was spliced into the stream, which no network does. Or one timestamp was damaged:
// then the next ones are where they were. True: what comes is not on the line.
static bool astray(struct stream *s, const struct line *l, const struct held *h,
                   const struct step *step, int64_t off) {
  if (s->astray_us) {
    if (llabs(off) < llabs(s->astray_us) / 2) s->astray_us = 0;
    return s->astray_us != 0;
  }
  bool ahead = s->steps.length > 0 && !step->joined && step->pause_us < -PAUSE_US &&
               off < -PAUSE_US && h->arrival_us - l->t0_us > KNOWN_US;
  if (step->newest && (step->back || ahead)) s->astray_us = off ? off : 1;
  return s->astray_us != 0;
}

static bool jump_agrees(struct jump *j, const struct held *h, int64_t off) {
  if (j->n == 0) *j = (struct jump){0, h->ext, h->ts, h->arrival_us, off, off};
  int64_t low = off < j->low ? off : j->low, high = off > j->high ? off : j->high;
  if (h->ext < j->ext || high - low > JUMP_SPREAD_US) {
    *j = (struct jump){1, h->ext, h->ts, h->arrival_us, off, off};
    return false;
  }
  j->low = low, j->high = high;
  j->n++;
  return true;
}

// Packets that agree, or a whole run that does not: then the sender's clock is not what was said.
static void wild_one(struct stream *s, struct common *d, const struct payload *as,
                     const struct held *h, int64_t off) {
  bool agrees = jump_agrees(&s->jump, h, off);
  int64_t span_us = (h->ts - s->jump.ts) * 1000000 / (int64_t)as->clock_hz;
  bool real = agrees && s->jump.n >= 3 && span_us >= JUMP_SPAN_US;
  if (!real && ++s->wild_run < JUMP_RUN) return;
  s->wild_run = 0;
  jump_follow(s, d, as);
}

// What a packet says about the time: nothing when it is an event (they repeat one timestamp).
static int64_t line_learn(struct stream *s, struct common *d, const struct payload *as,
                          struct held *h, const struct step *step) {
  bool sound = as->codec != CODEC_EVENT && as->codec != CODEC_CN && as->codec != CODEC_UNKNOWN;
  bool other = sound && s->line != SIZE_MAX && d->lines.line[s->line]->clock_hz != as->clock_hz;
  bool known = s->line != SIZE_MAX && lines_began(&d->lines, s->leg, s->ssrc, h->arrival_us);
  bool begins = s->line == SIZE_MAX || other || known;
  if (begins) line_begin(s, d, as, h->arrival_us, h->ts);
  if (s->line == SIZE_MAX) return 0;
  h->line = (uint16_t)s->line;
  if (as->codec == CODEC_EVENT) return 0;
  struct line *l = d->lines.line[s->line];
  int64_t off = h->arrival_us - line_guess(l, h->ts);
  bool strays = sound && !begins && astray(s, l, h, step, off);
  bool late = sound && !strays && delay_judge(s, d, as, h, step, off);
  l = d->lines.line[s->line];
  h->line = (uint16_t)s->line;
  h->wild = strays || (!late && (off > JUMP_LATE_US || off < -JUMP_EARLY_US));
  if (h->wild) return off;
  s->jump.n = 0;
  s->wild_run = 0;
  if (!late || !s->delay.n) line_observe(l, h->arrival_us, h->ts);
  return 0;
}

static void mask_note(struct stream *s, const struct rtp *r, int64_t ts) {
  int64_t end = ts + (r->payload.n >= 4 ? be16(r->payload.p + 2) : 0);
  for (size_t i = 0; i < s->mask_n; i++)
    if (s->mask[i].ts == ts) {
      if (end > s->mask[i].end_ts) s->mask[i].end_ts = end;
      return;
    }
  if (s->mask_n == STREAM_MASKS) {
    memmove(s->mask, s->mask + 1, sizeof s->mask - sizeof *s->mask);
    s->mask_n--;
  }
  s->mask[s->mask_n++] = (struct mask){ts, end};
}

static void step_learn(struct stream *s, const struct held *h) {
  const struct held *before = s->jitter.n > 1 ? jitter_peek(&s->jitter, s->jitter.n - 2u) : NULL;
  if (before && before->ext + 1 == h->ext && before->pt == h->pt && h->ts > before->ts &&
      h->ts - before->ts < 48000)
    s->packet_ts = h->ts - before->ts;
}

static bool no_sound(const struct payload *as) {
  return as->codec == CODEC_EVENT || as->codec == CODEC_CN || as->codec == CODEC_UNKNOWN;
}

// The last packet's sound once more long after it, under a number of its own: kept alive, not said.
static bool repeats(const struct stream *s, const struct common *d, const struct rtp *r,
                    int64_t arrival_us) {
  const struct held *last = &s->newest;
  uint8_t scratch[DECODE_PAYLOAD_MAX];
  if (!s->steps.begun || r->timestamp != s->steps.wire || r->seq == s->steps.seq) return false;
  if (arrival_us - s->steps.at_us < REPEAT_US || last->len != r->payload.n) return false;
  if (last->at + d->pool.room < d->pool.written) return false;
  return !memcmp(pool_at(&d->pool, last->at, last->len, scratch), r->payload.p, r->payload.n);
}

static struct step step_of(struct stream *s, struct common *d, const struct payload *as,
                           const struct arrived *in) {
  const struct rtp *r = &in->rtp;
  if (!s->steps.begun) s->steps.by_length = lines_counted(&d->lines, s->leg, s->ssrc);
  struct steps_packet p = {.pt = r->pt,
                           .seq = r->seq,
                           .ts = r->timestamp,
                           .at_us = in->at_us,
                           .length = in->cut ? 0 : payload_units(as, r->payload.p, r->payload.n),
                           .clock_hz = as->clock_hz,
                           .sound = !no_sound(as)};
  if (as->codec == CODEC_UNKNOWN && !as->name[0]) // not even its clock is known
    return (struct step){.ts = (uint32_t)(in->at_us * 8 / 1000)};
  bool before = s->steps.by_length;
  struct step step = steps_take(&s->steps, &p);
  if (s->steps.by_length && !before) lines_count(&d->lines, s->leg, s->ssrc);
  return step;
}

// What was learnt of this packet goes to where it waits, and to the stray before a restart.
static void held_tell(struct stream *s, const struct held *h, enum fate fate) {
  struct held *kept;
  for (size_t i = s->jitter.n; i-- > 0 && (kept = jitter_peek(&s->jitter, i));)
    if (kept->ext == h->ext || (fate == FATE_RESTARTED && kept->ext + 1 == h->ext)) {
      kept->line = h->line;
      kept->wild = h->wild;
      if (kept->ext < h->ext || fate != FATE_RESTARTED) break;
    }
}

enum fate stream_arrive(struct stream *s, struct common *d, const struct arrived *in) {
  const struct rtp *r = &in->rtp;
  int64_t arrival_us = in->at_us;
  const struct payload *as = &s->map->of[r->pt];
  struct held h = {.arrival_us = arrival_us,
                   .len = (uint16_t)r->payload.n,
                   .pt = r->pt,
                   .cut = in->cut,
                   .marker = r->marker};
  if (s->jitter.n + 2 > JITTER_HELD) return FATE_FULL;
  if (!no_sound(as) && repeats(s, d, r, arrival_us)) return FATE_DUPLICATE;
  h.at = pool_add(&d->pool, r->payload.p, r->payload.n);
  struct step step = step_of(s, d, as, in);
  enum fate fate = jitter_add(&s->jitter, r->seq, step.ts, s->packet_ts, &h);
  if (fate == FATE_RESTARTED) line_begin(s, d, as, arrival_us, h.ts);
  if (fate != FATE_KEPT && fate != FATE_LATE && fate != FATE_RESTARTED) return fate;
  if (step.newest) s->newest = h;
  if (as->codec != CODEC_EVENT)
    arrival_count(s, as, h.ts, arrival_us);
  else if (d->mask_dtmf)
    mask_note(s, r, h.ts);
  int64_t off = line_learn(s, d, as, &h, &step);
  held_tell(s, &h, fate);
  step_learn(s, &h);
  if (h.wild) wild_one(s, d, as, &h, off);
  return fate;
}

void stream_last(struct stream *s, struct common *d) {
  const struct delay was = s->delay;
  if (was.n < 3 || was.most_us - was.off_us > steady_us(&was)) return;
  s->delay.n = 0;
  line_follow(s, d, &s->map->of[s->newest.pt], was.ext, was.arrival_us, was.ts);
}

void stream_report(struct stream *s, struct common *d, uint32_t ts, int64_t arrival_us) {
  if (s->line == SIZE_MAX) return;
  struct line *l = d->lines.line[s->line];
  int64_t ext = s->last_ts + (int32_t)(ts - (uint32_t)s->last_ts);
  int64_t off = arrival_us - line_guess(l, ext);
  if (off > JUMP_LATE_US || off < -JUMP_EARLY_US) return;
  bool beside_sound = arrival_us - s->last_us < REPORT_FRESH_US;
  if (beside_sound && (!s->report_known || off < s->report_off_us)) s->report_off_us = off;
  s->report_known |= beside_sound;
  if (!beside_sound && s->report_known) line_observe(l, arrival_us - s->report_off_us, ext);
}

int64_t stream_first_us(struct stream *s, struct common *d) {
  struct held *h = jitter_peek(&s->jitter, 0);
  if (!h || s->line == SIZE_MAX) return INT64_MAX;
  return line_at(d->lines.line[h->line], h->ts);
}

bool stream_comforts(const struct stream *s) { return s->comforting && !s->jitter.n && !s->n; }

bool stream_sounds(struct stream *s) {
  const struct held *h;
  for (size_t i = 0; (h = jitter_peek(&s->jitter, i)); i++) {
    const struct payload *as = stream_payload(s, h);
    if (h->len && as->codec != CODEC_EVENT && as->codec != CODEC_CN) return true;
  }
  return false;
}
