// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/sign.h"

#include <fcntl.h>

#include "core/clock.h"
#include "core/jsonw.h"
#include "core/scope.h"
#include "gen/sql/trust.h"

enum { TELL_EACH_US = 5 * 1000 * 1000, WAITS_ALARM_MS = 10 * 1000 };

static bool is_note(const char *name) {
  size_t n = strlen(name);
  return n > 4 && !strcmp(name + n - 4, ".txt");
}

static int64_t refused(int failed) {
  AUTO(listing) listing d = fdopendir(openat(failed, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  int64_t n = 0;
  for (struct dirent *e; d && (e = readdir(d));) n += e->d_name[0] != '.' && !is_note(e->d_name);
  return n;
}

static void alarm_add(struct buf *b, bool when, const char *word) {
  if (!when) return;
  jsonw_comma(b);
  jsonw_text(b, word);
}

static void state_json(const struct sign *s, int64_t now_ms, struct buf *b) {
  int64_t n = refused(s->failed);
  bool waits = s->waits_since_ms && now_ms - s->waits_since_ms > WAITS_ALARM_MS;
  buf_printf(b, "{\"program\":\"import\",\"at_ms\":%" PRId64 ",\"refused\":%" PRId64, now_ms, n);
  buf_add_str(b, ",\"alarms\":[");
  alarm_add(b, n > 0, "imports_refused");
  alarm_add(b, now_ms < s->cannot_put_until, "imports_stuck");
  alarm_add(b, waits, "imports_waiting");
  buf_add_str(b, "]}");
}

void sign_tell(struct sign *s) {
  AUTO(buf) struct buf b = {0};
  int64_t now_us = clock_mono_us(), now_ms = clock_wall_ms();
  if (s->told_us && now_us - s->told_us < TELL_EACH_US) return;
  struct db *db = desk_catalogue(s->desk);
  if (!db) return;
  state_json(s, now_ms, &b);
  if (b.failed) return;
  s->told_us = now_us;
  struct recorder_state_set row = {.program = "import", .at_ms = now_ms, .state = b.p};
  if (sql_recorder_state_set(db, &row)) err_forget();
}
