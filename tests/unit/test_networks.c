// SPDX-License-Identifier: Apache-2.0
// Networks: the same private addresses in two of them are other people's, and no word of the one
// may lie in a recording of the other; and what is one call, seen in two, stays one. Strays: a
// stream that is not the call's, at an address of the call.
#include "tests/check.h"
#include "tests/unit/wiretap.h"

enum { NET_A = 10, NET_B = 20, CALLER = 70001, AGENT = 70002, OTHER = 70003, THIRD = 70004 };

static void in(struct wiretap *w, uint32_t net) { w->net = net; }

// A call whose requests come by one network, its answers by another (or the same).
static void call_in(struct wiretap *w, const char *id, uint32_t out, uint32_t back) {
  in(w, out);
  tap_sip(w,
          (struct say){.call = id, .by = id, .number = back == NET_B ? "2" : "1", .sdp = "1:4000"});
  in(w, back);
  tap_sip(w, (struct say){
                 .call = id, .status = 200, .from = "2:5060", .to = "1:5060", .sdp = "2:5000"});
  in(w, out);
  tap_sip(w, (struct say){.call = id, .method = "ACK"});
}

static void rtp_in(struct wiretap *w, uint32_t net, const char *from, const char *to, uint32_t ssrc,
                   int n) {
  in(w, net);
  tap_rtp(w, from, to, ssrc, 8, n);
}

static uint64_t strays(const struct wiretap *w) {
  struct tracker_counts counts;
  tracker_counts(w->tracker, &counts);
  return counts.strays;
}

TEST(the_same_addresses_in_two_networks_are_two_calls) {
  struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  call_in(&w, "one", NET_A, NET_A);
  call_in(&w, "two", NET_B, NET_B);
  for (int i = 0; i < 100; i++) {
    rtp_in(&w, NET_A, "1:4000", "2:5000", CALLER, 1);
    rtp_in(&w, NET_B, "1:4000", "2:5000", OTHER, 1);
    rtp_in(&w, NET_A, "2:5000", "1:4000", AGENT, 1);
    rtp_in(&w, NET_B, "2:5000", "1:4000", THIRD, 1);
  }
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 2);
  for (int i = 0; i < 2; i++) {
    CHECK_EQ(w.call[i].packets[0], 100);
    CHECK_EQ(w.call[i].packets[1], 100);
    CHECK(!strstr(w.call[i].marks, "ssrc"));
    CHECK_STR(w.call[i].reason, "capture_end");
  }
  wiretap_drop(&w);
}

TEST(a_tap_that_shows_each_direction_by_itself_shows_one_call) {
  struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  call_in(&w, "one", NET_A, NET_B);
  for (int i = 0; i < 50; i++) {
    rtp_in(&w, NET_A, "1:4000", "2:5000", CALLER, 1);
    rtp_in(&w, NET_B, "2:5000", "1:4000", AGENT, 1);
  }
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 50);
  CHECK_EQ(w.call[0].packets[1], 50);
  wiretap_drop(&w);
}

TEST(media_may_have_a_network_of_its_own) {
  struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  call_in(&w, "one", NET_A, NET_A);
  for (int i = 0; i < 50; i++) {
    rtp_in(&w, NET_B, "9:4444", "2:5000", CALLER, 1); // behind NAT as well
    rtp_in(&w, NET_B, "2:5000", "1:4000", AGENT, 1);
  }
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 50);
  CHECK_EQ(w.call[0].packets[1], 50);
  wiretap_drop(&w);
}

