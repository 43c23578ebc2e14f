// SPDX-License-Identifier: Apache-2.0
// Where a recording ends: with its sound, whatever packets came after it; and its last Ogg packet
// is the one its last sample lies in, without which no file can be closed.
#include "tests/check.h"
#include "tests/unit/take_kit.h"

enum { START_US = 1700000000, TALK = 50, FOLLOWS = 1 << 30 }; // packets of 20 ms

struct late { // what comes after the sound
  const char *what;
  uint8_t pt;
  int seq; // against the last sound's; 0: the same again
  int64_t ts;
  size_t n;
  bool extends; // a digit is something said
};

static struct take *talk_begin(struct ear *e, struct wire w[2]) {
  struct take *t = NULL;
  struct take_codec codecs[] = {
      {.pt = 101, .channels = 1, .clock_hz = 8000, .name = "telephone-event"},
      {.pt = 97, .channels = 1, .clock_hz = 8000, .name = "EVS"}};
  ear_open(e);
  struct take_config config = {
      .channels = 2, .measures = true, .keep_opus = true, .sink = ear_sink(e)};
  CHECK_OK(take_open(&config, &t));
  for (uint8_t leg = 0; leg < 2; leg++) {
    struct take_leg l = {
        .leg = leg, .side = leg ? SIDE_AGENT : SIDE_CALLER, .codec_n = 2, .codecs = codecs};
    CHECK_OK(take_leg(t, &l));
    w[leg] = (struct wire){.leg = leg, .pt = 0, .seq = 100, .ts = 5000, .ssrc = 7u + leg};
  }
  uint8_t loud[160];
  for (size_t i = 0; i < sizeof loud; i++) loud[i] = i & 8 ? 0x20 : 0xa0;
  for (int i = 0; i < TALK; i++)
    for (uint8_t leg = 0; leg < 2; leg++) {
      wire_feed(t, &w[leg], START_US + i * 20000, loud, sizeof loud);
      w[leg].seq++, w[leg].ts += 160;
    }
  return t;
}

static void ends_well(struct take *t, const struct ear *e, int64_t want_ms, const char *what) {
  const struct take_result *r = NULL;
  CHECK_OK(take_finish(t, &r));
  if (!r) return;
  int64_t end = r->samples + r->pre_skip, have = (int64_t)e->packets * 960;
  if (end > have || end <= have - 960)
    test_failed_with(__FILE__, __LINE__, "%s: %" PRId64 " samples in %zu packets", what, r->samples,
                     e->packets);
  if (r->duration_ms - want_ms > 20 || want_ms - r->duration_ms > 20)
    test_failed_with(__FILE__, __LINE__, "%s: %" PRId64 " ms", what, r->duration_ms);
}

TEST(a_recording_ends_with_its_sound_whatever_came_after_it) {
  static const struct late late[] = {
      {"the last packet again", 0, -1, -160, 160, false},
      {"an empty packet", 0, 0, 0, 0, false},
      {"an empty packet of an unknown kind", 77, 0, 0, 0, false},
      {"comfort noise", 13, 0, FOLLOWS, 1, false},
      {"comfort noise that stands still", 13, 0, 0, 1, false},
      {"sound of a codec that is only spelt", 97, 0, FOLLOWS, 4, true},
      {"half a digit", 101, 0, 0, 2, false},
  };
  static const int64_t after_ms[] = {20, 400, 900, 1200, 1500, 5000, 61000};
  for (size_t i = 0; i < countof(late); i++)
    for (size_t k = 0; k < countof(after_ms); k++)
      for (int both = 0; both < 2; both++) {
        struct ear e;
        struct wire w[2];
        struct take *t = talk_begin(&e, w);
        uint8_t payload[160] = {0x40};
        for (int leg = 0; leg <= both; leg++) {
          struct wire x = w[leg];
          x.pt = late[i].pt;
          x.seq = (uint16_t)(x.seq + late[i].seq);
          x.ts += (uint32_t)(late[i].ts == FOLLOWS ? after_ms[k] * 8 : late[i].ts);
          wire_feed(t, &x, START_US + 1000000 + after_ms[k] * 1000, payload, late[i].n);
        }
        ends_well(t, &e, 1000 + (late[i].extends ? after_ms[k] + 20 : 0), late[i].what);
        take_free(t);
        ear_drop(&e);
      }
}

TEST(a_digit_after_the_last_sound_is_told_and_within_the_recording) {
  struct ear e;
  struct wire w[2];
  struct take *t = talk_begin(&e, w);
  const uint8_t seven[] = {7, 0x80, 0x03, 0x20};
  w[0].pt = 101, w[0].ts += 12000;
  wire_feed(t, &w[0], START_US + 2500000, seven, sizeof seven);
  const struct take_result *r = NULL;
  CHECK_OK(take_finish(t, &r));
  CHECK_EQ(r->span_n > 0, 1);
  bool told = false;
  for (size_t i = 0; i < r->span_n; i++)
    told |= r->spans[i].kind == SPAN_DTMF && !strcmp(r->spans[i].detail, "7") &&
            r->spans[i].to_ms <= r->duration_ms;
  CHECK(told);
  ends_well(t, &e, 2600, "a late digit");
  take_free(t);
  ear_drop(&e);
}

TEST(silence_within_a_call_is_as_long_as_it_was) {
  struct ear e;
  struct wire w[2];
  struct take *t = talk_begin(&e, w);
  uint8_t loud[160];
  memset(loud, 0x20, sizeof loud);
  w[0].ts += 30 * 8000;
  wire_feed(t, &w[0], START_US + 31000000, loud, sizeof loud);
  ends_well(t, &e, 31020, "half a minute of nothing");
  take_free(t);
  ear_drop(&e);
}
