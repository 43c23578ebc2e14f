// SPDX-License-Identifier: Apache-2.0
#include "core/buf.h"
#include "recorder/signal/who.h"
#include "recorder/wire/sdp.h"
#include "recorder/wire/sip.h"
#include "recorder/wire/sip_frame.h"
#include "tests/check.h"

static bool sv_is(struct sv got, const char *want) { return sv_eq(got, sv_of(want)); }

// RFC 4475, 3.1.1.1: a short tortuous INVITE (shortened in its Via lines).
static const char tortuous[] =
    "INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0\r\n"
    "TO :\r\n sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n\r\n"
    "from   : \"J Rosenberg \\\\\\\"\"       <sip:jdrosen@example.com>\r\n  ;\r\n  tag = "
    "98asjd8\r\n"
    "MaX-fOrWaRdS: 0068\r\nCall-ID: wsinv.ndaksdj@192.0.2.1\r\nContent-Length   : 150\r\n"
    "cseq: 0009\r\n  INVITE\r\nVia  : SIP  /   2.0\r\n /UDP\r\n    192.0.2.2;branch=390skdjuw\r\n"
    "s :\r\nNewFangledHeader:   newfangled value\r\n continued newfangled value\r\n"
    "UnknownHeaderWithUnusualValue: ;;,,;;,;\r\nContent-Type: application/sdp\r\n"
    "v:  SIP  / 2.0  / TCP     spindle.example.com   ;\r\n  branch  =   z9hG4bK9ikj8\r\n"
    "m:\"Quoted string \\\"\\\"\" <sip:jdrosen@example.com> ; newparam =\r\n      newvalue ;\r\n  "
    "secondparam ; q = 0.33\r\n\r\n"
    "v=0\r\no=mhandley 29739 7272939 IN IP4 192.0.2.3\r\ns=-\r\nc=IN IP4 192.0.2.4\r\nt=0 0\r\n"
    "m=audio 49217 RTP/AVP 0 12\r\nm=video 3227 RTP/AVP 31\r\na=rtpmap:31 LPC\r\n";

TEST(a_tortuous_invite_is_read) {
  struct sip m;
  struct sdp sdp;
  CHECK(sip_parse(sv_of(tortuous), &m));
  CHECK(m.request && m.method == SIP_INVITE);
  CHECK_EQ(m.cseq, 9);
  CHECK(sv_is(m.call_id, "wsinv.ndaksdj@192.0.2.1"));
  CHECK(sv_is(m.to.user, "vivekg"));
  CHECK(sv_is(m.to.tag, "1918181833n"));
  CHECK(sv_is(m.from.tag, "98asjd8"));
  CHECK(sv_is(m.from.user, "jdrosen"));
  CHECK(sv_is(m.from.display, "J Rosenberg \\\\\\\""));
  CHECK_EQ(m.body.n, 150);
  CHECK(sdp_parse(sip_sdp(&m), &sdp));
  CHECK_EQ(sdp.media[0].port, 49217);
  CHECK_EQ(sdp.media[0].addr[15], 4);
}

static bool reads(const char *message, struct sip *m) { return sip_parse(sv_of(message), m); }
#define REST "\r\nVia: x\r\nl: 0\r\n\r\n"

