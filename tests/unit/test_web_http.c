// SPDX-License-Identifier: Apache-2.0
#include "centre/agreement.h"
#include "centre/viewer.h"
#include "core/clock.h"
#include "review-web/api/routes.h"
#include "review-web/http/body.h"
#include "review-web/http/cookie.h"
#include "review-web/http/guard.h"
#include "review-web/http/lane.h"
#include "review-web/http/limiter.h"
#include "review-web/http/query.h"
#include "review-web/http/range.h"
#include "review-web/http/route.h"
#include "review-web/http/uploadhead.h"
#include "tests/check.h"

// ---- targets and heads ------------------------------------------------------------------------

static enum err target(const char *text) {
  struct sv path, query;
  return guard_target(sv_of(text), &path, &query);
}

TEST(a_target_has_one_reading) {
  struct sv path, query;
  CHECK_OK(guard_target(SV("/api/v1/interactions?q=a%20b&after=1.x"), &path, &query));
  CHECK(sv_eq(path, SV("/api/v1/interactions")));
  CHECK(sv_eq(query, SV("q=a%20b&after=1.x")));
  CHECK_OK(target("/"));
  CHECK_OK(target("/assets/main-AB12.js"));
  static const char *const bad[] = {"",       "api",   "/a//b",     "/../x",  "/a/..",
                                    "/a%2fb", "/a\\b", "/a b",      "/a\x01", "/a?b#c",
                                    "/a?b c", "*",     "/\xc3\xa5", "/a;b",   "http://x/"};
  for (size_t i = 0; i < countof(bad); i++) CHECK_FAILS(E_BAD_INPUT, target(bad[i]));
  CHECK_FAILS(E_NOT_FOUND, target("/api/v1/me/"));
}

static enum err head(const struct head_field *fields, size_t n, uint64_t *out) {
  struct head h = {SV("HTTP/1.1"), SV("/"), fields, n};
  return guard_head(&h, out);
}
#define FIELD(name, value)                                                                         \
  { SV(name), SV(value) }
#define HEAD(out, ...)                                                                             \
  head((const struct head_field[]){__VA_ARGS__},                                                   \
       countof(((const struct head_field[]){__VA_ARGS__})), out)

TEST(a_head_that_could_be_read_twice_is_refused) {
  uint64_t n = 0;
  CHECK_OK(HEAD(&n, FIELD("Host", "x"), FIELD("content-length", "17"), FIELD("X", "a\tb")));
  CHECK_EQ(n, 17);
  CHECK_FAILS(E_BAD_INPUT, HEAD(&n, FIELD("X", "y")));
  CHECK_FAILS(E_BAD_INPUT, HEAD(&n, FIELD("Host", "x"), FIELD("hOST", "y")));
  CHECK_FAILS(E_BAD_INPUT, HEAD(&n, FIELD("Host", "x"), FIELD("Transfer-Encoding", "identity")));
  CHECK_FAILS(E_BAD_INPUT, HEAD(&n, FIELD("Host", "x"), FIELD("Content-Length", "1"),
                                FIELD("Content-Length", "1")));
  CHECK_FAILS(E_BAD_INPUT, HEAD(&n, FIELD("Host", "x"), FIELD("Content-Length", "+1")));
  CHECK_FAILS(E_BAD_INPUT, HEAD(&n, FIELD("Host", "x"), FIELD("Content-Length", "")));
  CHECK_FAILS(E_BAD_INPUT, HEAD(&n, FIELD("Host ", "x")));
  CHECK_FAILS(E_BAD_INPUT, HEAD(&n, FIELD("Host", "x\x01")));
  CHECK_FAILS(E_BAD_INPUT,
              HEAD(&n, FIELD("Host", "x"), FIELD("Cookie", "a=1"), FIELD("Cookie", "a=2")));
}

// ---- ranges and cookies -----------------------------------------------------------------------

static struct range range_of(const char *text) {
  struct range r = {0};
  CHECK_OK(range_parse(sv_of(text), 1000, &r));
  return r;
}

