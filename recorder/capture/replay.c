// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/replay.h"

#include "core/log.h"
#include "recorder/call/tracker.h"
#include "recorder/tap/order.h"
#include "recorder/tap/tap.h"

enum { BATCH = 512 };

struct replay {
  struct order *order;
  struct tap *tap;
  struct tracker *tracker;
};

static void replay_drop(struct replay *r) {
  order_free(r->order);
  tap_free(r->tap);
  tracker_free(r->tracker);
}

static void on_datagram(void *ctx, const struct datagram *d) {
  struct replay *r = ctx;
  tracker_datagram(r->tracker, d);
}

static enum err replay_open(const struct options *o, const struct sink *sink, struct replay *r) {
  struct tracker_options options = {.source = "capture",
                                    .orphans = !o->no_orphans,
                                    .max_calls = o->max_calls,
                                    .maps = o->maps,
                                    .join_headers = o->join_headers,
                                    .wishes = o->wishes};
  r->tap = tap_new();
  if (!r->tap) return fail(E_FULL, "no memory to take packets apart");
  for (size_t i = 0; i < o->n_ports; i++) tap_sip_port(r->tap, o->port[i]);
  TRY(tracker_new(&options, sink, &r->tracker));
  return order_open(o->files, o->n_files, &r->order);
}

static void read_all(struct replay *r, const struct replay_hooks *hooks) {
  int64_t now_us = 0;
  uint64_t n = 0;
  struct frame f;
  while (order_next(r->order, &f)) {
    if (f.at_us > now_us) now_us = f.at_us;
    int64_t stepped_us = order_stepped(r->order);
    if (stepped_us) tracker_clock(r->tracker, now_us, stepped_us);
    tap_frame(r->tap, &f, on_datagram, r);
    if (hooks->flushed && ++n % BATCH == 0) hooks->flushed(hooks->ctx, now_us);
  }
  tracker_finish(r->tracker, "capture_end");
  if (hooks->flushed) hooks->flushed(hooks->ctx, now_us);
}

// ---- what is said of it ------------------------------------------------------------------------

static void say_count(struct buf *b, uint64_t n, const char *one, const char *many) {
  if (b->n && b->p[b->n - 1] != ' ') buf_add_str(b, ", ");
  tap_say_number(n, b);
  buf_printf(b, " %s", n == 1 ? one : many);
}

static void say_some(struct buf *b, uint64_t n, const char *one, const char *many) {
  if (n) say_count(b, n, one, many);
}

static void say_recorded(const struct tracker_counts *c, uint64_t copies, struct buf *b) {
  say_count(b, c->calls_opened, "call", "calls");
  say_count(b, c->taken, "packet of media read", "packets of media read");
  say_some(b, copies + c->copies, "copy left out", "copies left out");
#define PASSED(member, word, one, many) say_some(b, c->member, one, many);
#define LIMIT(member, word, one, many)  say_some(b, c->member, one, many);
#include "recorder/call/passed.def"
#undef PASSED
#undef LIMIT
  if (!c->strange.n) return;
  buf_add_str(b, " (");
  strange_say(&c->strange, 4, b);
  buf_add_char(b, ')');
}

static void say_time(const struct order_news *n, struct buf *b) {
  if (n->clock_steps) {
    double s = (double)n->largest_step_us / 1e6;
    buf_add_str(b, ". The capture's clock was set ");
    say_count(b, n->clock_steps, "time", "times");
    buf_printf(b, " (%s %.3f s%s%s): the times after it are mended", s < 0 ? "back" : "forward",
               s < 0 ? -s : s, n->clock_steps > 1 ? " at most" : "",
               s < 0 ? "" : ", unless all voices paused together");
  }
  if (n->undecided) {
    buf_add_str(b, ". Where all voices stood still ");
    say_count(b, n->undecided, "time", "times");
    buf_add_str(b, " it may be a hold, or the capture's clock was set: taken for a hold");
  }
  if (n->runs) {
    buf_add_str(b, ". In the files ");
    say_count(b, n->runs, "stretch was earlier than what is before it",
              "stretches were earlier than what is before them");
    buf_add_str(b, ": put in order of time");
  }
  if (n->disordered) {
    buf_add_str(b, ". ");
    say_count(b, n->disordered, "packet could not be put in order of time",
              "packets could not be put in order of time");
  }
}

static void say_all(const struct replay *r, struct buf *b) {
  struct tracker_counts calls;
  struct tap_counts tapped;
  struct order_news news;
  AUTO(buf) struct buf unread = {0};
  tracker_counts(r->tracker, &calls);
  tap_counts(r->tap, &tapped);
  order_news(r->order, &news);
  say_count(b, news.files, "file", "files");
  say_count(b, news.frames, "frame", "frames");
  buf_add_str(b, ": ");
  say_recorded(&calls, tapped.copies, b);
  say_time(&news, b);
  tap_say_unread(&tapped, &unread);
  if (unread.n) buf_printf(b, ". Not understood: %s", unread.p);
  if (news.broken || news.refused) buf_add_str(b, ". Not whole: ");
  say_some(b, news.broken, "file is read as far as it goes", "files are read as far as they go");
  say_some(b, news.missing, "frame was there and could not be read again",
           "frames were there and could not be read again");
  say_some(b, news.refused, "file is no capture", "files are no captures");
}

static void tell_refused(const struct order *o) {
  size_t n;
  const struct order_file *f = order_files(o, &n);
  for (size_t i = 0; i < n; i++)
    if (f[i].refused) log_line(LOG_ERROR, "%s: %s", f[i].path, f[i].why);
}

static enum err tell_broken(const struct order *o) {
  size_t n;
  struct order_news news;
  const struct order_file *f = order_files(o, &n);
  for (size_t i = 0; i < n; i++)
    if (f[i].trouble)
      log_line(LOG_ERROR, "%s %s: what came before that is recorded", f[i].path, f[i].trouble);
  order_news(o, &news);
  if (!news.refused && !news.broken) return OK;
  return fail(E_BAD_DATA, "%zu of %zu files could not be read, %zu not to their end", news.refused,
              news.files, news.broken);
}

enum err replay_files(const struct options *o, const struct sink *sink,
                      const struct replay_hooks *hooks, struct buf *said) {
  AUTO(replay) struct replay r = {0};
  if (hooks->ready) TRY(hooks->ready(hooks->ctx));
  TRY(replay_open(o, sink, &r));
  tell_refused(r.order);
  read_all(&r, hooks);
  say_all(&r, said);
  return tell_broken(r.order);
}
