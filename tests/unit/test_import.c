// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <libgen.h>
#include <sys/mman.h>

#include "core/scope.h"
#include "recorder/import/batch.h"
#include "recorder/import/facts.h"
#include "recorder/import/media.h"
#include "recorder/import/whole.h"
#include "tests/check.h"

static void arena_of_test(struct arena *a) { arena_init(a, 16 << 20); }

static int64_t local_time(const char *text) {
  bool twice;
  return facts_time(sv_of(text), NULL, &twice);
}

TEST(a_file_name_of_a_pbx_tells_who_and_when) {
  AUTO(arena) struct arena a = {0};
  arena_of_test(&a);
  struct facts f;
  facts_name("/x/force-0701740605-1003-20261120-091405-1795302661.17.wav", &a, &f);
  CHECK_STR(f.caller, "0701740605");
  CHECK_STR(f.agent, "1003");
  CHECK_STR(f.direction, "out");
  CHECK_STR(f.external_id, "1795302661.17");
  CHECK_EQ(f.started_ms, local_time("2026-11-20 09:14:05"));
  facts_name("q-600-0701740605-20261120-091405-1795302661.17.wav", &a, &f);
  CHECK_STR(f.queue, "600");
  CHECK_STR(f.caller, "0701740605");
  CHECK_STR(f.direction, "in");
  facts_name("exten-1003-+46701740605-20261120-091405-1.2.wav", &a, &f);
  CHECK_STR(f.agent, "1003");
  CHECK_STR(f.direction, "in");
  facts_name("internal-1003-1004-20261120-091405-1.2.wav", &a, &f);
  CHECK_STR(f.direction, "internal");
  facts_name("exten-1003-unknown-20261120-091405-1795302666.22.wav", &a, &f);
  CHECK_STR(f.agent, "1003");
  CHECK_STR(f.direction, "in");
  CHECK(!f.caller);
  facts_name("out-0701740605-+46812345678-20261120-091405-1.2.wav", &a, &f);
  CHECK_STR(f.direction, "out");
  CHECK_STR(f.agent, "+46812345678");
  CHECK_STR(f.caller, "0701740605");
  facts_name("in-1003-1177-20261120-091405-1.2.wav", &a, &f); // a short number from outside
  CHECK_STR(f.direction, "in");
  CHECK_STR(f.agent, "1003");
  CHECK_STR(f.caller, "1177");
  CHECK(!f.guessed);
  facts_name("force-1003-1177-20261120-091405-1.2.wav", &a, &f);
  CHECK(f.guessed);
  facts_name("rg-600-anonymous-20261120-091405-1.2.wav", &a, &f);
  CHECK_STR(f.queue, "600");
  CHECK(!f.caller && !f.agent);
  facts_name("min-semester.wav", &a, &f);
  CHECK(!f.started_ms && !f.external_id && !f.caller);
}

static void zone_set(const char *zone, char old[64]) {
  snprintf(old, 64, "%s", getenv("TZ") ? getenv("TZ") : "");
  *zone ? setenv("TZ", zone, 1) : unsetenv("TZ");
  tzset();
}

TEST(an_hour_that_comes_twice_is_told_apart_by_the_uniqueid) {
  AUTO(arena) struct arena a = {0};
  arena_of_test(&a);
  struct facts f;
  char old[64];
  zone_set("Europe/Stockholm", old);
  facts_name("exten-1003-1004-20261025-023000-1792888195.1.wav", &a, &f); // summer time still
  CHECK_EQ(f.started_ms, 1792888200000);
  facts_name("exten-1003-1004-20261025-023000-1792891795.1.wav", &a, &f);
  CHECK_EQ(f.started_ms, 1792891800000);
  CHECK(!f.unheard);
  zone_set(old, old);
}

