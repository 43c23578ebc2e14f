// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/mirror.h"

#include "core/clock.h"
#include "core/jsonw.h"
#include "core/log.h"
#include "recorder/call/tracker.h"
#include "recorder/capture/links.h"
#include "recorder/capture/pcap_source.h"
#include "recorder/heard.h"
#include "recorder/state.h"
#include "recorder/tap/share.h"
#include "recorder/tap/tap.h"

enum { BATCH = 2000 };

struct port { // one interface
  const char *name;
  struct pcap_source *source; // NULL: it could not be opened, or went away
  enum link_is is;
  int64_t back_us; // since then it is there again; 0: it is not
};

struct mirror {
  struct source head;
  const struct source_house *house;
  const struct options *o;
  size_t n_ports;
  struct port port[OPTION_INTERFACES];
  fd links;
  int64_t began_us, looked_us;
  struct tap *tap;
  struct share share;
  struct tracker *tracker;
  int64_t last_us;
  int64_t shift_us; // of the wall clock, as the calls were told last
  uint64_t n_frames;
  struct heard heard;
};

static struct mirror *of(struct source *s) { return (struct mirror *)s; }

// ---- packets -----------------------------------------------------------------------------------

static int64_t packet_us(struct mirror *m, int64_t stamp_us) {
  const struct steady *clock = m->house->clock;
  int64_t at_us = stamp_us - clock->shift_us, now_us = steady_now_us(clock);
  if (at_us > now_us) at_us = now_us;
  if (at_us < m->last_us - 1000000) at_us = m->last_us; // stamped before the clock was set
  if (at_us > m->last_us) m->last_us = at_us;
  return at_us;
}

static void on_datagram(void *ctx, const struct datagram *d) {
  struct mirror *m = ctx;
  tracker_datagram(m->tracker, d);
}

static void on_frame(void *ctx, const struct frame *f) {
  struct mirror *m = ctx;
  struct frame steady = *f;
  m->n_frames++;
  steady.at_us = packet_us(m, f->at_us);
  tap_frame(m->tap, &steady, on_datagram, m);
}

// Who rang, who was rung, and what was dialled before a proxy changed it.
static bool wanted(void *ctx, const struct sip *invite, int64_t at_us) {
  const struct mirror *m = ctx;
  struct source_asks call = {
      .at_us = at_us, .number = {invite->to.user, invite->from.user}, .n_numbers = 2};
  struct sip_name target;
  if (sip_name_parse(invite->uri, &target)) call.number[call.n_numbers++] = target.user;
  return m->house->wanted(m->house->ctx, &call);
}

static size_t mirror_sockets(const struct source *s, struct pollfd out[SOURCE_SOCKETS]) {
  const struct mirror *m = (const struct mirror *)s;
  size_t n = 0;
  for (size_t i = 0; i < m->n_ports; i++)
    if (m->port[i].source) out[n++] = (struct pollfd){pcap_source_fd(m->port[i].source), POLLIN, 0};
  return n;
}

static size_t ports_open(const struct mirror *m) {
  size_t n = 0;
  for (size_t i = 0; i < m->n_ports; i++) n += m->port[i].source != NULL;
  return n;
}

// What one interface cannot do costs the others nothing.
static enum err port_lost(struct mirror *m, struct port *p, enum err rc) {
  pcap_source_free(p->source);
  p->source = NULL;
  if (!ports_open(m)) return rc;
  log_line(LOG_ERROR, "interface %s: %s; the others go on", p->name, err_detail());
  err_forget();
  return OK;
}

static enum err port_read(struct mirror *m, struct port *p) {
  if (!p->source) return OK;
  uint64_t before = m->n_frames;
  enum err rc = pcap_source_read(p->source, BATCH, on_frame, m);
  if (m->n_frames > before) heard_note(&m->heard, p->name, clock_wall_ms());
  return rc ? port_lost(m, p, rc) : OK;
}

static void port_look(struct mirror *m, struct port *p, int64_t now_us) {
  static const char *const says[] = {"carries again", "is down", "is gone"};
  enum link_is is = link_look(m->links, p->name);
  if (is != p->is) log_line(LOG_WARN, "interface %s %s", p->name, says[is]);
  p->is = is;
  if (is != LINK_UP || p->source)
    p->back_us = 0;
  else if (!p->back_us)
    p->back_us = now_us;
}

// Locked in as it is, the program can open no interface: it ends, is started again at once, and
// takes its calls up.
static enum err ports_look(struct mirror *m) {
  enum { SECOND_US = 1000000, STEADY_US = 2 * SECOND_US, SELDOM_US = 30 * SECOND_US };
  int64_t now_us = clock_mono_us();
  if (now_us - m->looked_us < SECOND_US) return OK;
  m->looked_us = now_us;
  for (size_t i = 0; i < m->n_ports; i++) {
    struct port *p = &m->port[i];
    port_look(m, p, now_us);
    bool back = p->back_us && now_us - p->back_us >= STEADY_US;
    if (back && now_us - m->began_us >= SELDOM_US)
      return fail(E_BUSY, "interface %s is there again: begun anew to hear it", p->name);
  }
  return OK;
}

