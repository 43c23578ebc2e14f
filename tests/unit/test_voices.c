// SPDX-License-Identifier: Apache-2.0
// Who speaks in which line of a recording session, and who of them is the agent.
#include "recorder/siprec/who.h"
#include "tests/check.h"

static struct metadata m;
static struct sdp sdp;
static struct sip sip;
static struct voices v;

static bool is_1002(void *ctx, struct sv address) {
  (void)ctx;
  return sv_eq(address, SV("1002"));
}
static bool is_ours(void *ctx, struct sv address) {
  (void)ctx, (void)address;
  return true;
}

#define TWO(a, b)                                                                                  \
  "v=0\r\nm=audio 2 RTP/AVP 0\r\na=label:" a "\r\nm=audio 4 RTP/AVP 0\r\na=label:" b "\r\n"
#define PEOPLE                                                                                     \
  "<participant id='a'><nameID aor='sip:+46701@h;noa=international'/></participant>"               \
  "<participant id='b'><nameID aor='1002@h'><name>Eva</name></nameID></participant>"
#define SENDS(who, what)                                                                           \
  "<participantstreamassoc participant_id='" who "'><send>" what "</send></"                       \
  "participantstreamassoc>"
#define STREAMS "<stream id='x'><label>1</label></stream><stream id='y'><label>2</label></stream>"

static void tells(const char *text, const char *xml, const char *headers,
                  bool (*is_own)(void *, struct sv)) {
  char message[1024];
  struct voices_ask ask = {.sdp = &sdp, .is_own = is_own};
  CHECK(sdp_parse(sv_of(text), &sdp));
  metadata_read(sv_of(xml ? xml : ""), &m);
  if (xml) ask.metadata = &m;
  snprintf(message, sizeof message,
           "INVITE sip:rec@h SIP/2.0\r\nVia: x\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nTo: <sip:rec@h>"
           "\r\n%s\r\n\r\n",
           headers ? headers : "From: <sip:sbc@h>;tag=1");
  CHECK(sip_parse(sv_of(message), &sip));
  ask.invite = &sip;
  voices_tell(&ask, &v);
}

TEST(a_label_ties_a_line_to_its_speaker_and_says_nothing_else) {
  const char *xml = "<recording>" PEOPLE STREAMS SENDS("a", "y") SENDS("b", "x") "</recording>";
  tells(TWO("1", "2"), xml, NULL, is_1002);
  CHECK_STR(v.voice[0].address, "1002@h");
  CHECK_STR(v.voice[0].name, "Eva");
  CHECK_EQ(v.voice[0].side, VOICE_AGENT);
  CHECK_EQ(v.voice[0].proof, VOICE_BY_DIRECTORY);
  CHECK_STR(v.voice[1].address, "+46701@h");
  CHECK_EQ(v.voice[1].side, VOICE_CUSTOMER);
  tells(TWO("2", "1"), xml, NULL, is_1002);
  CHECK_EQ(v.voice[1].side, VOICE_AGENT);
}

TEST(two_of_the_house_are_told_apart_by_who_called) {
  const char *xml =
      "<recording>" STREAMS "<participant id='a'><nameID aor='sip:1@h'/><send>x</send>"
      "<extensiondata><callingParty>false</callingParty></extensiondata></participant>"
      "<participant id='b'><nameID aor='sip:2@h'/><send>y</send><extensiondata><callingParty>true"
      "</callingParty></extensiondata></participant></recording>";
  tells(TWO("1", "2"), xml, NULL, is_ours);
  CHECK_EQ(v.voice[0].side, VOICE_AGENT);
  CHECK_EQ(v.voice[0].proof, VOICE_BY_VENDOR);
  CHECK_EQ(v.voice[1].side, VOICE_CUSTOMER);
}

TEST(without_any_proof_the_first_line_is_the_callers) {
  tells(TWO("9", "8"), NULL, "From: \"Kund\" <sip:+4670@h>;tag=1", NULL);
  CHECK_STR(v.voice[0].address, "+4670@h");
  CHECK_EQ(v.voice[0].side, VOICE_CUSTOMER);
  CHECK_EQ(v.voice[1].side, VOICE_AGENT);
  CHECK_EQ(v.voice[1].proof, VOICE_BY_ORDER);
}