#define CDR_OF(start)                                                                              \
  "\"\",\"0701\",\"600\",\"q\",\"\",\"SIP/t-1\",\"SIP/1003-1\",\"Queue\",\"\",\"" start            \
  "\",\"\",\"\",1,1,\"ANSWERED\",\"D\",\"\""

TEST(a_time_that_no_clock_shows_or_one_shows_twice_is_said_whoever_tells_it) {
  static const char twice[] = "that hour came twice";
  static const struct {
    bool name;
    const char *told, *said;
    int64_t started_ms;
  } cases[] = {
      {false, "{\"started\":\"2026-03-29T02:30:00\"}", "started", 0},
      {false, "{\"started\":\"2026-02-30T12:00:00Z\"}", "started", 0},
      {false, "{\"started\":\"2026-02-30T12:00:00\"}", "started", 0},
      {false, "{\"started\":\"2026-03-29T02:30:00+02:00\"}", NULL, 1774744200000},
      {false, "{\"started\":\"2026-10-25T02:30:00\"}", twice, 1792888200000},
      {false, "{\"started\":\"2026-10-25T02:30:00+01:00\"}", NULL, 1792891800000},
      {false, "{\"started\":\"2026-10-25T02:30:00\",\"external_id\":\"1792891795.1\"}", NULL,
       1792891800000},
      {false,
       "{\"vcon\":\"0\",\"dialog\":[{\"type\":\"recording\",\"start\":\"2026-03-29T02:30:00\"}]}",
       "dialog.start", 0},
      {false, CDR_OF("2026-03-29 02:30:00"), "start", 0},
      {false, CDR_OF("2026-13-29 02:30:00"), "start", 0},
      {false, CDR_OF("2026-10-25 02:30:00"), twice, 1792888200000},
      {true, "in-0701-1003-20260329-023000-x.wav", "the time in its name", 0},
      {true, "in-0701-1003-20260230-123000-1.1.wav", "the time in its name", 0},
      {true, "in-0701-1003-20261025-023000.wav", twice, 1792888200000},
  };
  char old[64];
  zone_set("Europe/Stockholm", old);
  for (size_t i = 0; i < countof(cases); i++) {
    AUTO(arena) struct arena a = {0};
    arena_of_test(&a);
    struct facts f;
    if (cases[i].name)
      facts_name(cases[i].told, &a, &f);
    else
      CHECK_OK(facts_read(sv_of(cases[i].told), NULL, &a, &f));
    CHECK_EQ(f.started_ms, cases[i].started_ms);
    CHECK(cases[i].said ? f.unheard && strstr(f.unheard, cases[i].said) : !f.unheard);
  }
  zone_set(old, old);
}

TEST(a_start_that_no_clock_shows_is_not_told) {
  AUTO(arena) struct arena a = {0};
  arena_of_test(&a);
  static const char *const starts[] = {"9223372036854775807", "-9223372036854775808", "-1", "0",
                                       "253402300800000"};
  for (size_t i = 0; i < countof(starts); i++) {
    char text[80];
    struct facts f;
    snprintf(text, sizeof text, "{\"started_ms\": %s}", starts[i]);
    CHECK_OK(facts_json(sv_of(text), NULL, &a, &f));
    CHECK_EQ(f.started_ms, 0);
    CHECK_STR(f.unheard, "started_ms");
  }
}

