// SPDX-License-Identifier: Apache-2.0
#include "medlyss/monitor/scrape.h"

#include <sys/socket.h>
#include <sys/stat.h>

#include "core/clock.h"
#include "core/file.h"

enum { ASKS_US = 5000000, LINGERS_US = 2000000, OLD_MS = 30000, FIGURES_MAX = 1 << 20 };

void scrape_init(struct scrape *s, int listening, int run_dir) {
  *s = (struct scrape){.listening = listening, .run_dir = run_dir};
  for (size_t i = 0; i < SCRAPE_VISITORS; i++) s->visitor[i].fd = -1;
}

static void leave(struct scrape_visitor *v) {
  if (v->fd >= 0) close(v->fd);
  v->fd = -1;
}

void scrape_drop(struct scrape *s) {
  for (size_t i = 0; i < SCRAPE_VISITORS; i++) leave(&s->visitor[i]);
}

int scrape_asked(struct sv head) {
  if (!memmem(head.p ? head.p : "", head.n, "\r\n\r\n", 4)) return 0;
  struct sv line = sv_cut(&head, '\r'), method = sv_cut(&line, ' '), target = sv_cut(&line, ' ');
  if (!sv_eq(line, SV("HTTP/1.1")) && !sv_eq(line, SV("HTTP/1.0"))) return 400;
  if (!sv_eq(sv_cut(&target, '?'), SV("/metrics"))) return 404;
  return sv_eq(method, SV("GET")) ? 200 : 405;
}

// ---- the answer --------------------------------------------------------------------------------

static enum err figures_read(const struct scrape *s, struct buf *out) {
  AUTO(fd) fd in = -1;
  struct stat st;
  TRY(file_open(s->run_dir, "metrics", O_RDONLY, 0, &in));
  if (fstat(in, &st)) return fail_os("run/metrics");
  int64_t age_ms = clock_wall_ms() - st.st_mtim.tv_sec * 1000;
  if (age_ms > OLD_MS)
    return fail(E_BUSY, "the keeper has told nothing for %" PRId64 " seconds", age_ms / 1000);
  return file_read_fd(in, "run/metrics", FIGURES_MAX, out);
}

static const char *reason_of(int status) {
  switch (status) {
  case 200: return "OK";
  case 404: return "Not Found";
  case 405: return "Method Not Allowed";
  case 503: return "Service Unavailable";
  default: return "Bad Request";
  }
}

static const char *words_of(int status) {
  switch (status) {
  case 404: return "figures are at /metrics\n";
  case 405: return "figures are fetched with GET\n";
  default: return "HTTP/1.1 is spoken here\n";
  }
}

static void answer(struct scrape *s, struct scrape_visitor *v, int status) {
  AUTO(buf) struct buf body = {0}, all = {0};
  if (status != 200) {
    buf_add_str(&body, words_of(status));
  } else if (figures_read(s, &body)) {
    status = 503;
    buf_clear(&body);
    buf_printf(&body, "no figures: %s\n", err_detail());
    err_forget();
  }
  buf_printf(&all,
             "HTTP/1.1 %d %s\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
             "Content-Length: %zu\r\nCache-Control: no-store\r\nConnection: close\r\n%s\r\n",
             status, reason_of(status), body.n, status == 405 ? "Allow: GET\r\n" : "");
  buf_add_sv(&all, buf_sv(&body));
  if (!all.failed) (void)!send(v->fd, all.p, all.n, MSG_DONTWAIT | MSG_NOSIGNAL);
  shutdown(v->fd, SHUT_WR);
  s->answers++;
  v->answered = true;
  v->until_us = clock_mono_us() + LINGERS_US;
}

// ---- visitors ----------------------------------------------------------------------------------

static void welcome(struct scrape *s) {
  AUTO(fd) fd guest = accept4(s->listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  for (size_t i = 0; guest >= 0 && i < SCRAPE_VISITORS; i++) {
    struct scrape_visitor *v = &s->visitor[i];
    if (v->fd >= 0) continue;
    v->fd = fd_take(&guest);
    v->until_us = clock_mono_us() + ASKS_US;
    v->answered = false;
    v->n = 0;
  }
}

// After the answer what still comes is read and dropped: a close before that would be a reset, and
// the answer lost in it.
static void hear(struct scrape *s, struct scrape_visitor *v) {
  if (v->answered) v->n = 0;
  ssize_t got = recv(v->fd, v->head + v->n, sizeof v->head - v->n, MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) {
    leave(v);
    return;
  }
  v->n += (size_t)got;
  if (v->answered) return;
  int status = scrape_asked((struct sv){v->head, v->n});
  if (!status && v->n == sizeof v->head) status = 400;
  if (status) answer(s, v, status);
}

static bool seats_free(const struct scrape *s) {
  for (size_t i = 0; i < SCRAPE_VISITORS; i++)
    if (s->visitor[i].fd < 0) return true;
  return false;
}

void scrape_turn(struct scrape *s, int wait_ms) {
  struct pollfd ready[SCRAPE_VISITORS + 1];
  for (size_t i = 0; i < SCRAPE_VISITORS; i++)
    ready[i] = (struct pollfd){.fd = s->visitor[i].fd, .events = POLLIN};
  ready[SCRAPE_VISITORS] =
      (struct pollfd){.fd = seats_free(s) ? s->listening : -1, .events = POLLIN};
  int n = poll(ready, countof(ready), wait_ms);
  int64_t now_us = clock_mono_us();
  for (size_t i = 0; i < SCRAPE_VISITORS; i++) {
    struct scrape_visitor *v = &s->visitor[i];
    if (n > 0 && v->fd >= 0 && ready[i].revents) hear(s, v);
    if (v->fd >= 0 && now_us > v->until_us) leave(v);
  }
  if (n > 0 && ready[SCRAPE_VISITORS].revents) welcome(s);
}
