// SPDX-License-Identifier: Apache-2.0
#include "core/arena.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/id.h"
#include "tests/check.h"

TEST(what_is_too_long_ends_with_a_whole_letter) {
  static const struct {
    const char *whole;
    size_t most, kept;
  } cut[] = {{"Åsa", 1, 0}, {"Åsa", 2, 2}, {"aÅsa", 2, 1},
             {"a€b", 3, 1}, {"a€b", 4, 4}, {"a\U0001f600", 4, 1},
             {"abc", 2, 2}, {"abc", 9, 3}, {"\x85\x85\x85\x85\x85", 3, 3},
             {"", 0, 0}};
  for (size_t i = 0; i < countof(cut); i++)
    CHECK_EQ(sv_letters(sv_of(cut[i].whole), cut[i].most).n, cut[i].kept);
}

TEST(an_id_survives_its_text) {
  struct id a = id_at(1700000000123), b;
  char text[ID_TEXT];
  id_text(a, text);
  CHECK_OK(id_parse(sv_of(text), &b));
  CHECK(id_eq(a, b));
  CHECK_FAILS(E_BAD_INPUT, id_parse(SV("018BCFE5-687B-7000-8000-000000000000"), &b));
  CHECK_FAILS(E_BAD_INPUT, id_parse(SV("018bcfe5"), &b));
}

TEST(ids_sort_by_their_time) {
  struct id a = id_at(1000), b = id_at(2000);
  CHECK(memcmp(a.b, b.b, sizeof a.b) < 0);
}

TEST(ids_made_within_one_millisecond_sort_too) {
  struct id before = id_new();
  for (int i = 0; i < 1000; i++) {
    int64_t from_us = clock_wall_us();
    while (clock_wall_us() < from_us + 2) {
    }
    struct id id = id_new();
    if (memcmp(before.b, id.b, 8) >= 0) {
      CHECK(memcmp(before.b, id.b, 8) < 0);
      break;
    }
    before = id;
  }
}

TEST(numbers_keep_to_their_range) {
  uint64_t u;
  int64_t i;
  CHECK_OK(sv_u64(SV("65535"), 65535, &u));
  CHECK_EQ(u, 65535);
  CHECK_FAILS(E_BAD_INPUT, sv_u64(SV("65536"), 65535, &u));
  CHECK_FAILS(E_BAD_INPUT, sv_u64(SV("99999999999999999999"), UINT64_MAX, &u));
  CHECK_FAILS(E_BAD_INPUT, sv_u64(SV("+1"), 9, &u));
  CHECK_FAILS(E_BAD_INPUT, sv_u64(SV(""), 9, &u));
  CHECK_OK(sv_i64(SV("-5"), -9, 9, &i));
  CHECK_EQ(i, -5);
}

TEST(a_view_is_cut_at_its_separators) {
  struct sv rest = SV("a;b;;c");
  CHECK(sv_eq(sv_cut(&rest, ';'), SV("a")));
  CHECK(sv_eq(sv_cut(&rest, ';'), SV("b")));
  CHECK(sv_eq(sv_cut(&rest, ';'), SV("")));
  CHECK(sv_eq(sv_cut(&rest, ';'), SV("c")));
  CHECK_EQ(rest.n, 0);
}

TEST(a_bounded_buffer_refuses_and_says_so) {
  AUTO(buf) struct buf b = {.cap_max = 4};
  buf_add_str(&b, "1234");
  CHECK_OK(buf_check(&b));
  buf_add_char(&b, '5');
  CHECK_FAILS(E_TOO_BIG, buf_check(&b));
}

TEST(an_arena_stops_at_its_cap) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1024);
  CHECK(arena_try(&a, 1000) != NULL);
  CHECK(arena_try(&a, 1000) == NULL);
  CHECK(arena_try(&a, SIZE_MAX) == NULL);
}

TEST(a_file_is_replaced_whole) {
  AUTO(fd) fd dir = -1;
  AUTO(buf) struct buf b = {0};
  CHECK_OK(folder_open(AT_FDCWD, test_folder(), &dir));
  CHECK_OK(file_write_atomic(dir, "x", SV("first"), 0600));
  CHECK_OK(file_write_atomic(dir, "x", SV("second"), 0600));
  CHECK_OK(file_read(dir, "x", 100, &b));
  CHECK(sv_eq(buf_sv(&b), SV("second")));
  CHECK_FAILS(E_TOO_BIG, file_read(dir, "x", 3, &b));
  CHECK_FAILS(E_NOT_FOUND, file_read(dir, "y", 3, &b));
}