static enum err mirror_read(struct source *s) {
  struct mirror *m = of(s);
  for (size_t i = 0; i < m->n_ports; i++) TRY(port_read(m, &m->port[i]));
  return ports_look(m);
}

// ---- calls -------------------------------------------------------------------------------------

// The machine's own clock was set: packets are placed by the steady one, and the calls say so.
static void clock_look(struct mirror *m, int64_t now_us) {
  enum { LEAST_US = 300000 };
  int64_t shift_us = m->house->clock->shift_us, by_us = shift_us - m->shift_us;
  if (by_us < LEAST_US && by_us > -LEAST_US) return;
  log_line(LOG_WARN, "the machine's clock was set by %.3f s", (double)by_us / 1e6);
  m->shift_us = shift_us;
  tracker_clock(m->tracker, now_us, by_us);
}

static void mirror_tick(struct source *s, int64_t now_us) {
  clock_look(of(s), now_us);
  tracker_tick(of(s)->tracker, now_us);
}
static void mirror_limit(struct source *s, uint32_t calls) { tracker_limit(of(s)->tracker, calls); }
static void mirror_finish(struct source *s, const char *reason) {
  tracker_finish(of(s)->tracker, reason);
}

static enum err mirror_obey(struct source *s, struct id call, const struct act *what) {
  return tracker_obey(of(s)->tracker, call, what);
}

static void mirror_at_lines(const struct source *s, struct sv lines, struct buf *out) {
  tracker_at_lines(((const struct mirror *)s)->tracker, lines, out);
}

static uint64_t mirror_changes(const struct source *s) {
  struct tracker_counts counts;
  tracker_counts(((const struct mirror *)s)->tracker, &counts);
  return counts.changes;
}

static void mirror_save(struct source *s, struct buf *out) { tracker_save(of(s)->tracker, out); }

static enum err mirror_adopt(struct source *s, struct sv saved, int64_t now_us,
                             uint32_t *out_calls) {
  struct tracker_counts counts;
  TRY(tracker_adopt(of(s)->tracker, (struct span){(const uint8_t *)saved.p, saved.n}, now_us));
  tracker_counts(of(s)->tracker, &counts);
  *out_calls = counts.open_calls;
  return OK;
}

// ---- health ------------------------------------------------------------------------------------

static struct pcap_counts kernel_counts(const struct mirror *m) {
  struct pcap_counts all = {0};
  for (size_t i = 0; i < m->n_ports; i++) {
    struct pcap_counts one;
    if (!m->port[i].source) continue;
    pcap_source_counts(m->port[i].source, &one);
    all.received += one.received;
    all.dropped += one.dropped;
  }
  return all;
}

static bool limit_reached(const struct tracker_counts *c) {
  uint64_t n = 0;
#define PASSED(member, word, one, many)
#define LIMIT(member, word, one, many) n += c->member;
#include "recorder/call/passed.def"
#undef PASSED
#undef LIMIT
  return n > 0;
}

// What came by and could not be read, per reason; the page says it in words.
static void unread(struct buf *b, const struct tap_counts *c) {
  jsonw_key(b, "unread");
  buf_add_char(b, '{');
  for (int why = UNREAD_NONE + 1; why < UNREAD_KINDS; why++)
    if (c->wire.unread[why])
      state_member(b, unread_word((enum unread)why), (int64_t)c->wire.unread[why]);
  buf_add_char(b, '}');
}

// What was seen of calls and not recorded; a bound that was reached is an alarm as well.
static void passed(struct buf *b, const struct tracker_counts *c) {
  jsonw_key(b, "passed");
  buf_add_char(b, '{');
#define PASSED(member, word, one, many)                                                            \
  if (c->member) state_member(b, word, (int64_t)c->member);
#define LIMIT PASSED
#include "recorder/call/passed.def"
#undef PASSED
#undef LIMIT
  buf_add_char(b, '}');
}

// What the packets look like that are neither SIP nor media.
static void strange(struct buf *b, const struct strange *s) {
  jsonw_key(b, "strange");
  buf_add_char(b, '[');
  for (size_t i = 0; i < s->n; i++) {
    if (i) buf_add_char(b, ',');
    buf_add_char(b, '{');
    state_member(b, "port", s->kind[i].port);
    jsonw_key(b, "word");
    jsonw_text(b, s->kind[i].word);
    state_member(b, "n", (int64_t)s->kind[i].n);
    buf_add_char(b, '}');
  }
  buf_add_char(b, ']');
}

