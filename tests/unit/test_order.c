// SPDX-License-Identifier: Apache-2.0
// Capture files: every format gives the same frames, and all of them together one order of time.
#include <zlib.h>

#include "core/file.h"
#include "recorder/tap/order.h"
#include "recorder/tap/tap.h"
#include "recorder/wire/link.h"
#include "tests/check.h"
#include "tests/unit/packets.h"

static const int64_t start_us = 1700000000LL * 1000000;

// ---- making files -------------------------------------------------------------------------------

struct kind { // of capture file
  bool ng, big, nano, modified;
  size_t more; // bytes more in a record's head than its kind has
};

static void put32(struct buf *b, bool big, uint32_t v) {
  if (big) {
    put_be32(b, v);
    return;
  }
  for (int i = 0; i < 4; i++) buf_add_char(b, (char)(v >> 8 * i));
}
static void put16(struct buf *b, bool big, unsigned v) {
  buf_add_char(b, (char)(big ? v >> 8 : v));
  buf_add_char(b, (char)(big ? v : v >> 8));
}

static void put_block(struct buf *b, bool big, uint32_t type, const struct buf *body) {
  uint32_t n = (uint32_t)(body->n + 3) & ~3u;
  put32(b, big, type);
  put32(b, big, n + 12);
  buf_add(b, body->p, body->n);
  for (size_t i = body->n; i < n; i++) buf_add_char(b, 0);
  put32(b, big, n + 12);
}

static void put_interface(struct buf *b, bool big, unsigned link, uint8_t resolution,
                          uint32_t offset_s) {
  AUTO(buf) struct buf body = {0};
  put16(&body, big, link);
  put16(&body, big, 0);
  put32(&body, big, 65535);
  put16(&body, big, 9); // if_tsresol
  put16(&body, big, 1);
  buf_add_char(&body, (char)resolution);
  buf_add(&body, "\0\0\0", 3);
  put16(&body, big, 14); // if_tsoffset
  put16(&body, big, 8);
  put32(&body, big, big ? 0 : offset_s);
  put32(&body, big, big ? offset_s : 0);
  put32(&body, big, 0);
  put_block(b, big, 1, &body);
}

static void put_head(struct buf *b, struct kind k, unsigned link) {
  AUTO(buf) struct buf body = {0};
  if (!k.ng) {
    put32(b, k.big, k.modified ? 0xa1b2cd34 : k.nano ? 0xa1b23c4d : 0xa1b2c3d4);
    put16(b, k.big, 2);
    put16(b, k.big, 4);
    for (int i = 0; i < 2; i++) put32(b, k.big, 0);
    put32(b, k.big, 65535);
    put32(b, k.big, link);
    return;
  }
  put32(&body, k.big, 0x1a2b3c4d);
  put16(&body, k.big, 1);
  put16(&body, k.big, 0);
  for (int i = 0; i < 2; i++) put32(&body, k.big, 0xffffffff);
  put_block(b, k.big, 0x0a0d0d0a, &body);
  put_interface(b, k.big, link, k.nano ? 9 : 6, 0);
}

static void put_ng_frame(struct buf *b, bool big, uint32_t type, uint32_t interface, uint64_t ticks,
                         struct span frame) {
  AUTO(buf) struct buf body = {0};
  if (type == 6) put32(&body, big, interface);
  if (type == 2) put16(&body, big, interface);
  if (type == 2) put16(&body, big, 0);
  if (type != 3) put32(&body, big, (uint32_t)(ticks >> 32));
  if (type != 3) put32(&body, big, (uint32_t)ticks);
  if (type != 3) put32(&body, big, (uint32_t)frame.n);
  put32(&body, big, (uint32_t)frame.n);
  buf_add(&body, frame.p, frame.n);
  put_block(b, big, type, &body);
}

