// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/sdp.h"

#include <arpa/inet.h>

static const struct sdp_pt statics[] = {
#define CODEC(id, where, decoder, source_hz, sentence)
#define WIRE(name, id, bits, band_hz)
#define FIXED(number, name, clock_hz, channels)                                                    \
  {number, channels, clock_hz, {name, sizeof name - 1}, {0}},
#include "schemas/codecs.def"
};

bool sdp_static_pt(uint8_t pt, struct sdp_pt *out) {
  for (size_t i = 0; i < countof(statics); i++)
    if (statics[i].pt == pt) {
      *out = statics[i];
      return true;
    }
  return false;
}

static bool number(struct sv s, uint64_t max, uint64_t *out) {
  return sv_is_u64(sv_trim(s), max, out);
}

static struct sv word(struct sv *s) {
  *s = sv_trim(*s);
  return sv_cut(s, ' ');
}

// ---- c= and o= ---------------------------------------------------------------------------------

struct connection {
  bool has_addr, zero;
  uint8_t addr[16];
};

static void connection_parse(struct sv value, struct connection *out) {
  char text[INET6_ADDRSTRLEN];
  static const uint8_t none[16];
  word(&value); // IN
  bool v6 = sv_ieq(word(&value), SV("IP6"));
  struct sv rest = sv_trim(value), addr = sv_cut(&rest, '/'); // multicast adds /ttl
  *out = (struct connection){0};
  if (addr.n >= sizeof text) return;
  snprintf(text, sizeof text, SV_FMT, SV_ARG(addr));
  struct in_addr v4;
  if (v6 && inet_pton(AF_INET6, text, out->addr) == 1) {
    out->has_addr = true;
    out->zero = !memcmp(out->addr, none, 16);
  } else if (!v6 && inet_pton(AF_INET, text, &v4) == 1) {
    out->has_addr = true;
    out->zero = v4.s_addr == 0;
    addr_from_v4(out->addr, (const uint8_t *)&v4);
  }
}

static void connection_apply(const struct connection *c, struct sdp_media *m) {
  m->has_addr = c->has_addr && !c->zero;
  m->addr_zero = c->zero;
  memcpy(m->addr, c->addr, 16);
}

static void origin(struct sv value, struct sdp *out) {
  word(&value); // user name
  out->session_id = word(&value);
  (void)number(word(&value), UINT64_MAX, &out->version);
}

// ---- m= and a= ---------------------------------------------------------------------------------

static struct sdp_pt *pt_of(struct sdp_media *m, uint64_t pt) {
  for (size_t i = 0; i < m->n_pts; i++)
    if (m->pt[i].pt == pt) return &m->pt[i];
  return NULL;
}

static void payload_types(struct sv list, struct sdp_media *m) {
  uint64_t pt;
  for (list = sv_trim(list); list.n && m->n_pts < SDP_PT_MAX; list = sv_trim(list)) {
    if (!number(sv_cut(&list, ' '), 127, &pt) || pt_of(m, pt)) continue;
    struct sdp_pt *new = &m->pt[m->n_pts++];
    if (!sdp_static_pt((uint8_t)pt, new)) *new = (struct sdp_pt){.pt = (uint8_t)pt, .channels = 1};
  }
}

static bool media_line(struct sv value, struct sdp_media *m) {
  uint64_t port;
  m->line = value;
  struct sv kind = word(&value), ports = word(&value), proto = word(&value);
  m->kind = sv_ieq(kind, SV("audio"))   ? SDP_AUDIO
            : sv_ieq(kind, SV("video")) ? SDP_VIDEO
            : sv_ieq(kind, SV("image")) ? SDP_IMAGE
                                        : SDP_OTHER;
  if (!number(sv_cut(&ports, '/'), 65535, &port)) return false;
  m->port = (uint16_t)port;
  m->rtcp_port = port && port < 65535 ? (uint16_t)(port + 1) : 0;
  m->secure = sv_has(proto, SV("SAVP"));
  if (m->kind == SDP_AUDIO || m->kind == SDP_VIDEO) payload_types(value, m);
  return true;
}

static void rtpmap(struct sv value, struct sdp_media *m) {
  uint64_t pt, clock, channels;
  if (!number(word(&value), 127, &pt)) return;
  struct sdp_pt *p = pt_of(m, pt);
  struct sv rest = sv_trim(value), name = sv_cut(&rest, '/');
  if (!p || !name.n) return;
  p->name = sv_trim(name);
  if (number(sv_cut(&rest, '/'), 1000000, &clock)) p->clock_hz = (uint32_t)clock;
  p->channels = number(rest, 8, &channels) && channels ? (uint8_t)channels : 1;
}

static void fmtp(struct sv value, struct sdp_media *m) {
  uint64_t pt;
  if (!number(word(&value), 127, &pt)) return;
  struct sdp_pt *p = pt_of(m, pt);
  if (p) p->fmtp = sv_trim(value);
}

// "|2^20|1:4": a lifetime, then the name of the key and its length in the packets; either may lack.
static void crypto_rest(struct sv rest, struct sdp_crypto *c) {
  uint64_t mki, bytes;
  while (rest.n) {
    struct sv name, one = sv_cut(&rest, '|');
    if (!sv_has(one, SV(":"))) continue;
    name = sv_cut(&one, ':');
    if (!number(name, UINT32_MAX, &mki) || !number(one, 4, &bytes)) continue;
    c->mki = (uint32_t)mki;
    c->mki_bytes = (uint8_t)bytes;
  }
}

