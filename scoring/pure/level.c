// SPDX-License-Identifier: Apache-2.0
#include "scoring/pure/level.h"

#include "scoring/pure/dist.h"

enum { SEEN = 48, CHANGES = 24, SEARCHED = 72, BEFORE = 8, AFTER = 4, NEWEST = 4, LATELY = 24 };
static const double threshold = 3.7;

// ---- spread -------------------------------------------------------------------------------------
static double successive(struct values x) { // von Neumann's estimate
  double sum = 0, n = (double)x.n;
  for (size_t i = 1; i < x.n; i++) sum += (x.at[i] - x.at[i - 1]) * (x.at[i] - x.at[i - 1]);
  return x.n > 1 ? sum / 2 / (n - 1) * (1 + 4 / n) : 0;
}

double level_sigma(struct values x, struct level_ask ask) {
  double own = successive(x), df = ask.df > 0 ? ask.df : 1;
  double pooled = ask.df > 0 ? ask.within : 0;
  double wide =
      dist_t_inv(0.975, fmax(df, 4)) / dist_normal_inv(0.975); // how little is known of it
  double imagined = ask.step * ask.step / (ask.df > 0 ? df : fmax(1, (double)x.n - 1));
  return sqrt(fmax(own, pooled * wide * wide) + imagined);
}

// ---- now ----------------------------------------------------------------------------------------
struct runs { // one per possible beginning of the present run
  size_t n;
  double *weight, *sum, *count, *prior; // of its level: variance about the centre
};

static double about(double x, double mean, double variance) {
  return exp(-(x - mean) * (x - mean) / variance / 2) / sqrt(variance);
}

// Everything in sigmas from the centre: an evaluation has variance 1.
static void runs_see(struct runs *r, double x, double first, double later) {
  double change = 1.0 / CHANGES, all = 0, prior = r->n ? later : first;
  double fresh = (r->n ? change : 1) * about(x, 0, prior + 1);
  for (size_t i = 0; i < r->n; i++) {
    double level = 1 / (1 / r->prior[i] + r->count[i]);
    r->weight[i] *= (1 - change) * about(x, level * r->sum[i], level + 1);
    r->sum[i] += x;
    r->count[i]++;
    all += r->weight[i];
  }
  size_t at = r->n++;
  r->weight[at] = fresh;
  r->sum[at] = x;
  r->count[at] = 1;
  r->prior[at] = prior;
  for (size_t i = 0; i < r->n; i++) r->weight[i] /= all + fresh;
}

static double below(const struct runs *r, double x) {
  double sum = 0;
  for (size_t i = 0; i < r->n; i++) {
    if (r->weight[i] < 1e-7) continue;
    double level = 1 / (1 / r->prior[i] + r->count[i]);
    sum += r->weight[i] * dist_normal((x - level * r->sum[i]) / sqrt(level));
  }
  return sum;
}

static double quantile(const struct runs *r, double p) {
  double lo = -20, hi = 20; // sigmas
  for (int i = 0; i < 40; i++) {
    double mid = (lo + hi) / 2;
    if (below(r, mid) < p)
      lo = mid;
    else
      hi = mid;
  }
  return (lo + hi) / 2;
}

struct figure level_now(struct arena *a, struct values x, struct level_ask ask, double level) {
  static const char method[] = "Bayesian changepoint mixture (Adams & MacKay 2007)";
  if (x.n < 2) return figure_undefined(method, x.n, "too few evaluations to say");
  double sigma = level_sigma(x, ask), sum = 0;
  bool alone = isnan(ask.center);
  double center = alone ? values_mean(x) : ask.center;
  struct figure f = {
      .value = center, .se = NOT_KNOWN, .ci = {NOT_KNOWN, NOT_KNOWN}, .n = x.n, .method = method};
  if (!(sigma > 0)) return f;
  // People differ by what was seen of it, but at least by half a sigma: nobody is pulled in whole.
  double first = alone ? 4 : fmax(0.25, ask.between / (sigma * sigma)), later = first + 2;
  struct runs r = {0, arena_array(a, SEEN, double), arena_array(a, SEEN, double),
                   arena_array(a, SEEN, double), arena_array(a, SEEN, double)};
  for (size_t i = x.n > SEEN ? x.n - SEEN : 0; i < x.n; i++)
    runs_see(&r, (x.at[i] - center) / sigma, first, later);
  for (size_t i = 0; i < r.n; i++) sum += r.weight[i] * r.sum[i] / (1 / r.prior[i] + r.count[i]);
  f.value = center + sigma * sum;
  f.ci.lo = center + sigma * quantile(&r, (1 - level) / 2);
  f.ci.hi = center + sigma * quantile(&r, (1 + level) / 2);
  f.se = (f.ci.hi - f.ci.lo) / 2 / dist_normal_inv(0.5 + level / 2);
  return f;
}

// ---- moved --------------------------------------------------------------------------------------
static double mean_of(const double *sums, size_t from, size_t to) {
  return (sums[to] - sums[from]) / (double)(to - from);
}

static bool best_cut(const double *sums, size_t from, size_t n, double sigma, struct moved *out) {
  double best = 0;
  for (size_t cut = from + BEFORE; cut + AFTER <= n; cut++) {
    double apart = mean_of(sums, cut, n) - mean_of(sums, from, cut);
    double noise = sigma * sqrt(1 / (double)(cut - from) + 1 / (double)(n - cut));
    if (fabs(apart / noise) <= fabs(best)) continue;
    best = apart / noise;
    out->at = cut;
  }
  out->strength = fabs(best);
  double before = out->at > from ? mean_of(sums, from, out->at) : 0;
  double change = out->at ? mean_of(sums, out->at, n) - before : 0;
  double newest = mean_of(sums, n - NEWEST, n) - before;
  bool borne_out = change > 0 ? newest >= change * 0.7 : newest <= change * 0.7;
  out->direction = !borne_out ? 0 : change > 0 ? 1 : -1;
  return out->strength > threshold;
}

struct moved level_moved(struct arena *a, struct values x, double sigma) {
  struct moved last = {0}, one = {0};
  double *sums = arena_array(a, x.n + 1, double);
  for (size_t i = 0; i < x.n; i++) sums[i + 1] = sums[i] + x.at[i];
  size_t from = x.n > SEARCHED ? x.n - SEARCHED : 0;
  while (sigma > 0 && from + BEFORE + AFTER <= x.n && best_cut(sums, from, x.n, sigma, &one)) {
    last = one;
    from = one.at;
    one = (struct moved){0};
  }
  last.any = last.strength > threshold && x.n - last.at <= LATELY;
  return last;
}
