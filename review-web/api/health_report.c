// SPDX-License-Identifier: Apache-2.0
// What recording does, for those who mind it: which sources send, of each day how many calls were
// expected and how many have sound, and when the disks are full. Sums alone: no call, no person.
#include "centre/room.h"
#include "core/networks.h"
#include "gen/sql/health.h"
#include "gen/told/centre.h"
#include "review-web/api/common.h"
#include "review-web/http/site.h"

enum { DAYS = 14, MOST_DAYS = 100, SOURCES_MOST = 500, QUIET_MS = 60000, SAMPLES_MOST = 2000 };

// ---- sources -----------------------------------------------------------------------------------

struct list {
  struct told_heard_source *source;
  size_t n;
};

static bool listed(const struct list *l, const char *program, struct sv name) {
  for (size_t i = 0; i < l->n; i++)
    if (!strcmp(l->source[i].program, program) && sv_eq(sv_of(l->source[i].name), name))
      return true;
  return false;
}

static void add_unheard(struct request *req, struct list *l, const char *program, struct sv name) {
  if (l->n == 2 * SOURCES_MOST || listed(l, program, name)) return;
  l->source[l->n++] = (struct told_heard_source){
      .program = program, .name = arena_strndup(&req->arena, name.p, name.n), .light = "quiet"};
}

// A mirrored interface is never quiet for long; a client that rings nobody is.
static const char *light(const struct source_heard_list_row *r, int64_t now_ms) {
  if (strcmp(r->program, "capture")) return "may_be";
  return now_ms - r->heard_ms < QUIET_MS ? "sends" : "quiet";
}

// Those that are named in the settings and were never heard are listed too. Of a network of clients
// none is named.
static void add_expected(struct request *req, struct list *l) {
  const struct settings *s = &req->site->settings;
  for (struct sv rest = sv_of(s->interfaces), w; rest.n;)
    if ((w = sv_trim(sv_cut(&rest, ','))).n) add_unheard(req, l, "capture", w);
  for (struct sv rest = sv_of(*s->siprec_listen ? s->siprec_peers : ""), w; rest.n;)
    if ((w = sv_trim(sv_cut(&rest, ','))).n && !memchr(w.p, '/', w.n) && !sv_eq(w, SV("::1")))
      add_unheard(req, l, "siprec", w);
  if (s->watch_imports) add_unheard(req, l, "import", SV(""));
}

// A recorder's mirrored port and a file that was replayed are kept apart by where they stood.
static enum err read_sources(struct request *req, struct told_health_report *t) {
  struct source_heard_list_row *r;
  size_t n;
  int64_t now_ms = clock_wall_ms();
  TRY(sql_source_heard_list(req->db, &req->arena, &(struct source_heard_list){SOURCES_MOST}, &r,
                            &n));
  struct list l = {.source = arena_array(&req->arena, 2 * SOURCES_MOST, struct told_heard_source)};
  for (size_t i = 0; i < n; i++)
    l.source[l.n++] = (struct told_heard_source){.program = r[i].program,
                                                 .name = r[i].name,
                                                 .heard_ms = some_int(r[i].heard_ms),
                                                 .light = light(&r[i], now_ms)};
  add_expected(req, &l);
  for (size_t i = 0; i < l.n; i++) // a folder that nothing came to may be as it should
    if (!strcmp(l.source[i].program, "import")) l.source[i].light = "may_be";
  t->sources = l.source;
  t->n_sources = l.n;
  return OK;
}

// ---- days --------------------------------------------------------------------------------------

static struct told_recorded_day *day_of(struct told_health_report *t, int64_t day,
                                        const char *source) {
  for (size_t i = 0; i < t->n_days; i++)
    if (t->days[i].day == day && !strcmp(t->days[i].source, source)) return &t->days[i];
  t->days[t->n_days] = (struct told_recorded_day){.day = day, .source = source};
  return &t->days[t->n_days++];
}

static void add_recorded(struct told_health_report *t, const struct recorded_by_day_row *r) {
  struct told_recorded_day *d = day_of(t, r->local_day, r->source);
  d->expected = r->seen - r->unanswered - r->chosen;
  d->recorded = r->recorded;
  d->unanswered = r->unanswered;
  d->chosen = r->chosen;
  d->one_sided = r->one_sided;
  d->packets = r->packets;
  d->lost = r->lost;
}

