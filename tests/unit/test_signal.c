// SPDX-License-Identifier: Apache-2.0
// What signalling says of a call: offers and their refusal, forks and who answered, how it ended,
// and which dialogs are one. Each test is a ladder (ladder.h) and what a call must look like after
// it.
#include "recorder/signal/signal.h"
#include "tests/check.h"
#include "tests/unit/ladder.h"

#define HEADERS "X-CID, X-Call-ID, Session-ID, P-Charging-Vector"
#define ID      "0123456789abcdef0123456789abcdef"

struct want {
  const char *name, *ladder;
  int calls, a, b;                    // packets of each leg of the first call
  const char *reason, *marks, *party; // NULL: not looked at; party: of leg 1, the first
};

static bool callee_is(const struct tapped *c, const char *user) {
  char want[64];
  const char *first = strstr(c->parties, "1=");
  snprintf(want, sizeof want, "1=%s@", user);
  return first && !strncmp(first, want, strlen(want));
}

static void plays(const struct want *s, size_t n, bool orphans) {
  for (size_t i = 0; i < n; i++) {
    AUTO(wiretap) struct wiretap w;
    wiretap_open(&w, (struct tracker_options){.orphans = orphans, .join_headers = HEADERS});
    tap_ladder(&w, s[i].ladder);
    tap_wait(&w, 9000);
    const char *reason = w.n ? w.call[0].reason : "";
    bool good = w.n == s[i].calls || (tracker_finish(w.tracker, "capture_end"), w.n == s[i].calls);
    good &= !s[i].reason || !strcmp(w.call[0].reason, s[i].reason);
    good &= s[i].a < 0 || (w.call[0].packets[0] == s[i].a && w.call[0].packets[1] == s[i].b);
    good &= !s[i].marks || !strcmp(w.call[0].marks, s[i].marks);
    good &= !s[i].party || callee_is(&w.call[0], s[i].party);
    if (!good)
      test_failed_with(__FILE__, __LINE__, "%s: %d calls, %d+%d, %s, \"%s\", %s", s[i].name, w.n,
                       w.call[0].packets[0], w.call[0].packets[1], reason, w.call[0].marks,
                       w.call[0].parties);
  }
}
#define PLAYS(table)         plays(table, countof(table), false)
#define PLAYS_ORPHANS(table) plays(table, countof(table), true)

#define CALL "1>2 INVITE a sdp=1:4000\n2>1 180 a\n2>1 200 a sdp=2:5000\n1>2 ACK a\n"
#define TALK "1:4000=2:5000 11,12 50\n"
#define BYE  "1>2 BYE a q=9\n2>1 200/BYE a q=9\n"

