// SPDX-License-Identifier: Apache-2.0
#include <sodium.h>
#include <sys/stat.h>

#include "core/file.h"
#include "recorder/spool.h"
#include "recorder/spool_read.h"
#include "tests/check.h"

struct bench { // one run in a folder of the test's own, and encode's keys
  int root, dir;
  char run[64];
  struct spool_keys keys;
  struct spool_run *writer;
};

static bool run_name(int root, char *out, size_t room) {
  int again = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *d = fdopendir(again);
  bool found = false;
  for (struct dirent *e; (e = readdir(d));)
    if (e->d_name[0] != '.') found = snprintf(out, room, "%s", e->d_name) > 0;
  closedir(d);
  return found;
}

static struct bench bench_open(size_t reserve) {
  static int n;
  char path[128];
  snprintf(path, sizeof path, "%s/%d", test_folder(), n++);
  CHECK_EQ(mkdir(path, 0700), 0);
  struct bench b = {.root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), .dir = -1};
  crypto_box_keypair(b.keys.public_key, b.keys.secret_key);
  CHECK_OK(spool_run_open(b.root, b.keys.public_key,
                          (struct spool_options){.reserve_bytes = reserve, .no_sync = true},
                          &b.writer));
  CHECK(run_name(b.root, b.run, sizeof b.run));
  CHECK_OK(folder_open(b.root, b.run, &b.dir));
  return b;
}

static void bench_close(struct bench *b) {
  spool_run_free(b->writer);
  close(b->dir);
  close(b->root);
}

static void part_name(struct id id, char out[64]) {
  id_text(id, out);
  memcpy(out + ID_TEXT - 1, ".spool", 7);
}

static struct spool_reader *reader_of(struct bench *b, struct id id) {
  char name[64];
  part_name(id, name);
  struct spool_reader *r = NULL;
  CHECK_OK(spool_read_open(b->dir, name, &b->keys, &r));
  return r;
}

static enum spool_got next(struct spool_reader *r, bool alive, struct spool_record *rec) {
  enum spool_got got = SPOOL_GOT_OVER;
  CHECK_OK(spool_read_next(r, alive, rec, &got));
  return got;
}

static const char packet[160] = "rtp";

TEST(a_spooled_call_is_read_back_in_order) {
  struct bench b = bench_open(0);
  struct id id = id_new();
  struct spool *s;
  CHECK_OK(spool_open(b.writer, id, &s));
  CHECK_OK(spool_put(s, SPOOL_OPEN, 1000, SV("{}")));
  for (int i = 0; i < 5; i++)
    CHECK_OK(spool_rtp(s, 2000 + i * 20000, 1, 0, (struct sv){packet, sizeof packet}));
  CHECK_OK(spool_put(s, SPOOL_END, 300000, SV("{}")));
  spool_close(s);
  struct spool_reader *r = reader_of(&b, id);
  struct spool_record rec;
  CHECK_EQ(next(r, true, &rec), SPOOL_GOT_RECORD);
  CHECK_EQ(rec.kind, SPOOL_OPEN);
  CHECK_EQ(rec.wall_us, 1000);
  CHECK_EQ(next(r, true, &rec), SPOOL_GOT_RECORD);
  CHECK_EQ(rec.kind, SPOOL_RTP);
  struct spool_packet p;
  int n = 0;
  while (!spool_packet_next(&rec.body, &p)) CHECK_EQ(p.offset_us, 20000 * n++);
  CHECK_EQ(n, 5);
  CHECK_EQ(next(r, true, &rec), SPOOL_GOT_RECORD);
  CHECK_EQ(next(r, true, &rec), SPOOL_GOT_OVER);
  CHECK(spool_read_ended(r));
  spool_read_free(r);
  bench_close(&b);
}

