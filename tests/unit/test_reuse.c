// SPDX-License-Identifier: Apache-2.0
// Reuse: a new call announces the port of one whose BYE has not been seen. Its BYE is lost, or
// comes late; the signalling, the old call's last packets and the new one's first come in every
// order. Nothing of one may be heard in the other; and what is one call seen twice stays one.
#include "tests/check.h"
#include "tests/unit/wiretap.h"

enum {
  OLD_A = 1,
  OLD_B = 2,
  NEW_A = 3,
  NEW_B = 4,
  AFTER_INVITE = 1,
  AFTER_180,
  AFTER_200,
  MOMENTS
};
enum { BYE_NEVER, BYE_AFTER_INVITE, BYE_AFTER_200, BYE_AMID, BYE_AT_THE_END, BYES };

struct order {
  bool live, nat, same_voices, called_back,
      redialled; // redialled: the other end's port is the same too
  int late, early, bye;
  int64_t gap_ms;
};

static const char *a_says(const struct order *o) { return o->nat ? "8:4000" : "1:4000"; }
static const char *b_port(const struct order *o) { return o->redialled ? "2:5000" : "3:6000"; }
static uint32_t voice(const struct order *o, uint32_t ssrc) {
  return o->same_voices ? (ssrc & 1 ? OLD_A : OLD_B) : ssrc;
}

static void old_packets(struct wiretap *w, uint32_t seq) {
  uint32_t now = w->seq;
  w->seq = seq;
  tap_rtp(w, "1:4000", "2:5000", OLD_A, 8, 1);
  tap_rtp(w, "2:5000", "1:4000", OLD_B, 8, 2);
  w->seq = now;
}

static void moment(struct wiretap *w, const struct order *o, int now) {
  if (o->late == now) old_packets(w, 50);
  if (o->early == now && o->called_back) tap_rtp(w, "1:4000", b_port(o), voice(o, NEW_A), 8, 3);
  if (o->early == now && !o->called_back) tap_rtp(w, b_port(o), "1:4000", voice(o, NEW_B), 8, 3);
  if (o->bye == BYE_AFTER_INVITE && now == AFTER_INVITE)
    tap_sip(w, (struct say){.call = "old", .method = "BYE", .cseq = 9});
  if (o->bye == BYE_AFTER_200 && now == AFTER_200)
    tap_sip(w, (struct say){.call = "old", .method = "BYE", .cseq = 9});
  tap_wait(w, o->gap_ms);
}

static void new_call(struct wiretap *w, const struct order *o) {
  const char *from = o->called_back ? "2:5060" : "1:5060",
             *to = o->called_back ? "1:5060" : "2:5060";
  const char *offer = o->called_back ? b_port(o) : a_says(o);
  const char *answer = o->called_back ? a_says(o) : b_port(o);
  tap_sip(w, (struct say){.call = "new", .from = from, .to = to, .sdp = offer});
  moment(w, o, AFTER_INVITE);
  tap_sip(w, (struct say){.call = "new", .status = 180, .from = to, .to = from});
  moment(w, o, AFTER_180);
  tap_sip(w, (struct say){.call = "new", .status = 200, .from = to, .to = from, .sdp = answer});
  tap_sip(w, (struct say){.call = "new", .from = from, .to = to, .method = "ACK"});
  moment(w, o, AFTER_200);
}

static void play(struct wiretap *w, const struct order *o) {
  tap_call(w, "old", a_says(o), "2:5000");
  tap_rtp(w, "1:4000", "2:5000", OLD_A, 8, 20);
  w->seq = 20;
  tap_rtp(w, "2:5000", "1:4000", OLD_B, 8, 30);
  w->seq = o->same_voices ? 30000 : 100;
  tap_wait(w,
           o->same_voices ? 1500 : 100); // a phone that always says the same number needs a pause
  new_call(w, o);
  for (int i = 0; i < 100; i++) {
    tap_rtp(w, "1:4000", b_port(o), voice(o, NEW_A), 8, 1);
    tap_rtp(w, b_port(o), "1:4000", voice(o, NEW_B), 8, 2);
    if (i == 10 && o->bye == BYE_AMID)
      tap_sip(w, (struct say){.call = "old", .method = "BYE", .cseq = 9});
  }
  if (o->bye == BYE_AT_THE_END) tap_sip(w, (struct say){.call = "old", .method = "BYE", .cseq = 9});
  tap_bye(w, "new");
}

