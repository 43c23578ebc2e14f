// SPDX-License-Identifier: Apache-2.0
// The links of the audio chain one by one.
#include <math.h>

#include "recorder/encode/coder.h"
#include "recorder/encode/comfort.h"
#include "recorder/encode/conceal.h"
#include "recorder/encode/g711.h"
#include "recorder/encode/jitter.h"
#include "recorder/encode/line.h"
#include "recorder/encode/pack.h"
#include "recorder/encode/payload.h"
#include "recorder/encode/talk.h"
#include "recorder/encode/untouched.h"
#include "recorder/encode/voice.h"
#include "tests/check.h"
#include "tests/unit/take_kit.h"

// ---- fate ------------------------------------------------------------------------------------

static enum fate add(struct jitter *j, uint16_t seq, uint32_t ts) {
  struct held h = {.arrival_us = ts};
  return jitter_add(j, seq, ts, 160, &h);
}

TEST(each_packet_has_its_fate_over_a_wrap) {
  static struct jitter j;
  j = (struct jitter){0};
  CHECK_EQ(add(&j, 65534, 0), FATE_KEPT);
  CHECK_EQ(add(&j, 65535, 160), FATE_KEPT);
  CHECK_EQ(add(&j, 1, 480), FATE_KEPT);
  CHECK_EQ(add(&j, 1, 480), FATE_DUPLICATE);
  CHECK_EQ(add(&j, 0, 320), FATE_KEPT);
  CHECK_EQ(j.reordered, 1);
  int64_t before = 0;
  for (size_t i = 0; i < 4; i++) {
    CHECK(jitter_peek(&j, i)->ext > before);
    before = jitter_peek(&j, i)->ext;
  }
  CHECK(jitter_peek(&j, 4) == NULL);
  CHECK_EQ(add(&j, 4, 960), FATE_KEPT);
  CHECK_EQ(jitter_lost(&j), 2);
  for (int i = 0; i < 5; i++) jitter_pop(&j);
  CHECK_EQ(add(&j, 3, 800), FATE_LATE);
  CHECK_EQ(jitter_lost(&j), 1);
  CHECK_EQ(j.packets, 6);
}

TEST(what_overtook_its_predecessors_is_not_the_first) {
  static struct jitter j;
  j = (struct jitter){0};
  CHECK_EQ(add(&j, 7, 1120), FATE_KEPT);
  CHECK_EQ(add(&j, 6, 960), FATE_KEPT);
  CHECK_EQ(add(&j, 5, 800), FATE_KEPT);
  CHECK_EQ(jitter_peek(&j, 0)->ts, ((int64_t)1 << 40) + 800);
  jitter_pop(&j);
  CHECK_EQ(add(&j, 4, 640), FATE_LATE);
  CHECK_EQ(j.late, 1);
  CHECK_EQ(jitter_lost(&j), 0);
}

TEST(a_codec_has_one_name_however_it_is_spelt) {
  static const char *const said[][2] = {
      {"pcma", "PCMA"},       {"Pcmu", "PCMU"},     {"g722", "G722"},   {"OPUS", "opus"},
      {"gsm", "GSM"},         {"ILBC", "iLBC"},     {"SPEEX", "speex"}, {"g729", "G729"},
      {"g726-32", "G726-32"}, {"amr-wb", "AMR-WB"}, {"lpc", "LPC"},     {"x-own", "x-own"}};
  static struct payload_map m;
  for (size_t i = 0; i < countof(said); i++) {
    struct take_codec c = {.pt = 100, .channels = 1, .clock_hz = 8000};
    snprintf(c.name, sizeof c.name, "%s", said[i][0]);
    payload_map_add(&m, &c);
    CHECK_STR(m.of[100].name, said[i][1]);
  }
}