static void crypto(struct sv value, struct sdp_media *m) { // RFC 4568, 9.1
  uint64_t tag;
  if (!number(word(&value), UINT32_MAX, &tag)) return;
  struct sv suite = word(&value), keys = word(&value);
  while (keys.n && m->n_crypto < SDP_CRYPTO_MAX) {
    struct sv one = sv_cut(&keys, ';');
    if (!sv_istarts(one, SV("inline:"))) continue;
    one = sv_from(one, 7);
    struct sv key = sv_cut(&one, '|');
    struct sdp_crypto *c = &m->crypto[m->n_crypto++];
    *c = (struct sdp_crypto){.tag = (uint32_t)tag, .suite = suite, .key = key};
    crypto_rest(one, c);
  }
}

static bool address(struct sv text, uint8_t out[16]) {
  char room[INET6_ADDRSTRLEN];
  struct in_addr v4;
  if (text.n >= sizeof room) return false;
  snprintf(room, sizeof room, SV_FMT, SV_ARG(text));
  if (inet_pton(AF_INET6, room, out) == 1) return true;
  if (inet_pton(AF_INET, room, &v4) != 1) return false;
  addr_from_v4(out, (const uint8_t *)&v4);
  return true;
}

static void candidate(struct sv value, struct sdp_media *m) { // RFC 8839, 5.1
  uint64_t component, port;
  struct sdp_candidate c = {0};
  if (m->n_candidates == SDP_CANDIDATES_MAX) return;
  word(&value); // foundation
  if (!number(word(&value), 2, &component) || !sv_ieq(word(&value), SV("UDP"))) return;
  word(&value); // priority
  if (!address(word(&value), c.addr) || !number(word(&value), 65535, &port) || !port) return;
  c.rtcp = component == 2;
  c.port = (uint16_t)port;
  m->candidate[m->n_candidates++] = c;
}

static bool direction(struct sv name, enum sdp_direction *out) {
  static const struct sv names[] = {
      {"sendrecv", 8}, {"sendonly", 8}, {"recvonly", 8}, {"inactive", 8}};
  for (size_t i = 0; i < countof(names); i++)
    if (sv_ieq(name, names[i])) {
      *out = (enum sdp_direction)i;
      return true;
    }
  return false;
}

static enum sdp_record record_wish(struct sv value) { // RFC 7866, 6.2
  value = sv_trim(value);
  if (sv_ieq(value, SV("on"))) return SDP_RECORD_ON;
  if (sv_ieq(value, SV("off"))) return SDP_RECORD_OFF;
  return sv_ieq(value, SV("pause")) ? SDP_RECORD_PAUSE : SDP_RECORD_UNSAID; // nopreference
}

static void media_attribute(struct sv value, struct sdp_media *m) {
  uint64_t n;
  struct sv name = sv_trim(sv_cut(&value, ':'));
  if (direction(name, &m->direction)) return;
  if (sv_ieq(name, SV("rtpmap")))
    rtpmap(value, m);
  else if (sv_ieq(name, SV("fmtp")))
    fmtp(value, m);
  else if (sv_ieq(name, SV("crypto")))
    crypto(value, m);
  else if (sv_ieq(name, SV("candidate")))
    candidate(value, m);
  else if (sv_ieq(name, SV("fingerprint")))
    m->dtls = true;
  else if (sv_ieq(name, SV("rtcp-mux")))
    m->rtcp_mux = true;
  else if (sv_ieq(name, SV("recordpref")))
    m->record = record_wish(value);
  else if (sv_ieq(name, SV("label")))
    m->label = sv_trim(value);
  else if (sv_ieq(name, SV("ptime")) && number(value, 1000, &n))
    m->ptime_ms = (uint16_t)n;
  else if (sv_ieq(name, SV("rtcp")) && number(word(&value), 65535, &n))
    m->rtcp_port = (uint16_t)n;
}

bool sdp_parse(struct sv text, struct sdp *out) {
  struct connection session = {0}, own = {0};
  struct sdp_media *m = NULL, scratch = {0};
  struct sdp_media all = {.direction = SDP_SENDRECV}; // what is said before the first m=
  bool any = false;
  out->n_media = 0;
  out->version = 0;
  out->session_id = (struct sv){0};
  while (text.n) {
    struct sv line = sv_cut(&text, '\n');
    if (line.n < 2 || line.p[1] != '=') continue;
    struct sv value = sv_trim(sv_from(line, 2));
    any |= line.p[0] == 'v';
    if (line.p[0] == 'm') {
      m = out->n_media < SDP_MEDIA_MAX ? &out->media[out->n_media] : &scratch;
      *m = (struct sdp_media){.direction = all.direction, .dtls = all.dtls, .record = all.record};
      connection_apply(&session, m);
      if (media_line(value, m) && m != &scratch) out->n_media++;
    } else if (line.p[0] == 'c') {
      connection_parse(value, m ? &own : &session);
      if (m) connection_apply(&own, m);
    } else if (line.p[0] == 'o' && !m)
      origin(value, out);
    else if (line.p[0] == 'a')
      media_attribute(value, m ? m : &all);
  }
  return any && out->n_media;
}
