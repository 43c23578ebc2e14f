// SPDX-License-Identifier: Apache-2.0
// The same packet seen twice, media before and after a proxy, streams without signalling.
#include <sodium.h>
#include <srtp2/srtp.h>

#include "core/file.h"
#include "recorder/call/hold.h"
#include "recorder/policy.h"
#include "recorder/slab.h"
#include "tests/check.h"
#include "tests/unit/wiretap.h"

// One packet passes two wires.
static void relay(struct wiretap *w, const char *from, const char *in, const char *out,
                  const char *to, uint32_t ssrc, int n) {
  for (int i = 0; i < n; i++) {
    uint32_t seq = w->seq;
    tap_rtp(w, from, in, ssrc, 8, 1);
    w->seq = seq;
    tap_rtp(w, out, to, ssrc, 8, 1);
  }
}

TEST(a_packet_at_two_mirror_points_is_one) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "d", "1:4000", "2:5000");
  for (int i = 0; i < 20; i++) {
    AUTO(buf) struct buf b = {0};
    put_rtp(&b, (struct rtp_head){8, (uint16_t)i, (uint32_t)i * 160, 9}, SV("same"));
    tap_datagram(&w, "1:4000", "2:5000", (uint16_t)i, buf_sv(&b));
    tap_datagram(&w, "1:4000", "2:5000", (uint16_t)i, buf_sv(&b));
    tap_datagram(&w, "1:4000", "2:5000", (uint16_t)(900 + i),
                 buf_sv(&b)); // the sender sent it twice
    tap_wait(&w, 20);
  }
  tap_bye(&w, "d");
  CHECK_EQ(w.call[0].packets[0], 40);
}

// A file played over and over, by a host that numbers no packet: all comes again, 4 s later.
TEST(a_sender_that_loops_its_file_is_heard_again) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "d", "1:4000", "2:5000");
  for (int i = 0; i < 600; i++) {
    AUTO(buf) struct buf b = {0};
    uint32_t at = (uint32_t)i % 200;
    put_rtp(&b, (struct rtp_head){8, (uint16_t)at, at * 160, 9}, SV("music"));
    tap_datagram(&w, "1:4000", "2:5000", 0, buf_sv(&b));
    tap_wait(&w, 20);
  }
  tap_bye(&w, "d");
  CHECK_EQ(w.call[0].packets[0], 600);
}

TEST(a_media_proxy_between_two_dialogs_makes_one_call) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.orphans = true});
  tap_call(&w, "a", "1:4000", "5:1000");      // customer and PBX
  tap_rtp(&w, "5:1000", "1:4000", 77, 8, 50); // music in the queue
  tap_sip(&w,
          (struct say){
              .call = "b", .number = "1007", .from = "5:5060", .to = "2:5060", .sdp = "5:2000"});
  tap_sip(&w, (struct say){
                  .call = "b", .from = "2:5060", .to = "5:5060", .status = 200, .sdp = "2:5000"});
  relay(&w, "2:5000", "5:2000", "5:1000", "1:4000", 2, 50); // the agent
  relay(&w, "1:4000", "5:1000", "5:2000", "2:5000", 1, 50); // the customer
  tap_bye(&w, "b");
  tap_bye(&w, "a");
  struct tracker_counts c;
  tracker_counts(w.tracker, &c);
  CHECK_EQ(w.n, 1);
  CHECK_EQ(c.calls_joined, 1);
  CHECK(strstr(w.call[0].marks, "transfer:1 ")); // from the queue to the agent
  CHECK_EQ(w.call[0].packets[0], 50);
  CHECK_EQ(w.call[0].packets[1], 100);
  CHECK_STR(w.call[0].reason, "bye");
}

TEST(a_proxy_without_signalling_on_its_far_side_is_no_second_call) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.orphans = true});
  tap_call(&w, "a", "1:4000", "5:1000");
  relay(&w, "2:5000", "5:2000", "5:1000", "1:4000", 2, 150); // the far side is seen first
  relay(&w, "1:4000", "5:1000", "5:2000", "2:5000", 1, 150);
  tap_bye(&w, "a");
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 150);
  CHECK_EQ(w.call[0].packets[1], 150);
}

