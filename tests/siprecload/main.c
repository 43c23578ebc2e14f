// SPDX-License-Identifier: Apache-2.0
// siprecload: many recording clients in one. Dialogs are set up at a rate, two lines of G.711 each,
// and at intervals held, resumed and re-INVITEd; then each leaves. What was asked, answered and
// sent, as JSON.
//   siprecload --server PORT --calls N [--rate A-SECOND] [--seconds S] [--again S]
// Shares no code with the recorder.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/siprecload/dialog.h"

enum { SLOTS = 20, BATCH = 512, FRAME = 160, RTP = 12 + FRAME, SECOND_US = 1000000 };
enum { T1_US = 500000, GIVEN_UP_US = 32000000 };

struct load {
  uint32_t calls, rate, seconds, again;
  uint16_t server, own;
  int sip, rtp;
  struct dialog *v;
  enum wish *wish; // what each has asked
  int64_t from_us;
  uint64_t packets, failed_sends;
  uint32_t repeated, changed, unchanged, up, failed, gone, late_ms_max, setup_ms_max;
  uint8_t tone[LINES][50][FRAME]; // a second of each line's voice
};

static int64_t now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * SECOND_US + t.tv_nsec / 1000;
}

// G.711 mu-law (ITU-T G.711) of a 16-bit sample.
static uint8_t ulaw(int sample) {
  int sign = sample < 0 ? 0x80 : 0, x = abs(sample) + 132, exponent = 7;
  for (int mask = 0x4000; exponent && !(x & mask); mask >>= 1) exponent--;
  return (uint8_t) ~(sign | exponent << 4 | (x >> (exponent + 3) & 15));
}

static void tones(struct load *l) {
  for (int line = 0; line < LINES; line++)
    for (int i = 0; i < 8000; i++)
      l->tone[line][i / FRAME][i % FRAME] =
          ulaw((int)lrint(8000 * sin(2 * M_PI * (line ? 1100 : 700) * i / 8000)));
}

static int bound(uint16_t *port) {
  int s = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), much = 8 << 20;
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t n = sizeof at;
  if (s < 0 || bind(s, (struct sockaddr *)&at, n) || getsockname(s, (struct sockaddr *)&at, &n))
    exit(71);
  setsockopt(s, SOL_SOCKET, SO_RCVBUF, &much, sizeof much);
  setsockopt(s, SOL_SOCKET, SO_SNDBUF, &much, sizeof much);
  *port = ntohs(at.sin_port);
  return s;
}

