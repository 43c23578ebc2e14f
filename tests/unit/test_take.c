// SPDX-License-Identifier: Apache-2.0
// Calls through bad networks: 30 seeded scenarios, and two hours with a drifting clock.
#include <math.h>
#include <opus/opus.h>

#include "recorder/encode/g711.h"
#include "recorder/encode/pack.h"
#include "tests/check.h"
#include "tests/unit/take_kit.h"

static uint64_t seed;
static uint32_t dice(void) { // xorshift64*
  seed ^= seed >> 12, seed ^= seed << 25, seed ^= seed >> 27;
  return (uint32_t)((seed * 0x2545f4914f6cdd1dULL) >> 32);
}
static double chance(void) { return dice() / 4294967296.0; }

enum { RATE = 8000, CLICK_EVERY = 5 * RATE, START_US = 1700000000 };

// Speech-like hum in bursts, faint noise, and a click each 5 s at 2.5 s: the same instant
// everywhere.
static int16_t sample_at(int64_t i, int side) {
  int64_t in = i % CLICK_EVERY - CLICK_EVERY / 2;
  if (in >= 0 && in < 24) return (int16_t)(in & 1 ? -24000 : 24000);
  if (in > -1200 && in < 1200) return 0; // nothing else near a click
  double t = (double)i / RATE, burst = sin(t * 2.1 + side * 1.7);
  if (burst < 0.3) return (int16_t)(i * 7919 % 17 - 8);
  return (int16_t)(2500 * sin(t * 2 * M_PI * (140 + 30 * side)) * (1 + sin(t * 17)));
}

struct network {
  double loss, duplicate, reorder, jitter_ms;
  bool dtx, one_way, payload_change, ssrc_change, wrap;
  int ptime_ms[2];
  double ppm[2]; // the sender's clock against ours
  double seconds;
};

struct sent {
  int64_t at_us;
  uint16_t n, order;
  uint8_t leg;
  uint8_t bytes[600];
};

static int sent_order(const void *a, const void *b) {
  const struct sent *x = a, *y = b;
  if (x->at_us != y->at_us) return x->at_us < y->at_us ? -1 : 1;
  return x->leg != y->leg ? x->leg - y->leg : x->order - y->order;
}

struct script {
  struct sent *p;
  size_t n, room;
  int64_t kept[2], span_us; // what was really sent, and how long the call was
};

static void script_add(struct script *s, int64_t at_us, uint8_t leg, const struct wire *w,
                       const uint8_t *payload, size_t n) {
  if (s->n == s->room) {
    s->room = s->room ? s->room * 2 : 4096;
    s->p = realloc(s->p, s->room * sizeof *s->p);
    if (!s->p) abort();
  }
  struct sent *to = &s->p[s->n];
  uint8_t packet[2048];
  to->n = (uint16_t)wire_packet(w, payload, n, packet);
  memcpy(to->bytes, packet, to->n);
  to->at_us = at_us, to->leg = leg, to->order = (uint16_t)s->n;
  s->n++;
}

static bool silent_at(int64_t i, int side, size_t n) {
  for (size_t k = 0; k < n; k++)
    if (abs(sample_at(i + (int64_t)k, side)) > 100) return false;
  return true;
}

// One leg as its sender sees it: sample i leaves at i / (8000 · (1 + ppm)).
static void leg_script(struct script *s, const struct network *net, uint8_t leg) {
  size_t n = (size_t)net->ptime_ms[leg] * RATE / 1000;
  struct wire w = {.leg = leg,
                   .seq = net->wrap ? 65500 : (uint16_t)dice(),
                   .ssrc = 1000u + leg,
                   .ts = net->wrap ? 0xffffff00u : dice()};
  uint32_t base = w.ts;
  for (int64_t i = 0; (double)i / RATE < net->seconds; i += (int64_t)n) {
    uint8_t payload[480];
    double real_us = (double)i * 1e6 / RATE / (1 + net->ppm[leg] * 1e-6);
    if (net->ssrc_change && (double)i / RATE > net->seconds / 2 && w.ssrc < 2000)
      w.ssrc += 1000, base = dice() - (uint32_t)i, w.seq = (uint16_t)dice();
    if (net->payload_change && (double)i / RATE > net->seconds / 2) w.pt = 8;
    w.ts = base + (uint32_t)i;
    bool last = (double)(i + 2 * (int64_t)n) / RATE >= net->seconds; // the ends define the length
    int64_t end_us = (int64_t)(real_us + (double)n * 1e6 / RATE);
    if (end_us > s->span_us) s->span_us = end_us;
    if (net->dtx && i && !last && silent_at(i, leg, n)) continue;
    for (size_t k = 0; k < n; k++) {
      int16_t x = sample_at(i + (int64_t)k, leg);
      payload[k] = w.pt == 8 ? (uint8_t)(g711_ulaw_of(x)) : g711_ulaw_of(x);
    }
    if (w.pt == 8)
      memset(payload, 0xd5, n); // A-law silence; clicks are looked for in the first half
    w.seq++;
    if (i && !last && chance() < net->loss) continue;
    double late = chance() * net->jitter_ms * 1000;
    if (i == 0 || last) late = 0;
    if (chance() < net->reorder) late += (1.0 + dice() % 10) * net->ptime_ms[leg] * 1000;
    int64_t at = START_US + (int64_t)(real_us + late);
    script_add(s, at, leg, &w, payload, n);
    s->kept[leg]++;
    if (chance() < net->duplicate) script_add(s, at + 3000, leg, &w, payload, n);
  }
}