TEST(a_range_is_a_slice_or_the_whole) {
  struct range r = range_of("bytes=0-499");
  CHECK(r.part && r.at == 0 && r.n == 500);
  r = range_of("bytes=500-");
  CHECK(r.part && r.at == 500 && r.n == 500);
  r = range_of("bytes=-200");
  CHECK(r.part && r.at == 800 && r.n == 200);
  r = range_of("bytes=-5000");
  CHECK(r.part && r.at == 0 && r.n == 1000);
  r = range_of("bytes=999-99999");
  CHECK(r.part && r.at == 999 && r.n == 1);
  static const char *const whole[] = {"bytes=0-1,5-6", "lines=1-2", "bytes=b-c",
                                      "bytes=5-1",     "bytes=",    "bytes=-"};
  for (size_t i = 0; i < countof(whole); i++) {
    r = range_of(whole[i]);
    CHECK(!r.part && r.n == 1000);
  }
  CHECK_OK(range_parse(SV("bytes=0-99999999999999999999"), 1000, &r));
  CHECK(r.part && r.at == 0 && r.n == 1000);
  CHECK_OK(range_parse(SV("bytes=-99999999999999999999"), 1000, &r));
  CHECK(r.part && r.at == 0 && r.n == 1000);
  CHECK_FAILS(E_RANGE, range_parse(SV("bytes=99999999999999999999-"), 1000, &r));
  CHECK_FAILS(E_RANGE, range_parse(SV("bytes=1000-"), 1000, &r));
  CHECK_FAILS(E_RANGE, range_parse(SV("bytes=-0"), 1000, &r));
  CHECK_FAILS(E_RANGE, range_parse(SV("bytes=0-"), 0, &r));
}

TEST(a_cookie_that_comes_twice_is_not_believed) {
  CHECK(sv_eq(cookie_get(SV("a=1; medlyss=tok; b=2"), SV("medlyss")), SV("tok")));
  CHECK(sv_eq(cookie_get(SV("xmedlyss=no; medlyss=tok"), SV("medlyss")), SV("tok")));
  CHECK(!cookie_get(SV("medlyss=a; medlyss=b"), SV("medlyss")).p);
  CHECK(!cookie_get(SV("medlyss=\"a\""), SV("medlyss")).p);
  CHECK(!cookie_get(SV("Medlyss=a"), SV("medlyss")).p);
  CHECK(!cookie_get((struct sv){0}, SV("medlyss")).p);
}

// ---- queries and bodies -----------------------------------------------------------------------

static enum err this_page(struct request *req) {
  (void)req;
  return OK;
}
static enum err another_page(struct request *req) {
  (void)req;
  return OK;
}

static const struct query_member members[] = {{this_page, "q", QUERY_TEXT, 0, 10, NULL},
                                              {this_page, "n", QUERY_INT, 0, 20, NULL},
                                              {this_page, "from", QUERY_INT, 0, INT64_MAX, NULL},
                                              {this_page, "id", QUERY_ID, 0, 0, NULL},
                                              {this_page, "period", QUERY_WORD, 0, 0, "week|month"},
                                              {another_page, "far", QUERY_TEXT, 0, 10, NULL}};

static struct query query_of(struct arena *a, const char *raw) {
  return (struct query){sv_of(raw), a, members, countof(members), this_page};
}

TEST(a_query_is_decoded_once) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 16);
  struct query q = query_of(&a, "q=sn%C3%B6+%2525&n=12&period=%77eek&id=");
  const char *text;
  struct id id;
  bool has;
  int64_t n;
  CHECK_OK(query_check(&q));
  CHECK_OK(query_text(&q, "q", &text));
  CHECK_STR(text, "sn\xc3\xb6 %25");
  CHECK_OK(query_text(&q, "period", &text));
  CHECK_STR(text, "week");
  CHECK_OK(query_int(&q, "n", &has, &n));
  CHECK(has && n == 12);
  CHECK_OK(query_int(&q, "from", &has, &n));
  CHECK(!has);
  CHECK_OK(query_id(&q, "id", &has, &id));
  CHECK(!has);
  CHECK_FAILS(E_BROKEN, query_text(&q, "far", &text)); // another route's
}

