// SPDX-License-Identifier: Apache-2.0
// What a recording server answers to a client's description.
#include <arpa/inet.h>

#include "recorder/siprec/offer.h"
#include "tests/check.h"

static struct sdp sdp;
static struct offer offer;
static struct offer_ours ours[OFFER_LINES];
static struct offer_origin origin;
static struct buf said;

static void place(size_t i, const char *address, uint16_t port) {
  uint8_t v4[4];
  ours[i].at.port = port;
  if (inet_pton(AF_INET, address, v4) == 1)
    addr_from_v4(ours[i].at.addr, v4);
  else if (inet_pton(AF_INET6, address, ours[i].at.addr) != 1)
    abort();
  memset(ours[i].key, (int)i + 1, sizeof ours[i].key);
}

static const char *answers(const char *text) {
  struct sv all = sv_of(text);
  buf_drop(&said);
  said = (struct buf){0};
  for (size_t i = 0; i < OFFER_LINES; i++) place(i, "192.0.2.9", (uint16_t)(40000 + 2 * i));
  if (!sdp_parse(all, &sdp)) return "";
  offer_weigh(&sdp, &offer);
  offer_answer(all, &sdp, &offer, ours, &origin, &said);
  return said.p;
}
static bool has(const char *what) { return sv_has(buf_sv(&said), sv_of(what)); }

#define HEAD "v=0\r\no=x 7 7 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"

TEST(an_offer_is_answered_line_by_line_with_its_labels) {
  origin = (struct offer_origin){.id = 5};
  CHECK_STR(answers(HEAD "m=audio 20106 RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\n"
                         "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\n"
                         "a=label:16777227\r\na=sendonly\r\n"
                         "m=audio 20110 RTP/AVP 0\r\na=label:16777228\r\na=sendonly\r\n"),
            "v=0\r\no=medlyss 5 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n"
            "m=audio 40000 RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\n"
            "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\na=recvonly\r\n"
            "a=label:16777227\r\n"
            "m=audio 40002 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=recvonly\r\n"
            "a=label:16777228\r\n");
  CHECK_EQ(offer.n_taken, 2);
  CHECK(!offer.paused);
  answers(HEAD "m=audio 20106 RTP/AVP 8\r\na=label:a_leg\r\n");
  CHECK(has("o=medlyss 5 2 ") && has("a=label:a_leg\r\n"));
}

TEST(what_sounds_best_and_can_be_decoded_is_chosen) {
  answers(HEAD "m=audio 2 RTP/AVP 18 8 101 0 9 13\r\na=rtpmap:101 telephone-event/8000\r\n"
               "m=audio 4 RTP/AVP 96 18 97 98 99\r\na=rtpmap:96 EVS/16000\r\n"
               "a=rtpmap:97 opus/48000/2\r\na=fmtp:97 stereo=1\r\n"
               "a=rtpmap:98 telephone-event/8000\r\na=rtpmap:99 telephone-event/48000\r\n"
               "m=audio 6 RTP/AVP 18\r\na=fmtp:18 annexb=no\r\n"
               "m=audio 8 RTP/AVP 104\r\na=rtpmap:104 AMR-WB/16000\r\na=fmtp:104 octet-align=1\r\n"
               "m=audio 10 RTP/AVP 96\r\na=rtpmap:96 EVS/16000\r\na=label:5\r\n");
  CHECK(has("m=audio 40000 RTP/AVP 9 101 13\r\n"));
  CHECK(has("m=audio 40002 RTP/AVP 97 99\r\na=rtpmap:97 opus/48000/2\r\na=fmtp:97 useinbandfec=1"));
  CHECK(has("m=audio 40004 RTP/AVP 18\r\na=rtpmap:18 G729/8000\r\na=fmtp:18 annexb=no\r\n"));
  CHECK(has("a=rtpmap:104 AMR-WB/16000\r\na=fmtp:104 octet-align=1\r\n"));
  CHECK(has("m=audio 0 RTP/AVP 96\r\na=label:5\r\n"));
  CHECK_EQ(offer.line[4].fate, OFFER_NO_CODEC);
}

TEST(lines_that_are_of_no_use_are_refused_in_their_places) {
  char many[4096];
  answers(HEAD "m=video 6000 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
               "m=audio 0 RTP/AVP 0\r\na=label:1\r\nm=audio 99999 RTP/AVP 0\r\n"
               "m=audio 4000 RTP/AVP 0\r\na=label:2\r\nm=image 5000 udptl t38\r\n");
  CHECK(has("m=video 0 RTP/AVP 96\r\nm=audio 0 RTP/AVP 0\r\na=label:1\r\nm=audio 0 RTP/AVP 0\r\n"
            "m=audio 40004 RTP/AVP 0\r\n"));
  CHECK(has("a=label:2\r\nm=image 0 udptl t38\r\n"));
  int n = snprintf(many, sizeof many, HEAD);
  for (int i = 0; i < 20; i++)
    n += snprintf(many + n, sizeof many - (size_t)n, "m=audio %d RTP/AVP 0\r\na=label:%d\r\n",
                  2000 + i, i);
  size_t lines = 0;
  for (struct sv rest = sv_of(answers(many)); rest.n;)
    lines += sv_starts(sv_cut(&rest, '\n'), SV("m=audio"));
  CHECK_EQ(lines, 20);
  CHECK_EQ(offer.n_taken, OFFER_LINES);
  offer_refuse(&offer, 3);
  CHECK_EQ(offer.n_taken, OFFER_LINES - 1);
}