static void play(struct take *t, const struct script *s) {
  for (size_t i = 0; i < s->n; i++)
    CHECK_OK(take_rtp(t, s->p[i].leg, s->p[i].at_us, s->p[i].bytes, s->p[i].n));
}

static const struct take_result *run(const struct network *net, struct ear *e, struct take **t,
                                     struct script *s) {
  const struct take_result *r = NULL;
  struct take_config c = {.channels = 2, .measures = true, .sink = ear_sink(e)};
  for (uint8_t leg = 0; leg < (net->one_way ? 1 : 2); leg++) leg_script(s, net, leg);
  qsort(s->p, s->n, sizeof *s->p, sent_order);
  CHECK_OK(take_open(&c, t));
  play(*t, s);
  CHECK_OK(take_finish(*t, &r));
  if (r->needs_again) {
    ear_empty(e);
    CHECK_OK(take_again(*t));
    play(*t, s);
    CHECK_OK(take_finish(*t, &r));
    CHECK(!r->needs_again);
  }
  return r;
}

// A click lost with its packet says nothing; those that are there must be where they were made.
static void clicks_check(const struct ear *e, const struct network *net, int64_t *worst,
                         size_t *found) {
  double until = net->payload_change ? net->seconds / 2 : net->seconds;
  for (double at = 2.5; at + 0.1 < until; at += 5) {
    for (int leg = 0; leg < (net->one_way ? 1 : 2); leg++) {
      double here = at / (1 + net->ppm[leg] * 1e-6) * RATE;
      int64_t got =
          click_find(e, leg ? SIDE_AGENT : SIDE_CALLER, (size_t)here - 480, (size_t)here + 480);
      if (got < 0) continue;
      int64_t off = llabs(got - (int64_t)here - 12);
      if (off > *worst) *worst = off;
      ++*found;
    }
  }
}

static void scenario(uint32_t number) {
  seed = number * 0x9e3779b97f4a7c15ULL + 1;
  static const int ptimes[] = {10, 20, 30, 40, 60};
  struct network net = {.loss = number % 5 * 0.05,
                        .duplicate = number % 3 * 0.05,
                        .reorder = number % 4 ? 0.02 : 0,
                        .jitter_ms = number % 6 * 40.0,
                        .dtx = number % 7 == 3,
                        .one_way = number % 11 == 5,
                        .payload_change = number % 9 == 4,
                        .ssrc_change = number % 8 == 6,
                        .wrap = number % 2,
                        .ppm = {number % 3 * 50.0 - 50, number % 5 * 40.0 - 80},
                        .seconds = 32};
  net.ptime_ms[0] = ptimes[number % 5];
  net.ptime_ms[1] = ptimes[number / 5 % 5];
  struct ear e;
  struct take *t = NULL;
  struct script s = {0};
  ear_open(&e);
  const struct take_result *r = run(&net, &e, &t, &s);
  int64_t worst = 0, span_ms = s.span_us / 1000;
  size_t found = 0;
  clicks_check(&e, &net, &worst, &found);
  bool good =
      llabs(r->duration_ms - span_ms) <= 20 && worst <= 160 && (found > 0 || net.loss > 0.1);
  for (int leg = 0; leg < (net.one_way ? 1 : 2); leg++)
    good &= r->side[leg ? SIDE_AGENT : SIDE_CALLER].count.packets == s.kept[leg];
  if (!good)
    test_failed_with(
        __FILE__, __LINE__,
        "scenario %d: %lld ms of %lld, clicks %zu worst %lld/8 ms, packets %lld/%lld %lld/%lld",
        (int)number, (long long)r->duration_ms, (long long)span_ms, found, (long long)worst,
        (long long)r->side[1].count.packets, (long long)s.kept[0],
        (long long)r->side[0].count.packets, (long long)s.kept[1]);
  take_free(t);
  ear_drop(&e);
  free(s.p);
}