TEST(a_loss_between_the_two_sides_of_a_proxy_is_filled) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "a", "1:4000", "5:1000");
  relay(&w, "1:4000", "5:1000", "5:2000", "2:5000", 1, 100);
  tap_rtp(&w, "5:2000", "2:5000", 1, 8, 10); // only behind the proxy
  relay(&w, "1:4000", "5:1000", "5:2000", "2:5000", 1, 10);
  tap_bye(&w, "a");
  CHECK_EQ(w.call[0].packets[0], 120);
}

TEST(phones_that_exchange_media_directly_are_in_one_call) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_sip(&w, (struct say){.call = "a", .to = "5:5060", .sdp = "1:4000"});
  tap_sip(&w, (struct say){.call = "b", .from = "5:5060", .to = "2:5060", .sdp = "1:4000"});
  tap_sip(&w, (struct say){
                  .call = "b", .from = "2:5060", .to = "5:5060", .status = 200, .sdp = "2:5000"});
  tap_sip(&w, (struct say){
                  .call = "a", .from = "5:5060", .to = "1:5060", .status = 200, .sdp = "2:5000"});
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  tap_rtp(&w, "2:5000", "1:4000", 2, 8, 10);
  tap_bye(&w, "a");
  CHECK_STR(w.call[0].reason, "");
  tap_bye(&w, "b");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 10);
  CHECK_EQ(w.call[0].packets[1], 10);
  CHECK_STR(w.call[0].reason, "bye");
}

TEST(a_pair_without_signalling_is_one_call_and_its_codec_is_proved) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.orphans = true});
  for (uint16_t i = 0; i < 200; i++) {
    AUTO(buf) struct buf b = {0};
    put_rtp(&b, (struct rtp_head){107, i, i * 960u, 5},
            SV("\x78wideband speech")); // config 15: 20 ms
    tap_datagram(&w, "1:4000", "2:5000", i, buf_sv(&b));
    w.seq = i;
    tap_rtp(&w, "2:5002", "1:4002", 6, 0, 1); // other ports, same hosts
  }
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 200);
  CHECK_EQ(w.call[0].packets[1], 200);
  CHECK_STR(w.call[0].codecs[0], "107=opus ");
  CHECK(strstr(w.call[0].codecs[1], "0=PCMU "));
  CHECK_STR(w.call[0].reason, "capture_end");
}

TEST(a_paused_call_lets_nothing_through_and_goes_on_by_itself) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "p", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  CHECK_OK(
      tracker_obey(w.tracker, w.call[0].id, &(struct act){.kind = ACT_PAUSE, .limit_us = 2000000}));
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 50);
  CHECK_EQ(w.call[0].packets[0], 10);
  tap_wait(&w, 2000);
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  CHECK_EQ(w.call[0].packets[0], 20);
  CHECK_STR(w.call[0].marks, "answered pause unpause ");
  CHECK_OK(tracker_obey(w.tracker, w.call[0].id, &(struct act){.kind = ACT_ERASE}));
  CHECK_STR(w.call[0].reason, "erased");
  CHECK_FAILS(E_NOT_FOUND,
              tracker_obey(w.tracker, w.call[0].id, &(struct act){.kind = ACT_RESUME}));
  tap_sip(&w, (struct say){.call = "p", .cseq = 5, .callee = "b", .sdp = "1:4000"}); // re-INVITE
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 200);
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 20);
}

