// SPDX-License-Identifier: Apache-2.0
// Really sends, from 127.x.y.z: every address of the scenario keeps its last three octets.
#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "core/clock.h"
#include "core/scope.h"
#include "tests/peer/event.h"

struct end { // one of our sockets
  uint32_t ip;
  uint16_t port;
  int fd;
};

struct ends {
  struct end *v;
  size_t n;
};

static void ends_drop(struct ends *e) {
  for (size_t i = 0; i < e->n; i++) close(e->v[i].fd);
  free(e->v);
}

static struct sockaddr_in address(uint32_t ip, uint16_t port) {
  return (struct sockaddr_in){.sin_family = AF_INET,
                              .sin_port = htons(port),
                              .sin_addr.s_addr = htonl((ip & 0xffffff) | 127u << 24)};
}

static MUST_CHECK enum err end_open(struct ends *e, uint32_t ip, uint16_t port, int *out) {
  for (size_t i = 0; i < e->n; i++)
    if (e->v[i].ip == ip && e->v[i].port == port) return *out = e->v[i].fd, OK;
  int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (s < 0) return fail_os("open a socket");
  struct sockaddr_in sa = address(ip, port);
  int small = 2048; // nobody reads what arrives; it shall not eat memory
  setsockopt(s, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  if (bind(s, (struct sockaddr *)&sa, sizeof sa)) {
    close(s);
    return fail_os("bind port %u", port);
  }
  e->v[e->n++] = (struct end){ip, port, s};
  return *out = s, OK;
}

static void wait_until(int64_t mono_us) {
  int64_t left = mono_us - clock_mono_us();
  if (left <= 0) return;
  struct timespec ts = {left / 1000000, left % 1000000 * 1000};
  while (nanosleep(&ts, &ts) && errno == EINTR) {
  }
}

static MUST_CHECK enum err send_one(int from, const struct flow *f, const struct event *e) {
  static uint8_t all[65536];
  memcpy(all, e->head, e->head_n);
  if (e->n) memcpy(all + e->head_n, e->p, e->n);
  struct sockaddr_in to = address(f->to_ip, f->to_port);
  size_t n = e->head_n + e->n;
  ssize_t sent = sendto(from, all, n, 0, (struct sockaddr *)&to, sizeof to);
  return sent == (ssize_t)n ? OK : fail_os("send");
}

enum err events_send(const struct events *e, double speed, struct sending *out) {
  struct rlimit files = {65536, 65536};
  if (setrlimit(RLIMIT_NOFILE, &files)) err_forget(); // a small scenario fits the old limit
  AUTO(ends) struct ends ends = {.v = calloc(2 * (size_t)e->n_flows + 1, sizeof(struct end))};
  int *from = calloc(e->n_flows + 1u, sizeof *from);
  enum err rc = ends.v && from ? OK : fail(E_FULL, "no memory");
  for (uint32_t i = 0; i < e->n_flows && !rc; i++) {
    int other;
    rc = end_open(&ends, e->flows[i].from_ip, e->flows[i].from_port, &from[i]);
    if (!rc) rc = end_open(&ends, e->flows[i].to_ip, e->flows[i].to_port, &other);
  }
  int64_t zero = clock_mono_us();
  *out = (struct sending){.after_us = e->n ? clock_wall_us() - e->v[0].at_us : 0};
  for (size_t i = 0; i < e->n && !rc; i++) {
    double after_us = (double)(e->v[i].at_us - e->v[0].at_us) / speed;
    wait_until(zero + (int64_t)after_us);
    int64_t late_us = clock_mono_us() - zero - (int64_t)after_us;
    if (late_us > out->late_us) out->late_us = late_us;
    rc = send_one(from[e->v[i].flow], &e->flows[e->v[i].flow], &e->v[i]);
  }
  free(from);
  return rc;
}
