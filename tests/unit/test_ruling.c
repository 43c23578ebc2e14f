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

// She asked for a card number's sake, and the telephone system knows nothing of it; nor she of its
// reasons.
TEST(nobody_lifts_anothers_pause) {
  struct ruling r = {0};
  const char *mark = NULL;
  struct act her_pause = {.kind = ACT_PAUSE, .limit_us = 10}, her_end = {.kind = ACT_RESUME};
  struct act its_pause = {.kind = ACT_PAUSE, .by = RULING_BY_SIGNAL, .limit_us = 1000};
  struct act its_end = {.kind = ACT_RESUME, .by = RULING_BY_SIGNAL};
  CHECK_OK(ruling_take(&r, &her_pause, 100, &mark));
  CHECK_STR(mark, "pause");
  CHECK_OK(ruling_take(&r, &its_end, 101, &mark));
  CHECK(r.paused && !mark);
  CHECK_OK(ruling_take(&r, &its_pause, 102, &mark));
  CHECK(!ruling_runs_out(&r, 110)); // hers has
  CHECK(r.paused);
  CHECK_FAILS(E_CONFLICT, ruling_take(&r, &her_end, 111, &mark));
  CHECK_OK(ruling_take(&r, &its_end, 112, &mark));
  CHECK_STR(mark, "unpause");
  CHECK(!r.paused);
}

TEST(a_pause_of_an_earlier_programs_state_is_a_persons) {
  struct ruling r = {.paused = true, .until_us = 500};
  CHECK_STR(take(&r, ACT_RESUME, 100), "unpause");
  CHECK(!r.paused);
  r = (struct ruling){.paused = true, .until_us = 500};
  CHECK(!ruling_runs_out(&r, 499) && ruling_runs_out(&r, 500));
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
