// SPDX-License-Identifier: Apache-2.0
#include "recorder/siprec/transport.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>

#include "core/address.h"
#include "core/file.h"
#include "core/networks.h"
#include "recorder/siprec/tls.h"
#include "recorder/wire/sip_frame.h"

enum { UDP = 0, LISTENER = TRANSPORT_CONNECTIONS + 1, TLS_LISTENER, EVENTS = 64, BURST = 64 };

struct connection { // place 0 is not used: it would be UDP
  int fd;           // 0: free
  uint32_t generation;
  struct sockaddr_storage at;
  socklen_t at_n;
  struct buf in;
  struct tls *tls;           // NULL: plain TCP
  bool spoke;                // a whole message
  int64_t heard_us, half_us; // half_us: since when a message is not whole; 0: none
};

struct transport {
  fd epoll, udp, tcp, tls;
  struct tls_context *context;
  uint16_t port, tls_port;
  const char *peers;
  uint32_t share;
  int64_t now_us;
  struct transport_counts counts;
  struct connection connection[TRANSPORT_CONNECTIONS + 1];
  char message[TRANSPORT_MESSAGE + 1];
};

void endpoint_of(const struct sockaddr_storage *at, struct endpoint *out) {
  *out = (struct endpoint){0};
  if (at->ss_family == AF_INET) {
    const struct sockaddr_in *four = (const struct sockaddr_in *)at;
    addr_from_v4(out->addr, (const uint8_t *)&four->sin_addr);
    out->port = ntohs(four->sin_port);
  } else if (at->ss_family == AF_INET6) {
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)at;
    memcpy(out->addr, &six->sin6_addr, sizeof out->addr);
    out->port = ntohs(six->sin6_port);
  }
}

void way_port(struct way *way, uint16_t port) {
  if (way->at.ss_family == AF_INET6)
    ((struct sockaddr_in6 *)&way->at)->sin6_port = htons(port);
  else
    ((struct sockaddr_in *)&way->at)->sin_port = htons(port);
}

uint16_t transport_tls_port(const struct transport *t) { return t->tls_port; }
int transport_fd(const struct transport *t) { return t->epoll; }
uint16_t transport_port(const struct transport *t) { return t->port; }
const struct transport_counts *transport_counts(const struct transport *t) { return &t->counts; }

// ---- opening -----------------------------------------------------------------------------------

static enum err watch(const struct transport *t, int socket, uint32_t as) {
  struct epoll_event e = {.events = EPOLLIN, .data.u32 = as};
  return epoll_ctl(t->epoll, EPOLL_CTL_ADD, socket, &e) ? fail_os("watch a socket") : OK;
}

