// SPDX-License-Identifier: Apache-2.0
// medlyss-capture: from the wire to the spool. Holds a public key only: what it wrote it cannot
// read.
#include <sys/statvfs.h>

#include "core/datadir.h"
#include "core/log.h"
#include "core/settings.h"
#include "recorder/begin.h"
#include "recorder/call/srtp.h"
#include "recorder/capture/mirror.h"
#include "recorder/capture/print_sink.h"
#include "recorder/capture/replay.h"
#include "recorder/capture/sandbox.h"
#include "recorder/record.h"
#include "recorder/spool_sink.h"

static enum err print_files(const struct options *o) {
  struct print_sink printer;
  struct sink sink = print_sink_init(&printer);
  AUTO(buf) struct buf said = {0};
  enum err rc = replay_files(o, &sink, &(struct replay_hooks){0}, &said);
  if (said.n) log_line(LOG_INFO, "%s", said.p);
  return rc;
}

static enum err run_open(const struct datadir *data, const struct settings *settings, bool live,
                         struct spool_run **out) {
  struct spool_options options = {.reserve_bytes = (size_t)settings->spool_reserve_mb << 20};
  if (!live) options = (struct spool_options){.no_sync = true, .gather_us = 2000000};
  return begin_spool(data, settings, options, out);
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
  AUTO(buf) struct buf said = {0};
  enum err rc = replay_files(o, &sink, &hooks, &said);
  if (said.n) puts(said.p); // for a person, and for medlyss replay, which says it last
  bool whole = !to.errors && !to.refused;
  spool_sink_drop(&to);
  if (!rc && !whole) return fail(E_FULL, "not all of it found room in the spool");
  return rc;
}

// What the command line left open, medlyss.ini says.
static enum err options_complete(const struct settings *s, struct options *o) {
  bool named = o->n_interfaces > 0;
  o->wishes = wish_heed(s->record_wishes);
  o->join_headers = s->join_headers;
  if (!o->n_files && !named) TRY(options_interfaces(sv_of(s->interfaces), o));
  if (!o->n_files && !o->n_interfaces) return fail(E_CONFIG, "name files (--read) or an interface");
  return o->n_ports ? OK : options_ports(sv_of(s->sip_ports), o);
}

// What it may reach of the data folder: never the catalogue, nor anybody else's keys.
static void places_set(const struct options *o, const struct datadir *d, const struct settings *s) {
  static const char *const keys[] = {"encode.pub", "policy.pub", "capture.key"};
  static char key[countof(keys)][DATADIR_PATH + 32], run[DATADIR_PATH + 8], spool[DATADIR_PATH + 8];
  for (size_t i = 0; i < countof(keys); i++) {
    snprintf(key[i], sizeof key[i], "%s/keys/%s", d->path, keys[i]);
    sandbox_place(key[i], FENCE_READ);
  }
  snprintf(run, sizeof run, "%s/run", d->path);
  snprintf(spool, sizeof spool, "%s", *s->spool ? s->spool : d->path);
  if (!*s->spool) snprintf(spool, sizeof spool, "%s/spool", d->path);
  sandbox_place(run, FENCE_READ | FENCE_WRITE);
  sandbox_place(spool, FENCE_READ | FENCE_WRITE);
  for (size_t i = 0; i < o->n_files; i++) sandbox_place(o->files[i], FENCE_READ);
}

// What is kept free for live calls is not a replay's either.
static MUST_CHECK enum err room_check(const struct datadir *d, const struct settings *s) {
  struct statvfs disk;
  if (statvfs(*s->spool ? s->spool : d->path, &disk)) return fail_os("look at the spool's disk");
  uint64_t free_mb = (uint64_t)disk.f_bavail * disk.f_frsize >> 20;
  if (free_mb >= (uint64_t)s->spool_reserve_mb) return OK;
  return fail(E_FULL,
              "the spool's disk has %" PRIu64 " MB free, and %" PRId64 " are kept for live calls "
              "(spool_reserve_mb): nothing was replayed",
              free_mb, (int64_t)s->spool_reserve_mb);
}

static enum err record(struct options *o) {
  AUTO(datadir) struct datadir data = {.dir = -1};
  AUTO(settings) struct settings settings = {0};
  struct spool_run *spool = NULL;
  TRY(datadir_open(o->data, &data));
  TRY(settings_open(data.dir, &settings));
  places_set(o, &data, &settings);
  if (!secure_prepare()) return fail(E_BROKEN, "libsrtp does not start"); // before the fence
  if (o->try_forbidden)
    return sandbox_try(data.path) ? OK : fail(E_BROKEN, "the sandbox has a hole");
  TRY(options_complete(&settings, o));
  if (o->n_files) TRY(room_check(&data, &settings));
  TRY(run_open(&data, &settings, !o->n_files, &spool));
  struct record live = {.kind = &mirror_source,
                        .asked = o,
                        .settings = &settings,
                        .data = &data,
                        .spool = spool,
                        .everything = o->everything,
                        .lock_in = sandbox_lock};
  enum err rc = o->n_files ? spool_files(o, spool) : record_run(&live);
  spool_run_free(spool);
  return rc;
}

static enum err run(const void *asked, bool *out_no) {
  struct options o;
  (void)out_no;
  TRY(options_take(asked, &o));
  return o.print ? print_files(&o) : record(&o);
}

int main(int argc, char **argv) {
  static const struct cli command = {
      .path = "",
      .says =
          "Records calls: from network interfaces that see the mirrored traffic, until a signal "
          "ends it, or with --read from capture files. What it writes to the spool only the "
          "encoder can read.",
      .example = "medlyss-capture --data /var/lib/medlyss --interface eth1\n"
                 "medlyss-capture --print --read monday.pcap",
      .rest = "[FILE...]",
      .rest_at = offsetof(struct options_asked, files),
      .options = options_known,
      .n = OPTIONS_KNOWN,
      .size = sizeof(struct options_asked),
      .run = run};
  return cli_single("medlyss-capture", "medlyss-capture", &command, argc, argv);
}