// What is wrong is named, whatever it is.
TEST(a_query_holds_nothing_but_members_of_its_route) {
  static const struct {
    const char *raw, *says;
  } bad[] = {{"nosuch=1", "“nosuch” is not known here; known are q, n, from, id, period"},
             {"far=1", "“far” is not known here"},
             {"q=a&nosuch", "“nosuch”"},
             {"%71=a", "“%71”"},
             {"=a", "“” is not known"},
             {"n=1&n=1", "n stands twice"},
             {"q=%zz", "q: a broken %-escape"},
             {"q=a%00b", "q: not UTF-8 text"},
             {"q=%E5", "q: not UTF-8 text"},
             {"q=%4", "q: a broken %-escape"},
             {"q=aaaaaaaaaaa", "q: at most 10 bytes"},
             {"n=21", "n: a whole number, 0 to 20"},
             {"n=1x", "n: a whole number"},
             {"from=-1", "from: a whole number, 0 or more"},
             {"id=1", "id: an id"},
             {"period=day", "period is one of week|month"}};
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 16);
  for (size_t i = 0; i < countof(bad); i++) {
    struct query q = query_of(&a, bad[i].raw);
    CHECK(query_check(&q) == E_BAD_INPUT);
    CHECK(strstr(err_detail(), bad[i].says));
    err_forget();
  }
  struct query none = query_of(&a, "&&q=a&");
  CHECK_OK(query_check(&none));
}

TEST(utf8_has_one_form_for_each_character) {
  CHECK(utf8_valid(SV("\xc3\xa5\xe2\x82\xac\xf0\x9f\x98\x80")));
  static const char *const bad[] = {"\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                    "\xff",     "\xc3",         "\x80"};
  for (size_t i = 0; i < countof(bad); i++) CHECK(!utf8_valid(sv_of(bad[i])));
  CHECK(!utf8_valid((struct sv){"a\0b", 3}));
}

TEST(a_body_is_what_its_fields_say) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 16);
  const char *text = NULL;
  int64_t n = 7;
  bool flag = false, seen = false;
  const struct body_field fields[] = {
      {"text", BODY_TEXT, &text, .max = 5},
      {"n", BODY_INT, &n, .min = 1, .max = 9, .optional = true, .seen = &seen},
      {"flag", BODY_BOOL, &flag, .optional = true}};
#define READ(json) body_read(&a, SV(json), fields, countof(fields))
  CHECK_OK(READ("{\"text\":\"h\\u00e5\",\"flag\":true}"));
  CHECK_STR(text, "h\xc3\xa5");
  CHECK(flag && n == 7 && !seen);
  CHECK_OK(READ("{\"text\":\"a\",\"n\":null}"));
  CHECK(n == 7 && seen);
  CHECK_FAILS(E_BAD_DATA, READ("{\"text\":\"a\",\"other\":1}"));
  CHECK_FAILS(E_BAD_DATA, READ("{\"n\":1}"));
  CHECK_FAILS(E_BAD_DATA, READ("{\"text\":\"\"}"));
  CHECK_FAILS(E_BAD_DATA, READ("{\"text\":\"abcdef\"}"));
  CHECK_FAILS(E_BAD_DATA, READ("{\"text\":\"a\",\"n\":10}"));
  CHECK_FAILS(E_BAD_DATA, READ("{\"text\":\"a\",\"n\":1.5}"));
  CHECK_FAILS(E_BAD_INPUT, READ("{\"text\":\"a\",\"text\":\"b\"}"));
  CHECK_OK(READ("{\"text\":\"a\\u0000b\\u0000\"}")); // pasted, and not seen
  CHECK_STR(text, "ab");
  CHECK_FAILS(E_BAD_DATA, READ("{\"text\":\"\\u0000\"}"));
  CHECK_FAILS(E_BAD_INPUT, READ("[]"));
  CHECK_FAILS(E_BAD_INPUT, READ(""));
}

TEST(a_nul_that_was_pasted_is_in_nothing_that_is_kept) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 16);
  const char *raw = NULL, *name = NULL;
  const struct body_field fields[] = {{"name", BODY_NAME, &name, .max = 9},
                                      {"raw", BODY_RAW, &raw, .max = 99, .optional = true}};
  CHECK_OK(READ("{\"name\":\"An\\u0000na\",\"raw\":{\"a\":[\"\\u0000x\",{\"b\":\"y\\u0000\"}]}}"));
  CHECK_STR(name, "Anna");
  CHECK_STR(raw, "{\"a\":[\"x\",{\"b\":\"y\"}]}");
  CHECK_FAILS(E_BAD_DATA, READ("{\"name\":\"An\\u200bna\"}"));
}

TEST(pairs_of_what_was_heard_are_in_order) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 16);
  int64_t(*pairs)[2];
  size_t n;
  CHECK_OK(body_pairs(&a, SV("[[0,1200],[4000,9000]]"), 5, &pairs, &n));
  CHECK(n == 2 && pairs[1][1] == 9000);
  CHECK_FAILS(E_BAD_DATA, body_pairs(&a, SV("[[5,1]]"), 5, &pairs, &n));
  CHECK_FAILS(E_BAD_DATA, body_pairs(&a, SV("[[0,1],[0,1]]"), 1, &pairs, &n));
  CHECK_FAILS(E_BAD_DATA, body_pairs(&a, SV("{}"), 5, &pairs, &n));
}

