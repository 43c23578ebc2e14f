// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/untouched.h"

enum { UNIT = 960, HALF = 480, OFF_MAX = 720 }; // 48 kHz samples: 20, 10, 15 ms

bool pack_has_fec(const uint8_t *p, size_t n) {
  struct opus_frames f;
  if (pack_split(p, n, &f) != OK) {
    err_forget();
    return false;
  }
  if (f.toc >> 3 >= 16 || f.len[0] == 0) return false; // CELT has none
  unsigned per_frame =
      f.samples > 960 ? f.samples / 960 : 1; // SILK frames: a VAD bit each, then LBRR
  return f.p[0][0] >> (7 - per_frame) & 1;
}

bool pack_inactive(const uint8_t *p, size_t n) {
  struct opus_frames f;
  if (pack_split(p, n, &f) != OK) {
    err_forget();
    return false;
  }
  if (f.toc >> 3 >= 16 || f.toc & 4) return false;
  unsigned per_frame = f.samples > 960 ? f.samples / 960 : 1;
  for (size_t i = 0; i < f.n; i++)
    if (f.len[i] > 1 && f.p[i][0] >> (8 - per_frame)) return false;
  return true;
}

void untouched_end(struct untouched *u, const char *why) {
  if (!u->why_not) u->why_not = why;
}

static struct unit *unit_new(struct untouched *u) {
  if (u->n == UNTOUCHED_UNITS) return NULL;
  struct unit *unit = &u->unit[(u->head + u->n++) % UNTOUCHED_UNITS];
  unit->tick = u->next++;
  unit->n = 0;
  return unit;
}

// A frame of a byte or less is the sender's silence: no unit, the canned frame stands there.
static bool add_whole(struct untouched *u, uint8_t toc, const uint8_t *frame, size_t n) {
  if (n <= 1) {
    u->next++;
    return true;
  }
  struct unit *unit = unit_new(u);
  if (!unit) return false;
  unit->p[0] = toc;
  memcpy(unit->p + 1, frame, n);
  unit->n = n + 1;
  return true;
}

// Two 10 ms frames: code 1 when equally long, else code 2 (RFC 6716, 3.2.3, 3.2.4).
static bool add_pair(struct untouched *u, const uint8_t *frame, size_t n) {
  size_t a = u->half_n, head = a == n ? 1 : a < 252 ? 2 : 3;
  if (head + a + n > UNTOUCHED_BYTES) return false;
  struct unit *unit = unit_new(u);
  if (!unit) return false;
  unit->p[0] = u->half_toc | (a == n ? 1 : 2);
  if (head > 1) unit->p[1] = (uint8_t)(head == 2 ? a : 252 + (a & 3));
  if (head > 2) unit->p[2] = (uint8_t)((a - unit->p[1]) >> 2);
  memcpy(unit->p + head, u->half_p, a);
  memcpy(unit->p + head + a, frame, n);
  unit->n = head + a + n;
  return true;
}

static bool add_half(struct untouched *u, uint8_t toc, const uint8_t *frame, size_t n) {
  if (!u->half) {
    u->half = true;
    u->half_toc = toc;
    u->half_n = n;
    memcpy(u->half_p, frame, n);
    return true;
  }
  if (u->half_toc != toc) return false;
  u->half = false;
  if (u->half_n <= 1 && n <= 1) {
    u->next++;
    return true;
  }
  return add_pair(u, frame, n);
}

static int64_t tick_near(int64_t at) { return at >= 0 ? (at + UNIT / 2) / UNIT : 0; }

// Keeps to the grid it is on, and moves by a whole unit only where nothing is heard.
static bool grid_keep(struct untouched *u, const struct wire_packet *w, bool *leave_out) {
  *leave_out = false;
  int64_t here = u->next * UNIT + (u->half ? HALF : 0), off = w->at - here;
  bool gap = !u->placed || off >= UNIT;
  if (gap && !u->half) {
    u->next = tick_near(w->at);
    u->placed = true;
    return true;
  }
  if (off > OFF_MAX || off < -OFF_MAX) {
    if (!w->quiet || u->half) return false;
    if (off > 0) u->next++;
    *leave_out = off < 0;
  } else if (w->quiet && !u->half && (off > HALF || off < -HALF)) {
    if (off > 0) u->next++;
    *leave_out = off < 0;
  }
  return true;
}

bool untouched_add(struct untouched *u, const struct wire_packet *w) {
  struct opus_frames f;
  bool leave_out = false;
  if (u->why_not) return false;
  if (pack_split(w->p, w->n, &f) != OK) {
    err_forget();
    return true; // damaged: its place stays silent
  }
  if (w->after_loss && pack_has_fec(w->p, w->n))
    untouched_end(u, "fec_could_mend");
  else if (f.samples != UNIT && f.samples != HALF)
    untouched_end(u, "frame_length");
  else if (!grid_keep(u, w, &leave_out))
    untouched_end(u, "drift");
  for (size_t i = 0; i < f.n && !u->why_not; i++) {
    if (leave_out && i == 0 && f.samples == UNIT) continue;
    bool added = f.samples == UNIT ? add_whole(u, f.toc, f.p[i], f.len[i])
                                   : add_half(u, f.toc, f.p[i], f.len[i]);
    if (!added) untouched_end(u, "frames_not_mergeable");
  }
  return !u->why_not;
}

const struct unit *untouched_take(struct untouched *u, int64_t tick) {
  while (u->n) {
    struct unit *unit = &u->unit[u->head];
    if (unit->tick > tick) return NULL;
    u->head = (u->head + 1) % UNTOUCHED_UNITS;
    u->n--;
    if (unit->tick == tick) return unit;
  }
  return NULL;
}
