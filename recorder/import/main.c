// SPDX-License-Identifier: Apache-2.0
// medlyss-import: sound files from outside become calls.
//   medlyss-import --data DIR FILE... [--sidecar F] [--json]   now; one line per call
//   medlyss-import --data DIR --watch                          the folder import/, until told to
//   stop
// Exit 0: all are in. 1: some were refused, each with its sentence on standard error.
#include <getopt.h>
#include <signal.h>
#include <sodium.h>

#include "core/log.h"
#include "recorder/import/media.h"
#include "recorder/import/watch.h"

struct options {
  const char *data, *sidecar;
  bool watch, json;
  char **files;
  size_t n;
};

static volatile sig_atomic_t stop;
static void on_signal(int sig) {
  (void)sig;
  stop = 1;
}

static MUST_CHECK enum err parse(int argc, char **argv, struct options *o) {
  static const struct option names[] = {{"data", required_argument, NULL, 'd'},
                                        {"sidecar", required_argument, NULL, 's'},
                                        {"watch", no_argument, NULL, 'w'},
                                        {"json", no_argument, NULL, 'j'},
                                        {0}};
  opterr = 0;
  for (int opt; (opt = getopt_long(argc, argv, "", names, NULL)) != -1;) {
    switch (opt) {
    case 'd': o->data = optarg; break;
    case 's': o->sidecar = optarg; break;
    case 'w': o->watch = true; break;
    case 'j': o->json = true; break;
    default: return fail(E_BAD_INPUT, "there is no option %s", argv[optind - 1]);
    }
  }
  o->files = argv + optind;
  o->n = (size_t)(argc - optind);
  if (!o->data) return fail(E_BAD_INPUT, "--data is missing");
  if (!o->watch && !o->n) return fail(E_BAD_INPUT, "name at least one file");
  return OK;
}

static void tell(const struct options *o, const struct parcel *p, const struct brought *got) {
  char id[ID_TEXT];
  id_text(got->interaction, id);
  if (o->json)
    printf("{\"id\":\"%s\",\"already\":%s}\n", id, got->was_there ? "true" : "false");
  else
    printf("%s %s %s%s%s\n", got->was_there ? "was there already" : "imported", id, p->sound[0],
           p->sound[1] ? " " : "", p->sound[1] ? p->sound[1] : "");
}

// A refusal is about one file: the others go on.
static MUST_CHECK enum err bring_all(const struct options *o, const struct bringer *b,
                                     size_t *out_refused) {
  AUTO(arena) struct arena a = {0};
  arena_init(&a, 64 << 20);
  struct batch batch;
  batch_make(&a, (const char *const *)o->files, o->n, &batch);
  if (!batch.n) return fail(E_BAD_INPUT, "none of these is a sound file");
  for (size_t i = 0; i < batch.n; i++) {
    const struct parcel *p = &batch.parcels[i];
    struct brought got;
    enum err rc = bring(b, p, &got);
    if (!rc) {
      tell(o, p, &got);
      continue;
    }
    fprintf(stderr, "medlyss import: %s: %s\n", p->sound[0], err_detail());
    err_forget();
    ++*out_refused;
    if (rc == E_BUSY || rc == E_FULL) return fail(rc, "the rest was not tried");
  }
  return OK;
}

static MUST_CHECK enum err run(const struct options *o, const char *program, size_t *out_refused) {
  AUTO(desk) struct desk d;
  TRY(desk_open(o->data, &d));
  struct bringer b = {.desk = &d, .program = program, .dir = AT_FDCWD, .sidecar = o->sidecar};
  if (!o->watch) return bring_all(o, &b, out_refused);
  struct sigaction sa = {.sa_handler = on_signal};
  sigaction(SIGTERM, &sa, NULL);
  sigaction(SIGINT, &sa, NULL);
  return watch(&b, &stop);
}

int main(int argc, char **argv) {
  if (argc == 4 && !strcmp(argv[1], "--child")) media_child(argv[2], argv[3]);
  log_init("medlyss-import", LOG_INFO);
  if (sodium_init() < 0) return 70;
  static char program[4096];
  struct options o = {0};
  size_t refused = 0;
  ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
  enum err rc = n > 0 ? parse(argc, argv, &o) : fail_os("find this program");
  if (!rc) rc = run(&o, program, &refused);
  if (rc) log_err(rc, "import");
  return rc ? err_exit(rc) : refused != 0;
}