TEST(what_a_sidecar_tells_and_is_not_understood_is_refused_or_said_by_its_name) {
  AUTO(arena) struct arena a = {0};
  arena_of_test(&a);
  static const char *const refused[][2] = {{"{\"left\":\"Caller\"}", "left"},
                                           {"{\"left\":1}", "left"},
                                           {"{\"direction\":\"sideways\"}", "direction"},
                                           {"{\"agent\":\"2001\"}", "agent"},
                                           {"{\"agent\":{\"number\":2001}}", "agent.number"},
                                           {"{\"queue\":[]}", "queue"}};
  static const char *const said[][2] = {{"{\"started_at\":\"2026\",\"title\":\"x\"}", "started_at"},
                                        {"{\"started\":\"yesterday\"}", "started"},
                                        {"{\"started_ms\":\"5\"}", "started_ms"},
                                        {"{\"agent\":{\"ext\":\"7\"}}", "agent.ext"},
                                        {"{\"left\":null,\"queue\":\"\",\"a\":1,\"b\":2}", "a, b"}};
  struct facts f;
  for (size_t i = 0; i < countof(refused); i++) {
    CHECK_EQ(facts_read(sv_of(refused[i][0]), NULL, &a, &f), E_BAD_DATA);
    char field[40];
    snprintf(field, sizeof field, "\"%s\"", refused[i][1]);
    CHECK(strstr(err_detail(), field));
    err_forget();
  }
  for (size_t i = 0; i < countof(said); i++) {
    CHECK_OK(facts_read(sv_of(said[i][0]), NULL, &a, &f));
    CHECK_STR(f.unheard, said[i][1]);
  }
}

TEST(what_is_told_in_another_encoding_is_read_or_says_how_to_mend_it) {
  AUTO(arena) struct arena a = {0};
  arena_of_test(&a);
  struct facts f;
  CHECK_OK(facts_read(SV("\xef\xbb\xbf{\"title\":\"x\"}"), NULL, &a, &f));
  CHECK_STR(f.title, "x");
  CHECK_EQ(facts_read(SV("\xff\xfe{\0"), NULL, &a, &f), E_BAD_DATA);
  CHECK(strstr(err_detail(), "UTF-16"));
  CHECK_EQ(facts_read(SV("{\"title\":\"\xc5sa\"}"), NULL, &a, &f), E_BAD_DATA);
  CHECK(strstr(err_detail(), "UTF-8"));
  err_forget();
  CHECK_OK(
      facts_read(SV("a;070;600;q;\"\"\"\xc5sa, B\"\" <070>\";c;d;Queue;600;2026-11-20 09:14:05;"
                    ";;1;1;ANSWERED;DOC;7.1;"),
                 &(struct facts_of){"7.1", {0}}, &a, &f));
  CHECK_STR(f.caller_name, "\xc3\x85sa, B");
  CHECK_STR(f.caller, "070");
}

TEST(two_halves_of_a_call_know_each_other) {
  AUTO(arena) struct arena a = {0};
  arena_of_test(&a);
  const char *in = NULL, *out = NULL;
  CHECK_EQ(facts_half("/d/1795302661.17-in.wav", &a, &in), HALF_CALLER);
  CHECK_EQ(facts_half("/d/1795302661.17-out.wav", &a, &out), HALF_AGENT);
  CHECK_STR(in, "/d/1795302661.17");
  CHECK_STR(out, in);
  CHECK_EQ(facts_half("-in.wav", &a, &in), HALF_NONE);
  CHECK_EQ(facts_half("domain.wav", &a, &in), HALF_NONE);
}

TEST(times_have_zones_or_are_the_sites_own) {
  CHECK_EQ(local_time("2022-06-21T17:53:26.250+00:00"), 1655834006250);
  CHECK_EQ(local_time("2022-06-21T19:53:26+02:00"), 1655834006000);
  CHECK_EQ(local_time("2022-06-21T17:53:26Z"), 1655834006000);
  CHECK_EQ(local_time("2022-06-21T17:53:26+xx:00"), 0);
  CHECK_EQ(local_time("tomorrow"), 0);
}

