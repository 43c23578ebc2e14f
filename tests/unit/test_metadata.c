// SPDX-License-Identifier: Apache-2.0
// Recording metadata as the vendors write it, each in few lines of its own dialect.
#include "recorder/siprec/metadata.h"
#include "tests/check.h"

static struct metadata m;

static void reads(const char *xml) { metadata_read(sv_of(xml), &m); }

#define RFC                                                                                        \
  "<?xml version='1.0' encoding='UTF-8'?><recording xmlns='urn:ietf:params:xml:ns:recording:1'>"

TEST(metadata_of_the_standard_is_read) {
  reads("\r\n" RFC "<datamode>complete</datamode><group group_id='g1'/>"
        "<session session_id='s1'><group-ref>g1</group-ref><start-time>2026-11-30T08:00:00Z"
        "</start-time><sipSessionID>ab12;remote=cd34</sipSessionID></session>"
        "<participant participant_id='p1'><nameID aor='sip:7301@a.example'/></participant>"
        "<participant participant_id='p2'><nameID aor='sip:7300@a.example'><name xml:lang='en'>Eva "
        "&amp; Bo</name></nameID></participant>"
        "<stream stream_id='t1' session_id='s1'><label>1</label></stream>"
        "<stream stream_id='t2' session_id='s1'><label>2</label></stream>"
        "<participantsessionassoc participant_id='p1' session_id='s1'/>"
        "<participantstreamassoc participant_id='p1'><send>t1</send><recv>t2</recv>"
        "</participantstreamassoc><participantstreamassoc participant_id='p2'><send>t2</send>"
        "<recv>t1</recv></participantstreamassoc></recording>\r\n--rest");
  CHECK_EQ(m.trouble, 0);
  CHECK(m.complete);
  CHECK_EQ(m.n_sessions, 1);
  CHECK_STR(m.session[0].sip_id, "ab12;remote=cd34");
  CHECK_EQ(m.session[0].start_ms, 1796025600000);
  CHECK_EQ(m.session[0].group, 0);
  CHECK_STR(m.participant[1].name, "Eva & Bo");
  CHECK_EQ(m.participant[0].sends, 1);
  CHECK_EQ(m.participant[0].receives, 2);
  CHECK_EQ(m.participant[1].sends, 2);
  CHECK_EQ(m.participant[0].sessions, 1);
  CHECK_EQ(metadata_labelled(&m, SV("2")), 1);
  CHECK_EQ(metadata_labelled(&m, SV("3")), -1);
}

TEST(oracle_says_id_nests_send_and_knows_the_calling_party) {
  reads("<recording xmlns='urn:ietf:params:xml:ns:recording'><session id=\"AavR==\">"
        "<associate-time>2019-03-09T16:50:20</associate-time><extensiondata "
        "xmlns:apkt='http://acmepacket.com/siprec/extensiondata'><apkt:ucid>00FA08;encoding=hex"
        "</apkt:ucid></extensiondata></session>"
        "<participant id='fSD3==' session='AavR=='><nameID aor='sip:9000@h'><name>9000</name>"
        "</nameID><send>Q4O8==</send><extensiondata xmlns:apkt='x'><apkt:callingParty>true"
        "</apkt:callingParty><apkt:header label='X-Case'><value>77</value></apkt:header>"
        "</extensiondata></participant>"
        "<participant id='Ebcc==' session='AavR=='><nameID aor='sip:1002@h'/><send>l1Ny==</send>"
        "<extensiondata xmlns:apkt='x'><apkt:callingParty>false</apkt:callingParty></extensiondata>"
        "</participant><stream id='Q4O8==' session='AavR=='><label>16777227</label>"
        "<mode>separate</mode></stream><stream id='l1Ny==' session='AavR=='><label>16777228</label>"
        "</stream></recording>");
  CHECK_EQ(m.trouble, 0);
  CHECK_EQ(m.session[0].start_ms, 1552150220000); // without a zone: UTC
  CHECK_EQ(m.participant[0].end, METADATA_CALLING);
  CHECK_EQ(m.participant[1].end, METADATA_CALLED);
  CHECK_EQ(m.participant[1].sends, 2);
  CHECK_EQ(m.participant[1].sessions, 1);
  CHECK_STR(m.stream[1].label, "16777228");
  CHECK_EQ(m.n_extras, 2);
  CHECK_STR(m.extra[0].name, "ucid");
  CHECK(m.extra[0].is_id);
  CHECK_STR(m.extra[1].name, "X-Case");
  CHECK_STR(m.extra[1].value, "77");
  CHECK(!m.extra[1].is_id);
}

