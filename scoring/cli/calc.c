// SPDX-License-Identifier: Apache-2.0
#include "scoring/cli/calc.h"

#include "scoring/cli/calc_in.h"

static const struct {
  const char *name;
  calc_part *run;
} parts[] = {
    {"ac1", calc_ac1},
    {"ac2", calc_ac2},
    {"alpha", calc_alpha},
    {"beta_binomial", calc_beta_binomial},
    {"bland_altman", calc_bland_altman},
    {"c", calc_c},
    {"clopper_pearson", calc_clopper_pearson},
    {"cusum", calc_cusum},
    {"cusum_arl", calc_cusum_arl},
    {"ewma", calc_ewma},
    {"ewma_arl", calc_ewma_arl},
    {"fleiss", calc_fleiss},
    {"g", calc_g},
    {"gstudy", calc_gstudy},
    {"icc", calc_icc},
    {"james_stein", calc_james_stein},
    {"jeffreys", calc_jeffreys},
    {"kappa", calc_kappa},
    {"mean", calc_mean},
    {"ordinal_gwet", calc_ordinal_gwet},
    {"p", calc_p},
    {"sample_size", calc_sample_size},
    {"shrink", calc_shrink},
    {"u", calc_u},
    {"weighted_kappa", calc_weighted_kappa},
    {"wilson", calc_wilson},
    {"xmr", calc_xmr},
};

const char *calc_name(size_t i) { return i < countof(parts) ? parts[i].name : NULL; }

// A word in `level` is alpha's level of measurement; the confidence is then `confidence`.
static enum err read_level(struct ask *ask) {
  static const struct range inside = {1e-6, 1 - 1e-9};
  const char *member = json_object_get(ask->in, "confidence") ? "confidence" : "level";
  struct ask unseen = {.in = ask->in, .arena = ask->arena}; // reading it here obeys nothing yet
  if (ask_word(&unseen, member)) {
    ask->level = 0.95;
    return OK;
  }
  return ask_number(&unseen, member, inside, 0.95, &ask->level);
}

// What was in the data and nothing read: it is said, not passed over.
static void tell_unread(const struct ask *ask, json_t *out) {
  const char *member;
  json_t *value, *unread = json_array();
  json_object_foreach((json_t *)(uintptr_t)ask->in, member, value) {
    if (!json_object_get(ask->read, member)) json_array_append_new(unread, json_string(member));
  }
  if (json_array_size(unread))
    json_object_set_new(out, "not_read", unread);
  else
    json_decref(unread);
}

static enum err run(calc_part *part, const json_t *in, json_t *out) {
  AUTO(arena) struct arena arena;
  arena_init(&arena, SIZE_MAX);
  struct ask ask = {.in = in, .arena = &arena, .read = json_object()};
  const char *word = json_string_value(json_object_get(in, "level"));
  enum err rc = OK;
  if (part != calc_alpha && word)
    rc = fail(E_BAD_DATA, "level: \"%s\" is not a number between 0 and 1", word);
  if (!rc) rc = read_level(&ask);
  if (!rc) rc = part(&ask, out);
  if (!rc) tell_unread(&ask, out);
  json_decref(ask.read);
  return rc;
}

enum err calc_run(const char *name, const json_t *ask, json_t **out) {
  if (!json_is_object(ask)) return fail(E_BAD_DATA, "the data is not a JSON object");
  for (size_t i = 0; i < countof(parts); i++) {
    if (strcmp(parts[i].name, name) != 0) continue;
    json_t *result = json_object();
    enum err rc = run(parts[i].run, ask, result);
    if (rc)
      json_decref(result);
    else
      *out = result;
    return rc;
  }
  return fail(E_BAD_INPUT, "stat: there is no statistic named \"%s\"", name);
}
