// SPDX-License-Identifier: Apache-2.0
#include "review-web/api/kept.h"

enum err json_kept(struct request *req, json_t *v, const char **out) {
  char *text = v ? json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
  json_decref(v);
  if (!text) return fail(E_BROKEN, "the answer cannot be written");
  *out = arena_strdup(&req->arena, text);
  free(text);
  return OK;
}

enum err answer_json(struct request *req, json_t *v) {
  const char *text;
  TRY(json_kept(req, v, &text));
  buf_add_str(&req->out, text);
  return OK;
}