TEST(sonus_prefixes_every_element_and_adds_its_call_data) {
  reads("<tns:recording xmlns:tns='urn:ietf:params:xml:ns:recording'><tns:group group_id='G=='>"
        "<callData xmlns='urn:ietf:params:xml:ns:callData'><fromhdr>\"E\" &lt;sip:8500@h&gt;"
        "</fromhdr><callid>2da5-f7</callid><gcid>241205267</gcid></callData></tns:group>"
        "<tns:session session_id='S=='><tns:group-ref>G==</tns:group-ref></tns:session>"
        "<tns:participant participant_id='P=='><tns:nameID aor='2249@172.16.1.1'><tns:name> "
        "</tns:name></tns:nameID></tns:participant>"
        "<undeclared:stream stream_id='T==' session_id='S=='><undeclared:label>1"
        "</undeclared:label></undeclared:stream><tns:participantstreamassoc participant_id='P=='>"
        "<tns:send>T==</tns:send></tns:participantstreamassoc></tns:recording>");
  CHECK_EQ(m.trouble, 0);
  CHECK_STR(m.participant[0].aor, "2249@172.16.1.1");
  CHECK_STR(m.participant[0].name, "");
  CHECK_EQ(m.participant[0].sends, 1);
  CHECK_EQ(m.session[0].group, 0);
  CHECK_EQ(m.n_extras, 3);
  CHECK(m.extra[1].is_id && m.extra[2].is_id && !m.extra[0].is_id);
}

TEST(broadworks_writes_the_draft_with_one_mixed_stream) {
  reads("<recording_metadata xmlns='urn:ietf:params:xml:ns:siprec'><dataMode>complete</dataMode>"
        "<recording id='urn:uuid:r'><requestor>SRC</requestor><type>selective</type></recording>"
        "<session id='urn:uuid:e76f'><start-time>2019-01-13T14:48:35-05:00</start-time></session>"
        "<participant id='sip:4601@h' session='urn:uuid:e76f'><aor>sip:4601@h;user=phone</aor>"
        "<name>Demo</name><send>1</send></participant>"
        "<participant id='sip:4602@h' session='e76f'><aor>sip:4602@h</aor><send>1</send>"
        "</participant><stream id='1' session='urn:uuid:e76f'><mode>mixed</mode><label>1</label>"
        "</stream><extensiondata id='x' parent='urn:uuid:e76f'><broadWorksRecordingMetadata>"
        "<extTrackingID>142208:1</extTrackingID><callID>callhalf-11:0</callID>"
        "</broadWorksRecordingMetadata></extensiondata></recording_metadata>");
  CHECK_EQ(m.trouble, 0);
  CHECK_EQ(m.n_sessions, 1); // with urn:uuid: and without it
  CHECK_EQ(m.session[0].start_ms, 1547408915000);
  CHECK_STR(m.participant[0].aor, "sip:4601@h;user=phone");
  CHECK(m.stream[0].mixed);
  CHECK_EQ(m.participant[0].sends & m.participant[1].sends, 1);
  CHECK(m.n_extras == 2 && m.extra[0].is_id && m.extra[1].is_id);
}

TEST(elements_may_stand_within_each_other) {
  reads("<recording><session session='t-17' direction='inbound'><participant id='p1' name='Eva'>"
        "<aor>sip:eva@h</aor></participant><participant id='p2' name='Bo'><aor>sip:bo@h</aor>"
        "<stream id='x' label='2' mode='separate'/></participant>"
        "<stream label='one' streamid='audio'/></session></recording>");
  CHECK_STR(m.session[0].id, "t-17");
  CHECK_EQ(m.n_participants, 2);
  CHECK_STR(m.participant[0].name, "Eva");
  CHECK_STR(m.participant[1].aor, "sip:bo@h");
  CHECK_EQ(m.participant[1].sessions, 1);
  CHECK_EQ(m.participant[1].sends, 1);
  CHECK_EQ(m.stream[1].session, 0);
  CHECK_STR(m.stream[1].id, "audio");
}

