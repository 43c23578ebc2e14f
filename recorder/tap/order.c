// SPDX-License-Identifier: Apache-2.0
#include "recorder/tap/order.h"

#include "recorder/tap/sorter.h"

static const int64_t sorted_most_us = 2000000, same_clock_us = 250000, agree_us = 50000;

struct active { // a run that is being read
  const struct run *run;
  struct order_file *file;
  struct reader *reader;
  struct sorter *sorter; // NULL: it is in order
  uint64_t number;       // of the next frame in the run
  size_t n_steps;        // already reached
  int64_t shift_us;
  bool ended;
  struct frame frame;
};

struct order {
  size_t n_files;
  struct order_file *files;
  struct scan *scans;
  size_t n_runs, n_begun;
  struct run **runs; // in order of their first frames
  size_t n_active, current;
  struct active *active;
  bool fresh; // active[current]'s frame was not handed out yet
  int64_t latest_us;
  int64_t shift_us, stepped_us; // of the clock: as of the frame before, and since that
  bool several;                 // files lay side by side then: each has a clock of its own
  struct order_news news;
};

int64_t order_stepped(const struct order *o) { return o->stepped_us; }

void order_news(const struct order *o, struct order_news *out) {
  *out = o->news;
  for (size_t i = 0; i < o->n_files; i++) {
    out->broken += o->files[i].trouble != NULL;
    out->missing += o->files[i].missing;
  }
}
const struct order_file *order_files(const struct order *o, size_t *out_n) {
  *out_n = o->n_files;
  return o->files;
}

static void active_end(struct active *a) {
  reader_free(a->reader);
  sorter_free(a->sorter);
}

void order_free(struct order *o) {
  if (!o) return;
  for (size_t i = 0; i < o->n_active; i++) active_end(&o->active[i]);
  for (size_t i = 0; o->scans && i < o->n_files; i++) scan_drop(&o->scans[i]);
  free(o->active);
  free(o->runs);
  free(o->scans);
  free(o->files);
  free(o);
}

// ---- opening -----------------------------------------------------------------------------------

static enum err scan_all(struct order *o, struct scanner *s, const char *const *paths) {
  for (size_t i = 0; i < o->n_files; i++) {
    struct order_file *f = &o->files[i];
    f->path = paths[i];
    f->refused = scan_file(s, paths[i], i, o->n_files > 1, &o->scans[i]);
    if (f->refused == E_FULL) return f->refused;
    if (f->refused) snprintf(f->why, sizeof f->why, "%s", err_detail());
    err_forget();
    f->trouble = o->scans[i].trouble;
    o->news.refused += f->refused != OK;
    o->n_runs += o->scans[i].n_runs;
    if (o->scans[i].n_runs) o->news.runs += o->scans[i].n_runs - 1;
  }
  o->news.files = o->n_files;
  return OK;
}

static int64_t shift_at_end(const struct run *r) {
  return r->shift_us + (r->n_steps ? r->step[r->n_steps - 1].shift_us : 0);
}

// Whose streams go on at the front of `r`, in another file; the clock's step between them.
static const struct run *before(const struct order *o, const struct run *r, int64_t *out_step_us,
                                bool *out_undecided) {
  const struct run *best = NULL;
  int most = 0;
  for (size_t i = 0; r->n_first && i < o->n_runs; i++) {
    const struct run *one = o->runs[i];
    if (one == r || one->file == r->file) continue;
    struct verdict v = glimpses_judge(one->last, one->n_last, r->first, r->n_first);
    if (v.on <= v.off || v.on <= most || !v.measured) continue;
    bool ahead = v.shift_us < 0;
    bool same = v.shift_us < same_clock_us && v.shift_us > -same_clock_us;
    if (ahead && !same && (v.measured < 2 || v.spread_us > agree_us)) continue;
    if (ahead && v.steady < v.measured) same = true; // a stall, and this is its burst
    *out_undecided = ahead && !same && (r->signalled_first || one->signalled_last);
    most = v.on;
    best = one;
    *out_step_us = same || *out_undecided ? 0 : v.shift_us;
  }
  return best;
}

// Each run's times are moved as those of the run it goes on from. A run that was reached twice on
// the way (hostile files can be made to) ends the chain.
static void clocks_link(struct order *o) {
  const struct run **from = calloc(o->n_runs, sizeof *from);
  int64_t *step_us = calloc(o->n_runs, sizeof *step_us);
  bool any = false;
  for (size_t i = 0; from && step_us && i < o->n_runs; i++) {
    bool undecided = false;
    from[i] = before(o, o->runs[i], &step_us[i], &undecided);
    o->news.undecided += undecided;
    any |= step_us[i] || o->runs[i]->n_steps;
    o->news.clock_steps += step_us[i] != 0;
  }
  for (size_t rounds = 0; any && rounds < o->n_runs; rounds++) { // a chain settles link by link
    bool moved = false;
    for (size_t i = 0; i < o->n_runs; i++) {
      int64_t shift_us = from[i] ? shift_at_end(from[i]) + step_us[i] : 0;
      if (shift_us == o->runs[i]->shift_us) continue;
      o->runs[i]->shift_us = shift_us;
      moved = true;
    }
    if (!moved) break;
  }
  free(from);
  free(step_us);
}

static int by_time(const void *a, const void *b) {
  const struct run *x = *(struct run *const *)a, *y = *(struct run *const *)b;
  int64_t at = x->first_us + x->shift_us, other = y->first_us + y->shift_us;
  return at != other ? (at > other) - (at < other) : (x->file > y->file) - (x->file < y->file);
}