static void put_frame(struct buf *b, struct kind k, int64_t at_us, struct span frame) {
  if (k.ng) {
    put_ng_frame(b, k.big, 6, 0, (uint64_t)at_us * (k.nano ? 1000 : 1), frame);
    return;
  }
  put32(b, k.big, (uint32_t)(at_us / 1000000));
  put32(b, k.big, (uint32_t)(at_us % 1000000) * (k.nano ? 1000 : 1));
  put32(b, k.big, (uint32_t)frame.n);
  put32(b, k.big, (uint32_t)frame.n);
  if (k.modified) buf_add(b, "\0\0\0\1\x08\0\0\0", 8);
  buf_add(b, "\0\0\0\1\x08\0\0\0", k.more);
  buf_add(b, frame.p, frame.n);
}

// One packet of a voice that began at start_us, 20 ms a packet; `leg` tells two voices apart.
static void put_rtp_frame(struct buf *b, struct kind k, int leg, int n, int64_t clock_us) {
  AUTO(buf) struct buf rtp = {0}, udp = {0}, ip = {0};
  struct v4 h = {.src = {10, 0, 0, (uint8_t)(1 + leg)}, .dst = {10, 0, 0, (uint8_t)(2 - leg)}};
  h.proto = 17;
  h.id = (uint16_t)(1000 * leg + n);
  put_rtp(&rtp, (struct rtp_head){8, (uint16_t)(100 + n), (uint32_t)n * 160, 7u + (unsigned)leg},
          SV("0123456789012345678901234567890123456789"));
  put_udp(&udp, 4000u + 1000u * (unsigned)leg, 5000u - 1000u * (unsigned)leg, buf_span(&rtp));
  put_v4(&ip, h, buf_span(&udp));
  put_frame(b, k, start_us + n * 20000LL + clock_us, buf_span(&ip));
}

static const char *kept(const char *name, const struct buf *b) {
  static char path[8][512];
  static size_t turn;
  char *p = path[turn++ % 8];
  snprintf(p, sizeof path[0], "%s/%s", test_folder(), name);
  CHECK_OK(file_write_atomic(AT_FDCWD, p, buf_sv(b), 0600));
  return p;
}

static const char *packed(const char *name, const struct buf *b, size_t n) {
  AUTO(buf) struct buf gz = {0};
  z_stream z = {0};
  deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  uint8_t *to = buf_grow(&gz, b->n + 100);
  z.next_in = (uint8_t *)b->p;
  z.avail_in = (uInt)b->n;
  z.next_out = to;
  z.avail_out = (uInt)b->n + 100;
  deflate(&z, Z_FINISH);
  buf_wrote(&gz, n && n < z.total_out ? n : z.total_out);
  deflateEnd(&z);
  return kept(name, &gz);
}

// ---- reading them -------------------------------------------------------------------------------

typedef struct order *ordering;
static void ordering_drop(ordering *o) { order_free(*o); }

struct heard {          // what came, as the voices tell it
  int frames, in_place; // a packet is in its place when it comes when it was said, within 20 ms
  int64_t worst_us;
  uint64_t copies;
  struct order_news news;
};

static void see(void *ctx, const struct datagram *d) {
  struct heard *h = ctx;
  int64_t said_us = start_us + (int64_t)be32(d->payload.p + 4) * 125; // 8000 a second
  int64_t off_us = llabs(d->at_us - said_us);
  h->in_place += off_us < 20000;
  if (off_us > h->worst_us) h->worst_us = off_us;
}

static struct heard hear(const char *const *paths, size_t n) {
  AUTO(ordering) ordering o = NULL;
  struct heard h = {0};
  struct tap *tap = tap_new();
  struct tap_counts counts;
  struct frame f;
  int64_t last_us = 0;
  CHECK_OK(order_open(paths, n, &o));
  while (o && order_next(o, &f)) {
    CHECK(f.at_us >= last_us);
    last_us = f.at_us;
    h.frames++;
    tap_frame(tap, &f, see, &h);
  }
  tap_counts(tap, &counts);
  h.copies = counts.copies;
  if (o) order_news(o, &h.news);
  tap_free(tap);
  return h;
}

