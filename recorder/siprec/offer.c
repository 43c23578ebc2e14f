// SPDX-License-Identifier: Apache-2.0
#include "recorder/siprec/offer.h"

#include <arpa/inet.h>
#include <sodium.h>

#include "recorder/codecs.h"

// ---- codecs ------------------------------------------------------------------------------------

struct spelt {
  const char *name;
  enum codec codec;
  uint32_t band_hz;
};

static const struct spelt spelt[] = {
#define CODEC(id, where, decoder, source_hz, sentence)
#define WIRE(name, id, bits, band_hz) {name, CODEC_##id, band_hz},
#define FIXED(number, name, clock_hz, channels)
#include "schemas/codecs.def"
};

static enum codec codec_of(const struct sdp_pt *p, uint32_t *out_band_hz) {
  for (size_t i = 0; i < countof(spelt); i++)
    if (sv_ieq(p->name, sv_of(spelt[i].name))) {
      bool by_clock = !spelt[i].band_hz;
      *out_band_hz = !by_clock ? spelt[i].band_hz : p->clock_hz > 8000 ? 16000 : 8000;
      return spelt[i].codec;
    }
  *out_band_hz = 0;
  return CODEC_UNKNOWN;
}

// Wide before narrow, and of the narrow ones G.711, which has lost least; 0: not for speech here.
static int worth(const struct sdp_pt *p) {
  uint32_t band_hz;
  enum codec c = codec_of(p, &band_hz);
  if (c == CODEC_UNKNOWN || c == CODEC_CN || c == CODEC_EVENT || !p->clock_hz) return 0;
  if (band_hz > 8000) return 3;
  return c == CODEC_PCMA || c == CODEC_PCMU || c == CODEC_L16 ? 2 : 1;
}

static const struct sdp_pt *pt_at(const struct sdp_media *m, uint8_t pt) {
  for (size_t i = 0; i < m->n_pts; i++)
    if (m->pt[i].pt == pt) return &m->pt[i];
  return NULL;
}

// One of that codec, at the clock of the speech rather than at another.
static uint8_t beside(const struct sdp_media *m, enum codec want, uint32_t clock_hz) {
  uint8_t any = OFFER_NO_PT;
  uint32_t band_hz;
  for (size_t i = 0; i < m->n_pts; i++) {
    if (codec_of(&m->pt[i], &band_hz) != want) continue;
    if (m->pt[i].clock_hz == clock_hz) return m->pt[i].pt;
    if (any == OFFER_NO_PT) any = m->pt[i].pt;
  }
  return any;
}

static bool codecs_choose(const struct sdp_media *m, struct offer_line *l) {
  int best = 0;
  uint32_t clock_hz = 0;
  for (size_t i = 0; i < m->n_pts; i++) {
    int w = worth(&m->pt[i]);
    if (w <= best) continue; // of equals the client's first
    best = w;
    l->pt = m->pt[i].pt;
    clock_hz = m->pt[i].clock_hz;
  }
  l->event_pt = beside(m, CODEC_EVENT, clock_hz);
  l->cn_pt = beside(m, CODEC_CN, clock_hz);
  return best > 0;
}

// ---- what a line is good for -------------------------------------------------------------------

size_t offer_key_bytes(struct sv suite) {
  static const struct {
    const char *name;
    size_t bytes;
  } suites[] = {
      {"AES_CM_128_HMAC_SHA1_80", 30}, {"AES_CM_128_HMAC_SHA1_32", 30},
      {"AES_256_CM_HMAC_SHA1_80", 46}, {"AES_256_CM_HMAC_SHA1_32", 46},
      {"AES_CM_256_HMAC_SHA1_80", 46}, {"AES_CM_256_HMAC_SHA1_32", 46},
      {"AEAD_AES_128_GCM", 28},        {"AEAD_AES_256_GCM", 44},
  };
  for (size_t i = 0; i < countof(suites); i++)
    if (sv_ieq(suite, sv_of(suites[i].name))) return suites[i].bytes;
  return 0;
}

static bool key_choose(const struct sdp_media *m, struct offer_line *l) {
  for (size_t i = 0; i < m->n_crypto; i++)
    if (offer_key_bytes(m->crypto[i].suite)) {
      l->crypto = (uint8_t)i;
      return true;
    }
  return false;
}

static bool is_rtp(struct sv line) { // "audio 4000 RTP/AVP …"
  for (int i = 0; i < 2; i++) {
    (void)sv_cut(&line, ' ');
    line = sv_trim(line);
  }
  struct sv transport = sv_cut(&line, ' ');
  return sv_ieq(transport, SV("RTP/AVP")) || sv_ieq(transport, SV("RTP/AVPF")) ||
         sv_ieq(transport, SV("RTP/SAVP")) || sv_ieq(transport, SV("RTP/SAVPF"));
}

