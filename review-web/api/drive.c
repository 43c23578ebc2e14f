// SPDX-License-Identifier: Apache-2.0
#include "review-web/api/drive.h"

#include "gen/sql/web_find.h"

enum { SUBJECTS_FEW = 100, SUBJECTS_MOST = SUBJECTS_FEW + DRIVE_TEAMS, KEYS = 3 };
// Few enough to sort, or to look for each by itself.
enum { WORDS_FEW = 400, BEGINNINGS_FEW = 300 };
enum { SHORT_FIRST = 8 }; // a stretch of words is sorted whole: an eighth of it often does

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
  d->stretch = (struct drive_stretch){.calls = 6000, .looked_up = 300};
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

// ---- the page ---------------------------------------------------------------------------------

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

static bool full(const struct drive *d) { return d->n == (size_t)d->limit; }

// Once the page is full, what is older than its last row cannot enter it.
static int64_t since(const struct drive *d) {
  return full(d) ? d->rows[d->n - 1].started_ms : d->since_ms;
}

// ---- the walks --------------------------------------------------------------------------------
enum lead { BY_TIME, BY_KEY, BY_WORDS };

// What a list walks: the calls in order of time, those under a key (of each of these subjects, and
// `whole`: of all the viewer may see), or those with words that begin so.
struct way {
  enum lead lead;
  struct id subjects[SUBJECTS_MOST];
  bool partly[SUBJECTS_MOST]; // the viewer sees this subject's calls of some time only
  size_t n;
  bool whole, brief; // brief: so short that it is walked at once
};

#define HOURS(d)                                                                                   \
  .minute_from = (d)->minute_from, .minutes = (d)->minutes, .least_ms = (d)->least_ms,             \
  .most_ms = (d)->most_ms
#define ANY_HOURS    .minutes = DAY_MINUTES, .most_ms = INT64_MAX
#define PAGE(d)      .before_ms = (d)->before_ms, .before = (d)->before, .since_ms = since(d)
#define VIEWER(d)    .viewer = (d)->viewer, .colleagues = (d)->colleagues, .mark = (d)->mark
#define KEY(name, k) .name##_filters = filters_of(k), .name##_one = (k).one, .name##_two = (k).two
#define LATER_WORDS(w)                                                                             \
  .second = (w).word[1], .second_end = (w).end[1], .third = (w).word[2], .third_end = (w).end[2]
#define ALL_WORDS(w) .first = (w).word[0], .first_end = (w).end[0], LATER_WORDS(w)
#define KEEP_ALL(d, r, n)                                                                          \
  for (size_t i = 0; i < (n); i++) keep((d), (struct found){(r)[i].id, (r)[i].started_ms})

static enum err newest(struct drive *d) {
  struct find_newest_row *r;
  size_t n;
  struct find_newest q = {VIEWER(d), ALL_WORDS(d->words), PAGE(d), HOURS(d), .limit = d->limit};
  TRY(sql_find_newest(d->db, d->arena, &q, &r, &n));
  KEEP_ALL(d, r, n);
  return OK;
}

// Of one subject, or (subject NULL) of all the viewer may see. seen: the caller has seen to it that
// every call of the subject is hers to see.
static enum err by_key(struct drive *d, const struct id *subject, bool seen) {
  struct keys k = keys_of(d, subject);
  struct find_by_key_row *r;
  size_t n;
  struct find_by_key q = {.filters = k.v[0].filters,
                          .word_one = k.v[0].one,
                          .word_two = k.v[0].two,
                          KEY(also, k.v[1]),
                          KEY(more, k.v[2]),
                          ALL_WORDS(d->words),
                          VIEWER(d),
                          .seen = seen,
                          PAGE(d),
                          HOURS(d),
                          .limit = d->limit};
  TRY(sql_find_by_key(d->db, d->arena, &q, &r, &n));
  KEEP_ALL(d, r, n);
  return OK;
}

static const struct id *named(const struct drive *d) { return d->has_person ? &d->person : NULL; }

static enum err by_words(struct drive *d) {
  struct keys k = keys_of(d, named(d));
  struct find_by_words_row *r;
  size_t n;
  struct find_by_words q = {
      VIEWER(d),         .word = d->words.word[0], .word_end = d->words.end[0], KEY(also, k.v[0]),
      KEY(more, k.v[1]), KEY(last, k.v[2]),        LATER_WORDS(d->words),       PAGE(d),
      HOURS(d),          .limit = d->limit};
  TRY(sql_find_by_words(d->db, d->arena, &q, &r, &n));
  KEEP_ALL(d, r, n);
  return OK;
}

static enum err walk(struct drive *d, const struct way *w) {
  if (w->lead == BY_TIME) return newest(d);
  if (w->lead == BY_WORDS) return by_words(d);
  for (size_t i = 0; i < w->n; i++) TRY(by_key(d, &w->subjects[i], !w->partly[i]));
  return w->whole ? by_key(d, NULL, false) : OK;
}

