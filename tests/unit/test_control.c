// SPDX-License-Identifier: Apache-2.0
#include <sys/socket.h>
#include <sys/un.h>

#include "core/file.h"
#include "recorder/control.h"
#include "recorder/state.h"
#include "tests/check.h"
#include "tests/unit/wiretap.h"

// A source that is no mirror: the recorder's control and state know what stands in this table.
struct stand_in {
  struct source head;
  struct tracker *tracker;
};
static struct tracker *calls_of(const struct source *s) {
  return ((const struct stand_in *)s)->tracker;
}
static enum err pause_it(struct source *s, struct id call, int64_t limit_us) {
  return tracker_pause(calls_of(s), call, limit_us);
}
static enum err resume_it(struct source *s, struct id call) {
  return tracker_resume(calls_of(s), call);
}
static enum err erase_it(struct source *s, struct id call) {
  return tracker_erase(calls_of(s), call);
}
static enum err mark_it(struct source *s, struct id call, const char *detail) {
  return tracker_mark(calls_of(s), call, detail);
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
                                            .pause = pause_it,
                                            .resume = resume_it,
                                            .erase = erase_it,
                                            .mark = mark_it,
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
  CHECK_STR(ask(&a, &c, &w, text), "pause, resume, erase or mark");
  snprintf(text, sizeof text, "erase %s", id);
  CHECK_STR(ask(&a, &c, &w, text), "ok");
  CHECK_STR(w.call[0].reason, "erased");
  close(a.fd);
  control_drop(&c);
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
