// SPDX-License-Identifier: Apache-2.0
#include "tests/check.h"
#include "tests/unit/wiretap.h"

TEST(a_call_has_two_legs_and_ends_by_bye) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "c1", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  tap_rtp(&w, "2:5000", "1:4000", 2, 8, 7);
  tap_bye(&w, "c1");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 10);
  CHECK_EQ(w.call[0].packets[1], 7);
  CHECK_STR(w.call[0].reason, "bye");
  CHECK_STR(w.call[0].marks, "answered ");
  CHECK_STR(w.call[0].parties, "0=0700@pbx 1=1003@pbx ");
  CHECK_STR(w.call[0].codecs[0], "8=PCMA 111=opus 101=telephone-event ");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 200); // goes on after the end: nobody's
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 1);
  struct tracker_counts c;
  tracker_counts(w.tracker, &c);
  CHECK_EQ(c.taken + c.after_end, 217); // each is recorded or counted
}

TEST(what_is_neither_sip_nor_media_is_counted) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_datagram(&w, "1:33333", "2:9060", 1, SV("HEP3\0\x10xxxxxxxxxx"));
  tap_datagram(&w, "1:33333", "2:6343", 2, SV("\0\0\0\5\0\0\0\1xxxx"));
  tap_datagram(&w, "1:4000", "2:5000", 3, SV("\r\n\r\n"));
  tap_datagram(&w, "1:4000", "2:5000", 4, SV("\0\1\0\0\x21\x12\xa4\x42xxxxxxxxxxxx")); // STUN
  struct tracker_counts c;
  tracker_counts(w.tracker, &c);
  CHECK_EQ(c.foreign, 2);
}

TEST(what_is_no_call_opens_none) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.orphans = true});
  tap_sip(&w, (struct say){.call = "r", .method = "REGISTER"});
  tap_sip(&w, (struct say){.call = "o", .method = "OPTIONS", .sdp = "1:4000"});
  tap_sip(&w, (struct say){.call = "s", .method = "BYE"});
  for (int i = 0; i < 100; i++) // a name server's answers look like version 2
    tap_datagram(&w, "1:5353", "2:5353", (uint16_t)i,
                 SV("\x84\xe7\x01\x10\0\1\0\0\0\0\0\0 EFEDEJ"));
  tap_wait(&w, 5000);
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 0);
}

TEST(cancelled_and_refused_calls_leave_a_trace_without_sound) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_sip(&w, (struct say){.call = "c", .sdp = "1:4000"});
  tap_sip(&w, (struct say){.call = "c", .method = "CANCEL"});
  tap_sip(&w, (struct say){.call = "c", .status = 487});
  tap_wait(&w, 6000);
  tap_sip(&w, (struct say){.call = "r", .sdp = "1:4000"});
  tap_sip(&w, (struct say){.call = "r", .status = 401});
  tap_sip(&w, (struct say){.call = "r", .sdp = "1:4000", .cseq = 2}); // with credentials
  tap_wait(&w, 6000);
  CHECK_EQ(w.n, 1);
  CHECK_STR(w.call[0].reason, "cancelled");
  tap_sip(&w, (struct say){.call = "r", .status = 486, .cseq = 2});
  tap_wait(&w, 6000);
  CHECK_EQ(w.n, 2);
  CHECK_STR(w.call[1].reason, "refused");
}

