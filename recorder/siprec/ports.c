// SPDX-License-Identifier: Apache-2.0
#include "recorder/siprec/ports.h"

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "core/address.h"
#include "core/file.h"
#include "recorder/siprec/transport.h"

enum { BATCH = 32, PACKET = 2048, EVENTS = 256 };

struct pair {
  fd rtp, rtcp;
  uint16_t port;
  bool lent;
  uint32_t owner;
};

struct ports {
  fd epoll;
  size_t n, next, lent;
  struct pair *pair;
  ports_packet *each;
  void *ctx;
  uint8_t room[BATCH][PACKET];
};

int ports_fd(const struct ports *p) { return p->epoll; }
size_t ports_lent(const struct ports *p) { return p->lent; }
size_t ports_all(const struct ports *p) { return p->n; }
uint16_t ports_number(const struct ports *p, int pair) { return p->pair[pair].port; }

// ---- opening -----------------------------------------------------------------------------------

static enum err range_read(const char *text, uint16_t *low, uint16_t *high) {
  struct sv rest = sv_of(text), first = sv_cut(&rest, '-');
  TRY(sv_port(sv_trim(first), low));
  TRY(sv_port(sv_trim(rest), high));
  if (*low & 1) ++*low;
  if (*high <= *low || *high - *low >= 2 * PORTS_MAX)
    return fail(E_CONFIG, "siprec_ports is a range like 40000-41999, of at most %d ports",
                2 * PORTS_MAX);
  return OK;
}

static enum err udp_open(struct address *a, uint16_t port, int room, fd *out) {
  if (a->at.ss_family == AF_INET6)
    ((struct sockaddr_in6 *)&a->at)->sin6_port = htons(port);
  else
    ((struct sockaddr_in *)&a->at)->sin_port = htons(port);
  *out = socket(a->at.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (*out < 0) return fail_os("a socket for media");
  setsockopt(*out, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  return bind(*out, (const struct sockaddr *)&a->at, a->n) ? fail_os("port %u", port) : OK;
}

// A pair that another program holds is left out. What is never read holds little.
static enum err pair_open(struct ports *p, struct address *a, uint16_t port) {
  struct pair *pair = &p->pair[p->n];
  *pair = (struct pair){.rtp = -1, .rtcp = -1, .port = port};
  enum err rc = udp_open(a, port, 1 << 18, &pair->rtp);
  if (!rc) rc = udp_open(a, (uint16_t)(port + 1), 2048, &pair->rtcp);
  struct epoll_event e = {.events = EPOLLIN, .data.u32 = (uint32_t)p->n};
  if (!rc && epoll_ctl(p->epoll, EPOLL_CTL_ADD, pair->rtp, &e)) rc = fail_os("watch a port");
  if (!rc) {
    p->n++;
    return OK;
  }
  fd_drop(&pair->rtp);
  fd_drop(&pair->rtcp);
  if (errno != EADDRINUSE) return rc;
  err_forget();
  return OK;
}

static void ports_drop(struct ports **p) { ports_free(*p); }

enum err ports_open(const char *address, const char *range, struct ports **out) {
  uint16_t low, high;
  struct address a;
  struct rlimit files;
  TRY(range_read(range, &low, &high));
  TRY(address_read(address, &a));
  if (!getrlimit(RLIMIT_NOFILE, &files)) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  AUTO(ports) struct ports *p = calloc(1, sizeof *p);
  if (p) p->pair = calloc((size_t)(high - low) / 2 + 1, sizeof *p->pair);
  if (!p || !p->pair) return free(p), p = NULL, fail(E_FULL, "no memory for ports");
  p->epoll = -1;
  p->epoll = epoll_create1(EPOLL_CLOEXEC);
  if (p->epoll < 0) return fail_os("epoll");
  for (uint32_t port = low; port + 1 <= high; port += 2) TRY(pair_open(p, &a, (uint16_t)port));
  if (!p->n) return fail(E_CONFIG, "siprec_ports: another program holds every port of %s", range);
  *out = p;
  p = NULL;
  return OK;
}

void ports_free(struct ports *p) {
  if (!p) return;
  for (size_t i = 0; i < p->n; i++) {
    fd_drop(&p->pair[i].rtp);
    fd_drop(&p->pair[i].rtcp);
  }
  fd_drop(&p->epoll);
  free(p->pair);
  free(p);
}

// ---- lending -----------------------------------------------------------------------------------

static int lend(struct ports *p, size_t at, uint32_t owner) {
  p->pair[at].lent = true;
  p->pair[at].owner = owner;
  p->lent++;
  return (int)at;
}

int ports_take(struct ports *p, uint32_t owner) {
  for (size_t tried = 0; tried < p->n; tried++) {
    size_t at = p->next;
    p->next = (p->next + 1) % p->n;
    if (!p->pair[at].lent) return lend(p, at, owner);
  }
  return PORTS_NONE;
}

int ports_again(struct ports *p, uint16_t number, uint32_t owner) {
  for (size_t at = 0; at < p->n; at++)
    if (p->pair[at].port == number && !p->pair[at].lent) return lend(p, at, owner);
  return PORTS_NONE;
}

// ---- reading -----------------------------------------------------------------------------------

static int pair_read(struct ports *p, const struct pair *pair) {
  struct iovec part[BATCH];
  struct mmsghdr m[BATCH];
  struct sockaddr_storage at[BATCH];
  struct endpoint from;
  memset(m, 0, sizeof m);
  for (size_t i = 0; i < BATCH; i++) {
    part[i] = (struct iovec){p->room[i], PACKET};
    m[i].msg_hdr.msg_iov = &part[i];
    m[i].msg_hdr.msg_iovlen = 1;
    m[i].msg_hdr.msg_name = &at[i];
    m[i].msg_hdr.msg_namelen = sizeof at[i];
  }
  int n = recvmmsg(pair->rtp, m, BATCH, MSG_DONTWAIT, NULL);
  for (int i = 0; i < n && pair->lent; i++) {
    if (m[i].msg_hdr.msg_flags & MSG_TRUNC) continue;
    endpoint_of(&at[i], &from);
    p->each(p->ctx, pair->owner, &from, (struct span){p->room[i], m[i].msg_len});
  }
  return n;
}

void ports_hear(struct ports *p, ports_packet *each, void *ctx) {
  p->each = each;
  p->ctx = ctx;
}

void ports_settle(struct ports *p, int pair) {
  enum { MOST = 64 }; // batches: one who sends without end does not keep us
  if (pair < 0 || !p->pair[pair].lent) return;
  for (int i = 0; i < MOST && pair_read(p, &p->pair[pair]) == BATCH; i++) {
  }
}

void ports_give(struct ports *p, int pair) {
  if (pair < 0 || !p->pair[pair].lent) return;
  ports_settle(p, pair);
  p->pair[pair].lent = false;
  p->lent--;
}

void ports_read(struct ports *p) {
  struct epoll_event ready[EVENTS];
  int n = epoll_wait(p->epoll, ready, EVENTS, 0);
  for (int i = 0; i < n; i++) (void)pair_read(p, &p->pair[ready[i].data.u32]);
}