// ---- routes and rights ------------------------------------------------------------------------

TEST(a_route_is_found_by_method_and_path) {
  const struct route *r;
  struct route_arg arg;
  CHECK_OK(route_find(&routes, METHOD_GET,
                      SV("/api/v1/interactions/018bcfe5-687b-7000-8000-000000000000"), &r, &arg));
  CHECK(!id_is_none(arg.id));
  CHECK_OK(route_find(&routes, METHOD_GET,
                      SV("/api/v1/audio/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-_"), &r, &arg));
  CHECK_EQ(strlen(arg.token), 43);
  CHECK_FAILS(E_METHOD, route_find(&routes, METHOD_DELETE, SV("/api/v1/me"), &r, &arg));
  CHECK_FAILS(E_NOT_FOUND,
              route_find(&routes, METHOD_GET, SV("/api/v1/interactions/17"), &r, &arg));
  CHECK_FAILS(E_NOT_FOUND, route_find(&routes, METHOD_GET, SV("/api/v1/audio/short"), &r, &arg));
  CHECK_FAILS(E_NOT_FOUND, route_find(&routes, METHOD_GET, SV("/api/v1/me/x/y"), &r, &arg));
}

TEST(whatever_changes_something_is_written_on_one_thread) {
  for (size_t i = 0; i < routes.n; i++) {
    CHECK(routes.v[i].right != 0);
    CHECK(routes.v[i].lane != LANE_READ ||
          (routes.v[i].method == METHOD_GET && !routes.v[i].audit));
  }
}

// ---- what another system says of a file ---------------------------------------------------------

static enum err said(const char *type, const char *length, const char *metadata, uint64_t bytes,
                     struct upload_said *out) {
  static struct arena a;
  arena_drop(&a);
  arena_init(&a, 1 << 16);
  struct upload_head h = {.type = sv_of(type), .body_bytes = bytes, .metadata = sv_of(metadata)};
  if (length) h.length = sv_of(length);
  return upload_head_read(&a, &h, out);
}

TEST(a_file_that_is_sent_is_known_by_its_type_or_its_name) {
  struct upload_said s;
  CHECK_OK(said("audio/wav", NULL, "", 10, &s));
  CHECK(s.body == UPLOAD_SOUND && s.length == 10);
  CHECK_STR(s.kind, "wav");
  // "C:\\rec\\Samtal 1.ULAW": another system's path is no part of its name
  CHECK_OK(said("application/octet-stream", NULL, "filename QzpccmVjXFNhbXRhbCAxLlVMQVc=", 10, &s));
  CHECK_STR(s.kind, "ulaw");
  CHECK_STR(s.name, "Samtal 1.ULAW");
  CHECK_OK(said("application/vcon+json", "4711", "", 200, &s));
  CHECK(s.body == UPLOAD_TOLD && s.length == 4711);
  CHECK_OK(said("application/vcon+json", NULL, "", 200, &s));
  CHECK(s.body == UPLOAD_SOUND);
  CHECK_STR(s.kind, "vcon");
  CHECK_OK(said("", "4711", "", 0, &s));
  CHECK(s.body == UPLOAD_NOTHING);
  CHECK_STR(s.kind, "bin");
  CHECK_FAILS(E_BAD_INPUT, said("application/json", NULL, "", 20, &s));
  CHECK_FAILS(E_BAD_INPUT, said("audio/wav", "5", "", 20, &s));
  CHECK_FAILS(E_BAD_INPUT, said("audio/wav", "many", "", 20, &s));
  CHECK_FAILS(E_BAD_INPUT, said("audio/wav", NULL, "filename Li4v", 20, &s)); // "../"
  CHECK_FAILS(E_BAD_INPUT, said("audio/wav", NULL, "", 0, &s));
  CHECK_FAILS(E_MEDIA, said("multipart/form-data", NULL, "", 20, &s));
  CHECK_FAILS(E_MEDIA, said("", NULL, "", 20, &s));
}