TEST(every_kind_of_capture_file_gives_the_same_frames) {
  static const size_t more[] = {0, 4, 8}; // SuSE's and Nokia's, RedHat's
  for (int i = 0; i < 48; i++) {
    struct kind k = {i & 1, i & 2, i & 4, i & 8, more[i >> 4]};
    AUTO(buf) struct buf b = {0};
    if ((k.modified && (k.ng || k.nano || k.more == 8)) || (k.ng && k.more)) continue;
    put_head(&b, k, LINK_RAW);
    for (int n = 0; n < 50; n++) put_rtp_frame(&b, k, n & 1, n / 2 * 2, 0);
    const char *path = kept("a", &b), *gz = packed("a.gz", &b, 0);
    struct heard plain = hear(&path, 1), unpacked = hear(&gz, 1);
    CHECK_EQ(plain.in_place, 50);
    CHECK_EQ(unpacked.in_place, 50);
    CHECK_EQ(plain.news.broken + unpacked.news.broken, 0);
  }
}

TEST(a_section_has_its_interfaces_links_and_clocks) {
  AUTO(buf) struct buf b = {0}, ip = {0}, framed = {0};
  put_head(&b, (struct kind){.ng = true, .big = true}, LINK_RAW); // interface 0
  put_interface(&b, true, LINK_ETHERNET, 0x80 | 10, 0);           // 1: 1/1024 s
  put_interface(&b, true, LINK_ETHERNET, 3, 1000);                // 2: ms, 1,000 s later
  put_interface(&b, true, 4711, 6, 0);                            // 3: nobody knows
  put_v4(&ip, (struct v4){.proto = 1}, (struct span){(const uint8_t *)"ping", 4});
  put_ether(&framed, 0x0800);
  buf_add(&framed, ip.p, ip.n);
  put_ng_frame(&b, true, 6, 0, 5000000, buf_span(&ip));
  put_ng_frame(&b, true, 2, 1, 6 * 1024, buf_span(&framed));
  put_ng_frame(&b, true, 6, 2, (uint64_t)-993000, buf_span(&framed)); // before 1970: no time
  put_ng_frame(&b, true, 3, 0, 0, buf_span(&ip));                     // has no time of its own
  put_ng_frame(&b, true, 6, 9, 7000000, buf_span(&ip));               // no such interface
  put_ng_frame(&b, true, 0xbad, 0, 0, buf_span(&ip));                 // passed over
  put_head(&b, (struct kind){.ng = true, .nano = true}, LINK_RAW);    // another section, little
  put_ng_frame(&b, false, 6, 0, 8000000000, buf_span(&ip));
  put_head(&b, (struct kind){.big = true}, LINK_ETHERNET); // a pcap appended to it
  put_frame(&b, (struct kind){.big = true}, 9000000, buf_span(&framed));
  static const struct {
    int link;
    int64_t at_us;
  } want[] = {{LINK_RAW, 5000000},
              {LINK_ETHERNET, 6000000},
              {LINK_ETHERNET, 253402300799000000},
              {LINK_RAW, 253402300799000000},
              {CAPFILE_NO_LINK, 7000000},
              {LINK_RAW, 8000000},
              {LINK_ETHERNET, 9000000}};
  struct reader *r = NULL;
  struct frame f;
  size_t n = 0;
  CHECK_OK(reader_open(kept("sections", &b), &r));
  for (; reader_next(r, &f) && n < countof(want); n++) {
    CHECK_EQ(f.link, want[n].link);
    CHECK_EQ(f.at_us, want[n].at_us);
  }
  CHECK_EQ(n, countof(want));
  CHECK(!reader_trouble(r));
  reader_free(r);
}

TEST(a_file_that_breaks_off_is_read_as_far_as_it_goes) {
  for (int ng = 0; ng < 2; ng++) {
    struct kind k = {.ng = ng};
    AUTO(buf) struct buf b = {0};
    put_head(&b, k, LINK_RAW);
    for (int n = 0; n < 50; n++) put_rtp_frame(&b, k, 0, n, 0);
    for (size_t cut = b.n - 200; cut < b.n; cut += 7) {
      AUTO(buf) struct buf less = {0};
      buf_add(&less, b.p, cut);
      const char *path = kept("cut", &less);
      struct heard h = hear(&path, 1);
      CHECK(h.in_place >= 47);
      CHECK_EQ(h.news.broken, 1);
      CHECK(h.in_place == h.frames);
    }
    const char *gz = packed("cut.gz", &b, 500);
    struct heard h = hear(&gz, 1);
    CHECK(h.frames > 0 && h.in_place == h.frames && h.news.broken == 1);
  }
}