static bool each_has_its_own(const struct order *o) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.live = o->live});
  play(&w, o);
  bool ended = w.call[0].reason[0]; // before anything forces it to
  tracker_finish(w.tracker, "capture_end");
  const struct tapped *old = &w.call[0], *new = &w.call[1];
  int late = o->late ? 1 : 0, early = o->early ? 3 : 0;
  bool seen = o->bye == BYE_AFTER_INVITE || o->bye == BYE_AFTER_200 ||
              o->bye == BYE_AMID; // before it was quiet for a second
  const char *why = seen ? "bye" : "port_reused";
  bool good = w.n == 2 && ended && old->packets[0] == 20 + late && old->packets[1] == 30 + 2 * late;
  int a = o->called_back, b = !a;
  good = good && new->packets[a] == 100 + (a ? early : 0) &&
         (o->same_voices || !strcmp(old->reason, why));
  good = good && new->packets[b] == 200 + (a ? 0 : early);
  good = good && !strcmp(old->marks, "answered ") && !strcmp(answer_of(new), "answered ");
  if (!good)
    fprintf(stderr,
            "live %d nat %d same %d back %d redial %d late %d early %d bye %d gap %d: %d calls, "
            "%d+%d %s "
            "%s, %d+%d %s\n",
            o->live, o->nat, o->same_voices, o->called_back, o->redialled, o->late, o->early,
            o->bye, (int)o->gap_ms, w.n, old->packets[0], old->packets[1], old->reason, old->marks,
            new->packets[0], new->packets[1], new->marks);
  return good;
}

TEST(a_call_on_the_port_of_one_that_was_not_seen_to_end_has_its_own_packets) {
  static const int64_t gaps_ms[] = {0, 1, 40};
  int wrong = 0, orders = 0;
  for (int late = 0; late < MOMENTS; late++)
    for (int early = 0; early < MOMENTS; early++)
      for (int bye = 0; bye < BYES; bye++)
        for (size_t gap = 0; gap < countof(gaps_ms); gap++)
          for (int how = 0; how < 32; how++) {
            struct order o = {how & 1, how & 2, how & 4, how & 8,     how & 16,
                              late,    early,   bye,     gaps_ms[gap]};
            if (o.same_voices && o.late) continue; // nothing could tell those apart
            if (orders++ % EVERY(17)) continue;
            wrong += !each_has_its_own(&o);
          }
  CHECK(orders > 4000);
  CHECK_EQ(wrong, 0);
}

// ---- what is one call stays one ----------------------------------------------------------------

static bool one_call(const struct wiretap *w, int a, int b) {
  struct tracker_counts c;
  tracker_counts(w->tracker, &c);
  return w->n == 1 && c.calls_joined == 1 && w->call[0].packets[0] == a &&
         w->call[0].packets[1] == b;
}