TEST(an_offer_counts_once_it_is_answered) {
  static const struct want table[] = {
      {"hold refused 491",
       CALL TALK "1>2 INVITE a q=2 to=b sdp=1:4000,sendonly\n2>1 491 a q=2\n"
                 "1>2 ACK a q=2 to=b\n" TALK BYE,
       1, 100, 100, "bye", "answered ", NULL},
      {"hold by UPDATE, refused",
       CALL TALK "1>2 UPDATE a q=2 sdp=1:4000,inactive\n"
                 "2>1 488/UPDATE a q=2\n" TALK BYE,
       1, 100, 100, "bye", "answered ", NULL},
      {"hold answered",
       CALL TALK "1>2 INVITE a q=2 to=b sdp=1:4000,sendonly\n"
                 "2>1 200 a q=2 sdp=2:5000,recvonly\n1>2 ACK a q=2\n" BYE,
       1, 50, 50, "bye", "answered hold:0 ", NULL},
      {"hold by both, one after the other",
       CALL
       "1>2 INVITE a q=2 to=b sdp=1:4000,sendonly\n"
       "2>1 200 a q=2 sdp=2:5000,recvonly\n2>1 INVITE a q=1 from=b to=a via=x sdp=2:5000,inactive\n"
       "1>2 200 a q=1 from=b to=a via=x sdp=1:4000,inactive\n1:4000>2:5000 11 9\n"
       "1>2 INVITE a q=3 to=b sdp=1:4000\n2>1 200 a q=3 sdp=2:5000,inactive\n" BYE,
       1, 9, 0, "bye", NULL, NULL},
      {"a port that was refused takes nothing",
       CALL TALK "1>2 INVITE a q=2 to=b sdp=3:7000\n2>1 488 a q=2\n1>2 ACK a q=2 to=b\n"
                 "8:1000>3:7000 77 50\n" TALK BYE,
       1, 100, 100, "bye", "answered ", NULL},
      {"a port that was taken is heard",
       CALL TALK "1>2 INVITE a q=2 to=b sdp=3:7000\n2>1 200 a q=2 sdp=2:5000\n1>2 ACK a q=2 to=b\n"
                 "3:7000=2:5000 13,12 50\n" BYE,
       1, 100, 100, "bye", NULL, NULL},
      {"heard at the new port before its answer",
       CALL TALK "1>2 INVITE a q=2 to=b sdp=3:7000\n2:5000>3:7000 12 20\n2>1 200 a q=2 sdp=2:5000\n"
                 "1>2 ACK a q=2 to=b\n" BYE,
       1, 50, 70, "bye", NULL, NULL},
      {"glare: both are refused",
       CALL TALK "1>2 INVITE a q=2 to=b sdp=1:4000,sendonly\n"
                 "2>1 INVITE a q=2 from=b to=a via=x sdp=2:5000,sendonly\n2>1 491 a q=2\n1>2 491 a "
                 "q=2 from=b to=a via=x\n" TALK BYE,
       1, 100, 100, "bye", "answered ", NULL},
      {"nobody answers the offer",
       CALL TALK "1>2 INVITE a q=2 to=b sdp=1:4000,sendonly\nwait 40000\n" TALK BYE, 1, 100, 100,
       "bye", "answered ", NULL},
      {"the offer is in the 200",
       "1>2 INVITE a\n2>1 200 a sdp=2:5000\n1>2 ACK a sdp=1:4000\n" TALK BYE, 1, 50, 50, "bye",
       NULL, NULL},
      {"… in a reliable 183, the answer in PRACK",
       "1>2 INVITE a\n2>1 183 a sdp=2:5000\n"
       "1>2 PRACK a q=2 sdp=1:4000\n2>1 200/PRACK a q=2\n" TALK "2>1 200 a\n1>2 ACK a\n" BYE,
       1, 50, 50, "bye", NULL, NULL},
      {"early media after an UPDATE",
       "1>2 INVITE a sdp=1:4000\n2>1 183 a sdp=2:5000\n"
       "1>2 UPDATE a q=2 sdp=1:4002\n2>1 200/UPDATE a q=2 sdp=2:5002\n1:4002=2:5002 11,12 50\n"
       "2>1 200 a\n1>2 ACK a\n" BYE,
       1, 50, 50, "bye", NULL, NULL},
  };
  PLAYS(table);
}

TEST(a_codec_that_was_refused_changes_nothing) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_ladder(&w, CALL "1:4000>2:5000 11 20/111\n"
                      "1>2 INVITE a q=2 to=b sdp=1:4000,rtpmap:111~AMR/8000\n2>1 488 a q=2\n"
                      "2:5000>1:4000 12 20/111\n1:4000>2:5000 11 20/111\n" BYE);
  CHECK(strstr(w.call[0].codecs[1], "111=opus "));
  tap_ladder(&w,
             "wait 5000\n1>2 INVITE c sdp=1:4000\n2>1 200 c sdp=2:5000\n2:5000>1:4000 22 20/111\n"
             "1>2 INVITE c q=2 to=b sdp=1:4000,rtpmap:111~AMR/8000\n"
             "2>1 200 c q=2 sdp=2:5000,rtpmap:111~AMR/8000\n2:5000>1:4000 22 20/111\n");
  CHECK(strstr(w.call[1].codecs[1], "111=AMR "));
}

