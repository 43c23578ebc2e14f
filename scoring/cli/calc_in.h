// SPDX-License-Identifier: Apache-2.0
// What the parts of calc share: members read with a range, and figures written.
// Readers answer E_BAD_DATA with a sentence that names the member; results live in ask->arena.
#pragma once
#include <jansson.h>

#include "scoring/pure/agree.h"
#include "scoring/pure/trend.h"

struct ask {
  const json_t *in;
  struct arena *arena;
  double level; // by ask_level(): who reads it, obeys it
  json_t *read; // the members that were read: what is left over is told
};

typedef enum err calc_part(struct ask *ask, json_t *out);
calc_part calc_wilson, calc_jeffreys, calc_clopper_pearson, calc_sample_size, calc_mean,
    calc_bland_altman, calc_shrink, calc_beta_binomial, calc_james_stein;
calc_part calc_alpha, calc_ordinal_gwet, calc_ac1, calc_ac2, calc_icc, calc_kappa,
    calc_weighted_kappa, calc_fleiss, calc_gstudy;
calc_part calc_ewma, calc_cusum, calc_xmr, calc_p, calc_u, calc_c, calc_g, calc_cusum_arl,
    calc_ewma_arl;

// ---- in ---------------------------------------------------------------------------------------
struct range {
  double min, max;
};
struct matrix {
  size_t rows, cols;
  double *at;
};
const json_t *ask_member(const struct ask *a, const char *member); // NULL: not there
double ask_level(const struct ask *a);                             // the confidence
bool ask_has(const struct ask *a, const char *member);             // there, and not null
// Without the member: `otherwise`, or a refusal where that is NAN.
MUST_CHECK enum err ask_number(const struct ask *a, const char *member, struct range r,
                               double otherwise, double *out);
// E_BAD_DATA: of what was read under that name something is no whole number.
MUST_CHECK enum err ask_whole(const char *member, struct values v);
MUST_CHECK enum err ask_values(struct ask *a, const char *member, struct range r,
                               struct values *out);
// An array, or one number for all `n` places.
MUST_CHECK enum err ask_values_or_one(struct ask *a, const char *member, struct range r, size_t n,
                                      struct values *out);
MUST_CHECK enum err ask_matrix(struct ask *a, const char *member, struct range r,
                               struct matrix *out);
MUST_CHECK enum err ask_groups(struct ask *a, const char *member, struct values **out, size_t *n);
// "ratings": a row per rater, a column per unit, null = missing. Words are categories, numbered in
// their alphabetical order, where `words` allows them.
MUST_CHECK enum err ask_ratings(struct ask *a, bool words, struct ratings *out,
                                struct values *out_domain);
const char *ask_word(const struct ask *a, const char *member); // NULL when it is not a string
// A word, or NULL where the member is not there; anything else is refused.
MUST_CHECK enum err ask_word_only(const struct ask *a, const char *member, const char **out);
MUST_CHECK enum err ask_flag(const struct ask *a, const char *member,
                             bool *out); // false: not there
extern const struct range any_number, not_negative;

// ---- out --------------------------------------------------------------------------------------
void put(json_t *out, const char *member, double x); // null when it is not a finite number
void put_count(json_t *out, const char *member, size_t n);
void put_values(json_t *out, const char *member, const double *at, size_t n);
json_t *interval_json(struct interval i);                              // null when not known
void put_interval(json_t *out, const char *member, struct interval i); // null when not known
void put_figure(json_t *out, struct figure f); // estimate, se, interval, method, n (or undefined)
void put_chart(json_t *out, const struct chart *c);