TEST(a_client_that_sends_metadata_says_in_from_who_it_is_itself) {
  tells(TWO("1", "2"), "<recording><session id='s'/></recording>", "From: <sip:sbc@h>;tag=1", NULL);
  CHECK_STR(v.voice[0].address, "");
  CHECK_EQ(v.voice[0].side, VOICE_CUSTOMER);
  tells(TWO("1", "2"), "<recording><participant id=", "From: <sip:4670@h>;tag=1", NULL);
  CHECK_STR(v.voice[0].address, "4670@h");
}

TEST(participants_without_streams_come_in_the_order_of_the_lines) {
  tells(TWO("0", "1"), "<recording>" PEOPLE "</recording>", NULL, NULL);
  CHECK_STR(v.voice[0].address, "+46701@h");
  CHECK_STR(v.voice[1].address, "1002@h");
  tells(TWO("1", "2"), "<recording>" PEOPLE STREAMS SENDS("b", "x") "</recording>", NULL, NULL);
  CHECK_STR(v.voice[0].address, "1002@h"); // and the one left over speaks in the other
  CHECK_STR(v.voice[1].address, "+46701@h");
}

TEST(one_stream_of_everybody_is_both_sides) {
  const char *one = "v=0\r\nm=audio 2 RTP/AVP 0\r\na=label:1\r\n";
  tells(one, "<recording>" PEOPLE STREAMS SENDS("a", "x") SENDS("b", "x") "</recording>", NULL,
        is_1002);
  CHECK_EQ(v.voice[0].side, VOICE_BOTH);
  tells(one, "<recording>" PEOPLE "</recording>", NULL, NULL);
  CHECK_EQ(v.voice[0].side, VOICE_BOTH);
  tells(one, NULL, NULL, NULL);
  CHECK_EQ(v.voice[0].side, VOICE_BOTH);
  tells(one, "<recording>" PEOPLE STREAMS SENDS("a", "x") "</recording>", NULL, NULL);
  CHECK_EQ(v.voice[0].side, VOICE_CUSTOMER);
}

TEST(cucm_says_in_from_which_end_a_dialog_is) {
  const char *one = "v=0\r\nm=audio 2 RTP/AVP 0\r\n";
  tells(one, NULL, "From: \"Eva\" <sip:2000@ucm1;x-nearend;x-refci=2;x-farendaddr=1000>;tag=1",
        NULL);
  CHECK_EQ(v.voice[0].side, VOICE_AGENT);
  CHECK_STR(v.voice[0].address, "2000@ucm1");
  CHECK_STR(v.voice[0].name, "Eva");
  tells(one, NULL, "From: <sip:2000@ucm1;x-farend;x-refci=2;x-farendaddr=1000>;tag=1", NULL);
  CHECK_EQ(v.voice[0].side, VOICE_CUSTOMER);
  CHECK_EQ(v.voice[0].proof, VOICE_BY_VENDOR);
  CHECK_STR(v.voice[0].address, "1000");
}

TEST(cube_names_participants_in_a_header_of_its_own) {
  tells(
      TWO("1", "2"), NULL,
      "From: <sip:cube@h>;tag=1\r\nX-Cisco-Recording-Participant: sip:1002@h;media-index=\"1\"\r\n"
      "X-Cisco-Recording-Participant: \"Bo\" <sip:5550@h>;media-index=\"0\"",
      is_1002);
  CHECK_STR(v.voice[0].address, "5550@h");
  CHECK_STR(v.voice[0].name, "Bo");
  CHECK_EQ(v.voice[1].side, VOICE_AGENT);
  CHECK_EQ(v.voice[1].proof, VOICE_BY_DIRECTORY);
}

TEST(who_has_left_speaks_no_longer) {
  tells(TWO("1", "2"),
        "<recording>" STREAMS "<participant id='a'><nameID aor='sip:1@h'/><send>x</send>"
        "<disassociate-time>2026-11-30T08:00:00Z</disassociate-time></participant>"
        "<participant id='c'><nameID aor='sip:3@h'/><send>x</send></participant>"
        "<participant id='b'><nameID aor='sip:2@h'/><send>y</send></participant></recording>",
        NULL, NULL);
  CHECK_STR(v.voice[0].address, "3@h");
}

TEST(a_label_that_is_said_twice_is_the_first_lines) {
  const char *xml = "<recording>" PEOPLE STREAMS SENDS("a", "x") SENDS("b", "y") "</recording>";
  tells(TWO("1", "1"), xml, NULL, is_1002);
  CHECK_STR(v.voice[0].address, "+46701@h");
  CHECK_STR(v.voice[1].address, "1002@h");
  CHECK_EQ(v.voice[1].side, VOICE_AGENT);
}