// Between the first look and the second a file may become shorter, another one, or nobody's: what
// was there is counted, whatever stands in its way.
TEST(what_was_there_and_cannot_be_read_again_is_said) {
  for (int how = 0; how < 3; how++) {
    struct kind k = {0};
    AUTO(buf) struct buf b = {0}, less = {0};
    AUTO(ordering) ordering o = NULL;
    struct order_news news;
    struct frame f;
    size_t n;
    put_head(&b, k, LINK_RAW);
    for (int i = 0; i < 5000; i++) put_rtp_frame(&b, k, 0, i, 0);
    const char *path = kept("shrinks", &b);
    CHECK_OK(order_open(&path, 1, &o));
    if (how == 0) CHECK_EQ(truncate(path, (off_t)b.n / 2), 0);
    if (how == 1) CHECK_OK(file_write_atomic(AT_FDCWD, path, buf_sv(&b), 0600));
    if (how == 2) CHECK_EQ(unlink(path), 0);
    while (order_next(o, &f)) continue;
    order_news(o, &news);
    CHECK_EQ(news.broken, how != 1); // the same bytes under another name are the same file
    CHECK_EQ(news.frames + news.missing, 5000);
    CHECK(how == 1 || news.missing > 2000);
    CHECK(how == 1 || order_files(o, &n)->trouble);
  }
}

TEST(members_of_gzip_and_whole_files_may_follow_one_another) {
  AUTO(buf) struct buf all = {0}, gz = {0};
  for (int part = 0; part < 3; part++) {
    AUTO(buf) struct buf b = {0};
    put_head(&b, (struct kind){.nano = part == 1}, LINK_RAW);
    for (int n = 0; n < 20; n++)
      put_rtp_frame(&b, (struct kind){.nano = part == 1}, 0, part * 20 + n, 0);
    buf_add(&all, b.p, b.n);
    AUTO(buf) struct buf one = {0};
    CHECK_OK(file_read(AT_FDCWD, packed("part.gz", &b, 0), 1 << 20, &one));
    buf_add(&gz, one.p, one.n);
  }
  buf_add(&gz, "\0\0\0\0", 4); // a tape's filling
  const char *plain = kept("all", &all), *members = kept("members.gz", &gz);
  CHECK_EQ(hear(&plain, 1).in_place, 60);
  struct heard h = hear(&members, 1);
  CHECK_EQ(h.in_place, 60);
  CHECK_EQ(h.news.broken, 0);
}

TEST(what_is_no_capture_is_refused_in_words) {
  static const struct {
    const char *bytes;
    size_t n;
    enum err want;
  } files[] = {{"", 0, E_BAD_DATA},
               {"x", 1, E_BAD_DATA},
               {"no capture at all, only words", 29, E_BAD_DATA},
               {"\x28\xb5\x2f\xfd"
                "0123456789",
                14, E_UNSUPPORTED},
               {"\x04\x22\x4d\x18"
                "0123456789",
                14, E_UNSUPPORTED},
               {"GMBU and then whatever it has", 29, E_UNSUPPORTED},
               {"\x1f\x8b\x08\0\0\0\0\0\0\3zzzz", 14, E_BAD_DATA}};
  for (size_t i = 0; i < countof(files); i++) {
    AUTO(buf) struct buf b = {0};
    struct reader *r;
    buf_add(&b, files[i].bytes, files[i].n);
    CHECK_FAILS(files[i].want, reader_open(kept("none", &b), &r));
  }
  struct reader *r;
  CHECK_FAILS(E_BAD_INPUT, reader_open("/", &r));
  CHECK_FAILS(E_BAD_INPUT, reader_open("/dev/null", &r));
  CHECK_FAILS(E_NOT_FOUND, reader_open("/nobody/has/this", &r));
}

