// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/media.h"

#include <ctype.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include "core/clock.h"
#include "core/scope.h"
#include "recorder/import/media_wire.h"

enum { PATIENCE_US = 60000000 }; // for one message

struct media {
  pid_t child;
  int from; // the child's messages
  struct media_format format;
  struct media_head head;
  int16_t body[MEDIA_BODY_MAX / 2];
};

// Formats without a head of their own: the extension is all there is.
static const struct headerless {
  const char *extension, *format, *rate;
} headerless[] = {
    {".ulaw", "mulaw", "8000"},   {".mulaw", "mulaw", "8000"}, {".ul", "mulaw", "8000"},
    {".pcm", "mulaw", "8000"},    {".alaw", "alaw", "8000"},   {".al", "alaw", "8000"},
    {".g722", "g722", "16000"},   {".gsm", "gsm", "8000"},     {".sln", "s16le", "8000"},
    {".sln16", "s16le", "16000"},
};

static const struct headerless *headerless_of(const char *name) {
  const char *dot = name ? strrchr(name, '.') : NULL;
  for (size_t i = 0; dot && i < countof(headerless); i++)
    if (!strcasecmp(headerless[i].extension, dot)) return &headerless[i];
  return NULL;
}

static NORETURN void become_child(const struct media_opening *o, int out) {
  const struct headerless *h = headerless_of(o->name);
  char *argv[] = {(char *)(uintptr_t) "medlyss-import", (char *)(uintptr_t) "--child",
                  (char *)(uintptr_t)(h ? h->format : ""), (char *)(uintptr_t)(h ? h->rate : "0"),
                  NULL};
  char *env[] = {NULL};
  // Both are moved out of the way first: either may be sitting on 3 or 4.
  int in = fcntl(o->file, F_DUPFD, 10), to = fcntl(out, F_DUPFD, 10);
  if (in < 0 || to < 0 || dup2(in, MEDIA_FILE) < 0 || dup2(to, MEDIA_OUT) < 0) _exit(71);
  if (close_range(MEDIA_OUT + 1, ~0u, 0)) _exit(71);
  execve(o->program, argv, env);
  _exit(71);
}

static MUST_CHECK enum err start(const struct media_opening *o, struct media *m) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC)) return fail_os("make a pipe");
  m->child = fork();
  if (m->child == 0) become_child(o, ends[1]);
  close(ends[1]);
  m->from = ends[0];
  return m->child < 0 ? fail_os("start a child") : OK;
}

// The child is gone: what killed it, as a sentence about the file.
static MUST_CHECK enum err autopsy(struct media *m) {
  int status = 0;
  pid_t child = m->child;
  m->child = -1;
  kill(child,
       SIGKILL); // it may have shut its end and live on; who is dead already stays as he died
  if (waitpid(child, &status, 0) != child) return fail_os("wait for the child");
  int sig = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  if (sig == SIGSYS) return fail(E_BAD_DATA, "it tries to reach beyond itself");
  if (sig == SIGXCPU || sig == SIGKILL) return fail(E_BAD_DATA, "reading it takes too long");
  if (sig) return fail(E_BAD_DATA, "reading it fails (signal %d)", sig);
  return fail(E_BAD_DATA, "reading it ends early");
}

// A child that tells it byte by byte has no longer for it.
static MUST_CHECK enum err read_exactly(struct media *m, void *to, size_t n, int64_t until_us) {
  for (char *p = to; n;) {
    struct pollfd ready = {.fd = m->from, .events = POLLIN};
    int64_t left_us = until_us - clock_mono_us();
    int rc = left_us > 0 ? poll(&ready, 1, (int)(left_us / 1000) + 1) : 0;
    if (rc < 0 && errno == EINTR) continue;
    if (rc == 0) return fail(E_BAD_DATA, "reading it takes too long");
    ssize_t k = rc < 0 ? -1 : read(m->from, p, n);
    if (k < 0) return fail_os("read from the child");
    if (k == 0) return autopsy(m);
    p += k;
    n -= (size_t)k;
  }
  return OK;
}

static MUST_CHECK enum err next_message(struct media *m) {
  int64_t until_us = clock_mono_us() + PATIENCE_US;
  TRY(read_exactly(m, &m->head, sizeof m->head, until_us));
  if (m->head.n > sizeof m->body) return fail(E_BAD_DATA, "its reader talks nonsense");
  return read_exactly(m, m->body, m->head.n, until_us);
}

static MUST_CHECK enum err refused(const struct media *m) {
  char says[200];
  size_t n = m->head.n < sizeof says ? m->head.n : sizeof says - 1;
  memcpy(says, m->body, n);
  says[n] = '\0';
  for (char *p = says; *p; p++)
    if ((unsigned char)*p < ' ' || *p == 0x7f) *p = '?';
  return fail(E_BAD_DATA, "%s", says);
}

static MUST_CHECK enum err take_format(struct media *m) {
  TRY(next_message(m));
  if (m->head.kind == MEDIA_REFUSED) return refused(m);
  if (m->head.kind != MEDIA_FORMAT || m->head.n != sizeof m->format)
    return fail(E_BAD_DATA, "its reader talks nonsense");
  memcpy(&m->format, m->body, sizeof m->format);
  m->format.codec[sizeof m->format.codec - 1] = '\0';
  for (char *p = m->format.codec; *p; p++)
    if (!isalnum((unsigned char)*p) && *p != '-' && *p != '_' && *p != '.') *p = '_';
  bool rate = m->format.rate_hz == 8000 || m->format.rate_hz == 16000;
  bool channels = m->format.channels == 1 || m->format.channels == 2;
  return rate && channels ? OK : fail(E_BAD_DATA, "its reader talks nonsense");
}

enum err media_open(const struct media_opening *o, struct media **out) {
  struct media *m = calloc(1, sizeof *m);
  if (!m) return fail(E_FULL, "no memory");
  m->from = m->child = -1;
  enum err rc = start(o, m);
  if (!rc) rc = take_format(m);
  if (rc)
    media_free(m);
  else
    *out = m;
  return rc;
}

struct media_format media_format(const struct media *m) {
  return m->format;
}

enum err media_read(struct media *m, struct media_chunk *out) {
  TRY(next_message(m));
  size_t frame = 2u * m->format.channels;
  switch (m->head.kind) {
  case MEDIA_PCM:
    if (!m->head.n || m->head.n % frame) return fail(E_BAD_DATA, "its reader talks nonsense");
    *out = (struct media_chunk){m->body, m->head.n / frame};
    return OK;
  case MEDIA_END: *out = (struct media_chunk){0}; return OK;
  case MEDIA_REFUSED: return refused(m);
  default: return fail(E_BAD_DATA, "its reader talks nonsense");
  }
}

void media_free(struct media *m) {
  if (!m) return;
  if (m->from >= 0) close(m->from);
  if (m->child > 0) {
    kill(m->child, SIGKILL);
    while (waitpid(m->child, NULL, 0) < 0 && errno == EINTR) {
    }
  }
  free(m);
}
