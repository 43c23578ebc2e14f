// SPDX-License-Identifier: Apache-2.0
// medlyss-web: the people's side of it. Prints "listening on ADDRESS" when it can be asked.
#include <signal.h>
#include <sys/resource.h>

#include "core/address.h"
#include "core/cli.h"
#include "core/listen.h"
#include "core/log.h"
#include "review-web/api/routes.h"
#include "review-web/http/sandbox.h"
#include "review-web/http/server.h"
#include "review-web/http/site.h"
#include "scoring/scoring.h"

struct options {
  const char *data, *listen;
  bool try_forbidden; // enter the sandbox, try what it forbids, say what came of it
};

// Each stream and each open recording is a descriptor.
static void room_for_descriptors(void) {
  struct rlimit r;
  if (getrlimit(RLIMIT_NOFILE, &r)) return;
  r.rlim_cur = r.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &r)) log_line(LOG_WARN, "the limit of open files stays as it is");
}

static void wait_for_end(const sigset_t *ends) {
  int got = 0;
  while (sigwait(ends, &got)) continue;
}

static void say_where(const char *address, unsigned port) {
  const char *colon = strrchr(address, ':');
  if (port)
    printf("listening on %.*s:%u\n", (int)(colon - address), address, port);
  else
    printf("listening on %s\n", address);
  fflush(stdout);
}

static enum err serve(struct site *site, const struct options *o, const sigset_t *ends) {
  struct server *server;
  int listening;
  unsigned port;
  const char *address = o->listen ? o->listen : site->settings.listen;
  site->address = address;
  TRY(address_serves(address, site->settings.public_address));
  TRY(listen_open(address, &listening, &port));
  TRY(sandbox_enter(site));
  TRY(site_start(site));
  TRY(server_start((struct server_options){.listen_fd = listening, .site = site}, &server));
  say_where(address, port);
  wait_for_end(ends);
  site_quiet(site);
  server_stop(server);
  return OK;
}

static enum err try_forbidden(struct site *site) {
  return sandbox_try(site) ? OK : fail(E_BROKEN, "the sandbox has a hole");
}

static enum err open_and_serve(const struct options *o, const sigset_t *ends) {
  struct site site;
  enum err rc = site_open(o->data, &routes, &site);
  if (!rc) period_zone(site.settings.time_zone);
  if (!rc && o->try_forbidden)
    rc = try_forbidden(&site);
  else if (!rc)
    rc = serve(&site, o, ends);
  site_drop(&site);
  return rc;
}

static enum err run(const void *asked, bool *out_no) {
  sigset_t ends;
  const struct options *o = asked;
  struct address at;
  (void)out_no;
  if (o->listen) TRY(address_read(o->listen, &at)); // before anything is opened
  // Blocked before any thread is made, so that only sigwait sees them.
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, NULL);
  signal(SIGPIPE, SIG_IGN);
  room_for_descriptors();
  return open_and_serve(o, &ends);
}

static const struct cli_option options[] = {
    CLI_DATA(struct options),
    CLI_SETTING(struct options, listen, "--listen", "ADDRESS", listen, CLI_WORD),
    CLI_FLAG(struct options, try_forbidden, "--try-forbidden",
             "enter the sandbox, try what it forbids, say what came of it, and end"),
};
static const struct cli command = {
    .path = "",
    .says = "The web service, until a signal ends it. ADDRESS is ADDR:PORT or unix:PATH; it prints "
            "\"listening on ADDRESS\" when it can be asked.",
    .example = "medlyss-web --data /var/lib/medlyss --listen 127.0.0.1:8070",
    .options = options,
    .n = countof(options),
    .size = sizeof(struct options),
    .run = run};

int main(int argc, char **argv) {
  return cli_single("medlyss-web", "medlyss-web", &command, argc, argv);
}
