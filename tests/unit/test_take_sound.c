// SPDX-License-Identifier: Apache-2.0
// What a take makes of one call: silence that is silent, sides apart, Opus as it came, gaps named.
#include <math.h>
#include <opus/opus.h>

#include "recorder/encode/decoders.h"
#include "recorder/encode/g711.h"
#include "recorder/encode/pack.h"
#include "recorder/encode/untouched.h"
#include "tests/check.h"
#include "tests/unit/take_kit.h"

enum { START_US = 1700000000 };

static int16_t tone(int64_t i) {
  double t = (double)i / 8000;
  return (int16_t)(6000 * sin(t * 2 * M_PI * 440) * (1 + sin(t * 20)));
}

static void ulaw_tone(uint8_t out[160], int64_t from) {
  for (int64_t k = 0; k < 160; k++) out[k] = g711_ulaw_of(tone(from + k));
}

static struct take *opened(struct ear *e, struct take_config c) {
  struct take *t = NULL;
  ear_open(e);
  c.channels = 2;
  c.sink = ear_sink(e);
  CHECK_OK(take_open(&c, &t));
  return t;
}

static const struct take_result *finished(struct take *t) {
  const struct take_result *r = NULL;
  CHECK_OK(take_finish(t, &r));
  return r;
}

// `n` packets of 20 ms: tone on leg 0, digital silence on leg 1.
static void tone_and_silence(struct take *t, int n) {
  struct wire a = {.leg = 0, .ssrc = 1}, b = {.leg = 1, .ssrc = 2};
  uint8_t loud[160], silent[160];
  memset(silent, 0xff, sizeof silent);
  for (int i = 0; i < n; i++) {
    a.seq = b.seq = (uint16_t)i;
    a.ts = b.ts = (uint32_t)i * 160;
    ulaw_tone(loud, (int64_t)i * 160);
    wire_feed(t, &a, START_US + i * 20000, loud, 160);
    wire_feed(t, &b, START_US + i * 20000, silent, 160);
  }
}

TEST(the_silent_side_is_silent_and_nothing_crosses_over) {
  struct ear e;
  struct take *t = opened(&e, (struct take_config){.measures = true});
  tone_and_silence(t, 500);
  const struct take_result *r = finished(t);
  CHECK_EQ(r->duration_ms, 10000);
  CHECK_EQ(r->channels, 2);
  CHECK_EQ(r->rate_hz, 8000);
  double loud = level_db(e.pcm[SIDE_CALLER], e.n), silent = level_db(e.pcm[SIDE_AGENT], e.n);
  CHECK(silent <= -80);
  CHECK(loud - silent >= 45);
  CHECK_EQ(e.silent[SIDE_AGENT], e.packets);
  CHECK_EQ(e.silent[SIDE_CALLER], 0);
  CHECK_EQ(e.packets, 501);
  CHECK_EQ(e.peak_bytes, 250 * 4);
  CHECK_STR(r->side[SIDE_CALLER].codec, "PCMU");
  CHECK_EQ(r->gap_n, 0);
  take_free(t);
  ear_drop(&e);
}

TEST(the_same_records_give_the_same_bytes) {
  struct ear e[2];
  for (int i = 0; i < 2; i++) {
    struct take *t = opened(&e[i], (struct take_config){.measures = true});
    e[i].keep = true;
    tone_and_silence(t, 200);
    finished(t);
    take_free(t);
  }
  CHECK_EQ(e[0].raw_n, e[1].raw_n);
  CHECK(e[0].raw_n == e[1].raw_n && !memcmp(e[0].raw, e[1].raw, e[0].raw_n));
  ear_drop(&e[0]);
  ear_drop(&e[1]);
}

// ---- Opus from the wire -----------------------------------------------------------------------

static const struct take_codec opus_codec = {
    .pt = 111, .channels = 2, .clock_hz = 48000, .name = "opus"};

static void opus_legs(struct take *t) {
  for (uint8_t leg = 0; leg < 2; leg++) {
    struct take_leg l = {leg, leg ? SIDE_AGENT : SIDE_CALLER, 1, &opus_codec};
    CHECK_OK(take_leg(t, &l));
  }
}

struct opus_call {
  int n, frame_ms, lost; // packets, their length, the one that is lost (-1: none)
  bool fec;
  uint8_t kept[600][400];
  size_t kept_n[600];
};

