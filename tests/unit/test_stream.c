// SPDX-License-Identifier: Apache-2.0
// Voices on the wire: what begins alike is not one, what a relay passes on is; two probes, a stream
// without signalling, one that is encrypted though nobody said so.
#include "recorder/stream/stream.h"
#include "tests/check.h"
#include "tests/unit/ladder.h"

// Packets of our own making: ssrc, number and content are what the test is about.
struct voice_of {
  const char *from, *to;
  uint32_t ssrc;
  int content; // 0: silence; 1: a tone, every packet the same; 2: it changes; more: another that
               // does
  size_t tag;  // bytes behind the sound
};

static void say_one(struct wiretap *w, const struct voice_of *v, int i) {
  AUTO(buf) struct buf b = {0};
  char sound[200];
  for (int k = 0; k < 160; k++)
    sound[k] = (char)(v->content == 0   ? 0xd5
                      : v->content == 1 ? 40 + k % 8
                                        : (i * 7 + k * v->content + v->content) % 251 + 1);
  for (int k = 160; k < 200; k++) sound[k] = (char)(i * 31 + k);
  put_rtp(&b, (struct rtp_head){8, (uint16_t)i, (uint32_t)i * 160, v->ssrc},
          (struct sv){sound, 160 + v->tag});
  tap_datagram(w, v->from, v->to, (uint16_t)(i + 1), buf_sv(&b));
}

static void say_all(struct wiretap *w, const struct voice_of *v, size_t n_voices, int from,
                    int to) {
  for (int i = from; i < to; i++) {
    for (size_t k = 0; k < n_voices; k++) say_one(w, &v[k], i);
    tap_wait(w, 20);
  }
}

static void two_calls(struct wiretap *w) {
  tap_ladder(w, "1>9 INVITE a sdp=1:4000\n9>1 200 a sdp=9:2000\n1>9 ACK a\n"
                "3>9 INVITE b sdp=3:4000\n9>3 200 b sdp=9:2002\n3>9 ACK b\n");
}

TEST(streams_that_begin_alike_are_two_calls) {
  for (int alike = 0; alike <= 2; alike++) { // silence, a tone, and, of one PBX, whatever it plays
    AUTO(wiretap) struct wiretap w;
    wiretap_open(&w, (struct tracker_options){0});
    two_calls(&w);
    int back = alike == 2 ? 3 : alike;
    struct voice_of v[] = {{"1:4000", "9:2000", 0, alike, 0},
                           {"9:2000", "1:4000", 0, back, 0},
                           {"3:4000", "9:2002", 0, alike, 0},
                           {"9:2002", "3:4000", 0, back, 0}};
    say_all(&w, v, 4, 0, 60);
    for (int k = 0; k < 4; k++) v[k].content = 10 + 3 * k;
    say_all(&w, v, 4, 60, 160);
    tracker_finish(w.tracker, "capture_end");
    CHECK_EQ(w.n, 2);
    for (int i = 0; i < 2; i++) {
      CHECK_EQ(w.call[i].packets[0], 160);
      CHECK_EQ(w.call[i].packets[1], 160);
    }
  }
}

TEST(two_calls_of_one_trunk_are_two_though_every_byte_is_the_same) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_ladder(&w, "1>9 INVITE a sdp=1:4000\n9>1 200 a sdp=9:2000\n1>9 INVITE b sdp=1:4002\n"
                 "9>1 200 b sdp=9:2002\n");
  struct voice_of v[] = {{"1:4000", "9:2000", 7, 2, 0},
                         {"9:2000", "1:4000", 8, 3, 0},
                         {"1:4002", "9:2002", 7, 2, 0},
                         {"9:2002", "1:4002", 8, 3, 0}};
  say_all(&w, v, 4, 0, 100);
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 2);
  CHECK_EQ(w.call[0].packets[0], 100);
  CHECK_EQ(w.call[1].packets[1], 100);
}

