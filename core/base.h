// SPDX-License-Identifier: Apache-2.0
// Base: the few words every file speaks. Includes the standard headers once, then forbids the
// functions we never want to see again.
#pragma once

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define countof(a)   (sizeof(a) / sizeof((a)[0]))
#define MUST_CHECK   __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))
#define NORETURN     __attribute__((noreturn))
#define UNUSED       __attribute__((unused))

// Scope-owned values: `AUTO(buf) struct buf b = {0};` is released on every way out of the block.
// One releaser per type, named <type>_drop; it takes NULL and half-built objects.
#define AUTO(type) __attribute__((cleanup(type##_drop)))

// Leave at once with the callee's error. The only macro that returns.
#define TRY(expr)                                                                                  \
  do {                                                                                             \
    enum err try_rc_ = (expr);                                                                     \
    if (try_rc_) return try_rc_;                                                                   \
  } while (0)

#include "core/err.h"

#ifndef BASE_ALLOW_ALL
#pragma GCC poison strcpy strcat strncpy strncat strtok sprintf vsprintf gets gmtime localtime     \
    ctime asctime atoi atol atof system mktemp tmpnam
#endif
