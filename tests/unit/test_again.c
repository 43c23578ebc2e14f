// SPDX-License-Identifier: Apache-2.0
// A call of a capture that grew, replayed again: when the longer copy takes the place of the
// shorter, and when both stay (docs/adr/0036-told-again.md).
#include "gen/sql/interaction.h"
#include "gen/sql/schema.h"
#include "gen/sql/web_call.h"
#include "recorder/encode/again.h"
#include "recorder/encode/commit.h"
#include "recorder/encode/names.h"
#include "tests/check.h"
#include "tests/reached.h"
#include "tests/unit/stage.h"

static const int64_t begun_ms = 1780000000000;

struct told {
  struct stage s;
  struct id call;
  struct arena rows;
};

static struct take_result sound(int64_t ms, int64_t packets) {
  return (struct take_result){.heard = true,
                              .started_us = begun_ms * 1000,
                              .samples = ms * 48,
                              .duration_ms = ms,
                              .rate_hz = 8000,
                              .channels = 2,
                              .side = {{.count = {.packets = packets}, .codec = "PCMA"},
                                       {.count = {.packets = packets}, .codec = "PCMA"}}};
}

static enum err keep(struct told *t, const struct take_result *r, const struct again_says *s,
                     struct commit_end *end) {
  static const struct secret_key site;
  struct commit c = {.interaction = s->interaction,
                     .recording = s->recording,
                     .copy_of = s->copy_of,
                     .instead = s->is == AGAIN_INSTEAD,
                     .started_ms = r->started_us / 1000,
                     .duration_ms = r->duration_ms,
                     .source = "capture",
                     .direction = "in",
                     .end_reason = "capture_end",
                     .sound = r,
                     .bytes = 1};
  return commit_call(t->s.db, &site, &c, end);
}

static struct again_says ask(struct told *t, const struct take_result *r) {
  struct again_says s;
  CHECK_OK(again_ask(t->s.db, t->call, r, false, &s));
  return s;
}

// Asked, and kept as was said.
static enum again tell(struct told *t, struct take_result r) {
  struct again_says s = ask(t, &r);
  struct commit_end end;
  if (s.is != AGAIN_KNOWN && s.is != AGAIN_ERASED) CHECK_OK(keep(t, &r, &s, &end));
  return s.is;
}

static void begin(struct told *t) {
  *t = (struct told){.s = stage_make(), .call = id_new()};
  arena_init(&t->rows, 1 << 20);
  CHECK_EQ(tell(t, sound(2000, 100)), AGAIN_NEW);
}

static void end(struct told *t) {
  arena_drop(&t->rows);
  stage_drop(&t->s);
}

static struct interaction_pinned_row pinned(struct told *t, struct id id) {
  struct interaction_pinned_row row = {0};
  bool there;
  CHECK_OK(
      sql_interaction_pinned(t->s.db, &t->rows, &(struct interaction_pinned){id}, &row, &there));
  CHECK(there);
  return row;
}

static void note(struct told *t) {
  CHECK_OK(sql_note_add(t->s.db, &(struct note_add){.id = id_new(),
                                                    .interaction = t->call,
                                                    .author = t->s.coach,
                                                    .at_ms = 1500,
                                                    .kind = "note",
                                                    .body = "here"}));
}

static struct id listened(struct told *t) {
  struct id id = id_new();
  static uint8_t token;
  token++;
  CHECK_OK(
      sql_listening_add(t->s.db, &(struct listening_add){.id = id,
                                                         .interaction = reached_by_test(t->call),
                                                         .person = t->s.coach,
                                                         .reason = "coaching",
                                                         .at_ms = begun_ms,
                                                         .token_hash = bytes_of(&token, 1)}));
  return id;
}