TEST(a_capture_without_times_is_refused_and_a_burst_is_not) {
  struct kind zero = {0}, ng = {.ng = true};
  AUTO(buf) struct buf none = {0}, simple = {0}, burst = {0}, ip = {0};
  AUTO(ordering) ordering o = NULL;
  size_t n;
  put_v4(&ip, (struct v4){.proto = 1}, (struct span){(const uint8_t *)"ping", 4});
  put_head(&none, zero, LINK_RAW);
  put_head(&simple, ng, LINK_RAW);
  put_head(&burst, zero, LINK_RAW);
  for (int i = 0; i < 10; i++) put_frame(&none, zero, 0, buf_span(&ip));
  for (int i = 0; i < 10; i++) put_ng_frame(&simple, false, 3, 0, 0, buf_span(&ip));
  for (int i = 0; i < 10; i++) put_frame(&burst, zero, start_us, buf_span(&ip));
  const char *paths[] = {kept("none", &none), kept("simple", &simple), kept("burst", &burst)};
  CHECK_OK(order_open(paths, 3, &o));
  const struct order_file *f = order_files(o, &n);
  CHECK(f[0].refused && strstr(f[0].why, "bear no times"));
  CHECK(f[1].refused && strstr(f[1].why, "bear no times"));
  CHECK_OK(f[2].refused);
}

TEST(a_bomb_is_given_up) {
  AUTO(buf) struct buf b = {0};
  put_head(&b, (struct kind){0}, LINK_RAW);
  size_t n = (size_t)200 << 20;
  void *zeros = buf_grow(&b, n);
  memset(zeros, 1, n); // frames of 16 MiB, each less than the file has: no capture is like that
  buf_wrote(&b, n);
  const char *path = packed("bomb.gz", &b, 0);
  struct heard h = hear(&path, 1);
  CHECK_EQ(h.frames, 0);
  CHECK_EQ(h.news.broken, 1);
}

// ---- order --------------------------------------------------------------------------------------

struct part { // of a two-sided voice: its packets from..to on one side or both, the clock off by
              // that
  int file, leg, from, to; // leg 2: both
  int64_t clock_us;
};

static struct heard hear_parts(const struct part *p, size_t n_parts, int n_files, bool gz) {
  const char *paths[8];
  for (int file = 0; file < n_files; file++) {
    AUTO(buf) struct buf b = {0};
    char name[32];
    put_head(&b, (struct kind){0}, LINK_RAW);
    for (size_t i = 0; i < n_parts; i++)
      for (int n = p[i].from; p[i].file == file && n < p[i].to; n++)
        for (int leg = 0; leg < 2; leg++)
          if (p[i].leg == leg || p[i].leg == 2)
            put_rtp_frame(&b, (struct kind){0}, leg, n, p[i].clock_us);
    snprintf(name, sizeof name, "%d", file);
    paths[file] = gz ? packed(name, &b, 0) : kept(name, &b);
  }
  return hear(paths, (size_t)n_files);
}
static const int64_t second_us = 1000000, hour_us = 3600 * 1000000LL;

static void check_parts(const char *what, const struct part *p, size_t n, int files, int frames) {
  for (int gz = 0; gz < 2; gz++) {
    struct heard h = hear_parts(p, n, files, gz);
    if (h.frames != frames || h.in_place != frames)
      test_failed_with(__FILE__, __LINE__, "%s: %d of %d frames, %d in place, worst %" PRId64 " us",
                       what, h.frames, frames, h.in_place, h.worst_us);
  }
}
#define PARTS(what, files, frames, ...)                                                            \
  do {                                                                                             \
    const struct part parts_[] = {__VA_ARGS__};                                                    \
    check_parts(what, parts_, countof(parts_), files, frames);                                     \
  } while (0)

