// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/opaque.h"

enum { SIPS_PORT = 5061 };

static bool is_tls(struct span s) { // a record's type, version and length (RFC 8446, 5.1)
  return s.n >= 5 && s.p[0] >= 20 && s.p[0] <= 23 && s.p[1] == 3 && s.p[2] <= 4 &&
         be16(s.p + 3) > 0 && be16(s.p + 3) <= 16640;
}

// TPKT (RFC 1006) on H.323's port and H.248's; Skinny's head is a length and a reserved zero.
static bool is_signalling(const struct tcp_segment *s) {
  static const uint16_t tpkt[] = {1720, 2944, 2945};
  bool skinny = s->src.port == 2000 || s->dst.port == 2000, on = false;
  for (size_t i = 0; i < countof(tpkt); i++) on |= s->src.port == tpkt[i] || s->dst.port == tpkt[i];
  if (skinny && s->data.n >= 12)
    return s->data.p[2] == 0 && s->data.p[3] == 0 && !be32(s->data.p + 4);
  return on && s->data.n >= 4 && s->data.p[0] == 3 && s->data.p[1] == 0;
}

// A frame of text or bytes (RFC 6455, 5.2) that begins a SIP message, masked where the client sends
// it.
static bool is_websocket(struct span s) {
  enum { LOOK = 8, MASKED = 0x80, LENGTH_16 = 126, LENGTH_64 = 127 };
  static const char *const starts[] = {"SIP/2.0 ", "INVITE s", "ACK sip:", "BYE sip:", "CANCEL s",
                                       "REGISTER", "OPTIONS ", "SUBSCRIB", "NOTIFY s", "REFER si",
                                       "MESSAGE ", "PRACK si", "INFO sip", "PUBLISH "};
  uint8_t opcode = s.n < 4 ? 0 : s.p[0] & 0x7f; // whether it is the last one is no matter
  if (opcode != 1 && opcode != 2) return false;
  size_t n = s.p[1] & 0x7f, at = n == LENGTH_64 ? 10 : n == LENGTH_16 ? 4 : 2;
  bool masked = s.p[1] & MASKED;
  size_t body = at + (masked ? 4 : 0);
  if (s.n < body + LOOK) return false;
  char text[LOOK];
  for (size_t i = 0; i < LOOK; i++)
    text[i] = (char)(s.p[body + i] ^ (masked ? s.p[at + i % 4] : 0));
  for (size_t i = 0; i < countof(starts); i++)
    if (!memcmp(text, starts[i], LOOK)) return true;
  return false;
}

enum unread opaque_kind(const struct tcp_segment *s, bool sip_port) {
  static const struct sv asked = {"ocket-Protocol: sip", 19};
  sip_port |= s->src.port == SIPS_PORT || s->dst.port == SIPS_PORT;
  if (sip_port && is_tls(s->data)) return UNREAD_TLS;
  bool get = s->data.n > 4 && !memcmp(s->data.p, "GET ", 4);
  if (get && memmem(s->data.p, s->data.n, asked.p, asked.n)) return UNREAD_WEBSOCKET;
  if (is_websocket(s->data)) return UNREAD_WEBSOCKET;
  return !sip_port && is_signalling(s) ? UNREAD_SIGNALLING : UNREAD_NONE;
}

bool opaque_first(struct opaque *o, const struct tcp_segment *s) {
  uint64_t print = (way_hash(&s->src, &s->dst, s->net) + way_hash(&s->dst, &s->src, s->net)) |
                   1;                                      // both ways alike
  if (o->n == OPAQUE_ENTRIES / 2) memset(o, 0, sizeof *o); // those that last are counted once more
  size_t at = print % OPAQUE_ENTRIES;
  while (o->print[at] && o->print[at] != print) at = (at + 1) % OPAQUE_ENTRIES;
  if (o->print[at]) return false;
  o->print[at] = print;
  o->n++;
  return true;
}
