// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/server.h"

#include <dlfcn.h>
#include <microhttpd.h>

#include "core/clock.h"
#include "core/log.h"
#include "review-web/http/dispatch.h"
#include "review-web/http/watchdog.h"

enum { CONNECTIONS = 4096, IDLE_S = 60, LINGER_S = 1, MEMORY = 32 * 1024, BLOCK = 64 * 1024 };

struct server {
  struct server_options o;
  struct MHD_Daemon *daemon;
  struct watchdog *watchdog;
};

// One request while it is here. `raw` is where the target stood in MHD's own buffer.
struct exchange {
  struct request *req;
  const char *raw;
  size_t raw_n;
  bool called, close;
};

// ---- the head, as it came ---------------------------------------------------------------------
// MHD ends lines in place with NULs and hands out pointers into its buffer. Two lines that are not
// exactly two bytes apart held a NUL, a bare CR, a bare LF or a fold, or had a line between them
// that MHD passed over: another reader would have seen other headers. The empty line that ends the
// head shows as two more NULs. (Not MHD's strict mode: it answers by itself, and twice.)

struct gather {
  struct exchange *x;
  struct head_field *fields;
  size_t n;
  const char *expect;
  bool broken;
};

static enum MHD_Result gather_one(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_n,
                                  const char *value, size_t value_n) {
  struct gather *g = cls;
  (void)kind;
  if (g->n > GUARD_FIELDS_MAX || key != g->expect || !value) {
    g->broken = true;
    return MHD_NO;
  }
  g->fields[g->n++] = (struct head_field){{key, key_n}, {value, value_n}};
  g->expect = value + value_n + 2;
  return MHD_YES;
}

static enum err gather_head(struct exchange *x, struct MHD_Connection *c, const char *method,
                            const char *version) {
  struct request *req = x->req;
  struct gather g = {
      .x = x,
      .fields = arena_array(&req->arena, GUARD_FIELDS_MAX + 1, struct head_field),
      .expect = version + strlen(version) + 2,
  };
  MHD_get_connection_values_n(c, MHD_HEADER_KIND, gather_one, &g);
  req->head.version = sv_of(version);
  req->head.fields = g.fields;
  req->head.n = g.n;
  // The head ends where its last line does: MHD counts what it took, and a NUL there would be more.
  size_t took = MHD_get_connection_info(c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;
  if (g.broken || version != x->raw + x->raw_n + 1 || g.expect[0] || g.expect[1] ||
      (size_t)(g.expect + 2 - method) != took)
    return fail(E_BAD_INPUT, "the head of the request is malformed");
  return OK;
}

static enum method method_of(const char *name) {
  if (!strcmp(name, "GET") || !strcmp(name, "HEAD")) return METHOD_GET;
  if (!strcmp(name, "POST")) return METHOD_POST;
  if (!strcmp(name, "PUT")) return METHOD_PUT;
  if (!strcmp(name, "PATCH")) return METHOD_PATCH;
  return strcmp(name, "DELETE") ? METHOD_OTHER : METHOD_DELETE;
}

// ---- the reply --------------------------------------------------------------------------------

static ssize_t read_stream(void *cls, uint64_t at, char *to, size_t n) {
  struct request *req = cls;
  ptrdiff_t got = req->reply.stream.read(req->reply.stream.self, at, to, n);
  if (got == STREAM_END) return MHD_CONTENT_READER_END_OF_STREAM;
  return got == STREAM_FAILED ? MHD_CONTENT_READER_END_WITH_ERROR : got;
}

static struct MHD_Response *response_of(struct request *req) {
  struct reply *r = &req->reply;
  union {
    const char *in;
    void *out;
  } body = {.in = r->body.n ? r->body.p : ""}; // MHD reads only, but asks for void *
  switch (r->kind) {
  case REPLY_BYTES:
    return MHD_create_response_from_buffer(r->body.n, body.out, MHD_RESPMEM_PERSISTENT);
  case REPLY_STREAM:
    return MHD_create_response_from_callback(r->length, BLOCK, read_stream, req, NULL);
  case REPLY_EVENTS:
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, read_stream, req, NULL);
  }
  return NULL;
}

// Unless a reply says otherwise (the pages' own files do), nobody keeps it.
static bool says_cache(const struct reply *r) {
  for (size_t i = 0; i < r->n_fields; i++)
    if (!strcmp(r->fields[i].name, "Cache-Control")) return true;
  return false;
}

// MHD refuses some heads by itself (too long, another HTTP, a length that is none), before anybody
// of ours is asked: in HTML, without our headers, and some with their head twice. It hands its
// answers to the function we hand ours to, by its name: here that is this one. What is to be said
// is said in our way, and MHD, told that this failed, closes. `queue` is MHD's own.
typedef enum MHD_Result queue_response(struct MHD_Connection *, unsigned, struct MHD_Response *);
static queue_response *queue;