// ---- stretches of time ------------------------------------------------------------------------
// Calls that pass rare filters lie far apart. A page then looks through one stretch of time, which
// ends where so many calls were met, and the next page goes on from there. Where it ends follows
// from when calls came, not from what is written about them.
static bool some_hours(const struct drive *d) {
  return d->minutes < DAY_MINUTES || d->least_ms > 0 || d->most_ms < INT64_MAX;
}

static bool looks_up(const struct drive *d, const struct way *w) { // what is not in the row walked
  struct keys k = keys_of(d, w->n ? &w->subjects[0] : named(d));
  return d->words.word[0] || k.v[w->lead == BY_KEY].filters;
}

struct back {
  int64_t most;
  bool at_hours; // of those only
};

static struct drive hours_of(const struct drive *d, struct back b) {
  struct drive any = *d;
  if (b.at_hours) return any;
  any.minutes = DAY_MINUTES;
  any.least_ms = 0;
  any.most_ms = INT64_MAX;
  return any;
}

// *out: when the call started that is so many back, where there are so many and it is later.
static enum err back_newest(struct drive *d, struct back b, int64_t *out) {
  struct drive of = hours_of(d, b);
  struct back_newest_row r;
  bool found;
  struct back_newest q = {PAGE(&of), HOURS(&of), .most = b.most};
  TRY(sql_back_newest(d->db, d->arena, &q, &r, &found));
  if (found && r.started_ms > *out) *out = r.started_ms;
  return OK;
}

static enum err back_key(struct drive *d, const struct id *subject, struct back b, int64_t *out) {
  struct drive of = hours_of(d, b);
  struct key k = keys_of(d, subject).v[0];
  struct back_key_row r;
  bool found;
  struct back_key q = {.filters = k.filters,
                       .word_one = k.one,
                       .word_two = k.two,
                       PAGE(&of),
                       HOURS(&of),
                       .most = b.most};
  TRY(sql_back_key(d->db, d->arena, &q, &r, &found));
  if (found && r.started_ms > *out) *out = r.started_ms;
  return OK;
}

static enum err back_way(struct drive *d, const struct way *w, struct back b, int64_t *out) {
  if (w->lead != BY_KEY) return back_newest(d, b, out);
  b.most /= (int64_t)w->n + w->whole;
  for (size_t i = 0; i < w->n; i++) TRY(back_key(d, &w->subjects[i], b, out));
  return w->whole ? back_key(d, NULL, b, out) : OK;
}

// Where a stretch begins (`share`: of so many, the first), from the page's end backwards.
static enum err stretch(struct drive *d, const struct way *w, int64_t share, int64_t *out) {
  int64_t oldest = d->since_ms;
  *out = oldest;
  if (w->lead == BY_WORDS || some_hours(d))
    TRY(back_way(d, w, (struct back){d->stretch.calls / share, false}, out));
  if (w->lead == BY_WORDS || !looks_up(d, w)) return OK;
  d->since_ms = *out;
  TRY(back_way(d, w, (struct back){d->stretch.looked_up / share, some_hours(d)}, out));
  d->since_ms = oldest;
  return OK;
}

static enum err walk_one(struct drive *d, const struct way *w, int64_t share) {
  int64_t oldest = d->since_ms, begins;
  TRY(stretch(d, w, share, &begins));
  d->since_ms = begins;
  TRY(walk(d, w));
  d->since_ms = oldest;
  d->goes_on = !full(d) && begins > oldest;
  if (!d->goes_on) return OK;
  d->before_ms = begins - 1;
  memset(d->before.b, 0xff, sizeof d->before.b);
  return OK;
}

static enum err walk_stretches(struct drive *d, const struct way *w) {
  if (w->brief || (!some_hours(d) && !looks_up(d, w))) return walk(d, w);
  if (w->lead == BY_WORDS) TRY(walk_one(d, w, SHORT_FIRST));
  return w->lead != BY_WORDS || d->goes_on ? walk_one(d, w, 1) : OK;
}

// ---- which way --------------------------------------------------------------------------------

static bool always(int64_t from_ms, int64_t to_ms) { return !from_ms && to_ms == INT64_MAX; }

