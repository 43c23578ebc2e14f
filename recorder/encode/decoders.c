// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/decoders.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "recorder/decode/decode_wire.h"

enum { STALL_MS = 2000 };

struct decoders {
  char *program;
  pid_t child;
  int fd;
  int64_t restarts;
  uint8_t taken[DECODE_STREAMS / 8];
  struct decode_answer answer; // directly followed by its samples
  int16_t pcm[DECODE_SAMPLES_MAX];
};

static enum err program_start(struct decoders *d, int theirs) {
  posix_spawn_file_actions_t actions;
  char *argv[] = {d->program, NULL}, *no_env[] = {NULL};
  int bad = posix_spawn_file_actions_init(&actions);
  if (!bad) bad = posix_spawn_file_actions_adddup2(&actions, theirs, STDIN_FILENO);
  if (!bad) bad = posix_spawn(&d->child, d->program, &actions, NULL, argv, no_env);
  posix_spawn_file_actions_destroy(&actions);
  errno = bad;
  return bad ? fail_os("start %s", d->program) : OK;
}

static enum err child_start(struct decoders *d) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair)) return fail_os("socketpair");
  enum err rc = program_start(d, pair[1]);
  close(pair[1]);
  if (rc) {
    close(pair[0]);
    return rc;
  }
  d->fd = pair[0];
  return OK;
}

static void child_stop(struct decoders *d) {
  if (d->fd >= 0) close(d->fd);
  d->fd = -1;
  if (d->child <= 0) return;
  kill(d->child, SIGKILL);
  while (waitpid(d->child, NULL, 0) < 0 && errno == EINTR) {
  }
  d->child = 0;
}

// Programs lie side by side; the tests lie in a folder next to theirs.
static char *beside_self(void) {
  static const char *const places[] = {"medlyss-decode", "../bin/medlyss-decode"};
  char path[4096], *name = NULL;
  ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
  if (n <= 0) return NULL;
  path[n] = '\0';
  char *slash = strrchr(path, '/');
  if (slash) *slash = '\0';
  for (size_t i = 0; i < countof(places); i++) {
    free(name);
    if (asprintf(&name, "%s/%s", path, places[i]) < 0) return NULL;
    if (access(name, X_OK) == 0) break;
  }
  return name;
}

enum err decoders_open(const char *program, struct decoders **out) {
  struct decoders *d = calloc(1, sizeof *d);
  if (!d) return fail(E_FULL, "no memory for the decoders");
  d->fd = -1;
  d->taken[0] = 1;
  d->program = program ? strdup(program) : beside_self();
  enum err rc = d->program ? child_start(d) : fail(E_FULL, "no memory for a name");
  if (rc) {
    decoders_free(d);
    return rc;
  }
  *out = d;
  return OK;
}

void decoders_free(struct decoders *d) {
  if (!d) return;
  child_stop(d);
  free(d->program);
  free(d);
}

int64_t decoders_restarts(const struct decoders *d) { return d->restarts; }

uint32_t decoders_stream(struct decoders *d) {
  for (uint32_t i = 1; i < DECODE_STREAMS; i++)
    if (!(d->taken[i / 8] >> (i % 8) & 1)) {
      d->taken[i / 8] = (uint8_t)(d->taken[i / 8] | 1u << (i % 8));
      return i;
    }
  return 0;
}

static bool question_send(struct decoders *d, const struct decode_question *q, const uint8_t *frame,
                          size_t n) {
  struct iovec v[2] = {{(void *)(uintptr_t)q, sizeof *q}, {(void *)(uintptr_t)frame, n}};
  struct msghdr m = {.msg_iov = v, .msg_iovlen = 2};
  return sendmsg(d->fd, &m, MSG_NOSIGNAL) == (ssize_t)(sizeof *q + n);
}

static bool answer_wait(struct decoders *d) {
  struct pollfd p = {.fd = d->fd, .events = POLLIN};
  int ready;
  do ready = poll(&p, 1, STALL_MS);
  while (ready < 0 && errno == EINTR);
  return ready == 1;
}

// The answer, or false when the child is gone, stalls, or says what no child of ours would say.
static bool answer_read(struct decoders *d, uint32_t stream) {
  struct iovec v[2] = {{&d->answer, sizeof d->answer}, {d->pcm, sizeof d->pcm}};
  if (!answer_wait(d)) return false;
  ssize_t n = readv(d->fd, v, 2);
  if (n < (ssize_t)sizeof d->answer || d->answer.samples > DECODE_SAMPLES_MAX) return false;
  return d->answer.stream == stream &&
         (size_t)n == sizeof d->answer + d->answer.samples * sizeof d->pcm[0];
}

static bool ask(struct decoders *d, const struct decode_question *q, const uint8_t *frame,
                size_t n) {
  if (d->fd < 0 && child_start(d) != OK) {
    err_forget();
    return false;
  }
  if (question_send(d, q, frame, n) && answer_read(d, q->stream)) return true;
  child_stop(d);
  d->restarts++;
  return false;
}

void decoders_forget(struct decoders *d, uint32_t stream) {
  if (!d || !stream) return;
  d->taken[stream / 8] = (uint8_t)(d->taken[stream / 8] & ~(1u << (stream % 8)));
  struct decode_question q = {.stream = stream, .op = DECODE_FORGET};
  if (d->fd >= 0) ask(d, &q, (const uint8_t *)"", 0);
}

enum decoded decoders_run(struct decoders *d, uint32_t stream, const struct payload *as,
                          const uint8_t *frame, size_t n, int16_t *pcm, size_t room,
                          size_t *out_n) {
  struct decode_question q = {.stream = stream,
                              .op = DECODE_FRAME,
                              .codec = as->codec,
                              .channels = as->channels,
                              .bits = as->bits,
                              .octet_align = as->octet_align,
                              .clock_hz = as->clock_hz,
                              .rate_hz = as->rate_hz};
  if (!d || !stream) return DECODED_UNKNOWN;
  if (n > DECODE_PAYLOAD_MAX || !ask(d, &q, frame, n)) return DECODED_NOT;
  if (d->answer.status == DECODE_UNSUPPORTED) return DECODED_UNKNOWN;
  if (d->answer.status != DECODE_OK) return DECODED_NOT;
  *out_n = d->answer.samples < room ? d->answer.samples : room;
  memcpy(pcm, d->pcm, *out_n * sizeof *pcm);
  return DECODED;
}