static const char *refusal(unsigned status) {
  switch (status) {
  case 413: return "{\"error\":\"TOO_BIG\",\"text\":\"the body is too large\"}";
  case 414: return "{\"error\":\"TOO_BIG\",\"text\":\"the address is too long\"}";
  case 431: return "{\"error\":\"TOO_BIG\",\"text\":\"the headers are too long\"}";
  case 500: return "{\"error\":\"BROKEN\",\"text\":\"internal error\"}";
  case 505: return "{\"error\":\"BAD_INPUT\",\"text\":\"HTTP/1.1 is spoken here\"}";
  default: return "{\"error\":\"BAD_INPUT\",\"text\":\"the head of the request is malformed\"}";
  }
}

static void write_refusal(struct buf *b, unsigned status) {
  char date[40];
  struct tm tm;
  time_t now = (time_t)(clock_wall_ms() / 1000);
  strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &tm));
  buf_printf(b, "HTTP/1.1 %u %s\r\nDate: %s\r\nConnection: close\r\n", status,
             MHD_get_reason_phrase_for(status), date);
  for (size_t i = 0; i < reply_common_n; i++)
    buf_printf(b, "%s: %s\r\n", reply_common[i].name, reply_common[i].value);
  buf_printf(b,
             "Cache-Control: private, no-store\r\nContent-Type: application/json\r\n"
             "Content-Length: %zu\r\n\r\n%s",
             strlen(refusal(status)), refusal(status));
}