static void steps_tell(struct order *o) {
  for (size_t i = 0; i < o->n_runs; i++) {
    int64_t was_us = 0;
    for (size_t k = 0; k < o->runs[i]->n_steps; k++) {
      int64_t step_us = was_us - o->runs[i]->step[k].shift_us;
      was_us = o->runs[i]->step[k].shift_us;
      if (llabs(step_us) > llabs(o->news.largest_step_us)) o->news.largest_step_us = step_us;
    }
    o->news.clock_steps += o->runs[i]->n_steps;
    o->news.undecided += o->runs[i]->n_undecided;
  }
}

static enum err runs_order(struct order *o) {
  o->runs = calloc(o->n_runs + 1, sizeof *o->runs);
  o->active = calloc(o->n_runs + 1, sizeof *o->active);
  if (!o->runs || !o->active) return fail(E_FULL, "no memory for the order of the files");
  size_t n = 0;
  for (size_t i = 0; i < o->n_files; i++)
    for (size_t k = 0; k < o->scans[i].n_runs; k++) o->runs[n++] = o->scans[i].runs[k];
  steps_tell(o);
  if (o->n_files > 1) clocks_link(o);
  qsort(o->runs, o->n_runs, sizeof *o->runs, by_time);
  return OK;
}

enum err order_open(const char *const *paths, size_t n, struct order **out) {
  struct order *o = calloc(1, sizeof *o);
  struct scanner *s = scanner_new();
  enum err rc = OK;
  if (o) {
    o->n_files = n;
    o->files = calloc(n + 1, sizeof *o->files);
    o->scans = calloc(n + 1, sizeof *o->scans);
  }
  if (!o || !s || !o->files || !o->scans) rc = fail(E_FULL, "no memory for the order of the files");
  if (!rc) rc = scan_all(o, s, paths);
  if (!rc) rc = runs_order(o);
  scanner_free(s);
  if (rc)
    order_free(o);
  else
    *out = o;
  return rc;
}

// ---- reading -----------------------------------------------------------------------------------

// What the scan met and is not there now is never passed over in silence.
static void missing(struct order_file *f, uint64_t frames, const char *why) {
  f->missing += frames;
  if (!f->trouble) f->trouble = why;
}

static bool run_next(struct active *a, struct frame *out) {
  if (a->number == a->run->frames) return false;
  if (!reader_next(a->reader, out)) {
    const char *why = reader_trouble(a->reader);
    missing(a->file, a->run->frames - a->number, why ? why : "became shorter");
    return false;
  }
  while (a->n_steps < a->run->n_steps && a->run->step[a->n_steps].frame <= a->number)
    a->shift_us = a->run->shift_us + a->run->step[a->n_steps++].shift_us;
  a->number++;
  out->at_us += a->shift_us;
  return true;
}

static bool active_next(struct active *a) {
  if (!a->sorter) return run_next(a, &a->frame);
  while (!sorter_take(a->sorter, a->ended, &a->frame)) {
    struct frame f;
    if (a->ended) return false;
    a->ended = !run_next(a, &f);
    if (a->ended || sorter_put(a->sorter, &f)) continue;
    bool took = sorter_take(a->sorter, true, &a->frame); // full: the earliest must go
    if (!took)
      a->frame = f;
    else if (!sorter_put(a->sorter, &f))
      missing(a->file, 1, "found no memory");
    return true;
  }
  return true;
}

static bool active_begin(struct active *a, const struct run *r, struct order_file *file) {
  *a = (struct active){.run = r, .file = file, .shift_us = r->shift_us};
  enum err rc = r->place ? reader_from(r->place, &a->reader) : reader_open(file->path, &a->reader);
  int64_t window_us = r->disorder_us < sorted_most_us ? r->disorder_us : sorted_most_us;
  if (!rc && window_us > 0) a->sorter = sorter_new(window_us);
  if (!rc && active_next(a)) return true;
  if (rc) missing(file, r->frames, "could not be opened again");
  err_forget();
  active_end(a);
  return false;
}

// Runs whose first frame is due before any other's next one.
static void begin_due(struct order *o) {
  while (o->n_begun < o->n_runs) {
    const struct run *r = o->runs[o->n_begun];
    if (o->n_active && r->first_us + r->shift_us > o->active[o->current].frame.at_us) return;
    o->n_begun++;
    struct active *a = &o->active[o->n_active];
    if (!active_begin(a, r, &o->files[r->file])) continue;
    if (!o->n_active || a->frame.at_us < o->active[o->current].frame.at_us)
      o->current = o->n_active;
    o->n_active++;
  }
}

static void current_choose(struct order *o) {
  o->current = 0;
  for (size_t i = 1; i < o->n_active; i++)
    if (o->active[i].frame.at_us < o->active[o->current].frame.at_us) o->current = i;
}

static void current_move_on(struct order *o) {
  struct active *a = &o->active[o->current];
  if (active_next(a)) {
    if (o->n_active > 1) current_choose(o);
    return;
  }
  active_end(a);
  o->active[o->current] = o->active[--o->n_active];
  current_choose(o);
}

static void clock_look(struct order *o) {
  const struct active *a = &o->active[o->current];
  bool one = o->n_active == 1 && !o->several && o->news.frames > 0;
  o->stepped_us = one ? o->shift_us - a->shift_us : 0;
  o->shift_us = a->shift_us;
  o->several = o->n_active > 1;
}

bool order_next(struct order *o, struct frame *out) {
  if (o->fresh && o->n_active) current_move_on(o);
  o->fresh = true;
  begin_due(o);
  if (!o->n_active) return false;
  *out = o->active[o->current].frame;
  clock_look(o);
  o->news.frames++;
  if (out->at_us < o->latest_us)
    o->news.disordered++;
  else
    o->latest_us = out->at_us;
  return true;
}