TEST(a_damaged_number_is_no_new_sender_and_a_new_sender_is_no_loss) {
  static struct jitter j;
  j = (struct jitter){0};
  for (uint16_t i = 0; i < 10; i++) CHECK_EQ(add(&j, i, i * 160u), FATE_KEPT);
  CHECK_EQ(add(&j, 30000, 1600), FATE_STRAY);
  CHECK_EQ(add(&j, 10, 1600), FATE_KEPT);
  CHECK_EQ(add(&j, 40000, 90000), FATE_STRAY);
  CHECK_EQ(add(&j, 40001, 90160), FATE_RESTARTED);
  CHECK_EQ(add(&j, 40002, 90320), FATE_KEPT);
  CHECK_EQ(jitter_lost(&j), 0);
  CHECK_EQ(j.packets, 14);
  CHECK_EQ(add(&j, 45002, 90320 + 5000 * 160),
           FATE_KEPT); // a long loss that its timestamps explain
  CHECK_EQ(jitter_lost(&j), 4999);
}

// ---- time ------------------------------------------------------------------------------------

TEST(a_line_finds_rate_and_offset_under_the_jitter) {
  struct line l;
  uint32_t dice = 1;
  line_init(&l, 1000000, 5000, 8000);
  for (int64_t i = 0; i < 50 * 120; i++) { // two minutes, 80 ppm slow, up to 100 ms late
    dice = dice * 1664525 + 1013904223;
    int64_t sent = (int64_t)((double)i * 20000 * (1 + 80e-6));
    line_observe(&l, 1000000 + sent + dice % 100000, 5000 + i * 160);
  }
  int64_t ts = 5000 + 160 * 50 * 118, at = line_at(&l, ts);
  CHECK_NEAR(at, 1000000 + 118e6 * (1 + 80e-6), 8000);
  line_wrote(&l, ts, at + 50000);
  CHECK_NEAR(line_off_us(&l), 50000, 10000);
  line_drop(&l);
}

TEST(a_damaged_timestamp_moves_no_line) {
  struct line l;
  line_init(&l, 0, 0, 8000);
  for (int64_t i = 0; i < 500; i++) line_observe(&l, i * 20000 + (i == 77 ? -90000 : 0), i * 160);
  CHECK_NEAR(line_at(&l, 160 * 400), 400 * 20000, 1000);
  line_drop(&l);
}

// ---- bytes -----------------------------------------------------------------------------------

TEST(two_packets_share_one_and_come_apart_again) {
  const uint8_t a[] = {0x08, 1, 2, 3}, b[] = {0x48, 9, 8}, longer[] = {0x10, 1, 2};
  uint8_t out[32], back[32];
  const uint8_t *b2;
  size_t n, back_n, b2_n;
  CHECK_OK(pack_pair(a, sizeof a, b, sizeof b, out, sizeof out, &n));
  const uint8_t want[] = {0x08, 3, 1, 2, 3, 0x48, 9, 8}; // RFC 6716, figure 23
  CHECK(n == sizeof want && !memcmp(out, want, n));
  CHECK_OK(pack_unpair(out, n, back, sizeof back, &back_n, &b2, &b2_n));
  CHECK(back_n == sizeof a && !memcmp(back, a, back_n));
  CHECK(b2_n == sizeof b && !memcmp(b2, b, b2_n));
  CHECK_FAILS(E_BAD_DATA, pack_pair(a, sizeof a, longer, sizeof longer, out, sizeof out, &n));
  CHECK_FAILS(E_BAD_DATA, pack_pair(a, 0, b, sizeof b, out, sizeof out, &n));
  CHECK_EQ(pack_samples(longer, sizeof longer), 1920);
}

TEST(ten_millisecond_frames_become_units_of_twenty) {
  static struct untouched u;
  u = (struct untouched){0};
  const uint8_t first[] = {0x00, 1, 2, 3}, second[] = {0x00, 4, 5};
  struct wire_packet w = {first, sizeof first, 960, false, false};
  CHECK(untouched_add(&u, &w));
  w = (struct wire_packet){second, sizeof second, 1440, false, false};
  CHECK(untouched_add(&u, &w));
  CHECK(untouched_take(&u, 0) == NULL);
  const struct unit *unit = untouched_take(&u, 1);
  const uint8_t want[] = {0x02, 3, 1, 2, 3, 4, 5}; // code 2: two frames of different length
  CHECK(unit && unit->n == sizeof want && !memcmp(unit->p, want, sizeof want));
}

TEST(the_canned_frame_is_never_empty) {
  CHECK(coder_silence(8000).n >= 2);
  CHECK(coder_silence(16000).n >= 2);
  CHECK_EQ(pack_samples(coder_silence(8000).p, coder_silence(8000).n), 960);
}