TEST(a_call_is_named_after_who_answered) {
  static const struct want table[] = {
      {"a proxy rings two, the second answers",
       "9>2 INVITE a via=z1 uri=2001 sdp=1:4000\n9>3 INVITE a via=z2 uri=2002 sdp=1:4000\n"
       "2>9 180 a via=z1 to=x\n3>9 180 a via=z2 to=y\n3>9 200 a via=z2 to=y sdp=3:5000\n"
       "9>2 CANCEL a via=z1\n2>9 487 a via=z1 to=x\n9>3 ACK a to=y\n9>2 ACK a to=x\n"
       "1:4000=3:5000 11,12 50\n9>3 BYE a q=2 to=y\n3>9 200/BYE a q=2 to=y\n",
       1, 50, 50, "bye", "answered ", "2002"},
      {"one after the other",
       "9>2 INVITE a via=z1 uri=2001 sdp=1:4000\n2>9 180 a via=z1 to=x\nwait 15000\n"
       "9>2 CANCEL a via=z1\n2>9 487 a via=z1 to=x\n9>2 ACK a via=z1 to=x\n"
       "9>3 INVITE a via=z2 uri=2002 sdp=1:4000\n3>9 180 a via=z2 to=y\nwait 4000\n"
       "3>9 200 a via=z2 to=y sdp=3:5000\n9>3 ACK a to=y\n1:4000=3:5000 11,12 50\n"
       "3>9 BYE a from=y to=a\n9>3 200/BYE a from=y to=a\n",
       1, 50, 50, "bye", "answered ", "2002"},
      {"a 183 of one tag, the 200 of another, of one branch",
       "1>2 INVITE a sdp=1:4000\n2>1 183 a to=x sdp=3:6000\n3:6000>1:4000 31 10\n"
       "2>1 200 a to=y sdp=2:5000\n1>2 ACK a to=y\n" TALK
       "1>2 BYE a q=9 to=y\n2>1 200/BYE a q=9 to=y\n",
       1, 50, 60, "bye", "early answered ", NULL},
      {"Remote-Party-ID",
       "1>2 INVITE a uri=600 sdp=1:4000\n"
       "2>1 200 a sdp=2:5000 hdr=Remote-Party-ID:_<sip:2003@pbx>;party=called\n1>2 ACK a\n" TALK
           BYE,
       1, 50, 50, "bye", NULL, "2003"},
      {"the second asserted identity",
       "1>2 INVITE a uri=600 sdp=1:4000\n"
       "2>1 200 a sdp=2:5000 hdr=P-Asserted-Identity:_<tel:+46-8-123>,_<sip:2003@pbx>\n1>2 ACK "
       "a\n" TALK BYE,
       1, 50, 50, "bye", NULL, NULL},
      {"an outer proxy says who it is",
       "1>9 INVITE a via=z1 uri=600 sdp=1:4000\n"
       "9>2 INVITE a via=z2 uri=u7f sdp=1:4000\n2>9 200 a via=z2 sdp=2:5000\n"
       "9>1 200 a via=z1 sdp=2:5000 hdr=P-Asserted-Identity:_<sip:2002@pbx>\n1>9 ACK a\n" TALK
       "1>9 BYE a q=9\n9>1 200/BYE a q=9\n",
       1, 50, 50, "bye", NULL, "2002"},
  };
  PLAYS(table);
}

#define FORK                                                                                       \
  "9>2 INVITE a via=z1 uri=2001 sdp=1:4000\n9>3 INVITE a via=z2 uri=2002 sdp=1:4000\n"             \
  "2>9 200 a via=z1 to=x sdp=2:5000\n3>9 200 a via=z2 to=y sdp=3:5000\n9>2 ACK a to=x\n"           \
  "9>3 ACK a to=y\n"

TEST(a_bye_ends_the_dialog_of_its_tags) {
  static const struct want table[] = {
      {"both forks answer, the caller ends one",
       "9>2 INVITE a via=z1 uri=2001 sdp=1:4000\n9>3 INVITE a via=z2 uri=2002 sdp=1:4000\n"
       "2>9 200 a via=z1 to=x sdp=2:5000\n3>9 200 a via=z2 to=y sdp=3:5000\n9>2 ACK a to=x\n9>3 "
       "ACK a to=y\n"
       "9>3 BYE a q=2 to=y\n3>9 200/BYE a q=2 to=y\n1:4000=2:5000 11,12 50\n"
       "9>2 BYE a q=3 to=x\n2>9 200/BYE a q=3 to=x\n",
       1, 50, 50, "bye", "answered ", "2001"},
      {"… and keeps the second",
       FORK "9>2 BYE a q=2 to=x\n2>9 200/BYE a q=2 to=x\n1:4000=3:5000 11,12 50\n"
            "9>3 BYE a q=3 to=y\n3>9 200/BYE a q=3 to=y\n",
       1, 50, 50, "bye", "answered ", "2002"},
      {"… the BYE said twice, as before and behind a proxy",
       "1>9 INVITE a via=z0 sdp=1:4000\n" FORK
       "9>1 200 a via=z0 to=x sdp=2:5000\n9>1 200 a via=z0 to=y sdp=3:5000\n"
       "1>9 BYE a q=2 to=x\n9>2 BYE a q=2 to=x\n2>9 200/BYE a q=2 to=x\n9>1 200/BYE a q=2 to=x\n"
       "1>9 BYE a q=2 to=x\n9>2 200 a via=z1 to=x sdp=2:5000\n1:4000=3:5000 11,12 50\n"
       "1>9 BYE a q=2 to=y\n9>3 BYE a q=2 to=y\n3>9 200/BYE a q=2 to=y\n",
       1, 50, 50, "bye", "answered ", "2002"},
      {"… a hold, an UPDATE and a 481 of the one that is left are its own",
       FORK "1:4000=3:5000 11,12 25\n9>2 INVITE a q=2 to=x sdp=1:4000,inactive\n"
            "2>9 200 a q=2 to=x sdp=2:5000,inactive\n9>2 UPDATE a q=3 to=x sdp=1:4000,sendonly\n"
            "2>9 481/UPDATE a q=3 to=x\n1:4000=3:5000 11,12 25\n"
            "9>3 BYE a q=4 to=y\n3>9 200/BYE a q=4 to=y\n",
       1, 50, 50, "bye", "answered who:1 ", NULL},
  };
  PLAYS(table);
}