TEST(a_relay_between_two_dialogs_is_one_call_once_its_sound_changes) {
  for (int content = 1; content <= 2; content++) {
    AUTO(wiretap) struct wiretap w;
    wiretap_open(&w, (struct tracker_options){0});
    tap_ladder(&w, "1>9 INVITE a sdp=1:4000\n9>2 INVITE b sdp=9:2002\n2>9 200 b sdp=2:5000\n"
                   "9>1 200 a sdp=9:2000\n");
    struct voice_of v[] = {{"1:4000", "9:2000", 0, content, 0},
                           {"9:2002", "2:5000", 0, content, 0},
                           {"2:5000", "9:2002", 0xabcdef, content + 2, 0},
                           {"9:2000", "1:4000", 0xabcdef, content + 2, 0}};
    say_all(&w, v, 4, 0, 100);
    tracker_finish(w.tracker, "capture_end");
    CHECK_EQ(w.n, 1);
    CHECK_EQ(w.call[0].packets[0], 100);
    CHECK_EQ(w.call[0].packets[1], 100);
  }
}

// One file is played to two people at once, as test callers and announcements do: from hosts that
// have nothing to do with one another, and all on one host.
static void test_caller(struct wiretap *w, const char *id, const char *a, const char *b) {
  tap_sip(w, (struct say){.from = "1:5061", .to = "1:5060", .call = id, .caller = id, .sdp = a});
  tap_sip(w,
          (struct say){
              .from = "1:5060", .to = "1:5061", .call = id, .caller = id, .status = 200, .sdp = b});
}

TEST(the_same_sound_under_other_names_is_two_calls) {
  static const char *const to[][4] = {{"1:4000", "2:5000", "3:4000", "4:5000"},
                                      {"1:4000", "1:5000", "1:4002", "1:5002"}};
  for (int i = 0; i < 2; i++) {
    AUTO(wiretap) struct wiretap w;
    wiretap_open(&w, (struct tracker_options){0});
    if (i == 0)
      tap_ladder(&w, "1>2 INVITE a sdp=1:4000 num=1001\n2>1 200 a sdp=2:5000 num=1001\n"
                     "3>4 INVITE b sdp=3:4000 from=x num=1002 by=0900\n"
                     "4>3 200 b sdp=4:5000 from=x to=y num=1002 by=0900\n");
    else {
      test_caller(&w, "a", "1:4000", "1:5000");
      test_caller(&w, "b", "1:4002", "1:5002");
    }
    struct voice_of v[] = {{to[i][0], to[i][1], 0x12345678, 2, 0},
                           {to[i][1], to[i][0], 0x87654321, 3, 0},
                           {to[i][2], to[i][3], 0x12345678, 2, 0},
                           {to[i][3], to[i][2], 0x87654321, 3, 0}};
    say_all(&w, v, 4, 0, 150);
    tracker_finish(w.tracker, "capture_end");
    CHECK_EQ(w.n, 2);
    for (int k = 0; k < 2; k++)
      for (int leg = 0; leg < 2; leg++) CHECK_EQ(w.call[k].packets[leg], 150);
  }
}

// Of two replays of captures that differ in nothing but Call-ID, or name, neither is the other.
TEST(another_call_id_or_name_is_another_call) {
  static const char *const calls[] = {
      "1>2 INVITE a sdp=1:4000\n2>1 200 a sdp=2:5000\n",
      "1>2 INVITE b sdp=1:4000\n2>1 200 b sdp=2:5000\n",
      "1>2 INVITE a sdp=1:4000 hdr=P-Asserted-Identity:_Anna_<sip:0700@pbx>\n"
      "2>1 200 a sdp=2:5000\n",
      "1>2 INVITE a sdp=1:4000\n2>1 200 a sdp=2:5000\n"};
  struct id name[countof(calls)];
  for (size_t i = 0; i < countof(calls); i++) {
    AUTO(wiretap) struct wiretap w;
    wiretap_open(&w, (struct tracker_options){0});
    tap_ladder(&w, calls[i]);
    say_all(&w, &(struct voice_of){"1:4000", "2:5000", 7, 2, 0}, 1, 0, 60);
    tracker_finish(w.tracker, "capture_end");
    CHECK_EQ(w.n, 1);
    name[i] = w.call[0].id;
  }
  for (size_t i = 0; i < 3; i++) CHECK(id_eq(name[i], name[(i + 1) % 3]) == false);
  // the last nine bytes are the content's; the first are the time's and, live, chance's
  CHECK(!memcmp(name[0].b + 9, name[3].b + 9, 7));
}

