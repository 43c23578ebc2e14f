// SPDX-License-Identifier: Apache-2.0
#include <sys/socket.h>
#include <sys/un.h>

#include "core/file.h"
#include "recorder/control.h"
#include "recorder/state.h"
#include "tests/check.h"
#include "tests/unit/wiretap.h"

#define WHO "01a20088-f10e-7d6f-9a0f-1099d7041909"

// A source that is no mirror: the recorder's control and state know what stands in this table.
struct stand_in {
  struct source head;
  struct tracker *tracker;
};
static struct tracker *calls_of(const struct source *s) {
  return ((const struct stand_in *)s)->tracker;
}
static enum err obey_it(struct source *s, struct id call, const struct act *what) {
  return tracker_obey(calls_of(s), call, what);
}
static void at_lines(const struct source *s, struct sv lines, struct buf *out) {
  tracker_at_lines(calls_of(s), lines, out);
}
static void save_it(struct source *s, struct buf *out) { tracker_save(calls_of(s), out); }
static uint32_t open_calls(const struct source *s) {
  struct tracker_counts counts;
  tracker_counts(calls_of(s), &counts);
  return counts.open_calls;
}
static enum err adopt_it(struct source *s, struct sv saved, int64_t now_us, uint32_t *out_calls) {
  TRY(tracker_adopt(calls_of(s), (struct span){(const uint8_t *)saved.p, saved.n}, now_us));
  *out_calls = open_calls(s);
  return OK;
}
static void tell_it(struct source *s, struct buf *members) {
  state_member(members, "open_calls", open_calls(s));
}
static void alarms_it(struct source *s, struct buf *names) {
  (void)s;
  state_alarm(names, true, "quiet");
}

static const struct source_kind stand_in = {.state = "stand_in.state",
                                            .calls = "dialogs.state",
                                            .key = "stand_in.key",
                                            .obey = obey_it,
                                            .at_lines = at_lines,
                                            .save = save_it,
                                            .adopt = adopt_it,
                                            .tell = tell_it,
                                            .alarms = alarms_it};

static struct stand_in *source_of(struct wiretap *w) {
  static struct stand_in s;
  s = (struct stand_in){{&stand_in}, w->tracker};
  return &s;
}

struct asker {
  int fd;
  struct sockaddr_un to;
};

static void asker_open(struct asker *a, const char *folder) {
  struct sockaddr_un self = {.sun_family = AF_UNIX};
  a->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (bind(a->fd, (struct sockaddr *)&self, sizeof self.sun_family)) abort(); // the kernel names it
  a->to = (struct sockaddr_un){.sun_family = AF_UNIX};
  snprintf(a->to.sun_path, sizeof a->to.sun_path, "%s/control.sock", folder);
}

static const char *ask(struct asker *a, struct control *c, struct wiretap *w, const char *text) {
  static char answer[200];
  sendto(a->fd, text, strlen(text), 0, (struct sockaddr *)&a->to, sizeof a->to);
  control_serve(c, &source_of(w)->head, 1000000);
  ssize_t n = recv(a->fd, answer, sizeof answer - 1, MSG_DONTWAIT);
  answer[n > 0 ? n : 0] = '\0';
  return answer;
}

TEST(a_call_is_controlled_by_datagrams_that_are_acknowledged) {
  AUTO(wiretap) struct wiretap w;
  AUTO(fd) fd run = -1;
  struct control c;
  struct asker a;
  char id[ID_TEXT], text[300];
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "k", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  CHECK_OK(folder_open(AT_FDCWD, test_folder(), &run));
  CHECK_OK(control_open(run, test_folder(), "control.sock", &c));
  asker_open(&a, test_folder());
  id_text(w.call[0].id, id);
  snprintf(text, sizeof text, "pause %s", id);
  CHECK_STR(ask(&a, &c, &w, text), "ok");
  snprintf(text, sizeof text, "resume %s", id);
  CHECK_STR(ask(&a, &c, &w, text), "ok");
  snprintf(text, sizeof text, "mark %s thanks for waiting", id);
  CHECK_STR(ask(&a, &c, &w, text), "ok");
  CHECK_STR(w.call[0].marks, "answered pause unpause control ");
  CHECK_STR(ask(&a, &c, &w, "erase 01a20088-f10e-7d6f-9a0f-1099d7041909"),
            "no such call is being recorded");
  CHECK(strcmp(ask(&a, &c, &w, "erase"), "ok"));
  CHECK(strcmp(ask(&a, &c, &w, ""), "ok"));
  snprintf(text, sizeof text, "burn %s", id);
  CHECK_STR(ask(&a, &c, &w, text), "pause, resume, erase, mark, evidence or calls");
  snprintf(text, sizeof text, "erase %s", id);
  CHECK_STR(ask(&a, &c, &w, text), "ok");
  CHECK_STR(w.call[0].reason, "erased");
  close(a.fd);
  control_drop(&c);
}