bool offer_speaks(const struct sdp_media *m) {
  bool speech = false;
  for (size_t i = 0; i < m->n_pts; i++) speech |= worth(&m->pt[i]) > 0;
  return m->port && m->kind == SDP_AUDIO && is_rtp(m->line) && speech;
}

static void line_weigh(const struct sdp_media *m, struct offer_line *l) {
  *l = (struct offer_line){.pt = OFFER_NO_PT, .event_pt = OFFER_NO_PT, .cn_pt = OFFER_NO_PT};
  l->paused = m->addr_zero || m->direction == SDP_INACTIVE || m->direction == SDP_RECVONLY;
  l->muted = m->direction == SDP_INACTIVE;
  l->nowhere = m->addr_zero;
  l->rtcp_mux = m->rtcp_mux;
  l->secure = key_choose(m, l);
  if (!m->port)
    l->fate = OFFER_CLOSED;
  else if (m->kind != SDP_AUDIO || !is_rtp(m->line))
    l->fate = OFFER_NOT_AUDIO;
  else if (!codecs_choose(m, l))
    l->fate = OFFER_NO_CODEC;
  else if (m->secure && !l->secure)
    l->fate = OFFER_NO_KEY;
  else
    l->fate = OFFER_TAKEN;
}

static void count(struct offer *o) {
  o->n_taken = 0;
  o->paused = true;
  for (size_t i = 0; i < o->n_lines; i++)
    if (o->line[i].fate == OFFER_TAKEN) {
      o->n_taken++;
      o->paused &= o->line[i].paused;
    }
  o->paused &= o->n_taken > 0;
}

void offer_weigh(const struct sdp *sdp, struct offer *out) {
  *out = (struct offer){.n_lines = sdp->n_media};
  for (size_t i = 0; i < sdp->n_media; i++) line_weigh(&sdp->media[i], &out->line[i]);
  count(out);
}

void offer_refuse(struct offer *o, size_t line) {
  if (line < o->n_lines && o->line[line].fate == OFFER_TAKEN) o->line[line].fate = OFFER_REFUSED;
  count(o);
}

// ---- writing -----------------------------------------------------------------------------------

// Text of the other side's, in a line of ours: what would end the line is left out.
static void add_said(struct buf *out, struct sv s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] >= ' ') buf_add_char(out, s.p[i]);
}

static void add_address(struct buf *out, const uint8_t addr[16]) {
  static const uint8_t v4[12] = {[10] = 0xff, [11] = 0xff};
  char text[INET6_ADDRSTRLEN];
  bool is_v4 = !memcmp(addr, v4, sizeof v4);
  inet_ntop(is_v4 ? AF_INET : AF_INET6, is_v4 ? addr + 12 : addr, text, sizeof text);
  buf_printf(out, "IN IP%c %s\r\n", is_v4 ? '4' : '6', text);
}

static void add_session(struct buf *out, const uint8_t addr[16], struct offer_origin *origin) {
  buf_printf(out, "v=0\r\no=medlyss %" PRIu64 " %" PRIu64 " ", origin->id, ++origin->version);
  add_address(out, addr);
  buf_add_str(out, "s=-\r\nc=");
  add_address(out, addr);
  buf_add_str(out, "t=0 0\r\n");
}

static void add_key(struct buf *out, uint32_t tag, struct sv suite, const uint8_t *key) {
  char text[sodium_base64_ENCODED_LEN(OFFER_KEY_BYTES, sodium_base64_VARIANT_ORIGINAL)];
  sodium_bin2base64(text, sizeof text, key, offer_key_bytes(suite), sodium_base64_VARIANT_ORIGINAL);
  buf_printf(out, "a=crypto:%" PRIu32 " ", tag);
  add_said(out, suite);
  buf_printf(out, " inline:%s\r\n", text);
  sodium_memzero(text, sizeof text);
}

static void add_refused(struct buf *out, struct sv line) { // "video 4000 RTP/AVP 96": port 0
  struct sv kind = sv_cut(&line, ' ');
  line = sv_trim(line);
  (void)sv_cut(&line, ' ');
  buf_add_str(out, "m=");
  add_said(out, kind);
  buf_add_str(out, " 0 ");
  add_said(out, sv_trim(line));
  buf_add_str(out, "\r\n");
}

