// SPDX-License-Identifier: Apache-2.0
// A request's target and headers through the guard, the route table and the query readers. The
// input is laid out as a head is: target, then "name: value" lines.
#include "review-web/api/routes.h"
#include "review-web/http/guard.h"
#include "review-web/http/query.h"
#include "review-web/http/route.h"

static const struct query_member members[] = {{NULL, "q", QUERY_TEXT, 0, 200, NULL},
                                              {NULL, "n", QUERY_INT, -5, 5, NULL},
                                              {NULL, "id", QUERY_ID, 0, 0, NULL},
                                              {NULL, "w", QUERY_WORD, 0, 0, "week|month"}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct head_field fields[GUARD_FIELDS_MAX + 1];
  struct sv rest = {(const char *)data, size};
  struct sv target = sv_cut(&rest, '\n'), path, query;
  size_t n = 0;
  while (rest.n && n < countof(fields)) {
    struct sv value = sv_cut(&rest, '\n');
    struct sv name = sv_cut(&value, ':');
    fields[n++] = (struct head_field){name, value};
  }
  struct head h = {SV("HTTP/1.1"), target, fields, n};
  uint64_t bytes;
  if (!guard_head(&h, &bytes) && bytes > INT64_MAX) abort();
  err_forget();
  if (!guard_target(target, &path, &query)) {
    AUTO(arena) struct arena a;
    arena_init(&a, 1 << 16);
    struct query q = {query, &a, members, countof(members), NULL};
    struct route_arg arg;
    const struct route *r;
    const char *text;
    struct id id;
    bool has;
    int64_t number;
    if (!query_text(&q, "q", &text) && text && !utf8_valid(sv_of(text))) abort();
    if (!query_int(&q, "n", &has, &number) && has && (number < -5 || number > 5)) abort();
    if (query_id(&q, "id", &has, &id)) err_forget();
    if (!query_check(&q) && query_text(&q, "q", &text)) abort(); // checked once, read as it is
    for (int m = METHOD_GET; m <= METHOD_OTHER; m++)
      if (route_find(&routes, (enum method)m, path, &r, &arg)) err_forget();
  }
  err_forget();
  return 0;
}