TEST(a_restarted_tracker_goes_on_with_its_calls) {
  AUTO(wiretap) struct wiretap w, after;
  AUTO(buf) struct buf saved = {0};
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "r", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  tracker_save(w.tracker, &saved);
  wiretap_open(&after, (struct tracker_options){0});
  after.now_us = w.now_us + 1000000;
  CHECK_OK(tracker_adopt(after.tracker, buf_span(&saved), after.now_us));
  tap_rtp(&after, "1:4000", "2:5000", 1, 8, 10);
  tap_bye(&after, "r");
  CHECK_EQ(after.n, 1);
  CHECK(id_eq(after.call[0].id, w.call[0].id));
  CHECK_EQ(after.call[0].packets[0], 10);
  CHECK_STR(after.call[0].marks, "restart ");
  CHECK_STR(after.call[0].reason, "bye");
  CHECK_FAILS(E_BAD_DATA, tracker_adopt(after.tracker, span_first(buf_span(&saved), saved.n - 1),
                                        after.now_us));
}

// Its BYE came while nobody listened, and capture dies every two seconds: what is kept of live
// calls stays small, so that it is kept often.
TEST(a_call_nobody_hears_is_forgotten_however_often_capture_dies) {
  AUTO(buf) struct buf saved = {0};
  struct tracker_counts counts;
  int deaths = 0;
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.live = true});
  tap_call(&w, "gone", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  tracker_save(w.tracker, &saved);
  CHECK(saved.n < 5000);
  for (counts.open_calls = 1; counts.open_calls && deaths < 20; deaths++) {
    AUTO(wiretap) struct wiretap after;
    wiretap_open(&after, (struct tracker_options){.live = true});
    after.now_us = w.now_us + (deaths + 1) * 2000000;
    CHECK_OK(tracker_adopt(after.tracker, buf_span(&saved), after.now_us));
    tap_wait(&after, 1900);
    buf_clear(&saved);
    tracker_save(after.tracker, &saved);
    tracker_counts(after.tracker, &counts);
  }
  CHECK(deaths > 10 && deaths < 20);
}

