// SPDX-License-Identifier: Apache-2.0
#include "review-web/api/ical.h"

#include <time.h>

static void line(struct buf *b, const char *name, const char *value) {
  buf_printf(b, "%s:%s\r\n", name, value);
}

static void line_time(struct buf *b, const char *name, int64_t ms) {
  char text[32];
  struct tm tm = {0};
  time_t s = (time_t)(ms / 1000);
  gmtime_r(&s, &tm);
  strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &tm);
  line(b, name, text);
}

void ical_begin(struct buf *b) {
  line(b, "BEGIN", "VCALENDAR");
  line(b, "VERSION", "2.0");
  line(b, "PRODID", "-//Medlyss//Coaching//SV");
}

void ical_event(struct buf *b, struct id id, int64_t at_ms, int64_t stamp_ms, const char *summary) {
  char uid[ID_TEXT];
  id_text(id, uid);
  line(b, "BEGIN", "VEVENT");
  line(b, "UID", uid);
  line_time(b, "DTSTAMP", stamp_ms);
  line_time(b, "DTSTART", at_ms);
  line(b, "DURATION", "PT30M");
  line(b, "SUMMARY", summary);
  line(b, "END", "VEVENT");
}

void ical_end(struct buf *b) { line(b, "END", "VCALENDAR"); }
