// SPDX-License-Identifier: Apache-2.0
#include "core/base.h"

static _Thread_local char detail[512];
static _Thread_local bool inner;

static const struct {
  const char *name, *text;
  short http, exit;
} table[] = {
    [OK] = {"OK", "ok", 200, 0},
#define ERR(sym, http_, exit_, text_) [E_##sym] = {#sym, text_, http_, exit_},
#include "schemas/errors.def"
#undef ERR
};

enum err(fail)(enum err code, const char *fmt, ...) {
  if (detail[0]) return code; // the first cause is the true one
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(detail, sizeof detail, fmt, ap);
  va_end(ap);
  inner = false;
  return code;
}

enum err fail_inner(enum err code, const char *fmt, ...) {
  if (detail[0]) return code;
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(detail, sizeof detail, fmt, ap);
  va_end(ap);
  inner = true;
  return code;
}

static enum err code_of(int no) {
  switch (no) {
  case ENOENT: return E_NOT_FOUND;
  case EEXIST: return E_CONFLICT;
  case EACCES:
  case EPERM: return E_FORBIDDEN;
  case ENOSPC:
  case EDQUOT: return E_FULL;
  case EAGAIN: return E_BUSY;
  default: return E_IO;
  }
}

enum err(fail_os)(const char *fmt, ...) {
  int no = errno;
  if (!detail[0]) {
    inner = true;
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(detail, sizeof detail, fmt, ap);
    va_end(ap);
    if (n >= 0 && (size_t)n < sizeof detail)
      snprintf(detail + n, sizeof detail - (size_t)n, ": %s", strerrordesc_np(no));
  }
  return code_of(no);
}

int err_http(enum err code) { return table[code].http; }
int err_exit(enum err code) { return table[code].exit; }
const char *err_name(enum err code) { return table[code].name; }
const char *err_text(enum err code) { return table[code].text; }
const char *err_detail(void) { return detail; }
bool err_is_inner(void) { return detail[0] && inner; }
void err_forget(void) { detail[0] = '\0'; }
