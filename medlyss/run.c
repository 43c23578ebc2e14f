// SPDX-License-Identifier: Apache-2.0
// medlyss run: the whole house on one machine. Capture is stopped first, so that nothing new comes;
// then the encoder, which finishes what lies there; then the web and the keeper.
#include <signal.h>
#include <sys/file.h>

#include "core/address.h"
#include "core/datadir.h"
#include "core/log.h"
#include "gen/sql/trust.h"
#include "medlyss/commands.h"
#include "medlyss/drop.h"
#include "medlyss/house.h"
#include "medlyss/supervise.h"

struct wishes {
  const char *data, *listen, *interface, *port;
};

static struct child program(const char *name, const char *data, int stop_ms) {
  return (struct child){.program = name, .args = {"--data", data}, .stop_ms = stop_ms};
}

static void add_option(struct child *c, const char *name, const char *value) {
  size_t n = 0;
  while (c->args[n]) n++;
  assert(n + 2 < CHILD_ARGS);
  if (!value || !*value) return;
  c->args[n] = name;
  c->args[n + 1] = value;
}

static void add_capture(struct supervisor *s, const struct house *h, const struct wishes *w) {
  struct child capture = program("medlyss-capture", w->data, 10000);
  add_option(&capture, "--interface", w->interface);
  add_option(&capture, "--port", w->port);
  if (w->interface || *h->settings.interfaces)
    supervise_add(s, capture);
  else
    log_line(LOG_INFO, "no interface is named: nothing is captured live");
}

static void add_siprec(struct supervisor *s, const struct house *h, const struct wishes *w) {
  if (*h->settings.siprec_listen) supervise_add(s, program("medlyss-siprec", w->data, 10000));
}

static void add_monitor(struct supervisor *s, const struct house *h, const struct wishes *w) {
  if (*h->settings.metrics_listen) supervise_add(s, program("medlyss-monitor", w->data, 5000));
}

static void add_import(struct supervisor *s, const struct house *h, const struct wishes *w) {
  struct child import = program("medlyss-import", w->data, 10000);
  import.args[2] = "--watch";
  if (h->settings.watch_imports)
    supervise_add(s, import);
  else if (sql_recorder_state_forget(h->db, &(struct recorder_state_forget){"import"}))
    err_forget(); // it is not missed
}

// Before anything is started: a program that ends at once is started again and again.
static MUST_CHECK enum err ports_check(const char *asked) {
  uint16_t port;
  for (struct sv list = sv_of(asked); list.n;) TRY(sv_port(sv_trim(sv_cut(&list, ',')), &port));
  return OK;
}

// What stands in medlyss.ini is mended there: the setting is named.
static enum err in_settings(const char *name, enum err rc) {
  char why[300];
  if (!rc) return OK;
  snprintf(why, sizeof why, "%s", err_detail());
  err_forget();
  return fail(E_CONFIG, "medlyss.ini, %s: %s", name, why);
}

static enum err told_check(const struct house *h, const struct wishes *w) {
  const struct settings *s = &h->settings;
  TRY(in_settings("sip_ports", ports_check(w->port ? "" : s->sip_ports)));
  if (w->listen) return address_serves(w->listen, s->public_address);
  return in_settings("listen", address_serves(s->listen, s->public_address));
}

static enum err plan(struct supervisor *s, const struct wishes *w) {
  AUTO(house) struct house h = HOUSE_NONE;
  TRY(ports_check(w->port)); // what was typed first, then what it is about
  TRY(house_open(w->data, &h));
  TRY(told_check(&h, w));
  add_capture(s, &h, w);
  add_siprec(s, &h, w);
  supervise_add(s, program("medlyss-encode", w->data, 30000));
  add_import(s, &h, w);
  struct child web = program("medlyss-web", w->data, 5000);
  add_option(&web, "--listen", w->listen);
  supervise_add(s, web);
  supervise_add(s, program("medlyss-keeper", w->data, 5000));
  add_monitor(s, &h, w);
  for (size_t i = 0; i < s->n; i++) s->children[i].drop = drop_fits(h.data.dir);
  return s->n ? OK : fail(E_NOT_FOUND, "none of the programs is installed here");
}

// Two would each start an encoder, and both would fail at the same calls. The lock is on the folder
// itself, and goes with whoever holds it.
static MUST_CHECK enum err alone(const char *data, int *out) {
  AUTO(datadir) struct datadir d = {.dir = -1};
  AUTO(fd) fd own = -1;
  TRY(datadir_open(data, &d));
  TRY(datadir_folder(&d, DATADIR_RUN, &own));
  if (flock(own, LOCK_EX | LOCK_NB))
    return errno == EWOULDBLOCK ? fail(E_BUSY, "another medlyss run works on this data folder")
                                : fail_os("lock the data folder");
  *out = fd_take(&own);
  return OK;
}

static enum err run(const void *asked, bool *out_no) {
  static struct supervisor s;
  const struct wishes *w = asked;
  AUTO(fd) fd lock = -1;
  (void)out_no;
  TRY(plan(&s, asked));
  TRY(alone(w->data, &lock));
  signal(SIGHUP, SIG_IGN); // a terminal that closes ends no recording; who is started inherits it
  return supervise(&s);
}

static const struct cli_option run_options[] = {
    CLI_DATA(struct wishes),
    CLI_SETTING(struct wishes, listen, "--listen", "ADDR:PORT", listen, CLI_WORD),
    CLI_SETTING(struct wishes, interface, "--interface", "NAME", interfaces, CLI_WORD),
    CLI_SETTING(struct wishes, port, "--port", "PORT,...", sip_ports, CLI_WORD),
};
const struct cli command_run = {
    .path = "run",
    .says =
        "Starts and minds everything on this machine: capture, recording server, encoder, "
        "import, web, "
        "keeper and monitor, until it is told to stop. As root it gives each program its own user.",
    .example = "medlyss run --data /var/lib/medlyss",
    .options = run_options,
    .n = countof(run_options),
    .size = sizeof(struct wishes),
    .run = run};