#define EITHER_WAY "1:4000=8:6000 11,14 10\n9:7000=2:5000 13,12 10\n"

TEST(what_lies_between_a_relays_two_addresses_is_heard_once) {
  static const struct want table[] = {
      {"its reply is seen on the far side first",
       "1>8 INVITE a via=z1 sdp=1:4000\n9>2 INVITE a via=z2 sdp=9:7000\n"
       "2>9 200 a via=z2 to=x sdp=2:5000\n8>1 200 a via=z1 to=x sdp=8:6000\n1>8 ACK a "
       "to=x\n" EITHER_WAY EITHER_WAY EITHER_WAY EITHER_WAY EITHER_WAY
       "1>8 BYE a q=2 to=x\n8>1 200/BYE a q=2 to=x\n",
       1, 50, 50, "bye", NULL, NULL},
      {"two branches of one fork are not each other's far side",
       "8>2 INVITE a via=z1 sdp=1:4000\n9>3 INVITE a via=z2 sdp=1:4000\n"
       "3>9 183 a via=z2 to=y sdp=3:5000\n2>8 200 a via=z1 to=x sdp=2:5000\n8>2 ACK a to=x\n" TALK
       "8>2 BYE a q=2 to=x\n2>8 200/BYE a q=2 to=x\n",
       1, 50, 50, "bye", NULL, NULL},
  };
  PLAYS(table);
}

TEST(fifteen_branches_and_fifty_are_one_call) {
  for (int branches = 15; branches <= 100; branches += 85) {
    AUTO(wiretap) struct wiretap w;
    wiretap_open(&w, (struct tracker_options){.orphans = true});
    char line[200];
    for (int i = 0; i < branches; i++) {
      snprintf(line, sizeof line, "9>2 INVITE a via=z%d uri=%d sdp=1:4000\n", i, 2000 + i);
      tap_ladder(&w, line);
      if (i + 1 == branches) break;
      snprintf(line, sizeof line, "2>9 486 a via=z%d to=t%d\n", i, i);
      tap_ladder(&w, line);
    }
    snprintf(line, sizeof line, "wait 8000\n2>9 200 a via=z%d to=t sdp=2:5000\n9>2 ACK a to=t\n",
             branches - 1);
    tap_ladder(&w, line);
    tap_ladder(&w, TALK "9>2 BYE a q=2 to=t\n2>9 200/BYE a q=2 to=t\nwait 4000\n");
    CHECK_EQ(w.n, 1);
    CHECK_EQ(w.call[0].packets[0], 50);
    CHECK_EQ(w.call[0].packets[1], 50);
    snprintf(line, sizeof line, "%d", 1999 + branches);
    CHECK(callee_is(&w.call[0], line));
  }
}

// Each of these is said three times over, as SIP does over UDP until it is answered.
TEST(a_limit_counts_what_found_no_room_not_how_often_it_knocked) {
  AUTO(wiretap) struct wiretap w;
  struct tracker_counts counts;
  char line[200];
  wiretap_open(&w, (struct tracker_options){0});
  for (int again = 0; again < 3; again++)
    for (int i = 0; i < SIGNAL_BRANCHES + 6; i++) {
      snprintf(line, sizeof line, "9>2 INVITE a via=z%d uri=%d sdp=1:4000\n", i, 2000 + i);
      tap_ladder(&w, line);
    }
  tracker_counts(w.tracker, &counts);
  CHECK_EQ(counts.branches_lost, 6);
}

