// SPDX-License-Identifier: Apache-2.0
// What figures and lists read is derived: reckoned again, and compared. And the chain's word on
// each draw against its row.
#include "gen/sql/derived.h"
#include "medlyss/verify.h"

static void differ(struct verdict *v, const char *table, const char *from, int64_t n) {
  if (n)
    verdict_fault(v, "figures", table, "%" PRId64 " rows are not what follows from %s", n, from);
}

#define SUM(query, table, from)                                                                    \
  do {                                                                                             \
    struct query##_row row;                                                                        \
    TRY(sql_##query(h->db, NULL, &row));                                                           \
    differ(v, table, from, row.n);                                                                 \
  } while (0)

static enum err check_sums(struct house *h, struct verdict *v) {
  SUM(derived_counted, "counted", "the evaluations");
  SUM(derived_last, "counted_last", "counted");
  SUM(derived_month, "counted_month", "counted");
  SUM(derived_answer, "counted_answer", "the answers that count");
  SUM(derived_cell, "counted_cell", "counted_answer");
  SUM(derived_resolved, "resolved", "calls, topics and callers");
  SUM(derived_day, "resolved_day", "resolved");
  return OK;
}

static enum err check_scope(struct house *h, struct verdict *v) {
  AUTO(arena) struct arena a;
  struct audit_newest_row newest;
  struct derived_scope_row row;
  bool found;
  arena_init(&a, 4096);
  TRY(sql_audit_newest(h->db, &a, &newest, &found));
  if (!found) return OK;
  TRY(sql_derived_scope(h->db, NULL, &(struct derived_scope){newest.at_ms}, &row));
  differ(v, "scope", "grants and memberships", row.n);
  return OK;
}

static enum err check_told(struct house *h, struct verdict *v) {
  enum { MOST = 20 };
  AUTO(arena) struct arena a;
  struct told_draws_row draws;
  struct told_lost_row *lost;
  size_t n;
  arena_init(&a, 1 << 20);
  TRY(sql_told_draws(h->db, NULL, &draws));
  if (draws.wrong)
    verdict_fault(v, "draw", NULL,
                  "%" PRId64 " draws have another seed or frame than the chain says of them",
                  draws.wrong);
  TRY(sql_told_lost(h->db, &a, &(struct told_lost){MOST}, &lost, &n));
  for (size_t i = 0; i < n; i++)
    verdict_fault(v, "audit", NULL, "record %" PRId64 ": %s, and what it is about is not there",
                  lost[i].seq, lost[i].event);
  return OK;
}

static enum err check_listened(struct house *h, struct verdict *v) {
  enum { MOST = 20 };
  AUTO(arena) struct arena a;
  struct told_listened_row *odd;
  size_t n;
  arena_init(&a, 1 << 16);
  TRY(sql_told_listened(h->db, &a, &(struct told_listened){MOST}, &odd, &n));
  for (size_t i = 0; i < n; i++)
    verdict_fault(v, "audit", NULL,
                  "record %" PRId64 ": somebody listened; the receipt is gone, another's, or of "
                  "another time",
                  odd[i].seq);
  return OK;
}

enum err verify_derived(struct house *h, struct verdict *v) {
  TRY(check_sums(h, v));
  TRY(check_told(h, v));
  TRY(check_listened(h, v));
  return check_scope(h, v);
}