static void mirror_tell(struct source *s, struct buf *b) {
  struct mirror *m = of(s);
  struct pcap_counts kernel = kernel_counts(m);
  struct tracker_counts calls;
  struct tap_counts tapped;
  tracker_counts(m->tracker, &calls);
  tap_counts(m->tap, &tapped);
  share_look(&m->share, &tapped, steady_now_us(m->house->clock));
  state_member(b, "open_calls", calls.open_calls);
  state_member(b, "calls", (int64_t)calls.calls_opened);
  state_member(b, "refused_calls", (int64_t)calls.no_room);
  state_member(b, "unwanted_calls", (int64_t)calls.invites_unwanted);
  state_member(b, "datagrams", (int64_t)calls.datagrams);
  state_member(b, "packets", (int64_t)calls.taken);
  state_member(b, "frames", (int64_t)tapped.wire.frames);
  state_member(b, "copies", (int64_t)(tapped.copies + calls.copies));
  state_member(b, "forged", (int64_t)calls.forged);
  state_member(b, "paused_packets", (int64_t)calls.paused);
  state_member(b, "kernel_packets", (int64_t)kernel.received);
  state_member(b, "kernel_drops", (int64_t)kernel.dropped);
  state_member(b, "recording", calls.recording);
  heard_tell(&m->heard, b);
  unread(b, &tapped);
  passed(b, &calls);
  strange(b, &calls.strange);
}

static void mirror_alarms(struct source *s, struct buf *b) {
  struct mirror *m = of(s);
  struct tracker_counts calls;
  tracker_counts(m->tracker, &calls);
  bool silent = false;
  for (size_t i = 0; i < m->n_ports; i++) silent |= !m->port[i].source || m->port[i].is != LINK_UP;
  state_alarm(b, silent, "interface_gone");
  state_alarm(b, kernel_counts(m).dropped > 0, "packets_lost_by_kernel");
  state_alarm(b, limit_reached(&calls), "limit_reached");
  state_alarm(b, ruling_alarms(calls.ran_out_us, steady_now_us(m->house->clock)), "pause_ran_out");
  state_alarm(b, m->share.much, "not_understood");
  state_alarm(b, m->share.sealed, "sip_cannot_be_read");
}

// ---- opening -----------------------------------------------------------------------------------

static enum err interfaces_open(struct mirror *m) {
  struct options ports = *m->o;
  if (!ports.n_ports) TRY(options_ports(SV("5060"), &ports));
  for (size_t i = 0; i < m->o->n_interfaces; i++) {
    struct pcap_live how = {
        .interface = m->o->interface[i], .tcp_ports = ports.port, .n_tcp_ports = ports.n_ports};
    struct port *p = &m->port[m->n_ports++];
    p->name = how.interface;
    enum err rc = pcap_live_open(&how, &p->source);
    if (!rc) continue;
    bool last = i + 1 == m->o->n_interfaces && !ports_open(m);
    if (last || rc == E_FORBIDDEN) return rc;
    log_err(rc, "an interface cannot be opened");
  }
  TRY(links_open(&m->links));
  m->began_us = clock_mono_us();
  m->tap = tap_new();
  if (!m->tap) return fail(E_FULL, "no memory to take packets apart");
  for (size_t i = 0; i < ports.n_ports; i++) tap_sip_port(m->tap, ports.port[i]);
  return OK;
}

static enum err tracker_start(struct mirror *m) {
  const struct settings *s = m->house->settings;
  struct tracker_options options = {.source = "live",
                                    .live = true,
                                    .orphans = m->o->orphans ||
                                               (s->record_unsignalled && !m->o->no_orphans),
                                    .answered_only = !s->keep_unanswered,
                                    .media_timeout_us = s->media_timeout_s * 1000000,
                                    .max_calls = m->o->max_calls,
                                    .join_headers = s->join_headers,
                                    .maps = m->o->maps,
                                    .wishes = m->o->wishes,
                                    .wanted = wanted,
                                    .wanted_ctx = m};
  return tracker_new(&options, &m->house->sink, &m->tracker);
}

static void mirror_free(struct source *s) {
  struct mirror *m = of(s);
  if (!m) return;
  for (size_t i = 0; i < m->n_ports; i++) pcap_source_free(m->port[i].source);
  fd_drop(&m->links);
  tracker_free(m->tracker);
  tap_free(m->tap);
  free(m);
}

static inline void mirror_drop(struct mirror **m) { mirror_free((struct source *)*m); }

static enum err mirror_open(const struct source_house *house, const void *asked,
                            struct source **out) {
  AUTO(mirror) struct mirror *m = calloc(1, sizeof *m);
  if (!m) return fail(E_FULL, "no memory to watch the interfaces");
  m->head.kind = &mirror_source;
  m->links = -1;
  m->house = house;
  m->o = asked;
  TRY(interfaces_open(m));
  TRY(tracker_start(m));
  log_line(LOG_INFO, "capturing on %zu interfaces", ports_open(m));
  *out = &m->head;
  m = NULL;
  return OK;
}

const struct source_kind mirror_source = {
    .state = "capture.state",
    .calls = "dialogs.state",
    .socket = "control.sock",
    .key = "capture.key",
    .open = mirror_open,
    .free = mirror_free,
    .sockets = mirror_sockets,
    .read = mirror_read,
    .tick = mirror_tick,
    .limit = mirror_limit,
    .finish = mirror_finish,
    .obey = mirror_obey,
    .at_lines = mirror_at_lines,
    .changes = mirror_changes,
    .save = mirror_save,
    .adopt = mirror_adopt,
    .tell = mirror_tell,
    .alarms = mirror_alarms,
};