TEST(g711_expands_as_the_recommendation_says) {
  const uint8_t codes[] = {0xff, 0x7f, 0x80, 0x00};
  int16_t pcm[4];
  g711_ulaw(codes, 4, pcm);
  CHECK_EQ(pcm[0], 0);
  CHECK_EQ(pcm[1], 0);
  CHECK_EQ(pcm[2], 32124);
  CHECK_EQ(pcm[3], -32124);
  const uint8_t acodes[] = {0xd5, 0x55, 0xaa, 0x2a};
  g711_alaw(acodes, 4, pcm);
  CHECK_EQ(pcm[0], 8);
  CHECK_EQ(pcm[1], -8);
  CHECK_EQ(pcm[2], 32256);
  CHECK_EQ(pcm[3], -32256);
}

// ---- sound -----------------------------------------------------------------------------------

TEST(concealment_goes_on_in_tune_and_fades_within_sixty_milliseconds) {
  static struct conceal c;
  int16_t pcm[160];
  conceal_init(&c, 8000);
  for (int i = 0; i < 5; i++) {
    for (int k = 0; k < 160; k++) pcm[k] = (int16_t)(8000 * sin((i * 160 + k) * 2 * M_PI / 50));
    conceal_good(&c, pcm, 160);
  }
  conceal_lost(&c, pcm, 160);
  double error = 0, power = 0;
  for (int k = 20; k < 80; k++) {
    double want = 8000 * sin((800 + k) * 2 * M_PI / 50);
    error += (pcm[k] - want) * (pcm[k] - want);
    power += want * want;
  }
  CHECK(error < power / 10);
  for (int i = 0; i < 3; i++) conceal_lost(&c, pcm, 160);
  CHECK(level_db(pcm, 160) < -60);
}

TEST(comfort_noise_has_the_level_it_was_given) {
  struct comfort c = {0};
  static int16_t pcm[16000];
  comfort_set(&c, (const uint8_t[]){40, 150, 110, 127}, 4);
  comfort_make(&c, pcm, 16000);
  CHECK_NEAR(level_db(pcm, 16000), -40, 1.5);
  comfort_set(&c, NULL, 0);
  comfort_make(&c, pcm, 160);
  CHECK(level_db(pcm, 160) < -90);
}

TEST(a_steady_tone_is_no_speech_but_is_kept) {
  struct voice v;
  int16_t pcm[80];
  struct voice_frame f = {0};
  CHECK_OK(voice_open(&v));
  for (int i = 0; i < 3000; i++) {
    for (int k = 0; k < 80; k++)
      pcm[k] = (int16_t)(2000 * sin((i * 80 + k) * 2 * M_PI * 425 / 8000));
    f = voice_hear(&v, 8000, pcm);
    CHECK(f.sound);
  }
  for (int i = 0; i < 100; i++) {
    for (int k = 0; k < 80; k++) pcm[k] = (int16_t)((i * 80 + k) * 7919 % 13 - 6);
    f = voice_hear(&v, 8000, pcm);
  }
  CHECK(!f.sound && !f.speech);
  voice_drop(&v);
}

// ---- talk ------------------------------------------------------------------------------------

struct part { // who speaks from when to when, in seconds
  int side;
  double from, to;
};

static struct take_measures told(const struct part *p, size_t n, double seconds,
                                 struct truth *truth) {
  struct talk t;
  struct take_measures m = {0};
  talk_init(&t);
  for (int i = 0; i < (int)(seconds * 100); i++) {
    struct talk_frame f = {.power = {1e6f, 1e6f}};
    for (size_t k = 0; k < n; k++)
      f.speech[p[k].side] |= i >= lround(p[k].from * 100) && i < lround(p[k].to * 100);
    talk_hear(&t, &f, truth);
  }
  talk_finish(&t, truth, &m);
  talk_drop(&t);
  return m;
}