TEST(a_faxs_packets_are_named) {
  AUTO(wiretap) struct wiretap w;
  struct tracker_counts counts;
  wiretap_open(&w, (struct tracker_options){0});
  tap_ladder(&w, "1>2 INVITE a sdp=1:4000\n2>1 200 a to=b sdp=2:5000\n1>2 ACK a to=b\n" TALK);
  tap_sip(&w, (struct say){.from = "2:5060",
                           .to = "1:5060",
                           .call = "a",
                           .caller = "a",
                           .callee = "b",
                           .back = true,
                           .cseq = 7,
                           .sdp = "2:5000 fax"});
  tap_sip(&w, (struct say){.from = "1:5060",
                           .to = "2:5060",
                           .call = "a",
                           .caller = "a",
                           .callee = "b",
                           .back = true,
                           .cseq = 7,
                           .status = 200,
                           .sdp = "1:4000 fax"});
  for (uint16_t i = 0; i < 20; i++)
    tap_datagram(&w, "2:5000", "1:4000", (uint16_t)(900 + i), SV("\0\7\6udptl-of-a-fax"));
  tap_datagram(&w, "7:5000", "8:4000", 999, SV("\0\7\6of nobody's call"));
  tracker_counts(w.tracker, &counts);
  CHECK_EQ(counts.fax, 20);
  CHECK_EQ(counts.foreign, 1);
}

TEST(the_final_answer_decides_how_a_call_ends) {
  static const struct want table[] = {
      {"BYE answered 407",
       CALL TALK "1>2 BYE a q=5\n2>1 407/BYE a q=5\n" TALK "1>2 BYE a q=6\n2>1 200/BYE a q=6\n", 1,
       100, 100, "bye", "answered ", NULL},
      {"… after what was heard meanwhile",
       CALL TALK "1>2 BYE a q=5\n" TALK "2>1 491/BYE a q=5\n" TALK
                 "1>2 BYE a q=6\n2>1 200/BYE a q=6\n",
       1, 150, 150, "bye", "answered ", NULL},
      {"BYE answered 481", CALL TALK "1>2 BYE a q=5\n2>1 481/BYE a q=5\n" TALK, 1, 100, 100, "bye",
       NULL, NULL},
      {"… and both voices go on",
       CALL TALK "1>2 BYE a q=5\n2>1 481/BYE a q=5\n" TALK TALK TALK TALK TALK TALK TALK TALK
                 "1>2 BYE a q=6\n2>1 200/BYE a q=6\nwait 4000\n",
       1, 450, 450, "bye", "answered ", NULL},
      {"… and one does", CALL TALK "1>2 BYE a q=5\n2>1 481/BYE a q=5\n2:5000>1:4000 12 400\n", 1,
       50, 150, "bye", "answered ", NULL},
      {"BYE not answered", CALL TALK "1>2 BYE a q=5\n", 1, 50, 50, "bye", NULL, NULL},
      {"CANCEL crossed by a 200",
       "1>2 INVITE a sdp=1:4000\n2>1 180 a\n1>2 CANCEL a\n2>1 200/CANCEL a\n"
       "2>1 200 a sdp=2:5000\n1>2 ACK a\n" TALK BYE,
       1, 50, 50, "bye", "answered ", NULL},
      {"200 s of ringing",
       "1>2 INVITE a sdp=1:4000\n2>1 180 a\nwait 200000\n2>1 200 a sdp=2:5000\n1>2 ACK a\n" TALK
           BYE,
       1, 50, 50, "bye", "answered ", NULL},
      {"a 3xx, and the caller goes there",
       "1>2 INVITE a via=z1 sdp=1:4000\n2>1 302 a via=z1 to=x\n1>2 ACK a\n"
       "1>3 INVITE a via=z2 q=2 sdp=1:4000\n3>1 200 a via=z2 q=2 to=y sdp=3:5000\n1:4000=3:5000 "
       "11,12 50\n"
       "1>3 BYE a q=3 to=y\n3>1 200/BYE a q=3 to=y\n",
       1, 50, 50, "bye", "answered ", NULL},
      {"a re-INVITE answered 481", CALL TALK "1>2 INVITE a q=2 to=b sdp=1:4000\n2>1 481 a q=2\n", 1,
       50, 50, "timeout", "answered ", NULL},
      {"… and the sound goes on",
       CALL TALK "1>2 INVITE a q=2 to=b sdp=1:4000\n2>1 408 a q=2\n" TALK BYE, 1, 100, 100, "bye",
       "answered ", NULL},
      {"a second probe 1.5 s late", CALL "wait 500\n" BYE CALL BYE, 1, 0, 0, "bye", NULL, NULL},
  };
  PLAYS(table);
}

