// SPDX-License-Identifier: Apache-2.0
#include "recorder/siprec/siprec.h"

#include <arpa/inet.h>

#include "core/address.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/networks.h"
#include "recorder/heard.h"
#include "recorder/siprec/within.h"
#include "recorder/state.h"

struct siprec {
  struct source head;
  struct sessions sessions;
  struct heard heard;
};

static struct sessions *of(struct source *s) { return &((struct siprec *)s)->sessions; }

// ---- what comes in -----------------------------------------------------------------------------

static size_t siprec_sockets(const struct source *s, struct pollfd out[SOURCE_SOCKETS]) {
  const struct sessions *all = &((const struct siprec *)s)->sessions;
  out[0] = (struct pollfd){transport_fd(all->transport), POLLIN, 0};
  out[1] = (struct pollfd){ports_fd(all->ports), POLLIN, 0};
  return 2;
}

static void address_text(const uint8_t address[16], char out[INET6_ADDRSTRLEN]) {
  static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
  bool v4 = !memcmp(address, mapped, sizeof mapped);
  inet_ntop(v4 ? AF_INET : AF_INET6, address + (v4 ? 12 : 0), out, INET6_ADDRSTRLEN);
}

static void on_message(void *ctx, const struct way *way, struct sv message) {
  struct siprec *s = ctx;
  char client[INET6_ADDRSTRLEN];
  address_text(way->peer.addr, client);
  heard_note(&s->heard, client, clock_wall_ms());
  sessions_message(&s->sessions, way, message);
}

static void on_packet(void *ctx, uint32_t owner, const struct endpoint *from, struct span packet) {
  sessions_packet(ctx, owner, from, packet);
}

static enum err siprec_read(struct source *s) {
  struct sessions *all = of(s);
  all->now_us = steady_now_us(all->house->clock);
  ports_read(all->ports); // before the BYE that came after it
  transport_read(all->transport, on_message, s);
  return OK;
}

// ---- calls -------------------------------------------------------------------------------------

static void siprec_tick(struct source *s, int64_t now_us) { sessions_tick(of(s), now_us); }
static void siprec_limit(struct source *s, uint32_t calls) { of(s)->taker.counts.limit = calls; }

static void siprec_finish(struct source *s, const char *reason) {
  struct sessions *all = of(s);
  for (uint32_t i = 0; i < all->high; i++)
    if (all->session[i].used) session_close(all, &all->session[i], reason);
}

static enum err find(struct source *s, struct id call, struct taking **out) {
  struct sessions *all = of(s);
  for (uint32_t i = 0; i < all->high; i++) {
    for (size_t line = 0; all->session[i].used && line < OFFER_LINES; line++) {
      struct taking *k = session_call(&all->session[i], line);
      if (!k->call || !id_eq(k->interaction, call)) continue;
      *out = k;
      return OK;
    }
  }
  return fail(E_NOT_FOUND, "no such call is being recorded");
}

static enum err siprec_obey(struct source *s, struct id call, const struct act *what) {
  struct taking *k;
  TRY(find(s, call, &k));
  TRY(taking_obey(&of(s)->taker, k, what, of(s)->now_us));
  of(s)->counts.changes++;
  return OK;
}

// A call is told once, by the first dialog that carries it.
static bool told_before(const struct sessions *all, uint32_t at, const struct taking *k) {
  for (uint32_t i = 0; i < at; i++)
    for (size_t line = 0; all->session[i].used && line < OFFER_LINES; line++)
      if (session_call(&all->session[i], line) == k) return true;
  return false;
}

static void siprec_at_lines(const struct source *s, struct sv lines, struct buf *out) {
  const struct sessions *all = &((const struct siprec *)s)->sessions;
  for (uint32_t i = 0; i < all->high; i++) {
    const struct taking *last = NULL;
    for (size_t line = 0; all->session[i].used && line < OFFER_LINES; line++) {
      const struct taking *k = session_call(&all->session[i], line);
      if (k == last || !k->call || !taking_sits(k, lines) || told_before(all, i, k)) continue;
      ruling_tell(&k->ruling, k->interaction, k->started_us, out);
      last = k;
    }
  }
}

// ---- health ------------------------------------------------------------------------------------

static void siprec_tell(struct source *s, struct buf *b) {
  const struct sessions *all = of(s);
  const struct taking_counts *c = &all->taker.counts;
  const struct transport_counts *wire = transport_counts(all->transport);
  state_member(b, "open_calls", all->counts.open);
  state_member(b, "calls", (int64_t)c->opened);
  state_member(b, "refused_calls", (int64_t)(all->counts.refused + c->refused));
  state_member(b, "unwanted_calls", (int64_t)c->unwanted);
  state_member(b, "packets", (int64_t)c->packets);
  state_member(b, "forged", (int64_t)c->forged);
  state_member(b, "paused_packets", (int64_t)c->paused);
  state_member(b, "recording", c->recording);
  state_member(b, "dialogs", (int64_t)all->counts.dialogs);
  state_member(b, "strangers", (int64_t)wire->strangers);
  state_member(b, "media_strangers", (int64_t)all->counts.strange);
  state_member(b, "unproven", (int64_t)all->counts.unproven);
  state_member(b, "connections", wire->connections);
  state_member(b, "crowded", (int64_t)wire->crowded);
  state_member(b, "ports_lent", (int64_t)ports_lent(all->ports));
  state_member(b, "ports", (int64_t)ports_all(all->ports));
  heard_tell(&((struct siprec *)s)->heard, b);
}