TEST(thirty_bad_networks_keep_length_and_both_sides_together) {
  for (uint32_t n = 0; n < 30; n += EVERY(3)) scenario(n);
}

// ---- two hours ---------------------------------------------------------------------------------

enum { LONG_S = 7200 / EVERY(9), LONG_CLICK_S = 40 };

// A sender whose clock is `ppm` off sends silence, and a click each 40 s of real time.
static void long_leg(struct script *s, struct wire *w, double ppm, double until_s) {
  double rate = RATE * (1 + ppm * 1e-6);
  for (int64_t i = w->ts; (double)i / rate < until_s; i += 160, w->seq++, w->ts += 160) {
    uint8_t payload[160];
    memset(payload, 0xff, sizeof payload);
    double at = (double)i / rate, click = (floor(at / LONG_CLICK_S) + 0.5) * LONG_CLICK_S;
    int64_t from = llround(click * rate) - i;
    for (int64_t k = 0; k < 160; k++)
      if (k >= from && k < from + 24) payload[k] = g711_ulaw_of(k & 1 ? 24000 : -24000);
    script_add(s, START_US + (int64_t)(at * 1e6) + (int64_t)(chance() * 30000), w->leg, w, payload,
               160);
  }
}

// Clicks as packets come out, without keeping two hours of sound.
struct clicks {
  void *decoder[SIDES];
  int64_t at, found[SIDES][LONG_S / LONG_CLICK_S + 2];
  size_t n[SIDES];
};

static enum err clicks_packet(void *user, const uint8_t *p, size_t n, uint32_t samples) {
  struct clicks *c = user;
  uint8_t a[1500];
  const uint8_t *b;
  size_t a_n, b_n;
  int16_t pcm[160];
  (void)samples;
  TRY(pack_unpair(p, n, a, sizeof a, &a_n, &b, &b_n));
  for (size_t side = 0; side < SIDES; side++) {
    const uint8_t *of = side ? b : a;
    if (opus_decode(c->decoder[side], of, (opus_int32)(side ? b_n : a_n), pcm, 160, 0) != 160)
      abort();
    for (int k = 0; k < 160; k++) {
      size_t i = c->n[side];
      bool again = i && c->at + k - c->found[side][i - 1] < RATE;
      if (abs(pcm[k]) > 3000 && !again && i < countof(c->found[0]))
        c->found[side][c->n[side]++] = c->at + k;
    }
  }
  c->at += 160;
  return OK;
}

TEST(clicks_stay_together_over_two_hours_of_drift) {
  struct clicks c = {0};
  struct script s = {0};
  int bad;
  const struct take_result *r = NULL;
  struct take *t = NULL;
  for (size_t i = 0; i < SIDES; i++) c.decoder[i] = opus_decoder_create(RATE, 1, &bad);
  struct take_config config = {.channels = 2, .sink = {&c, clicks_packet, NULL}};
  seed = 99;
  struct wire a = {.leg = 0, .ssrc = 50}, b = {.leg = 1, .ssrc = 51};
  CHECK_OK(take_open(&config, &t));
  for (int until = 20; until <= LONG_S; until += 20) {
    s.n = 0;
    long_leg(&s, &a, 100, until);
    long_leg(&s, &b, -100, until);
    qsort(s.p, s.n, sizeof *s.p, sent_order);
    play(t, &s);
  }
  CHECK_OK(take_finish(t, &r));
  CHECK(!r->needs_again);
  CHECK_NEAR(r->duration_ms, LONG_S * 1000, 20);
  CHECK_EQ(c.n[0], LONG_S / LONG_CLICK_S);
  CHECK_EQ(c.n[1], LONG_S / LONG_CLICK_S);
  int64_t apart = 0, off = 0;
  for (size_t i = 0; i < c.n[0] && i < c.n[1]; i++) {
    int64_t true_at = (int64_t)i * LONG_CLICK_S * RATE + LONG_CLICK_S * RATE / 2 + 52;
    int64_t skew = llabs(c.found[0][i] - c.found[1][i]), wrong = llabs(c.found[0][i] - true_at);
    if (skew > apart) apart = skew;
    if (wrong > off) off = wrong;
  }
  CHECK(apart <= 160);
  CHECK(off <= 160);
  take_free(t);
  free(s.p);
  for (size_t i = 0; i < SIDES; i++) opus_decoder_destroy(c.decoder[i]);
}
