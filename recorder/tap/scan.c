// SPDX-License-Identifier: Apache-2.0
#include "recorder/tap/scan.h"

enum { INTERFACES = 64, JUMPS_MAX = 512, PLACES_MAX = 2048 };
static const int64_t reordered_us = 2000000; // as far as a run's own order is mended
static const int64_t back_us = 100000, ahead_us = 300000, moved_us = 60000, agree_us = 50000;
static const int64_t next_us = 20000; // from one packet to the next, when nothing says better

enum jump { JUMP_NONE, JUMP_BACK, JUMP_BACK_LITTLE, JUMP_AHEAD };

struct scanner {
  struct dissect *dissect;
  struct streams *streams;
  size_t jumps;
  size_t places;              // ever kept, of all files: each holds some memory
  int64_t high_us;            // the latest time since the last jump back
  int64_t own_us[INTERFACES]; // of the interface's last frame
  bool own_known[INTERFACES];
  int64_t shift_us; // of the clock, in the run
  struct stretch {  // since the last jump
    enum jump jump;
    int64_t before_us, after_us;
    int64_t first_us, last_us; // least and latest
    uint64_t frames;
    int64_t disorder_us;
    struct reader_place *place;
    bool signalled_last;
    size_t n_last;
    struct glimpse last[GLIMPSES]; // who spoke before it
  } now;
};

struct scanner *scanner_new(void) {
  struct scanner *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->dissect = dissect_new();
  s->streams = streams_new();
  if (s->dissect && s->streams) return s;
  scanner_free(s);
  return NULL;
}

void scanner_free(struct scanner *s) {
  if (!s) return;
  reader_place_free(s->now.place);
  dissect_free(s->dissect);
  streams_free(s->streams);
  free(s);
}

void scan_drop(struct scan *s) {
  for (size_t i = 0; i < s->n_runs; i++) {
    reader_place_free(s->runs[i]->place);
    free(s->runs[i]);
  }
  free(s->runs);
  *s = (struct scan){0};
}

// ---- runs --------------------------------------------------------------------------------------

static enum err run_add(struct scanner *s, struct scan *out, size_t file) {
  if (!out->runs) out->runs = calloc(RUNS_MAX, sizeof(struct run *));
  struct run *r = out->runs ? calloc(1, sizeof *r) : NULL;
  if (!r) return fail(E_FULL, "no memory for the order of the files");
  *r = (struct run){.file = file,
                    .place = s->now.place,
                    .frames = s->now.frames,
                    .first_us = s->now.first_us,
                    .last_us = s->now.last_us,
                    .disorder_us = s->now.disorder_us};
  s->now.place = NULL;
  s->shift_us = 0;
  out->runs[out->n_runs++] = r;
  return OK;
}

static void run_goes_on(struct scanner *s, struct run *r, int64_t moved) {
  s->shift_us += moved;
  if (moved && r->n_steps < RUN_STEPS)
    r->step[r->n_steps++] = (struct step){r->frames, s->shift_us};
  int64_t first_us = s->now.first_us + s->shift_us, last_us = s->now.last_us + s->shift_us;
  if (r->last_us - first_us > r->disorder_us) r->disorder_us = r->last_us - first_us;
  if (s->now.disorder_us > r->disorder_us) r->disorder_us = s->now.disorder_us;
  if (first_us < r->first_us) r->first_us = first_us;
  if (last_us > r->last_us) r->last_us = last_us;
  r->frames += s->now.frames;
}

// How much the clock moved at the jump before this stretch; 0: it did not.
static int64_t clock_moved(const struct stretch *now, const struct verdict *v, size_t n_steps) {
  if (n_steps == RUN_STEPS || v->on <= v->off) return 0;
  bool agreed = v->measured > 0 && v->spread_us <= agree_us;
  if (now->jump == JUMP_BACK) {
    int64_t little = now->before_us - now->after_us + next_us;
    return v->measured ? v->shift_us : little;
  }
  if (now->jump == JUMP_BACK_LITTLE) return v->measured && v->shift_us > moved_us ? v->shift_us : 0;
  bool all = v->active >= 2 && v->active == v->on && v->measured >= 2 && v->off == 0;
  bool steady = v->steady == v->measured;
  return all && agreed && steady && v->shift_us < -ahead_us / 2 ? v->shift_us : 0;
}

static void front_keep(const struct scanner *s, struct run *r) {
  r->n_first = streams_first(s->streams, r->first);
  r->signalled_first = streams_signalled_first(s->streams);
}

// The stretch is over, and the streams in it have said what the jump before it was.
static enum err stretch_end(struct scanner *s, struct scan *out, size_t file) {
  struct run *r = out->n_runs ? out->runs[out->n_runs - 1] : NULL;
  struct verdict v;
  if (!s->now.frames) return OK;
  if (!r) {
    TRY(run_add(s, out, file));
    front_keep(s, out->runs[0]);
    return OK;
  }
  streams_judge(s->streams, &v);
  int64_t moved = clock_moved(&s->now, &v, r->n_steps);
  if (moved && s->now.jump == JUMP_AHEAD && v.signalled) {
    r->n_undecided++;
    moved = 0;
  }
  if (s->now.jump != JUMP_BACK || moved || !s->now.place) {
    out->crowded |= s->now.jump == JUMP_BACK && !moved;
    run_goes_on(s, r, moved);
    return OK;
  }
  s->places++;
  memcpy(r->last, s->now.last, sizeof r->last);
  r->n_last = s->now.n_last;
  r->signalled_last = s->now.signalled_last;
  TRY(run_add(s, out, file));
  r = out->runs[out->n_runs - 1];
  front_keep(s, r);
  return OK;
}

