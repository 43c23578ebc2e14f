// SPDX-License-Identifier: Apache-2.0
#include "core/instant.h"
#include "tests/check.h"

TEST(an_instant_is_read_as_it_is_written) {
  static const struct {
    const char *text;
    int64_t ms;
  } good[] = {
      {"2026-11-21T06:45:00+01:00", 1795239900000}, {"2026-11-21 05:45Z", 1795239900000},
      {"2026-11-21T05:45:00Z", 1795239900000},      {"2026-11-21T05:45:00+0000", 1795239900000},
      {"2028-02-29T00:00:00Z", 1835395200000},      {"1795239900000", 1795239900000}};
  for (size_t i = 0; i < countof(good); i++) {
    int64_t ms = 0;
    CHECK_OK(instant_parse(sv_of(good[i].text), &ms));
    CHECK_EQ(ms, good[i].ms);
  }
}

TEST(what_no_calendar_or_clock_shows_is_refused) {
  static const char *const bad[] = {"2027-02-31T08:00:00+01:00",
                                    "2027-02-29T08:00:00Z",
                                    "2027-04-31T08:00:00Z",
                                    "2027-00-10T08:00:00Z",
                                    "2027-13-01T08:00:00Z",
                                    "2027-01-00T08:00:00Z",
                                    "2027-04-01T08:00:00+99:99",
                                    "2027-04-01T08:00:00+14:01",
                                    "2027-04-01T08:00:00-01:60",
                                    "2027-04-01T24:00:00Z",
                                    "2027-04-01T08:60:00Z",
                                    "2027-04-01T08:00:60Z",
                                    "2027-04-01T08:00:00",
                                    "2027-04-01T08:00:00Z and more",
                                    "1795985432",
                                    "0",
                                    "99999999999999999999",
                                    "1970-01-01T00:00:00Z",
                                    "2101-01-01T00:00:00Z",
                                    "",
                                    "+0270401T08:00:00Z",
                                    "20270401T080000Z"};
  for (size_t i = 0; i < countof(bad); i++) {
    int64_t ms = 7;
    enum err rc = instant_parse(sv_of(bad[i]), &ms);
    if (rc != E_BAD_DATA || ms != 7) test_failed(__FILE__, __LINE__, bad[i]);
    err_forget();
  }
}

// Of an option or a field, by its name.
TEST(an_instant_that_is_none_is_refused_by_the_name_of_its_option) {
  static const char *const bad[] = {"x", "-1", "2026", "1795239900", "2027-02-31T08:00Z", ""};
  int64_t ms = 7;
  for (size_t i = 0; i < countof(bad); i++) {
    CHECK(instant_named("--at-ms", bad[i], INSTANT_MOST_MS, &ms) == E_BAD_INPUT);
    CHECK(!strncmp(err_detail(), "--at-ms: ", 9));
    err_forget();
  }
  CHECK(instant_named("--at-ms", "2026-11-21T05:45:01Z", 1795239900000, &ms) == E_BAD_INPUT);
  CHECK_STR(err_detail(), "--at-ms: not after 2026-11-21T05:45:00Z");
  err_forget();
  CHECK_EQ(ms, 7);
  CHECK_OK(instant_named("--at-ms", "2026-11-21T05:45Z", 1795239900000, &ms));
  CHECK_EQ(ms, 1795239900000);
}