static void opus_feed(struct take *t, struct opus_call *c) {
  int bad, samples = 16 * c->frame_ms;
  OpusEncoder *o = opus_encoder_create(16000, 1, OPUS_APPLICATION_VOIP, &bad);
  opus_encoder_ctl(o, OPUS_SET_BITRATE(24000));
  opus_encoder_ctl(o, OPUS_SET_INBAND_FEC(c->fec));
  opus_encoder_ctl(o, OPUS_SET_PACKET_LOSS_PERC(c->fec ? 30 : 0));
  struct wire w = {.leg = 0, .pt = 111, .ssrc = 9};
  for (int i = 0; i < c->n; i++, w.seq++, w.ts += (uint32_t)(48 * c->frame_ms)) {
    int16_t pcm[960];
    for (int k = 0; k < samples; k++) pcm[k] = tone(((int64_t)i * samples + k) / 2);
    c->kept_n[i] = (size_t)opus_encode(o, pcm, samples, c->kept[i], 400);
    if (i != c->lost)
      wire_feed(t, &w, START_US + (int64_t)i * c->frame_ms * 1000, c->kept[i], c->kept_n[i]);
  }
  opus_encoder_destroy(o);
}

TEST(opus_from_the_wire_is_kept_to_the_bit) {
  struct ear e;
  static struct opus_call c = {.n = 300, .frame_ms = 20, .lost = 100};
  struct take *t = opened(&e, (struct take_config){.measures = true, .keep_opus = true});
  e.keep = true;
  opus_legs(t);
  opus_feed(t, &c);
  const struct take_result *r = finished(t);
  CHECK(r->side[SIDE_CALLER].untouched);
  CHECK_EQ(r->duration_ms, 6000);
  const uint8_t *p = e.raw;
  for (int i = 0; i < c.n; i++) {
    size_t n = (size_t)p[0] | (size_t)p[1] << 8, a_n, b_n;
    uint8_t a[1500];
    const uint8_t *b;
    CHECK_OK(pack_unpair(p + 2, n, a, sizeof a, &a_n, &b, &b_n));
    bool same = b_n == c.kept_n[i] && !memcmp(b, c.kept[i], b_n);
    CHECK(same == (i != c.lost));
    p += 2 + n;
  }
  CHECK_EQ(r->gap_n, 2); // the lost packet, and the agent who never came
  take_free(t);
  ear_drop(&e);
}

TEST(a_packet_says_whether_its_sender_heard_a_voice) {
  int bad;
  OpusEncoder *o = opus_encoder_create(16000, 1, OPUS_APPLICATION_VOIP, &bad);
  opus_encoder_ctl(o, OPUS_SET_BITRATE(16000));
  size_t idle = 0, n;
  for (int i = 0; i < 500; i++) {
    int16_t pcm[320] = {0};
    uint8_t p[400];
    bool on = i / 50 % 2;
    for (int k = 0; on && k < 320; k++) pcm[k] = tone(((int64_t)i * 320 + k) / 2);
    n = (size_t)opus_encode(o, pcm, 320, p, sizeof p);
    bool inactive = pack_inactive(p, n);
    idle += inactive;
    if (on && i % 50 > 2 && i % 50 < 20) CHECK(!inactive);
  }
  CHECK(idle > 150 && idle < 300);
  const uint8_t celt[] = {0xf8, 0, 0}, stereo[] = {0x4c, 0, 0}, dtx[] = {0x48},
                pair[] = {0x49, 0, 0x80};
  CHECK(!pack_inactive(celt, sizeof celt) && !pack_inactive(stereo, sizeof stereo));
  CHECK(pack_inactive(dtx, sizeof dtx) && !pack_inactive(dtx, 0));
  CHECK(pack_inactive(pair, sizeof pair)); // frames of a byte are DTX, whatever is in it
  opus_encoder_destroy(o);
}

TEST(opus_that_cannot_be_kept_says_why) {
  static struct opus_call calls[] = {{.n = 100, .frame_ms = 60, .lost = -1},
                                     {.n = 300, .frame_ms = 20, .lost = 100, .fec = true},
                                     {.n = 300, .frame_ms = 20, .lost = -1}};
  static const char *const why[] = {"frame_length", "fec_could_mend", "setting"};
  for (size_t i = 0; i < countof(calls); i++) {
    struct ear e;
    struct take *t = opened(&e, (struct take_config){.measures = i != 1, .keep_opus = i != 2});
    opus_legs(t);
    opus_feed(t, &calls[i]);
    const struct take_result *r = finished(t);
    CHECK(!r->side[SIDE_CALLER].untouched);
    CHECK_STR(r->side[SIDE_CALLER].not_untouched, why[i]);
    CHECK_EQ(r->duration_ms, 6000);
    CHECK(level_db(e.pcm[SIDE_CALLER], e.n) > -20);
    take_free(t);
    ear_drop(&e);
  }
}