TEST(a_stream_of_another_network_is_not_heard_beside_the_calls_own) {
  for (int first = 0; first < 2; first++) {
    struct wiretap w;
    wiretap_open(&w, (struct tracker_options){0});
    call_in(&w, "one", NET_A, NET_A);
    for (int i = 0; i < 100; i++) {
      if (first) rtp_in(&w, NET_B, "1:4000", "2:5000", OTHER, 1);
      rtp_in(&w, NET_A, "1:4000", "2:5000", CALLER, 1);
      if (!first) rtp_in(&w, NET_B, "1:4000", "2:5000", OTHER, 1);
    }
    tap_wait(&w, 62000);
    CHECK_EQ((int)strays(&w), 100);
    tracker_finish(w.tracker, "capture_end");
    CHECK_EQ(w.n, 1);
    CHECK_EQ(w.call[0].packets[0], 100);
    wiretap_drop(&w);
  }
}

TEST(two_probes_in_turns_show_one_voice) {
  struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  call_in(&w, "one", NET_A, NET_A);
  for (int i = 0; i < 100; i++)
    rtp_in(&w, i % 7 == 3 ? NET_B : NET_A, "1:4000", "2:5000", CALLER, 1);
  for (int i = 0; i < 100; i++) rtp_in(&w, NET_B, "1:4000", "2:5000", CALLER, 1); // one failed
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 200);
  CHECK_EQ((int)strays(&w), 0);
  wiretap_drop(&w);
}

// A PBX passes a phone's address on: its two dialogs are one call, in one network or in two (where
// somebody of the one is in the other); another customer's PBX of the same address passed on
// nothing.
static int legs(uint32_t far, const char *by, const char *number) {
  struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  in(&w, NET_A);
  tap_sip(&w, (struct say){.call = "in", .by = "201", .number = "0701", .sdp = "1:4000"});
  in(&w, far);
  tap_sip(&w, (struct say){.call = "out",
                           .from = "2:5060",
                           .to = "3:5060",
                           .by = by,
                           .number = number,
                           .sdp = "1:4000"});
  rtp_in(&w, far, "3:6000", "1:4000", OTHER, 50);
  tracker_finish(w.tracker, "capture_end");
  int n = w.n;
  wiretap_drop(&w);
  return n;
}

TEST(what_a_pbx_passes_on_is_one_call_in_its_own_networks_alone) {
  CHECK_EQ(legs(NET_A, "900", "0799"), 1);
  CHECK_EQ(legs(NET_B, "201", "0799"), 1);
  CHECK_EQ(legs(NET_B, "900", "0799"), 2);
}

TEST(each_network_has_orphans_of_its_own) {
  struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.orphans = true});
  for (int i = 0; i < 200; i++) {
    rtp_in(&w, NET_A, "1:4000", "2:5000", CALLER, 1);
    rtp_in(&w, NET_B, "2:5000", "1:4000", THIRD, 1);
    rtp_in(&w, NET_B, "1:4000", "2:5000", OTHER, 1);
    rtp_in(&w, NET_A, "2:5000", "1:4000", AGENT, 1);
  }
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 2);
  for (int i = 0; i < 2; i++) {
    CHECK_EQ(w.call[i].packets[0], 200);
    CHECK_EQ(w.call[i].packets[1], 200);
  }
  wiretap_drop(&w);
}

// ---- strays ------------------------------------------------------------------------------------

TEST(a_stream_of_a_host_nobody_named_is_not_heard_beside_the_one_that_is) {
  struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  call_in(&w, "one", 0, 0);
  for (int i = 0; i < 100; i++) {
    tap_rtp(&w, "1:4000", "2:5000", CALLER, 8, 1);
    if (i > 20) tap_rtp(&w, "9:5555", "2:5000", OTHER, 8, 1);
  }
  tap_wait(&w, 62000);
  CHECK_EQ((int)strays(&w), 79);
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.call[0].packets[0], 100);
  wiretap_drop(&w);
}

