// SPDX-License-Identifier: Apache-2.0
#include "review-web/api/drive.h"

#include "gen/sql.h"

enum { SUBJECTS_FEW = 100, PROBE = 4000, KEYS = 3 };

// As the triggers of call_filter number them.
enum filter { SUBJECT = 1, TEAM, UNCLAIMED, TOPIC, MARK, OUTCOME, FILTERS };

struct key { // one filter or two, as call_key holds them; filters 0: none
  int64_t filters;
  struct bytes one, two;
};

struct keys {
  struct key v[KEYS];
};

void drive_init(struct drive *d, struct db *db, struct arena *arena, int64_t limit) {
  *d = (struct drive){.db = db, .arena = arena, .limit = limit};
  d->before_ms = d->most_ms = INT64_MAX;
  memset(d->before.b, 0xff, sizeof d->before.b);
  d->minutes = DAY_MINUTES;
}

// ---- keys -------------------------------------------------------------------------------------
static struct bytes id_bytes(const struct id *id) { return (struct bytes){id->b, sizeof id->b}; }
static struct bytes text_bytes(const char *s) {
  return (struct bytes){(const uint8_t *)s, strlen(s)};
}

static struct bytes word_of(const struct drive *d, const struct id *subject, enum filter f) {
  static const struct bytes none = {NULL, 0}, set = {(const uint8_t *)"", 0};
  switch (f) {
  case SUBJECT: return subject ? id_bytes(subject) : none;
  case TEAM: return d->has_team ? id_bytes(&d->team) : none;
  case UNCLAIMED: return d->unclaimed ? set : none;
  case TOPIC: return d->has_topic ? id_bytes(&d->topic) : none;
  case MARK: return d->mark ? text_bytes(d->mark) : none;
  case OUTCOME: return d->outcome ? text_bytes(d->outcome) : none;
  case FILTERS: break;
  }
  return none;
}

static struct key pair(const struct drive *d, const struct id *subject, enum filter a,
                       enum filter b) {
  enum filter low = a < b ? a : b, high = a < b ? b : a;
  return (struct key){low * 10 + high, word_of(d, subject, low), word_of(d, subject, high)};
}

// What the filters are as keys, two in each: the pair that finds least comes first.
static struct keys keys_of(const struct drive *d, const struct id *subject) {
  static const enum filter by_rarity[] = {SUBJECT, MARK, TOPIC, TEAM, UNCLAIMED, OUTCOME};
  static const struct bytes nothing = {(const uint8_t *)"", 0};
  struct keys keys = {0};
  enum filter waiting = FILTERS;
  size_t n = 0;
  for (size_t i = 0; i < countof(by_rarity); i++) {
    if (!word_of(d, subject, by_rarity[i]).p) continue;
    if (waiting == FILTERS) {
      waiting = by_rarity[i];
      continue;
    }
    keys.v[n++] = pair(d, subject, waiting, by_rarity[i]);
    waiting = FILTERS;
  }
  if (waiting != FILTERS) keys.v[n] = (struct key){waiting, word_of(d, subject, waiting), nothing};
  return keys;
}

static struct opt_int filters_of(struct key k) {
  return (struct opt_int){k.filters > 0, k.filters};
}

// ---- the walks --------------------------------------------------------------------------------

// Newest first, each call once, the best `limit` of what several walks found.
static bool newer(const struct found *a, const struct found *b) {
  if (a->started_ms != b->started_ms) return a->started_ms > b->started_ms;
  return memcmp(a->id.b, b->id.b, sizeof a->id.b) > 0;
}

static void keep(struct drive *d, struct found one) {
  size_t at = d->n;
  while (at && newer(&one, &d->rows[at - 1])) at--;
  if (at && id_eq(d->rows[at - 1].id, one.id)) return;
  if (at == (size_t)d->limit) return;
  if (d->n < (size_t)d->limit) d->n++;
  memmove(&d->rows[at + 1], &d->rows[at], (d->n - at - 1) * sizeof one);
  d->rows[at] = one;
}