// A viewer over few people is served person by person (each list is one index walk, merged here);
// one over many walks what the filters name and asks the visibility of each call.
static enum err choose_by_scope(struct drive *d, struct way *out) {
  struct scope_subjects_row *r;
  size_t n;
  if (d->has_person) {
    *out = (struct way){.lead = BY_KEY, .subjects = {d->person}, .partly = {true}, .n = 1};
    return OK;
  }
  struct scope_subjects q = {.viewer = d->viewer, .limit = SUBJECTS_FEW + 1};
  TRY(sql_scope_subjects(d->db, d->arena, &q, &r, &n));
  *out = (struct way){.lead = BY_KEY, .whole = n > SUBJECTS_FEW};
  if (out->whole && !keys_of(d, NULL).v[0].filters) *out = (struct way){.lead = BY_TIME};
  if (n > SUBJECTS_FEW) n = 0;
  for (; out->n < n; out->n++) {
    out->subjects[out->n] = r[out->n].subject;
    out->partly[out->n] = !always(r[out->n].from_ms, r[out->n].to_ms);
  }
  // what nobody has claimed of the viewer's own teams: everyone who may have taken it sees it
  for (size_t i = 0; d->unclaimed && !d->words.word[0] && i < d->n_teams; i++)
    out->subjects[out->n++] = d->teams[i];
  return OK;
}

static enum err count_key(struct drive *d, const struct id *subject, int64_t *out) {
  struct key k = keys_of(d, subject).v[0];
  struct key_count_row r;
  struct key_count q = {
      .filters = k.filters, .word_one = k.one, .word_two = k.two, .limit = WORDS_FEW};
  TRY(sql_key_count(d->db, d->arena, &q, &r));
  *out += r.n;
  return OK;
}

static enum err count_way(struct drive *d, const struct way *w, int64_t *out) {
  *out = w->lead == BY_KEY ? 0 : WORDS_FEW;
  for (size_t i = 0; i < w->n && *out < WORDS_FEW; i++) TRY(count_key(d, &w->subjects[i], out));
  return w->lead == BY_KEY && w->whole ? count_key(d, NULL, out) : OK;
}

static enum err count_word(struct drive *d, size_t at, int64_t *out) {
  struct prefix_count_row r;
  struct prefix_count q = {
      .word = d->words.word[at], .word_end = d->words.end[at], .limit = WORDS_FEW};
  TRY(sql_prefix_count(d->db, d->arena, &q, &r));
  *out = r.n;
  return OK;
}

static void lead_with(struct drive *d, size_t at) { // the rarest word leads
  const char *word = d->words.word[0], *end = d->words.end[0];
  d->words.word[0] = d->words.word[at];
  d->words.end[0] = d->words.end[at];
  d->words.word[at] = word;
  d->words.end[at] = end;
}

static enum err count_rarest_word(struct drive *d, int64_t *out) {
  size_t rarest = 0;
  *out = WORDS_FEW;
  for (size_t i = 0; i < countof(d->words.word) && d->words.word[i]; i++) {
    int64_t n;
    TRY(count_word(d, i, &n));
    if (n < *out) rarest = i, *out = n;
  }
  lead_with(d, rarest);
  return OK;
}

// Words and calls are both many: by whichever one stretch comes further.
static enum err choose_further(struct drive *d, struct way *out) {
  struct way words = {.lead = BY_WORDS};
  struct beginnings_row r;
  struct beginnings q = {
      .word = d->words.word[0], .word_end = d->words.end[0], .limit = BEGINNINGS_FEW + 1};
  int64_t by_words, by_calls;
  TRY(sql_beginnings(d->db, d->arena, &q, &r));
  if (r.n > BEGINNINGS_FEW) return OK;
  by_words = by_calls = 0;
  if (out->lead == BY_KEY) TRY(stretch(d, &words, 1, &by_words));
  if (out->lead == BY_KEY) TRY(stretch(d, out, 1, &by_calls));
  if (by_words <= by_calls) *out = words;
  return OK;
}

// Words and filters: whatever is rarest leads, the others are looked up.
static enum err choose_by_text(struct drive *d, struct way *out) {
  int64_t words, calls;
  TRY(count_rarest_word(d, &words));
  TRY(choose_by_scope(d, out));
  TRY(count_way(d, out, &calls));
  if (words == WORDS_FEW && calls >= WORDS_FEW) return choose_further(d, out);
  if (words <= calls) *out = (struct way){.lead = BY_WORDS};
  out->brief = true;
  return OK;
}

// A person's calls are found only by those who may see that person's at all.
static enum err sees(struct drive *d, struct id subject, bool *out) {
  struct scope_of_row *rows;
  size_t n;
  TRY(sql_scope_of(d->db, d->arena, &(struct scope_of){.viewer = d->viewer, .subject = subject},
                   &rows, &n));
  *out = n > 0;
  return OK;
}

enum err drive_run(struct drive *d) {
  struct way way;
  bool may = true;
  d->n = 0;
  d->goes_on = false;
  d->rows = arena_array(d->arena, (size_t)d->limit + 1, struct found);
  if (d->has_person) TRY(sees(d, d->person, &may));
  if (!may) return OK;
  TRY(d->words.word[0] ? choose_by_text(d, &way) : choose_by_scope(d, &way));
  return walk_stretches(d, &way);
}