TEST(a_way_on_which_no_host_is_seen_twice_needs_more) {
  struct stream s;
  struct voice *v[2];
  enum proof proof = PROOF_NONE;
  int needed = 0;
  CHECK_OK(stream_open(&s, 8, 8));
  for (int k = 0; k < 2; k++) {
    struct endpoint from = {.addr = {[15] = (uint8_t)(1 + k)}, .port = 4000};
    struct endpoint to = {.addr = {[15] = (uint8_t)(11 + k)}, .port = 5000};
    v[k] = stream_voice_for(&s, stream_flow(&s, &(struct seen_way){0, &from, &to}, 0), 5);
  }
  for (uint16_t i = 0; i < 60 && !proof; i++, needed++) {
    uint8_t sound[160];
    for (int k = 0; k < 160; k++) sound[k] = (uint8_t)(i * 3 + k);
    struct rtp rtp = {.pt = 8, .seq = i, .timestamp = i * 160u, .ssrc = 5, .payload = {sound, 160}};
    struct heard h = {&rtp, i * 20000, i + 1u};
    stream_enter(v[0], &h, false);
    struct voice *w = stream_twin(&s, v[1], &h, &proof);
    CHECK(w == v[0]);
    stream_enter(v[1], &h, false);
  }
  CHECK(needed > 20 && needed < 40);
  stream_drop(&s);
}

TEST(a_second_probe_two_seconds_late_changes_nothing) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_ladder(&w, "1>2 INVITE a sdp=1:4000\n2>1 200 a sdp=2:5000\n1>2 ACK a\n");
  struct voice_of v[] = {{"1:4000", "2:5000", 3, 2, 0}, {"2:5000", "1:4000", 4, 3, 0}};
  for (int i = 0; i < 250; i++) {
    for (int k = 0; k < 2; k++) {
      if (i < 150) say_one(&w, &v[k], i);
      if (i >= 100) say_one(&w, &v[k], i - 100);
    }
    tap_wait(&w, 20);
  }
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 150);
  CHECK_EQ(w.call[0].packets[1], 150);
}

// ---- without signalling ------------------------------------------------------------------------

TEST(a_pair_without_signalling_is_whole_and_in_order_of_time) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.orphans = true});
  tap_ladder(&w, "1:4000=2:5000 11,12 300\n");
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 300);
  CHECK_EQ(w.call[0].packets[1], 300);
  CHECK(w.call[0].first_us[0] == w.call[0].first_us[1]);
  CHECK_EQ(w.call[0].backwards, 0);
}

TEST(two_pairs_of_the_same_hosts_are_two_calls_each_on_its_ports) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.orphans = true});
  for (int i = 0; i < 150; i++) tap_ladder(&w, "1:4000=2:5000 11,12 1\n1:4002=2:5002 13,14 1\n");
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 2);
  CHECK_EQ(w.call[0].packets[0] + w.call[0].packets[1], 300);
  CHECK_EQ(w.call[1].packets[0], 150);
  CHECK_EQ(w.call[1].packets[1], 150);
}

// ---- ciphertext --------------------------------------------------------------------------------

TEST(a_tag_behind_g711_is_ciphertext_whatever_was_announced) {
  static const size_t tags[] = {4, 10, 14};
  for (size_t i = 0; i < countof(tags); i++) {
    AUTO(wiretap) struct wiretap w;
    wiretap_open(&w, (struct tracker_options){0});
    tap_ladder(&w, "1>2 INVITE a sdp=1:4000\n2>1 200 a sdp=2:5000\n1>2 ACK a\n");
    struct voice_of v[] = {{"1:4000", "2:5000", 3, 2, tags[i]}, {"2:5000", "1:4000", 4, 3, 0}};
    say_all(&w, v, 2, 0, 100);
    tracker_finish(w.tracker, "capture_end");
    CHECK_EQ(w.call[0].packets[0], 0);
    CHECK(strstr(w.call[0].marks, "encrypted:0"));
  }
}

