// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/replay.h"

#include "core/log.h"
#include "recorder/capture/pcap_source.h"
#include "recorder/capture/tracker.h"

enum { BATCH = 512 };

struct reading {
  struct tracker *tracker;
  struct dissect *dissect;
  int64_t now_us;
};

static void on_datagram(void *ctx, const struct datagram *d) {
  struct reading *r = ctx;
  tracker_datagram(r->tracker, d);
}

static void on_frame(void *ctx, int link, int64_t at_us, struct span frame) {
  struct reading *r = ctx;
  if (at_us > r->now_us) r->now_us = at_us;
  dissect_frame(r->dissect, link, at_us, frame, on_datagram, r);
}

static void report(const struct reading *r, size_t file) {
  struct tracker_counts c;
  tracker_counts(r->tracker, &c);
  log_line(LOG_INFO,
           "file %zu: %" PRIu64 " datagrams, %" PRIu64 " SIP, %" PRIu64 " RTP, %" PRIu64
           " copies, %" PRIu64 " taken, %" PRIu64 " calls",
           file + 1, c.datagrams, c.sip, c.rtp, c.copies, c.taken, c.calls_opened);
}

static enum err replay_one(const struct options *o, size_t file, struct pcap_source *source,
                           struct dissect *dissect, const struct sink *sink,
                           const struct replay_hooks *hooks) {
  struct reading r = {.dissect = dissect};
  struct tracker_options options = {.source = "capture",
                                    .orphans = !o->no_orphans,
                                    .max_calls = o->max_calls,
                                    .maps = o->maps,
                                    .wishes = o->wishes};
  TRY(tracker_new(&options, sink, &r.tracker));
  dissect_clear(dissect);
  enum err rc;
  while ((rc = pcap_source_read(source, BATCH, on_frame, &r)) == OK)
    if (hooks->flushed) hooks->flushed(hooks->ctx, r.now_us);
  tracker_finish(r.tracker, "capture_end");
  if (hooks->flushed) hooks->flushed(hooks->ctx, r.now_us);
  if (pcap_source_cut(source))
    log_line(LOG_WARN, "file %zu breaks off in the middle of a packet", file + 1);
  report(&r, file);
  tracker_free(r.tracker);
  return rc == E_END ? OK : rc;
}

static enum err replay_opened(const struct options *o, struct pcap_source **sources,
                              const struct sink *sink, const struct replay_hooks *hooks) {
  struct dissect *dissect = dissect_new();
  if (!dissect) return fail(E_FULL, "no memory to take packets apart");
  for (size_t i = 0; i < o->n_ports; i++) dissect_sip_port(dissect, o->port[i]);
  enum err rc = hooks->ready ? hooks->ready(hooks->ctx) : OK;
  for (size_t i = 0; !rc && i < o->n_files; i++)
    if (sources[i]) rc = replay_one(o, i, sources[i], dissect, sink, hooks);
  dissect_free(dissect);
  return rc;
}

enum err replay_files(const struct options *o, const struct sink *sink,
                      const struct replay_hooks *hooks) {
  struct pcap_source **sources = calloc(o->n_files, sizeof(struct pcap_source *));
  size_t bad = 0;
  if (!sources) return fail(E_FULL, "no memory for the list of files");
  for (size_t i = 0; i < o->n_files; i++) {
    enum err rc = pcap_file_open(o->files[i], &sources[i]);
    if (!rc) continue;
    log_err(rc, o->files[i]);
    bad++;
  }
  enum err rc = replay_opened(o, sources, sink, hooks);
  for (size_t i = 0; i < o->n_files; i++) pcap_source_free(sources[i]);
  free(sources);
  if (!rc && bad) return fail(E_BAD_DATA, "%zu of %zu files could not be read", bad, o->n_files);
  return rc;
}
