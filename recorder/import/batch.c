// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/batch.h"

#include "recorder/import/facts.h"

struct entry {
  const char *name, *whole; // whole: the name without its half and extension
  enum facts_half half;
  bool words, taken; // words: a sidecar or a table
};

static bool ends(const char *name, const char *with) {
  size_t n = strlen(name), w = strlen(with);
  return n > w && !strcasecmp(name + n - w, with);
}

static bool is_words(const char *name) {
  return ends(name, ".json") || ends(name, ".vcon") || ends(name, ".csv") || ends(name, ".txt");
}

static const char *stem_of(struct arena *a, const char *name) {
  const char *slash = strrchr(name, '/'), *dot = strrchr(name, '.');
  size_t n = dot && (!slash || dot > slash + 1) ? (size_t)(dot - name) : strlen(name);
  return arena_strndup(a, name, n);
}

static struct entry entry_of(struct arena *a, const char *name) {
  struct entry e = {.name = name, .words = is_words(name)};
  if (!e.words) e.half = facts_half(name, a, &e.whole);
  if (e.half == HALF_NONE) e.whole = stem_of(a, name);
  return e;
}

static struct entry *other_half(struct entry *all, size_t n, const struct entry *one) {
  for (size_t i = 0; i < n; i++)
    if (&all[i] != one && !all[i].taken && !all[i].words && all[i].half != HALF_NONE &&
        all[i].half != one->half && !strcmp(all[i].whole, one->whole))
      return &all[i];
  return NULL;
}

static const char *sidecar_of(struct arena *a, struct entry *all, size_t n, const struct entry *e) {
  for (size_t i = 0; i < n; i++) {
    if (!all[i].words || ends(all[i].name, ".txt")) continue;
    bool beside = !strcmp(all[i].whole, e->whole) || !strcmp(all[i].whole, e->name) ||
                  !strcmp(all[i].whole, stem_of(a, e->name));
    if (!beside) continue;
    all[i].taken = true;
    return all[i].name;
  }
  return NULL;
}

static bool is_headless(const char *name) {
  static const char *const raw[] = {".ulaw", ".alaw",  ".ul",  ".al",  ".g722", ".gsm",
                                    ".sln",  ".sln16", ".mp3", ".amr", ".aac"};
  for (size_t i = 0; i < countof(raw); i++)
    if (ends(name, raw[i])) return true;
  return false;
}

static bool is_untold(struct arena *a, const char *name) {
  struct facts f;
  facts_name(name, a, &f);
  return !f.started_ms || (!f.agent && !f.caller && !f.queue);
}

// MixMonitor(X.wav,r(X-rx.wav)t(X-tx.wav)) leaves three files of one call, and a job at night an
// MP3 beside a WAV. What its name says nothing of may be another call.
static bool is_again(struct arena *a, const struct entry *e, const struct entry *other) {
  bool one = !other->words && !other->taken && !strcmp(other->whole, e->whole);
  bool mix = other->half == HALF_NONE || e->half == HALF_NONE;
  bool voices = other->half != HALF_NONE || e->half != HALF_NONE;
  return one && mix && (voices || !is_untold(a, e->name));
}

static void leave_out(struct arena *a, struct entry *all, size_t n, struct entry *e,
                      struct parcel *p) {
  for (size_t i = 0; i < n && p->n_left < BATCH_LEFT; i++) {
    if (&all[i] == e || !is_again(a, e, &all[i])) continue;
    all[i].taken = true;
    p->left[p->n_left++] = all[i].name;
  }
}

// Where both voices lie in files of their own those are the call; of one alone, the mix is.
static struct entry *best_of(struct entry *all, size_t n, struct entry *e) {
  for (size_t i = 0; i < n && e->half == HALF_NONE; i++) {
    bool half = !all[i].words && !all[i].taken && all[i].half != HALF_NONE;
    if (half && !strcmp(all[i].whole, e->whole) && other_half(all, n, &all[i])) return &all[i];
  }
  for (size_t i = 0; i < n && e->half != HALF_NONE && !other_half(all, n, e); i++)
    if (!all[i].words && !all[i].taken && all[i].half == HALF_NONE &&
        !strcmp(all[i].whole, e->whole))
      return &all[i];
  return e;
}

static struct parcel parcel_of(struct arena *a, struct entry *all, size_t n, struct entry *e) {
  struct parcel p = {.sound = {e->name}, .halves = e->half != HALF_NONE};
  struct entry *other = p.halves ? other_half(all, n, e) : NULL;
  e->taken = true;
  if (other) {
    other->taken = true;
    bool agent_first = e->half == HALF_AGENT;
    p.sound[0] = agent_first ? e->name : other->name;
    p.sound[1] = agent_first ? other->name : e->name;
  }
  leave_out(a, all, n, e, &p);
  p.halves |= p.n_left && !other; // the other half of what lies beside the mix may still come
  p.sidecar = sidecar_of(a, all, n, e);
  p.headless = is_headless(e->name);
  p.untold = !p.sidecar && is_untold(a, e->name);
  return p;
}

size_t batch_beside(struct arena *a, const char *sound, const char *out[BATCH_BESIDE]) {
  static const char *const endings[] = {"json", "vcon", "csv"};
  struct entry e = entry_of(a, sound);
  const char *const stems[] = {e.whole, stem_of(a, sound), sound};
  size_t n = 0;
  for (size_t i = 0; i < countof(stems); i++)
    for (size_t k = 0; k < countof(endings); k++)
      out[n++] = arena_printf(a, "%s.%s", stems[i], endings[k]);
  return n;
}

void batch_make(struct arena *a, const char *const *names, size_t n, struct batch *out) {
  if (n > BATCH_MAX) n = BATCH_MAX;
  struct entry *all = arena_array(a, n + 1, struct entry);
  *out = (struct batch){.parcels = arena_array(a, n + 1, struct parcel),
                        .words = arena_array(a, n + 1, const char *)};
  for (size_t i = 0; i < n; i++) all[i] = entry_of(a, names[i]);
  for (size_t i = 0; i < n; i++)
    while (!all[i].words && !all[i].taken)
      out->parcels[out->n++] = parcel_of(a, all, n, best_of(all, n, &all[i]));
  for (size_t i = 0; i < n; i++)
    if (all[i].words && !all[i].taken && ends(all[i].name, ".vcon"))
      out->parcels[out->n++] = (struct parcel){.sound = {all[i].name}};
    else if (all[i].words && !all[i].taken)
      out->words[out->n_words++] = all[i].name;
}
