// SPDX-License-Identifier: Apache-2.0
// medlyss-capture: from the wire to the spool. Holds a public key only: what it wrote it cannot
// read.
#include <sodium.h>

#include "core/datadir.h"
#include "core/log.h"
#include "core/secret.h"
#include "core/settings.h"
#include "recorder/capture/live.h"
#include "recorder/capture/print_sink.h"
#include "recorder/capture/replay.h"
#include "recorder/capture/sandbox.h"
#include "recorder/capture/spool_sink.h"

static enum err print_files(const struct options *o) {
  struct print_sink printer;
  struct sink sink = print_sink_init(&printer);
  return replay_files(o, &sink, &(struct replay_hooks){0});
}

// The folder of the spool: the setting's, or the data folder's own.
static enum err spool_folder(const struct datadir *d, const struct settings *s, int *out_fd) {
  if (s->spool[0]) return folder_open(AT_FDCWD, s->spool, out_fd);
  return datadir_folder(d, DATADIR_SPOOL, out_fd);
}

static enum err run_open(const struct datadir *data, const struct settings *settings, bool live,
                         struct spool_run **out) {
  AUTO(fd) fd keys = -1, spool = -1;
  struct secret_key encode;
  TRY(datadir_folder(data, DATADIR_KEYS, &keys));
  TRY(secret_public_read(keys, "encode.pub", &encode));
  TRY(spool_folder(data, settings, &spool));
  struct spool_options options = {
      .no_sync = !live, .reserve_bytes = live ? (size_t)settings->spool_reserve_mb << 20 : 0};
  return spool_run_open(spool, encode.b, options, out);
}

static enum err locked(void *ctx) {
  (void)ctx;
  return sandbox_lock();
}

static void tick(void *ctx, int64_t now_us) { spool_run_tick(ctx, now_us); }

static enum err spool_files(const struct options *o, struct spool_run *spool) {
  struct spool_sink to;
  struct sink sink = spool_sink_init(&to, spool);
  struct replay_hooks hooks = {.ready = locked, .flushed = tick, .ctx = spool};
  enum err rc = replay_files(o, &sink, &hooks);
  bool whole = !to.errors && !to.refused;
  spool_sink_drop(&to);
  if (!rc && !whole) return fail(E_FULL, "not all of it found room in the spool");
  return rc;
}

// What the command line left open, medlyss.ini says.
static enum err options_complete(const struct settings *s, struct options *o) {
  bool named = o->n_interfaces > 0;
  o->wishes = wish_heed(s->record_wishes);
  struct sv names = sv_of(s->interfaces);
  static char name[OPTION_INTERFACES][64];
  while (!o->n_files && !named && names.n && o->n_interfaces < OPTION_INTERFACES) {
    struct sv one = sv_trim(sv_cut(&names, ','));
    snprintf(name[o->n_interfaces], sizeof name[0], SV_FMT, SV_ARG(one));
    if (one.n) o->interface[o->n_interfaces] = name[o->n_interfaces], o->n_interfaces++;
  }
  if (!o->n_files && !o->n_interfaces) return fail(E_CONFIG, "name files (--read) or an interface");
  return o->n_ports ? OK : options_ports(sv_of(s->sip_ports), o);
}

static enum err record(struct options *o) {
  AUTO(datadir) struct datadir data = {.dir = -1};
  AUTO(settings) struct settings settings = {0};
  struct spool_run *spool = NULL;
  TRY(datadir_open(o->data, &data));
  TRY(settings_open(data.dir, &settings));
  TRY(options_complete(&settings, o));
  TRY(run_open(&data, &settings, !o->n_files, &spool));
  enum err rc = o->n_files ? spool_files(o, spool) : live_run(o, &settings, &data, spool);
  spool_run_free(spool);
  return rc;
}

static enum err run(int argc, char **argv) {
  struct options o;
  TRY(options_read(argc, argv, &o));
  if (o.help) {
    fputs(options_help, stdout);
    return OK;
  }
  return o.print ? print_files(&o) : record(&o);
}

int main(int argc, char **argv) {
  log_init("medlyss-capture", LOG_INFO);
  if (sodium_init() < 0) return 70;
  enum err rc = run(argc, argv);
  if (rc) log_err(rc, "medlyss-capture");
  return rc ? err_exit(rc) : 0;
}
