// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/sdp.h"

#include <arpa/inet.h>

// RFC 3551, tables 4 and 5 (audio).
static const struct sdp_pt statics[] = {
    {0, 1, 8000, {"PCMU", 4}, {0}},   {3, 1, 8000, {"GSM", 3}, {0}},
    {4, 1, 8000, {"G723", 4}, {0}},   {5, 1, 8000, {"DVI4", 4}, {0}},
    {6, 1, 16000, {"DVI4", 4}, {0}},  {7, 1, 8000, {"LPC", 3}, {0}},
    {8, 1, 8000, {"PCMA", 4}, {0}},   {9, 1, 8000, {"G722", 4}, {0}},
    {10, 2, 44100, {"L16", 3}, {0}},  {11, 1, 44100, {"L16", 3}, {0}},
    {12, 1, 8000, {"QCELP", 5}, {0}}, {13, 1, 8000, {"CN", 2}, {0}},
    {14, 1, 90000, {"MPA", 3}, {0}},  {15, 1, 8000, {"G728", 4}, {0}},
    {16, 1, 11025, {"DVI4", 4}, {0}}, {17, 1, 22050, {"DVI4", 4}, {0}},
    {18, 1, 8000, {"G729", 4}, {0}},  {19, 1, 8000, {"CN", 2}, {0}},
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
  if (!sv_u64(sv_trim(s), max, out)) return true;
  err_forget();
  return false;
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
  struct sv kind = word(&value), ports = word(&value), proto = word(&value);
  m->kind = sv_ieq(kind, SV("audio"))   ? SDP_AUDIO
            : sv_ieq(kind, SV("video")) ? SDP_VIDEO
            : sv_ieq(kind, SV("image")) ? SDP_IMAGE
                                        : SDP_OTHER;
  if (!number(sv_cut(&ports, '/'), 65535, &port)) return false;
  m->port = (uint16_t)port;
  m->rtcp_port = port && port < 65535 ? (uint16_t)(port + 1) : 0;
  m->secure = sv_has(proto, SV("SAVP"));
  if (m->kind == SDP_AUDIO) payload_types(value, m);
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

static void crypto(struct sv value, struct sdp_media *m) { // RFC 4568, 9.1
  uint64_t tag;
  if (m->n_crypto == SDP_CRYPTO_MAX || !number(word(&value), UINT32_MAX, &tag)) return;
  struct sv suite = word(&value), keys = word(&value);
  if (!sv_istarts(keys, SV("inline:"))) return;
  keys = sv_from(keys, 7);
  keys = sv_cut(&keys, ';'); // further keys are told apart by an MKI: not offered by phones
  struct sv key = sv_cut(&keys, '|');
  m->crypto[m->n_crypto++] = (struct sdp_crypto){(uint32_t)tag, suite, key};
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
  enum sdp_direction session_direction = SDP_SENDRECV;
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
      *m = (struct sdp_media){.direction = session_direction};
      connection_apply(&session, m);
      if (media_line(value, m) && m != &scratch) out->n_media++;
    } else if (line.p[0] == 'c') {
      connection_parse(value, m ? &own : &session);
      if (m) connection_apply(&own, m);
    } else if (line.p[0] == 'o' && !m)
      origin(value, out);
    else if (line.p[0] == 'a' && m)
      media_attribute(value, m);
    else if (line.p[0] == 'a')
      (void)direction(value, &session_direction);
  }
  return any && out->n_media;
}
