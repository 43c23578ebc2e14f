// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/ranges.h"

static void remove_at(struct ranges *s, uint32_t at) {
  memmove(&s->r[at], &s->r[at + 1], (s->n - at - 1) * sizeof s->r[0]);
  s->n--;
}

enum ranges_fit ranges_add(struct ranges *s, uint32_t from, uint32_t to) {
  uint32_t at = 0;
  while (at < s->n && s->r[at].to < from) at++;
  if (at < s->n && s->r[at].from <= from && to <= s->r[at].to) return RANGES_SEEN;
  bool joins_left = at < s->n && s->r[at].to == from;
  uint32_t next = at + joins_left;
  if (next < s->n && s->r[next].from < to) return RANGES_OVERLAP;
  bool joins_right = next < s->n && s->r[next].from == to;
  if (joins_left) {
    s->r[at].to = joins_right ? s->r[next].to : to;
    if (joins_right) remove_at(s, next);
  } else if (joins_right) {
    s->r[next].from = from;
  } else {
    if (s->n == RANGES_MAX) return RANGES_FULL;
    memmove(&s->r[at + 1], &s->r[at], (s->n - at) * sizeof s->r[0]);
    s->r[at].from = from;
    s->r[at].to = to;
    s->n++;
  }
  return RANGES_NEW;
}

bool ranges_cover(struct ranges *s, uint32_t from, uint32_t to) {
  uint32_t at = 0, next;
  while (at < s->n && s->r[at].to < from) at++;
  for (next = at; next < s->n && s->r[next].from <= to; next++) continue;
  if (next == at) return ranges_add(s, from, to) != RANGES_FULL;
  if (s->r[at].from < from) from = s->r[at].from;
  if (s->r[next - 1].to > to) to = s->r[next - 1].to;
  memmove(&s->r[at + 1], &s->r[next], (s->n - next) * sizeof s->r[0]);
  s->r[at].from = from;
  s->r[at].to = to;
  s->n -= next - at - 1;
  return true;
}

uint32_t ranges_prefix(const struct ranges *s) {
  return s->n && s->r[0].from == 0 ? s->r[0].to : 0;
}

void ranges_shift(struct ranges *s, uint32_t by) {
  while (s->n && s->r[0].to <= by) remove_at(s, 0);
  for (uint32_t i = 0; i < s->n; i++) {
    s->r[i].from -= s->r[i].from < by ? s->r[i].from : by;
    s->r[i].to -= by;
  }
}
