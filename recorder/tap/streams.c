// SPDX-License-Identifier: Apache-2.0
#include "recorder/tap/streams.h"

#include "recorder/wire/rtp.h"
#include "recorder/wire/sdp.h"
#include "recorder/wire/sip_frame.h"

enum {
  WAYS = 4,
  GOES_ON = 100,
  REORDERED = 16,
  LOW_BLOCK = 32,
  LOOK_AFTER = 64,
  FRONT = 4,  // the first packets after a jump: in a burst they are later than those behind them
  STEADY = 8, // so many are needed to see whether they are
  MEASURED = 64,
  COPIES_BEHIND = 1000
};
static const int64_t active_us = 200000, look_us = 2000000, fall_us = 60000, never = INT64_MAX;

struct stream {
  uint64_t key; // 0: free
  uint64_t packets;
  uint16_t top_seq;
  uint32_t top_timestamp, hz;
  int64_t top_us, extended; // the timestamp without its wrap, from the first packet on
  int64_t first_us;
  int64_t low_us[2]; // least delays of the block of packets before and of this one
  uint32_t stretch;  // in which it was met last
  int vote;          // in it: 1 went on, -1 was elsewhere, 0 says nothing
  bool active;
  int64_t was_low_us;
  struct look { // at the delays after the jump: at 64 packets and 2 s, whichever is more
    uint32_t n;
    int64_t from_us, first_us, front_low_us, low_us;
  } look;
};

struct streams {
  uint32_t stretch;
  int64_t last_us, first_us;
  size_t n_first;
  struct glimpse first[GLIMPSES];
  bool spoken;    // some media was there in the stretch
  bool signalled; // SIP came since the last packet of media
  bool between;   // SIP lay between the media before the jump and after it
  struct stream of[STREAMS_MAX];
};

struct streams *streams_new(void) {
  return calloc(1, sizeof(struct streams));
}
void streams_free(struct streams *s) { free(s); }
void streams_clear(struct streams *s) { memset(s, 0, sizeof *s); }

static uint64_t key_of(const struct datagram *d, uint32_t ssrc) {
  return way_hash(&d->src, &d->dst, ssrc) | 1;
}

static struct stream *stream_for(struct streams *s, uint64_t key) {
  struct stream *set = &s->of[key % (STREAMS_MAX / WAYS) * WAYS], *oldest = set;
  for (struct stream *one = set; one < set + WAYS; one++) {
    if (one->key == key) return one;
    if (oldest->key && (!one->key || one->top_us < oldest->top_us)) oldest = one;
  }
  *oldest = (struct stream){.key = key, .low_us = {never, never}};
  return oldest;
}

// ---- one stream --------------------------------------------------------------------------------

static uint32_t static_hz(uint8_t pt) {
  struct sdp_pt known = {.pt = pt};
  return pt < 96 && sdp_static_pt(pt, &known) ? known.clock_hz : 0;
}

// What its timestamps did per second so far, when that is a clock anybody uses.
static uint32_t guess_hz(const struct stream *s) {
  static const uint32_t clocks[] = {8000, 16000, 24000, 32000, 44100, 48000, 90000};
  int64_t time_us = s->top_us - s->first_us;
  if (s->packets < 10 || time_us < 100000) return 0;
  double hz = (double)s->extended * 1e6 / (double)time_us;
  for (size_t i = 0; i < countof(clocks); i++)
    if (hz > clocks[i] * 0.95 && hz < clocks[i] * 1.05) return clocks[i];
  return 0;
}

static int64_t delay_us(const struct stream *s, int64_t extended, int64_t at_us) {
  return at_us - extended * 1000000 / (int64_t)s->hz;
}

static void start(struct stream *s, const struct rtp *rtp, int64_t at_us) {
  s->packets = 0;
  s->extended = 0;
  s->first_us = at_us;
  s->low_us[0] = s->low_us[1] = never;
  s->hz = static_hz(rtp->pt);
}

