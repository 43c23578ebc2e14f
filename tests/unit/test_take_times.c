// SPDX-License-Identifier: Apache-2.0
// Where sound lies when time misbehaves: stalls and the bursts after them, timestamps that stand
// still, count wrong or begin anew. A click each half second was said at a known instant and must
// be heard within 20 ms of it.
#include "recorder/encode/g711.h"
#include "tests/check.h"
#include "tests/unit/take_kit.h"

enum { START_US = 1700000000, SECONDS = 16, MOST = 4000 };

struct manner {               // of one sender
  int stalls;                 // of stall_ms each, from 3 s on, 4 s apart
  int64_t stall_ms, drain_us; // after a stall: a packet each so many µs
  int loss;                   // one packet of so many is lost, 0: none
  double step;                // timestamp units per sample: 1; 0: they stand still
  int64_t pause_ms;           // each 2 s nothing is sent so long, and the timestamps stand still
  int64_t crept;              // so far the timestamps went in a pause
  bool renewed;               // after a pause the timestamps begin somewhere else
  bool ssrc, ptime;           // change in the middle
  int64_t splice;             // each 3 s the timestamps step so far, and the numbers go on
  bool overtaken;             // what is sent after a stall overtakes what waited in it
};

struct shot {
  int64_t at_us;
  uint8_t leg;
  uint16_t n;
  uint8_t bytes[12 + 320];
};
static struct shot shots[MOST];
static size_t shot_n;

static int64_t held_us; // so long the first packets of leg 1 were held before they were written

static int64_t written_us(const struct shot *s) {
  int64_t free_us = START_US + held_us;
  return s->leg == 1 && s->at_us < free_us ? free_us : s->at_us;
}

static int by_time(const void *a, const void *b) {
  const struct shot *x = a, *y = b;
  int64_t p = written_us(x), q = written_us(y);
  if (p != q) return p < q ? -1 : 1;
  if (x->at_us != y->at_us) return x->at_us < y->at_us ? -1 : 1;
  return memcmp(x->bytes + 2, y->bytes + 2, 2);
}

static bool paused(const struct manner *m, int64_t ms) {
  return m->pause_ms && ms > 1000 && (ms - 1600) % 2000 < m->pause_ms && (ms - 1600) % 2000 >= 0;
}

static bool click(int64_t sample) { return sample % 4000 >= 1000 && sample % 4000 < 1016; }

static int64_t arrival(const struct manner *m, int64_t sent_us) {
  for (int i = 0; i < m->stalls; i++) {
    int64_t from = (3000 + 4000 * i) * INT64_C(1000), to = from + m->stall_ms * 1000;
    if (sent_us < from) break;
    if (m->overtaken && sent_us >= to) continue;
    int64_t free_us = to + (sent_us - from) / 20000 * m->drain_us;
    if (sent_us < to || sent_us < free_us) {
      if (free_us > sent_us) return free_us;
    }
  }
  return sent_us;
}

static void send(const struct manner *m, uint8_t leg) {
  struct wire w = {
      .leg = leg, .pt = 0, .seq = 65000, .ts = leg ? 4294960000u : 77, .ssrc = 5u + leg};
  int64_t said = 0, last_us = 0; // samples; a network that delays keeps the order
  for (int i = 0; said < SECONDS * 8000; i++) {
    int64_t ms = said / 8, n = m->ptime && ms > 8000 ? 320 : m->ptime && ms > 4000 ? 80 : 160;
    uint8_t pcm[320];
    for (int64_t k = 0; k < n; k++)
      pcm[k] = click(said + k) ? ((said + k) & 1 ? 0x00 : 0x80) : (uint8_t)(0xff - (said + k) % 3);
    if (said % 24000 == 0 && i) w.ts += (uint32_t)m->splice;
    if (m->ssrc && said == SECONDS * 4000) w.ssrc += 100, w.seq = 9, w.ts = 123456;
    if (!paused(m, ms)) {
      if (m->renewed && i && paused(m, ms - 20)) w.ts += 987654321u;
      if (i && paused(m, ms - 20)) w.ts += (uint32_t)m->crept;
      if ((!m->loss || (i * 7 + leg) % m->loss) && shot_n < MOST) {
        struct shot *s = &shots[shot_n++];
        uint8_t out[2048];
        s->leg = leg, s->n = (uint16_t)wire_packet(&w, pcm, (size_t)n, out);
        memcpy(s->bytes, out, s->n);
        s->at_us = START_US + arrival(m, ms * 1000) + (i * 37 % 5) * 1000;
        if (s->at_us < last_us && !m->overtaken) s->at_us = last_us;
        last_us = s->at_us;
      }
      w.seq++, w.ts += (uint32_t)((double)n * m->step);
    }
    said += n;
  }
}

