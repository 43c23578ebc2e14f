// SPDX-License-Identifier: Apache-2.0
#include "scoring/pure/stat_few.h"

static const char too_few[] = "too few calls to say";

struct figure stat_share(struct count c, double level) {
  if (c.n < STAT_FEW) return figure_undefined("Wilson 1927", (size_t)c.n, too_few);
  return stat_wilson(c, level);
}

// How many of the least, and of the greatest, lie outside the interval: the most that a fair coin
// would leave there so seldom (Conover 1999, 3.2). None below six of 95 %.
static size_t outside(size_t n, double level) {
  double term = pow(.5, (double)n), sum = 0;
  size_t k = 0;
  for (; sum + term <= (1 - level) / 2; k++) {
    sum += term;
    term *= (double)(n - k) / (double)(k + 1);
  }
  return k;
}

struct figure stat_median(double *at, size_t n, double level) {
  static const char method[] = "median, interval of order statistics (Conover 1999)";
  size_t k = n < STAT_FEW ? 0 : outside(n, level);
  if (!k) return figure_undefined(method, n, too_few);
  qsort(at, n, sizeof *at, value_order);
  return (struct figure){.value = n % 2 ? at[n / 2] : (at[n / 2 - 1] + at[n / 2]) / 2,
                         .se = NOT_KNOWN,
                         .ci = {at[k - 1], at[n - k]},
                         .n = n,
                         .method = method};
}