#define LEG1 "1>9 INVITE a from=a1 sdp=1:4000 "
#define LEG2 "9>2 INVITE b from=a2 q=101 sdp=9:2000 "
#define ANSWERS                                                                                    \
  "2>9 200 b from=a2 to=b2 q=101 sdp=2:5000\n9>2 ACK b from=a2 to=b2 q=101\n"                      \
  "9>1 200 a from=a1 to=b1 sdp=9:2002\n1>9 ACK a from=a1 to=b1\n"
#define TALKS   "1:4000=9:2002 11,44 1\n2:5000=9:2000 22,33 1\n"
#define TALKS10 TALKS TALKS TALKS TALKS TALKS TALKS TALKS TALKS TALKS TALKS
#define BYES                                                                                       \
  "1>9 BYE a q=2 from=a1 to=b1\n9>1 200/BYE a q=2 from=a1 to=b1\n"                                 \
  "9>2 BYE b q=102 from=a2 to=b2\n2>9 200/BYE b q=102 from=a2 to=b2\n"

#define RELAYED                                                                                    \
  "1>7 INVITE a via=z1 sdp=1:4000\n7>2 INVITE a via=z2 sdp=8:3000\n"                               \
  "2>7 200 a via=z2 sdp=2:5000\n7>1 200 a via=z1 sdp=8:3002\n1>7 ACK a\n7>2 ACK a\n"               \
  "1:4000=8:3002 11,92 20\n2:5000=8:3000 22,91 20\nwait 1400\n"