TEST(packets_are_written_after_160_ms_or_16_kib) {
  struct bench b = bench_open(0);
  struct spool *s;
  CHECK_OK(spool_open(b.writer, id_new(), &s));
  CHECK_OK(spool_rtp(s, 0, 0, 0, (struct sv){packet, sizeof packet}));
  spool_run_tick(b.writer, 159999);
  CHECK_EQ(spool_bytes(s), 104);
  spool_run_tick(b.writer, 160000);
  CHECK_EQ(spool_bytes(s), 104 + 8 + 9 + 8 + 160 + 16);
  uint64_t before = spool_bytes(s);
  for (int i = 0; i < 97; i++)
    CHECK_OK(spool_rtp(s, 300000, 0, 0, (struct sv){packet, sizeof packet}));
  CHECK_EQ(spool_bytes(s), before);
  CHECK_OK(spool_rtp(s, 300000, 0, 0, (struct sv){packet, sizeof packet}));
  CHECK(spool_bytes(s) > before);
  spool_close(s);
  bench_close(&b);
}

TEST(a_reader_waits_for_the_living_and_ends_with_the_dead) {
  struct bench b = bench_open(0);
  struct id id = id_new();
  struct spool *s;
  CHECK_OK(spool_open(b.writer, id, &s));
  CHECK(spool_run_alive(b.dir));
  struct spool_reader *r = reader_of(&b, id);
  struct spool_record rec;
  CHECK_EQ(next(r, true, &rec), SPOOL_GOT_WAIT);
  CHECK_OK(spool_put(s, SPOOL_MARK, 1, SV("{}")));
  CHECK_EQ(next(r, true, &rec), SPOOL_GOT_RECORD);
  CHECK_EQ(next(r, true, &rec), SPOOL_GOT_WAIT);
  spool_run_free(b.writer);
  b.writer = NULL;
  CHECK(!spool_run_alive(b.dir));
  CHECK_EQ(next(r, false, &rec), SPOOL_GOT_OVER);
  CHECK(!spool_read_ended(r));
  spool_read_free(r);
  bench_close(&b);
}

static void spoil(struct bench *b, struct id id, off_t at, size_t cut) {
  char name[64];
  part_name(id, name);
  int f = openat(b->dir, name, O_RDWR | O_CLOEXEC);
  uint8_t byte = 0;
  struct stat st;
  CHECK_EQ(pread(f, &byte, 1, at), 1);
  byte ^= 0x40;
  CHECK_EQ(pwrite(f, &byte, 1, at), 1);
  CHECK_EQ(fstat(f, &st), 0);
  CHECK_EQ(ftruncate(f, st.st_size - (off_t)cut), 0);
  close(f);
}

static struct id three_marks(struct bench *b) {
  struct id id = id_new();
  struct spool *s;
  CHECK_OK(spool_open(b->writer, id, &s));
  for (int i = 0; i < 3; i++) CHECK_OK(spool_put(s, SPOOL_MARK, i, SV("{\"kind\":\"x\"}")));
  spool_close(s);
  return id;
}

enum { MARK_BYTES = 8 + 9 + 12 + 16 };

TEST(corruption_costs_one_record_and_is_reported) {
  // in the text, in the sequence, in the length (which makes it reach past what is there)
  static const int places[] = {20, 5, 1};
  for (size_t i = 0; i < countof(places); i++) {
    struct bench b = bench_open(0);
    struct id id = three_marks(&b);
    spoil(&b, id, 104 + MARK_BYTES + places[i], 0);
    struct spool_reader *r = reader_of(&b, id);
    struct spool_record rec;
    CHECK_EQ(next(r, false, &rec), SPOOL_GOT_RECORD);
    CHECK_EQ(next(r, false, &rec), SPOOL_GOT_CORRUPT);
    CHECK_EQ(spool_read_skipped(r), MARK_BYTES);
    CHECK_EQ(next(r, false, &rec), SPOOL_GOT_RECORD);
    CHECK_EQ(rec.wall_us, 2);
    CHECK_EQ(next(r, false, &rec), SPOOL_GOT_OVER);
    spool_read_free(r);
    bench_close(&b);
  }
}