TEST(behind_nat_whoever_was_first_is_the_side_and_may_move) {
  struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  call_in(&w, "one", 0, 0);
  for (int i = 0; i < 100; i++) {
    tap_rtp(&w, "8:4444", "2:5000", CALLER, 8, 1);
    tap_rtp(&w, "9:5555", "2:5000", OTHER, 8, 1);
  }
  tap_rtp(&w, "8:4445", "2:5000", CALLER, 8, 50); // another way through the NAT
  tap_rtp(&w, "8:4446", "2:5000", THIRD, 8, 100); // and another, with a new number: nothing is lost
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 250);
  wiretap_drop(&w);
}

// The gateway did not hear the BYE: its caller is heard on, at the port of the next call.
static void ghost(bool same_port, int64_t between_ms) {
  struct wiretap w;
  const char *port = same_port ? "1:4000" : "3:6000";
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "one", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", CALLER, 8, 50);
  tap_sip(&w, (struct say){.call = "one", .method = "BYE", .cseq = 9});
  tap_sip(&w, (struct say){.call = "one",
                           .method = "BYE",
                           .cseq = 9,
                           .status = 200,
                           .from = "2:5060",
                           .to = "1:5060"});
  for (int64_t ms = 0; ms < between_ms; ms += 20) tap_rtp(&w, "1:4000", "2:5000", CALLER, 8, 1);
  tap_call(&w, "two", port, "2:5000");
  for (int i = 0; i < 200; i++) {
    tap_rtp(&w, "1:4000", "2:5000", CALLER, 8, 1);
    tap_rtp(&w, port, "2:5000", OTHER, 8, 1);
  }
  tap_wait(&w, 3000);
  tap_rtp(&w, "1:4000", "2:5000", CALLER, 8, 50); // after a pause, as a voice without noise does
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 2);
  CHECK_EQ(w.call[1].packets[0], 200);
  wiretap_drop(&w);
}

TEST(the_callers_voice_of_a_call_that_is_over_is_never_in_the_next) {
  ghost(false, 300);
  ghost(false, 2500);
  ghost(true, 300);
  ghost(true, 2500);
}

TEST(a_voice_that_spoke_long_before_the_invite_is_not_of_its_call) {
  struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_rtp(&w, "1:4000", "2:5000", CALLER, 8, 150);
  tap_call(&w, "two", "3:6000", "2:5000");
  for (int i = 0; i < 100; i++) {
    tap_rtp(&w, "1:4000", "2:5000", CALLER, 8, 1);
    tap_rtp(&w, "3:6000", "2:5000", OTHER, 8, 1);
  }
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 100);
  wiretap_drop(&w);
}

TEST(a_phone_that_goes_on_with_its_numbers_in_its_next_call_is_heard) {
  struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "one", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", CALLER, 8, 50);
  tap_bye(&w, "one");
  tap_wait(&w, 3000);
  tap_call(&w, "two", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", CALLER, 8, 50);
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 2);
  CHECK_EQ(w.call[1].packets[0], 50);
  wiretap_drop(&w);
}

// ---- before the answer -------------------------------------------------------------------------

TEST(what_is_heard_before_the_answer_is_told_to_be_early) {
  for (int answered = 0; answered < 3; answered++) {
    struct wiretap w;
    wiretap_open(&w, (struct tracker_options){0});
    tap_sip(&w, (struct say){.call = "one", .sdp = "1:4000"});
    tap_sip(&w, (struct say){.call = "one",
                             .status = answered ? 183 : 200,
                             .from = "2:5060",
                             .to = "1:5060",
                             .sdp = "2:5000"});
    tap_rtp(&w, "2:5000", "1:4000", AGENT, 8, 50);
    if (answered == 1)
      tap_sip(&w,
              (struct say){
                  .call = "one", .status = 200, .from = "2:5060", .to = "1:5060", .sdp = "2:5000"});
    tap_bye(&w, "one"); // says that there was an answer, where none was seen
    tracker_finish(w.tracker, "capture_end");
    CHECK_EQ(w.n, 1);
    CHECK_STR(w.call[0].marks, answered ? "early answered " : "answered ");
    wiretap_drop(&w);
  }
}
