// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/wiretap.h"

// ---- the sink -----------------------------------------------------------------------------------

static bool on_open(void *ctx, const struct spool_opening *o, void **out_call) {
  struct wiretap *w = ctx;
  if (w->full || w->n == TAPPED_CALLS) return false;
  struct tapped *c = &w->call[w->n++];
  c->id = o->interaction;
  c->started_us = o->started_us;
  for (size_t i = 0; i < o->n_parties; i++) {
    size_t n = strlen(c->parties);
    snprintf(c->parties + n, sizeof c->parties - n, "%d=%s ", o->parties[i].leg,
             o->parties[i].address);
  }
  *out_call = c;
  return true;
}

static void on_leg(void *call, int64_t at_us, const struct spool_leg *l) {
  struct tapped *c = call;
  size_t n = 0;
  (void)at_us;
  c->codecs[l->leg][0] = '\0';
  for (size_t i = 0; i < l->n_payloads; i++)
    n += (size_t)snprintf(c->codecs[l->leg] + n, sizeof c->codecs[0] - n, "%u=%s ",
                          l->payloads[i].pt, l->payloads[i].name);
}

static void on_packet(void *call, int64_t at_us, uint8_t leg, uint8_t flags, struct sv packet) {
  struct tapped *c = call;
  c->backwards += at_us < c->last_us;
  c->last_us = at_us;
  if (flags & SPOOL_FLAG_RTCP)
    c->rtcp[leg]++;
  else if (c->packets[leg]++ == 0)
    c->first_us[leg] = at_us;
  c->cut[leg] += (flags & SPOOL_FLAG_CUT) != 0;
  memcpy(c->last, packet.p, packet.n < sizeof c->last ? packet.n : sizeof c->last);
}

static void on_mark(void *call, const struct spool_mark *m) {
  struct tapped *c = call;
  size_t n = strlen(c->marks);
  snprintf(c->marks + n, sizeof c->marks - n, m->leg < 0 ? "%s " : "%s:%d ", m->kind, m->leg);
  n = strlen(c->by);
  if (m->name) snprintf(c->by + n, sizeof c->by - n, "%s ", m->name);
}

static void on_end(void *call, const struct spool_ending *e) {
  struct tapped *c = call;
  snprintf(c->reason, sizeof c->reason, "%s", e->reason);
}

void wiretap_open(struct wiretap *w, struct tracker_options o) {
  struct sink sink = {w, on_open, on_leg, on_packet, on_mark, on_end, NULL};
  *w = (struct wiretap){.now_us = 1700000000LL * 1000000};
  o.source = "capture";
  o.max_calls = 100;
  w->copies = copies_new();
  if (!w->copies || tracker_new(&o, &sink, &w->tracker)) abort();
}

void wiretap_drop(struct wiretap *w) {
  tracker_free(w->tracker);
  copies_free(w->copies);
}

void tap_wait(struct wiretap *w, int64_t ms) {
  for (; ms > 0; ms -= 50) {
    w->now_us += (ms < 50 ? ms : 50) * 1000;
    tracker_tick(w->tracker, w->now_us);
  }
}

const char *answer_of(const struct tapped *c) {
  return strncmp(c->marks, "early ", 6) ? c->marks : c->marks + 6;
}

// ---- the wire -----------------------------------------------------------------------------------

static struct endpoint place_of(const char *text) {
  struct endpoint e = {.port = (uint16_t)strtoul(text + 2, NULL, 10)};
  addr_from_v4(e.addr, (const uint8_t[]){10, 0, 0, (uint8_t)(text[0] - '0')});
  return e;
}

void tap_datagram(struct wiretap *w, const char *from, const char *to, uint16_t ip_id,
                  struct sv bytes) {
  struct datagram d = {
      .at_us = w->now_us, .src = place_of(from), .dst = place_of(to), .ip_id = ip_id};
  d.cut = w->cut;
  d.net = w->net;
  d.payload = (struct span){(const uint8_t *)bytes.p, bytes.n};
  if (!copies_seen(w->copies, &d)) tracker_datagram(w->tracker, &d);
}