// The packets of a burst are each less late than the one before, until it has caught up; those
// after a step of the clock are all as late as the first.
static void look_on(struct look *l, int64_t delay, int64_t at_us) {
  if (!l->n) *l = (struct look){0, at_us, delay, delay, delay};
  if (l->n >= LOOK_AFTER && at_us - l->from_us > look_us) return;
  if (l->n++ < FRONT && delay < l->front_low_us) l->front_low_us = delay;
  if (delay < l->low_us) l->low_us = delay;
}

static bool look_steady(const struct look *l) {
  return l->n >= STEADY && l->front_low_us - l->low_us <= fall_us;
}

static void enter(struct stream *s, const struct rtp *rtp, int64_t at_us) {
  if (s->packets) s->extended += (int32_t)(rtp->timestamp - s->top_timestamp);
  s->top_timestamp = rtp->timestamp;
  s->top_seq = rtp->seq;
  s->top_us = at_us;
  s->packets++;
  if (!s->hz) s->hz = guess_hz(s);
  if (!s->hz) return;
  int64_t delay = delay_us(s, s->extended, at_us);
  if (s->packets % LOW_BLOCK == 0) {
    s->low_us[0] = s->low_us[1];
    s->low_us[1] = never;
  }
  if (delay < s->low_us[1]) s->low_us[1] = delay;
  look_on(&s->look, delay, at_us);
}

// How the sequence number continues: 1 on, -1 elsewhere, 0 a copy or a little late.
static int continues(uint16_t from, uint16_t to) {
  uint16_t ahead = (uint16_t)(to - from);
  if (ahead == 0 || ahead > UINT16_MAX - REORDERED) return 0;
  return ahead <= GOES_ON ? 1 : -1;
}

// The stream's first packet in a new stretch. False: it says nothing, the next one may.
static bool vote(const struct streams *all, struct stream *s, const struct rtp *rtp,
                 int64_t at_us) {
  s->vote = continues(s->top_seq, rtp->seq);
  if (!s->vote) return false;
  s->stretch = all->stretch;
  s->active = s->top_us >= all->last_us - active_us && at_us <= all->first_us + active_us;
  s->was_low_us = s->low_us[0] < s->low_us[1] ? s->low_us[0] : s->low_us[1];
  s->look.n = 0;
  s->low_us[0] = s->low_us[1] = never;
  if (s->vote < 0) start(s, rtp, at_us);
  return true;
}

static void glimpse_first(struct streams *all, const struct stream *s, const struct rtp *rtp,
                          int64_t at_us) {
  if (all->n_first == GLIMPSES) return;
  all->first[all->n_first++] = (struct glimpse){
      .key = s->key, .at_us = at_us, .timestamp = rtp->timestamp, .hz = s->hz, .seq = rtp->seq};
}

static void not_media(struct streams *all, const struct datagram *d) {
  all->signalled |= sip_is_datagram(d->payload);
}

static void media(struct streams *all) {
  if (!all->spoken) all->between = all->signalled;
  all->spoken = true;
  all->signalled = false;
}

void streams_packet(struct streams *all, const struct datagram *d) {
  struct rtp rtp;
  if (d->tcp || rtcp_looks_like(d->payload) || !rtp_parse(d->payload, &rtp)) {
    not_media(all, d);
    return;
  }
  media(all);
  struct stream *s = stream_for(all, key_of(d, rtp.ssrc));
  bool begins = !s->packets;
  if (begins) {
    start(s, &rtp, d->at_us);
    s->look.n = 0;
    s->stretch = all->stretch;
  } else if (s->stretch != all->stretch) {
    begins = vote(all, s, &rtp, d->at_us);
    if (!begins) return;
  } else {
    int ahead = (int16_t)(uint16_t)(rtp.seq - s->top_seq);
    if (ahead <= 0 && ahead > -COPIES_BEHIND) return; // late, or a copy
    if (ahead > GOES_ON || ahead < 0) start(s, &rtp, d->at_us);
  }
  if (begins) glimpse_first(all, s, &rtp, d->at_us);
  enter(s, &rtp, d->at_us);
}

// ---- stretches ---------------------------------------------------------------------------------