// What its recorder left is taken up before anything of it is heard, and one on hold is not given
// up for its silence.
TEST(a_call_on_hold_is_taken_up_and_waited_for) {
  AUTO(wiretap) struct wiretap w, after;
  AUTO(buf) struct buf saved = {0};
  wiretap_open(&w, (struct tracker_options){.live = true});
  tap_call(&w, "h", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  tap_sip(&w, (struct say){.call = "h", .cseq = 2, .callee = "b", .sdp = "1:4000 sendonly"});
  tap_sip(&w, (struct say){.call = "h", .cseq = 2, .status = 200, .sdp = "2:5000 recvonly"});
  tracker_save(w.tracker, &saved);
  wiretap_open(&after, (struct tracker_options){.live = true});
  after.now_us = w.now_us + 3000000;
  CHECK_OK(tracker_adopt(after.tracker, buf_span(&saved), after.now_us));
  tap_wait(&after, 1000);
  CHECK_EQ(after.n, 1);
  CHECK(id_eq(after.call[0].id, w.call[0].id));
  tap_wait(&after, 60000);
  tap_rtp(&after, "1:4000", "2:5000", 1, 8, 10);
  tap_bye(&after, "h");
  CHECK_EQ(after.n, 1);
  CHECK_EQ(after.call[0].packets[0], 10);
  CHECK_STR(after.call[0].reason, "bye");
}

TEST(what_was_erased_stays_erased_over_a_restart) {
  AUTO(wiretap) struct wiretap w, after;
  AUTO(buf) struct buf saved = {0};
  struct tracker_counts counts;
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "x", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  tracker_counts(w.tracker, &counts);
  uint64_t before = counts.changes;
  CHECK_OK(tracker_obey(w.tracker, w.call[0].id, &(struct act){.kind = ACT_ERASE}));
  tracker_counts(w.tracker, &counts);
  CHECK(counts.changes > before); // so that it is kept before the answer goes out
  tracker_save(w.tracker, &saved);
  wiretap_open(&after, (struct tracker_options){0});
  after.now_us = w.now_us + 1000000;
  CHECK_OK(tracker_adopt(after.tracker, buf_span(&saved), after.now_us));
  tap_sip(&after, (struct say){.call = "x", .cseq = 5, .callee = "b", .sdp = "1:4000"});
  tap_rtp(&after, "1:4000", "2:5000", 1, 8, 100);
  tracker_finish(after.tracker, "capture_end");
  CHECK_EQ(after.n, 0);
}

TEST(a_call_that_ended_as_capture_died_ended_for_its_own_reason) {
  AUTO(wiretap) struct wiretap w, after;
  AUTO(buf) struct buf saved = {0};
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "e", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  tap_wait(&w, 100);
  tap_sip(&w, (struct say){.call = "e", .method = "BYE", .cseq = 9});
  tracker_save(w.tracker, &saved);
  wiretap_open(&after, (struct tracker_options){0});
  after.now_us = w.now_us + 100000;
  CHECK_OK(tracker_adopt(after.tracker, buf_span(&saved), after.now_us));
  tap_wait(&after, 1000);
  CHECK_EQ(after.n, 1);
  CHECK_STR(after.call[0].reason, "bye");
  CHECK_EQ(after.call[0].packets[0], 0);
}

#define KEY                                                                                        \
  "1:4000 "                                                                                        \
  "crypto:1~AES_CM_128_HMAC_SHA1_80~inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:4"

static void put_srtp(struct buf *b, srtp_t session, uint16_t seq) {
  char room[300];
  AUTO(buf) struct buf plain = {0};
  put_rtp(&plain, (struct rtp_head){8, seq, seq * 160u, 3}, SV("secret words"));
  memcpy(room, plain.p, plain.n);
  int n = (int)plain.n;
  if (srtp_protect(session, room, &n) != srtp_err_status_ok) abort();
  buf_add(b, room, (size_t)n);
}

TEST(sdes_keys_open_the_stream_and_forged_packets_stay_out) {
  AUTO(wiretap) struct wiretap w;
  uint8_t key[30];
  size_t n;
  srtp_t session;
  srtp_policy_t policy = {.ssrc = {ssrc_any_outbound, 0}, .key = key};
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "s", KEY, "2:5000");
  CHECK_EQ(sodium_base642bin(key, sizeof key, "d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj", 40, NULL,
                             &n, NULL, 1),
           0);
  srtp_crypto_policy_set_rtp_default(&policy.rtp);
  srtp_crypto_policy_set_rtcp_default(&policy.rtcp);
  CHECK_EQ(srtp_create(&session, &policy), srtp_err_status_ok);
  for (uint16_t i = 1; i <= 20; i++) {
    AUTO(buf) struct buf b = {0};
    put_srtp(&b, session, i);
    if (i > 15) b.p[14] ^= 1; // forged
    tap_datagram(&w, "1:4000", "2:5000", i, buf_sv(&b));
    tap_wait(&w, 20);
  }
  srtp_dealloc(session);
  tap_bye(&w, "s");
  struct tracker_counts c;
  tracker_counts(w.tracker, &c);
  CHECK_EQ(w.call[0].packets[0], 15);
  CHECK_EQ(c.forged, 5);
  CHECK(!memcmp(w.call[0].last + 12, "secret words", 12));
}

// The capture was started anew in the third hour: how often the numbers went round stands nowhere.
TEST(a_stream_whose_numbers_went_round_before_us_is_opened) {
  AUTO(wiretap) struct wiretap w;
  uint8_t key[30];
  size_t n;
  srtp_t session;
  srtp_policy_t policy = {.ssrc = {ssrc_any_outbound, 0}, .key = key};
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "s", KEY, "2:5000");
  CHECK_EQ(sodium_base642bin(key, sizeof key, "d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj", 40, NULL,
                             &n, NULL, 1),
           0);
  srtp_crypto_policy_set_rtp_default(&policy.rtp);
  srtp_crypto_policy_set_rtcp_default(&policy.rtcp);
  CHECK_EQ(srtp_create(&session, &policy), srtp_err_status_ok);
  for (int i = 0; i < 150000; i++) {
    AUTO(buf) struct buf b = {0};
    put_srtp(&b, session, (uint16_t)i);
    if (i < 149950) continue;
    tap_datagram(&w, "1:4000", "2:5000", (uint16_t)i, buf_sv(&b));
    tap_wait(&w, 20);
  }
  srtp_dealloc(session);
  tap_bye(&w, "s");
  struct tracker_counts c;
  tracker_counts(w.tracker, &c);
  CHECK_EQ(w.call[0].packets[0], 50);
  CHECK_EQ(c.forged, 0);
}