static void sdp_put(struct buf *b, const char *text) {
  AUTO(buf) struct buf video = {0};
  char words[400];
  snprintf(words, sizeof words, "%s", text + strcspn(text, " "));
  if (!strcmp(words + strspn(words, " "), "fax")) { // T.38 in the audio's place
    buf_printf(b,
               "v=0\r\no=- 1 2 IN IP4 h\r\ns=-\r\nc=IN IP4 10.0.0.%c\r\nt=0 0\r\n"
               "m=image %lu udptl t38\r\n",
               text[0], strtoul(text + 2, NULL, 10));
    return;
  }
  bool zero = strstr(words, "zero"), avp = strstr(words, " avp");
  bool secure = !avp && (strstr(words, "crypto") || strstr(words, "dtls"));
  buf_printf(b,
             "v=0\r\no=- 1 1 IN IP4 h\r\ns=-\r\nc=IN IP4 %s%c\r\nt=0 0\r\nm=audio %lu RTP/%s 8 111 "
             "101\r\n",
             zero ? "0.0.0." : "10.0.0.", zero ? '0' : text[0], strtoul(text + 2, NULL, 10),
             secure ? "SAVP" : "AVP");
  buf_add_str(b, "a=rtpmap:111 opus/48000/2\r\na=rtpmap:101 telephone-event/8000\r\n");
  for (char *save, *word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save))
    if (!strncmp(word, "video=", 6))
      buf_printf(&video, "m=video %s RTP/AVP 99\r\na=rtpmap:99 H264/90000\r\n", word + 6);
    else if (strcmp(word, "zero") && strcmp(word, "dtls") && strcmp(word, "avp")) {
      for (char *c = word; *c; c++) *c = *c == '~' ? ' ' : *c;
      buf_printf(b, "a=%s\r\n", word);
    }
  buf_add(b, video.p ? video.p : "", video.n);
}

void tap_sip(struct wiretap *w, struct say s) {
  AUTO(buf) struct buf b = {0}, sdp = {0};
  const char *number = s.number ? s.number : "1003", *by = s.by ? s.by : "0700";
  const char *method = s.method ? s.method : "INVITE", *first = s.back ? s.callee : s.caller;
  const char *second = s.back ? s.caller : s.callee;
  if (s.sdp) sdp_put(&sdp, s.sdp);
  if (s.status)
    buf_printf(&b, "SIP/2.0 %d x\r\n", s.status);
  else
    buf_printf(&b, "%s sip:%s@10.0.0.2 SIP/2.0\r\n", method, s.uri ? s.uri : number);
  if (s.branch)
    buf_printf(&b, "Via: SIP/2.0/UDP h;branch=%s\r\n", s.branch);
  else
    buf_printf(&b, "Via: SIP/2.0/UDP h;branch=z9hG4bK%s%d\r\n", s.call, s.cseq);
  buf_printf(&b, "From: <sip:%s@pbx>;tag=%s\r\nTo: <sip:%s@pbx>", s.back ? number : by,
             first ? first : "a", s.back ? by : number);
  bool early = !s.status && !strcmp(method, "INVITE") && !s.callee;
  if (!early) buf_printf(&b, ";tag=%s", second ? second : "b");
  buf_printf(&b, "\r\nCall-ID: %s\r\nCSeq: %d %s\r\n%s", s.call, s.cseq ? s.cseq : 1, method,
             s.extra ? s.extra : "");
  buf_printf(&b, "Content-Type: application/sdp\r\nContent-Length: %zu\r\n\r\n", sdp.n);
  if (sdp.n) buf_add(&b, sdp.p, sdp.n);
  tap_datagram(w, s.from ? s.from : "1:5060", s.to ? s.to : "2:5060", (uint16_t)++w->branch,
               buf_sv(&b));
  tap_wait(w, 10);
}

void tap_call(struct wiretap *w, const char *id, const char *a, const char *b) {
  tap_sip(w, (struct say){.call = id, .sdp = a});
  tap_sip(w, (struct say){.call = id, .status = 180, .from = "2:5060", .to = "1:5060"});
  tap_sip(w, (struct say){.call = id, .status = 200, .from = "2:5060", .to = "1:5060", .sdp = b});
  tap_sip(w, (struct say){.call = id, .method = "ACK"});
}

void tap_bye(struct wiretap *w, const char *id) {
  tap_sip(w, (struct say){.call = id, .method = "BYE", .cseq = 9});
  tap_wait(w, 3000);
}

void tap_rtp(struct wiretap *w, const char *from, const char *to, uint32_t ssrc, uint8_t pt,
             int n) {
  for (int i = 0; i < n; i++) {
    AUTO(buf) struct buf b = {0};
    char payload[160];
    memset(payload, (int)(ssrc + w->seq), sizeof payload);
    put_rtp(&b, (struct rtp_head){pt, (uint16_t)w->seq, w->seq * 160, ssrc},
            (struct sv){payload, sizeof payload});
    tap_datagram(w, from, to, (uint16_t)(7000 + w->seq), buf_sv(&b));
    w->seq++;
    tap_wait(w, 20);
  }
}