// A queue plays music to the caller, rings an agent with the caller's own address, and tells the
// caller the agent's; until then the agent is heard already.
TEST(a_queue_that_hands_its_caller_on_is_one_call) {
  for (int64_t gap_ms = 0; gap_ms <= 600; gap_ms += 200) {
    AUTO(wiretap) struct wiretap w;
    wiretap_open(&w, (struct tracker_options){.live = true});
    tap_sip(&w, (struct say){.call = "a", .to = "5:5060", .sdp = "1:4000"});
    tap_sip(&w, (struct say){
                    .call = "a", .status = 200, .from = "5:5060", .to = "1:5060", .sdp = "5:1000"});
    for (int i = 0; i < 50; i++) {
      tap_rtp(&w, "5:1000", "1:4000", 9, 8, 1); // music
      tap_rtp(&w, "1:4000", "5:1000", 1, 8, 1);
    }
    tap_sip(&w,
            (struct say){
                .call = "b", .number = "1007", .from = "5:5060", .to = "2:5060", .sdp = "1:4000"});
    tap_rtp(&w, "5:1000", "1:4000", 9, 8, 5);
    tap_sip(&w, (struct say){
                    .call = "b", .status = 200, .from = "2:5060", .to = "5:5060", .sdp = "2:5000"});
    tap_rtp(&w, "2:5000", "1:4000", 2, 8, 5); // the agent
    tap_wait(&w, gap_ms);
    tap_sip(&w, (struct say){.call = "a",
                             .cseq = 2,
                             .from = "5:5060",
                             .to = "1:5060",
                             .back = true,
                             .callee = "b",
                             .sdp = "2:5000"});
    tap_sip(&w, (struct say){.call = "a",
                             .cseq = 2,
                             .status = 200,
                             .from = "1:5060",
                             .to = "5:5060",
                             .caller = "b",
                             .callee = "a",
                             .sdp = "1:4000"});
    tap_rtp(&w, "1:4000", "2:5000", 1, 8, 40);
    tap_rtp(&w, "2:5000", "1:4000", 2, 8, 40);
    tap_bye(&w, "b");
    tap_bye(&w, "a");
    CHECK(one_call(&w, 90, 100));
    CHECK(strstr(w.call[0].marks, "transfer:1 "));
    CHECK_STR(w.call[0].reason, "bye");
  }
}

// The same by a PBX whose two sides have different addresses: nobody passes on what it was told.
TEST(two_dialogs_that_announce_each_other_are_one_call) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.live = true});
  tap_sip(&w, (struct say){.call = "a", .to = "5:5060", .sdp = "1:4000"});
  tap_sip(&w, (struct say){.call = "b", .from = "6:5060", .to = "2:5060", .sdp = "1:4000"});
  tap_sip(&w, (struct say){
                  .call = "b", .from = "2:5060", .to = "6:5060", .status = 200, .sdp = "2:5000"});
  tap_rtp(&w, "2:5000", "1:4000", 2, 8, 10);
  tap_sip(&w, (struct say){
                  .call = "a", .from = "5:5060", .to = "1:5060", .status = 200, .sdp = "2:5000"});
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  tap_rtp(&w, "2:5000", "1:4000", 2, 8, 10);
  tap_bye(&w, "a");
  tap_bye(&w, "b");
  CHECK(one_call(&w, 10, 20));
}

// A gateway has one port for its line: sent on by REFER, or by an INVITE that takes another's
// place.
TEST(a_call_put_through_on_its_own_port_is_one_call) {
  static const char *const ways[] = {"Refer-To: <sip:1009@pbx>\r\n", NULL};
  for (size_t i = 0; i < countof(ways); i++) {
    AUTO(wiretap) struct wiretap w;
    wiretap_open(&w, (struct tracker_options){.live = true});
    tap_call(&w, "a", "1:4000", "2:5000");
    tap_rtp(&w, "1:4000", "2:5000", 1, 8, 20);
    if (ways[i])
      tap_sip(&w, (struct say){.call = "a",
                               .method = "REFER",
                               .cseq = 2,
                               .back = true,
                               .callee = "b",
                               .extra = ways[i]});
    tap_sip(&w, (struct say){.call = "c",
                             .number = "1009",
                             .to = "3:5060",
                             .sdp = "1:4000",
                             .extra = ways[i] ? NULL : "Replaces: a;to-tag=b;from-tag=a\r\n"});
    tap_sip(&w, (struct say){.call = "c",
                             .number = "1009",
                             .from = "3:5060",
                             .to = "1:5060",
                             .status = 200,
                             .sdp = "3:6000"});
    tap_sip(&w, (struct say){.call = "a", .method = "BYE", .cseq = 9});
    tap_rtp(&w, "1:4000", "3:6000", 11, 8, 20);
    tap_rtp(&w, "3:6000", "1:4000", 12, 8, 20);
    tap_bye(&w, "c");
    CHECK(w.n == 1 && w.call[0].packets[0] == 40 && w.call[0].packets[1] == 20);
    CHECK_STR(w.call[0].reason, "bye");
  }
}

// ---- what is two stays two ---------------------------------------------------------------------