// ---- gaps and spans ----------------------------------------------------------------------------

// An agent's side that sounds for 4 s; `answer_ms` told when it is due, or (late) at the end; -1:
// never.
static void early_feed(struct take *t, int answer_ms, bool late) {
  struct wire w = {.leg = 1, .ssrc = 1};
  struct take_mark early = {MARK_EARLY, START_US - 1000000, 0, 0};
  struct take_mark answer = {MARK_ANSWERED, START_US + answer_ms * 1000, 0, 0};
  uint8_t loud[160];
  CHECK_OK(take_mark(t, &early));
  for (int i = 0; i < 200; i++, w.seq++, w.ts += 160) {
    if (!late && answer_ms == i * 20) CHECK_OK(take_mark(t, &answer));
    ulaw_tone(loud, i * 160);
    wire_feed(t, &w, START_US + i * 20000, loud, 160);
  }
  if (late) CHECK_OK(take_mark(t, &answer));
}

TEST(what_sounds_before_anybody_answers_is_nobodys_speech) {
  static const struct {
    int answer_ms;
    bool late;
    int64_t talk_ms;
  } cases[] = {{2000, false, 2000}, {-1, false, 0}, {0, true, 4000}};
  for (size_t i = 0; i < countof(cases); i++) {
    struct ear e;
    struct take *t = opened(&e, (struct take_config){.measures = true});
    early_feed(t, cases[i].answer_ms, cases[i].late);
    const struct take_result *r = finished(t);
    CHECK_EQ(r->needs_again, cases[i].late); // a 2xx that was not seen: a BYE tells
    if (r->needs_again) {
      CHECK_OK(take_again(t));
      ear_empty(&e);
      early_feed(t, cases[i].answer_ms, cases[i].late);
      r = finished(t);
    }
    CHECK_NEAR(r->measures.talk_ms[SIDE_AGENT], cases[i].talk_ms, 100);
    CHECK_NEAR(r->duration_ms, 4000, 20);
    take_free(t);
    ear_drop(&e);
  }
}

TEST(hold_pause_and_the_recorders_own_loss_name_their_gaps) {
  struct ear e;
  struct take *t = opened(&e, (struct take_config){.measures = true});
  struct wire w = {.leg = 0, .ssrc = 1};
  uint8_t loud[160];
  static const struct take_mark marks[] = {{MARK_HOLD, START_US + 2000000, 0, 0},
                                           {MARK_RESUME, START_US + 3000000, 0, 0},
                                           {MARK_PAUSE, START_US + 4000000, 0, 0},
                                           {MARK_UNPAUSE, START_US + 5000000, 0, 0},
                                           {MARK_LOSS, START_US + 7000000, 1000000, 0}};
  size_t next = 0;
  for (int i = 0; i < 500; i++, w.seq++, w.ts += 160) {
    int64_t at = START_US + i * 20000;
    while (next < countof(marks) && marks[next].at_us <= at) CHECK_OK(take_mark(t, &marks[next++]));
    bool held = i >= 100 && i < 150, missed = i >= 300 && i < 350;
    if (held) w.seq--; // the sender stops; in the pause it goes on and must not be heard
    ulaw_tone(loud, i * 160);
    if (!held && !missed) wire_feed(t, &w, at, loud, 160);
  }
  const struct take_result *r = finished(t);
  int64_t ms[GAP_REASONS] = {0};
  for (size_t i = 0; i < r->gap_n; i++)
    if (r->gaps[i].side == SIDE_CALLER)
      ms[r->gaps[i].reason] += r->gaps[i].to_ms - r->gaps[i].from_ms;
  CHECK_EQ(ms[GAP_HOLD], 1000);
  CHECK_EQ(ms[GAP_PAUSE], 1000);
  CHECK_EQ(ms[GAP_RESTART], 1000);
  CHECK_EQ(ms[GAP_LOST] + ms[GAP_DTX] + ms[GAP_NOT_SEEN], 0);
  CHECK_EQ(r->measures.hold_ms, 1000);
  CHECK(level_db(e.pcm[SIDE_CALLER] + 4200 * 8, 600 * 8) < -80);
  take_free(t);
  ear_drop(&e);
}

