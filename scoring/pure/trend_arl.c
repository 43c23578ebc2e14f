// SPDX-License-Identifier: Apache-2.0
// Run lengths: L(u) = 1 + sum of w_j f(u -> x_j) L(x_j), a linear system on quadrature nodes.
#include <math.h>

#include "scoring/pure/dist.h"
#include "scoring/pure/trend.h"

enum { NODES = 96 };

struct equations { // (I - K) L = 1; a row more for the atom of a cusum at 0
  size_t n;
  double a[NODES + 1][NODES + 2];
};

// Gauss-Legendre nodes on [lo, hi], by Newton on the Legendre polynomial.
static void nodes_make(double lo, double hi, double *x, double *w) {
  for (size_t i = 0; i < NODES; i++) {
    double t = cos(M_PI * ((double)i + 0.75) / (NODES + 0.5)), slope = 1;
    for (int round = 0; round < 50; round++) {
      double before = 1, p = t;
      for (int k = 2; k <= NODES; k++) {
        double next = ((2 * k - 1) * t * p - (k - 1) * before) / k;
        before = p;
        p = next;
      }
      slope = NODES * (t * p - before) / (t * t - 1);
      double step = p / slope;
      t -= step;
      if (fabs(step) < 1e-15) break;
    }
    x[i] = (lo + hi) / 2 + (hi - lo) / 2 * t;
    w[i] = (hi - lo) / ((1 - t * t) * slope * slope);
  }
}

static double normal_density(double z) { return exp(-z * z / 2) / sqrt(2 * M_PI); }

static void swap_rows(struct equations *s, size_t i, size_t j) {
  for (size_t k = 0; k <= s->n; k++) {
    double t = s->a[i][k];
    s->a[i][k] = s->a[j][k];
    s->a[j][k] = t;
  }
}

static void solve(struct equations *s, double *out) { // Gauss-Jordan with partial pivoting
  for (size_t c = 0; c < s->n; c++) {
    size_t best = c;
    for (size_t r = c + 1; r < s->n; r++)
      if (fabs(s->a[r][c]) > fabs(s->a[best][c])) best = r;
    swap_rows(s, c, best);
    for (size_t r = 0; r < s->n; r++) {
      double factor = r == c ? 0 : s->a[r][c] / s->a[c][c];
      for (size_t k = c; factor != 0 && k <= s->n; k++) s->a[r][k] -= factor * s->a[c][k];
    }
  }
  for (size_t i = 0; i < s->n; i++) out[i] = s->a[i][s->n] / s->a[i][i];
}

// The sum S' = max(0, S + X - k) with X ~ N(shift, 1), until it passes h.
static double one_sided_arl(double slack, double decision, double shift) {
  double x[NODES], w[NODES], run[NODES + 1];
  AUTO(arena) struct arena tmp;
  arena_init(&tmp, SIZE_MAX);
  struct equations *s = arena_new(&tmp, struct equations);
  s->n = NODES + 1;
  nodes_make(0, decision, x, w);
  for (size_t i = 0; i <= NODES; i++) { // row 0 is the sum at 0
    double from = i ? x[i - 1] : 0;
    s->a[i][0] = -dist_normal(slack - from - shift);
    for (size_t j = 1; j <= NODES; j++)
      s->a[i][j] = -w[j - 1] * normal_density(x[j - 1] - from + slack - shift);
    s->a[i][i] += 1;
    s->a[i][s->n] = 1;
  }
  solve(s, run);
  return run[0];
}

double trend_cusum_arl(double slack, double decision, double shift) {
  double up = one_sided_arl(slack, decision, shift), down = one_sided_arl(slack, decision, -shift);
  return 1 / (1 / up + 1 / down); // Van Dobben de Bruyn 1968
}

double trend_ewma_arl(double lambda, double width, double shift) {
  double x[NODES], w[NODES], run[NODES], bound = width * sqrt(lambda / (2 - lambda));
  AUTO(arena) struct arena tmp;
  arena_init(&tmp, SIZE_MAX);
  struct equations *s = arena_new(&tmp, struct equations);
  s->n = NODES;
  nodes_make(-bound, bound, x, w);
  for (size_t i = 0; i < NODES; i++) {
    for (size_t j = 0; j < NODES; j++)
      s->a[i][j] = -w[j] / lambda * normal_density((x[j] - (1 - lambda) * x[i]) / lambda - shift);
    s->a[i][i] += 1;
    s->a[i][NODES] = 1;
  }
  solve(s, run);
  double at_zero = 1; // one step from the start, z = 0
  for (size_t j = 0; j < NODES; j++)
    at_zero += w[j] / lambda * normal_density(x[j] / lambda - shift) * run[j];
  return at_zero;
}
