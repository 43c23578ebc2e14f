// SPDX-License-Identifier: Apache-2.0
// The spool's reader. Input: u8 mode, then
//   0  the bytes after a sound header, as a dead capture left them
//   1  u8 kind and the body of a record
//   2  u8 records, then triples (u16le place, u8 flip) laid over a sound spool of so many records:
//      what is read must be what was written, however it was damaged
#include <fcntl.h>
#include <sodium.h>

#include "recorder/spool_format.h"
#include "recorder/spool_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct spool_keys keys;
static uint8_t file[SPOOL_FORMAT_HEAD + 256 * 64], id[SPOOL_FORMAT_ID] = {1},
                                                   key[SPOOL_FORMAT_KEY] = {2};
static int dir = -1;

static void set_up(void) {
  char folder[128];
  const char *in = getenv("TMPDIR");
  if (dir >= 0) return;
  snprintf(folder, sizeof folder, "%s/fuzz-spool-XXXXXX", in ? in : "/tmp");
  if (sodium_init() < 0 || !mkdtemp(folder)) abort();
  dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0) abort();
  crypto_box_keypair(keys.public_key, keys.secret_key);
  memcpy(file, SPOOL_FORMAT_MAGIC, 8);
  memcpy(file + 8, id, sizeof id);
  if (crypto_box_seal(file + 24, key, sizeof key, keys.public_key)) abort();
}

static void read_all(const uint8_t *bytes, size_t n, bool sound) {
  struct spool_reader *r;
  struct spool_record rec;
  enum spool_got got;
  int out = openat(dir, "x", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (out < 0 || write(out, file, SPOOL_FORMAT_HEAD) < 0 || write(out, bytes, n) < 0) abort();
  close(out);
  if (spool_read_open(dir, "x", &keys, &r)) abort();
  for (size_t i = 0; i <= n; i++) {
    if (spool_read_next(r, i % 3 == 2, &rec, &got)) abort();
    if (got == SPOOL_GOT_OVER) break;
    if (sound && got == SPOOL_GOT_RECORD &&
        (rec.body.n != 4 || memcmp(rec.body.p, &rec.wall_us, 4)))
      abort();
  }
  spool_read_free(r);
}

static void bodies(const uint8_t *data, size_t size) {
  AUTO(arena) struct arena a;
  arena_init(&a, 1 << 16);
  struct sv body = {(const char *)data + 1, size - 1};
  union {
    struct spool_opening opening;
    struct spool_leg leg;
    struct spool_mark mark;
    struct spool_ending ending;
    struct spool_packet packet;
    struct spool_said said;
  } u;
  enum err rc = OK;
  if (data[0] == SPOOL_OPEN) rc = spool_opening_unpack(body, &a, &u.opening);
  if (data[0] == SPOOL_LEG) rc = spool_leg_unpack(body, &a, &u.leg);
  if (data[0] == SPOOL_MARK) rc = spool_mark_unpack(body, &a, &u.mark);
  if (data[0] == SPOOL_SAID) rc = spool_said_unpack(body, &u.said);
  if (data[0] == SPOOL_END) rc = spool_ending_unpack(body, &a, &u.ending);
  while (data[0] == SPOOL_RTP && !rc) rc = spool_packet_next(&body, &u.packet);
  err_forget();
}

static void damaged(const uint8_t *data, size_t size) {
  static uint8_t bytes[256 * 64];
  static uint8_t record[SPOOL_RECORD_MAX];
  size_t n = 0;
  for (uint32_t i = 0; i < data[0]; i++) {
    int64_t wall = i;
    size_t k = spool_record_seal(record, id, key, i, wall, SPOOL_MARK,
                                 (struct sv){(const char *)&wall, 4});
    memcpy(bytes + n, record, k);
    n += k;
  }
  for (data++, size--; size >= 3 && n; data += 3, size -= 3)
    bytes[((size_t)data[0] | (size_t)data[1] << 8) % n] ^= data[2];
  read_all(bytes, n, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  set_up();
  if (size < 2) return 0;
  if (data[0] % 3 == 0) read_all(data + 1, size - 1, false);
  if (data[0] % 3 == 1) bodies(data + 1, size - 1);
  if (data[0] % 3 == 2) damaged(data + 1, size - 1);
  return 0;
}
