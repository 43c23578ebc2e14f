// SPDX-License-Identifier: Apache-2.0
// medlyss-siprec: from recording clients to the spool. Holds a public key only: what it wrote it
// cannot read.
#include "core/cli.h"
#include "core/datadir.h"
#include "core/fence.h"
#include "core/fence_try.h"
#include "core/settings.h"
#include "recorder/begin.h"
#include "recorder/call/srtp.h"
#include "recorder/record.h"
#include "recorder/siprec/siprec.h"

struct asked {
  const char *data, *listen;
  bool everything, try_forbidden;
};

static struct fence fence;

static enum err lock_in(void) { return fence_enter(&fence); }
static enum err tried(void *self) {
  (void)self;
  return lock_in();
}

// What it may reach of the data folder: never the catalogue, nor anybody else's keys.
static void places_set(const struct datadir *d, const struct settings *s) {
  static const char *const keys[] = {"encode.pub", "policy.pub", "siprec.key"};
  static char key[countof(keys)][DATADIR_PATH + 32], run[DATADIR_PATH + 8], spool[DATADIR_PATH + 8];
  for (size_t i = 0; i < countof(keys); i++) {
    snprintf(key[i], sizeof key[i], "%s/keys/%s", d->path, keys[i]);
    fence_add(&fence, key[i], FENCE_READ);
  }
  snprintf(run, sizeof run, "%s/run", d->path);
  snprintf(spool, sizeof spool, "%s/spool", d->path);
  if (*s->spool) snprintf(spool, sizeof spool, "%s", s->spool);
  fence_add(&fence, run, FENCE_READ | FENCE_WRITE);
  fence_add(&fence, spool, FENCE_READ | FENCE_WRITE);
}

static enum err run(const void *words, bool *out_no) {
  const struct asked *a = words;
  AUTO(datadir) struct datadir data = {.dir = -1};
  AUTO(settings) struct settings settings = {0};
  struct spool_run *spool = NULL;
  (void)out_no;
  TRY(datadir_open(a->data, &data));
  TRY(settings_open(data.dir, &settings));
  places_set(&data, &settings);
  if (!secure_prepare()) return fail(E_BROKEN, "libsrtp does not start"); // before the fence
  if (a->try_forbidden)
    return fence_try(&(struct fence_trial){.enter = tried, .data = data.path})
               ? OK
               : fail(E_BROKEN, "the fence has a hole");
  if (!a->listen && !*settings.siprec_listen)
    return fail(E_CONFIG, "siprec_listen is empty: name the address and port to listen on");
  struct spool_options room = {.reserve_bytes = (size_t)settings.spool_reserve_mb << 20};
  TRY(begin_spool(&data, &settings, room, &spool));
  struct siprec_asked asked = {.listen = a->listen};
  struct record live = {.kind = &siprec_source,
                        .asked = &asked,
                        .settings = &settings,
                        .data = &data,
                        .spool = spool,
                        .everything = a->everything,
                        .lock_in = lock_in};
  enum err rc = record_run(&live);
  spool_run_free(spool);
  return rc;
}

static const struct cli_option options[] = {
    CLI_DATA(struct asked),
    CLI_SETTING(struct asked, listen, "--listen", "ADDR:PORT", siprec_listen, CLI_WORD),
    CLI_SETTING(struct asked, everything, "--everything", "", record_every_call, CLI_FLAG),
    CLI_FLAG(struct asked, try_forbidden, "--try-forbidden",
             "enter the fence, try what it forbids, say what came of it, and end"),
};

int main(int argc, char **argv) {
  static const struct cli command = {
      .path = "",
      .says = "Records the calls that recording clients (SIPREC) of session border controllers and "
              "PBXs send here, until a signal ends it. What it writes to the spool only the "
              "encoder can read.",
      .example = "medlyss-siprec --data /var/lib/medlyss --listen 192.0.2.10:5060",
      .options = options,
      .n = countof(options),
      .size = sizeof(struct asked),
      .run = run};
  return cli_single("medlyss-siprec", "medlyss-siprec", &command, argc, argv);
}