static void events_feed(struct take *t) {
  struct wire w = {.leg = 0, .ssrc = 1};
  uint8_t loud[160];
  for (int i = 0; i < 200; i++, w.seq++, w.ts += 160) {
    ulaw_tone(loud, i * 160);
    if (i < 100 || i >= 106) {
      wire_feed(t, &w, START_US + i * 20000, loud, 160);
      continue;
    }
    struct wire event = w;
    event.pt = 101;
    event.ts = 100 * 160;
    int len = (i - 99) * 160;
    const uint8_t body[4] = {7, i == 105 ? 0x80 : 0, (uint8_t)(len >> 8), (uint8_t)len};
    wire_feed(t, &event, START_US + i * 20000, body, 4);
  }
}

TEST(digits_become_spans_and_no_gaps_and_can_be_masked) {
  static const struct take_codec event = {
      .pt = 101, .channels = 1, .clock_hz = 8000, .name = "telephone-event"};
  for (int mask = 0; mask < 2; mask++) {
    struct ear e;
    struct take *t = opened(&e, (struct take_config){.measures = true, .mask_dtmf = mask});
    struct take_leg leg = {0, SIDE_CALLER, 1, &event};
    CHECK_OK(take_leg(t, &leg));
    events_feed(t);
    const struct take_result *r = finished(t);
    size_t found = 0;
    for (size_t i = 0; i < r->span_n; i++)
      if (r->spans[i].kind == SPAN_DTMF) {
        found++;
        CHECK_STR(r->spans[i].detail, mask ? "" : "7");
        CHECK_EQ(r->spans[i].from_ms, 2000);
        CHECK_EQ(r->spans[i].to_ms, 2120);
      }
    CHECK_EQ(found, 1);
    for (size_t i = 0; i < r->gap_n; i++) CHECK_EQ(r->gaps[i].side, SIDE_AGENT);
    CHECK_EQ(r->side[SIDE_CALLER].count.packets, 200);
    take_free(t);
    ear_drop(&e);
  }
}

// Beside the voice that goes on, as some gateways send them.
TEST(digits_under_a_number_of_their_own_end_nobodys_sound) {
  static const struct take_codec event = {
      .pt = 101, .channels = 1, .clock_hz = 8000, .name = "telephone-event"};
  struct ear e;
  struct take *t = opened(&e, (struct take_config){.measures = true});
  struct take_leg leg = {0, SIDE_CALLER, 1, &event};
  struct wire voice = {.leg = 0, .ssrc = 1}, keys = {.leg = 0, .pt = 101, .ssrc = 7, .ts = 90000};
  uint8_t loud[160];
  CHECK_OK(take_leg(t, &leg));
  for (int i = 0; i < 250; i++, voice.seq++, voice.ts += 160) {
    ulaw_tone(loud, i * 160);
    wire_feed(t, &voice, START_US + i * 20000, loud, 160);
    if (i < 100 || i > 105) continue;
    int len = (i - 99) * 160;
    const uint8_t body[4] = {7, i == 105 ? 0x80 : 0, (uint8_t)(len >> 8), (uint8_t)len};
    wire_feed(t, &keys, START_US + i * 20000, body, 4);
    keys.seq++;
  }
  const struct take_result *r = finished(t);
  for (size_t i = 0; i < r->gap_n; i++) CHECK_EQ(r->gaps[i].side, SIDE_AGENT);
  size_t found = 0;
  for (size_t i = 0; i < r->span_n; i++) found += r->spans[i].kind == SPAN_DTMF;
  CHECK_EQ(found, 1);
  take_free(t);
  ear_drop(&e);
}

// What waits to be played is read as its number was meant when it came.
TEST(a_number_that_means_another_codec_from_now_on_spoils_nothing_that_came_before) {
  static const struct take_codec ulaw = {.pt = 96, .clock_hz = 8000, .name = "PCMU"},
                                 linear = {.pt = 96, .clock_hz = 8000, .name = "L16"};
  struct ear e;
  struct take *t = opened(&e, (struct take_config){0});
  struct take_leg first = {0, SIDE_CALLER, 1, &ulaw}, then = {0, SIDE_CALLER, 1, &linear};
  struct wire w = {.leg = 0, .pt = 96, .ssrc = 1};
  uint8_t loud[160], wide[320];
  CHECK_OK(take_leg(t, &first));
  for (int i = 0; i < 200; i++, w.seq++, w.ts += 160) {
    if (i == 100) CHECK_OK(take_leg(t, &then));
    ulaw_tone(loud, i * 160);
    for (int k = 0; k < 160; k++) {
      int16_t x = tone(i * 160 + k);
      wide[2 * k] = (uint8_t)((uint16_t)x >> 8), wide[2 * k + 1] = (uint8_t)x;
    }
    wire_feed(t, &w, START_US + i * 20000, i < 100 ? loud : wide, i < 100 ? 160 : 320);
  }
  finished(t);
  double before = level_db(e.pcm[SIDE_CALLER] + 8000, 8000),
         after = level_db(e.pcm[SIDE_CALLER] + 16000, 8000);
  CHECK(before - after < 1 && after - before < 1); // misread it is 9 to 16 dB louder
  take_free(t);
  ear_drop(&e);
}

