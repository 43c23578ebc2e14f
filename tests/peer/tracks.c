// SPDX-License-Identifier: Apache-2.0
#include "tests/peer/tracks.h"

struct kept {
  const struct sound *sounds;
  const char *codec;
  int ptime_ms;
  int64_t start_us, length_us;
  double ppm;
  struct track track;
};

struct tracks {
  struct kept **v;
  size_t n;
};

struct tracks *tracks_new(void) {
  struct tracks *t = calloc(1, sizeof *t);
  if (!t) abort();
  return t;
}

void tracks_free(struct tracks *t) {
  for (size_t i = 0; t && i < t->n; i++) {
    track_drop(&t->v[i]->track);
    free(t->v[i]);
  }
  if (t) free(t->v);
  free(t);
}

static bool same(const struct kept *k, const struct kept *want) {
  return k->sounds == want->sounds && !strcmp(k->codec, want->codec) &&
         k->ptime_ms == want->ptime_ms && k->start_us == want->start_us &&
         k->length_us == want->length_us && !(k->ppm < want->ppm) && !(k->ppm > want->ppm);
}

enum err tracks_get(struct tracks *t, const struct leg_plan *leg, const struct coding *coding,
                    int64_t length_us, const struct track **out) {
  struct kept want = {
      leg->sounds, coding->codec, coding->ptime_ms, leg->start_us, length_us, leg->ppm, {0}};
  for (size_t i = 0; i < t->n; i++)
    if (same(t->v[i], &want)) return *out = &t->v[i]->track, OK;
  TRY(track_make(leg, coding, length_us, &want.track));
  struct kept **more = realloc(t->v, (t->n + 1) * sizeof *more);
  struct kept *one = malloc(sizeof *one);
  if (!more || !one) abort();
  *one = want;
  t->v = more;
  t->v[t->n++] = one;
  *out = &one->track;
  return OK;
}
