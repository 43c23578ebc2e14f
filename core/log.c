// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"

#include "core/clock.h"

static const char *who = "medlyss";
static enum log_level least = LOG_INFO;

void log_init(const char *program, enum log_level at_least) {
  who = program;
  least = at_least;
}

void log_line(enum log_level level, const char *fmt, ...) {
  static const char *const words[] = {"debug", "info", "warn", "error"};
  if (level < least) return;

  int64_t now = clock_wall_ms();
  time_t seconds = now / 1000;
  struct tm t;
  char when[32], line[1024];
  gmtime_r(&seconds, &t);
  strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &t);

  va_list ap;
  va_start(ap, fmt);
  vsnprintf(line, sizeof line, fmt, ap);
  va_end(ap);
  for (char *c = line; *c; c++)
    if ((unsigned char)*c < ' ') *c = ' '; // one event, one line, whatever was in it
  fprintf(stderr, "%s.%03dZ %s %s %s\n", when, (int)(now % 1000), who, words[level], line);
}

void log_err(enum err code, const char *what) {
  log_line(LOG_ERROR, "%s: %s: %s", what, err_text(code), err_detail());
  err_forget();
}