static void stretch_begin(struct scanner *s, const struct reader *reader, enum jump jump,
                          int64_t at_us, size_t n_runs) {
  bool mark = jump == JUMP_BACK && n_runs < RUNS_MAX && s->places < PLACES_MAX;
  reader_place_free(s->now.place);
  s->now = (struct stretch){.jump = jump,
                            .before_us = s->high_us,
                            .after_us = at_us,
                            .first_us = at_us,
                            .last_us = at_us,
                            .place = mark ? reader_mark(reader) : NULL};
  if (jump == JUMP_BACK) {
    s->now.n_last = streams_last(s->streams, s->now.last);
    s->now.signalled_last = streams_signalled_last(s->streams);
    memset(s->own_known, 0, sizeof s->own_known);
    s->high_us = at_us;
  }
  streams_jump(s->streams, s->now.before_us, at_us);
}

// ---- frames ------------------------------------------------------------------------------------

static enum jump jump_at(const struct scanner *s, int64_t at_us, size_t interface) {
  if (at_us < s->high_us - reordered_us) return JUMP_BACK;
  if (s->own_known[interface] && at_us < s->own_us[interface] - back_us) return JUMP_BACK_LITTLE;
  return at_us > s->high_us + ahead_us ? JUMP_AHEAD : JUMP_NONE;
}

static void frame_enter(struct scanner *s, int64_t at_us, size_t interface) {
  struct stretch *now = &s->now;
  now->frames++;
  if (at_us < now->first_us) now->first_us = at_us;
  if (at_us > now->last_us) now->last_us = at_us;
  if (s->high_us - at_us > now->disorder_us) now->disorder_us = s->high_us - at_us;
  if (at_us > s->high_us) s->high_us = at_us;
  s->own_us[interface] = at_us;
  s->own_known[interface] = true;
}

static void on_datagram(void *ctx, const struct datagram *d) {
  struct scanner *s = ctx;
  streams_packet(s->streams, d);
}

// *closely says whether packets are taken apart; false, and something jumps: E_BUSY, begin again.
static enum err frames(struct scanner *s, struct reader *reader, size_t file, bool closely,
                       struct scan *out) {
  struct frame f;
  bool any = false;
  while (reader_next(reader, &f)) {
    size_t interface = reader_interface(reader) % INTERFACES;
    if (!any) s->high_us = f.at_us;
    enum jump jump = any ? jump_at(s, f.at_us, interface) : JUMP_NONE;
    if (jump && !closely) return E_BUSY;
    if (jump && s->jumps++ >= JUMPS_MAX) {
      out->crowded |= jump != JUMP_AHEAD;
      if (jump == JUMP_BACK) s->high_us = f.at_us;
      jump = JUMP_NONE;
    }
    if (jump) TRY(stretch_end(s, out, file));
    if (jump || !any) stretch_begin(s, reader, jump, f.at_us, out->n_runs);
    any = true;
    frame_enter(s, f.at_us, interface);
    if (closely) dissect_frame(s->dissect, &f, on_datagram, s);
  }
  return stretch_end(s, out, file);
}

// Simple packet blocks, and times that an anonymiser or an exporter left out: all of one instant.
static bool timeless(const struct scan *s) {
  enum { NO_BURST = 50 };
  const struct run *r = s->n_runs == 1 ? s->runs[0] : NULL;
  if (!r || r->first_us != r->last_us) return false;
  return r->frames > (r->first_us ? NO_BURST : 2);
}

static enum err scan_once(struct scanner *s, const char *path, size_t file, bool closely,
                          struct scan *out) {
  struct reader *reader = NULL;
  TRY(reader_open(path, &reader));
  s->jumps = 0;
  s->shift_us = 0;
  memset(s->own_known, 0, sizeof s->own_known);
  dissect_clear(s->dissect);
  streams_clear(s->streams);
  enum err rc = frames(s, reader, file, closely, out);
  out->trouble = reader_trouble(reader);
  reader_free(reader);
  if (!rc && timeless(out))
    rc = fail(E_BAD_DATA,
              "its packets bear no times: when they came, and how they lie, is not known");
  if (rc || !out->n_runs) return rc;
  struct run *r = out->runs[out->n_runs - 1];
  r->n_last = streams_last(s->streams, r->last);
  r->signalled_last = streams_signalled_last(s->streams);
  return OK;
}

enum err scan_file(struct scanner *s, const char *path, size_t file, bool closely,
                   struct scan *out) {
  struct scan got = {0};
  enum err rc = scan_once(s, path, file, closely, &got);
  if (rc == E_BUSY) {
    scan_drop(&got);
    rc = scan_once(s, path, file, true, &got);
  }
  if (rc)
    scan_drop(&got);
  else
    *out = got;
  return rc;
}
