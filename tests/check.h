// SPDX-License-Identifier: Apache-2.0
// Tests register themselves. A test is a name that states what is true, a block and some checks.
//   TEST(a_missing_call_is_not_found) { CHECK(…); CHECK_OK(…); CHECK_EQ(got, want); }
// `unit NAME` runs those whose name contains NAME. Output: "ok NAME" / "not ok NAME" per test.
#pragma once
#include "core/base.h"

struct test {
  const char *name;
  void (*run)(void);
  struct test *next;
};
void test_add(struct test *t);
void test_failed(const char *file, int line, const char *what);
PRINTF(3, 4) void test_failed_with(const char *file, int line, const char *fmt, ...);
const char *test_folder(void); // an empty folder of this test's own, removed afterwards

#define TEST(id)                                                                                   \
  static void id(void);                                                                            \
  __attribute__((constructor)) static void id##_add(void) {                                        \
    static struct test t = {.name = #id, .run = id};                                               \
    test_add(&t);                                                                                  \
  }                                                                                                \
  static void id(void)

// A sanitizer makes some tests slow: under one they try each n-th of their cases, else all of them.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define EVERY(n) (n)
#else
#define EVERY(n) 1
#endif

#define CHECK(cond)                                                                                \
  do {                                                                                             \
    if (!(cond)) test_failed(__FILE__, __LINE__, #cond);                                           \
  } while (0)

#define CHECK_OK(expr)                                                                             \
  do {                                                                                             \
    if ((expr) != OK) test_failed(__FILE__, __LINE__, #expr);                                      \
  } while (0)

// Fails as it should, with that code; the sentence is forgotten.
#define CHECK_FAILS(code, expr)                                                                    \
  do {                                                                                             \
    if ((expr) != (code)) test_failed(__FILE__, __LINE__, #expr " fails with " #code);             \
    err_forget();                                                                                  \
  } while (0)

#define CHECK_EQ(got, want)                                                                        \
  do {                                                                                             \
    int64_t g_ = (int64_t)(got), w_ = (int64_t)(want);                                             \
    if (g_ != w_)                                                                                  \
      test_failed_with(__FILE__, __LINE__, "%s is %" PRId64 ", not %" PRId64, #got, g_, w_);       \
  } while (0)

#define CHECK_STR(got, want)                                                                       \
  do {                                                                                             \
    const char *g_ = (got), *w_ = (want);                                                          \
    if (!g_ || strcmp(g_, w_))                                                                     \
      test_failed_with(__FILE__, __LINE__, "%s is \"%s\", not \"%s\"", #got, g_ ? g_ : "(null)",   \
                       w_);                                                                        \
  } while (0)

#define CHECK_NEAR(got, want, eps)                                                                 \
  do {                                                                                             \
    double g_ = (double)(got), w_ = (double)(want);                                                \
    if (!(g_ - w_ <= (eps) && w_ - g_ <= (eps)))                                                   \
      test_failed_with(__FILE__, __LINE__, "%s is %.12g, not %.12g", #got, g_, w_);                \
  } while (0)
