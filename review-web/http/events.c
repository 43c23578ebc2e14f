// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/events.h"

#include <pthread.h>

#include "core/clock.h"
#include "core/log.h"
#include "gen/sql/person.h"
#include "gen/sql/trust.h"
#include "gen/sql/web_centre.h"
#include "review-web/http/server.h"
#include "review-web/http/session.h"
#include "review-web/http/site.h"

enum {
  TICK_MS = 250,
  CHECK_TICKS = 4,
  TIDY_TICKS = 1200,
  TELL_TICKS = 20,
  BEAT_MS = 15000,
  BEHIND_MAX = 16 * 1024,
  ROWS = 200,
  STREAMS_MAX = 3000,
  STREAMS_EACH = 16 // of one person: a browser has one, shared by its tabs
};

struct stream {
  struct stream *prev, *next;
  struct hub *hub;
  struct request *req;
  struct id person;
  uint8_t session[32];
  struct buf out;
  int64_t beat_ms;
  bool paused, ended;
};

struct hub {
  struct site *site;
  pthread_t thread;
  pthread_mutex_t lock;
  bool running, stopping;
  struct stream list; // circular
  size_t n;
  int64_t seq;       // of the outbox, the last one told; the thread's own
  int64_t scoped_ms; // up to when grants that began or ended have been looked at; likewise
};

// ---- a stream, on the server's threads --------------------------------------------------------

static void wake(struct stream *s) { // under the lock
  if (!s->paused) return;
  s->paused = false;
  server_wake(s->req);
}

static ptrdiff_t stream_read(void *self, uint64_t at, char *to, size_t n) {
  struct stream *s = self;
  ptrdiff_t got = STREAM_PAUSED;
  (void)at;
  pthread_mutex_lock(&s->hub->lock);
  if (s->out.n) {
    size_t take = s->out.n < n ? s->out.n : n;
    memcpy(to, s->out.p, take);
    buf_eat(&s->out, take);
    got = (ptrdiff_t)take;
  } else if (s->ended) {
    got = STREAM_END;
  } else {
    s->paused = true;
    server_pause(s->req);
  }
  pthread_mutex_unlock(&s->hub->lock);
  return got;
}

static void stream_done(void *self) {
  struct stream *s = self;
  pthread_mutex_lock(&s->hub->lock);
  s->prev->next = s->next;
  s->next->prev = s->prev;
  atomic_store(&s->hub->site->streams, --s->hub->n);
  pthread_mutex_unlock(&s->hub->lock);
  buf_drop(&s->out);
  free(s);
}

// The oldest of a person's who has her share gives way: what is open now is what she looks at.
static void make_room(struct hub *h, struct id person) { // under the lock
  struct stream *oldest = NULL;
  size_t n = 0;
  for (struct stream *s = h->list.next; s != &h->list; s = s->next) {
    if (s->ended || !id_eq(s->person, person)) continue;
    oldest = s; // newest first
    n++;
  }
  if (n < STREAMS_EACH) return;
  oldest->ended = true;
  wake(oldest);
  count_limit(&h->site->limits.streams_given_way);
}

enum err hub_join(struct hub *h, struct request *req) {
  struct stream *s = calloc(1, sizeof *s);
  if (!s) return fail(E_BUSY, "no memory for a stream");
  s->hub = h;
  s->req = req;
  s->person = req->viewer.person;
  s->out.cap_max = BEHIND_MAX;
  s->beat_ms = clock_wall_ms();
  memcpy(s->session, req->viewer.session, sizeof s->session);
  buf_add_str(&s->out, "retry: 3000\n: listening\n\n");
  pthread_mutex_lock(&h->lock);
  make_room(h, s->person);
  bool room = h->n < STREAMS_MAX && !h->stopping;
  if (room) {
    s->prev = &h->list;
    s->next = h->list.next;
    s->next->prev = s->prev->next = s;
    atomic_store(&h->site->streams, ++h->n);
  }
  pthread_mutex_unlock(&h->lock);
  if (!room) {
    buf_drop(&s->out);
    free(s);
    count_limit(&h->site->limits.streams_refused);
    return fail(E_BUSY, "too many event streams");
  }
  req->reply.status = 200;
  req->reply.kind = REPLY_EVENTS;
  req->reply.type = "text/event-stream";
  req->reply.stream = (struct reply_stream){stream_read, stream_done, s};
  return OK;
}

// ---- the thread -------------------------------------------------------------------------------

static void write_event(struct buf *b, const struct outbox_from_row *e) {
  buf_printf(b, "id: %" PRId64 "\nevent: %s\ndata: {", e->seq, e->event);
  out_id(b, "object", e->object);
  out_opt_id(b, "interaction", e->interaction);
  buf_add_str(b, "}\n\n");
}

static bool among(struct id one, const struct viewers_of_row *rows, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (id_eq(rows[i].viewer, one)) return true;
  return false;
}

static enum err tell(struct hub *h, struct db *db, struct arena *a,
                     const struct outbox_from_row *e) {
  struct viewers_of_row *rows = NULL;
  size_t n = 0;
  if (!e->person.set && e->interaction.set)
    TRY(sql_viewers_of(db, a, &(struct viewers_of){e->interaction.v}, &rows, &n));
  pthread_mutex_lock(&h->lock);
  for (struct stream *s = h->list.next; s != &h->list; s = s->next) {
    bool may = e->person.set ? id_eq(e->person.v, s->person)
                             : !e->interaction.set || among(s->person, rows, n);
    if (!may || s->ended) continue;
    write_event(&s->out, e);
    s->ended = s->out.failed; // too far behind: the browser comes back and reads everything anew
    wake(s);
  }
  pthread_mutex_unlock(&h->lock);
  return OK;
}

