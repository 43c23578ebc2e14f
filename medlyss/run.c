// SPDX-License-Identifier: Apache-2.0
// medlyss run: the whole house on one machine. Capture is stopped first, so that nothing new comes;
// then the encoder, which finishes what lies there; then the web and the keeper.
#include "core/log.h"
#include "medlyss/cli.h"
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

static void add_import(struct supervisor *s, const struct house *h, const struct wishes *w) {
  struct child import = program("medlyss-import", w->data, 10000);
  import.args[2] = "--watch";
  if (h->settings.watch_imports) supervise_add(s, import);
}

static enum err plan(struct supervisor *s, const struct wishes *w) {
  AUTO(house) struct house h = HOUSE_NONE;
  TRY(house_open(w->data, &h));
  add_capture(s, &h, w);
  supervise_add(s, program("medlyss-encode", w->data, 30000));
  add_import(s, &h, w);
  struct child web = program("medlyss-web", w->data, 5000);
  add_option(&web, "--listen", w->listen);
  supervise_add(s, web);
  supervise_add(s, program("medlyss-keeper", w->data, 5000));
  for (size_t i = 0; i < s->n; i++) s->children[i].drop = drop_fits(h.data.dir);
  return s->n ? OK : fail(E_NOT_FOUND, "none of the programs is installed here");
}

enum err command_run(struct command_line line, bool *out_no) {
  struct wishes w = {0};
  static struct supervisor s;
  const struct cli_option options[] = {{.name = "--data", .value = &w.data},
                                       {.name = "--listen", .value = &w.listen},
                                       {.name = "--interface", .value = &w.interface},
                                       {.name = "--port", .value = &w.port}};
  (void)out_no;
  TRY(cli_read(line.argc, line.argv, options, countof(options), NULL));
  TRY(cli_needed("--data", w.data));
  TRY(plan(&s, &w));
  return supervise(&s);
}
