// SPDX-License-Identifier: Apache-2.0
// Recording sessions: what clients say one after another, through the code that the wire's messages
// go through, with sound, time and restarts in between. Input: records, each ended by "\n%%", and
// the letter after it says what comes next: 'm' a message, 'q' one of another peer, 'p' a packet of
// sound ('0'-'9' the line, then its bytes), 't' time (each byte so many tenths of a second),
// 'r' a restart, 's' a pause or its end. A request without a tag in To is its dialog's all the
// same.
#include <netinet/in.h>

#include "recorder/siprec/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int calls; // each opened must end

static bool on_open(void *ctx, const struct spool_opening *o, void **out_call) {
  static int it;
  (void)ctx;
  if (o->n_parties > SPOOL_PARTIES) abort();
  *out_call = &it;
  calls++;
  return true;
}
static void on_leg(void *call, int64_t at_us, const struct spool_leg *l) {
  (void)call, (void)at_us;
  if (l->leg >= SPOOL_LEGS || l->n_payloads > SPOOL_PAYLOADS) abort();
}
static void on_packet(void *call, int64_t at_us, uint8_t leg, uint8_t flags, struct sv packet) {
  (void)call, (void)at_us, (void)flags;
  if (leg >= SPOOL_LEGS || packet.n > SPOOL_PACKET_MAX || packet.n < 12) abort();
}
static void on_mark(void *call, const struct spool_mark *m) {
  (void)call;
  if (!m->kind || m->leg >= SPOOL_LEGS) abort();
}
static void on_end(void *call, const struct spool_ending *e) {
  (void)call;
  if (!e->reason) abort();
  calls--;
}
static bool wanted(void *ctx, const struct source_asks *what) {
  (void)ctx;
  return what->n_numbers <= SOURCE_NUMBERS;
}

static struct settings settings = {.media_timeout_s = 1800};
static const struct source_house house = {
    .settings = &settings,
    .sink = {NULL, on_open, on_leg, on_packet, on_mark, on_end, NULL},
    .wanted = wanted};

static void unheard(void *ctx, uint32_t owner, const struct endpoint *from, struct span packet) {
  (void)ctx, (void)owner, (void)from, (void)packet;
}

static void open_all(struct sessions *s) {
  static struct transport *transport; // sockets are opened once, answers go to a port of our own
  static struct ports *ports;
  struct transport_wish wish = {.listen = "127.0.0.1:0", .peers = "127.0.0.0/8", .share = 4};
  if (!transport && transport_open(&wish, &transport)) abort();
  if (!ports && ports_open("127.0.0.1:0", "42200-42231", &ports)) abort();
  ports_hear(ports, unheard, NULL);
  *s = (struct sessions){
      .transport = transport, .ports = ports, .house = &house, .most = 6, .share = 4};
  s->taker.house = &house;
  s->now_us = 1000000;
  snprintf(s->address, sizeof s->address, "127.0.0.1");
  snprintf(s->contact, sizeof s->contact, "sip:127.0.0.1:5060");
  addr_from_v4(s->media, (const uint8_t[]){127, 0, 0, 1});
  s->session = calloc(s->most, sizeof *s->session);
  if (!s->session) abort();
}

static struct way way_of(const struct sessions *s, uint8_t host) {
  struct way w = {.at_n = sizeof(struct sockaddr_in)};
  addr_from_v4(w.peer.addr, (const uint8_t[]){127, 0, 0, host});
  w.peer.port = transport_port(s->transport);
  w.at.ss_family = AF_INET; // to nobody: the port is 0 until a Via names one
  return w;
}

static void restart(struct sessions *s) {
  AUTO(buf) struct buf saved = {0};
  uint32_t n;
  sessions_save(s, &saved);
  int64_t now_us = s->now_us;
  sessions_free(s);
  open_all(s);
  sessions_adopt(s, (struct span){(const uint8_t *)saved.p, saved.n}, now_us, &n);
}

static void one(struct sessions *s, char kind, struct sv body) {
  struct endpoint from = {.port = 4000};
  struct way way = way_of(s, kind == 'q' ? 2 : 1);
  addr_from_v4(from.addr, (const uint8_t[]){127, 0, 0, 1});
  if (kind == 'm' || kind == 'q') sessions_message(s, &way, body);
  if (kind == 'r') restart(s);
  for (size_t i = 0; kind == 't' && i < body.n && i < 64; i++)
    sessions_tick(s, s->now_us + (int64_t)(uint8_t)body.p[i] * 100000);
  if (kind == 'p' && body.n) {
    uint32_t owner = (uint32_t)(uint8_t)body.p[0] % (s->most * OFFER_LINES);
    struct sv packet = sv_from(body, 1);
    sessions_packet(s, owner, &from, (struct span){(const uint8_t *)packet.p, packet.n});
  }
  for (uint32_t i = 0; kind == 's' && i < s->high; i++) {
    if (!s->session[i].used) continue;
    struct act act = {.kind = s->session[i].taking->ruling.paused ? ACT_RESUME : ACT_PAUSE,
                      .limit_us = 5000000};
    if (taking_obey(&s->taker, s->session[i].taking, &act, s->now_us)) abort();
  }
}

static void hold(const struct sessions *s) {
  size_t used = 0, lent = 0;
  for (uint32_t i = 0; i < s->high; i++) {
    used += s->session[i].used;
    for (size_t j = 0; s->session[i].used && j < OFFER_LINES; j++)
      lent += s->session[i].pair[j] != PORTS_NONE;
  }
  if (used != s->counts.open || lent != ports_lent(s->ports)) abort();
  if (calls < 0 || (size_t)calls > used) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct sessions s;
  struct sv rest = {(const char *)data, size};
  char kind = 'm';
  open_all(&s);
  while (rest.n) {
    size_t end = 0;
    while (end + 3 < rest.n && memcmp(rest.p + end, "\n%%", 3) != 0) end++;
    bool more = end + 3 < rest.n;
    one(&s, kind, more ? sv_first(rest, end) : rest);
    hold(&s);
    if (!more) break;
    kind = rest.p[end + 3];
    rest = sv_from(rest, end + 4);
    if (rest.n && rest.p[0] == '\n') rest = sv_from(rest, 1);
  }
  sessions_free(&s);
  if (calls || ports_lent(s.ports)) abort();
  return 0;
}
