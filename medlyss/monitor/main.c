// SPDX-License-Identifier: Apache-2.0
// medlyss-monitor: what speaks to the world outside about how the house is. It reads run/ and
// nothing else: neither catalogue nor keys nor sound (adr 48).
#include <signal.h>

#include "core/cli.h"
#include "core/clock.h"
#include "core/datadir.h"
#include "core/fence.h"
#include "core/fence_try.h"
#include "core/listen.h"
#include "core/log.h"
#include "core/settings.h"
#include "medlyss/monitor/scrape.h"

enum { TURN_MS = 1000, TELL_EACH_US = 5000000 };

static volatile sig_atomic_t stopped;
static void on_signal(int signal) {
  (void)signal;
  stopped = 1;
}

static enum err lock_in(void *self) {
  static struct fence f; // large; one per process
  static char run[DATADIR_PATH + 8];
  const struct datadir *d = self;
  snprintf(run, sizeof run, "%s/run", d->path);
  f.n = 0;
  fence_add(&f, run, FENCE_READ | FENCE_WRITE);
  return fence_enter(&f);
}

// Its sign of life, which the keeper hands on to the catalogue.
static void tell(int run_dir, const struct scrape *s) {
  static int64_t told_us;
  AUTO(buf) struct buf b = {0};
  int64_t now_us = clock_mono_us();
  if (told_us && now_us - told_us < TELL_EACH_US) return;
  told_us = now_us;
  buf_printf(
      &b, "{\"program\":\"monitor\",\"at_ms\":%" PRId64 ",\"scrapes\":%" PRIu64 ",\"alarms\":[]}",
      clock_wall_ms(), s->answers);
  enum err rc = buf_check(&b);
  if (!rc) rc = file_write_atomic(run_dir, "monitor.state", buf_sv(&b), 0640);
  if (rc) log_err(rc, "run/monitor.state");
}

static enum err serve(const struct settings *s, struct datadir *data) {
  static struct scrape scrape; // large; one per process
  AUTO(fd) fd listening = -1;
  AUTO(fd) fd run = -1;
  unsigned port;
  TRY(listen_open(s->metrics_listen, &listening, &port));
  TRY(datadir_folder(data, DATADIR_RUN, &run));
  TRY(lock_in(data));
  struct sigaction stop = {.sa_handler = on_signal};
  sigaction(SIGINT, &stop, NULL);
  sigaction(SIGTERM, &stop, NULL);
  log_line(LOG_INFO, "figures at %s, port %u", s->metrics_listen, port);
  scrape_init(&scrape, listening, run);
  while (!stopped) {
    tell(run, &scrape);
    scrape_turn(&scrape, TURN_MS);
  }
  scrape_drop(&scrape);
  return OK;
}

struct asked {
  const char *data, *metrics;
  bool try_forbidden;
};

static enum err run(const void *words, bool *out_no) {
  const struct asked *ask = words;
  AUTO(datadir) struct datadir data = {.dir = -1};
  AUTO(settings) struct settings s = {0};
  (void)out_no;
  TRY(datadir_open(ask->data, &data));
  TRY(settings_open(data.dir, &s));
  if (ask->try_forbidden)
    return fence_try(&(struct fence_trial){.enter = lock_in, .self = &data, .data = data.path})
               ? OK
               : fail(E_BROKEN, "the fence has a hole");
  if (ask->metrics) s.metrics_listen = ask->metrics;
  if (!*s.metrics_listen)
    return fail(E_CONFIG, "metrics_listen is empty: name where figures are fetched");
  return serve(&s, &data);
}

static const struct cli_option options[] = {
    CLI_DATA(struct asked),
    CLI_SETTING(struct asked, metrics, "--metrics", "ADDR:PORT", metrics_listen, CLI_WORD),
    CLI_FLAG(struct asked, try_forbidden, "--try-forbidden",
             "enter the fence, try what it forbids, say what came of it, and end"),
};

int main(int argc, char **argv) {
  static const struct cli command = {
      .path = "",
      .says = "Tells the world outside how the house is, until a signal ends it: figures for "
              "Prometheus at /metrics. It reads run/ and nothing else.",
      .example = "medlyss-monitor --data /var/lib/medlyss --metrics 127.0.0.1:9464",
      .options = options,
      .n = countof(options),
      .size = sizeof(struct asked),
      .run = run};
  return cli_single("medlyss-monitor", "medlyss-monitor", &command, argc, argv);
}
