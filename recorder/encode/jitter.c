// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/jitter.h"

enum { MAX_DROPOUT = 3000, MAX_MISORDER = 100, ANEW_MS = 1000 }; // RFC 3550, A.1

uint64_t pool_add(struct pool *p, const void *bytes, size_t n) {
  uint64_t at = p->written;
  size_t place = (size_t)(at % p->room), first = p->room - place < n ? p->room - place : n;
  memcpy(p->bytes + place, bytes, first);
  memcpy(p->bytes, (const uint8_t *)bytes + first, n - first);
  p->written += n;
  return at;
}

const uint8_t *pool_at(const struct pool *p, uint64_t at, size_t n, uint8_t *scratch) {
  size_t place = (size_t)(at % p->room), first = p->room - place;
  if (first >= n) return p->bytes + place;
  memcpy(scratch, p->bytes + place, first); // it goes round the end of the ring
  memcpy(scratch + first, p->bytes, n - first);
  return scratch;
}

static bool seen_test(const struct jitter *j, int64_t ext) {
  uint64_t i = (uint64_t)ext % JITTER_SEEN;
  return j->seen[i / 64] >> (i % 64) & 1;
}

static void seen_set(struct jitter *j, int64_t ext, bool on) {
  uint64_t i = (uint64_t)ext % JITTER_SEEN, bit = (uint64_t)1 << (i % 64);
  j->seen[i / 64] = on ? j->seen[i / 64] | bit : j->seen[i / 64] & ~bit;
}

static uint32_t ms_of(const struct held *h) { return (uint32_t)(h->arrival_us / 1000); }

static void had_set(struct jitter *j, const struct held *h) {
  seen_set(j, h->ext, true);
  j->at_ms[(uint64_t)h->ext % JITTER_SEEN] = ms_of(h);
}

// A number that was had, so long ago that no network brings it once more: a player whose stream
// begins anew says the same numbers of other sound. The next one decides, as with a stray.
static bool begins_anew(const struct jitter *j, const struct held *h) {
  return j->max - h->ext < JITTER_SEEN && h->ext <= j->max && seen_test(j, h->ext) &&
         ms_of(h) - j->at_ms[(uint64_t)h->ext % JITTER_SEEN] > ANEW_MS;
}

static void seen_advance(struct jitter *j, int64_t to) {
  int64_t from = j->max + 1;
  if (to - from >= JITTER_SEEN) from = to - JITTER_SEEN + 1;
  for (int64_t ext = from; ext <= to; ext++) seen_set(j, ext, false);
  j->max = to;
}

static struct held *slot(struct jitter *j, size_t i) {
  return &j->held[(j->head + i) % JITTER_HELD];
}

// Nearly always at the end; a reordered packet moves the few that came before it.
static void insert(struct jitter *j, const struct held *h) {
  size_t i = j->n++;
  for (; i > 0 && slot(j, i - 1)->ext > h->ext; i--) *slot(j, i) = *slot(j, i - 1);
  *slot(j, i) = *h;
}

static void begin(struct jitter *j, const struct held *h) {
  if (j->started) j->expected_before += j->max - j->first + 1;
  memset(j->seen, 0, sizeof j->seen);
  j->started = true;
  // Numbers go on rising over a restart, so that what is still held is played before the new run.
  j->first = j->max = h->ext;
  // What overtook its predecessors is not the first: they have their place until they are played.
  if (j->n == 0) j->next = h->ext - MAX_MISORDER;
  had_set(j, h);
  j->last_ts = h->ts;
  j->packets++;
  insert(j, h);
}

// A jump that its timestamps explain is a long loss, or what was overtaken in a stall; not a new
// sender.
static bool jump_is_explained(const struct jitter *j, int64_t delta, const struct held *h,
                              int64_t packet_ts) {
  if (packet_ts <= 0 || delta <= -JITTER_SEEN) return false;
  int64_t moved = h->ts - j->last_ts, explained = delta * packet_ts;
  return llabs(moved - explained) < llabs(explained) / 8;
}

static enum fate restart(struct jitter *j, struct held *h) {
  if (j->n + 2 > JITTER_HELD) return FATE_FULL;
  struct held first = j->stray;
  j->duplicate -= j->stray_was_had;
  first.ext = ((j->max >> 16) + 2) << 16 | (first.ext & 0xffff);
  h->ext = first.ext + 1;
  j->has_stray = false;
  begin(j, &first);
  seen_advance(j, h->ext);
  had_set(j, h);
  j->packets++;
  j->last_ts = h->ts;
  insert(j, h);
  return FATE_RESTARTED;
}

static enum fate keep(struct jitter *j, const struct held *h) {
  if (h->ext > j->max) {
    seen_advance(j, h->ext);
    j->last_ts = h->ts;
  } else {
    if (j->max - h->ext >= JITTER_SEEN || seen_test(j, h->ext)) {
      j->duplicate++;
      return FATE_DUPLICATE;
    }
    j->reordered++;
  }
  had_set(j, h);
  j->packets++;
  j->has_stray = false;
  if (h->ext < j->first) j->first = h->ext;
  if (h->ext < j->next) {
    j->late++;
    return FATE_LATE;
  }
  insert(j, h);
  return FATE_KEPT;
}

enum fate jitter_add(struct jitter *j, uint16_t seq, uint32_t ts, int64_t packet_ts,
                     struct held *h) {
  if (j->n >= JITTER_HELD) return FATE_FULL;
  if (!j->started) {
    h->ext = (int64_t)1 << 20 | seq; // room below for packets that come before the first
    h->ts = (int64_t)1 << 40 | ts;
    begin(j, h);
    return FATE_KEPT;
  }
  int16_t delta = (int16_t)(seq - (uint16_t)j->max);
  h->ext = j->max + delta;
  h->ts = j->last_ts + (int32_t)(ts - (uint32_t)j->last_ts);
  bool anew = begins_anew(j, h);
  if (!anew && delta < MAX_DROPOUT && delta > -MAX_MISORDER) return keep(j, h);
  if (!anew && jump_is_explained(j, delta, h, packet_ts)) return keep(j, h);
  if (j->has_stray && (uint16_t)(j->stray.ext + 1) == seq) return restart(j, h);
  j->duplicate += anew; // unless it turns out to be the first of a new run
  j->has_stray = true;
  j->stray_was_had = anew;
  j->stray = *h;
  return FATE_STRAY;
}

struct held *jitter_peek(struct jitter *j, size_t i) {
  return i < j->n ? slot(j, i) : NULL;
}

void jitter_pop(struct jitter *j) {
  if (j->n == 0) return;
  j->next = slot(j, 0)->ext + 1;
  j->head = (uint16_t)((j->head + 1) % JITTER_HELD);
  j->n--;
}

int64_t jitter_lost(const struct jitter *j) {
  if (!j->started) return 0;
  int64_t lost = j->expected_before + j->max - j->first + 1 - j->packets;
  return lost > 0 ? lost : 0;
}