static void add_turned_away(struct told_health_report *t, const struct turned_away_by_day_row *r) {
  const char *source = strcmp(r->program, "capture") ? r->program : "live";
  struct told_recorded_day *d = day_of(t, r->local_day, source);
  d->turned_away = r->n;
  d->expected += r->n;
}

static int newest_first(const void *x, const void *y) {
  const struct told_recorded_day *a = x, *b = y;
  if (a->day != b->day) return a->day < b->day ? 1 : -1;
  return strcmp(a->source, b->source);
}

static enum err read_days(struct request *req, struct told_health_report *t) {
  struct recorded_by_day_row *recorded;
  struct turned_away_by_day_row *away;
  struct expected_by_day_row *expected;
  size_t n_recorded, n_away, n_expected;
  TRY(sql_recorded_by_day(req->db, &req->arena, &(struct recorded_by_day){t->from_ms, t->to_ms},
                          &recorded, &n_recorded));
  TRY(sql_turned_away_by_day(req->db, &req->arena,
                             &(struct turned_away_by_day){t->from_ms, t->to_ms}, &away, &n_away));
  TRY(sql_expected_by_day(req->db, &req->arena, &(struct expected_by_day){t->from_ms, t->to_ms},
                          &expected, &n_expected));
  t->days =
      arena_array(&req->arena, n_recorded + n_away + n_expected + 1, struct told_recorded_day);
  for (size_t i = 0; i < n_recorded; i++) add_recorded(t, &recorded[i]);
  for (size_t i = 0; i < n_away; i++) add_turned_away(t, &away[i]);
  for (size_t i = 0; i < n_expected; i++) {
    struct told_recorded_day *d = day_of(t, expected[i].local_day, "pbx");
    d->expected = expected[i].expected;
    d->recorded = expected[i].found;
  }
  qsort(t->days, t->n_days, sizeof *t->days, newest_first);
  return OK;
}

// ---- room --------------------------------------------------------------------------------------

static enum err add_room(struct request *req, const char *place, struct told_health_report *t) {
  static const char *const words[] = {"unknown", "steady", "filling"};
  struct room_samples ask = {place, clock_wall_ms() - DAYS * DAY_MS, SAMPLES_MOST};
  struct room_samples_row *r;
  size_t n;
  TRY(sql_room_samples(req->db, &req->arena, &ask, &r, &n));
  if (!n) return OK; // no end, or nothing is known: the page says which
  struct room_at *at = arena_array(&req->arena, n, struct room_at);
  for (size_t i = 0; i < n; i++) at[i] = (struct room_at){r[i].at_ms, r[i].free_bytes};
  struct room_says says = room_foresee(at, n, clock_wall_ms());
  t->rooms[t->n_rooms++] = (struct told_disk_room){
      .place = place,
      .free_bytes = r[n - 1].free_bytes,
      .at_ms = r[n - 1].at_ms,
      .since_ms = r[0].at_ms,
      .state = words[says.state],
      .full_ms = says.state == ROOM_FILLING ? some_int(says.full_ms) : (struct opt_int){0}};
  return OK;
}

// ---- the answer --------------------------------------------------------------------------------

enum err serve_health_report(struct request *req) {
  bool has;
  int64_t now_ms = clock_wall_ms();
  struct told_health_report t = {.to_ms = now_ms};
  t.rooms = arena_array(&req->arena, 2, struct told_disk_room);
  TRY(query_int(&req->query, "to", &has, &t.to_ms));
  t.from_ms = t.to_ms - DAYS * DAY_MS;
  TRY(query_int(&req->query, "from", &has, &t.from_ms));
  if (t.to_ms < t.from_ms) return fail(E_BAD_INPUT, "to comes before from");
  if (t.to_ms - t.from_ms > MOST_DAYS * DAY_MS) t.from_ms = t.to_ms - MOST_DAYS * DAY_MS;
  TRY(read_sources(req, &t));
  TRY(read_days(req, &t));
  TRY(add_room(req, "spool", &t));
  TRY(add_room(req, "recordings", &t));
  tell_health_report(&req->out, &t);
  return OK;
}
