// SPDX-License-Identifier: Apache-2.0
#include "centre/kept.h"

#include "centre/chain_inside.h"
#include "core/jsonw.h"
#include "gen/sql/kept.h"

enum { PAGE = 200, ROOM = 64 << 20 };
enum rule { GOES, STAYS, ONCE };

struct thing {
  struct id id;
  struct sv json;
};
typedef enum err page_fn(struct db *db, struct arena *a, struct id from, int64_t limit,
                         struct thing **out, size_t *out_n);

// ---- what is digested of each -----------------------------------------------------------------
#define PART(query, of)                                                                            \
  static enum err add_##query(struct db *db, struct arena *a, struct id id, struct buf *b) {       \
    struct kept_##query##_row *rows;                                                               \
    size_t n;                                                                                      \
    TRY(sql_kept_##query(db, a, &(struct kept_##query){.of = id}, &rows, &n));                     \
    for (size_t i = 0; i < n; i++) sql_kept_##query##_row_json(b, &rows[i]);                       \
    buf_add_char(b, '\n');                                                                         \
    return OK;                                                                                     \
  }
PART(segments, interaction)
PART(sound, interaction)
PART(topics, interaction)
PART(gaps, interaction)
PART(seen, interaction)
PART(answers, evaluation)
PART(disputes, evaluation)
PART(consents, item)
PART(readers, list)
PART(evaluators, plan)
PART(calibration_calls, session)
PART(raters, session)
PART(ratings, session)
PART(coached_calls, plan)
PART(meetings, plan)
PART(sessions, person)
PART(codes, person)
PART(signatures, proposal)

typedef enum err part_fn(struct db *db, struct arena *a, struct id id, struct buf *b);
enum { PARTS = 5 };
static part_fn *const no_parts[PARTS] = {0};
static part_fn *const call_parts[PARTS] = {add_segments, add_sound, add_topics, add_gaps, add_seen};
static part_fn *const evaluation_parts[PARTS] = {add_answers, add_disputes};
static part_fn *const item_parts[PARTS] = {add_consents};
static part_fn *const list_parts[PARTS] = {add_readers};
static part_fn *const plan_parts[PARTS] = {add_evaluators};
static part_fn *const calibration_parts[PARTS] = {add_calibration_calls, add_raters, add_ratings};
static part_fn *const coaching_parts[PARTS] = {add_coached_calls, add_meetings};
static part_fn *const access_parts[PARTS] = {add_sessions, add_codes};
static part_fn *const proposal_parts[PARTS] = {add_signatures};

static enum err add_parts(struct db *db, struct arena *a, struct id id, part_fn *const parts[PARTS],
                          struct buf *b) {
  for (size_t i = 0; i < PARTS && parts[i]; i++) TRY(parts[i](db, a, id, b));
  return buf_check(b);
}

