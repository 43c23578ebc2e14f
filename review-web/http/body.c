// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/body.h"

#include <jansson.h>

#include "centre/name.h"
#include "core/instant.h"

typedef json_t *json;
static void json_drop(json *j) { json_decref(*j); }

// A NUL comes along when text is pasted, and nobody sees it: it is left out.
static int string_without_nul(json_t *v) {
  const char *from = json_string_value(v);
  size_t n = json_string_length(v), kept = 0;
  if (!memchr(from, '\0', n)) return 0;
  char *text = malloc(n);
  if (!text) return -1;
  for (size_t i = 0; i < n; i++)
    if (from[i]) text[kept++] = from[i];
  int rc = json_string_setn_nocheck(v, text, kept);
  free(text);
  return rc;
}

static int without_nul(json_t *v) {
  const char *name;
  json_t *one;
  size_t i;
  int rc = json_is_string(v) ? string_without_nul(v) : 0;
  json_object_foreach(v, name, one) if (!rc) rc = without_nul(one);
  json_array_foreach(v, i, one) if (!rc) rc = without_nul(one);
  return rc;
}

static enum err load(struct sv text, json *out) {
  json_error_t error;
  AUTO(json)
  json got =
      json_loadb(text.n ? text.p : "", text.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
  if (!got) return fail(E_BAD_INPUT, "the body is not JSON: line %d: %s", error.line, error.text);
  if (without_nul(got)) return fail(E_BUSY, "no memory for the body");
  *out = json_incref(got);
  return OK;
}

static const struct body_field *field_of(const struct body_field *fields, size_t n,
                                         const char *name) {
  for (size_t i = 0; i < n; i++)
    if (!strcmp(fields[i].name, name)) return &fields[i];
  return NULL;
}

static enum err read_int(const struct body_field *f, const json_t *v) {
  if (!json_is_integer(v)) return fail(E_BAD_DATA, "%s is a whole number", f->name);
  int64_t n = json_integer_value(v);
  if (n < f->min || n > f->max)
    return fail(E_BAD_DATA, "%s lies between %" PRId64 " and %" PRId64, f->name, f->min, f->max);
  *(int64_t *)f->out = n;
  return OK;
}

static enum err read_instant(const struct body_field *f, const json_t *v) {
  int64_t least = f->min ? f->min : INSTANT_LEAST_MS, most = f->max ? f->max : INSTANT_MOST_MS;
  char from[INSTANT_TEXT], to[INSTANT_TEXT];
  int64_t at = json_is_integer(v) ? json_integer_value(v) : -1;
  instant_text(least, from);
  instant_text(most, to);
  if (at < least || at > most)
    return fail(E_BAD_DATA, "%s: an instant in milliseconds since 1970, from %s to %s", f->name,
                from, to);
  *(int64_t *)f->out = at;
  return OK;
}

static enum err read_real(const struct body_field *f, const json_t *v) {
  double least = (double)f->min / 1000, most = (double)f->max / 1000;
  if (!json_is_number(v)) return fail(E_BAD_DATA, "%s is a number", f->name);
  double n = json_number_value(v);
  if (!(n >= least && n <= most))
    return fail(E_BAD_DATA, "%s lies between %g and %g", f->name, least, most);
  *(double *)f->out = n;
  return OK;
}

static enum err read_bool(const struct body_field *f, const json_t *v) {
  if (!json_is_boolean(v)) return fail(E_BAD_DATA, "%s is true or false", f->name);
  *(bool *)f->out = json_is_true(v);
  return OK;
}

// As a person counts them, and a field of a page: "å" is one. jansson takes nothing but UTF-8.
static size_t letters(struct sv text) {
  size_t n = 0;
  for (size_t i = 0; i < text.n; i++) n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
  return n;
}

static enum err read_text(struct arena *a, const struct body_field *f, const json_t *v) {
  if (!json_is_string(v)) return fail(E_BAD_DATA, "%s is text", f->name);
  struct sv text = {json_string_value(v), json_string_length(v)};
  if (f->type == BODY_TEXT && !text.n) return fail(E_BAD_DATA, "%s is empty", f->name);
  if (letters(text) > (size_t)f->max)
    return fail(E_BAD_DATA, "%s is longer than %" PRId64 " letters", f->name, f->max);
  *(const char **)f->out = arena_strndup(a, text.p, text.n);
  return OK;
}

static enum err read_name(struct arena *a, const struct body_field *f, const json_t *v) {
  if (!json_is_string(v)) return fail(E_BAD_DATA, "%s is text", f->name);
  const char *name = json_string_value(v);
  TRY(name_read(a, f->name, (size_t)f->max, &name));
  *(const char **)f->out = name;
  return OK;
}

static enum err id_of(const char *name, const json_t *v, struct id *out) {
  if (!json_is_string(v)) return fail(E_BAD_DATA, "%s is an id", name);
  if (!id_parse((struct sv){json_string_value(v), json_string_length(v)}, out)) return OK;
  err_forget();
  return fail(E_BAD_DATA, "%s is an id", name);
}

static enum err read_ids(struct arena *a, const struct body_field *f, const json_t *v) {
  struct body_ids *out = f->out;
  if (!json_is_array(v)) return fail(E_BAD_DATA, "%s is a list of ids", f->name);
  size_t n = json_array_size(v);
  if (n > (size_t)f->max) return fail(E_BAD_DATA, "%s: at most %" PRId64, f->name, f->max);
  out->v = arena_array(a, n + 1, struct id);
  for (out->n = 0; out->n < n; out->n++)
    TRY(id_of(f->name, json_array_get(v, out->n), &out->v[out->n]));
  return OK;
}

static enum err read_raw(struct arena *a, const struct body_field *f, const json_t *v) {
  char *text = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
  if (!text) return fail(E_BAD_DATA, "%s cannot be kept", f->name);
  size_t n = strlen(text);
  bool fits = n <= (size_t)f->max;
  if (fits) *(const char **)f->out = arena_strndup(a, text, n);
  free(text);
  return fits ? OK : fail(E_BAD_DATA, "%s is longer than %" PRId64 " bytes", f->name, f->max);
}

static enum err read_field(struct arena *a, const struct body_field *f, const json_t *v) {
  if (f->seen) *f->seen = true;
  if (json_is_null(v) && f->optional) return OK;
  switch (f->type) {
  case BODY_INT: return read_int(f, v);
  case BODY_BOOL: return read_bool(f, v);
  case BODY_INSTANT: return read_instant(f, v);
  case BODY_REAL: return read_real(f, v);
  case BODY_TEXT:
  case BODY_ANY_TEXT: return read_text(a, f, v);
  case BODY_NAME: return read_name(a, f, v);
  case BODY_ID: return id_of(f->name, v, f->out);
  case BODY_IDS: return read_ids(a, f, v);
  case BODY_RAW: return read_raw(a, f, v);
  }
  return fail(E_BROKEN, "field %s has no type", f->name);
}

enum err body_read(struct arena *a, struct sv text, const struct body_field *fields, size_t n) {
  AUTO(json) json root = NULL;
  TRY(load(text, &root));
  if (!json_is_object(root)) return fail(E_BAD_INPUT, "the body is a JSON object");
  const char *name;
  json_t *value;
  json_object_foreach(root, name, value) {
    const struct body_field *f = field_of(fields, n, name);
    if (!f) return fail(E_BAD_DATA, "the field %.40s is not known", name);
    TRY(read_field(a, f, value));
  }
  for (size_t i = 0; i < n; i++)
    if (!fields[i].optional && !json_object_get(root, fields[i].name))
      return fail(E_BAD_DATA, "%s is missing", fields[i].name);
  return OK;
}

enum err body_object(struct arena *a, struct sv text, const char **out) {
  AUTO(json) json root = NULL;
  struct body_field whole = {"the body", BODY_RAW, out, 0, 64 * 1024, false, NULL};
  TRY(load(text, &root));
  if (!json_is_object(root)) return fail(E_BAD_INPUT, "the body is a JSON object");
  return read_raw(a, &whole, root);
}

enum err body_is_object(struct sv text) {
  AUTO(json) json root = NULL;
  TRY(load(text, &root));
  return json_is_object(root) ? OK : fail(E_BAD_INPUT, "what is told of a call is a JSON object");
}

enum err body_each(struct arena *a, struct sv text, const char *name, size_t most,
                   enum err (*each)(void *self, struct sv element), void *self) {
  AUTO(json) json root = NULL;
  TRY(load(text, &root));
  const json_t *list = json_object_get(root, name);
  const char *other;
  json_t *value;
  json_object_foreach(root, other, value) {
    if (strcmp(other, name) != 0) return fail(E_BAD_DATA, "the field %.40s is not known", other);
  }
  if (!json_is_array(list)) return fail(E_BAD_DATA, "%s is a list", name);
  if (json_array_size(list) > most) return fail(E_BAD_DATA, "%s: at most %zu", name, most);
  for (size_t i = 0; i < json_array_size(list); i++) {
    const char *element = NULL;
    struct body_field f = {name, BODY_RAW, &element, 0, 64 * 1024, false, NULL};
    TRY(read_raw(a, &f, json_array_get(list, i)));
    TRY(each(self, sv_of(element)));
  }
  return OK;
}

enum err body_texts(const char *field, struct sv text, size_t most, size_t max) {
  AUTO(json) json root = NULL;
  const char *name;
  json_t *value;
  TRY(load(text, &root));
  if (!json_is_object(root)) return fail(E_BAD_DATA, "%s is an object of texts", field);
  if (json_object_size(root) > most) return fail(E_BAD_DATA, "%s: at most %zu", field, most);
  json_object_foreach(root, name, value) {
    size_t n = json_is_string(value) ? json_string_length(value) : 0;
    if (!n || n > max || !*name || strlen(name) > max)
      return fail(E_BAD_DATA, "%s: names and texts of 1 to %zu bytes", field, max);
  }
  return OK;
}

static bool pair_of(const json_t *v, int64_t out[2]) {
  for (size_t k = 0; k < 2; k++) {
    const json_t *number = json_array_get(v, k);
    if (!json_is_integer(number) || json_integer_value(number) < 0) return false;
    out[k] = json_integer_value(number);
  }
  return json_array_size(v) == 2 && out[0] <= out[1];
}

enum err body_pairs(struct arena *a, struct sv text, size_t most, int64_t (**out)[2],
                    size_t *out_n) {
  AUTO(json) json root = NULL;
  TRY(load(text, &root));
  size_t n = json_array_size(root);
  if (!json_is_array(root) || n > most)
    return fail(E_BAD_DATA, "at most %zu pairs [from,to]", most);
  int64_t(*pairs)[2] = arena_alloc(a, (n + 1) * sizeof *pairs);
  for (size_t i = 0; i < n; i++)
    if (!pair_of(json_array_get(root, i), pairs[i])) return fail(E_BAD_DATA, "a pair is [from,to]");
  *out = pairs;
  *out_n = n;
  return OK;
}

enum err body_one_of(const char *field, const char *value, const char *set) {
  for (struct sv rest = sv_of(set); rest.n;)
    if (sv_eq(sv_cut(&rest, '|'), sv_of(value))) return OK;
  return fail(E_BAD_DATA, "%s is one of %s", field, set);
}