TEST(files_are_one_capture_in_order_of_time_whatever_order_they_are_named_in) {
  PARTS("a ring, last first", 3, 600, {0, 2, 200, 300, 0}, {1, 2, 0, 100, 0}, {2, 2, 100, 200, 0});
  PARTS("one file a direction", 2, 600, {0, 0, 0, 300, 0}, {1, 1, 0, 300, 0});
  PARTS("appended directions", 1, 600, {0, 0, 0, 300, 0}, {0, 1, 0, 300, 0});
  PARTS("appended, later part first", 1, 600, {0, 2, 150, 300, 0}, {0, 2, 0, 150, 0});
  PARTS("three runs in one, one beside", 2, 900, {0, 0, 200, 300, 0}, {0, 0, 100, 200, 0},
        {0, 0, 0, 100, 0}, {1, 1, 0, 600, 0});
}

TEST(a_clock_that_is_set_moves_no_sound) {
  PARTS("back 10 s", 1, 600, {0, 2, 0, 150, 0}, {0, 2, 150, 300, -10 * second_us});
  PARTS("back 1 s", 1, 600, {0, 2, 0, 150, 0}, {0, 2, 150, 300, -second_us});
  PARTS("back 0.3 s, one side", 1, 300, {0, 0, 0, 150, 0}, {0, 0, 150, 300, -300000});
  PARTS("back an hour, lossy", 1, 590, {0, 2, 0, 150, 0}, {0, 2, 155, 300, -hour_us});
  PARTS("ahead an hour", 1, 600, {0, 2, 0, 150, 0}, {0, 2, 150, 300, hour_us});
  PARTS("ahead a second", 1, 600, {0, 2, 0, 150, 0}, {0, 2, 150, 300, second_us});
  PARTS("back and forth", 1, 800, {0, 2, 0, 100, 0}, {0, 2, 100, 200, -5 * second_us},
        {0, 2, 200, 300, 7 * second_us}, {0, 2, 300, 400, -hour_us});
  PARTS("between two files", 2, 600, {0, 2, 0, 150, 0}, {1, 2, 150, 300, -10 * second_us});
  PARTS("ahead between two files", 2, 600, {1, 2, 0, 150, 0}, {0, 2, 150, 300, hour_us});
  PARTS("in one, going on in the others", 3, 1200, {2, 2, 0, 150, 0},
        {2, 2, 150, 300, -10 * second_us}, {0, 2, 300, 450, -10 * second_us},
        {1, 2, 450, 600, -10 * second_us});
}

TEST(a_pause_and_a_stall_are_no_step_of_the_clock) {
  AUTO(buf) struct buf b = {0};
  put_head(&b, (struct kind){0}, LINK_RAW);
  for (int n = 0; n < 100; n++) put_rtp_frame(&b, (struct kind){0}, n & 1, n / 2, 0);
  for (int n = 100; n < 200; n++) // held up for a second, then all at once
    put_rtp_frame(&b, (struct kind){0}, n & 1, n / 2, n < 150 ? 1500000 - n / 2 * 20000LL : 0);
  for (int n = 200; n < 300; n++) put_rtp_frame(&b, (struct kind){0}, n & 1, n / 2, 0);
  const char *path = kept("stall", &b);
  struct heard h = hear(&path, 1);
  CHECK_EQ(h.news.clock_steps, 0);
  CHECK_EQ(h.frames, 300);
}

static void put_sip_frame(struct buf *b, int64_t at_us) {
  AUTO(buf) struct buf udp = {0}, ip = {0};
  put_udp(&udp, 5060, 5060, (struct span){(const uint8_t *)"INVITE sip:a@b SIP/2.0\r\n", 24});
  put_v4(&ip, (struct v4){.src = {10, 0, 0, 1}, .dst = {10, 0, 0, 2}, .proto = 17}, buf_span(&udp));
  put_frame(b, (struct kind){0}, at_us, buf_span(&ip));
}

static int64_t later(int64_t a, int64_t b) { return a > b ? a : b; }