// Once the page is full, what is older than its last row cannot enter it.
static int64_t since(const struct drive *d) {
  return d->n == (size_t)d->limit ? d->rows[d->n - 1].started_ms : d->since_ms;
}

#define WINDOW(d)                                                                                  \
  .before_ms = (d)->before_ms, .before = (d)->before, .since_ms = since(d),                        \
  .minute_from = (d)->minute_from, .minutes = (d)->minutes, .least_ms = (d)->least_ms,             \
  .most_ms = (d)->most_ms, .limit = (d)->limit
#define KEY(name, k) .name##_filters = filters_of(k), .name##_one = (k).one, .name##_two = (k).two
#define LATER_WORDS(w)                                                                             \
  .second = (w).word[1], .second_end = (w).end[1], .third = (w).word[2], .third_end = (w).end[2]
#define ALL_WORDS(w) .first = (w).word[0], .first_end = (w).end[0], LATER_WORDS(w)
#define KEEP_ALL(d, r, n)                                                                          \
  for (size_t i = 0; i < (n); i++) keep((d), (struct found){(r)[i].id, (r)[i].started_ms})

static enum err newest(struct drive *d) {
  struct find_newest_row *r;
  size_t n;
  struct find_newest q = {
      .viewer = d->viewer, .colleagues = d->colleagues, ALL_WORDS(d->words), WINDOW(d)};
  TRY(sql_find_newest(d->db, d->arena, &q, &r, &n));
  KEEP_ALL(d, r, n);
  return OK;
}

// Of one subject, which the caller has seen to, or (subject NULL) of all the viewer may see.
static enum err by_key(struct drive *d, const struct id *subject) {
  struct keys k = keys_of(d, subject);
  struct find_by_key_row *r;
  size_t n;
  struct find_by_key q = {.filters = k.v[0].filters,
                          .word_one = k.v[0].one,
                          .word_two = k.v[0].two,
                          KEY(also, k.v[1]),
                          KEY(more, k.v[2]),
                          ALL_WORDS(d->words),
                          .viewer = d->viewer,
                          .colleagues = d->colleagues,
                          .seen = subject,
                          WINDOW(d)};
  TRY(sql_find_by_key(d->db, d->arena, &q, &r, &n));
  KEEP_ALL(d, r, n);
  return OK;
}

// Calls with these words: the word itself first, and what begins so where that does not fill the
// page (`few`: so few that they may be sorted; else the newest that have such words).
static enum err by_word(struct drive *d, const struct keys *k, bool few) {
  struct find_by_word_row *r;
  struct find_by_prefix_row *p;
  size_t n;
  bool look = d->minutes < DAY_MINUTES || d->least_ms > 0 || d->most_ms < INT64_MAX;
  struct find_by_word q = {.viewer = d->viewer,
                           .colleagues = d->colleagues,
                           .word = d->words.word[0],
                           .look = look,
                           KEY(also, k->v[0]),
                           KEY(more, k->v[1]),
                           KEY(last, k->v[2]),
                           LATER_WORDS(d->words),
                           WINDOW(d)};
  TRY(sql_find_by_word(d->db, d->arena, &q, &r, &n));
  KEEP_ALL(d, r, n);
  if (n == (size_t)d->limit) return OK;
  if (!few) return newest(d);
  struct find_by_prefix more = {.viewer = d->viewer,
                                .colleagues = d->colleagues,
                                .word = d->words.word[0],
                                .word_end = d->words.end[0],
                                .look = look,
                                KEY(also, k->v[0]),
                                KEY(more, k->v[1]),
                                KEY(last, k->v[2]),
                                LATER_WORDS(d->words),
                                WINDOW(d)};
  TRY(sql_find_by_prefix(d->db, d->arena, &more, &p, &n));
  KEEP_ALL(d, p, n);
  return OK;
}

// ---- which walk -------------------------------------------------------------------------------
static enum err count_key(struct drive *d, const struct key *k, int64_t *out) {
  struct key_count_row r;
  struct key_count q = {
      .filters = k->filters, .word_one = k->one, .word_two = k->two, .limit = PROBE};
  TRY(sql_key_count(d->db, d->arena, &q, &r));
  *out = r.n;
  return OK;
}