TEST(a_pause_is_seen_however_it_is_said) {
  answers(HEAD "m=audio 2 RTP/AVP 0\r\na=inactive\r\nm=audio 4 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n"
               "a=sendonly\r\n");
  CHECK(offer.paused && offer.n_taken == 2);
  CHECK(has("a=inactive\r\nm=audio 40002 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=recvonly\r\n"));
  answers(HEAD "m=audio 2 RTP/AVP 0\r\na=inactive\r\nm=audio 4 RTP/AVP 0\r\na=sendonly\r\n");
  CHECK(!offer.paused && offer.line[0].paused);
}

TEST(srtp_is_answered_with_a_key_of_ours) {
  answers(HEAD
          "m=audio 2 RTP/SAVP 0\r\na=crypto:1 F8_128_HMAC_SHA1_80 inline:x\r\n"
          "a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|"
          "2^20|1:4\r\nm=audio 4 RTP/AVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_32 "
          "inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\na=rtcp-mux\r\n"
          "m=audio 6 RTP/SAVP 0\r\nm=audio 8 UDP/TLS/RTP/SAVPF 0\r\na=fingerprint:sha-256 00\r\n");
  CHECK(has("m=audio 40000 RTP/SAVP 0\r\na=rtpmap:0 PCMU/8000\r\n"
            "a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
            "\r\na=recvonly\r\n"));
  CHECK(has("m=audio 40002 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=crypto:1 "
            "AES_CM_128_HMAC_SHA1_32 inline:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC\r\n"
            "a=rtcp-mux\r\n"));
  CHECK_EQ(offer.line[2].fate, OFFER_NO_KEY);
  CHECK_EQ(offer.line[3].fate, OFFER_NOT_AUDIO);
  CHECK(has("m=audio 0 RTP/SAVP 0\r\nm=audio 0 UDP/TLS/RTP/SAVPF 0\r\n"));
}

TEST(addresses_of_both_kinds_are_written) {
  const char *two = HEAD "m=audio 2 RTP/AVP 0\r\nm=audio 4 RTP/AVP 0\r\n";
  answers(two);
  place(1, "2001:db8::1", 41000);
  buf_clear(&said);
  offer_answer(sv_of(two), &sdp, &offer, ours, &origin, &said);
  CHECK(has("c=IN IP4 192.0.2.9\r\n") && has("m=audio 41000 RTP/AVP 0\r\nc=IN IP6 2001:db8::1"));
  for (size_t i = 0; i < 2; i++) place(i, "2001:db8::1", (uint16_t)(41000 + 2 * i));
  buf_clear(&said);
  offer_make(ours, 2, OFFER_CLEAR, &origin, &said);
  CHECK(has("c=IN IP6 2001:db8::1\r\n") && has("m=audio 41002 RTP/AVP 9 8 0 18 101 13\r\n"));
}

TEST(our_own_offer_has_two_lines_and_its_answer_is_weighed) {
  struct sdp theirs;
  place(0, "192.0.2.9", 40000);
  place(1, "192.0.2.9", 40002);
  buf_drop(&said);
  said = (struct buf){0};
  origin = (struct offer_origin){.id = 9};
  offer_make(ours, 2, OFFER_SECURE, &origin, &said);
  CHECK(sdp_parse(buf_sv(&said), &theirs));
  CHECK_EQ(theirs.n_media, 2);
  CHECK(theirs.media[0].secure && theirs.media[1].n_crypto == 1);
  CHECK_EQ(theirs.media[1].direction, SDP_RECVONLY);
  CHECK(sv_eq(theirs.media[1].label, SV("2")));
  CHECK(
      sdp_parse(SV(HEAD "m=audio 7000 RTP/AVP 8\r\na=sendonly\r\nm=audio 0 RTP/AVP 8\r\n"), &sdp));
  offer_weigh(&sdp, &offer);
  CHECK_EQ(offer.n_taken, 1);
  CHECK_EQ(offer.line[0].pt, 8);
  CHECK_EQ(offer.line[1].fate, OFFER_CLOSED);
}

TEST(a_line_speaks_where_it_carries_more_than_key_presses) {
  answers(HEAD "m=audio 2 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000\r\n"
               "m=audio 4 RTP/AVP 0 101\r\nm=audio 0 RTP/AVP 0\r\nm=video 6 RTP/AVP 0\r\n");
  CHECK(!offer_speaks(&sdp.media[0]) && offer_speaks(&sdp.media[1]));
  CHECK(!offer_speaks(&sdp.media[2]) && !offer_speaks(&sdp.media[3]));
}

TEST(who_would_only_receive_is_answered_inactive) { // RFC 3264, 6.1: two who listen hear nothing
  answers(HEAD "m=audio 2 RTP/AVP 0\r\na=recvonly\r\n");
  CHECK(has("a=inactive\r\n") && !has("a=recvonly"));
}