static void zrtp(struct wiretap *w, const char *from, const char *to, const char *type) {
  char m[40] = "\x10\0\0\1ZRTP\0\0\0\x11PZ\0\3";
  memcpy(m + 16, type, 8);
  tap_datagram(w, from, to, (uint16_t)++w->branch, (struct sv){m, sizeof m});
}

TEST(what_is_keyed_on_the_media_port_is_not_kept_as_sound) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_ladder(&w,
             "1>2 INVITE a sdp=1:4000\n2>1 200 a sdp=2:5000\n1>2 ACK a\n1:4000=2:5000 11,12 2\n");
  zrtp(&w, "1:4000", "2:5000", "Hello   ");
  zrtp(&w, "2:5000", "1:4000", "HelloACK");
  tap_ladder(&w, "1:4000=2:5000 11,12 10\n");
  zrtp(&w, "1:4000", "2:5000", "Commit  ");
  zrtp(&w, "2:5000", "1:4000", "Confirm1");
  tap_ladder(&w, "1:4000=2:5000 11,12 100\n1>2 BYE a q=9\n2>1 200/BYE a q=9\nwait 4000\n");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0] + w.call[0].packets[1], 0);
  CHECK(strstr(w.call[0].marks, "encrypted:0 ") && strstr(w.call[0].marks, "encrypted:1 "));
  // A phone that says hello and is not answered speaks on in clear.
  tap_ladder(&w, "1>2 INVITE b sdp=1:4000\n2>1 200 b sdp=2:5000\n1:4000=2:5000 21,22 2\n");
  zrtp(&w, "1:4000", "2:5000", "Hello   ");
  tap_ladder(&w, "1:4000=2:5000 21,22 150\n");
  CHECK_EQ(w.call[1].packets[0], 152);
  CHECK_EQ(w.call[1].packets[1], 152);
}

TEST(redundant_coding_is_taken_out) {
  uint8_t room[64];
  AUTO(buf) struct buf b = {0};
  put_rtp(&b, (struct rtp_head){121, 1, 160, 9},
          (struct sv){"\x88\0\x28\4\x08"
                      "oldnew",
                      11});
  CHECK_EQ(rtp_red_primary(buf_span(&b), room), 12 + 2);
  CHECK_EQ(room[1], 8);
  CHECK(!memcmp(room + 12, "ew", 2));
  CHECK_EQ(rtp_red_primary(span_first(buf_span(&b), 16), room), 0);
}

// A player that starts its prompt alike for everyone (SSRC, number, time and bytes) and whose port
// goes to the next caller: what comes seconds later is not the same packet seen once more.
TEST(a_prompt_that_starts_alike_from_a_port_used_again_is_another_calls) {
  for (int64_t gap_ms = 1600; gap_ms < 10000; gap_ms *= 2) {
    AUTO(wiretap) struct wiretap w;
    wiretap_open(&w, (struct tracker_options){.live = true});
    tap_call(&w, "a", "1:4000", "5:1000");
    tap_rtp(&w, "5:1000", "1:4000", 9, 8, 50);
    tap_wait(&w, gap_ms);
    w.seq = 0;
    tap_call(&w, "b", "2:5000", "5:1000");
    tap_rtp(&w, "5:1000", "2:5000", 9, 8, 100);
    tap_bye(&w, "b");
    CHECK_EQ(w.n, 2);
    CHECK_EQ(w.call[0].packets[1], 50);
    CHECK_EQ(w.call[1].packets[1], 100);
    CHECK_STR(w.call[0].reason, "port_reused");
  }
}

// Music from one socket to all who wait: each packet goes to two callers at once.
TEST(what_one_player_sends_to_two_callers_makes_them_no_one_call) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.live = true});
  tap_call(&w, "a", "1:4000", "5:1000");
  tap_call(&w, "b", "2:5000", "5:1000");
  for (int i = 0; i < 100; i++) {
    tap_rtp(&w, "5:1000", "1:4000", 99999, 8, 1);
    w.seq--;
    tap_rtp(&w, "5:1000", "2:5000", 99999, 8, 1);
  }
  tap_bye(&w, "a");
  tap_bye(&w, "b");
  CHECK_EQ(w.n, 2);
  CHECK_EQ(w.call[0].packets[1], 100);
  CHECK_EQ(w.call[1].packets[1], 100);
}