TEST(a_stream_nobody_told_the_key_of_is_not_taken_for_sound) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "x", "1:4000 dtls", "2:5000 dtls");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  tap_bye(&w, "x");
  CHECK_EQ(w.call[0].packets[0], 0);
  CHECK(strstr(w.call[0].marks, "encrypted:0 "));
}

TEST(a_policy_counts_only_when_the_house_signed_it) {
  uint8_t public[32], secret[64], signature[64];
  char hex[129], text[600];
  static struct policy p;
  struct source_asks call = {
      .at_us = 1500000, .number = {SV("1003"), SV("+46-771")}, .n_numbers = 2};
  crypto_sign_keypair(public, secret);
  int n = snprintf(text, sizeof text,
                   "medlyss-policy 1\nwritten 5\nagreement 1000 2000\nline 100 3\nprefix "
                   "+4677\npause-limit 60\n");
  crypto_sign_detached(signature, NULL, (const uint8_t *)text, strlen(text), secret);
  snprintf(text + n, sizeof text - (size_t)n, "signature %s\n",
           sodium_bin2hex(hex, sizeof hex, signature, 64));
  CHECK_OK(policy_parse(sv_of(text), public, &p));
  CHECK_EQ(p.pause_limit_us, 60000000);
  CHECK(policy_wants(&p, &call)); // by the caller's prefix
  call.at_us = 999000;
  CHECK(!policy_wants(&p, &call));
  call.at_us = 2000000;
  CHECK(!policy_wants(&p, &call));
  call = (struct source_asks){
      .at_us = 1500000, .number = {SV("1004"), SV("+4612"), SV("10 03")}, .n_numbers = 3};
  CHECK(policy_wants(&p, &call)); // by what was dialled
  call.n_numbers = 2;
  CHECK(!policy_wants(&p, &call));
  text[20] ^= 1;
  CHECK_FAILS(E_BAD_DATA, policy_parse(sv_of(text), public, &p));
  CHECK_FAILS(E_BAD_DATA, policy_parse(SV("medlyss-policy 1\nall\n"), public, &p));
}

TEST(a_slab_forgets_what_was_removed) {
  struct thing {
    struct slab_item item;
    int n;
  } * a, *b;
  struct slab p;
  CHECK_OK(slab_open(&p, sizeof *a, 2));
  a = slab_add(&p, 7);
  b = slab_add(&p, 7);
  CHECK(a && b && !slab_add(&p, 7));
  CHECK(slab_find(&p, 7) == b && slab_find_next(&p, b) == a && !slab_find_next(&p, a));
  struct slab_ref ref = slab_ref(&p, a);
  slab_remove(&p, a);
  CHECK(!slab_get(&p, ref) && slab_find(&p, 7) == b);
  a = slab_add(&p, 8);
  CHECK(a && !slab_get(&p, ref) && slab_find(&p, 8) == a);
  slab_drop(&p);
}

