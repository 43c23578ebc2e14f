// SPDX-License-Identifier: Apache-2.0
#include "core/ask.h"

#include <poll.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "core/clock.h"
#include "core/file.h"

enum { REQUEST_MOST = 400, ANSWER_MOST = 16 * 1024, TAG = 10 };

static enum err reach(const char *run_path, const char *name, int s) {
  struct sockaddr_un own = {.sun_family = AF_UNIX}, to = {.sun_family = AF_UNIX};
  int n = snprintf(to.sun_path, sizeof to.sun_path, "%s/%s", run_path, name);
  if (n < 0 || (size_t)n >= sizeof to.sun_path)
    return fail(E_CONFIG, "the data folder's path is too long for a socket");
  if (bind(s, (struct sockaddr *)&own, sizeof own.sun_family)) // the kernel names it
    return fail_os("a socket to be answered at");
  if (!connect(s, (struct sockaddr *)&to, sizeof to)) return OK;
  if (errno == ENOENT || errno == ECONNREFUSED) return fail(E_NOT_FOUND, "no such program runs");
  return fail_os("%s", name);
}

// An answer to somebody who had this address before us, or to what we no longer wait for, is not
// ours: ours begins with the tag.
static enum err hear(int s, struct sv tag, struct buf *out) {
  char text[ANSWER_MOST];
  int64_t until_us = clock_mono_us() + ASK_PATIENCE_MS * 1000;
  for (;;) {
    int64_t left_us = until_us - clock_mono_us();
    struct pollfd p = {s, POLLIN, 0};
    if (left_us <= 0 || (poll(&p, 1, (int)(left_us / 1000) + 1) < 0 && errno != EINTR))
      return fail(E_BUSY, "the recorder does not answer");
    ssize_t n = recv(s, text, sizeof text, MSG_DONTWAIT);
    if (n < 0 && errno == ECONNREFUSED) return fail(E_NOT_FOUND, "no such program runs");
    if (n < (ssize_t)tag.n || memcmp(text, tag.p, tag.n) != 0) continue;
    buf_add_sv(out, (struct sv){text + tag.n, (size_t)n - tag.n});
    return out->failed ? fail(E_FULL, "no memory for an answer") : OK;
  }
}

enum err ask_program(const char *run_path, const char *name, struct sv request, struct buf *out) {
  char tag[TAG + 1], text[TAG + REQUEST_MOST];
  if (request.n > REQUEST_MOST) return fail(E_TOO_BIG, "a request that is too long");
  AUTO(fd) fd s = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (s < 0) return fail_os("a socket to ask by");
  TRY(reach(run_path, name, s));
  snprintf(tag, sizeof tag, "#%08" PRIx32 " ", randombytes_random());
  memcpy(text, tag, TAG);
  memcpy(text + TAG, request.p, request.n);
  if (send(s, text, TAG + request.n, MSG_NOSIGNAL) < 0) {
    if (errno == ECONNREFUSED) return fail(E_NOT_FOUND, "no such program runs");
    return fail_os("ask a recorder");
  }
  return hear(s, (struct sv){tag, TAG}, out);
}
