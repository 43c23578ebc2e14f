// SPDX-License-Identifier: Apache-2.0
#include "centre/agreement.h"

#include <jansson.h>

#include "centre/role.h"
#include "core/jsonw.h"

typedef json_t *json;
static void json_drop(json *j) { json_decref(*j); }

bool agreement_lets_listen(const char *body, const char *role) {
  AUTO(json) json root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
  const json_t *listeners = json_object_get(root, "listeners"), *one;
  size_t i;
  if (!json_is_array(listeners)) return true;
  json_array_foreach(listeners, i, one) {
    if (json_is_string(one) && !strcmp(json_string_value(one), role)) return true;
  }
  return false;
}

const char *agreement_listeners(const char *body, struct arena *a) {
  AUTO(json) json root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
  const json_t *one;
  const char *list = "";
  size_t i;
  json_array_foreach(json_object_get(root, "listeners"), i, one) {
    const char *role = json_string_value(one);
    if (role) list = arena_printf(a, "%s%s%s", list, *list ? ", " : "", role);
  }
  return list;
}

bool agreement_lets_colleagues(const char *body) {
  AUTO(json) json root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
  return json_is_true(json_object_get(root, "colleagues"));
}

bool agreement_lets_veto(const char *body) {
  AUTO(json) json root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
  const json_t *veto = json_object_get(root, "veto");
  return !json_is_false(veto);
}

static const char *const employers[] = {"quality", "admin"};

static const char *employer_of(const json_t *v) {
  const char *said = json_string_value(v);
  for (size_t i = 0; said && i < countof(employers); i++)
    if (!strcmp(said, employers[i])) return employers[i];
  return NULL;
}

const char *agreement_employer(const char *body) {
  AUTO(json) json root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
  return employer_of(json_object_get(root, "employer"));
}

int64_t agreement_notice_days(const char *body) {
  AUTO(json) json root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
  return json_integer_value(json_object_get(root, "notice_days"));
}

// What a clause may be, and that something obeys it (tests/flow/obeyed.sh). A clause nobody obeys
// is not signed anew; one in force is shown with "not enforced yet".
// A text, or one in each language: none of them blank.
static bool is_blank(const json_t *v) {
  return !json_is_string(v) || !sv_trim(sv_of(json_string_value(v))).n;
}

static bool says_something(json_t *v) {
  const char *language;
  json_t *one;
  bool blank = !json_object_size(v);
  json_object_foreach(v, language, one) blank |= is_blank(one);
  return !blank || !is_blank(v);
}

static bool is_text(const json_t *v) { return json_is_string(v) || json_is_object(v); }
static bool is_list(const json_t *v) { return json_is_array(v); }
static bool is_bool(const json_t *v) { return json_is_boolean(v); }
static bool is_no(const json_t *v) { return json_is_false(v); }
static bool is_days(const json_t *v) {
  return json_is_integer(v) && json_integer_value(v) >= 1 && json_integer_value(v) <= 36500;
}

static bool is_notice(const json_t *v) {
  return json_is_integer(v) && json_integer_value(v) >= 0 && json_integer_value(v) <= 365;
}
static bool is_employer(const json_t *v) { return employer_of(v) != NULL; }

static const struct {
  const char *clause, *is;
  bool (*fits)(const json_t *v);
} known[] = {
    {"purpose", "a text", is_text},
    {"listeners", "a list of roles", is_list},
    {"colleagues", "true or false", is_bool},
    {"retention_days", "a number of days, 1 to 36500", is_days},
    {"veto", "true or false", is_bool},
    {"employer", "quality or admin: who signs for the employer", is_employer},
    {"notice_days", "a number of days, 0 to 365", is_notice},
    {"discipline", "false: nothing here is made for it", is_no},
};

static const char *clause_is(const char *clause, const json_t *v) { // NULL: known, and it fits
  for (size_t i = 0; i < countof(known); i++)
    if (!strcmp(known[i].clause, clause)) return !v || known[i].fits(v) ? NULL : known[i].is;
  return "";
}

static enum err clauses_check(json_t *root) {
  const char *clause, *is;
  json_t *v;
  json_object_foreach(root, clause, v) {
    is = clause_is(clause, v);
    if (is && !*is)
      return fail(E_BAD_DATA, "%s: nothing enforces such a clause; it cannot be agreed on here",
                  clause);
    if (is) return fail(E_BAD_DATA, "%s is %s", clause, is);
  }
  return OK;
}

void agreement_unenforced(const char *body, struct buf *out) {
  AUTO(json) json root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
  const char *clause;
  json_t *v;
  buf_add_char(out, '[');
  json_object_foreach(root, clause, v) {
    if (!clause_is(clause, NULL)) continue;
    jsonw_comma(out);
    jsonw_text(out, clause);
  }
  buf_add_char(out, ']');
}

enum err agreement_check(const char *body) {
  AUTO(json) json root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
  const json_t *listeners = json_object_get(root, "listeners"), *one;
  size_t i;
  if (!json_is_object(root)) return fail(E_BAD_DATA, "an agreement's body is a JSON object");
  if (!says_something(json_object_get(root, "purpose")))
    return fail(E_BAD_DATA, "purpose: an agreement says what recordings are for");
  TRY(clauses_check(root));
  json_array_foreach(listeners, i, one) {
    if (!json_is_string(one) || !role_known(json_string_value(one)))
      return fail(E_BAD_DATA, "listeners holds something that is no role");
  }
  return OK;
}
