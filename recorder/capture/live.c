// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/live.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>

#include "core/clock.h"
#include "core/log.h"
#include "recorder/capture/control.h"
#include "recorder/capture/pcap_source.h"
#include "recorder/capture/policy.h"
#include "recorder/capture/sandbox.h"
#include "recorder/capture/spool_sink.h"
#include "recorder/capture/state.h"

enum { BATCH = 2000, WAIT_MS = 20 };

struct live {
  const struct options *o;
  const struct settings *settings;
  size_t n_sources;
  struct pcap_source *source[OPTION_INTERFACES];
  struct dissect *dissect;
  struct tracker *tracker;
  struct spool_run *spool;
  struct spool_sink sink;
  struct policy_file policy;
  struct control control;
  struct state state;
  int64_t since_ms, steady_offset_us, shift_us, last_us, second_us;
  uint64_t sync_errors, write_errors;
  uint64_t saved; // the tracker's changes that run/dialogs.state knows
  int64_t save_next_us;
};

static volatile sig_atomic_t stopped;
static void on_signal(int signal) {
  (void)signal;
  stopped = 1;
}

// ---- time --------------------------------------------------------------------------------------

static int64_t steady_now_us(const struct live *l) { return clock_mono_us() + l->steady_offset_us; }

// How far the wall clock has moved away from ours since the start.
static void shift_measure(struct live *l) { l->shift_us = clock_wall_us() - steady_now_us(l); }

static int64_t packet_us(struct live *l, int64_t stamp_us) {
  int64_t at_us = stamp_us - l->shift_us, now_us = steady_now_us(l);
  if (at_us > now_us) at_us = now_us;
  if (at_us < l->last_us - 1000000) at_us = l->last_us; // stamped before the clock was set
  if (at_us > l->last_us) l->last_us = at_us;
  return at_us;
}

// ---- packets -----------------------------------------------------------------------------------

static void on_datagram(void *ctx, const struct datagram *d) {
  struct live *l = ctx;
  tracker_datagram(l->tracker, d);
}

static void on_frame(void *ctx, int link, int64_t at_us, struct span frame) {
  struct live *l = ctx;
  dissect_frame(l->dissect, link, packet_us(l, at_us), frame, on_datagram, l);
}

static bool wanted(void *ctx, const struct sip *invite, int64_t at_us) {
  struct live *l = ctx;
  struct tracker_counts counts;
  if (l->o->everything) return true;
  tracker_counts(l->tracker, &counts);
  if (l->policy.now.max_calls && counts.open_calls >= l->policy.now.max_calls) return false;
  return policy_wants(&l->policy.now, invite, at_us);
}

// ---- each second -------------------------------------------------------------------------------

static void disk_errors_mark(struct live *l, const struct spool_health *h) {
  bool worse = h->sync_errors > l->sync_errors || h->write_errors > l->write_errors;
  l->sync_errors = h->sync_errors;
  l->write_errors = h->write_errors;
  if (!worse) return;
  log_line(LOG_ERROR,
           "the spool's disk reported an error: the last second of every call is unsafe");
  struct spool_mark mark = {
      .kind = "unsafe", .leg = -1, .at_us = steady_now_us(l), .detail = "disk"};
  spool_sink_mark_all(&l->sink, &mark);
}

static void note(enum err rc, const char *what) {
  if (rc) log_err(rc, what);
}

// A call that is not in run/dialogs.state when we are killed is lost from there on: what changes is
// written at once, but for no more than a twentieth of the time.
static void calls_save(struct live *l) {
  struct tracker_counts counts;
  int64_t began_us = clock_mono_us();
  tracker_counts(l->tracker, &counts);
  note(state_save_calls(&l->state, l->tracker), "run/dialogs.state");
  int64_t ended_us = clock_mono_us();
  l->saved = counts.changes;
  l->save_next_us = ended_us + 20 * (ended_us - began_us);
}

static void changes_save(struct live *l) {
  struct tracker_counts counts;
  tracker_counts(l->tracker, &counts);
  if (counts.changes != l->saved && clock_mono_us() >= l->save_next_us) calls_save(l);
}

static void obeyed(void *ctx) { calls_save(ctx); }

static void each_second(struct live *l) {
  int64_t now_ms = steady_now_us(l) / 1000;
  struct state_news n = {.at_ms = now_ms, .since_ms = l->since_ms};
  policy_file_look(&l->policy);
  spool_run_health(l->spool, &n.spool);
  tracker_counts(l->tracker, &n.tracker);
  for (size_t i = 0; i < l->n_sources; i++) {
    struct pcap_counts one;
    pcap_source_counts(l->source[i], &one);
    n.pcap.received += one.received;
    n.pcap.dropped += one.dropped;
  }
  n.policy_good = l->policy.good;
  n.recording_everything = l->o->everything;
  n.agreement = l->policy.now.from_ms && now_ms >= l->policy.now.from_ms &&
                (!l->policy.now.to_ms || now_ms < l->policy.now.to_ms);
  disk_errors_mark(l, &n.spool);
  note(state_write(&l->state, &n), "run/capture.state");
  calls_save(l);
}

// ---- the loop ----------------------------------------------------------------------------------