TEST(empty_ids_and_streams_never_told_lose_nothing) {
  reads(RFC "<session session_id=''/><participant participant_id='p'><nameID "
            "aor='sip:101@ims.example;noa=international;srvattri=national'/></participant>"
            "<stream stream_id=''><label>0</label></stream><stream stream_id=''><label>1</label>"
            "</stream><participantstreamassoc participant_id='p'><send></send><send>ghost</send>"
            "</participantstreamassoc></recording>");
  CHECK_EQ(m.trouble, METADATA_UNTOLD);
  CHECK_EQ(m.n_streams, 3);
  CHECK_EQ(metadata_labelled(&m, SV("1")), 1);
  CHECK_EQ(m.participant[0].sends, 4);
  CHECK(!m.stream[2].told);
  CHECK_STR(metadata_trouble(m.trouble), "metadata_untold");
}

TEST(what_is_not_well_formed_gives_what_could_be_read) {
  reads(RFC "<participant participant_id='p'><nameID aor='sip:1@h'><name>Bo & S\xf6n AB</name>"
            "</nameID></participant><stream stream_id='t'><label>1</label></stream></recording>");
  CHECK_EQ(m.trouble, METADATA_MENDED);
  CHECK_STR(m.participant[0].name, "Bo & S\xc3\xb6n AB");
  CHECK_EQ(m.n_streams, 1);
  reads(RFC "<participant participant_id='p'><nameID aor='sip:1@h'/></participant><stream stream");
  CHECK_EQ(m.trouble, METADATA_BROKEN);
  CHECK_STR(m.participant[0].aor, "sip:1@h");
  reads("<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'b'>]><recording><participant id='&a;'/>");
  CHECK_EQ(m.trouble, METADATA_DOCTYPE | METADATA_NONE);
  reads("");
  CHECK_EQ(m.trouble & METADATA_NONE, METADATA_NONE);
  reads("not a document");
  CHECK_EQ(m.n_participants, 0);
  reads(
      "<recording_metadata xmlns='urn:ietf:params:xml:ns:siprec'>completeSRC</recording_metadata>");
  CHECK_EQ(m.n_participants, 0);
}

TEST(metadata_is_bounded_in_depth_size_and_number) {
  static char big[METADATA_BYTES_MAX + 4096];
  size_t n = 0;
  for (int i = 0; i < 100; i++) n += (size_t)snprintf(big + n, sizeof big - n, "<a>");
  reads(big);
  CHECK(m.trouble & METADATA_TOO_BIG);
  n = (size_t)snprintf(big, sizeof big, "<recording>");
  for (int i = 0; n < METADATA_BYTES_MAX + 100; i++)
    n += (size_t)snprintf(big + n, sizeof big - n, "<participant id='p%d'/>", i);
  reads(big);
  CHECK(m.trouble & METADATA_TOO_MANY && m.trouble & METADATA_TOO_BIG);
  CHECK_EQ(m.n_participants, METADATA_PARTICIPANTS);
  CHECK_STR(m.participant[15].id, "p15");
}

