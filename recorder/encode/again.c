// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/again.h"

#include "gen/sql/interaction.h"
#include "recorder/encode/names.h"

enum { SLACK_MS = 20, VERSIONS = 1000 }; // of two copies, each on its own clock

// ---- what both hold ----------------------------------------------------------------------------

static bool is_erased(const struct interaction_pinned_row *k) {
  return (k->state && !strcmp(k->state, "erased")) ||
         (k->no_recording &&
          (!strcmp(k->no_recording, "erased") || !strcmp(k->no_recording, "rule")));
}

static bool adds(const struct interaction_pinned_row *k, const struct take_result *sound) {
  int64_t from_ms = sound->started_us / 1000, to_ms = from_ms + sound->duration_ms;
  return !k->recording.set || k->started_ms > from_ms + SLACK_MS ||
         k->started_ms + k->duration_ms + SLACK_MS < to_ms;
}

// So that what is pinned to a moment stays there.
static bool covers(const struct interaction_pinned_row *k, const struct take_result *sound) {
  int64_t late_ms = sound->started_us / 1000 - k->started_ms;
  return late_ms <= SLACK_MS && late_ms >= -SLACK_MS &&
         late_ms + sound->duration_ms + SLACK_MS >= k->duration_ms;
}

static int64_t lacks_ms(const char *reason, int64_t from_ms, int64_t to_ms, int64_t end_ms) {
  if (!strcmp(reason, "dtx") || !strcmp(reason, "hold")) return 0;
  if (to_ms > end_ms) to_ms = end_ms;
  return to_ms > from_ms ? to_ms - from_ms : 0;
}

static const char *side_word(const struct take_result *sound, size_t side, bool swapped) {
  if (sound->channels == 1) return "mix";
  return (side == SIDE_AGENT) != swapped ? "agent" : "caller";
}

static bool packets_there(const struct take_result *sound, bool swapped,
                          const struct leg_list_row *legs, size_t n) {
  for (size_t i = 0; i < n; i++) {
    int64_t has = -1;
    for (size_t side = 0; side < sound->channels; side++)
      if (!strcmp(side_word(sound, side, swapped), legs[i].side))
        has = sound->side[side].count.packets;
    if (has < legs[i].packets) return false;
  }
  return true;
}

// A longer copy may have lost what the shorter has: no packet of either side, no stretch is given
// up for it.
static enum err holds_all(struct db *db, struct arena *a, const struct interaction_pinned_row *k,
                          struct id call, const struct take_result *sound, bool swapped,
                          bool *out) {
  struct leg_list_row *legs;
  struct gap_list_row *gaps;
  size_t n_legs, n_gaps;
  int64_t lacked = 0, lacks = 0;
  TRY(sql_leg_list(db, a, &(struct leg_list){call}, &legs, &n_legs));
  TRY(sql_gap_list(db, a, &(struct gap_list){call}, &gaps, &n_gaps));
  for (size_t i = 0; i < n_gaps; i++)
    lacked += lacks_ms(gaps[i].reason, gaps[i].from_ms, gaps[i].to_ms, k->duration_ms);
  for (size_t i = 0; i < sound->gap_n; i++)
    lacks += lacks_ms(gap_reason_name((enum gap_reason)sound->gaps[i].reason),
                      sound->gaps[i].from_ms, sound->gaps[i].to_ms, k->duration_ms);
  bool all = packets_there(sound, swapped, legs, n_legs) ||
             packets_there(sound, !swapped, legs, n_legs); // who is who may be known better now
  *out = all && lacks <= lacked + SLACK_MS;
  return OK;
}

// ---- what there is -----------------------------------------------------------------------------

static const char *built_on(const struct interaction_pinned_row *k, bool swapped) {
  if (k->held) return "held";
  if (k->scored) return "scored";
  if (k->drawn) return "drawn";
  if (k->heard) return "heard";
  if (k->recording.set && k->swapped.v != swapped) return "corrected";
  return !k->recording.set && k->said ? "corrected" : NULL; // its beginning would move
}

static bool recording_next(struct id call, struct id now, struct id *out) {
  for (unsigned n = 0; n < VERSIONS; n++)
    if (id_eq(name_recording_nth(call, n), now)) {
      *out = name_recording_nth(call, n + 1);
      return true;
    }
  return false;
}

// It holds more than what is kept: may it stand in for that?
static enum err instead(struct db *db, struct arena *a, const struct interaction_pinned_row *k,
                        const struct take_result *sound, bool swapped, struct again_says *s) {
  bool all = true;
  s->is = AGAIN_BESIDE;
  s->why = built_on(k, swapped);
  if (s->why) return OK;
  if (k->recording.set) {
    TRY(holds_all(db, a, k, s->interaction, sound, swapped, &all));
    all &= covers(k, sound) && recording_next(s->interaction, k->recording.v, &s->recording);
  }
  if (all)
    s->is = AGAIN_INSTEAD;
  else
    s->why = "other_sound";
  return OK;
}

enum err again_stands(struct db *db, struct id call, const struct take_result *sound, bool swapped,
                      struct again_says *out) {
  AUTO(arena) struct arena a;
  struct interaction_pinned_row k;
  bool there;
  arena_init(&a, 4 << 20);
  *out = (struct again_says){.interaction = call, .recording = name_recording(call)};
  TRY(sql_interaction_pinned(db, &a, &(struct interaction_pinned){call}, &k, &there));
  if (!there) return OK;
  out->is = is_erased(&k) ? AGAIN_ERASED : AGAIN_KNOWN;
  if (k.recording.set) out->recording = k.recording.v;
  if (out->is == AGAIN_ERASED || !sound || sound->samples <= 0 || !adds(&k, sound)) return OK;
  return instead(db, &a, &k, sound, swapped, out);
}

// From one copy to the next: the last one may give way, those before it stay what they are.
enum err again_ask(struct db *db, struct id call, const struct take_result *sound, bool swapped,
                   struct again_says *out) {
  struct id at = call;
  struct again_says next;
  TRY(again_stands(db, at, sound, swapped, out));
  for (int copy = 1; out->is == AGAIN_INSTEAD || out->is == AGAIN_BESIDE; copy++) {
    char word[24];
    snprintf(word, sizeof word, "copy %d", copy);
    at = name_late(call, word);
    TRY(again_stands(db, at, sound, swapped, &next));
    if (next.is == AGAIN_NEW) break;
    *out = next;
  }
  if (out->is != AGAIN_BESIDE) return OK;
  out->copy_of = out->interaction;
  out->interaction = at;
  out->recording = name_recording(at);
  return OK;
}