static enum err turn(struct live *l) {
  struct pollfd ready[OPTION_INTERFACES + 1];
  nfds_t n = 0;
  for (; n < l->n_sources; n++) ready[n] = (struct pollfd){pcap_source_fd(l->source[n]), POLLIN, 0};
  ready[n++] = (struct pollfd){l->control.fd, POLLIN, 0};
  if (poll(ready, n, WAIT_MS) < 0 && errno != EINTR) return fail_os("poll");
  shift_measure(l);
  for (size_t i = 0; i < l->n_sources; i++) TRY(pcap_source_read(l->source[i], BATCH, on_frame, l));
  int64_t now_us = steady_now_us(l);
  tracker_tick(l->tracker, now_us);
  control_serve(&l->control, l->tracker,
                l->policy.now.pause_limit_us ? l->policy.now.pause_limit_us : 600000000);
  changes_save(l);
  spool_run_tick(l->spool, now_us);
  if (now_us - l->second_us < 1000000) return OK;
  l->second_us = now_us;
  each_second(l);
  return OK;
}

static enum err sources_open(struct live *l) {
  struct options ports = *l->o;
  if (!ports.n_ports) TRY(options_ports(SV("5060"), &ports));
  for (size_t i = 0; i < l->o->n_interfaces; i++) {
    struct pcap_live how = {
        .interface = l->o->interface[i], .tcp_ports = ports.port, .n_tcp_ports = ports.n_ports};
    TRY(pcap_live_open(&how, &l->source[l->n_sources]));
    l->n_sources++;
  }
  l->dissect = dissect_new();
  if (!l->dissect) return fail(E_FULL, "no memory to take packets apart");
  for (size_t i = 0; i < ports.n_ports; i++) dissect_sip_port(l->dissect, ports.port[i]);
  return OK;
}

static enum err tracker_start(struct live *l) {
  struct sink sink = spool_sink_init(&l->sink, l->spool);
  struct tracker_options options = {
      .source = "live",
      .live = true,
      .orphans = l->o->orphans || (l->settings->record_unsignalled && !l->o->no_orphans),
      .answered_only = !l->settings->keep_unanswered,
      .media_timeout_us = l->settings->media_timeout_s * 1000000,
      .max_calls = l->o->max_calls,
      .maps = l->o->maps,
      .wishes = l->o->wishes,
      .wanted = wanted,
      .wanted_ctx = l};
  TRY(tracker_new(&options, &sink, &l->tracker));
  enum err rc = state_adopt_calls(&l->state, l->tracker, steady_now_us(l));
  if (rc && rc != E_NOT_FOUND) log_err(rc, "live calls of the capture before");
  err_forget();
  struct tracker_counts counts;
  tracker_counts(l->tracker, &counts);
  if (counts.open_calls) log_line(LOG_INFO, "%u live calls taken over", counts.open_calls);
  return OK;
}

static enum err live_open(struct live *l, const struct datadir *d) {
  AUTO(fd) fd keys = -1;
  char run_path[DATADIR_PATH];
  TRY(datadir_folder(d, DATADIR_KEYS, &keys));
  TRY(datadir_folder(d, DATADIR_RUN, &l->policy.run_dir));
  TRY(state_open(keys, l->policy.run_dir, &l->state));
  l->policy.keys_dir = fd_take(&keys);
  snprintf(run_path, sizeof run_path, "%s/%s", d->path, datadir_folder_name(DATADIR_RUN));
  TRY(control_open(l->policy.run_dir, run_path, &l->control));
  l->control.obeyed = obeyed;
  l->control.ctx = l;
  TRY(sources_open(l));
  policy_file_look(&l->policy);
  if (!l->policy.now.from_ms && !l->o->everything)
    log_line(LOG_WARN, "no agreement is in force: nothing is recorded");
  return tracker_start(l);
}

static void live_close(struct live *l) {
  for (size_t i = 0; i < l->n_sources; i++) pcap_source_free(l->source[i]);
  if (l->tracker) tracker_finish(l->tracker, "restart");
  tracker_free(l->tracker);
  dissect_free(l->dissect);
  spool_sink_drop(&l->sink);
  control_drop(&l->control);
  if (l->policy.run_dir >= 0) close(l->policy.run_dir);
  if (l->policy.keys_dir >= 0) close(l->policy.keys_dir);
  secret_wipe(&l->state.key, sizeof l->state.key);
}

enum err live_run(const struct options *o, const struct settings *s, const struct datadir *d,
                  struct spool_run *spool) {
  static struct live l; // the policy is large; one per process
  l = (struct live){.o = o,
                    .settings = s,
                    .spool = spool,
                    .control = {.fd = -1},
                    .policy = {.run_dir = -1, .keys_dir = -1}};
  l.steady_offset_us = clock_wall_us() - clock_mono_us();
  l.since_ms = clock_wall_ms();
  struct sigaction stop = {.sa_handler = on_signal};
  sigaction(SIGINT, &stop, NULL);
  sigaction(SIGTERM, &stop, NULL);
  enum err rc = live_open(&l, d);
  if (!rc) rc = sandbox_lock();
  if (!rc) log_line(LOG_INFO, "capturing on %zu interfaces", l.n_sources);
  while (!rc && !stopped) rc = turn(&l);
  if (!rc) each_second(&l); // the calls as they are now, for the next one
  live_close(&l);
  return rc;
}
