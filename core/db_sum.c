// SPDX-License-Identifier: Apache-2.0
// The sum of a shape; the build reckons it too (tools/sqlgen).
#include <sodium.h>

#include "core/db_shape.h"

// ---- a statement, plain -----------------------------------------------------------------------
static bool space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// Where what begins at p ends: a comment, something quoted, or one character.
static const char *past(const char *p) {
  const char *end = NULL;
  if (p[0] == '-' && p[1] == '-') {
    end = strchr(p, '\n');
  } else if (p[0] == '/' && p[1] == '*') {
    end = strstr(p + 2, "*/");
    if (end) end += 2;
  } else if (*p == '\'' || *p == '"' || *p == '`') {
    end = strchr(p + 1, *p);
    if (end) end++;
  } else {
    return p + 1;
  }
  return end ? end : p + strlen(p);
}

static bool is_comment(const char *p) {
  return (p[0] == '-' && p[1] == '-') || (p[0] == '/' && p[1] == '*');
}

const char *db_part_plain(struct arena *a, const char *text) {
  char *out = arena_strndup(a, text, strlen(text)), *to = out;
  bool gap = false;
  for (const char *p = text, *end; *p; p = end) {
    end = past(p);
    if (space(*p) || is_comment(p)) {
      gap = true;
      continue;
    }
    if (gap && to != out) *to++ = ' ';
    gap = false;
    memcpy(to, p, (size_t)(end - p));
    to += end - p;
  }
  *to = '\0';
  return out;
}

// ---- the sum ----------------------------------------------------------------------------------
int db_part_order(const void *x, const void *y) {
  const struct db_part *a = x, *b = y;
  int order = strcmp(a->kind, b->kind);
  return order ? order : strcmp(a->name, b->name);
}

void db_parts_sort(struct db_part *parts, size_t n) {
  if (n) qsort(parts, n, sizeof *parts, db_part_order);
}

static void add(crypto_generichash_state *h, const char *s) {
  crypto_generichash_update(h, (const unsigned char *)s, strlen(s) + 1);
}

void db_shape_sum(struct arena *a, struct db_part *parts, size_t n, char out[DB_SHAPE_SUM]) {
  unsigned char sum[DB_SHAPE_SUM / 2];
  crypto_generichash_state h;
  crypto_generichash_init(&h, NULL, 0, sizeof sum);
  db_parts_sort(parts, n);
  for (size_t i = 0; i < n; i++) {
    add(&h, parts[i].kind);
    add(&h, parts[i].name);
    add(&h, db_part_plain(a, parts[i].text));
  }
  crypto_generichash_final(&h, sum, sizeof sum);
  sodium_bin2hex(out, DB_SHAPE_SUM, sum, sizeof sum);
}
