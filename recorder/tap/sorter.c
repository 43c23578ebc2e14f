// SPDX-License-Identifier: Apache-2.0
#include "recorder/tap/sorter.h"

struct sorted {
  int64_t at_us;
  uint64_t number; // equal times keep their order
  struct frame frame;
  uint8_t *bytes;
};

struct sorter {
  int64_t disorder_us, latest_us;
  uint64_t number;
  size_t n, bytes;
  uint8_t *taken; // the last one's bytes
  struct sorted heap[SORT_FRAMES];
};

struct sorter *sorter_new(int64_t disorder_us) {
  struct sorter *s = calloc(1, sizeof *s);
  if (s) s->disorder_us = disorder_us;
  return s;
}

void sorter_free(struct sorter *s) {
  if (!s) return;
  for (size_t i = 0; i < s->n; i++) free(s->heap[i].bytes);
  free(s->taken);
  free(s);
}

static bool earlier(const struct sorted *a, const struct sorted *b) {
  return a->at_us != b->at_us ? a->at_us < b->at_us : a->number < b->number;
}

static void swap(struct sorted *a, struct sorted *b) {
  struct sorted c = *a;
  *a = *b;
  *b = c;
}

bool sorter_put(struct sorter *s, const struct frame *f) {
  if (s->n == SORT_FRAMES || s->bytes + f->bytes.n > SORT_BYTES) return false;
  uint8_t *bytes = malloc(f->bytes.n + 1);
  if (!bytes) return false;
  memcpy(bytes, f->bytes.p, f->bytes.n);
  size_t at = s->n++;
  s->heap[at] = (struct sorted){f->at_us, s->number++, *f, bytes};
  s->heap[at].frame.bytes.p = bytes;
  s->bytes += f->bytes.n;
  if (f->at_us > s->latest_us) s->latest_us = f->at_us;
  for (; at && earlier(&s->heap[at], &s->heap[(at - 1) / 2]); at = (at - 1) / 2)
    swap(&s->heap[at], &s->heap[(at - 1) / 2]);
  return true;
}

static void sink_top(struct sorter *s) {
  for (size_t at = 0, child; (child = at * 2 + 1) < s->n; at = child) {
    if (child + 1 < s->n && earlier(&s->heap[child + 1], &s->heap[child])) child++;
    if (!earlier(&s->heap[child], &s->heap[at])) return;
    swap(&s->heap[child], &s->heap[at]);
  }
}

bool sorter_take(struct sorter *s, bool end, struct frame *out) {
  if (!s->n || (!end && s->heap[0].at_us > s->latest_us - s->disorder_us)) return false;
  free(s->taken);
  s->taken = s->heap[0].bytes;
  *out = s->heap[0].frame;
  s->bytes -= out->bytes.n;
  s->heap[0] = s->heap[--s->n];
  sink_top(s);
  return true;
}
