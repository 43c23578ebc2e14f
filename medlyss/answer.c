// SPDX-License-Identifier: Apache-2.0
#include "medlyss/answer.h"

void answer(struct answers *a, bool good, const char *mend, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  printf(good ? "good  " : "bad   ");
  vprintf(fmt, ap);
  if (!good && *mend) printf("; to mend it: %s", mend);
  putchar('\n');
  va_end(ap);
  a->bad += !good;
}

void answer_note(const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  printf("note  ");
  vprintf(fmt, ap);
  putchar('\n');
  va_end(ap);
}