// Both voices held up from `from` on so long, then a packet each `drain_us`; cut into two files at
// the jump or not.
static struct heard hear_stall(int from, int64_t stall_us, int64_t drain_us, int files) {
  struct buf b[2] = {{0}, {0}};
  const char *paths[2];
  int64_t free_us = from * 20000LL + stall_us, at_us = 0;
  for (int i = 0; i < 2; i++) put_head(&b[i], (struct kind){0}, LINK_RAW);
  for (int n = 0; n < 600; n++)
    for (int leg = 0; leg < 2; leg++) {
      int64_t said_us = n * 20000LL;
      at_us = n < from ? said_us : later(later(said_us, free_us), at_us + drain_us);
      put_rtp_frame(&b[files > 1 && n >= from], (struct kind){0}, leg, n, at_us - said_us);
    }
  for (int i = 0; i < files; i++) paths[i] = kept(i ? "free" : "held", &b[i]);
  for (int i = 0; i < 2; i++) buf_drop(&b[i]);
  return hear(paths, (size_t)files);
}

TEST(a_stall_and_its_burst_are_no_step_however_long_the_one_and_slow_the_other) {
  static const int64_t stalls[] = {400000, 1000000, 1500000, 3000000, 6000000};
  static const int64_t drains[] = {10, 50, 500, 5000, 9000};
  for (size_t i = 0; i < countof(stalls); i++)
    for (size_t k = 0; k < countof(drains); k++)
      for (int files = 1; files <= 2; files++) {
        struct heard h = hear_stall(100, stalls[i], drains[k], files);
        if (h.news.clock_steps || h.frames != 1200)
          test_failed_with(__FILE__, __LINE__, "a stall of %d ms, a packet each %d us, %d files",
                           (int)(stalls[i] / 1000), (int)drains[k], files);
      }
}

TEST(two_phones_on_hold_are_no_step_of_the_clock) {
  for (int files = 1; files <= 2; files++) {
    struct buf b[2] = {{0}, {0}};
    const char *paths[2];
    for (int i = 0; i < 2; i++) put_head(&b[i], (struct kind){0}, LINK_RAW);
    for (int n = 0; n < 200; n++) put_rtp_frame(&b[0], (struct kind){0}, n & 1, n / 2, 0);
    put_sip_frame(&b[0], start_us + 2010000);
    put_sip_frame(&b[files - 1], start_us + 6990000);
    for (int n = 200; n < 400; n++) // where it went on: number and time
      put_rtp_frame(&b[files - 1], (struct kind){0}, n & 1, n / 2, 5 * second_us);
    for (int i = 0; i < files; i++) paths[i] = kept(i ? "resumed" : "on-hold", &b[i]);
    for (int i = 0; i < 2; i++) buf_drop(&b[i]);
    struct heard h = hear(paths, (size_t)files);
    CHECK_EQ(h.news.clock_steps, 0);
    CHECK_EQ(h.news.undecided, 1);
    CHECK_EQ(h.frames, 402);
  }
}

TEST(interfaces_written_in_turns_are_sorted) {
  AUTO(buf) struct buf b = {0};
  put_head(&b, (struct kind){0}, LINK_RAW);
  for (int block = 0; block < 30; block++) // 200 ms of one side, then the same of the other
    for (int leg = 0; leg < 2; leg++)
      for (int n = 0; n < 10; n++) put_rtp_frame(&b, (struct kind){0}, leg, block * 10 + n, 0);
  const char *path = kept("turns", &b);
  struct heard h = hear(&path, 1);
  CHECK_EQ(h.in_place, 600);
  CHECK_EQ(h.news.clock_steps, 0);
  CHECK_EQ(h.news.disordered, 0);
}

TEST(a_second_probe_two_seconds_late_is_copies) {
  AUTO(buf) struct buf b = {0}, late = {0};
  put_head(&b, (struct kind){0}, LINK_RAW);
  put_head(&late, (struct kind){0}, LINK_RAW);
  for (int n = 0; n < 300; n++)
    for (int leg = 0; leg < 2; leg++) {
      put_rtp_frame(&b, (struct kind){0}, leg, n, 0);
      put_rtp_frame(&late, (struct kind){0}, leg, n, 2 * second_us);
    }
  const char *paths[] = {kept("first", &b), kept("second", &late)};
  struct heard h = hear(paths, 2);
  CHECK_EQ(h.frames, 1200);
  CHECK_EQ(h.copies, 600);
  CHECK_EQ(h.in_place, 600);
  CHECK_EQ(h.news.clock_steps, 0);
}
