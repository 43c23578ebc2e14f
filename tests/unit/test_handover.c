// SPDX-License-Identifier: Apache-2.0
// Handover: a call on the addresses of one that has just ended. Signalling, the old call's last
// packets and the new call's first ones come in every order and at every pace; each packet is in
// the call it was sent in, and in no other.
#include "tests/check.h"
#include "tests/unit/wiretap.h"

enum { OLD_A = 1, OLD_B = 2, NEW_A = 3, NEW_B = 4, MOMENTS = 4 };

struct order {
  bool live, nat, orphans, behind;
  int late; // the old call's last packets come at this moment …
  int early; // … the new callee's first ones at this: before INVITE, after it, after 180, after 200
  int64_t gap_ms;
};

// What a phone behind NAT announces is an address nobody on this side sees.
static const char *a_says(const struct order *o) { return o->nat ? "8:4000" : "1:4000"; }
static const char *b_says(const struct order *o) { return o->nat ? "9:5000" : "2:5000"; }

static void moment(struct wiretap *w, const struct order *o, int now) {
  if (o->late == now) {
    w->seq -= 100; // each voice counts for itself
    tap_rtp(w, "1:4000", "2:5000", OLD_A, 8, 1);
    tap_rtp(w, "2:5000", "1:4000", OLD_B, 8, 2);
    w->seq += 97;
  }
  if (o->early == now) tap_rtp(w, "2:5000", "1:4000", NEW_B, 8, 3);
  tap_wait(w, o->gap_ms);
}

static void play(struct wiretap *w, const struct order *o) {
  tap_call(w, "old", a_says(o), b_says(o));
  tap_rtp(w, "1:4000", "2:5000", OLD_A, 8, 20);
  tap_rtp(w, "2:5000", "1:4000", OLD_B, 8, 30);
  w->seq += 100;
  if (o->behind) tracker_tick(w->tracker, w->now_us + 1500000); // the wall clock: packets wait
  tap_sip(w, (struct say){.call = "old", .method = "BYE", .cseq = 9});
  moment(w, o, 0);
  tap_sip(w, (struct say){.call = "new", .sdp = a_says(o)});
  moment(w, o, 1);
  tap_sip(w, (struct say){.call = "new", .status = 180, .from = "2:5060", .to = "1:5060"});
  moment(w, o, 2);
  tap_sip(w, (struct say){
                 .call = "new", .status = 200, .from = "2:5060", .to = "1:5060", .sdp = b_says(o)});
  tap_sip(w, (struct say){.call = "new", .method = "ACK"});
  moment(w, o, 3);
  for (int i = 0; i < 40; i++) {
    tap_rtp(w, "1:4000", "2:5000", NEW_A, 8, 1);
    tap_rtp(w, "2:5000", "1:4000", NEW_B, 8, 2);
  }
  tap_bye(w, "new");
}

static bool each_has_its_own(const struct order *o) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.live = o->live, .orphans = o->orphans});
  play(&w, o);
  tracker_finish(w.tracker, "capture_end");
  const struct tapped *old = &w.call[0], *new = &w.call[1];
  bool good = w.n == 2 && old->packets[0] == 21 && old->packets[1] == 32 && new->packets[0] == 40 &&
              new->packets[1] == 83 && !strcmp(answer_of(new), "answered ");
  if (!good)
    fprintf(
        stderr,
        "live %d nat %d orphans %d behind %d late %d early %d gap %d: %d calls, %d+%d, %d+%d %s\n",
        o->live, o->nat, o->orphans, o->behind, o->late, o->early, (int)o->gap_ms, w.n,
        old->packets[0], old->packets[1], new->packets[0], new->packets[1], new->marks);
  return good;
}

TEST(a_call_on_the_ports_of_one_just_ended_has_its_own_packets) {
  static const int64_t gaps_ms[] = {0, 1, 10, 40};
  int wrong = 0;
  for (int late = 0; late < MOMENTS; late++)
    for (int early = 0; early < MOMENTS; early++)
      for (size_t gap = 0; gap < countof(gaps_ms); gap++)
        for (int how = 0; how < 16; how += EVERY(5))
          wrong += !each_has_its_own(
              &(struct order){how & 1, how & 2, how & 4, how & 8, late, early, gaps_ms[gap]});
  CHECK_EQ(wrong, 0);
}

TEST(calls_one_after_another_on_the_same_ports_are_all_whole) {
  for (int64_t pause_ms = 0; pause_ms <= 600; pause_ms += 50) {
    AUTO(wiretap) struct wiretap w;
    wiretap_open(&w, (struct tracker_options){.live = true});
    for (int i = 0; i < 5; i++) {
      char id[2] = {(char)('a' + i), '\0'};
      tap_call(&w, id, "8:4000", "9:5000");
      for (int k = 0; k < 30; k++) {
        tap_rtp(&w, "1:4000", "2:5000", 10 + (uint32_t)i, 8, 1);
        tap_rtp(&w, "2:5000", "1:4000", 20 + (uint32_t)i, 8, 1);
      }
      tap_sip(&w, (struct say){.call = id, .method = "BYE", .cseq = 9});
      tap_rtp(&w, "2:5000", "1:4000", 20 + (uint32_t)i, 8, 1);
      tap_wait(&w, pause_ms);
    }
    tracker_finish(w.tracker, "capture_end");
    CHECK_EQ(w.n, 5);
    for (int i = 0; i < 5; i++) {
      CHECK_EQ(w.call[i].packets[0], 30);
      CHECK_EQ(w.call[i].packets[1], 31);
    }
  }
}

TEST(what_goes_on_after_the_end_is_nobodys_and_starts_no_call) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.live = true, .orphans = true});
  tap_call(&w, "a", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 30);
  tap_bye(&w, "a");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 200);
  tap_rtp(&w, "1:4000", "2:5000", 5, 8, 200); // another voice: still without a call
  tap_wait(&w, 5000);
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 30);
  tap_rtp(&w, "1:4000", "2:5000", 6, 8, 10); // ahead of its signalling
  tap_call(&w, "b", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 6, 8, 10);
  tap_bye(&w, "b");
  CHECK_EQ(w.n, 2);
  CHECK_EQ(w.call[1].packets[0], 20);
}