TEST(rights_hang_on_what_they_were_given_over) {
  struct viewer v = {0};
  struct id team = id_new(), other = id_new();
  viewer_grant(&v, team, rights_of_role("coach"));
  viewer_grant(&v, team, rights_of_role("trainer"));
  CHECK(viewer_over(&v, team) & R_ASSIGN);
  CHECK_EQ(viewer_over(&v, other), 0);
  CHECK_EQ(v.n_scopes, 1);
  CHECK(!(rights_of_role("admin") & (R_LISTEN | R_CALLS)));
  CHECK(!(rights_of_role("dpo") & R_LISTEN));
  CHECK_EQ(rights_of_role("stranger"), R_SIGNED_IN);
}

TEST(an_agreement_names_who_may_listen) {
  CHECK(agreement_lets_listen("{\"purpose\":\"x\"}", "coach"));
  CHECK(agreement_lets_listen("{\"listeners\":[\"coach\"]}", "coach"));
  CHECK(!agreement_lets_listen("{\"listeners\":[\"agent\"]}", "coach"));
  CHECK_OK(agreement_check("{\"purpose\":\"x\",\"listeners\":[\"agent\",\"coach\"]}"));
  CHECK_FAILS(E_BAD_DATA, agreement_check("{\"purpose\":\"x\",\"listeners\":[\"boss\"]}"));
  CHECK_FAILS(E_BAD_DATA, agreement_check("[]"));
}

// ---- guessing, lanes --------------------------------------------------------------------------

// T9: over any quarter of an hour at most 20 tries are evaluated, and never is it for good.
static int64_t wait_of(struct limiter *l, const char *name, const char *from, int64_t now_ms) {
  struct limiter_try t = {.name = sv_of(name)};
  int64_t wait = 0;
  CHECK(peer_parse(sv_of(from), &t.from));
  t.from = peer_share(&t.from);
  if (limiter_take(l, &t, now_ms, &wait)) {
    err_forget();
    return -1;
  }
  return wait;
}

TEST(a_name_is_guessed_at_ever_more_slowly_and_never_locked) {
  struct limiter *l;
  CHECK_OK(limiter_new(&l));
  for (int i = 0; i < 4; i++) CHECK_EQ(wait_of(l, "anna", "192.0.2.7", 1000000), 0);
  int64_t now = 1000000, end = now + 15 * 60 * 1000, evaluated = 4;
  while (now < end) { // one after the other, as fast as it answers
    int64_t wait = wait_of(l, "anna", "192.0.2.7", now);
    CHECK(wait >= 0 && wait <= 90 * 1000);
    now += wait;
    evaluated += now < end;
  }
  CHECK(evaluated >= 15 && evaluated <= 20);
  CHECK_EQ(wait_of(l, "anna", "192.0.2.8", now), 0); // her own address
  CHECK_EQ(wait_of(l, "omar", "192.0.2.7", now), 0);
  limiter_free(l);
}

TEST(many_at_once_wait_in_line_and_what_does_not_fit_is_not_counted) {
  struct limiter *l;
  int64_t last = 0;
  int sent_away = 0;
  CHECK_OK(limiter_new(&l));
  for (int i = 0; i < 40; i++) {
    int64_t wait = wait_of(l, "anna", "192.0.2.7", 1000000);
    CHECK(wait < 0 || wait >= last);
    sent_away += wait < 0;
    if (wait > 0) last = wait;
  }
  CHECK(sent_away >= 28 && last <= LIMITER_HORIZON_MS);
  CHECK(wait_of(l, "anna", "192.0.2.7", 1000000 + 300000) >= 0); // and comes in when it is over
  limiter_free(l);
}

TEST(an_address_is_its_whole_network_and_a_known_browser_stands_apart) {
  struct limiter *l;
  CHECK_OK(limiter_new(&l));
  for (int i = 0; i < 4; i++) CHECK_EQ(wait_of(l, "anna", "2001:db8::1", 1000000), 0);
  CHECK(wait_of(l, "anna", "2001:db8::ffff:2", 1000000) > 0); // the same /64
  CHECK_EQ(wait_of(l, "anna", "2001:db8:0:1::1", 1000000), 0);
  struct limiter_try hers = {.name = SV("anna"), .device = SV("0123456789abcdefghijkl")};
  int64_t wait;
  CHECK(peer_parse(SV("2001:db8::1"), &hers.from));
  CHECK_OK(limiter_take(l, &hers, 1000000, &wait));
  CHECK_EQ(wait, 0);
  limiter_forgive(l, &hers);
  limiter_free(l);
}