// What has come and is not read would make a reset of the close, and the answer would be lost in
// it.
static void say(int socket, const struct buf *b) {
  char rest[4096];
  if (send(socket, b->p, b->n, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) return; // cut without an answer
  shutdown(socket, SHUT_WR);
  for (int i = 0; i < 64 && recv(socket, rest, sizeof rest, MSG_DONTWAIT) > 0; i++) continue;
}

__attribute__((visibility("default"))) enum MHD_Result
MHD_queue_response(struct MHD_Connection *c, unsigned status, struct MHD_Response *theirs) {
  AUTO(buf) struct buf b = {0};
  (void)theirs;
  write_refusal(&b, status);
  if (!b.failed) say(MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd, &b);
  return MHD_NO;
}

static bool queue_found(void) {
  union {
    void *p;
    queue_response *f;
  } found = {.p = dlsym(RTLD_NEXT, "MHD_queue_response")};
  queue = found.f;
  return queue != NULL;
}

static enum MHD_Result answer(struct exchange *x, struct MHD_Connection *c) {
  struct reply *r = &x->req->reply;
  struct MHD_Response *m = response_of(x->req);
  if (!m) return MHD_NO;
  for (size_t i = 0; i < reply_common_n; i++)
    MHD_add_response_header(m, reply_common[i].name, reply_common[i].value);
  for (size_t i = 0; i < r->n_fields; i++)
    MHD_add_response_header(m, r->fields[i].name, r->fields[i].value);
  if (!says_cache(r)) MHD_add_response_header(m, "Cache-Control", "private, no-store");
  if (r->type) MHD_add_response_header(m, "Content-Type", r->type);
  if (x->close) MHD_add_response_header(m, "Connection", "close");
  enum MHD_Result rc = queue(c, (unsigned)r->status, m);
  MHD_destroy_response(m);
  return rc;
}

// ---- a request's three moments ----------------------------------------------------------------

static void *on_target(void *cls, const char *uri, struct MHD_Connection *c) {
  struct server *s = cls;
  (void)c;
  struct exchange *x = calloc(1, sizeof *x);
  if (!x || !(x->req = request_new(s->o.site))) {
    free(x);
    return NULL;
  }
  x->req->wake = server_wake;
  x->raw = uri;
  x->raw_n = strlen(uri);
  size_t keep = x->raw_n > GUARD_TARGET_MAX ? GUARD_TARGET_MAX + 1 : x->raw_n;
  x->req->head.target = (struct sv){arena_strndup(&x->req->arena, uri, keep), keep};
  return x;
}

static void *entry_of(struct MHD_Connection *c) {
  return MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static void on_done(void *cls, struct MHD_Connection *c, void **con_cls,
                    enum MHD_RequestTerminationCode why) {
  struct server *s = cls;
  struct exchange *x = *con_cls;
  (void)why;
  if (!x) return;
  request_free(x->req);
  free(x);
  *con_cls = NULL;
  watchdog_due(s->watchdog, entry_of(c), s->o.head_s + IDLE_S);
}

static void on_connection(void *cls, struct MHD_Connection *c, void **context,
                          enum MHD_ConnectionNotificationCode code) {
  struct server *s = cls;
  if (code == MHD_CONNECTION_NOTIFY_STARTED) {
    int socket = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    *context = watchdog_add(s->watchdog, socket, s->o.head_s);
  } else {
    watchdog_remove(s->watchdog, *context);
    *context = NULL;
  }
}

static struct peer from_of(struct MHD_Connection *c) {
  return peer_of_socket(
      MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
}

static enum MHD_Result head_came(struct server *s, struct exchange *x, struct MHD_Connection *c,
                                 const char *method, const char *version) {
  struct request *req = x->req;
  req->connection = c;
  req->method = method_of(method);
  req->from = from_of(c);
  enum err rc = gather_head(x, c, method, version);
  if (rc)
    request_fail(req, rc);
  else
    dispatch_head(req);
  watchdog_due(s->watchdog, entry_of(c), s->o.body_s);
  if (!req->failed) return MHD_YES;
  x->close = req->body_bytes || rc || req->failed == E_BAD_INPUT;
  if (x->close) watchdog_due(s->watchdog, entry_of(c), LINGER_S); // whatever MHD still waits for
  bool sends = req->method != METHOD_GET && req->method != METHOD_DELETE;
  return x->close && sends ? answer(x, c) : MHD_YES; // an early answer ends the reading of a body
}

// As it comes: whoever sends on is given time to.
static void body_taken(struct server *s, struct exchange *x, struct MHD_Connection *c,
                       const char *data, size_t n) {
  struct request *req = x->req;
  enum err rc = req->sink.take(req->sink.self, data, n);
  watchdog_due(s->watchdog, entry_of(c), s->o.body_s);
  if (!rc) return;
  x->close = true;
  log_err(rc, "what is sent cannot be written down");
  request_fail(req, rc);
}

static void body_came(struct server *s, struct exchange *x, struct MHD_Connection *c,
                      const char *data, size_t n) {
  struct request *req = x->req;
  if (req->failed) return;
  if (req->sink.take) {
    body_taken(s, x, c, data, n);
    return;
  }
  req->body.cap_max = req->route ? req->route->body_max : 0;
  if (req->body.cap_max) buf_add(&req->body, data, n);
  if (!req->body.cap_max || req->body.failed) {
    x->close = true;
    request_fail(req, fail(E_TOO_BIG, "the body is too large"));
    err_forget();
  }
}

static enum MHD_Result body_ended(struct server *s, struct exchange *x, struct MHD_Connection *c) {
  struct request *req = x->req;
  watchdog_due(s->watchdog, entry_of(c), 0);
  if (req->reply.status) return answer(x, c);
  if (req->route->lane == LANE_READ) {
    dispatch_read(req);
    if (!req->then) return answer(x, c);
  }
  MHD_suspend_connection(c);
  dispatch_park(req);
  return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_n, void **con_cls) {
  struct server *s = cls;
  struct exchange *x = *con_cls;
  (void)url;
  if (!x) return MHD_NO;
  if (!x->called) {
    x->called = true;
    return head_came(s, x, c, method, version);
  }
  if (*data_n) {
    body_came(s, x, c, data, *data_n);
    *data_n = 0;
    return MHD_YES;
  }
  return body_ended(s, x, c);
}

void server_wake(struct request *req) { MHD_resume_connection(req->connection); }
void server_pause(struct request *req) { MHD_suspend_connection(req->connection); }

// ---- life -------------------------------------------------------------------------------------

static size_t no_unescape(void *cls, struct MHD_Connection *c, char *s) {
  (void)cls, (void)c;
  return strlen(s);
}

static void quiet(void *cls, const char *fmt, va_list ap) { (void)cls, (void)fmt, (void)ap; }

static struct MHD_Daemon *start(struct server *s) {
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
      on_request, s, MHD_OPTION_EXTERNAL_LOGGER, quiet, NULL, MHD_OPTION_LISTEN_SOCKET,
      s->o.listen_fd, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)s->o.site->settings.web_threads,
      MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
      (unsigned)IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
      MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
      MHD_OPTION_NOTIFY_COMPLETED, on_done, s, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
      MHD_OPTION_UNESCAPE_CALLBACK, no_unescape, NULL, MHD_OPTION_END);
}

enum err server_start(struct server_options o, struct server **out) {
  struct server *s = calloc(1, sizeof *s);
  if (!s) return fail(E_BROKEN, "no memory for the server");
  s->o = o;
  if (!s->o.head_s) s->o.head_s = 10;
  if (!s->o.body_s) s->o.body_s = 30;
  enum err rc = queue_found() ? watchdog_new(&s->watchdog)
                              : fail(E_BROKEN, "libmicrohttpd has no MHD_queue_response");
  if (!rc && !(s->daemon = start(s))) rc = fail(E_IO, "the HTTP server does not start");
  if (rc)
    server_stop(s);
  else
    *out = s;
  return rc;
}

void server_stop(struct server *s) {
  if (!s) return;
  if (s->daemon) MHD_stop_daemon(s->daemon);
  watchdog_free(s->watchdog);
  free(s);
}