TEST(a_call_on_hold_outlives_another_on_its_port) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.live = true});
  tap_call(&w, "a", "1:4000", "2:5000");
  tap_rtp(&w, "2:5000", "1:4000", 2, 8, 20);
  tap_sip(&w, (struct say){.call = "a", .cseq = 2, .callee = "b", .sdp = "1:4000 sendonly"});
  tap_sip(&w, (struct say){.call = "a",
                           .cseq = 2,
                           .status = 200,
                           .from = "2:5060",
                           .to = "1:5060",
                           .sdp = "2:5000 recvonly"});
  tap_call(&w, "c", "1:4000", "3:6000"); // asks somebody meanwhile
  for (int i = 0; i < 100; i++) {
    tap_rtp(&w, "1:4000", "3:6000", 11, 8, 1);
    tap_rtp(&w, "3:6000", "1:4000", 12, 8, 1);
  }
  CHECK_STR(w.call[0].reason, "");
  tap_bye(&w, "c");
  tap_sip(&w, (struct say){.call = "a", .cseq = 3, .callee = "b", .sdp = "1:4000"});
  tap_sip(&w, (struct say){.call = "a",
                           .cseq = 3,
                           .status = 200,
                           .from = "2:5060",
                           .to = "1:5060",
                           .sdp = "2:5000"});
  tap_rtp(&w, "1:4000", "2:5000", 21, 8, 20);
  tap_rtp(&w, "2:5000", "1:4000", 2, 8, 20);
  tap_bye(&w, "a");
  CHECK_EQ(w.n, 2);
  CHECK_EQ(w.call[0].packets[0], 20);
  CHECK_EQ(w.call[0].packets[1], 40);
  CHECK_EQ(w.call[1].packets[0], 100);
  CHECK_EQ(w.call[1].packets[1], 100);
  CHECK_STR(w.call[0].reason, "bye");
}

// Rung in vain: what the older call says meanwhile, under a new SSRC too, is its own.
TEST(an_offer_that_nobody_answers_takes_nothing) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.live = true});
  tap_call(&w, "a", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 20);
  tap_sip(&w, (struct say){.call = "c", .sdp = "1:4000"});
  for (int i = 0; i < 200; i++) {
    tap_rtp(&w, "1:4000", "2:5000", 1, 8, 1);
    tap_rtp(&w, "2:5000", "1:4000", 7, 8, 1); // music since
  }
  tap_sip(&w, (struct say){.call = "c", .status = 486, .from = "2:5060", .to = "1:5060"});
  tap_wait(&w, 100);
  tap_rtp(&w, "2:5000", "1:4000", 2, 8, 20);
  tap_bye(&w, "a");
  CHECK_EQ(w.n, 2);
  CHECK_EQ(w.call[0].packets[0], 220);
  CHECK_EQ(w.call[0].packets[1], 220);
  CHECK_STR(w.call[0].reason, "bye");
  CHECK_STR(w.call[1].reason, "refused");
}

// Its gateway did not hear the BYE and goes on sending, long after the call is forgotten.
TEST(a_voice_that_outlives_its_call_is_not_heard_in_the_next_one) {
  enum { GHOST = 0x5eed1234, CALLER = 0x7abc0001 };
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.live = true});
  tap_call(&w, "old", "1:4000", "2:5000");
  tap_rtp(&w, "2:5000", "1:4000", GHOST, 8, 100);
  tap_bye(&w, "old");
  tap_rtp(&w, "2:5000", "1:4000", GHOST, 8, 25);
  tap_call(&w, "new", "1:4000", "3:6000");
  for (int i = 0; i < 200; i++) {
    uint32_t seq = w.seq;
    tap_rtp(&w, "2:5000", "1:4000", GHOST, 8, 1);
    w.seq = seq - 100;
    tap_rtp(&w, "3:6000", "1:4000", CALLER, 8, 1);
    w.seq = seq + 1;
  }
  tap_bye(&w, "new");
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 2);
  CHECK_EQ(w.call[1].packets[0] + w.call[1].packets[1], 200);
}

