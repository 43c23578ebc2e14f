// SPDX-License-Identifier: Apache-2.0
#include "core/ask.h"

#include <poll.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "core/clock.h"

enum { REQUEST_MOST = 400, ANSWER_MOST = 16 * 1024, TAG = 10 };

enum err ask_open(const char *data_path, struct ask *out) {
  struct sockaddr_un own = {.sun_family = AF_UNIX};
  struct ask a = {.lock = PTHREAD_MUTEX_INITIALIZER};
  int n =
      snprintf(a.run_path, sizeof a.run_path, "%s/%s", data_path, datadir_folder_name(DATADIR_RUN));
  if (n < 0 || (size_t)n >= sizeof a.run_path) return fail(E_CONFIG, "too long a path");
  a.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (a.fd < 0) return fail_os("a socket to ask by");
  if (bind(a.fd, (struct sockaddr *)&own, sizeof own.sun_family)) { // the kernel names it
    close(a.fd);
    return fail_os("a socket to be answered at");
  }
  *out = a;
  return OK;
}

void ask_drop(struct ask *a) {
  if (a->fd >= 0) close(a->fd);
  a->fd = -1;
}

// What comes for somebody who no longer waits is not ours: ours begins with the tag.
static enum err hear(struct ask *a, struct sv tag, struct buf *out) {
  char text[ANSWER_MOST];
  int64_t until_us = clock_mono_us() + ASK_PATIENCE_MS * 1000;
  for (;;) {
    int64_t left_us = until_us - clock_mono_us();
    struct pollfd p = {a->fd, POLLIN, 0};
    if (left_us <= 0 || (poll(&p, 1, (int)(left_us / 1000) + 1) < 0 && errno != EINTR))
      return fail(E_BUSY, "the recorder does not answer");
    ssize_t n = recv(a->fd, text, sizeof text, MSG_DONTWAIT);
    if (n < (ssize_t)tag.n || memcmp(text, tag.p, tag.n) != 0) continue;
    buf_add_sv(out, (struct sv){text + tag.n, (size_t)n - tag.n});
    return out->failed ? fail(E_FULL, "no memory for an answer") : OK;
  }
}

static enum err say(struct ask *a, const char *name, struct sv text) {
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  int n = snprintf(to.sun_path, sizeof to.sun_path, "%s/%s", a->run_path, name);
  if (n < 0 || (size_t)n >= sizeof to.sun_path)
    return fail(E_CONFIG, "the data folder's path is too long for a socket");
  if (sendto(a->fd, text.p, text.n, MSG_NOSIGNAL | MSG_DONTWAIT, (struct sockaddr *)&to,
             sizeof to) >= 0)
    return OK;
  if (errno == ENOENT || errno == ECONNREFUSED) return fail(E_NOT_FOUND, "no such program runs");
  return errno == EAGAIN ? fail(E_BUSY, "the recorder does not answer") : fail_os("%s", name);
}

enum err ask_program(struct ask *a, const char *name, struct sv request, struct buf *out) {
  char tag[TAG + 1], text[TAG + REQUEST_MOST];
  if (request.n > REQUEST_MOST) return fail(E_TOO_BIG, "a request that is too long");
  snprintf(tag, sizeof tag, "#%08" PRIx32 " ", randombytes_random());
  memcpy(text, tag, TAG);
  memcpy(text + TAG, request.p, request.n);
  pthread_mutex_lock(&a->lock);
  enum err rc = say(a, name, (struct sv){text, TAG + request.n});
  if (!rc) rc = hear(a, (struct sv){tag, TAG}, out);
  pthread_mutex_unlock(&a->lock);
  return rc;
}