#define THING(query, parts)                                                                        \
  static enum err page_##query(struct db *db, struct arena *a, struct id from, int64_t limit,      \
                               struct thing **out, size_t *out_n) {                                \
    struct kept_##query##_row *rows;                                                               \
    struct kept_##query q = {.id = from, .limit = limit};                                          \
    TRY(sql_kept_##query(db, a, &q, &rows, out_n));                                                \
    *out = arena_alloc(a, (*out_n + 1) * sizeof **out);                                            \
    for (size_t i = 0; i < *out_n; i++) {                                                          \
      AUTO(buf) struct buf b = {0};                                                                \
      sql_kept_##query##_row_json(&b, &rows[i]);                                                   \
      TRY(add_parts(db, a, rows[i].id, parts, &b));                                                \
      (*out)[i] = (struct thing){rows[i].id, {arena_strndup(a, b.p, b.n), b.n}};                   \
    }                                                                                              \
    return OK;                                                                                     \
  }
THING(listening, no_parts)
THING(heard, no_parts)
THING(agreement, no_parts)
THING(grant, no_parts)
THING(membership, no_parts)
THING(person, no_parts)
THING(item, item_parts)
THING(aside, no_parts)
THING(talk, call_parts)
THING(scored, evaluation_parts)
THING(reason, no_parts)
THING(team, no_parts)
THING(queue, no_parts)
THING(line, no_parts)
THING(shift, no_parts)
THING(topic, no_parts)
THING(note, no_parts)
THING(mark, no_parts)
THING(window, no_parts)
THING(list, list_parts)
THING(form, no_parts)
THING(plan, plan_parts)
THING(draw, no_parts)
THING(sample, no_parts)
THING(calibration, calibration_parts)
THING(precedent, no_parts)
THING(coaching, coaching_parts)
THING(promise, no_parts)
THING(access, access_parts)
THING(care, no_parts)
THING(key, no_parts)
THING(proposal, proposal_parts)
THING(notice, no_parts)

static const struct kind {
  int64_t what;
  const char *word;
  enum rule rule;
  page_fn *page; // NULL: it was, and is another kind now
} kinds[] = {
#define KEPT(symbol, number, query, word, rule) {number, word, rule, page_##query},
#define FORMER(number, word)                    {number, word, STAYS, NULL},
#include "schemas/kept.def"
#undef FORMER
#undef KEPT
};

static const struct kind *kind_of(int64_t what) {
  for (size_t i = 0; i < countof(kinds); i++)
    if (kinds[i].what == what) return &kinds[i];
  return NULL;
}

static void reckon(const struct kind *k, const struct thing *t, const uint8_t salt[CHAIN_SALT],
                   uint8_t out[CHAIN_HASH]) {
  crypto_generichash_state h;
  crypto_generichash_init(&h, salt, CHAIN_SALT, CHAIN_HASH);
  chain_hash_number(&h, k->what);
  crypto_generichash_update(&h, (const uint8_t *)t->json.p, t->json.n);
  crypto_generichash_final(&h, out, CHAIN_HASH);
}

// ---- telling ----------------------------------------------------------------------------------
struct telling {
  struct db *db;
  int64_t seq; // of the line to come
  crypto_generichash_state *rows;
};

static void add_row(crypto_generichash_state *h, int64_t what, struct id id, struct bytes digest) {
  chain_hash_number(h, what);
  crypto_generichash_update(h, id.b, sizeof id.b);
  chain_hash_optional(h, digest.p, digest.p, digest.n);
}

static enum err tell(struct telling *t, const struct kind *k, struct id id,
                     const struct thing *thing) {
  uint8_t salt[CHAIN_SALT] = {0}, digest[CHAIN_HASH];
  struct audit_row_add row = {.seq = t->seq, .what = k->what, .id = id};
  if (thing) {
    randombytes_buf(salt, sizeof salt);
    reckon(k, thing, salt, digest);
    row.digest = bytes_of(digest, CHAIN_HASH);
  }
  add_row(t->rows, k->what, id, row.digest);
  TRY(sql_audit_row_add(t->db, &row));
  return sql_kept_put(t->db, &(struct kept_put){k->what, id, t->seq, bytes_of(salt, CHAIN_SALT)});
}

static enum err tell_touched(struct telling *t, const struct db_touch *touched) {
  AUTO(arena) struct arena a;
  const struct kind *k = kind_of(touched->what);
  struct thing *things;
  size_t n;
  arena_init(&a, ROOM);
  if (!k) return fail(E_BROKEN, "kind %" PRId64 " is not in schemas/kept.def", touched->what);
  TRY(k->page(t->db, &a, touched->id, 1, &things, &n));
  bool there = n && id_eq(things[0].id, touched->id);
  return tell(t, k, touched->id, there ? things : NULL);
}

static enum err begin(struct telling *out) {
  crypto_generichash_init(out->rows, NULL, 0, CHAIN_HASH);
  return chain_next(out->db, &out->seq);
}

static enum err end(struct telling *t, enum event event) {
  uint8_t hash[CHAIN_HASH];
  crypto_generichash_final(t->rows, hash, CHAIN_HASH);
  return chain_append_rows(t->db, &(struct chain_line){.event = event}, hash);
}

static int by_kind_and_id(const void *a, const void *b) {
  const struct db_touch *x = a, *y = b;
  if (x->what != y->what) return x->what < y->what ? -1 : 1;
  return memcmp(x->id.b, y->id.b, sizeof x->id.b);
}

enum err kept_seal(struct db *db) {
  crypto_generichash_state rows;
  struct telling t = {.db = db, .rows = &rows};
  struct db_touch *touched;
  size_t n = db_touched(db, &touched);
  qsort(touched, n, sizeof *touched, by_kind_and_id);
  TRY(begin(&t));
  for (size_t i = 0; i < n; i++)
    if (!i || by_kind_and_id(&touched[i - 1], &touched[i])) TRY(tell_touched(&t, &touched[i]));
  return end(&t, EV_ROWS_KEPT);
}

// ---- a house from before ----------------------------------------------------------------------
static struct id next_id(struct id id) {
  for (int i = (int)sizeof id.b - 1; i >= 0 && !++id.b[i]; i--) {
  }
  return id;
}

// What a program has told already stands in its own line.
static enum err take_one(struct telling *t, const struct kind *k, const struct thing *thing,
                         int64_t *n_taken) {
  struct kept_one_row row;
  bool told;
  TRY(sql_kept_one(t->db, NULL, &(struct kept_one){k->what, thing->id}, &row, &told));
  if (told) return OK;
  ++*n_taken;
  return tell(t, k, thing->id, thing);
}

static enum err take_kind(struct telling *t, const struct kind *k, int64_t *n_taken) {
  struct id from = {0};
  for (size_t n = PAGE; n == PAGE;) {
    AUTO(arena) struct arena a;
    struct thing *things;
    arena_init(&a, ROOM);
    TRY(k->page(t->db, &a, from, PAGE, &things, &n));
    for (size_t i = 0; i < n; i++) TRY(take_one(t, k, &things[i], n_taken));
    if (n) from = next_id(things[n - 1].id);
  }
  return sql_kept_kind_add(t->db, &(struct kept_kind_add){k->what, t->seq});
}

static enum err is_taken(struct db *db, const struct kind *k, bool *out) {
  struct kept_kind_of_row row;
  return sql_kept_kind_of(db, NULL, &(struct kept_kind_of){k->what}, &row, out);
}

enum err kept_take_in(struct db *db, int64_t *out_n) {
  crypto_generichash_state rows;
  struct telling t = {.db = db, .rows = &rows};
  size_t kinds_taken = 0;
  *out_n = 0;
  TRY(begin(&t));
  for (size_t i = 0; i < countof(kinds); i++) {
    bool taken = true;
    if (kinds[i].page) TRY(is_taken(db, &kinds[i], &taken));
    if (taken) continue;
    TRY(take_kind(&t, &kinds[i], out_n));
    kinds_taken++;
  }
  return kinds_taken ? end(&t, EV_ROWS_TAKEN_IN) : OK;
}

// ---- verifying --------------------------------------------------------------------------------
static void check_claim(int64_t seq, const struct audit_rows_of_row *row, struct chain_report *r) {
  const struct kind *k = kind_of(row->what);
  char id[ID_TEXT];
  id_text(row->id, id);
  if (!k)
    chain_bad(r, seq, "it speaks of a kind of row this version does not know");
  else if (!row->last.set || row->last.v < seq)
    chain_bad(r, seq, "that it spoke of %s %s was forgotten", k->word, id);
  else if (k->rule == ONCE && row->last.v > seq)
    chain_bad(r, row->last.v, "it changes %s %s, which is never changed", k->word, id);
  else if (k->rule != GOES && !row->digest.p)
    chain_bad(r, seq, "it deletes %s %s, which is never deleted", k->word, id);
  r->rows++;
}

enum err kept_line_verify(struct db *db, int64_t seq, struct bytes rows_hash,
                          struct chain_report *out) {
  crypto_generichash_state h;
  uint8_t hash[CHAIN_HASH];
  struct audit_rows_of q = {.seq = seq, .limit = PAGE};
  crypto_generichash_init(&h, NULL, 0, CHAIN_HASH);
  for (size_t n = PAGE; n == PAGE;) {
    AUTO(arena) struct arena a;
    struct audit_rows_of_row *rows;
    arena_init(&a, 1 << 20);
    TRY(sql_audit_rows_of(db, &a, &q, &rows, &n));
    for (size_t i = 0; i < n; i++) {
      add_row(&h, rows[i].what, rows[i].id, rows[i].digest);
      check_claim(seq, &rows[i], out);
      q.what = rows[i].what;
      q.id = rows[i].id;
    }
  }
  crypto_generichash_final(&h, hash, CHAIN_HASH);
  if (!chain_same(rows_hash, hash)) chain_bad(out, seq, "what it says of rows was altered");
  return OK;
}

struct compare {
  struct db *db;
  const struct kind *k;
  void (*each)(void *self, const struct kept_fault *f);
  void *self;
  int64_t good;
  bool taken; // the kind is under the chain since the house began, or was taken in
  bool said;
};

// Of a kind that was never taken in, one word: it is no row's fault.
static void fault(struct compare *c, struct id id, int64_t seq, const char *says) {
  bool before = !seq && !c->taken;
  if (before && c->said) return;
  c->said |= before;
  if (before) says = "such rows from before are not under the chain: medlyss init takes them in";
  c->each(c->self, &(struct kept_fault){c->k->word, id, seq, says});
}

static void gone(struct compare *c, const struct kept_from_row *told) {
  if (told->digest.p) fault(c, told->id, told->seq, "it is gone");
}

static void both(struct compare *c, const struct kept_from_row *told, const struct thing *t) {
  uint8_t digest[CHAIN_HASH];
  const char *says = NULL;
  if (!told->told.set)
    says = "that record does not speak of it";
  else if (!told->digest.p)
    says = "that record says it is gone";
  else if (told->salt.n != CHAIN_SALT)
    says = "its salt was altered";
  if (!says) reckon(c->k, t, told->salt.p, digest);
  if (!says && !chain_same(told->digest, digest)) says = "it was changed since";
  if (says)
    fault(c, t->id, told->seq, says);
  else
    c->good++;
}

// Two pages in order of ids, as far as both reach.
static struct id merge(struct compare *c, const struct kept_from_row *told, size_t n_told,
                       const struct thing *things, size_t n_things, bool *out_more) {
  size_t i = 0, k = 0;
  bool told_ends = n_told < PAGE, things_end = n_things < PAGE;
  struct id at = {0};
  while ((i < n_told || told_ends) && (k < n_things || things_end) &&
         (i < n_told || k < n_things)) {
    int order = i == n_told     ? 1
                : k == n_things ? -1
                                : memcmp(told[i].id.b, things[k].id.b, sizeof at.b);
    at = order <= 0 ? told[i].id : things[k].id;
    if (order < 0) gone(c, &told[i]);
    if (order > 0) fault(c, things[k].id, 0, "no record speaks of it");
    if (!order) both(c, &told[i], &things[k]);
    i += order <= 0;
    k += order >= 0;
  }
  *out_more = !told_ends || !things_end;
  return next_id(at);
}

static enum err compare_kind(struct compare *c) {
  struct id from = {0};
  for (bool more = true; more;) {
    AUTO(arena) struct arena a;
    struct kept_from_row *told;
    struct thing *things;
    size_t n_told, n_things;
    arena_init(&a, ROOM);
    struct kept_from q = {.what = c->k->what, .id = from, .limit = PAGE};
    TRY(sql_kept_from(c->db, &a, &q, &told, &n_told));
    TRY(c->k->page(c->db, &a, from, PAGE, &things, &n_things));
    from = merge(c, told, n_told, things, n_things, &more);
  }
  return OK;
}

enum err kept_verify(struct db *db, void (*each)(void *self, const struct kept_fault *f),
                     void *self, int64_t *out_n) {
  *out_n = 0;
  for (size_t i = 0; i < countof(kinds); i++) {
    struct compare c = {.db = db, .k = &kinds[i], .each = each, .self = self};
    if (!kinds[i].page) continue;
    TRY(is_taken(db, &kinds[i], &c.taken));
    TRY(compare_kind(&c));
    *out_n += c.good;
  }
  return OK;
}