static size_t displaced(const struct manner m[2], const struct ear *e, int64_t origin_us) {
  size_t bad = 0;
  for (int side = 0; side < 2; side++) {
    const struct manner *x = &m[side == SIDE_AGENT];
    for (int64_t at = 1000; at < (SECONDS - 1) * 8000; at += 4000) {
      int64_t ms = at / 8, from = at - (origin_us - START_US) / 125;
      int lost = x->loss && ((ms / 20 * 7 + (side == SIDE_AGENT)) % x->loss == 0);
      if (paused(x, ms) || lost || from < 400) continue;
      int64_t got = click_find(e, (enum take_side)side, (size_t)(from - 400), (size_t)(from + 400));
      if (got < 0 || got - from > 168 || from - got > 168) bad++; // 20 ms, and the coder's own
    }
  }
  return bad;
}

static size_t run(const struct manner m[2], const char **why) {
  struct ear e;
  struct take *t = NULL;
  const struct take_result *r = NULL;
  ear_open(&e);
  shot_n = 0;
  send(&m[0], 0);
  send(&m[1], 1);
  qsort(shots, shot_n, sizeof *shots, by_time);
  struct take_config config = {.channels = 2, .measures = true, .sink = ear_sink(&e)};
  CHECK_OK(take_open(&config, &t));
  for (int again = 0; again < 2; again++) {
    for (size_t i = 0; i < shot_n; i++)
      CHECK_OK(take_rtp(t, shots[i].leg, shots[i].at_us, shots[i].bytes, shots[i].n));
    CHECK_OK(take_finish(t, &r));
    if (!r->needs_again || again) break;
    ear_empty(&e);
    CHECK_OK(take_again(t));
  }
  int64_t off = r->duration_ms - SECONDS * 1000;
  *why = off > 60 || off < -60 ? "the length is wrong" : "";
  size_t bad = displaced(m, &e, r->started_us);
  take_free(t);
  ear_drop(&e);
  return bad;
}

static void is_in_place(struct manner a, struct manner b, const char *what, int64_t n) {
  const char *why = "";
  size_t bad = run((struct manner[]){a, b}, &why);
  if (bad || *why)
    test_failed_with(__FILE__, __LINE__, "%s %" PRId64 ": %zu clicks displaced %s", what, n, bad,
                     why);
}

static const struct manner good = {.step = 1};

TEST(a_burst_after_a_stall_lies_where_it_was_said) {
  static const int64_t stalls_ms[] = {300, 800, 1500, 3500, 5000};
  for (size_t i = 0; i < countof(stalls_ms); i++)
    for (int loss = 0; loss <= 20; loss += 20)
      for (int64_t drain_us = 0; drain_us <= 10000; drain_us += 10000) {
        struct manner m = {.step = 1,
                           .stall_ms = stalls_ms[i],
                           .loss = loss,
                           .drain_us = drain_us,
                           .stalls = stalls_ms[i] < 1600 ? 3 : 1};
        is_in_place(m, good, "one side", stalls_ms[i] * 100000 + drain_us);
        is_in_place(m, m, "both sides", stalls_ms[i] * 100000 + drain_us);
      }
}

TEST(timestamps_that_do_not_follow_the_sound_displace_nothing) {
  static const double steps[] = {0, 2, 0.5, 6, 1.0 / 6, 1.0 / 160};
  for (size_t i = 0; i < countof(steps); i++) {
    struct manner m = {.step = steps[i]};
    is_in_place(m, good, "clock", (int64_t)(steps[i] * 100));
    is_in_place(m, m, "both clocks", (int64_t)(steps[i] * 100));
    m.ptime = true;
    is_in_place(m, good, "clock and length", (int64_t)(steps[i] * 100));
  }
}

TEST(timestamps_that_stand_in_silence_or_begin_anew_displace_nothing) {
  static const int64_t pauses_ms[] = {100, 240, 500, 900};
  for (size_t i = 0; i < countof(pauses_ms); i++)
    for (int renewed = 0; renewed < 2; renewed++) {
      struct manner m = {.step = 1, .pause_ms = pauses_ms[i], .renewed = renewed};
      is_in_place(m, good, renewed ? "begun anew after" : "stood for", pauses_ms[i]);
      is_in_place(good, m, renewed ? "begun anew after" : "stood for", pauses_ms[i]);
    }
}

TEST(a_stall_that_newer_packets_pass_by_displaces_nothing) {
  static const int64_t stalls_ms[] = {800, 1500, 3000, 5000};
  for (size_t i = 0; i < countof(stalls_ms); i++) {
    struct manner m = {.step = 1, .stalls = 1, .stall_ms = stalls_ms[i], .drain_us = 200};
    m.overtaken = true;
    is_in_place(m, good, "overtaken", stalls_ms[i]);
    is_in_place(m, m, "both overtaken", stalls_ms[i]);
  }
}

TEST(timestamps_that_step_while_the_numbers_go_on_displace_nothing) {
  static const int64_t splices[] = {
      -320, -800, -4000,  -19200, -100000, -28e6,      400,
      800,  4000, 400000, 320000, 1 << 30, -(1 << 30), INT64_C(1) << 31};
  for (size_t i = 0; i < countof(splices); i++)
    for (int loss = 0; loss <= 23; loss += 23) {
      struct manner m = {.step = 1, .splice = splices[i], .loss = loss};
      is_in_place(m, good, loss ? "lossy, stepped by" : "stepped by", splices[i]);
      m.pause_ms = 300;
      is_in_place(good, m, loss ? "lossy, paused, stepped by" : "paused, stepped by", splices[i]);
    }
}

