// SPDX-License-Identifier: Apache-2.0
// What is asked of a recording while its call goes on, and what stands of it.
#include "recorder/ruling.h"
#include "tests/check.h"

static const char *take(struct ruling *r, enum act_kind kind, int64_t now_us) {
  const char *mark = "?";
  struct act act = {.kind = kind, .limit_us = 10};
  CHECK_OK(ruling_take(r, &act, now_us, &mark));
  return mark ? mark : "";
}

TEST(a_pause_ends_by_whoever_asked_or_when_its_time_is_over) {
  struct ruling r = {0};
  CHECK_STR(take(&r, ACT_RESUME, 0), ""); // it records already
  CHECK_STR(take(&r, ACT_PAUSE, 100), "pause");
  CHECK_STR(take(&r, ACT_PAUSE, 105), ""); // longer, and no second mark
  CHECK(!ruling_runs_out(&r, 114));
  CHECK_STR(take(&r, ACT_RESUME, 114), "unpause");
  CHECK(!ruling_runs_out(&r, 200));
  CHECK_STR(take(&r, ACT_PAUSE, 300), "pause");
  CHECK(ruling_runs_out(&r, 310));
  CHECK(!ruling_runs_out(&r, 311)); // once
  CHECK(!r.paused && r.ran_out);
  CHECK_STR(take(&r, ACT_PAUSE, 320), "pause");
  CHECK(!r.ran_out); // somebody acted since
  CHECK(!ruling_alarms(0, 1000) && ruling_alarms(1000, 2000) && !ruling_alarms(1, 301000000));
}

TEST(evidence_is_not_erased_while_the_call_goes_on) {
  struct ruling r = {0};
  const char *mark = "untouched";
  CHECK_STR(take(&r, ACT_EVIDENCE, 0), "evidence");
  CHECK_STR(take(&r, ACT_EVIDENCE, 1), "");
  CHECK_FAILS(E_CONFLICT, ruling_take(&r, &(struct act){.kind = ACT_ERASE}, 2, &mark));
  CHECK_STR(mark, "untouched");
  CHECK_STR(take(&r, ACT_MARK, 3), "control");
  CHECK_STR(take(&r, ACT_PAUSE, 4), "pause");
}

TEST(a_line_is_known_whole_or_by_its_user) {
  struct sv lines = SV("2001 2002@pbx.example");
  CHECK(ruling_is_line(lines, SV("2001@anywhere")));
  CHECK(ruling_is_line(lines, SV("2002@pbx.example")));
  CHECK(!ruling_is_line(lines, SV("2002@elsewhere")));
  CHECK(!ruling_is_line(lines, SV("200@pbx")));
  CHECK(!ruling_is_line(lines, SV("")) && !ruling_is_line(SV(""), SV("2001")));
  CHECK(!ruling_is_line(SV("  "), SV("")) && !ruling_is_line(SV(" "), SV("@pbx")));
}