TEST(a_fork_that_is_busy_does_not_end_the_call) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_sip(&w, (struct say){.call = "f", .branch = "z1", .sdp = "1:4000"});
  tap_sip(&w, (struct say){.call = "f", .branch = "z2", .to = "3:5060", .sdp = "1:4000"});
  tap_sip(&w,
          (struct say){.call = "f", .branch = "z1", .callee = "x", .status = 183, .sdp = "2:5000"});
  tap_sip(&w,
          (struct say){.call = "f", .branch = "z2", .callee = "y", .status = 183, .sdp = "3:6000"});
  tap_rtp(&w, "2:5000", "1:4000", 5, 8, 5); // both ring back
  tap_rtp(&w, "3:6000", "1:4000", 6, 8, 5);
  tap_sip(&w, (struct say){.call = "f", .branch = "z1", .callee = "x", .status = 486});
  tap_wait(&w, 10000);
  tap_sip(&w,
          (struct say){.call = "f", .branch = "z2", .callee = "y", .status = 200, .sdp = "3:6000"});
  tap_rtp(&w, "1:4000", "3:6000", 7, 8, 5);
  tap_sip(&w, (struct say){.call = "f", .method = "BYE", .callee = "y", .back = true});
  tap_wait(&w, 3000);
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[1], 10);
  CHECK_EQ(w.call[0].packets[0], 5);
  CHECK_STR(w.call[0].reason, "bye");
}

TEST(a_hold_is_marked_and_an_announcement_is_none) {
  static const char *const ways[] = {"1:4000 sendonly", "1:4000 inactive", "1:4000 zero"};
  for (size_t i = 0; i < countof(ways); i++) {
    AUTO(wiretap) struct wiretap w;
    wiretap_open(&w, (struct tracker_options){0});
    tap_call(&w, "h", "1:4000", "2:5000 sendonly");
    tap_rtp(&w, "2:5000", "1:4000", 2, 8, 5);
    CHECK_STR(w.call[0].marks, "answered ");
    tap_sip(&w, (struct say){.call = "h", .cseq = 2, .callee = "b", .sdp = ways[i]});
    tap_sip(&w, (struct say){.call = "h", .cseq = 2, .status = 200, .sdp = "2:5000 recvonly"});
    tap_wait(&w, 60000); // silence is not an end
    tap_sip(&w, (struct say){.call = "h", .cseq = 3, .method = "UPDATE", .sdp = "1:4000 sendrecv"});
    tap_sip(&w, (struct say){
                    .call = "h", .cseq = 3, .method = "UPDATE", .status = 200, .sdp = "2:5000"});
    tap_rtp(&w, "2:5000", "1:4000", 2, 8, 5);
    CHECK_STR(w.call[0].marks, "answered hold:0 resume:0 ");
    CHECK_EQ(w.call[0].packets[1], 10);
  }
}

TEST(media_from_behind_nat_and_on_a_new_port_is_found) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "n", "9:4000", "2:5000"); // 10.0.0.9 is never seen
  tap_rtp(&w, "1:33333", "2:5000", 1, 8, 5);
  tap_rtp(&w, "2:5002", "1:33333", 2, 8, 5); // answers where it hears from
  tap_sip(&w, (struct say){.call = "n", .cseq = 2, .callee = "b", .sdp = "9:4000"});
  tap_sip(&w, (struct say){.call = "n", .cseq = 2, .status = 200, .sdp = "2:7000"});
  tap_rtp(&w, "1:33333", "2:7000", 1, 8, 5);
  tap_bye(&w, "n");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 10);
  CHECK_EQ(w.call[0].packets[1], 5);
}

TEST(media_that_overtakes_its_answer_is_kept) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_sip(&w, (struct say){.call = "e"}); // delayed offer: nothing is announced yet
  tap_rtp(&w, "2:5000", "1:4000", 2, 8, 10);
  int64_t first_us = w.now_us - 200000;
  tap_sip(&w, (struct say){
                  .call = "e", .status = 200, .from = "2:5060", .to = "1:5060", .sdp = "2:5000"});
  tap_sip(&w, (struct say){.call = "e", .method = "ACK", .sdp = "1:4000"});
  tap_rtp(&w, "2:5000", "1:4000", 2, 8, 10);
  tap_bye(&w, "e");
  CHECK_EQ(w.call[0].packets[1], 20);
  CHECK_EQ(w.call[0].first_us[1], first_us);
}