TEST(an_address_has_a_share_of_those_being_reckoned) {
  struct limiter *l;
  struct peer a, b;
  CHECK_OK(limiter_new(&l));
  CHECK(peer_parse(SV("192.0.2.7"), &a) && peer_parse(SV("192.0.2.8"), &b));
  for (int i = 0; i < LIMITER_AT_ONCE; i++) CHECK(limiter_enter(l, &a));
  CHECK(!limiter_enter(l, &a));
  limiter_leave(l, &a);
  CHECK(limiter_enter(l, &a));
  limiter_free(l);
}

static struct peer came_from(const char *socket, const char *field, const char *value) {
  struct head_field f = {sv_of(field), sv_of(value)};
  struct head h = {.fields = &f, .n = 1};
  struct peer at = {{0}};
  if (*socket) CHECK(peer_parse(sv_of(socket), &at));
  return peer_of_head(&at, &h, SV("127.0.0.0/8, ::1, 10.0.0.0/8"));
}

static bool is_peer(struct peer p, const char *address) {
  struct peer want;
  CHECK(peer_parse(sv_of(address), &want));
  return !memcmp(&p, &want, sizeof p);
}

TEST(what_a_proxy_says_is_believed_of_a_proxy_alone) {
  CHECK(is_peer(came_from("192.0.2.1", "x-forwarded-for", "198.51.100.9"), "192.0.2.1"));
  CHECK(is_peer(came_from("127.0.0.1", "x-forwarded-for", "198.51.100.9"), "198.51.100.9"));
  CHECK(is_peer(came_from("", "X-Forwarded-For", "198.51.100.9"), "198.51.100.9"));
  // what the browser wrote itself stands before what the proxies added
  CHECK(is_peer(came_from("127.0.0.1", "x-forwarded-for", "203.0.113.5, 198.51.100.9"),
                "198.51.100.9"));
  CHECK(is_peer(came_from("::1", "x-forwarded-for", "203.0.113.5, 198.51.100.9, 10.1.2.3"),
                "198.51.100.9"));
  CHECK(is_peer(came_from("127.0.0.1", "x-forwarded-for", "nobody"), "127.0.0.1"));
  CHECK(is_peer(came_from("127.0.0.1", "forwarded",
                          "for=203.0.113.5, for=\"[2001:db8::7]:4711\";proto=https"),
                "2001:db8::7"));
  CHECK(is_peer(came_from("127.0.0.1", "forwarded", "for=_hidden"), "127.0.0.1"));
  CHECK_OK(peer_list_check(SV("127.0.0.1, 10.0.0.0/8,2001:db8::/32")));
  CHECK_FAILS(E_CONFIG, peer_list_check(SV("proxy.example")));
  CHECK_FAILS(E_CONFIG, peer_list_check(SV("10.0.0.0/33")));
}

static void count_later(void *arg) { ++*(int *)arg; }
static void drop_one(void *arg) { *(int *)arg += 100; }

TEST(what_waits_for_its_time_takes_no_thread_and_is_dropped_at_the_end) {
  struct lane *l;
  int done = 0;
  CHECK_OK(lane_new((struct lane_options){.threads = 1, .room = 8, .later = 2}, &l));
  CHECK(lane_put_later(l, (struct lane_job){count_later, &done, drop_one}, 60000));
  CHECK(lane_put_later(l, (struct lane_job){count_later, &done, drop_one}, 1));
  CHECK(!lane_put_later(l, (struct lane_job){count_later, &done, drop_one}, 1));
  for (int i = 0; i < 1000 && !__atomic_load_n(&done, __ATOMIC_ACQUIRE); i++) clock_sleep_ms(5);
  CHECK_EQ(done, 1);
  lane_close(l);
  CHECK_EQ(done, 101);
  lane_free(l);
}

static void count_one(void *arg) { __atomic_fetch_add((int *)arg, 1, __ATOMIC_RELAXED); }

TEST(a_lane_finishes_what_it_took) {
  struct lane *l;
  int done = 0, taken = 0;
  CHECK_OK(lane_new((struct lane_options){.threads = 2, .room = 8}, &l));
  for (int i = 0; i < 1000; i++) taken += lane_put(l, (struct lane_job){count_one, &done, NULL});
  lane_close(l);
  CHECK_EQ(done, taken);
  CHECK(taken > 0);
  CHECK(!lane_put(l, (struct lane_job){count_one, &done, NULL}));
  lane_free(l);
}