TEST(rfc_4475_valid_oddities_are_read) {
  struct sip m;
  CHECK(reads("!interesting-Method0123456789_*+`.%indeed'~ "
              "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:"
              "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0\r\nCall-ID: intmeth."
              "word%ZK-!.*_+'@word`~)(><:\\/\"][?}{\r\nCSeq: 139122385 "
              "!interesting-Method0123456789_*+`.%indeed'~\r\n"
              "To: \"BEL:\\\x07 NUL:\\\x01 DEL:\\\x7F\" "
              "<sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>\r\n"
              "From: token1~` token2'+_ token3*%!.- "
              "<sip:mundane@example.com>;fromParam''~+*_!.-%=\"\xD1\x80\xD0\xB0\";"
              "tag=_token~1'+`*%!-." REST,
              &m));
  CHECK(sv_is(m.from.tag, "_token~1'+`*%!-."));
  CHECK(reads(
      "INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0\r\nTo: sip:%75se%72@example.com\r\n"
      "From: <sip:I%20have%20spaces@example.net>;tag=938\r\ni: esc01\r\nCSeq: 1 INVITE" REST,
      &m));
  CHECK(sv_is(m.to.user, "%75se%72"));
  CHECK(reads(
      "OPTIONS sip:user@example.com SIP/2.0\r\nTo: sip:user@example.com\r\n"
      "From: caller<sip:caller@example.com>;tag=323\r\nCall-ID: lwsdisp\r\nCSeq: 60 OPTIONS" REST,
      &m));
  CHECK(sv_is(m.from.display, "caller"));
  CHECK(reads(
      "OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0\r\nTo: sip:j_user@example.com\r\n"
      "From: sip:caller@example.org;tag=33242\r\nCall-ID: semiuri\r\nCSeq: 8 OPTIONS" REST,
      &m));
  CHECK(sv_is(m.from.tag, "33242") && sv_is(m.from.host, "example.org"));
  CHECK(
      reads("SIP/2.0 100 \r\nCall-ID: noreason\r\nCSeq: 35 INVITE\r\nFrom: <sip:u@e.com>;tag=39\r\n"
            "To: <sip:u@e.com>;tag=2" REST,
            &m));
  CHECK(!m.request && m.status == 100 && m.method == SIP_INVITE && m.reason.n == 0);
  CHECK(reads(
      "SIP/2.0 200 = 2**3 * 5**2 \xD0\xBD\xD0\xBE \r\nCall-ID: unreason\r\nCSeq: 35 INVITE\r\n"
      "From: sip:u@e.com;tag=39\r\nTo: <sip:u@e.com>" REST,
      &m));
  CHECK_EQ(m.status, 200);
}

TEST(rfc_4475_invalid_messages_do_no_harm) {
  static const char *const bad[] = {
      "INVITE sip:u@e.com SIP/7.0\r\nCall-ID: badvers\r\nCSeq: 1 INVITE\r\nTo: <sip:a@b>\r\nFrom: "
      "<sip:c@d>" REST,
      "SIP/2.0 4294967301 better not break\r\nCall-ID: bigcode\r\nCSeq: 1 INVITE\r\nTo: "
      "<sip:a@b>\r\nFrom: <sip:c@d>" REST,
      "INVITE sip:u@e.com SIP/2.0\r\nCSeq: 193942 INVITE\r\n\r\n",
      "INVITE <sip:u@e.com>",
      "SIP/2.0",
      "\r\n\r\n",
      "",
  };
  struct sip m;
  for (size_t i = 0; i < countof(bad); i++) CHECK(!reads(bad[i], &m));
  static const char *const odd[] = {
      // not valid, but followed as far as they go
      "INVITE sip:user@example.com; lr SIP/2.0\r\nCall-ID: lwsruri\r\nCSeq: 1 INVITE\r\nTo: "
      "<sip:a@b>\r\nFrom: <sip:c@d>" REST,
      "INVITE sip:u@e SIP/2.0\r\nTo: \"Mr. J. User <sip:j.user@example.com>\r\nFrom: "
      "sip:c@d;tag=9\r\ni: quotbal\r\nCSeq: 1 INVITE" REST,
      "INVITE sip:u@e SIP/2.0\r\nTo: <sip:a@b>;tag=\r\nFrom: <sip:c@d>;;,;,,;tag=\"\r\nCall-ID: "
      "badinv01\r\nCSeq: 8 INVITE" REST,
  };
  CHECK(reads(odd[0], &m));
  CHECK(!reads(odd[1], &m)); // nobody can say where the quoted name ends
  CHECK(reads(odd[2], &m));
  CHECK(reads("INVITE sip:u@e SIP/2.0\r\nTo: <sip:a@b>\r\nFrom: <sip:c@d>\r\nCall-ID: "
              "clerr\r\nCSeq: 8 INVITE\r\n"
              "Content-Length: 9999\r\n\r\nv=0\r\n",
              &m));
  CHECK_EQ(m.body.n, 5);
  CHECK(reads("INVITE sip:u@e SIP/2.0\r\nTo: <sip:a@b>\r\nFrom: <sip:c@d>\r\nCall-ID: ncl\r\nCSeq: "
              "8 INVITE\r\n"
              "Content-Length: -999\r\n\r\nv=0\r\n",
              &m));
  CHECK_EQ(m.body.n, 5);
  CHECK(reads("INVITE sip:u@e SIP/2.0\r\nTo: <sip:a@b>\r\nFrom: <sip:c@d>\r\nCall-ID: z\r\nCSeq: "
              "8 INVITE\r\nContent-Type: application/sdp\r\n"
              "Content-Length: 0\r\n\r\nv=0\r\n",
              &m)); // written in on the way
  CHECK_EQ(m.body.n, 5);
}