TEST(a_row_of_a_cdr_is_picked_by_its_uniqueid) {
  AUTO(arena) struct arena a = {0};
  arena_of_test(&a);
  struct sv cdr =
      SV("\"\",\"0701740605\",\"600\",\"queue\",\"\"\"Karin B\"\" <0701740605>\",\"SIP/trunk-1\","
         "\"SIP/1003-0000001a\",\"Queue\",\"600\",\"2026-11-20 09:14:05\",\"2026-11-20 09:14:09\","
         "\"2026-11-20 09:19:00\",295,291,\"ANSWERED\",\"DOCUMENTATION\",\"1795302661.17\",\"\"\n"
         "\"\",\"1004\",\"0812345678\",\"out\",\"\",\"SIP/1004-1\",\"SIP/trunk-2\",\"Dial\",\"\","
         "\"2026-11-20 10:00:00\",\"\",\"2026-11-20 "
         "10:01:00\",60,0,\"ANSWERED\",\"DOC\",\"2.1\",\"\"");
  struct facts f;
  CHECK_OK(facts_read(cdr, &(struct facts_of){"1795302661.17", {0}}, &a, &f));
  CHECK_STR(f.agent, "1003");
  CHECK_STR(f.caller, "0701740605");
  CHECK_STR(f.caller_name, "Karin B");
  CHECK_STR(f.direction, "in");
  CHECK_OK(facts_read(cdr, &(struct facts_of){"2.1", {0}}, &a, &f));
  CHECK_STR(f.agent, "1004");
  CHECK_STR(f.direction, "out");
  CHECK_FAILS(E_BAD_DATA, facts_read(cdr, &(struct facts_of){"3.1", {0}}, &a, &f));
  CHECK_FAILS(E_BAD_DATA, facts_read(cdr, NULL, &a, &f));
  CHECK_FAILS(E_BAD_DATA, facts_read(SV("hello"), NULL, &a, &f));
}

TEST(of_a_queue_that_rings_several_phones_the_one_that_answered_is_the_agent) {
  AUTO(arena) struct arena a = {0};
  struct facts f;
  struct sv cdr = SV(
      "\"\",\"0701740605\",\"600\",\"q\",\"0701740605\",\"SIP/t-1\",\"SIP/1003-2\",\"Queue\",\"\","
      "\"2026-11-20 09:14:05\",\"\",\"2026-11-20 09:14:20\",15,0,\"NO ANSWER\",\"D\",\"2.1\",\"\"\n"
      "\"\",\"0701740605\",\"600\",\"q\",\"0701740605\",\"SIP/t-1\",\"SIP/1004-3\",\"Queue\",\"\","
      "\"2026-11-20 09:14:05\",\"2026-11-20 09:14:25\",\"2026-11-20 09:16:05\",120,100,"
      "\"ANSWERED\",\"D\",\"2.1\",\"\"\n");
  arena_init(&a, 1 << 20);
  CHECK_OK(facts_read(cdr, &(struct facts_of){"2.1", {0}}, &a, &f));
  CHECK_STR(f.agent, "1004");
}

struct rows {
  size_t read, broken;
};

static enum err count_row(void *ctx, const struct facts_row *row) {
  struct rows *r = ctx;
  ++*(row->read ? &r->read : &r->broken);
  return OK;
}

#define CDR_ROW(clid, id)                                                                          \
  "\"\",\"test\",\"100\",\"c\"," clid                                                              \
  ",\"SIP/test-0\",\"\",\"Hangup\",\"\",\"2009-01-14 23:51:15\","                                  \
  "\"2009-01-14 23:51:15\",\"2009-01-14 23:51:20\",5,5,\"ANSWERED\",\"D\",\"" id "\",\""