TEST(timestamps_that_went_part_of_a_pause_displace_nothing) {
  static const int64_t pauses_ms[] = {240, 300, 500, 900}, crept[] = {80, 400, 800, 1600};
  for (size_t i = 0; i < countof(pauses_ms); i++)
    for (size_t k = 0; k < countof(crept); k++)
      for (int loss = 0; loss <= 23; loss += 23) {
        struct manner m = {.step = 1, .pause_ms = pauses_ms[i], .crept = crept[k], .loss = loss};
        is_in_place(m, good, "crept", pauses_ms[i] * 10000 + crept[k]);
        if (pauses_ms[i] > 400) continue; // they end in a pause, and so does the recording
        is_in_place(m, m, "both crept", pauses_ms[i] * 10000 + crept[k]);
      }
}

TEST(what_was_last_heard_is_not_heard_again_when_its_sender_begins_anew) {
  static const int64_t pauses_ms[] = {300, 1100, 2100, 9000};
  for (size_t i = 0; i < countof(pauses_ms); i++) {
    struct ear e;
    struct take *t = NULL;
    const struct take_result *r = NULL;
    ear_open(&e);
    CHECK_OK(take_open(&(struct take_config){.channels = 2, .sink = ear_sink(&e)}, &t));
    struct wire w = {.leg = 0, .pt = 0, .seq = 100, .ts = 1000, .ssrc = 1};
    int64_t at_us = START_US;
    for (int n = 0; n < 200; n++, w.seq++, w.ts += 160, at_us += 20000) {
      uint8_t loud[160];
      for (int k = 0; k < 160; k++) loud[k] = k % 20 < 10 ? 0x10 : 0x90;
      if (n == 100) w.seq = 40000, w.ts = 7, at_us += pauses_ms[i] * 1000;
      wire_feed(t, &w, at_us, loud, sizeof loud);
    }
    CHECK_OK(take_finish(t, &r));
    size_t from = 2 * 8000 + 100 * 8, n = (size_t)(pauses_ms[i] - 200) * 8;
    CHECK(e.n >= from + n);
    double heard_db = level_db(e.pcm[SIDE_CALLER] + from, n);
    if (heard_db > -70)
      test_failed_with(__FILE__, __LINE__, "%.0f dB in a pause of %d ms", heard_db,
                       (int)pauses_ms[i]);
    for (size_t k = 0; k < r->gap_n; k++) CHECK(r->gaps[k].reason != GAP_LOST);
    take_free(t);
    ear_drop(&e);
  }
}

TEST(another_source_or_packet_length_in_the_middle_displaces_nothing) {
  struct manner m = {.step = 1, .ssrc = true};
  is_in_place(m, good, "another source", 0);
  m.ptime = true;
  is_in_place(m, m, "another source and length", 0);
}

TEST(packets_written_after_newer_ones_are_heard_in_their_place) {
  static const int64_t held_ms[] = {300, 1100, 2500, 5000};
  for (size_t i = 0; i < countof(held_ms); i++) {
    held_us = held_ms[i] * 1000;
    is_in_place(good, good, "held for", held_ms[i]);
  }
  held_us = 0;
}

TEST(a_cut_packet_is_a_gap_that_says_so_and_a_locked_one_too) {
  struct ear e;
  struct take *t = NULL;
  const struct take_result *r = NULL;
  ear_open(&e);
  struct take_config config = {.channels = 2, .sink = ear_sink(&e)};
  struct wire w = {.leg = 0, .pt = 0, .ssrc = 1};
  uint8_t out[2048], loud[160];
  memset(loud, 0x20, sizeof loud);
  CHECK_OK(take_open(&config, &t));
  for (int i = 0; i < 100; i++, w.seq++, w.ts += 160) {
    size_t n = wire_packet(&w, loud, sizeof loud, out);
    int64_t at = START_US + i * 20000;
    CHECK_OK(i < 50 ? take_rtp(t, 0, at, out, n) : take_rtp_cut(t, 0, at, out, 40));
    if (i == 10)
      CHECK_OK(take_mark(t, &(struct take_mark){.kind = MARK_ENCRYPTED, .leg = 1, .at_us = at}));
  }
  CHECK_OK(take_finish(t, &r));
  CHECK_EQ(r->duration_ms, 2000);
  bool cut = false, locked = false;
  for (size_t i = 0; i < r->gap_n; i++) {
    const struct take_gap *g = &r->gaps[i];
    cut |= g->side == SIDE_CALLER && g->reason == GAP_CUT && g->from_ms == 1000 && g->to_ms == 2000;
    locked |= g->side == SIDE_AGENT && g->reason == GAP_ENCRYPTED && g->to_ms == 2000;
  }
  CHECK(cut);
  CHECK(locked);
  take_free(t);
  ear_drop(&e);
}