TEST(a_full_waiting_room_gives_the_oldest_up) {
  struct hold h;
  struct hold_chain c = {0}, other = {0};
  struct held got;
  CHECK_OK(hold_open(&h, 4096));
  for (int i = 0; i < 20; i++) {
    struct held put = {i, 3, {(const uint8_t *)"0123456789", 10}};
    hold_put(&h, &c, &put);
  }
  CHECK(hold_take(&h, &c, &got) && got.at_us == 0 && got.packet.n == 10 && got.note == 3);
  CHECK(hold_take(&h, &c, &got) && got.at_us == 1);
  for (int i = 0; i < 100; i++) {
    static const uint8_t big[700];
    struct held put = {i, 0, {big, sizeof big}};
    hold_put(&h, &other, &put);
  }
  CHECK(!hold_take(&h, &c, &got));
  CHECK(h.lost > 100);
  struct held last = {5, 0, {(const uint8_t *)"x", 1}};
  hold_put(&h, &c, &last);
  CHECK(hold_take(&h, &c, &got) && got.packet.p[0] == 'x' && !hold_take(&h, &c, &got));
  hold_drop(&h);
}

// What the release before left (tests/upgrade): two calls going on, one with keys, one that rings,
// one erased. An upgrade cuts none of them, and what was erased stays so.
TEST(live_calls_of_the_release_before_go_on) {
  AUTO(wiretap) struct wiretap w;
  AUTO(buf) struct buf saved = {0};
  int64_t written_us;
  CHECK_OK(file_read(AT_FDCWD, "tests/upgrade/2026-11-29/live_calls.bin", 1 << 20, &saved));
  memcpy(&written_us, saved.p + 32, sizeof written_us);
  wiretap_open(&w, (struct tracker_options){.live = true});
  w.now_us = written_us + 1000000;
  CHECK_OK(tracker_adopt(w.tracker, buf_span(&saved), w.now_us));
  struct tracker_counts counts;
  tracker_counts(w.tracker, &counts);
  CHECK_EQ(counts.open_calls, 3);
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  tap_rtp(&w, "2:5000", "1:4000", 2, 111, 10);
  CHECK_EQ(w.n, 2); // those that go on are taken up at once; the encoder waits for it
  CHECK_EQ(w.call[0].packets[0], 10);
  CHECK_STR(w.call[0].marks, "restart ");
  CHECK(strstr(w.call[0].codecs[1], "111=opus "));
  tap_sip(&w, (struct say){.call = "one", .cseq = 2, .callee = "b", .sdp = "1:4000 sendonly"});
  tap_sip(&w, (struct say){.call = "one", .cseq = 2, .status = 200, .sdp = "2:5000 recvonly"});
  CHECK(strstr(w.call[0].marks, "hold:0"));
  tap_bye(&w, "one");
  CHECK_STR(w.call[0].reason, "bye");
  tap_rtp(&w, "3:4000", "4:5000", 3, 8, 10); // no key opens it: it is not taken for sound
  CHECK_EQ(w.call[1].packets[0], 0);
  tap_sip(&w,
          (struct say){
              .call = "rings", .status = 200, .from = "6:5060", .to = "5:5060", .sdp = "6:5000"});
  tap_rtp(&w, "5:4000", "6:5000", 5, 8, 10);
  tap_bye(&w, "rings");
  tap_sip(&w, (struct say){.call = "erased", .cseq = 5, .callee = "b", .sdp = "7:4000"});
  tap_rtp(&w, "7:4000", "8:5000", 9, 8, 50);
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.call[2].packets[0], 10);
  CHECK_STR(w.call[2].reason, "bye");
  CHECK(w.n == 3 || !w.call[3].packets[0]);
}

TEST(records_a_later_release_adds_are_passed_over) {
  AUTO(wiretap) struct wiretap w, after;
  AUTO(buf) struct buf saved = {0};
  static const uint8_t unknown[] = {99, 0, 0, 0, 12, 0, 0, 0, 7, 0, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4};
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "r", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  tracker_save(w.tracker, &saved);
  buf_add(&saved, unknown, sizeof unknown);
  wiretap_open(&after, (struct tracker_options){0});
  after.now_us = w.now_us + 1000000;
  CHECK_OK(tracker_adopt(after.tracker, buf_span(&saved), after.now_us));
  tap_rtp(&after, "1:4000", "2:5000", 1, 8, 10);
  CHECK_EQ(after.n, 1);
  CHECK_EQ(after.call[0].packets[0], 10);
}