TEST(an_unknown_codec_is_a_gap_that_says_so) {
  struct ear e;
  struct take *t = opened(&e, (struct take_config){.measures = true});
  struct wire w = {.leg = 0, .pt = 77, .ssrc = 1};
  for (int i = 0; i < 100; i++, w.seq++, w.ts += 333)
    wire_feed(t, &w, START_US + i * 20000, "abcd", 4);
  const struct take_result *r = finished(t);
  CHECK(!r->heard);
  CHECK_STR(r->side[SIDE_CALLER].codec, "PT77");
  CHECK_EQ(r->side[SIDE_CALLER].count.packets, 100);
  CHECK_NEAR(r->duration_ms, 2000, 20);
  bool named = false;
  for (size_t i = 0; i < r->gap_n; i++)
    named |= r->gaps[i].side == SIDE_CALLER && r->gaps[i].reason == GAP_UNKNOWN_CODEC &&
             r->gaps[i].to_ms - r->gaps[i].from_ms > 1900;
  CHECK(named);
  take_free(t);
  ear_drop(&e);
}

// ---- the child ---------------------------------------------------------------------------------

static void g722_feed(struct take *t) {
  struct wire w = {.leg = 0, .pt = 9, .ssrc = 1};
  uint8_t frame[160];
  for (int i = 0; i < 160; i++) frame[i] = (uint8_t)(i * 73);
  for (int i = 0; i < 100; i++, w.seq++, w.ts += 160)
    wire_feed(t, &w, START_US + i * 20000, frame, 160);
}

TEST(the_child_decodes_g722_at_sixteen_thousand) {
  struct ear e;
  struct decoders *d = NULL;
  CHECK_OK(decoders_open(NULL, &d));
  if (!d) return;
  struct take *t = opened(&e, (struct take_config){.measures = true, .decoders = d});
  g722_feed(t);
  const struct take_result *r = finished(t);
  CHECK_EQ(decoders_restarts(d), 0);
  CHECK(r->heard);
  CHECK_EQ(r->rate_hz, 16000);
  CHECK_EQ(r->duration_ms, 2000);
  CHECK(level_db(e.pcm[SIDE_CALLER], e.n) > -40);
  take_free(t);
  decoders_free(d);
  ear_drop(&e);
}

TEST(a_child_that_dies_costs_its_frames_not_the_call) {
  struct ear e;
  struct decoders *d = NULL;
  CHECK_OK(decoders_open("/bin/false", &d));
  if (!d) return;
  struct take *t = opened(&e, (struct take_config){.measures = true, .decoders = d});
  g722_feed(t);
  const struct take_result *r = finished(t);
  CHECK(decoders_restarts(d) > 50);
  CHECK_NEAR(r->duration_ms, 2000, 20);
  bool named = false;
  for (size_t i = 0; i < r->gap_n; i++) named |= r->gaps[i].reason == GAP_DECODER_FAILED;
  CHECK(named);
  take_free(t);
  decoders_free(d);
  ear_drop(&e);
}

// ---- PCM ---------------------------------------------------------------------------------------

TEST(files_come_as_pcm_and_the_shorter_side_ends_in_silence) {
  struct ear e;
  struct take *t = opened(&e, (struct take_config){.measures = true});
  int16_t pcm[800];
  for (int i = 0; i < 50; i++) {
    for (int k = 0; k < 800; k++) pcm[k] = tone((int64_t)i * 800 + k);
    CHECK_OK(take_pcm(t, SIDE_CALLER, "pcm_alaw", 8000, pcm, 800));
    if (i < 20) CHECK_OK(take_pcm(t, SIDE_AGENT, "pcm_alaw", 8000, pcm, 800));
  }
  const struct take_result *r = finished(t);
  CHECK_EQ(r->duration_ms, 5000);
  CHECK_STR(r->side[SIDE_AGENT].codec, "pcm_alaw");
  CHECK(level_db(e.pcm[SIDE_AGENT], 15000) > -20);
  CHECK(level_db(e.pcm[SIDE_AGENT] + 17000, 20000) < -80);
  CHECK(level_db(e.pcm[SIDE_CALLER] + 17000, 20000) > -20);
  take_free(t);
  ear_drop(&e);
}