static const struct want middles[] = {
    {"X-CID names the other Call-ID",
     "1>9 INVITE leg1@pbx from=a1 sdp=1:4000\n"
     "9>2 INVITE b from=a2 q=101 sdp=9:2000 hdr=X-CID:_leg1@pbx\n"
     "2>9 200 b from=a2 to=b2 q=101 sdp=2:5000\n9>1 200 leg1@pbx from=a1 to=b1 "
     "sdp=9:2002\n" TALKS10 TALKS10,
     1, 20, 20, NULL, NULL, NULL},
    {"X-CID names a short Call-ID",
     "1>9 INVITE 42 from=a1 sdp=1:4000\n"
     "9>2 INVITE b from=a2 q=101 sdp=9:2000 hdr=X-CID:_42\n"
     "2>9 200 b from=a2 to=b2 q=101 sdp=2:5000\n9>1 200 42 from=a1 to=b1 "
     "sdp=9:2002\n" TALKS10 TALKS10,
     1, 20, 20, NULL, NULL, NULL},
    {"Session-ID is the same",
     LEG1 "hdr=Session-ID:_" ID "\n" LEG2 "hdr=Session-ID:_" ID
          ";remote=0\n" ANSWERS TALKS10 TALKS10 BYES,
     1, 20, 20, "bye", NULL, NULL},
    {"the icid is the same",
     LEG1 "hdr=P-Charging-Vector:_icid-value=\"abcdefgh12\";x=y\n" LEG2
          "hdr=P-Charging-Vector:_icid-value=abcdefgh12\n" ANSWERS TALKS10 TALKS10 BYES,
     1, 20, 20, "bye", NULL, NULL},
    {"the Call-ID is kept",
     "1>9 INVITE a from=a1 sdp=1:4000\n9>2 INVITE a from=a2 q=101 sdp=9:2000\n"
     "2>9 200 a from=a2 to=b2 q=101 sdp=2:5000\n9>1 200 a from=a1 to=b1 sdp=9:2002\n" TALKS10
         TALKS10 "1>9 BYE a q=2 from=a1 to=b1\n9>2 BYE a q=102 from=a2 to=b2\n",
     1, 20, 20, "bye", NULL, NULL},
    {"a relay codes anew",
     "1>7 INVITE a via=z1 sdp=1:4000\n7>2 INVITE a via=z2 sdp=8:3000\n"
     "2>7 200 a via=z2 sdp=2:5000\n7>1 200 a via=z1 sdp=8:3002\n1>7 ACK a\n7>2 ACK a\n"
     "1:4000=8:3002 11,92 20\n"
     "2:5000=8:3000 22,91 20\n1:4000=8:3002 11,92 20\n",
     1, 40, 40, NULL, NULL, NULL},
    {"one stall holds up both its sides, and the far one's burst comes first",
     RELAYED "2:5000=8:3000 22,91 5\n1:4000=8:3002 11,92 20\n", 1, 40, 40, NULL, NULL, NULL},
    {"… and its near side is not heard again", RELAYED "2:5000=8:3000 22,91 30\n", 1, 50, 50, NULL,
     NULL, NULL},
    {"a phone moves behind a proxy, and is silent meanwhile",
     "1>7 INVITE a via=z1 sdp=1:4000\n7>2 INVITE a via=z2 sdp=1:4000\n"
     "2>7 200 a via=z2 sdp=2:5000\n7>1 200 a via=z1 sdp=2:5000\n1>7 ACK a\n7>2 ACK a\n"
     "1:4000=2:5000 11,22 20\n"
     "2>7 INVITE a via=z3 q=2 from=b to=a sdp=2:5100\n"
     "7>2 200 a via=z3 q=2 from=b to=a sdp=1:4000\n2>7 ACK a via=z3 q=2 from=b to=a\n"
     "1:4000>2:5100 11 12\n1:4000=2:5100 11,22 20\n",
     1, 52, 40, NULL, NULL, NULL},
    {"only its far side is seen",
     "1>7 INVITE a via=z1 sdp=1:4000\n7>2 INVITE a via=z2 sdp=8:3000\n"
     "2>7 200 a via=z2 sdp=2:5000\n7>1 200 a via=z1 sdp=8:3002\n1>7 ACK a\n7>2 ACK a\n"
     "8:3000=2:5000 91,22 40\n",
     1, 40, 40, NULL, NULL, NULL},
    {"nothing says so", LEG1 "\n" LEG2 "\n" ANSWERS TALKS10 BYES, 2, 10, 10, "bye", NULL, NULL},
    {"a header that is not named",
     LEG1 "hdr=X-Thing:_" ID "\n" LEG2 "hdr=X-Thing:_" ID "\n" ANSWERS TALKS10 BYES, 2, 10, 10,
     "bye", NULL, NULL},
    {"a Session-ID of zeros",
     LEG1 "hdr=Session-ID:_00000000000000000000000000000000\n" LEG2
          "hdr=Session-ID:_00000000000000000000000000000000\n" ANSWERS TALKS10 BYES,
     2, 10, 10, "bye", NULL, NULL},
    {"a stranger names it",
     LEG1 "hdr=Session-ID:_" ID "\n6>2 INVITE b from=a2 q=101 sdp=6:2000 hdr=Session-ID:_" ID "\n"
          "2>6 200 b from=a2 to=b2 q=101 sdp=2:5000\n9>1 200 a from=a1 to=b1 sdp=9:2002\n"
          "1:4000=9:2002 11,44 10\n6:2000=2:5000 61,62 10\n",
     2, 10, 10, NULL, NULL, NULL},
    {"a stranger names it through the same PBX",
     LEG1 "hdr=Session-ID:_" ID "\n"
          "6>9 INVITE c from=c1 sdp=6:4000 hdr=Session-ID:_" ID "\n" LEG2 "hdr=Session-ID:_" ID
          "\n" ANSWERS "1:4000=9:2002 11,44 10\n",
     -1, 10, 10, NULL, NULL, NULL},
    {"the first was over",
     LEG1
     "hdr=Session-ID:_" ID "\n9>1 200 a from=a1 to=b1 sdp=9:2002\n"
     "1:4000=9:2002 11,44 10\n1>9 BYE a q=2 from=a1 to=b1\n9>1 200/BYE a q=2 from=a1 to=b1\n" LEG2
     "hdr=Session-ID:_" ID "\n2>9 200 b from=a2 to=b2 q=101 sdp=2:5000\n2:5000=9:2000 22,33 10\n",
     2, 10, 10, "bye", NULL, NULL},
};

TEST(a_pbx_in_the_middle_is_one_call_where_it_proves_so_and_each_voice_once) {
  for (size_t i = 0; i < countof(middles); i++) {
    struct want one = middles[i];
    if (one.calls < 0) { // three dialogs, of which none may be the first's
      AUTO(wiretap) struct wiretap w;
      wiretap_open(&w, (struct tracker_options){.join_headers = HEADERS});
      tap_ladder(&w, one.ladder);
      struct tracker_counts c;
      tracker_counts(w.tracker, &c);
      CHECK_EQ(c.dialogs_kin, 0);
      continue;
    }
    plays(&one, 1, false);
  }
}