static void add_pt(struct buf *out, const struct sdp_media *m, uint8_t pt) {
  const struct sdp_pt *p = pt == OFFER_NO_PT ? NULL : pt_at(m, pt);
  if (!p) return;
  buf_printf(out, "a=rtpmap:%u ", pt);
  add_said(out, p->name);
  buf_printf(out, "/%" PRIu32, p->clock_hz);
  if (p->channels > 1) buf_printf(out, "/%u", p->channels);
  buf_add_str(out, "\r\n");
  bool opus = sv_ieq(p->name, SV("opus")); // its parameters say what each side likes to receive
  if (!opus && !p->fmtp.n) return;
  buf_printf(out, "a=fmtp:%u ", pt);
  add_said(out, opus ? SV("useinbandfec=1") : p->fmtp);
  buf_add_str(out, "\r\n");
}

static void add_taken(struct buf *out, const struct sdp_media *m, const struct offer_line *l,
                      const struct offer_ours *ours, const uint8_t session[16]) {
  struct sv rest = m->line;
  for (int i = 0; i < 2; i++) {
    (void)sv_cut(&rest, ' ');
    rest = sv_trim(rest);
  }
  buf_printf(out, "m=audio %u ", ours->at.port);
  add_said(out, sv_cut(&rest, ' ')); // the transport, as it was offered
  uint8_t pts[] = {l->pt, l->event_pt, l->cn_pt};
  for (size_t i = 0; i < countof(pts); i++)
    if (pts[i] != OFFER_NO_PT) buf_printf(out, " %u", pts[i]);
  buf_add_str(out, "\r\n");
  if (memcmp(session, ours->at.addr, 16)) {
    buf_add_str(out, "c=");
    add_address(out, ours->at.addr);
  }
  for (size_t i = 0; i < countof(pts); i++) add_pt(out, m, pts[i]);
  if (m->ptime_ms) buf_printf(out, "a=ptime:%u\r\n", m->ptime_ms);
  if (l->secure) {
    const struct sdp_crypto *c = &m->crypto[l->crypto];
    add_key(out, c->tag, c->suite, ours->key);
  }
  if (l->rtcp_mux) buf_add_str(out, "a=rtcp-mux\r\n");
  bool sends = m->direction == SDP_SENDRECV || m->direction == SDP_SENDONLY;
  buf_add_str(out, sends ? "a=recvonly\r\n" : "a=inactive\r\n"); // RFC 3264, 6.1
}

static void add_line(struct buf *out, struct sv line, const struct sdp *sdp, const struct offer *o,
                     const struct offer_ours *ours, const uint8_t session[16]) {
  size_t i = 0;
  while (i < o->n_lines && sdp->media[i].line.p != line.p) i++;
  if (i < o->n_lines && o->line[i].fate == OFFER_TAKEN)
    add_taken(out, &sdp->media[i], &o->line[i], &ours[i], session);
  else
    add_refused(out, line);
  if (i == o->n_lines || !sdp->media[i].label.n) return;
  buf_add_str(out, "a=label:"); // no label echoed, no sound sent
  add_said(out, sdp->media[i].label);
  buf_add_str(out, "\r\n");
}

void offer_answer(struct sv text, const struct sdp *sdp, const struct offer *o,
                  const struct offer_ours ours[OFFER_LINES], struct offer_origin *origin,
                  struct buf *out) {
  size_t first = 0;
  while (first + 1 < o->n_lines && o->line[first].fate != OFFER_TAKEN) first++;
  const uint8_t *session = ours[first].at.addr;
  add_session(out, session, origin);
  while (text.n) {
    struct sv line = sv_cut(&text, '\n');
    if (sv_starts(line, SV("m="))) add_line(out, sv_trim(sv_from(line, 2)), sdp, o, ours, session);
  }
}

// What is asked for where the client leaves the offer to us: what comes best first.
static const char our_codecs[] = "a=rtpmap:9 G722/8000\r\n"
                                 "a=rtpmap:8 PCMA/8000\r\n"
                                 "a=rtpmap:0 PCMU/8000\r\n"
                                 "a=rtpmap:18 G729/8000\r\n"
                                 "a=rtpmap:101 telephone-event/8000\r\n"
                                 "a=fmtp:101 0-16\r\n"
                                 "a=rtpmap:13 CN/8000\r\n";

void offer_make(const struct offer_ours *ours, size_t n, enum offer_secrecy secrecy,
                struct offer_origin *origin, struct buf *out) {
  if (!n) return;
  add_session(out, ours[0].at.addr, origin);
  for (size_t i = 0; i < n; i++) {
    buf_printf(out, "m=audio %u RTP/%s 9 8 0 18 101 13\r\n", ours[i].at.port,
               secrecy == OFFER_SECURE ? "SAVP" : "AVP");
    buf_add_str(out, our_codecs);
    if (secrecy != OFFER_CLEAR) add_key(out, 1, SV("AES_CM_128_HMAC_SHA1_80"), ours[i].key);
    buf_printf(out, "a=rtcp-mux\r\na=recvonly\r\na=label:%zu\r\n", i + 1);
  }
}