TEST(a_broken_row_of_a_cdr_takes_none_of_the_others_with_it) {
  AUTO(arena) struct arena a = {0};
  struct facts f;
  struct rows n = {0};
  struct sv cdr =
      SV(CDR_ROW("\"whole\"", "1.1") "\"\n" CDR_ROW("\"never closed", "2.1") "\"\n" CDR_ROW(
          "\"its end is cut\"", "3.1") "\n"
                                       "\"\",\"three\",\"values\"\n" CDR_ROW("\"whole\"",
                                                                             "4.1") "\"\n");
  arena_init(&a, 1 << 20);
  CHECK_OK(facts_cdr_each(cdr, count_row, &n));
  CHECK_EQ(n.read, 3);
  CHECK_EQ(n.broken, 2);
  CHECK_OK(facts_read(cdr, &(struct facts_of){"3.1", {0}}, &a, &f));
  CHECK_OK(facts_read(cdr, &(struct facts_of){"4.1", {0}}, &a, &f));
  CHECK_STR(f.external_id, "4.1");
  CHECK_FAILS(E_BAD_DATA, facts_read(cdr, &(struct facts_of){"2.1", {0}}, &a, &f));
}

TEST(a_sidecar_tells_what_it_tells) {
  AUTO(arena) struct arena a = {0};
  arena_of_test(&a);
  struct facts f;
  CHECK_OK(facts_read(SV("{\"external_id\":\"77\",\"started\":\"2022-06-21T17:53:26Z\",\"agent\":"
                         "{\"number\":\"1003\"},\"caller\":{\"number\":\"070\",\"name\":\"Karin\"},"
                         "\"left\":\"caller\",\"direction\":null,\"what\":[1]}"),
                      NULL, &a, &f));
  CHECK_STR(f.external_id, "77");
  CHECK_STR(f.agent, "1003");
  CHECK_STR(f.caller_name, "Karin");
  CHECK_EQ(f.left, LEFT_CALLER);
  CHECK(!f.direction);
  CHECK_EQ(f.started_ms, 1655834006000);
  CHECK_FAILS(E_BAD_DATA, facts_read(SV("{\"external_id\":"), NULL, &a, &f));
}

TEST(a_vcon_names_its_agent_and_carries_its_sound) {
  AUTO(arena) struct arena a = {0};
  arena_of_test(&a);
  struct facts f;
  struct facts_sound sound;
  struct sv text =
      SV("{\"vcon\":\"0.4.0\",\"uuid\":\"u1\",\"parties\":[{\"tel\":\"+4670\",\"role\":"
         "\"customer\"},{\"sip\":\"sip:anna@example.org\",\"name\":\"Anna\",\"role\":"
         "\"agent\"}],\"dialog\":[{\"type\":\"recording\",\"start\":"
         "\"2022-06-21T17:53:26.000+00:00\",\"parties\":[1,0],\"originator\":0,"
         "\"filename\":\"a.wav\",\"encoding\":\"base64url\",\"body\":\"aGVq_w\"}]}");
  CHECK_OK(facts_read(text, NULL, &a, &f));
  CHECK_STR(f.agent, "anna@example.org");
  CHECK_STR(f.caller, "+4670");
  CHECK_STR(f.direction, "in");
  CHECK_EQ(f.left, LEFT_AGENT);
  CHECK_OK(facts_vcon_sound(text, &a, &sound));
  CHECK_EQ(sound.n, 1);
  CHECK_EQ(sound.audio[0].n, 4);
  CHECK_STR(sound.name[0], "a.wav");
}

TEST(the_numbers_of_a_name_are_told_from_its_times_and_ids) {
  static const struct {
    const char *name, *first, *second;
    size_t n;
  } cases[] = {
      {"[Kö 77, Anna]_1003-0701234581_20251129150901(1004)", "1003", "0701234581", 2},
      {"2025-11-29_15.09.01_+46701234581_1003_1003", "+46701234581", "1003", 2},
      {"20251129151201-1764425521.1003-0701234584-Outbound", "0701234584", NULL, 1},
      {"0a1b2c3d-1003-1003-1003-333344445555_20251129-1513", NULL, NULL, 0},
      {"auto-1764425641-1003-0701234586", "1003", "0701234586", 2},
      {"g1001 12 M123 4(", NULL, NULL, 0},
      {"111 222 333 444 555", NULL, NULL, 0}, // of so many it tells nothing
  };
  AUTO(arena) struct arena a = {0};
  arena_of_test(&a);
  for (size_t i = 0; i < countof(cases); i++) {
    struct facts f = {0};
    facts_numbers(sv_of(cases[i].name), &a, &f);
    CHECK_EQ(f.n_numbers, cases[i].n);
    if (cases[i].first) CHECK_STR(f.number[0], cases[i].first);
    if (cases[i].second) CHECK_STR(f.number[1], cases[i].second);
  }
}

