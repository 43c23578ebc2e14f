// SPDX-License-Identifier: Apache-2.0
// When a disk is full: said of what is known, and of too little nothing.
#include "centre/room.h"
#include "tests/check.h"

enum { HOUR = 3600 * 1000, MOST = 400 };
static const int64_t day = 24 * HOUR, giga = 1000000000;

struct hours { // a sample each hour, `each` bytes more used, a breath to and fro
  int64_t begins, each, breath;
  size_t n;
};

static struct room_says says_of(struct hours h) {
  struct room_at at[MOST];
  for (size_t i = 0; i < h.n; i++) {
    int64_t hour = (int64_t)i;
    at[i] = (struct room_at){hour * HOUR, h.begins - hour * h.each + (i % 2 ? h.breath : 0)};
  }
  return room_foresee(at, h.n, h.n ? at[h.n - 1].at_ms : 0);
}

TEST(of_too_little_nothing_is_said) {
  CHECK_EQ(says_of((struct hours){.n = 0}).state, ROOM_UNKNOWN);
  CHECK_EQ(says_of((struct hours){100 * giga, giga, 0, 1}).state, ROOM_UNKNOWN);
  CHECK_EQ(says_of((struct hours){100 * giga, giga, 0, 24}).state, ROOM_UNKNOWN); // 23 hours
}

TEST(a_disk_that_fills_is_full_on_its_day) {
  struct room_says s = says_of((struct hours){148 * giga, giga, 0, 49}); // 100 left, one an hour
  CHECK_EQ(s.state, ROOM_FILLING);
  CHECK(s.full_ms > 147 * (int64_t)HOUR && s.full_ms < 149 * (int64_t)HOUR);
  s = says_of((struct hours){148 * giga, giga, giga / 2, 49});
  CHECK_EQ(s.state, ROOM_FILLING);
  CHECK(s.full_ms > 140 * (int64_t)HOUR && s.full_ms < 156 * (int64_t)HOUR);
}

TEST(a_disk_that_does_not_fill_has_no_day) {
  CHECK_EQ(says_of((struct hours){100 * giga, 0, 0, 100}).state, ROOM_STEADY);
  CHECK_EQ(says_of((struct hours){100 * giga, -giga / 100, 0, 100}).state, ROOM_STEADY);
  CHECK_EQ(says_of((struct hours){100 * giga, giga / 1000, 0, 100}).state,
           ROOM_STEADY); // in 11 years
  CHECK_EQ(says_of((struct hours){0, 0, 0, 100}).state, ROOM_STEADY);
}

TEST(a_larger_disk_begins_anew) {
  struct room_at at[96];
  for (int64_t i = 0; i < 96; i++)
    at[i] = (struct room_at){i * HOUR, (i < 80 ? 200 - 2 * i : 900 - i) * giga};
  CHECK_EQ(room_foresee(at, 96, at[95].at_ms).state, ROOM_UNKNOWN); // sixteen hours of the new one
}

TEST(what_is_old_says_nothing_of_now) {
  struct room_at at[48];
  for (int64_t i = 0; i < 48; i++) at[i] = (struct room_at){i * HOUR, (100 - i) * giga};
  CHECK_EQ(room_foresee(at, 48, at[47].at_ms + day / 2).state, ROOM_FILLING);
  CHECK_EQ(room_foresee(at, 48, at[47].at_ms + 2 * day).state, ROOM_UNKNOWN);
}
