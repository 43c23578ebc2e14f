// SPDX-License-Identifier: Apache-2.0
// medlyss-web: the people's side of it. Prints "listening on ADDRESS" when it can be asked.
#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <sys/resource.h>

#include "core/log.h"
#include "review-web/http/listen.h"
#include "review-web/http/sandbox.h"
#include "review-web/http/server.h"
#include "review-web/http/site.h"
#include "scoring/scoring.h"

static const char usage[] = "usage: medlyss-web --data DIR [--listen ADDR:PORT|unix:PATH]\n";

struct options {
  const char *data, *listen;
  bool try_forbidden; // enter the sandbox, try what it forbids, say what came of it
};

static bool read_options(int argc, char **argv, struct options *out) {
  static const struct option known[] = {
      {"data", required_argument, NULL, 'd'},
      {"listen", required_argument, NULL, 'l'},
      {"try-forbidden", no_argument, NULL, 't'},
      {"help", no_argument, NULL, 'h'},
      {0},
  };
  for (int c; (c = getopt_long(argc, argv, "", known, NULL)) >= 0;) {
    if (c == 'd')
      out->data = optarg;
    else if (c == 'l')
      out->listen = optarg;
    else if (c == 't')
      out->try_forbidden = true;
    else
      return false;
  }
  return out->data && optind == argc;
}

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

static enum err check_address(const struct site *site, const char *address) {
  if (site->https || server_address_is_local(address)) return OK;
  return fail(E_CONFIG,
              "without TLS only this machine is served: listen on a loopback address behind a "
              "proxy and set public_address = https://…");
}

// The sanitizers need what the sandbox takes away (their own maps, a tracer at the end).
static enum err lock_in(const struct site *site) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  (void)site;
  return OK;
#else
  return sandbox_enter(site->data.path);
#endif
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
  TRY(check_address(site, address));
  TRY(server_listen(address, &listening, &port));
  TRY(lock_in(site));
  TRY(site_start(site));
  TRY(server_start((struct server_options){.listen_fd = listening, .site = site}, &server));
  say_where(address, port);
  wait_for_end(ends);
  site_quiet(site);
  server_stop(server);
  return OK;
}

static enum err try_forbidden(struct site *site) {
  TRY(lock_in(site));
  return sandbox_try() ? OK : fail(E_BROKEN, "the sandbox has a hole");
}

static int run(const struct options *o, const sigset_t *ends) {
  struct site site;
  enum err rc = site_open(o->data, &site);
  if (!rc) period_zone(site.settings.time_zone);
  if (!rc && o->try_forbidden)
    rc = try_forbidden(&site);
  else if (!rc)
    rc = serve(&site, o, ends);
  if (rc) log_err(rc, "medlyss-web");
  site_drop(&site);
  return err_exit(rc);
}

int main(int argc, char **argv) {
  struct options o = {0};
  sigset_t ends;
  log_init("medlyss-web", LOG_INFO);
  if (!read_options(argc, argv, &o)) {
    fputs(usage, stderr);
    return 64;
  }
  if (sodium_init() < 0) return 70;
  // Blocked before any thread is made, so that only sigwait sees them.
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, NULL);
  signal(SIGPIPE, SIG_IGN);
  room_for_descriptors();
  return run(&o, &ends);
}
