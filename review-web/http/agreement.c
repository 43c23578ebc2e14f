// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/agreement.h"

#include <jansson.h>

#include "review-web/http/rights.h"

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

bool agreement_lets_colleagues(const char *body) {
  AUTO(json) json root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
  return json_is_true(json_object_get(root, "colleagues"));
}

bool agreement_lets_veto(const char *body) {
  AUTO(json) json root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
  const json_t *veto = json_object_get(root, "veto");
  return !json_is_false(veto);
}

enum err agreement_check(const char *body) {
  AUTO(json) json root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
  const json_t *listeners = json_object_get(root, "listeners"), *one;
  size_t i;
  if (!json_is_object(root)) return fail(E_BAD_DATA, "an agreement's body is a JSON object");
  if (listeners && !json_is_array(listeners))
    return fail(E_BAD_DATA, "listeners is a list of roles");
  const json_t *colleagues = json_object_get(root, "colleagues");
  if (colleagues && !json_is_boolean(colleagues))
    return fail(E_BAD_DATA, "colleagues is true or false");
  json_array_foreach(listeners, i, one) {
    if (!json_is_string(one) || !role_known(json_string_value(one)))
      return fail(E_BAD_DATA, "listeners holds something that is no role");
  }
  return OK;
}