TEST(a_storm_of_offers_for_its_port_costs_a_call_nothing) {
  enum { OFFERS = 100 };
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.live = true});
  tap_call(&w, "a", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 20);
  tap_rtp(&w, "2:5000", "1:4000", 2, 8, 20);
  for (int i = 0; i < OFFERS; i++) {
    char call[8];
    snprintf(call, sizeof call, "s%d", i);
    tap_sip(&w, (struct say){.call = call, .to = "9:5060", .sdp = i % 2 ? "1:4000" : "2:5000"});
    tap_rtp(&w, "1:4000", "2:5000", 1, 8, 1);
    tap_rtp(&w, "2:5000", "1:4000", 2, 8, 1);
  }
  tap_bye(&w, "a");
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 20 + OFFERS);
  CHECK_EQ(w.call[0].packets[1], 20 + OFFERS);
  CHECK_STR(w.call[0].reason, "bye");
}

// A PBX between two phones loses both BYEs, and both phones, and its own ports, are used again.
TEST(a_proxied_call_that_was_not_seen_to_end_keeps_to_itself) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.live = true});
  for (uint32_t k = 0; k < 3; k++) {
    char in[2] = {(char)('a' + k)}, out[2] = {(char)('p' + k)};
    tap_sip(&w, (struct say){.call = in, .to = "5:5060", .sdp = "1:4000"});
    tap_sip(&w, (struct say){.call = out, .from = "5:5060", .to = "2:5060", .sdp = "5:2000"});
    tap_sip(&w, (struct say){
                    .call = out, .from = "2:5060", .to = "5:5060", .status = 200, .sdp = "2:5000"});
    tap_sip(&w, (struct say){
                    .call = in, .from = "5:5060", .to = "1:5060", .status = 200, .sdp = "5:1000"});
    for (int i = 0; i < 80; i++) {
      uint32_t seq = w.seq;
      tap_rtp(&w, "1:4000", "5:1000", 10 + k, 8, 1);
      w.seq = seq;
      tap_rtp(&w, "5:2000", "2:5000", 10 + k, 8, 1);
      w.seq = seq;
      tap_rtp(&w, "2:5000", "5:2000", 20 + k, 8, 1);
      w.seq = seq;
      tap_rtp(&w, "5:1000", "1:4000", 20 + k, 8, 1);
    }
    w.seq += 5000;
  }
  tracker_finish(w.tracker, "capture_end");
  CHECK_EQ(w.n, 3);
  for (int k = 0; k < 3; k++) {
    CHECK_EQ(w.call[k].packets[0], 80);
    CHECK_EQ(w.call[k].packets[1], 80);
    CHECK_STR(w.call[k].reason, k < 2 ? "port_reused" : "capture_end");
  }
}

TEST(two_calls_on_one_port_stay_two_over_a_restart) {
  AUTO(wiretap) struct wiretap w, after;
  AUTO(buf) struct buf saved = {0};
  wiretap_open(&w, (struct tracker_options){.live = true});
  tap_call(&w, "old", "1:4000", "2:5000");
  tap_rtp(&w, "2:5000", "1:4000", OLD_B, 8, 20);
  tap_call(&w, "new", "1:4000", "3:6000");
  tap_rtp(&w, "3:6000", "1:4000", NEW_B, 8, 20);
  tracker_save(w.tracker, &saved);
  wiretap_open(&after, (struct tracker_options){.live = true});
  after.now_us = w.now_us + 1000000;
  CHECK_OK(tracker_adopt(after.tracker, buf_span(&saved), after.now_us));
  for (int i = 0; i < 150; i++) {
    tap_rtp(&after, "1:4000", "3:6000", NEW_A, 8, 1);
    tap_rtp(&after, "3:6000", "1:4000", NEW_B, 8, 1);
  }
  tap_bye(&after, "new");
  tracker_finish(after.tracker, "capture_end");
  int whole = 0;
  for (int i = 0; i < after.n; i++) {
    whole += after.call[i].packets[0] == 150 && after.call[i].packets[1] == 150;
    CHECK(after.call[i].packets[0] % 150 == 0 && after.call[i].packets[1] % 150 == 0);
  }
  CHECK_EQ(whole, 1);
}