TEST(rtcp_is_found_beside_and_on_the_media_port) {
  static const struct sv sr = {"\x80\xc8\0\6\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\x9\0\0\0\1\0\0\0\1", 28};
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "r", "1:4000 rtcp:4444", "2:5000 rtcp-mux");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 8);
  tap_datagram(&w, "1:4001", "2:5000", 1, sr);
  tap_datagram(&w, "2:5000", "1:4444", 2, sr);
  tap_datagram(&w, "2:5001", "1:4001", 3, sr);
  tap_bye(&w, "r");
  CHECK_EQ(w.call[0].rtcp[0], 1);
  CHECK_EQ(w.call[0].rtcp[1], 2);
  CHECK_EQ(w.call[0].packets[0], 8);
}

TEST(timers_run_on_packet_time) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.orphans = true});
  tap_call(&w, "t", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  tap_wait(&w, 29 * 60000);
  CHECK_STR(w.call[0].reason, "");
  tap_wait(&w, 2 * 60000);
  CHECK_STR(w.call[0].reason, "media_timeout");
  tap_rtp(&w, "3:4000", "4:5000", 1, 8, 10);
  tap_wait(&w, 100000);
  CHECK_EQ(w.n, 2);
  CHECK_STR(w.call[1].reason, "");
  tap_wait(&w, 60000);
  CHECK_STR(w.call[1].reason, "media_timeout");
  tap_sip(&w, (struct say){.call = "s", .sdp = "5:4000"});
  tap_sip(&w, (struct say){
                  .call = "s", .status = 200, .sdp = "6:4000", .extra = "Session-Expires: 90\r\n"});
  tap_rtp(&w, "5:4000", "6:4000", 3, 8, 10);
  tap_wait(&w, 80000);
  tap_sip(&w, (struct say){.call = "s", .method = "UPDATE", .cseq = 2});
  tap_sip(&w, (struct say){.call = "s",
                           .method = "UPDATE",
                           .cseq = 2,
                           .status = 200,
                           .extra = "x: 90;refresher=uac\r\n"});
  tap_wait(&w, 80000);
  CHECK_STR(w.call[2].reason, "");
  tap_wait(&w, 20000);
  CHECK_STR(w.call[2].reason, "timeout");
}

TEST(an_unwanted_call_is_not_opened_and_a_full_disk_refuses) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.answered_only = true});
  tap_sip(&w, (struct say){.call = "c", .sdp = "1:4000"});
  tap_sip(&w, (struct say){.call = "c", .status = 486});
  tap_wait(&w, 5000);
  CHECK_EQ(w.n, 0);
  w.full = true;
  tap_call(&w, "d", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  w.full = false;
  tap_call(&w, "e", "3:4000", "4:5000");
  tap_rtp(&w, "3:4000", "4:5000", 2, 8, 10);
  tap_bye(&w, "d");
  tap_bye(&w, "e");
  struct tracker_counts c;
  tracker_counts(w.tracker, &c);
  CHECK_EQ(c.no_room, 1);
  CHECK_EQ(w.n, 2);
  CHECK_EQ(w.call[0].packets[0], 10);
  CHECK_EQ(w.call[1].packets[0], 0); // it is known, and why it has no sound
  CHECK_STR(w.call[1].marks, "answered no_room ");
}

TEST(a_call_that_ended_without_room_is_told_of_later) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.live = true});
  w.full = true;
  tap_call(&w, "d", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 30);
  tap_bye(&w, "d");
  tap_wait(&w, 60000);
  CHECK_EQ(w.n, 0);
  w.full = false;
  tap_wait(&w, 2000);
  CHECK_EQ(w.n, 1);
  CHECK_STR(w.call[0].reason, "bye");
}

TEST(a_call_that_found_no_room_is_recorded_when_there_is_some) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  w.full = true;
  tap_call(&w, "d", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 30);
  w.full = false;
  tap_wait(&w, 1000);
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 30);
  tap_bye(&w, "d");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 30);
}
