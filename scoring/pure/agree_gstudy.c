// SPDX-License-Identifier: Apache-2.0
// Ratings within tasks within persons: the analysis of variance of a nested design, by the method
// of moments (Henderson's method I; Searle, Casella & McCulloch 1992, 5.2 for unequal numbers).
#include <math.h>

#include "scoring/pure/agree.h"
#include "scoring/pure/dist.h"

static int by_place(const void *x, const void *y) {
  const struct nested *a = x, *b = y;
  if (a->person != b->person) return a->person < b->person ? -1 : 1;
  return (a->task > b->task) - (a->task < b->task);
}

// Sums gathered in one walk over the sorted scores. Squares are of deviations from the grand mean.
struct sums {
  size_t n, persons, tasks;
  double all, task, person; // sum of squares: x^2, T^2/n over tasks, P^2/n over persons
  double task_sq, task_in_person, person_sq; // sum n_t^2, sum over p of (sum n_t^2)/n_p, sum n_p^2
  double inverse_n, inverse_tasks;           // for the harmonic means
};

struct run { // of one person or one task
  double n, sum;
};

static void close_task(struct sums *s, struct run *t, double *person_task_sq, size_t *tasks) {
  if (!(t->n > 0)) return;
  s->tasks++;
  (*tasks)++;
  s->task += t->sum * t->sum / t->n;
  s->task_sq += t->n * t->n;
  *person_task_sq += t->n * t->n;
  s->inverse_n += 1 / t->n;
  *t = (struct run){0, 0};
}

static void close_person(struct sums *s, struct run *p, double *person_task_sq, size_t *tasks) {
  if (!(p->n > 0)) return;
  s->persons++;
  s->person += p->sum * p->sum / p->n;
  s->person_sq += p->n * p->n;
  s->task_in_person += *person_task_sq / p->n;
  s->inverse_tasks += 1 / (double)*tasks;
  *p = (struct run){0, 0};
  *person_task_sq = 0;
  *tasks = 0;
}

static struct sums sums_of(const struct nested *at, size_t n) {
  struct sums s = {.n = n};
  struct run person = {0, 0}, task = {0, 0};
  double grand = 0, person_task_sq = 0;
  size_t tasks = 0;
  for (size_t i = 0; i < n; i++) grand += at[i].score / (double)n;
  for (size_t i = 0; i < n; i++) {
    bool new_person = i && at[i].person != at[i - 1].person;
    if (new_person || (i && at[i].task != at[i - 1].task))
      close_task(&s, &task, &person_task_sq, &tasks);
    if (new_person) close_person(&s, &person, &person_task_sq, &tasks);
    double x = at[i].score - grand;
    s.all += x * x;
    task = (struct run){task.n + 1, task.sum + x};
    person = (struct run){person.n + 1, person.sum + x};
  }
  close_task(&s, &task, &person_task_sq, &tasks);
  close_person(&s, &person, &person_task_sq, &tasks);
  return s;
}

static void mean_squares(struct gstudy *g, const struct sums *s) {
  g->df.person = (double)s->persons - 1;
  g->df.task = (double)s->tasks - (double)s->persons;
  g->df.rating = (double)s->n - (double)s->tasks;
  g->ms.person = s->person / g->df.person;
  g->ms.task = (s->task - s->person) / g->df.task;
  g->ms.rating = (s->all - s->task) / g->df.rating;
}

// Expected mean squares solved for the components; the coefficients are the n's when all are equal.
static void components(struct gstudy *g, const struct sums *s) {
  double n = (double)s->n;
  double in_task = (n - s->task_in_person) / g->df.task;
  double in_person = (s->task_in_person - s->task_sq / n) / g->df.person;
  double person = (n - s->person_sq / n) / g->df.person;
  g->raw.rating = g->ms.rating;
  g->raw.task = (g->ms.task - g->raw.rating) / in_task;
  g->raw.person = (g->ms.person - g->raw.rating - in_person * g->raw.task) / person;
  g->variance.rating = fmax(0, g->raw.rating);
  g->variance.task = fmax(0, g->raw.task);
  g->variance.person = fmax(0, g->raw.person);
}

static const char *gstudy_missing(const struct sums *s) {
  if (s->persons < 2) return "fewer than two persons";
  if (s->tasks <= s->persons) return "no person has two tasks";
  if (s->n <= s->tasks) return "no task has two ratings";
  if (!(s->all > 0)) return "every score is the same: nothing to tell apart";
  return NULL;
}

// Exact for equal numbers: 1 - 1/F as for ICC(1,k) (Brennan 2001, 6.2).
static struct interval gstudy_interval(const struct gstudy *g, const struct sums *s, double level) {
  double persons = (double)s->persons, n = (double)s->n, tasks = (double)s->tasks;
  bool equal = s->person_sq * persons == n * n && s->task_sq * tasks == n * n &&
               g->tasks_per_person * persons == tasks;
  double f = g->ms.person / g->ms.task, p = 0.5 + level / 2;
  if (!equal || !isfinite(f) || f <= 0) return (struct interval){NOT_KNOWN, NOT_KNOWN};
  double lo = f / dist_f_inv(p, g->df.person, g->df.task);
  double hi = f * dist_f_inv(p, g->df.task, g->df.person);
  return (struct interval){1 - 1 / lo, 1 - 1 / hi};
}

struct gstudy agree_gstudy(struct arena *a, const struct nested *at, size_t n, double level) {
  static const char method[] = "nested analysis of variance, ratings:tasks:persons (Brennan 2001)";
  struct nested *sorted = arena_array(a, n + 1, struct nested);
  if (n) memcpy(sorted, at, n * sizeof *at);
  qsort(sorted, n, sizeof *sorted, by_place);
  struct sums s = sums_of(sorted, n);
  struct gstudy g = {.persons = s.persons, .tasks = s.tasks, .ratings = n};
  const char *why = gstudy_missing(&s);
  if (why) {
    g.figure = figure_undefined(method, s.persons, why);
    return g;
  }
  mean_squares(&g, &s);
  components(&g, &s);
  g.tasks_per_person = (double)s.persons / s.inverse_tasks;
  g.ratings_per_task = (double)s.tasks / s.inverse_n;
  double noise = g.variance.task / g.tasks_per_person +
                 g.variance.rating / (g.tasks_per_person * g.ratings_per_task);
  double all = g.variance.person + noise;
  if (!(all > 0)) {
    g.figure = figure_undefined(method, s.persons, "no component has any variance");
    return g;
  }
  g.figure = (struct figure){
      .value = g.variance.person / all, .se = NOT_KNOWN, .n = s.persons, .method = method};
  g.figure.ci = gstudy_interval(&g, &s, level);
  return g;
}
