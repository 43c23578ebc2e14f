// SPDX-License-Identifier: Apache-2.0
// What verify finds, said line by line.
#include "core/jsonw.h"
#include "medlyss/verify.h"

static void say(const struct verdict *v, const char *grade, const char *what, const char *id,
                const char *says) {
  AUTO(buf) struct buf b = {0};
  if (v->json) {
    buf_add_char(&b, '{');
    jsonw_key(&b, grade);
    jsonw_text(&b, what);
    jsonw_key(&b, "id");
    jsonw_text(&b, id);
    jsonw_key(&b, "says");
    jsonw_text(&b, says);
    buf_add_str(&b, "}\n");
  } else {
    buf_printf(&b, "%s: %s %s: %s\n", grade, what, id ? id : "", says);
  }
  fputs(b.p, stdout);
}

void verdict_fault(struct verdict *v, const char *what, const char *id, const char *fmt, ...) {
  char text[300];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  v->faults++;
  say(v, "wrong", what, id, text);
}

void verdict_note(struct verdict *v, const char *what, const char *id, const char *fmt, ...) {
  char text[300];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  v->notes++;
  say(v, "note", what, id, text);
}