TEST(a_longer_copy_takes_the_place_of_the_shorter_and_what_was_said_of_it_stays) {
  struct told t;
  begin(&t);
  note(&t);
  CHECK_EQ(tell(&t, sound(2000, 100)), AGAIN_KNOWN);
  CHECK_EQ(tell(&t, sound(4000, 200)), AGAIN_INSTEAD);
  CHECK_EQ(tell(&t, sound(2000, 100)), AGAIN_KNOWN);
  CHECK_EQ(tell(&t, sound(6000, 300)), AGAIN_INSTEAD);
  struct interaction_pinned_row row = pinned(&t, t.call);
  CHECK_EQ(row.duration_ms, 6000);
  CHECK(row.said);
  CHECK(id_eq(row.recording.v, name_recording_nth(t.call, 2)));
  struct segment_list_row *parts;
  size_t n;
  CHECK_OK(sql_segment_list(t.s.db, &t.rows, &(struct segment_list){t.call}, &parts, &n));
  CHECK_EQ(n, 1);
  CHECK_EQ(parts[0].to_ms, 6000);
  end(&t);
}

TEST(what_somebody_heard_or_scored_stays_as_it_was_and_the_longer_copy_lies_beside_it) {
  struct told t;
  begin(&t);
  listened(&t);
  CHECK_EQ(tell(&t, sound(4000, 200)), AGAIN_BESIDE);
  CHECK_EQ(pinned(&t, t.call).duration_ms, 2000);
  CHECK_EQ(tell(&t, sound(4000, 200)), AGAIN_KNOWN);
  CHECK_EQ(tell(&t, sound(2000, 100)), AGAIN_KNOWN);
  CHECK_EQ(tell(&t, sound(6000, 300)), AGAIN_INSTEAD); // of the copy, which nobody heard
  struct id copy = name_late(t.call, "copy 1");
  CHECK_EQ(pinned(&t, copy).duration_ms, 6000);
  CHECK_EQ(pinned(&t, t.call).duration_ms, 2000);
  end(&t);
}

TEST(what_is_scored_keeps_its_sound) {
  struct told t;
  begin(&t);
  t.s.call = t.call;
  stage_started(&t.s);
  struct take_result r = sound(4000, 200);
  CHECK_STR(ask(&t, &r).why, "scored");
  end(&t);
}

TEST(a_longer_copy_that_lacks_what_the_shorter_has_does_not_take_its_place) {
  static const struct take_gap gap = {500, 1500, SIDE_BOTH, GAP_LOST};
  struct told t;
  begin(&t);
  struct take_result one_side = sound(4000, 200), holes = sound(4000, 200),
                     later = sound(4000, 200);
  one_side.side[SIDE_CALLER].count.packets = 0;
  CHECK_STR(ask(&t, &one_side).why, "other_sound");
  holes.gaps = &gap, holes.gap_n = 1;
  CHECK_STR(ask(&t, &holes).why, "other_sound");
  later.started_us += 500 * 1000;
  CHECK_STR(ask(&t, &later).why, "other_sound");
  end(&t);
}

TEST(who_begins_to_listen_while_a_longer_copy_is_made_keeps_what_she_listens_to) {
  struct told t;
  struct commit_end done;
  begin(&t);
  struct take_result r = sound(4000, 200);
  struct again_says s = ask(&t, &r);
  CHECK_EQ(s.is, AGAIN_INSTEAD);
  listened(&t);
  CHECK_EQ(keep(&t, &r, &s, &done), E_CONFLICT);
  err_forget();
  CHECK_EQ(pinned(&t, t.call).duration_ms, 2000);
  CHECK_EQ(tell(&t, sound(4000, 200)), AGAIN_BESIDE);
  end(&t);
}

TEST(what_was_erased_stays_erased_however_long_the_capture_has_become) {
  struct told t;
  begin(&t);
  struct recording_erase_row row;
  bool found;
  CHECK_OK(sql_recording_erase(
      t.s.db, &t.rows, &(struct recording_erase){.erased_ms = 1, .id = name_recording(t.call)},
      &row, &found));
  CHECK_OK(sql_interaction_erased(t.s.db, &(struct interaction_erased){t.call}));
  CHECK_EQ(tell(&t, sound(4000, 200)), AGAIN_ERASED);
  end(&t);
}