TEST(every_cut_of_a_spool_reads_to_its_last_whole_record) {
  for (size_t cut = 0; cut <= 3 * MARK_BYTES; cut += 7) {
    struct bench b = bench_open(0);
    struct id id = three_marks(&b);
    spoil(&b, id, 0, 0);
    spoil(&b, id, 0, cut);
    struct spool_reader *r = reader_of(&b, id);
    struct spool_record rec;
    size_t n = 0;
    while (next(r, false, &rec) == SPOOL_GOT_RECORD) n++;
    CHECK_EQ(n, (3 * MARK_BYTES - cut) / MARK_BYTES);
    spool_read_free(r);
    bench_close(&b);
  }
}

TEST(a_spool_opens_with_encodes_key_only) {
  struct bench b = bench_open(0);
  struct id id = three_marks(&b);
  char name[64];
  part_name(id, name);
  struct spool_keys other;
  struct spool_reader *r = NULL;
  crypto_box_keypair(other.public_key, other.secret_key);
  CHECK_FAILS(E_BAD_DATA, spool_read_open(b.dir, name, &other, &r));
  bench_close(&b);
}

TEST(a_run_is_removed_only_when_dead_and_empty) {
  struct bench b = bench_open(4096);
  struct id id = three_marks(&b);
  char name[64];
  part_name(id, name);
  spool_run_remove(b.root, b.run);
  CHECK_EQ(faccessat(b.root, b.run, F_OK, 0), 0);
  spool_run_free(b.writer);
  b.writer = NULL;
  spool_run_remove(b.root, b.run);
  CHECK_EQ(faccessat(b.root, b.run, F_OK, 0), 0);
  CHECK_EQ(unlinkat(b.dir, name, 0), 0);
  spool_run_remove(b.root, b.run);
  CHECK(faccessat(b.root, b.run, F_OK, 0) < 0);
  bench_close(&b);
}

TEST(record_bodies_survive_packing) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 16);
  AUTO(buf) struct buf b = {0};
  struct spool_opening o = {.interaction = id_new(),
                            .started_us = 1700000000000000,
                            .source = "capture",
                            .direction = "in",
                            .n_parties = 2,
                            .parties = {{0, "0701234567", "J\xf6rgen", "caller"},
                                        {1, "1003@pbx.example", NULL, "callee"}}};
  struct spool_opening got;
  CHECK_OK(spool_opening_pack(&o, &b));
  CHECK_OK(spool_opening_unpack(buf_sv(&b), &a, &got));
  CHECK(id_eq(got.interaction, o.interaction));
  CHECK_EQ(got.started_us, o.started_us);
  CHECK_STR(got.parties[0].name, "J\xc3\xb6rgen");
  CHECK(got.parties[1].name == NULL && got.group == NULL);
  buf_clear(&b);
  struct spool_leg l = {.leg = 1,
                        .party = 0,
                        .ptime_ms = 20,
                        .label = "a_leg",
                        .n_payloads = 1,
                        .payloads = {{111, 2, 48000, "opus", "useinbandfec=1"}}},
                   leg;
  CHECK_OK(spool_leg_pack(&l, &b));
  CHECK_OK(spool_leg_unpack(buf_sv(&b), &a, &leg));
  CHECK_EQ(leg.payloads[0].clock_hz, 48000);
  CHECK_STR(leg.payloads[0].fmtp, "useinbandfec=1");
  CHECK_EQ(leg.party, 0);
  struct spool_mark m;
  CHECK_FAILS(E_BAD_DATA, spool_mark_unpack(SV("{\"leg\":1}"), &a, &m));
  CHECK_FAILS(E_BAD_DATA, spool_mark_unpack(SV("[1]"), &a, &m));
}