// ---- signalling
// ------------------------------------------------------------------------------------
static void out(const struct load *l, const char *text, size_t n) {
  struct sockaddr_in to = {.sin_family = AF_INET,
                           .sin_port = htons(l->server),
                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (sendto(l->sip, text, n, 0, (struct sockaddr *)&to, sizeof to) < 0 && errno != EAGAIN)
    perror("sendto");
}

static void ask(struct load *l, struct dialog *d, enum wish wish, int64_t now) {
  char text[MESSAGE_MAX];
  l->wish[d->n] = wish;
  d->began_us = d->asked_us = now;
  d->every_us = T1_US;
  out(l, text, dialog_ask(d, wish, l->server, l->own, text));
}

static void repeat(struct load *l, struct dialog *d, int64_t now) {
  char text[MESSAGE_MAX];
  if (now - d->began_us > GIVEN_UP_US) {
    if (d->state == DIALOG_UP)
      l->unchanged++;
    else
      l->failed++, d->state = DIALOG_FAILED;
    d->asked = false;
    return;
  }
  if (now - d->asked_us < d->every_us) return;
  l->repeated++;
  d->asked_us = now;
  d->every_us = d->every_us < 8 * T1_US ? 2 * d->every_us : d->every_us;
  out(l, text, dialog_repeat(d, l->wish[d->n], l->server, l->own, text));
}

static void came_up(struct load *l, struct dialog *d, const char *text, int status, int64_t now) {
  if (status != 200 || !dialog_up(d, text)) {
    l->failed++;
    d->state = DIALOG_FAILED;
    fprintf(stderr, "%.*s\n", (int)strcspn(text, "\r"), text);
    return;
  }
  uint32_t took = (uint32_t)((now - d->began_us) / 1000);
  if (took > l->setup_ms_max) l->setup_ms_max = took;
  d->state = DIALOG_UP;
  l->up++;
  d->next_us = l->again ? now + (int64_t)l->again * SECOND_US : INT64_MAX;
}

static void take(struct load *l, const char *text, int64_t now) {
  uint32_t n, cseq;
  int status;
  bool invite;
  if (!answer_read(text, &n, &status, &cseq, &invite) || n >= l->calls || status < 200) return;
  struct dialog *d = &l->v[n];
  bool first = d->asked && cseq == d->cseq;
  if (first) d->asked = false;
  if (first && d->state == DIALOG_RINGS)
    came_up(l, d, text, status, now);
  else if (first && d->state == DIALOG_UP)
    status == 200 ? l->changed++ : l->unchanged++;
  else if (first && d->state == DIALOG_LEAVES)
    d->state = DIALOG_GONE, l->gone++;
  char ack[MESSAGE_MAX];
  if (invite) out(l, ack, dialog_ack(d, l->server, l->own, ack));
}

static void answers(struct load *l, int64_t now) {
  char text[MESSAGE_MAX * 2];
  for (ssize_t n; (n = recv(l->sip, text, sizeof text - 1, 0)) > 0;) {
    text[n] = 0;
    take(l, text, now);
  }
}

// Held for a second, resumed, sounding until its next turn; every other turn the same offer again.
static void step(struct load *l, struct dialog *d, int64_t now) {
  if (d->asked) {
    repeat(l, d, now);
    return;
  }
  if (d->state != DIALOG_UP || now < d->next_us) return;
  enum wish wish = d->held ? WISH_RESUME : d->again++ % 2 ? WISH_SAME : WISH_HOLD;
  d->next_us = now + (wish == WISH_HOLD ? SECOND_US : (int64_t)l->again * SECOND_US);
  ask(l, d, wish, now);
}

// ---- sound
// -----------------------------------------------------------------------------------------
struct batch {
  struct mmsghdr head[BATCH];
  struct iovec part[BATCH];
  struct sockaddr_in to[BATCH];
  uint8_t packet[BATCH][RTP];
  unsigned n;
};

static void flush(struct load *l, struct batch *b) {
  for (unsigned done = 0; done < b->n;) {
    int sent = sendmmsg(l->rtp, b->head + done, b->n - done, 0);
    if (sent > 0)
      done += (unsigned)sent;
    else if (errno != EAGAIN && errno != EINTR)
      l->failed_sends++, done++;
  }
  b->n = 0;
}

static void say(struct load *l, struct batch *b, struct dialog *d, int line) {
  uint8_t *p = b->packet[b->n];
  uint32_t at = d->said * FRAME, ssrc = d->n * 2 + (uint32_t)line + 1;
  uint16_t seq = (uint16_t)d->said;
  memcpy(p,
         (uint8_t[]){0x80, 0, (uint8_t)(seq >> 8), (uint8_t)seq, (uint8_t)(at >> 24),
                     (uint8_t)(at >> 16), (uint8_t)(at >> 8), (uint8_t)at, (uint8_t)(ssrc >> 24),
                     (uint8_t)(ssrc >> 16), (uint8_t)(ssrc >> 8), (uint8_t)ssrc},
         12);
  memcpy(p + 12, l->tone[line][d->said % 50], FRAME);
  b->to[b->n] = (struct sockaddr_in){.sin_family = AF_INET,
                                     .sin_port = htons(d->port[line]),
                                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  b->part[b->n] = (struct iovec){p, RTP};
  b->head[b->n].msg_hdr = (struct msghdr){.msg_name = &b->to[b->n],
                                          .msg_namelen = sizeof b->to[0],
                                          .msg_iov = &b->part[b->n],
                                          .msg_iovlen = 1};
  l->packets++;
  if (++b->n == BATCH) flush(l, b);
}

static void slot(struct load *l, struct batch *b, uint32_t which) {
  for (uint32_t i = which; i < l->calls; i += SLOTS) {
    struct dialog *d = &l->v[i];
    if (d->state != DIALOG_UP || d->held || (d->asked && l->wish[i] == WISH_RESUME)) continue;
    for (int line = 0; line < LINES; line++) say(l, b, d, line);
    d->said++;
  }
  flush(l, b);
}

// ---- a run: slots of a millisecond, in each a twentieth of the calls speaks
// --------------------------
static void begin(struct load *l, int64_t now) {
  uint64_t due = (uint64_t)(now - l->from_us) * l->rate / SECOND_US;
  for (uint32_t i = 0; i < l->calls && i < due; i++)
    if (l->v[i].state == DIALOG_WAITS)
      l->v[i].state = DIALOG_RINGS, ask(l, &l->v[i], WISH_INVITE, now);
}

static void leave(struct load *l, int64_t now, uint32_t most) {
  for (uint32_t i = 0; i < l->calls && most; i++)
    if (l->v[i].state == DIALOG_UP && !l->v[i].asked) {
      l->v[i].state = DIALOG_LEAVES;
      ask(l, &l->v[i], WISH_BYE, now);
      most--;
    }
}

static void run(struct load *l) {
  static struct batch b;
  int64_t up_us = (int64_t)l->calls * SECOND_US / l->rate,
          all_us = up_us + (int64_t)l->seconds * SECOND_US;
  l->from_us = now_us();
  for (uint64_t tick = 0;; tick++) {
    int64_t due = l->from_us + (int64_t)tick * 1000, now = now_us();
    if (now < due)
      usleep((useconds_t)(due - now));
    else if (now - due > (int64_t)l->late_ms_max * 1000)
      l->late_ms_max = (uint32_t)((now - due) / 1000);
    now = now_us();
    answers(l, now);
    begin(l, now);
    slot(l, &b, (uint32_t)(tick % SLOTS));
    for (uint32_t i = (uint32_t)(tick % SLOTS); i < l->calls; i += SLOTS)
      if (now - l->from_us < all_us || l->v[i].asked) step(l, &l->v[i], now);
    if (now - l->from_us >= all_us) leave(l, now, l->rate / 1000 + 1);
    if (l->gone + l->failed == l->calls || now - l->from_us > all_us + 2 * (int64_t)GIVEN_UP_US)
      return;
  }
}

static uint32_t number(const char *text) { return (uint32_t)strtoul(text, NULL, 10); }

int main(int argc, char **argv) {
  static struct load l = {.calls = 1, .rate = 50, .seconds = 10};
  for (int i = 1; i + 1 < argc; i += 2) {
    uint32_t n = number(argv[i + 1]);
    if (!strcmp(argv[i], "--server"))
      l.server = (uint16_t)n;
    else if (!strcmp(argv[i], "--calls"))
      l.calls = n;
    else if (!strcmp(argv[i], "--rate"))
      l.rate = n;
    else if (!strcmp(argv[i], "--seconds"))
      l.seconds = n;
    else if (!strcmp(argv[i], "--again"))
      l.again = n;
    else
      return 64;
  }
  if (!l.server || !l.rate || !l.calls) return 64;
  uint16_t ignored;
  l.sip = bound(&l.own);
  l.rtp = bound(&ignored);
  l.v = calloc(l.calls, sizeof *l.v);
  l.wish = calloc(l.calls, sizeof *l.wish);
  if (!l.v || !l.wish) return 71;
  for (uint32_t i = 0; i < l.calls; i++) l.v[i].n = i;
  tones(&l);
  run(&l);
  printf("{\"calls\":%" PRIu32 ",\"up\":%" PRIu32 ",\"failed\":%" PRIu32 ",\"gone\":%" PRIu32
         ",\"changed\":%" PRIu32 ",\"unchanged\":%" PRIu32 ",\"repeated\":%" PRIu32
         ",\"packets\":%" PRIu64 ",\"failed_sends\":%" PRIu64 ",\"setup_ms_max\":%" PRIu32
         ",\"late_ms_max\":%" PRIu32 "}\n",
         l.calls, l.up, l.failed, l.gone, l.changed, l.unchanged, l.repeated, l.packets,
         l.failed_sends, l.setup_ms_max, l.late_ms_max);
  free(l.v);
  free(l.wish);
  return l.failed || l.unchanged ? 1 : 0;
}