// What broke other tools: very long values, a Warning without an agent, fields cut short.
TEST(long_and_cut_fields_stay_views) {
  static char message[70000];
  struct sip m;
  int n = snprintf(message, sizeof message,
                   "INVITE sip:u@e SIP/2.0\r\nWarning: 399\r\nWarning:\r\nCall-ID: ");
  memset(message + n, 'i', 60000);
  snprintf(message + n + 60000, sizeof message - (size_t)n - 60000,
           "\r\nCSeq: 1 INVITE\r\nTo: <sip:a@b>\r\nFrom: <sip:c@d>;tag=1\r\nX-Call-ID: \r\n\r\n");
  CHECK(sip_parse(sv_of(message), &m));
  CHECK_EQ(m.call_id.n, 60000);
  for (size_t cut = 0; cut < 200; cut++) (void)sip_parse((struct sv){tortuous, cut * 4}, &m);
}

TEST(session_description_is_found_in_a_multipart_body) {
  struct sip m;
  struct sdp sdp;
  CHECK(reads(
      "INVITE sip:u@e SIP/2.0\r\nTo: <sip:a@b>\r\nFrom: <sip:c@d>\r\nCall-ID: mp\r\nCSeq: 8 "
      "INVITE\r\n"
      "c: multipart/mixed; boundary=\"b 1\"\r\nx: 1800;refresher=uac\r\n\r\npre\r\n--b "
      "1\r\nContent-Type: "
      "application/sdp\r\n\r\nv=0\r\nc=IN IP6 2001:db8::1\r\nm=audio 4000 RTP/AVP 8\r\n--b 1\r\n"
      "Content-Type: text/plain\r\n\r\nm=audio 9 RTP/AVP 0\r\n--b 1--\r\n",
      &m));
  CHECK_EQ(m.session_expires_s, 1800);
  CHECK(sdp_parse(sip_sdp(&m), &sdp));
  CHECK_EQ(sdp.n_media, 1);
  CHECK_EQ(sdp.media[0].port, 4000);
  CHECK_EQ(sdp.media[0].addr[0], 0x20);
}