// ---- the child ---------------------------------------------------------------------------------

static const char *program(void) { // build/MODE/tests/unit-all → build/MODE/bin/medlyss-import
  static char path[512];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path - 32);
  path[n > 0 ? n : 0] = '\0';
  for (int i = 0; i < 2; i++) *strrchr(path, '/') = '\0';
  memcpy(path + strlen(path), "/bin/medlyss-import", sizeof "/bin/medlyss-import");
  return path;
}

static void le(uint8_t *p, uint32_t v, int n) {
  for (int i = 0; i < n; i++) p[i] = (uint8_t)(v >> 8 * i);
}

// A WAV file of `frames` frames, of which `there` are there.
static int wav_file(uint16_t channels, uint32_t rate, uint32_t frames, uint32_t there) {
  uint8_t head[44] = "RIFF....WAVEfmt \x10\0\0\0\x01";
  uint32_t data = frames * channels * 2u;
  le(head + 4, 36 + data, 4);
  le(head + 22, channels, 2);
  le(head + 24, rate, 4);
  le(head + 28, rate * channels * 2u, 4);
  le(head + 32, channels * 2u, 2);
  le(head + 34, 16, 2);
  memcpy(head + 36, "data", 4);
  le(head + 40, data, 4);
  int f = memfd_create("wav", MFD_CLOEXEC);
  int16_t x[2] = {1000, -1000};
  if (write(f, head, 44) != 44) abort();
  for (uint32_t i = 0; i < there; i++)
    if (write(f, x, channels * 2u) < 0) abort();
  lseek(f, 0, SEEK_SET);
  return f;
}

static MUST_CHECK enum err count_frames(int f, const char *name, struct media_format *format,
                                        size_t *out) {
  struct media *m = NULL;
  TRY(media_open(&(struct media_opening){program(), f, name}, &m));
  *format = media_format(m);
  enum err rc;
  struct media_chunk c = {0};
  *out = 0;
  while (!(rc = media_read(m, &c)) && c.frames) *out += c.frames;
  media_free(m);
  return rc;
}

TEST(a_locked_child_reads_a_stereo_file) {
  AUTO(fd) fd f = wav_file(2, 8000, 8000, 8000);
  struct media_format format;
  const char *says;
  size_t n = 0;
  CHECK_OK(whole_check(f, "a.wav", &says));
  CHECK_OK(count_frames(f, "a.wav", &format, &n));
  CHECK_EQ(format.channels, 2);
  CHECK_EQ(format.rate_hz, 8000);
  CHECK_EQ(n, 8000);
}

TEST(a_wide_file_comes_at_sixteen_thousand) {
  AUTO(fd) fd f = wav_file(1, 48000, 48000, 48000);
  struct media_format format;
  size_t n = 0;
  CHECK_OK(count_frames(f, "a.wav", &format, &n));
  CHECK_EQ(format.rate_hz, 16000);
  CHECK_NEAR(n, 16000, 2);
}

TEST(a_cut_file_is_refused_before_it_is_read) {
  AUTO(fd) fd f = wav_file(1, 8000, 8000, 4000);
  const char *says;
  CHECK_FAILS(E_BAD_DATA, whole_check(f, "a.wav", &says));
}

static int text_file(const char *text) {
  int f = memfd_create("text", MFD_CLOEXEC);
  if (write(f, text, strlen(text)) < 0) abort();
  lseek(f, 0, SEEK_SET);
  return f;
}