TEST(talk_is_measured_as_the_page_says) {
  static const struct part call[] = {
      {SIDE_AGENT, 0, 4},      {SIDE_CALLER, 4.6, 10}, {SIDE_AGENT, 9.5, 13}, // cut short
      {SIDE_CALLER, 11, 11.4},                                                // "mm"
      {SIDE_AGENT, 16, 18},    {SIDE_CALLER, 30, 31},
  };
  struct truth truth = {0};
  struct take_measures m = told(call, countof(call), 32, &truth);
  CHECK_EQ(m.talk_ms[SIDE_AGENT], 9500);
  CHECK_EQ(m.talk_ms[SIDE_CALLER], 6800);
  CHECK_EQ(m.overtalk_ms, 900);
  CHECK_EQ(m.interruptions[SIDE_AGENT], 1);
  CHECK_EQ(m.interruptions[SIDE_CALLER], 0);
  CHECK_EQ(m.silence_ms, 15000); // 13-16 and 18-30
  CHECK_EQ(m.dead_air_ms, 12000);
  CHECK_EQ(m.monologue_ms[SIDE_CALLER], 5400);
  CHECK_EQ(m.monologue_ms[SIDE_AGENT], 4000);
  CHECK_EQ(m.latency_ms[SIDE_CALLER], 600);
  CHECK_NEAR(m.level_cdb[SIDE_AGENT], -3030, 5);
  truth_drop(&truth);
}

TEST(a_hold_is_nobodys_talk) {
  struct truth truth = {0};
  struct take_measures m = {0};
  struct talk t;
  talk_init(&t);
  for (int i = 0; i < 4000; i++) { // the agent 0-5 s, music 5-30 s, the caller meanwhile 10-15 s
    bool hold = i >= 500 && i < 3000;
    struct talk_frame f = {{i < 3000, i >= 1000 && i < 1500}, hold, {1e6f, 1e6f}};
    if (i >= 3050 && i < 3350) f.speech[SIDE_CALLER] = true;
    talk_hear(&t, &f, &truth);
  }
  talk_finish(&t, &truth, &m);
  CHECK_EQ(m.talk_ms[SIDE_AGENT], 5000);
  CHECK_EQ(m.talk_ms[SIDE_CALLER], 3000);
  CHECK_EQ(m.overtalk_ms, 0);
  CHECK_EQ(m.monologue_ms[SIDE_AGENT], 5000);
  CHECK_EQ(m.silence_ms, 6500);
  CHECK_EQ(m.interruptions[SIDE_CALLER], 0);
  talk_drop(&t);
  truth_drop(&truth);
}

TEST(what_is_missing_in_a_silence_is_counted_once_and_crumbs_are_not) {
  struct truth t = {0};
  truth_span(&t, SPAN_SILENCE, SIDE_BOTH, 10000, 18000, NULL);
  truth_span(&t, SPAN_DEAD_AIR, SIDE_BOTH, 30000, 45000, NULL);
  truth_gap(&t, SIDE_CALLER, GAP_LOST, 12000 * 48, 14000 * 48);
  truth_gap(&t, SIDE_AGENT, GAP_LOST, 13000 * 48, 15000 * 48);
  truth_gap(&t, SIDE_AGENT, GAP_LOST, 16000 * 48, 16100 * 48);  // a crumb
  truth_gap(&t, SIDE_CALLER, GAP_DTX, 16500 * 48, 17500 * 48);  // the phone was quiet
  truth_gap(&t, SIDE_CALLER, GAP_LOST, 17900 * 48, 31000 * 48); // into the next
  truth_sort(&t);
  CHECK_EQ(truth_missing_ms(&t, SPAN_SILENCE), 3100);
  CHECK_EQ(truth_missing_ms(&t, SPAN_DEAD_AIR), 1000);
  truth_drop(&t);
}

TEST(a_full_gap_map_joins_what_is_near_and_forgets_nothing) {
  struct truth t = {0};
  for (int64_t i = 0; i < 3 * TRUTH_GAPS; i++)
    truth_gap(&t, SIDE_CALLER, GAP_LOST, i * 4800, i * 4800 + 960);
  CHECK(t.gap_n <= TRUTH_GAPS);
  CHECK_EQ(t.gaps[0].from_ms, 0);
  CHECK_EQ(t.gaps[t.gap_n - 1].to_ms, (3 * TRUTH_GAPS - 1) * 100 + 20);
  truth_drop(&t);
}