TEST(a_partial_snapshot_adds_and_a_complete_one_replaces) {
  static struct metadata known;
  known = (struct metadata){0};
  reads(RFC "<session session_id='s'><sipSessionID>x</sipSessionID></session>"
            "<participant participant_id='p1'><nameID aor='sip:1@h'/></participant>"
            "<stream stream_id='t1' session_id='s'><label>1</label></stream>"
            "<participantsessionassoc participant_id='p1' session_id='s'/>"
            "<participantstreamassoc participant_id='p1'><send>t1</send></participantstreamassoc>"
            "<extensiondata><ucid>0042</ucid></extensiondata></recording>");
  metadata_take(&known, &m);
  CHECK_EQ(known.n_participants, 1);
  // Avaya: who really speaks comes in an UPDATE
  reads("<recording><dataMode>Partial</dataMode><participant participant_id='p2'><nameID "
        "aor='sip:2@h'><name>Bo</name></nameID></participant><stream stream_id='t2' "
        "session_id='s'><label>2</label></stream><participantstreamassoc participant_id='p2'>"
        "<send>t2</send></participantstreamassoc></recording>");
  metadata_take(&known, &m);
  CHECK(!known.complete);
  CHECK_EQ(known.n_participants, 2);
  CHECK_EQ(known.n_streams, 2);
  CHECK_EQ(known.participant[1].sends, 2);
  CHECK_EQ(known.participant[0].sends, 1);
  CHECK_STR(known.session[0].sip_id, "x");
  reads("<recording><dataMode>partial</dataMode><participantsessionassoc participant_id='p1' "
        "session_id='s'><disassociate-time>2026-11-30T08:10:00Z</disassociate-time>"
        "</participantsessionassoc></recording>");
  metadata_take(&known, &m);
  CHECK(known.participant[0].gone && !known.participant[1].gone);
  reads(""); // nothing in it: nothing changes
  metadata_take(&known, &m);
  CHECK_EQ(known.n_participants, 2);
  reads("<recording><participant participant_id='p3'><nameID aor='sip:3@h'/></participant>");
  metadata_take(&known, &m); // complete by its word, and cut off: it adds
  CHECK_EQ(known.n_participants, 3);
  reads("<recording><participant participant_id='p4'><nameID aor='sip:4@h'/></participant>"
        "</recording>");
  metadata_take(&known, &m);
  CHECK_EQ(known.n_participants, 1);
  CHECK_EQ(known.n_extras, 1);
  CHECK_STR(known.extra[0].value, "0042");
}

TEST(who_leaves_a_stream_no_longer_speaks_in_it) {
  reads(RFC
        "<session session_id='s'/><stream stream_id='t' session_id='s'><label>1</label></stream>"
        "<participantsessionassoc participant_id='a' session_id='s'><associate-time>2026-11-30"
        "T08:00:00Z</associate-time><disassociate-time>2026-11-30T08:05:00Z</disassociate-time>"
        "</participantsessionassoc><participantstreamassoc participant_id='a'><send>t</send>"
        "<disassociate-time>2026-11-30T08:05:00Z</disassociate-time></participantstreamassoc>"
        "<participantstreamassoc participant_id='b'><send>t</send></participantstreamassoc>"
        "<participant participant_id='a'/><participant participant_id='b'/></recording>");
  CHECK_EQ(m.trouble, 0);
  CHECK(m.participant[0].gone);
  CHECK_EQ(m.participant[0].sends, 0);
  CHECK_EQ(m.participant[1].sends, 1);
}

// Hosted PBXs record a subscriber's calls, and name her by an id that nobody dials.
TEST(a_subscriber_is_the_houses_and_has_the_number_she_is_reached_by) {
  static const char people[] =
      "<recording_metadata><participant id='p1'><aor>sip:qx7@centre.example</aor></participant>"
      "<participant id='p2'><aor>sip:7711@192.0.2.1;user=phone</aor></participant>"
      "<extensiondata><md xmlns='urn:x'><userID>qx7@centre.example</userID><callType>";
  static const struct {
    const char *call;
    int own, other; // ends
    const char *aor;
  } cases[] = {
      {"<termCall><callingPartyNumber>sip:7711@192.0.2.1;user=phone</callingPartyNumber>"
       "<calledPartyNumber>sip:+46810@192.0.2.1</calledPartyNumber></termCall>",
       METADATA_CALLED, METADATA_CALLING, "sip:+46810@192.0.2.1"},
      {"<origCall><callingPartyNumber>sip:+46810@192.0.2.1</callingPartyNumber>"
       "<calledPartyNumber>sip:7711@192.0.2.1</calledPartyNumber></origCall>",
       METADATA_CALLING, METADATA_CALLED, "sip:+46810@192.0.2.1"},
      {"", METADATA_END_UNSAID, METADATA_END_UNSAID, "sip:qx7@centre.example"},
  };
  for (size_t i = 0; i < countof(cases); i++) {
    char text[1024];
    snprintf(text, sizeof text, "%s%s</callType></md></extensiondata></recording_metadata>", people,
             cases[i].call);
    reads(text);
    CHECK_EQ(m.participant[0].role, METADATA_AGENT);
    CHECK_EQ(m.participant[0].end, cases[i].own);
    CHECK_EQ(m.participant[1].end, cases[i].other);
    CHECK_STR(m.participant[0].aor, cases[i].aor);
  }
}