TEST(sdp_says_codec_direction_keys_and_hold) {
  struct sdp s;
  CHECK(sdp_parse(
      SV("v=0\no=- 77 2 IN IP4 h\nc=IN IP4 192.0.2.1\na=sendonly\n"
         "m=audio 4000/2 RTP/SAVP 111 0 101 13\r\na=rtpmap:111 opus/48000/2\r\n"
         "a=fmtp:111 useinbandfec=1;stereo=0\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\n"
         "a=crypto:1 AES_CM_128_HMAC_SHA1_80 "
         "inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:4\r\n"
         "a=rtcp-mux\r\na=rtcp:4010 IN IP4 192.0.2.1\r\na=label:agent\r\n"
         "m=audio 0 RTP/AVP 8\r\nc=IN IP4 0.0.0.0\r\na=inactive\r\nm=video 5000 RTP/AVP 31\r\n"),
      &s));
  const struct sdp_media *m = &s.media[0];
  CHECK_EQ(s.n_media, 3);
  CHECK_EQ(s.version, 2);
  CHECK_EQ(m->n_pts, 4);
  CHECK(sv_is(m->pt[0].name, "opus") && m->pt[0].clock_hz == 48000 && m->pt[0].channels == 2);
  CHECK(sv_is(m->pt[0].fmtp, "useinbandfec=1;stereo=0"));
  CHECK(sv_is(m->pt[1].name, "PCMU") && m->pt[1].clock_hz == 8000);
  CHECK_EQ(m->direction, SDP_SENDONLY);
  CHECK(m->secure && m->rtcp_mux && m->rtcp_port == 4010 && m->ptime_ms == 20);
  CHECK_EQ(m->n_crypto, 1);
  CHECK_EQ(m->crypto[0].key.n, 40);
  CHECK(s.media[1].addr_zero && !s.media[1].has_addr && s.media[1].direction == SDP_INACTIVE);
  CHECK_EQ(s.media[2].kind, SDP_VIDEO);
  CHECK_EQ(s.media[2].direction, SDP_SENDONLY);
  CHECK(!sdp_parse(SV("m=audio 1 RTP/AVP 0\n"), &s));
  CHECK(!sdp_parse(SV("v=0\nm=audio x RTP/AVP 0\n"), &s));
}

TEST(a_stream_is_framed_with_bad_missing_and_double_lengths) {
  size_t n;
#define FRAME(text) sip_frame((struct span){(const uint8_t *)(text), sizeof(text) - 1}, &n)
#define START       "BYE sip:a@b SIP/2.0\r\n"
  CHECK_EQ(FRAME(START "Content-Length: 3\r\n\r\nabcBYE"), SIP_FRAME_WHOLE);
  CHECK_EQ(n, sizeof(START "Content-Length: 3\r\n\r\nabc") - 1);
  CHECK_EQ(FRAME(START "Content-Length: 4\r\n\r\nabc"), SIP_FRAME_MORE);
  CHECK_EQ(FRAME(START "X: y\r\n\r\nv=0\r\n" START), SIP_FRAME_WHOLE);
  CHECK_EQ(n, sizeof(START "X: y\r\n\r\nv=0\r\n") - 1);
  CHECK_EQ(FRAME(START "l: 3\r\nContent-Length: 4\r\n\r\nabcd"), SIP_FRAME_WHOLE);
  CHECK_EQ(n, sizeof(START "l: 3\r\nContent-Length: 4\r\n\r\nabcd") - 1);
  CHECK_EQ(FRAME("\r\n\r\n" START), SIP_FRAME_JUNK);
  CHECK_EQ(n, 4);
  CHECK_EQ(FRAME("garbage that is no message at all, and goes on for a while yet\r\n" START
                 "l:0\r\n\r\n"),
           SIP_FRAME_JUNK);
  CHECK_EQ(FRAME(START "l: 0\r\n"), SIP_FRAME_MORE);
}

TEST(a_user_or_name_that_is_too_long_is_not_cut_inside_a_letter) {
  AUTO(buf) struct buf b = {0};
  struct sip m;
  struct who_list who;
  char user[8];
  CHECK_EQ(sip_user(SV("%C3%A5%C3%A5%C3%A5%C3%A5"), user, sizeof user), 6);
  CHECK_EQ(sip_user(SV("abcdefghij"), user, sizeof user), 7);
  buf_printf(&b, "INVITE sip:1@h SIP/2.0\r\nFrom: \"x");
  for (int i = 0; i < 60; i++) buf_add_sv(&b, SV("å"));
  buf_printf(&b, "\" <sip:0700@h>;tag=a\r\nTo: <sip:1@h>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n");
  CHECK(sip_parse(buf_sv(&b), &m));
  who_calls(&m, &who);
  CHECK_EQ(strlen(who.who[0].name), 63); // x and 31 letters
}
