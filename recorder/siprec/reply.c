// SPDX-License-Identifier: Apache-2.0
#include "recorder/siprec/reply.h"

#include <arpa/inet.h>

#include "core/address.h"
#include "core/networks.h"

// A folded value becomes one line again.
static void value_add(struct buf *b, struct sv value) {
  for (size_t i = 0; i < value.n; i++)
    buf_add_char(b, value.p[i] == '\r' || value.p[i] == '\n' ? ' ' : value.p[i]);
}

static void line_add(struct buf *b, const char *name, struct sv value) {
  buf_printf(b, "%s: ", name);
  value_add(b, sv_trim(value));
  buf_add_str(b, "\r\n");
}

// Where the request really came from (RFC 3581, 4).
static void via_add(struct buf *b, struct sv via, const struct endpoint *from) {
  static const uint8_t four[12] = {[10] = 0xff, [11] = 0xff};
  char text[INET6_ADDRSTRLEN];
  bool v4 = !memcmp(from->addr, four, sizeof four);
  inet_ntop(v4 ? AF_INET : AF_INET6, from->addr + (v4 ? 12 : 0), text, sizeof text);
  struct sv rest = via, first = sip_value_cut(&rest);
  buf_add_str(b, "Via: ");
  for (bool begun = false; first.n; begun = true) {
    struct sv part = sv_trim(sv_cut(&first, ';'));
    if (begun) buf_add_char(b, ';');
    value_add(b, part);
    if (sv_ieq(part, SV("rport"))) buf_printf(b, "=%u", from->port);
  }
  buf_printf(b, ";received=%s", text);
  rest = sv_trim(rest);
  if (rest.n) buf_add_str(b, ", ");
  value_add(b, rest);
  buf_add_str(b, "\r\n");
}

static void vias_add(struct buf *b, const struct sip *m, const struct endpoint *from) {
  struct sv via;
  for (size_t i = 0; (via = sip_header_at(m, SV("Via"), i)).n; i++) {
    if (i)
      line_add(b, "Via", via);
    else
      via_add(b, via, from);
  }
}

// ---- where it goes -----------------------------------------------------------------------------

static struct sv after_last(struct sv s, char what) {
  for (size_t at; sv_find(s, what, &at);) s = sv_from(s, at + 1);
  return s;
}

// "192.0.2.1:5062", "[2001:db8::1]", "first.example.com : 5070": the host's address, when it is one
static bool sent_by(struct sv text, uint8_t out_addr[16], uint16_t *out_port) {
  struct sv host = text, port;
  size_t end;
  if (sv_starts(text, SV("[")) && sv_find(text, ']', &end)) {
    host = sv_first(text, end + 1);
    port = sv_from(text, end + 1);
    (void)sv_cut(&port, ':');
  } else {
    port = text;
    host = sv_trim(sv_cut(&port, ':'));
  }
  *out_port = 5060;
  port = sv_trim(port);
  if (port.n && sv_port(port, out_port)) err_forget();
  return network_address(host, out_addr);
}

uint16_t reply_port(const struct sip *m, const struct endpoint *from) {
  uint8_t addr[16];
  uint16_t port;
  struct sv rest = sip_header(m, SV("Via")), first = sip_value_cut(&rest);
  struct sv said = sv_trim(after_last(sv_trim(sv_cut(&first, ';')), '/')); // "UDP 192.0.2.1:5062"
  while (first.n) {
    struct sv one = sv_cut(&first, ';');
    if (sv_ieq(sv_trim(sv_cut(&one, '=')), SV("rport"))) return from->port;
  }
  size_t blank = 0;
  while (blank < said.n && !strchr(" \t\r\n", said.p[blank])) blank++;
  bool is_address = sent_by(sv_trim(sv_from(said, blank)), addr, &port);
  bool translated = is_address && memcmp(addr, from->addr, sizeof addr) != 0; // NAT, seen here
  return translated || !port || blank == said.n ? from->port : port;
}

void reply_write(const struct sip *m, const struct reply *r, struct buf *b) {
  struct sv route;
  buf_printf(b, "SIP/2.0 %d %s\r\n", r->status, r->reason);
  vias_add(b, m, &r->from);
  for (size_t i = 0; r->contact && (route = sip_header_at(m, SV("Record-Route"), i)).n; i++)
    line_add(b, "Record-Route", route);
  line_add(b, "From", sip_header(m, SV("From")));
  buf_add_str(b, "To: ");
  value_add(b, sv_trim(sip_header(m, SV("To"))));
  if (!m->to.tag.n && r->tag) buf_printf(b, ";tag=%s", r->tag);
  buf_add_str(b, "\r\n");
  line_add(b, "Call-ID", m->call_id);
  line_add(b, "CSeq", sip_header(m, SV("CSeq")));
  if (r->contact) buf_printf(b, "Contact: <%s>;+sip.srs\r\n", r->contact);
  if (r->more) buf_add_str(b, r->more);
  buf_add_str(b, "Server: Medlyss\r\n");
  if (r->sdp.n) buf_add_str(b, "Content-Type: application/sdp\r\n");
  buf_printf(b, "Content-Length: %zu\r\n\r\n", r->sdp.n);
  buf_add_sv(b, r->sdp);
}

// ---- requests of our own -----------------------------------------------------------------------

static void text_take(char *room, size_t room_n, struct sv text) {
  AUTO(buf) struct buf b = {0};
  value_add(&b, sv_trim(text));
  if (b.n < room_n) snprintf(room, room_n, SV_FMT, SV_ARG(buf_sv(&b)));
}

void ends_take(struct ends *e, const struct sip *m) {
  AUTO(buf) struct buf routes = {0};
  struct sv route;
  *e = (struct ends){0};
  text_take(e->local, sizeof e->local, sip_header(m, SV("To")));
  text_take(e->remote, sizeof e->remote, sip_header(m, SV("From")));
  text_take(e->target, sizeof e->target, m->from.uri);
  ends_refresh(e, m);
  for (size_t i = 0; (route = sip_header_at(m, SV("Record-Route"), i)).n; i++) {
    if (i) buf_add_str(&routes, ", ");
    buf_add_sv(&routes, sv_trim(route));
  }
  text_take(e->routes, sizeof e->routes, buf_sv(&routes));
}

void ends_refresh(struct ends *e, const struct sip *m) {
  struct sip_name contact;
  if (sip_name_parse(sip_header(m, SV("Contact")), &contact))
    text_take(e->target, sizeof e->target, contact.uri);
}

void ask_write(const struct ends *e, const struct ask *a, struct buf *b) {
  buf_printf(b, "%s %s SIP/2.0\r\nVia: SIP/2.0/%s\r\nMax-Forwards: 70\r\n", a->method, e->target,
             a->via);
  if (e->routes[0]) buf_printf(b, "Route: %s\r\n", e->routes);
  buf_printf(b, "From: %s;tag=%s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %u %s\r\n", e->local, a->tag,
             e->remote, a->call_id, a->cseq, a->method);
  buf_printf(b, "Contact: <%s>;+sip.srs\r\n%s", a->contact, a->more ? a->more : "");
  if (a->sdp.n) buf_add_str(b, "Content-Type: application/sdp\r\n");
  buf_printf(b, "Content-Length: %zu\r\n\r\n", a->sdp.n);
  buf_add_sv(b, a->sdp);
}