static void siprec_alarms(struct source *s, struct buf *b) {
  const struct sessions *all = of(s);
  bool full = ports_lent(all->ports) + 2 > ports_all(all->ports);
  state_alarm(b, full || all->taker.counts.over_limit > 0, "limit_reached");
  state_alarm(b, ruling_alarms(all->taker.counts.ran_out_us, all->now_us), "pause_ran_out");
  state_alarm(b, sessions_heard_strangers(all), "media_strangers");
  state_alarm(b, sessions_met_unproven(all), "client_unproven");
}

// ---- opening -----------------------------------------------------------------------------------

static bool is_any(const uint8_t address[16]) {
  static const uint8_t six[16], four[16] = {[10] = 0xff, [11] = 0xff};
  return !memcmp(address, six, sizeof six) || !memcmp(address, four, sizeof four);
}

// What clients are told to send to: the setting, or the address that is listened on.
static enum err address_set(struct sessions *all, const char *listen) {
  const char *own = all->house->settings->siprec_address;
  char text[INET6_ADDRSTRLEN];
  if (!network_address(sv_of(*own ? own : listen), all->media))
    return fail(E_CONFIG, "siprec_address: %s is no address", *own ? own : listen);
  if (is_any(all->media))
    return fail(E_CONFIG, "siprec_address is missing: the address that clients send to, where "
                          "siprec_listen names every one");
  address_text(all->media, text);
  snprintf(all->address, sizeof all->address, strchr(text, ':') ? "[%s]" : "%s", text);
  snprintf(all->contact, sizeof all->contact, "sip:%s:%u", all->address,
           transport_port(all->transport));
  return OK;
}

static enum err sessions_open(struct sessions *all, const char *listen) {
  const struct settings *s = all->house->settings;
  struct transport_wish wish = {.listen = listen,
                                .peers = s->siprec_peers,
                                .share = (uint32_t)s->siprec_connections,
                                .tls = s->siprec_tls_listen,
                                .certificate = s->siprec_tls_certificate,
                                .key = s->siprec_tls_key,
                                .clients = s->siprec_tls_clients};
  TRY(digest_open(s->siprec_clients, &all->digest));
  TRY(transport_open(&wish, &all->transport));
  TRY(ports_open(listen, s->siprec_ports, &all->ports));
  ports_hear(all->ports, on_packet, all);
  TRY(address_set(all, listen));
  all->most = (uint32_t)ports_all(all->ports);
  all->share = (uint32_t)s->siprec_share;
  all->session = calloc(all->most, sizeof *all->session);
  if (!all->session) return fail(E_FULL, "no memory for %u sessions", all->most);
  log_line(LOG_INFO, "session recording server at %s, %zu lines at once", all->contact,
           ports_all(all->ports));
  return OK;
}

static void siprec_free(struct source *s) {
  struct siprec *r = (struct siprec *)s;
  if (!r) return;
  if (r->sessions.session) sessions_free(&r->sessions);
  transport_free(r->sessions.transport);
  ports_free(r->sessions.ports);
  digest_free(r->sessions.digest);
  free(r);
}

static void siprec_drop(struct siprec **r) { siprec_free((struct source *)*r); }

static enum err siprec_open(const struct source_house *house, const void *asked,
                            struct source **out) {
  const struct siprec_asked *ask = asked;
  AUTO(siprec) struct siprec *r = calloc(1, sizeof *r);
  if (!r) return fail(E_FULL, "no memory for the recording server");
  r->head.kind = &siprec_source;
  r->sessions.house = r->sessions.taker.house = house;
  TRY(sessions_open(&r->sessions, ask->listen ? ask->listen : house->settings->siprec_listen));
  *out = &r->head;
  r = NULL;
  return OK;
}

static uint64_t siprec_changes(const struct source *s) {
  return ((const struct siprec *)s)->sessions.counts.changes;
}
static void siprec_save(struct source *s, struct buf *out) { sessions_save(of(s), out); }
static enum err siprec_adopt(struct source *s, struct sv saved, int64_t now_us,
                             uint32_t *out_calls) {
  sessions_adopt(of(s), (struct span){(const uint8_t *)saved.p, saved.n}, now_us, out_calls);
  return OK;
}

const struct source_kind siprec_source = {
    .state = "siprec.state",
    .calls = "siprec-dialogs.state",
    .socket = "siprec.sock",
    .key = "siprec.key",
    .open = siprec_open,
    .free = siprec_free,
    .sockets = siprec_sockets,
    .read = siprec_read,
    .tick = siprec_tick,
    .limit = siprec_limit,
    .finish = siprec_finish,
    .obey = siprec_obey,
    .at_lines = siprec_at_lines,
    .changes = siprec_changes,
    .save = siprec_save,
    .adopt = siprec_adopt,
    .tell = siprec_tell,
    .alarms = siprec_alarms,
};