TEST(what_is_no_sound_of_the_call_is_neither_its_nor_another) {
  static const struct want table[] = {
      {"a candidate's address",
       "1>2 INVITE a sdp=8:4000,candidate:1~1~UDP~99~10.0.0.1~4000~typ~host\n"
       "2>1 200 a sdp=8:5000,candidate:1~1~udp~99~10.0.0.2~5000~typ~host\n" TALK BYE,
       1, 50, 50, "bye", NULL, NULL},
      {"… told by a re-INVITE",
       CALL TALK "1>2 INVITE a q=2 to=b sdp=8:4000,candidate:1~1~UDP~99~10.0.0.3~4000~typ~srflx\n"
                 "2>1 200 a q=2 sdp=2:5000\n3:4000=2:5000 13,12 50\n" BYE,
       1, 100, 100, "bye", NULL, NULL},
      {"candidates without sense",
       "1>2 INVITE a "
       "sdp=1:4000,candidate:,candidate:1~1~UDP~9~x.local~9~typ~host,candidate:1~9~TCP\n"
       "2>1 200 a sdp=2:5000,end-of-candidates\n" TALK BYE,
       1, 50, 50, "bye", NULL, NULL},
      {"video beside it",
       "1>2 INVITE a sdp=1:4000,video=4002\n2>1 200 a sdp=2:5000,video=5002\n" TALK
       "1:4002=2:5002 77,78 50/99\n" BYE,
       1, 50, 50, "bye", NULL, NULL},
      {"video on the same port",
       "1>2 INVITE a sdp=1:4000,video=4000\n2>1 200 a sdp=2:5000,video=5000\n" TALK
       "1:4000=2:5000 77,78 50/99\n" BYE,
       1, 50, 50, "bye", NULL, NULL},
      {"another recorder's session",
       CALL "5>6 INVITE r sdp=5:3000,sendonly hdr=Require:_siprec\n"
            "6>5 200 r sdp=6:4000,recvonly\n5>6 ACK r\n" TALK "5:3000>6:4000 51 50\n" BYE
            "5>6 BYE r q=9\n6>5 200/BYE r q=9\n",
       1, 50, 50, "bye", NULL, NULL},
  };
  PLAYS_ORPHANS(table);
}

// ---- limits ------------------------------------------------------------------------------------

TEST(seven_hundred_calls_without_sound_take_no_room_from_one_that_is_heard) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){.answered_only = true, .live = true});
  tracker_limit(w.tracker, 3);
  tap_ladder(&w, "1>2 INVITE r sdp=1:4000\n2>1 180 r\n");
  for (int i = 0; i < 700; i++) {
    char line[160];
    snprintf(line, sizeof line, "8>9 INVITE f%d sdp=8:%d\n9>8 200 f%d sdp=9:%d\n8>9 ACK f%d\n", i,
             10000 + 2 * i, i, 20000 + 2 * i, i);
    tap_ladder(&w, line);
  }
  tap_ladder(&w, "2>1 200 r sdp=2:5000\n1>2 ACK r\n" TALK
                 "1>2 BYE r q=9\n2>1 200/BYE r q=9\nwait 3000\n");
  struct tracker_counts c;
  tracker_counts(w.tracker, &c);
  CHECK_EQ(w.n, 1);
  CHECK_EQ(w.call[0].packets[0], 50);
  CHECK_EQ(w.call[0].packets[1], 50);
  CHECK_EQ(c.no_room, 0);
  CHECK(c.evicted >= 600);
}

TEST(more_calls_with_sound_than_may_be_are_counted_and_taken_when_there_is_room) {
  AUTO(wiretap) struct wiretap w;
  struct tracker_counts c;
  wiretap_open(&w, (struct tracker_options){.live = true});
  tracker_limit(w.tracker, 1);
  tap_ladder(&w,
             CALL TALK "3>4 INVITE b sdp=3:4000\n4>3 200 b sdp=4:5000\n3:4000=4:5000 31,32 20\n");
  tracker_counts(w.tracker, &c);
  CHECK_EQ(c.over_limit, 1);
  CHECK_EQ(c.recording, 1);
  tap_ladder(&w, BYE
             "wait 2000\n3:4000=4:5000 31,32 50\n3>4 BYE b q=9\n4>3 200/BYE b q=9\nwait 1000\n");
  CHECK_EQ(w.n, 2);
  CHECK_EQ(w.call[1].packets[0], 50);
  CHECK(strstr(w.call[1].marks, "no_room"));
}