void streams_jump(struct streams *s, int64_t last_us, int64_t first_us) {
  s->stretch++;
  s->last_us = last_us;
  s->first_us = first_us;
  s->n_first = 0;
  s->spoken = s->between = false;
}

static int by_size(const void *a, const void *b) {
  const int64_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

static void median(struct verdict *v, int64_t *shift, size_t n) {
  v->measured = (int)n;
  if (!n) return;
  qsort(shift, n, sizeof *shift, by_size);
  v->shift_us = shift[n / 2];
  v->spread_us = shift[n - 1] - shift[0];
}

void streams_judge(const struct streams *s, struct verdict *out) {
  int64_t shift[MEASURED];
  size_t n = 0;
  *out = (struct verdict){0};
  for (const struct stream *one = s->of; one < s->of + STREAMS_MAX; one++) {
    if (!one->key || one->stretch != s->stretch || !one->vote) continue;
    out->on += one->vote > 0;
    out->off += one->vote < 0;
    out->active += one->vote > 0 && one->active;
    bool measured = one->vote > 0 && one->was_low_us != never && one->look.n;
    if (!measured || n == MEASURED) continue;
    shift[n++] = one->was_low_us - one->look.low_us;
    out->steady += look_steady(&one->look);
  }
  out->signalled = s->between;
  median(out, shift, n);
}

size_t streams_first(const struct streams *s, struct glimpse out[GLIMPSES]) {
  memcpy(out, s->first, s->n_first * sizeof *out);
  for (size_t i = 0; i < s->n_first; i++)
    for (const struct stream *one = s->of; one < s->of + STREAMS_MAX; one++) {
      if (one->key != out[i].key || !one->look.n) continue;
      out[i].above_us = one->look.first_us - one->look.low_us;
      out[i].steady = look_steady(&one->look);
    }
  return s->n_first;
}

bool streams_signalled_first(const struct streams *s) { return s->spoken ? s->between : false; }
bool streams_signalled_last(const struct streams *s) { return s->signalled; }

// How much later the newest packet came than the least late ones before it.
static int64_t top_above(const struct stream *s) {
  int64_t low_us = s->low_us[0] < s->low_us[1] ? s->low_us[0] : s->low_us[1];
  return s->hz && low_us != never ? delay_us(s, s->extended, s->top_us) - low_us : 0;
}

size_t streams_last(const struct streams *s, struct glimpse out[GLIMPSES]) {
  size_t n = 0;
  for (const struct stream *one = s->of; one < s->of + STREAMS_MAX; one++) {
    if (!one->key || one->stretch != s->stretch) continue;
    size_t to = 0; // the one heard longest ago gives way
    for (size_t i = 1; n == GLIMPSES && i < n; i++)
      if (out[i].at_us < out[to].at_us) to = i;
    if (n == GLIMPSES && out[to].at_us >= one->top_us) continue;
    if (n < GLIMPSES) to = n++;
    out[to] = (struct glimpse){.key = one->key,
                               .at_us = one->top_us,
                               .above_us = top_above(one),
                               .timestamp = one->top_timestamp,
                               .hz = one->hz,
                               .seq = one->top_seq};
  }
  return n;
}

struct verdict glimpses_judge(const struct glimpse *last, size_t n_last,
                              const struct glimpse *first, size_t n_first) {
  struct verdict v = {0};
  int64_t shift[GLIMPSES];
  size_t n = 0;
  for (size_t i = 0; i < n_first; i++)
    for (size_t k = 0; k < n_last; k++) {
      const struct glimpse *was = &last[k], *is = &first[i];
      int vote = was->key == is->key ? continues(was->seq, is->seq) : 0;
      v.on += vote > 0;
      v.off += vote < 0;
      if (vote <= 0 || !was->hz || n == GLIMPSES) continue;
      int64_t media_us = (int32_t)(is->timestamp - was->timestamp) * 1000000LL / was->hz;
      shift[n++] = was->at_us - was->above_us + media_us - (is->at_us - is->above_us);
      v.steady += is->steady;
    }
  v.active = v.on;
  median(&v, shift, n);
  return v;
}