static enum err tell_news(struct hub *h, struct db *db, struct arena *a) {
  struct outbox_from_row *rows;
  size_t n;
  TRY(sql_outbox_from(db, a, &(struct outbox_from){.seq = h->seq, .limit = ROWS}, &rows, &n));
  for (size_t i = 0; i < n; i++) {
    TRY(tell(h, db, a, &rows[i]));
    h->seq = rows[i].seq;
  }
  return OK;
}

static void beat(struct hub *h) {
  int64_t now = clock_wall_ms();
  pthread_mutex_lock(&h->lock);
  for (struct stream *s = h->list.next; s != &h->list; s = s->next) {
    if (now - s->beat_ms < BEAT_MS && s->beat_ms <= now) continue;
    s->beat_ms = now;
    if (!s->out.n) buf_add_str(&s->out, ":\n\n");
    wake(s);
  }
  pthread_mutex_unlock(&h->lock);
}

// The sessions behind the streams, copied so that the database is asked outside the lock.
static size_t sessions(struct hub *h, struct arena *a, uint8_t (**out)[32]) {
  pthread_mutex_lock(&h->lock);
  size_t n = 0;
  *out = arena_alloc(a, (h->n + 1) * 32);
  for (struct stream *s = h->list.next; s != &h->list; s = s->next)
    memcpy((*out)[n++], s->session, 32);
  pthread_mutex_unlock(&h->lock);
  return n;
}

static void end_session(struct hub *h, const uint8_t hash[32]) {
  pthread_mutex_lock(&h->lock);
  for (struct stream *s = h->list.next; s != &h->list; s = s->next)
    if (!memcmp(s->session, hash, 32)) {
      s->ended = true;
      wake(s);
    }
  pthread_mutex_unlock(&h->lock);
}

static enum err check_sessions(struct hub *h, struct db *db, struct arena *a) {
  uint8_t(*hash)[32];
  size_t n = sessions(h, a, &hash);
  for (size_t i = 0; i < n; i++) {
    bool alive = true;
    if (i && !memcmp(hash[i], hash[i - 1], 32)) continue;
    TRY(session_alive(h->site, db, a, hash[i], &alive));
    if (!alive) end_session(h, hash[i]);
  }
  return OK;
}

// A grant or a place in a team that runs out ends what it let be seen, and not some minutes later.
static enum err check_scope(struct hub *h, struct db *db, struct arena *a) {
  int64_t now = clock_wall_ms();
  struct scope_due_row due;
  if (!h->scoped_ms || h->scoped_ms > now) h->scoped_ms = now - TICK_MS;
  TRY(sql_scope_due(db, a, &(struct scope_due){.since_ms = h->scoped_ms, .at_ms = now}, &due));
  h->scoped_ms = now;
  if (due.n) site_tidy(h->site);
  return OK;
}

static enum err tick(struct hub *h, struct arena *a, unsigned n) {
  struct db *db;
  TRY(worker_db(h->site, &db));
  if (h->seq < 0) {
    struct outbox_last_row last;
    TRY(sql_outbox_last(db, a, &last));
    h->seq = last.seq;
  }
  TRY(check_scope(h, db, a));
  TRY(tell_news(h, db, a));
  return n % CHECK_TICKS ? OK : check_sessions(h, db, a);
}

static void *look(void *arg) {
  struct hub *h = arg;
  AUTO(arena) struct arena a;
  arena_init(&a, 8 << 20);
  for (unsigned n = 0; !__atomic_load_n(&h->stopping, __ATOMIC_ACQUIRE); n++) {
    enum err rc = tick(h, &a, n);
    if (n % TIDY_TICKS == TIDY_TICKS - 1) site_tidy(h->site);
    if (n % TELL_TICKS == 0) site_tell(h->site);
    if (rc) log_err(rc, "event streams");
    beat(h);
    arena_clear(&a);
    clock_sleep_ms(TICK_MS);
  }
  worker_leave();
  return NULL;
}

enum err hub_new(struct site *site, struct hub **out) {
  struct hub *h = calloc(1, sizeof *h);
  if (!h) return fail(E_BROKEN, "no memory for event streams");
  h->site = site;
  h->seq = -1;
  h->list.prev = h->list.next = &h->list;
  pthread_mutex_init(&h->lock, NULL);
  h->running = !pthread_create(&h->thread, NULL, look, h);
  *out = h;
  return h->running ? OK : fail(E_BROKEN, "no thread for event streams");
}

void hub_end(struct hub *h) {
  if (!h) return;
  pthread_mutex_lock(&h->lock);
  __atomic_store_n(&h->stopping, true, __ATOMIC_RELEASE);
  for (struct stream *s = h->list.next; s != &h->list; s = s->next) {
    s->ended = true;
    wake(s);
  }
  pthread_mutex_unlock(&h->lock);
  if (h->running) pthread_join(h->thread, NULL);
  h->running = false;
}

void hub_free(struct hub *h) {
  if (!h) return;
  hub_end(h);
  pthread_mutex_destroy(&h->lock);
  free(h);
}