TEST(a_playlist_is_only_a_file_of_the_wrong_kind) {
  static const char *const lists[] = {
      "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
      "ffconcat version 1.0\nfile /etc/passwd\n",
      "<?xml version=\"1.0\"?><MPD><Period><BaseURL>file:///etc/passwd</BaseURL></Period></MPD>",
      "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 "
      "RTP/AVP 0\r\n",
  };
  for (size_t i = 0; i < countof(lists); i++) {
    AUTO(fd) fd f = text_file(lists[i]);
    struct media_format format;
    size_t n = 0;
    CHECK_FAILS(E_BAD_DATA, count_frames(f, "a.wav", &format, &n));
  }
}

TEST(noise_is_no_sound_file) {
  char noise[4096];
  uint32_t x = 1;
  for (size_t i = 0; i < sizeof noise - 1; i++)
    noise[i] = (char)(1 + (x = x * 1664525 + 1013904223) % 254);
  noise[sizeof noise - 1] = '\0';
  AUTO(fd) fd f = text_file(noise);
  struct media_format format;
  size_t n = 0;
  CHECK_FAILS(E_BAD_DATA, count_frames(f, "a.wav", &format, &n));
  CHECK_OK(count_frames(f, "a.ulaw", &format, &n)); // headerless: any byte is a sample
  CHECK_EQ(n, sizeof noise - 1);
}

// ---- which files make a call -------------------------------------------------------------------

// MixMonitor with r() and t() leaves three files of a call; counted twice, a call is drawn twice.
TEST(a_mix_beside_its_two_voices_is_the_same_call) {
  AUTO(arena) struct arena a = {0};
  arena_of_test(&a);
  const char *const names[] = {"1.17.wav",
                               "1.17-rx.wav",
                               "2.18-in.wav",
                               "2.18.wav",
                               "exten-2001-0701234567-20261120-091405-1795302666.22.wav",
                               "exten-2001-0701234567-20261120-091405-1795302666.22.mp3",
                               "x.wav",
                               "x.mp3",
                               "1.17-tx.wav"};
  struct batch b;
  batch_make(&a, names, countof(names), &b);
  CHECK_EQ(b.n, 5); // two sounds of a name that tells nothing are two calls
  CHECK(b.parcels[0].sound[1] && b.parcels[0].n_left == 1);
  CHECK_STR(b.parcels[0].left[0], "1.17.wav");
  CHECK_STR(b.parcels[1].sound[0], "2.18.wav"); // one voice is less than both in one file
  CHECK_STR(b.parcels[1].left[0], "2.18-in.wav");
  CHECK(b.parcels[1].halves); // its other half may still come
  CHECK_EQ(b.parcels[2].n_left, 1);
}

TEST(halves_and_sidecars_find_each_other) {
  AUTO(arena) struct arena a = {0};
  arena_of_test(&a);
  const char *const names[] = {"1.17-in.wav", "x.wav",      "x.json",    "1.17-out.wav",
                               "1.17.vcon",   "alone.vcon", "y.gsm",     "2.18_rx.wav",
                               "y.gsm.json",  "notes.txt",  "stray.json"};
  struct batch b;
  batch_make(&a, names, countof(names), &b);
  CHECK_EQ(b.n, 5);
  CHECK_STR(b.parcels[0].sound[0], "1.17-out.wav");
  CHECK_STR(b.parcels[0].sound[1], "1.17-in.wav");
  CHECK_STR(b.parcels[0].sidecar, "1.17.vcon");
  CHECK_STR(b.parcels[1].sound[0], "x.wav");
  CHECK_STR(b.parcels[1].sidecar, "x.json");
  CHECK_STR(b.parcels[2].sidecar, "y.gsm.json");
  CHECK(b.parcels[3].halves && !b.parcels[3].sound[1]);
  CHECK_STR(b.parcels[4].sound[0], "alone.vcon");
}