TEST(whoever_asks_learns_which_calls_are_at_a_line_and_for_whom_it_was_asked) {
  AUTO(wiretap) struct wiretap w;
  AUTO(fd) fd run = -1;
  struct control c;
  struct asker a;
  char id[ID_TEXT], text[300], told[200];
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "k", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  CHECK_OK(folder_open(AT_FDCWD, test_folder(), &run));
  CHECK_OK(control_open(run, test_folder(), "control.sock", &c));
  asker_open(&a, test_folder());
  id_text(w.call[0].id, id);
  CHECK_STR(ask(&a, &c, &w, "#7 calls 9999"), "#7 ok");
  snprintf(told, sizeof told, "#8 %s %" PRId64 " 0 0 0\n", id, w.call[0].started_us / 1000);
  CHECK_STR(ask(&a, &c, &w, "#8 calls 9999 1003"), told);
  snprintf(text, sizeof text, "#9 as %s pause %s", WHO, id);
  CHECK_STR(ask(&a, &c, &w, text), "#9 ok");
  CHECK_STR(w.call[0].by, WHO " ");
  snprintf(told, sizeof told, "%s %" PRId64 " %" PRId64 " 0 0\n", id, w.call[0].started_us / 1000,
           w.now_us / 1000 + 1000);
  CHECK_STR(ask(&a, &c, &w, "calls 1003"), told);
  tap_wait(&w, 1100);
  CHECK_STR(w.call[0].by, WHO " limit ");
  snprintf(told, sizeof told, "%s %" PRId64 " 0 1 0\n", id, w.call[0].started_us / 1000);
  CHECK_STR(ask(&a, &c, &w, "calls 1003"), told);
  snprintf(text, sizeof text, "as %s evidence %s", WHO, id);
  CHECK_STR(ask(&a, &c, &w, text), "ok");
  snprintf(text, sizeof text, "#x erase %s", id);
  CHECK_STR(ask(&a, &c, &w, text), "#x this call is kept as evidence and cannot be erased");
  CHECK_STR(w.call[0].marks, "answered pause unpause evidence ");
  close(a.fd);
  control_drop(&c);
}

// Ringback on a trunk: it is heard, and being recorded, before anybody answers.
TEST(a_call_that_was_heard_before_it_was_answered_is_at_the_line_that_answered) {
  AUTO(wiretap) struct wiretap w;
  AUTO(buf) struct buf told = {0};
  const struct say rings = {
      .call = "k", .status = 183, .from = "2:5060", .to = "1:5060", .sdp = "2:5000"};
  const struct say answers = {
      .call = "k", .status = 200, .from = "2:5060", .to = "1:5060", .sdp = "2:5000"};
  wiretap_open(&w, (struct tracker_options){0});
  tap_sip(&w, (struct say){.call = "k", .sdp = "1:4000"});
  tap_sip(&w, rings);
  tap_rtp(&w, "2:5000", "1:4000", 1, 8, 100);
  CHECK_EQ(w.n, 1);
  tracker_at_lines(w.tracker, SV("1003"), &told);
  CHECK_EQ(told.n, 0); // it rings there, and perhaps elsewhere too
  tap_sip(&w, answers);
  tap_sip(&w, (struct say){.call = "k", .method = "ACK"});
  tracker_at_lines(w.tracker, SV("1003"), &told);
  CHECK(told.n > 0);
}

TEST(a_pause_and_its_evidence_outlive_the_recorder) {
  AUTO(wiretap) struct wiretap w, after;
  AUTO(buf) struct buf saved = {0};
  struct id call;
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "k", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  call = w.call[0].id;
  struct act pause = {.kind = ACT_PAUSE, .limit_us = 60000000}, evidence = {.kind = ACT_EVIDENCE},
             erase = {.kind = ACT_ERASE};
  CHECK_OK(tracker_obey(w.tracker, call, &pause));
  CHECK_OK(tracker_obey(w.tracker, call, &evidence));
  tracker_save(w.tracker, &saved);
  wiretap_open(&after, (struct tracker_options){0});
  after.now_us = w.now_us;
  CHECK_OK(tracker_adopt(after.tracker, (struct span){(uint8_t *)saved.p, saved.n}, after.now_us));
  tap_rtp(&after, "1:4000", "2:5000", 1, 8, 100);
  CHECK_EQ(after.n, 1);
  CHECK_EQ(after.call[0].packets[0], 0); // not one sample of the pause
  CHECK_STR(after.call[0].by, "before ");
  CHECK_FAILS(E_CONFLICT, tracker_obey(after.tracker, call, &erase));
}

TEST(the_live_calls_are_kept_sealed_between_two_captures) {
  AUTO(wiretap) struct wiretap w, after;
  AUTO(fd) fd dir = -1;
  AUTO(buf) struct buf file = {0};
  struct state s;
  uint32_t taken_over = 0;
  wiretap_open(&w, (struct tracker_options){0});
  tap_call(&w, "z", "1:4000", "2:5000");
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 10);
  CHECK_OK(folder_open(AT_FDCWD, test_folder(), &dir));
  CHECK_OK(state_open(dir, dir, &stand_in, &s));
  CHECK_OK(state_save_calls(&s, &source_of(&w)->head));
  CHECK_OK(
      state_write(&s, &(struct state_news){.at_ms = 5, .policy_good = true}, &source_of(&w)->head));
  CHECK_OK(file_read(dir, "dialogs.state", 1 << 20, &file));
  CHECK(!memmem(file.p, file.n, "0700@pbx", 8)); // no number at rest
  wiretap_open(&after, (struct tracker_options){0});
  CHECK_OK(state_adopt_calls(&s, &source_of(&after)->head, w.now_us, &taken_over));
  CHECK_EQ(taken_over, 1);
  buf_clear(&file);
  CHECK_OK(file_read(dir, "stand_in.state", 1 << 20, &file));
  CHECK(memmem(file.p, file.n, "\"open_calls\":1", 14));
  CHECK(memmem(file.p, file.n, "[\"quiet\",\"no_agreement\"]", 24));
  secret_random(&s.key, sizeof s.key);
  CHECK(state_adopt_calls(&s, &source_of(&after)->head, w.now_us, &taken_over) !=
        OK); // another key opens nothing
  err_forget();
}