static enum err bound(const struct address *a, int kind, fd *out) {
  int yes = 1, room = 4 << 20;
  *out = socket(a->at.ss_family, kind | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (*out < 0) return fail_os("a socket for SIP");
  if (kind == SOCK_STREAM) setsockopt(*out, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (kind == SOCK_DGRAM) setsockopt(*out, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  if (bind(*out, (const struct sockaddr *)&a->at, a->n)) return fail_os("siprec_listen");
  return OK;
}

static enum err both_open(struct transport *t, const char *where) {
  struct address a;
  struct endpoint at;
  TRY(address_read(where, &a));
  if (a.at.ss_family == AF_UNIX) return fail(E_CONFIG, "siprec_listen is an address and a port");
  TRY(bound(&a, SOCK_DGRAM, &t->udp));
  if (getsockname(t->udp, (struct sockaddr *)&a.at, &a.n)) return fail_os("siprec_listen");
  TRY(bound(&a, SOCK_STREAM, &t->tcp));
  if (listen(t->tcp, 128)) return fail_os("siprec_listen");
  endpoint_of(&a.at, &at);
  t->port = at.port;
  TRY(watch(t, t->udp, UDP));
  return watch(t, t->tcp, LISTENER);
}

static enum err tls_open(struct transport *t, const struct transport_wish *wish) {
  struct address a;
  struct endpoint at;
  if (!wish->tls || !*wish->tls) return OK;
  TRY(tls_context_open(wish->certificate, wish->key, wish->clients, &t->context));
  TRY(address_read(wish->tls, &a));
  if (a.at.ss_family == AF_UNIX)
    return fail(E_CONFIG, "siprec_tls_listen is an address and a port");
  TRY(bound(&a, SOCK_STREAM, &t->tls));
  if (listen(t->tls, 128) || getsockname(t->tls, (struct sockaddr *)&a.at, &a.n))
    return fail_os("siprec_tls_listen");
  endpoint_of(&a.at, &at);
  t->tls_port = at.port;
  return watch(t, t->tls, TLS_LISTENER);
}

static void transport_drop(struct transport **t) { transport_free(*t); }

enum err transport_open(const struct transport_wish *wish, struct transport **out) {
  struct sv wrong = networks_unread(sv_of(wish->peers));
  if (wrong.n)
    return fail(E_CONFIG, "siprec_peers: " SV_FMT " is no address or network", SV_ARG(wrong));
  AUTO(transport) struct transport *t = calloc(1, sizeof *t);
  if (!t) return fail(E_FULL, "no memory for SIP");
  t->peers = wish->peers;
  t->share = wish->share;
  t->udp = t->tcp = t->tls = -1;
  t->epoll = epoll_create1(EPOLL_CLOEXEC);
  if (t->epoll < 0) return fail_os("epoll");
  TRY(both_open(t, wish->listen));
  TRY(tls_open(t, wish));
  *out = t;
  t = NULL;
  return OK;
}

static void connection_close(struct transport *t, struct connection *c) {
  if (!c->fd) return;
  close(c->fd);
  c->fd = 0;
  c->generation++;
  tls_free(c->tls);
  c->tls = NULL;
  buf_drop(&c->in);
  c->in = (struct buf){0};
  t->counts.connections--;
}

void transport_free(struct transport *t) {
  if (!t) return;
  for (size_t i = 0; i <= TRANSPORT_CONNECTIONS; i++) connection_close(t, &t->connection[i]);
  fd_drop(&t->udp);
  fd_drop(&t->tcp);
  fd_drop(&t->tls);
  tls_context_free(t->context);
  fd_drop(&t->epoll);
  free(t);
}

// ---- reading -----------------------------------------------------------------------------------

bool transport_lets_in(const struct transport *t, const struct endpoint *who) {
  return networks_hold(sv_of(t->peers), who->addr);
}

static bool is_peer(struct transport *t, const struct endpoint *who) {
  bool is = transport_lets_in(t, who);
  t->counts.strangers += !is;
  return is;
}

static void udp_read(struct transport *t, transport_message *each, void *ctx) {
  for (int i = 0; i < BURST; i++) {
    struct way way = {.at_n = sizeof way.at};
    ssize_t n = recvfrom(t->udp, t->message, sizeof t->message, MSG_TRUNC,
                         (struct sockaddr *)&way.at, &way.at_n);
    if (n < 0) return;
    endpoint_of(&way.at, &way.peer);
    if (!is_peer(t, &way.peer)) continue;
    if ((size_t)n > TRANSPORT_MESSAGE)
      t->counts.cut++;
    else if (n > 4) // less keeps a way through NAT open
      each(ctx, &way, (struct sv){t->message, (size_t)n});
  }
}

static uint32_t connections_of(const struct transport *t, const struct endpoint *who) {
  struct endpoint other;
  uint32_t n = 0;
  for (size_t i = 1; i <= TRANSPORT_CONNECTIONS; i++) {
    if (!t->connection[i].fd) continue;
    endpoint_of(&t->connection[i].at, &other);
    n += !memcmp(other.addr, who->addr, sizeof who->addr);
  }
  return n;
}

static struct connection *connection_for(struct transport *t, const struct endpoint *who) {
  if (!is_peer(t, who)) return NULL;
  if (connections_of(t, who) < t->share)
    for (size_t i = 1; i <= TRANSPORT_CONNECTIONS; i++)
      if (!t->connection[i].fd) return &t->connection[i];
  t->counts.crowded++;
  return NULL;
}

static void tcp_accept(struct transport *t, int listener) {
  for (int i = 0; i < BURST; i++) {
    struct sockaddr_storage at;
    struct endpoint who;
    socklen_t at_n = sizeof at;
    int yes = 1;
    int got = accept4(listener, (struct sockaddr *)&at, &at_n, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (got < 0) return;
    endpoint_of(&at, &who);
    struct connection *c = connection_for(t, &who);
    if (!c || watch(t, got, (uint32_t)(c - t->connection))) {
      close(got);
      err_forget();
      continue;
    }
    setsockopt(got, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(got, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
    c->fd = got;
    c->tls = listener == t->tls ? tls_new(t->context) : NULL;
    c->at = at;
    c->at_n = at_n;
    c->spoke = false;
    c->heard_us = t->now_us;
    c->half_us = 0;
    c->in = (struct buf){.cap_max = 2 * TRANSPORT_MESSAGE};
    t->counts.connections++;
  }
}

static bool connection_send(struct connection *c, struct sv message);

// Between messages two blank lines are a ping (RFC 5626, 4.4.1).
static void pong(struct connection *c, struct sv junk) {
  if (sv_starts(junk, SV("\r\n\r\n"))) (void)connection_send(c, SV("\r\n"));
}

// Hands on every whole message at the front; what is more may come yet. An answer that finds nobody
// closes the connection, and what is being read outlives that.
static void messages_cut(struct transport *t, struct connection *c, transport_message *each,
                         void *ctx) {
  struct way way = {.connection = (uint32_t)(c - t->connection),
                    .generation = c->generation,
                    .secure = c->tls != NULL,
                    .at = c->at,
                    .at_n = c->at_n};
  AUTO(buf) struct buf in = c->in;
  size_t n = 0, at = 0;
  c->in = (struct buf){0};
  endpoint_of(&c->at, &way.peer);
  while (at < in.n) {
    struct span rest = {(const uint8_t *)in.p + at, in.n - at};
    enum sip_frame is = sip_frame(rest, &n);
    if (is == SIP_FRAME_MORE) break;
    if (is == SIP_FRAME_WHOLE) each(ctx, &way, (struct sv){in.p + at, n});
    t->counts.junk += is == SIP_FRAME_JUNK && n > 4;
    if (is == SIP_FRAME_JUNK && c->fd) pong(c, (struct sv){in.p + at, n});
    at += n;
  }
  if (!c->fd || c->generation != way.generation) return;
  buf_eat(&in, at);
  c->spoke |= at > 0;
  c->heard_us = t->now_us;
  if (at || !in.n) c->half_us = in.n ? t->now_us : 0;
  if (in.n && !c->half_us) c->half_us = t->now_us;
  c->in = in;
  in = (struct buf){0};
}

// What came, as it was before TLS; what TLS answers goes at once. False: there is nobody to talk
// to.
static bool plain_add(struct connection *c, struct sv came) {
  AUTO(buf) struct buf wire = {0};
  if (!c->tls) return buf_add_sv(&c->in, came), true;
  bool good = tls_take(c->tls, came, &c->in, &wire);
  if (!wire.n) return good;
  return send(c->fd, wire.p, wire.n, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)wire.n && good;
}

static void tcp_read(struct transport *t, struct connection *c, transport_message *each,
                     void *ctx) {
  if (!c->fd) return;
  ssize_t n = recv(c->fd, t->message, TRANSPORT_MESSAGE, 0);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0) {
    connection_close(t, c);
    return;
  }
  if (!plain_add(c, (struct sv){t->message, (size_t)n})) {
    connection_close(t, c);
    return;
  }
  if (!c->in.failed) messages_cut(t, c, each, ctx);
  if (!c->in.failed && c->in.n <= TRANSPORT_MESSAGE) return;
  t->counts.cut++; // no message is that long
  connection_close(t, c);
}

void transport_read(struct transport *t, transport_message *each, void *ctx) {
  struct epoll_event ready[EVENTS];
  int n = epoll_wait(t->epoll, ready, EVENTS, 0);
  for (int i = 0; i < n; i++) {
    uint32_t who = ready[i].data.u32;
    if (who == UDP)
      udp_read(t, each, ctx);
    else if (who == LISTENER)
      tcp_accept(t, t->tcp);
    else if (who == TLS_LISTENER)
      tcp_accept(t, t->tls);
    else
      tcp_read(t, &t->connection[who], each, ctx);
  }
}

// ---- idle connections --------------------------------------------------------------------------

static bool is_idle(const struct transport *t, const struct connection *c) {
  static const int64_t minute_us = 60 * 1000000;
  if (c->half_us && t->now_us - c->half_us >= minute_us / 2) return true;
  return t->now_us - c->heard_us >= (c->spoke ? 10 * minute_us : minute_us / 2);
}

void transport_tick(struct transport *t, int64_t now_us) {
  t->now_us = now_us;
  for (size_t i = 1; i <= TRANSPORT_CONNECTIONS; i++) {
    struct connection *c = &t->connection[i];
    if (!c->fd || !is_idle(t, c)) continue;
    t->counts.idle++;
    connection_close(t, c);
  }
}

void transport_used(struct transport *t, const struct way *way) {
  struct connection *c = &t->connection[way->connection];
  if (way->connection && c->fd && c->generation == way->generation) c->heard_us = t->now_us;
}

// ---- sending -----------------------------------------------------------------------------------

static bool connection_send(struct connection *c, struct sv message) {
  AUTO(buf) struct buf wire = {0};
  if (c->tls) {
    if (!tls_say(c->tls, message, &wire) || wire.failed) return false;
    message = buf_sv(&wire);
  }
  return send(c->fd, message.p, message.n, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)message.n;
}

// A connection whose peer reads nothing is closed: nobody waits for it.
void transport_send(struct transport *t, const struct way *way, struct sv message) {
  struct connection *c = way->connection ? &t->connection[way->connection] : NULL;
  bool sent = false;
  if (!c)
    sent = sendto(t->udp, message.p, message.n, MSG_DONTWAIT, (const struct sockaddr *)&way->at,
                  way->at_n) == (ssize_t)message.n;
  else if (c->fd && c->generation == way->generation)
    sent = connection_send(c, message);
  if (sent) return;
  t->counts.unsent++;
  if (c && c->generation == way->generation) connection_close(t, c);
}