static enum err count_word(struct drive *d, size_t at, int64_t *out) {
  struct prefix_count_row r;
  struct prefix_count q = {.word = d->words.word[at], .word_end = d->words.end[at], .limit = PROBE};
  TRY(sql_prefix_count(d->db, d->arena, &q, &r));
  *out = r.n;
  return OK;
}

static void drive_word(struct drive *d, size_t at) { // the rarest word leads
  const char *word = d->words.word[0], *end = d->words.end[0];
  d->words.word[0] = d->words.word[at];
  d->words.end[0] = d->words.end[at];
  d->words.word[at] = word;
  d->words.end[at] = end;
}

static enum err count_rarest_word(struct drive *d, int64_t *out) {
  size_t rarest = 0;
  *out = PROBE;
  for (size_t i = 0; i < countof(d->words.word) && d->words.word[i]; i++) {
    int64_t n;
    TRY(count_word(d, i, &n));
    if (n < *out) rarest = i, *out = n;
  }
  drive_word(d, rarest);
  return OK;
}

static enum err few_subjects(struct drive *d, struct scope_subjects_row **out, size_t *out_n) {
  struct scope_subjects q = {.viewer = d->viewer, .limit = SUBJECTS_FEW + 1};
  return sql_scope_subjects(d->db, d->arena, &q, out, out_n);
}

// Words and filters: whatever is rarest leads, the others are looked up. Where both are common a
// page is soon full.
static enum err by_text(struct drive *d) {
  const struct id *person = d->has_person ? &d->person : NULL;
  struct keys k = keys_of(d, person);
  struct scope_subjects_row *r;
  size_t n_subjects;
  int64_t words, calls = 0;
  TRY(count_rarest_word(d, &words));
  TRY(few_subjects(d, &r, &n_subjects));
  bool few = !person && n_subjects <= SUBJECTS_FEW;
  for (size_t i = 0; few && i < n_subjects && calls < words; i++) {
    struct keys own = keys_of(d, &r[i].subject);
    int64_t n;
    TRY(count_key(d, &own.v[0], &n));
    calls += n;
  }
  if (!few && k.v[0].filters) TRY(count_key(d, &k.v[0], &calls));
  bool common = words == PROBE;
  if (few && (calls < words || common)) {
    for (size_t i = 0; i < n_subjects; i++) TRY(by_key(d, &r[i].subject));
    return OK;
  }
  if (!few && k.v[0].filters && (calls < words || common)) return by_key(d, person);
  return by_word(d, &k, !common);
}

// A person's calls are found only by those who may see that person's at all.
static enum err may_see(struct drive *d, struct id subject, bool *out) {
  struct scope_has_row row;
  return sql_scope_has(d->db, d->arena,
                       &(struct scope_has){.viewer = d->viewer, .subject = subject}, &row, out);
}

// A viewer over few people is served person by person (each list is one index walk, merged here);
// one over many walks what the filters name and asks the visibility of each call.
static enum err by_scope(struct drive *d) {
  struct scope_subjects_row *r;
  size_t n;
  TRY(few_subjects(d, &r, &n));
  if (n > SUBJECTS_FEW) return keys_of(d, NULL).v[0].filters ? by_key(d, NULL) : newest(d);
  for (size_t i = 0; i < n; i++) TRY(by_key(d, &r[i].subject));
  return OK;
}

enum err drive_run(struct drive *d) {
  bool may = true;
  d->rows = arena_array(d->arena, (size_t)d->limit + 1, struct found);
  if (d->has_person) TRY(may_see(d, d->person, &may));
  if (!may) return OK;
  if (d->words.word[0]) return by_text(d);
  // what nobody has claimed of the viewer's own teams: everyone who may have taken it sees it
  for (size_t i = 0; d->unclaimed && i < d->n_teams; i++) TRY(by_key(d, &d->teams[i]));
  return d->has_person ? by_key(d, &d->person) : by_scope(d);
}
