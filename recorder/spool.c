// SPDX-License-Identifier: Apache-2.0
#include "recorder/spool.h"

#include <sodium.h>
#include <sys/stat.h>

#include "core/file.h"
#include "recorder/spool_disk.h"
#include "recorder/spool_format.h"

enum {
  FLUSH_BYTES = 16 * 1024,
  GATHER_US = 160 * 1000, // with the turn of the loop and a busy machine: 200 ms, so that 250 hold
  UNWRITTEN_MAX = 128 * 1024,                          // control records waiting for room
  BATCH_ROOM = FLUSH_BYTES + SPOOL_PACKET_HEAD + 2048, // larger packets go out on their own
};

struct spool {
  struct spool_run *run;
  struct spool *next, **back; // the run's open calls
  fd file;
  uint32_t sequence;
  uint8_t id[SPOOL_FORMAT_ID], key[SPOOL_FORMAT_KEY];
  uint64_t bytes;
  int64_t batch_us; // wall time of the first packet gathered
  size_t batch_n;
  struct buf unwritten; // sealed records, or the rest of one, that the disk did not take
  bool closing;         // closed by its owner, kept until all of it is written
  uint64_t dropped;     // packets, since the last mark that says so
  int64_t seen_us;      // wall: of the newest packet or record
  uint8_t batch[BATCH_ROOM];
};

struct spool_run {
  struct spool_disk disk;
  int64_t gather_us;
  uint8_t public_key[SPOOL_PUBLIC_KEY];
  struct spool *calls;
  uint64_t sync_errors_marked;
  atomic_uint_fast64_t bytes, dropped, write_errors;
  atomic_uint_fast32_t n_calls;
  uint8_t record[SPOOL_RECORD_MAX]; // the one record being sealed
};

static inline void spool_drop(struct spool **s) { spool_close(*s); }
static inline void spool_run_drop(struct spool_run **r) { spool_run_free(*r); }

// ---- writing -----------------------------------------------------------------------------------

// As much as the disk takes; asks for the reserve once.
static size_t write_some(struct spool *s, const uint8_t *p, size_t n) {
  size_t done = 0;
  while (done < n) {
    ssize_t k = write(s->file, p + done, n - done);
    if (k >= 0) {
      done += (size_t)k;
      continue;
    }
    if (errno == EINTR) continue;
    if ((errno == ENOSPC || errno == EDQUOT) && spool_disk_relieve(&s->run->disk)) continue;
    atomic_fetch_add(&s->run->write_errors, 1);
    break;
  }
  s->bytes += done;
  atomic_fetch_add(&s->run->bytes, done);
  return done;
}

// True when nothing of earlier records is waiting: the next may follow.
static bool write_rest(struct spool *s) {
  if (!s->unwritten.n) return true;
  size_t k = write_some(s, (const uint8_t *)s->unwritten.p, s->unwritten.n);
  buf_eat(&s->unwritten, k);
  if (s->unwritten.n) return false;
  buf_drop(&s->unwritten);
  return true;
}

// The sealed bytes are kept as they are: sealing again would use a nonce twice.
static enum err keep_rest(struct spool *s, const uint8_t *p, size_t n) {
  buf_add(&s->unwritten, p, n);
  if (s->unwritten.failed) fd_drop(&s->file); // torn: nothing may follow in this part
  return fail(E_FULL, "the spool takes no more");
}

static enum err record_write(struct spool *s, enum spool_kind kind, int64_t wall_us,
                             struct sv body) {
  if (s->file < 0) return fail(E_IO, "this spool is broken");
  bool clear = write_rest(s);
  if (!clear && s->unwritten.n + body.n > UNWRITTEN_MAX)
    return fail(E_FULL, "the spool takes no more");
  uint8_t *to = s->run->record;
  size_t n = spool_record_seal(to, s->id, s->key, s->sequence, wall_us, kind, body);
  s->sequence++;
  size_t done = clear ? write_some(s, to, n) : 0;
  return done == n ? OK : keep_rest(s, to + done, n - done);
}

// ---- gathering ---------------------------------------------------------------------------------

static enum err loss_mark(struct spool *s, int64_t at_us) {
  AUTO(buf) struct buf body = {0};
  char detail[48];
  snprintf(detail, sizeof detail, "%" PRIu64 " packets: disk full", s->dropped);
  TRY(spool_mark_pack(
      &(struct spool_mark){.kind = "loss", .leg = -1, .at_us = at_us, .detail = detail}, &body));
  s->dropped = 0; // the mark is taken even when it cannot be written yet
  return record_write(s, SPOOL_MARK, at_us, buf_sv(&body));
}

static enum err flush(struct spool *s) {
  if (!write_rest(s)) return fail(E_FULL, "the spool takes no more");
  enum err rc = OK;
  if (s->batch_n) {
    struct sv body = {(const char *)s->batch, s->batch_n};
    rc = record_write(s, SPOOL_RTP, s->batch_us, body);
    s->batch_n = 0; // written or kept
  }
  return !rc && s->dropped ? loss_mark(s, s->seen_us) : rc;
}

static bool fits(const struct spool *s, int64_t wall_us, size_t n) {
  int64_t offset = wall_us - s->batch_us;
  return offset >= INT32_MIN / 2 && offset < s->run->gather_us && s->batch_n + n <= BATCH_ROOM;
}

static enum err drop_packet(struct spool *s) {
  s->dropped++;
  atomic_fetch_add(&s->run->dropped, 1);
  return fail(E_FULL, "a packet found no room in the spool");
}

static enum err packet_alone(struct spool *s, int64_t wall_us, const struct spool_packet *p) {
  uint8_t body[SPOOL_PACKET_HEAD + SPOOL_PACKET_MAX];
  size_t n = spool_packet_pack(p, body);
  TRY(flush(s));
  return record_write(s, SPOOL_RTP, wall_us, (struct sv){(const char *)body, n});
}

enum err spool_rtp(struct spool *s, int64_t wall_us, uint8_t leg, uint8_t flags, struct sv packet) {
  size_t need = SPOOL_PACKET_HEAD + packet.n;
  struct spool_packet p = {.leg = leg, .flags = flags, .bytes = packet};
  if (packet.n > SPOOL_PACKET_MAX) return fail(E_TOO_BIG, "an RTP packet of %zu bytes", packet.n);
  if (need > 2048) return packet_alone(s, wall_us, &p);
  enum err rc = OK;
  s->seen_us = wall_us;
  if (s->batch_n && !fits(s, wall_us, need)) rc = flush(s);
  if (s->batch_n + need > BATCH_ROOM) return drop_packet(s);
  if (!s->batch_n) s->batch_us = wall_us;
  int64_t offset = wall_us - s->batch_us;
  if (offset > INT32_MAX || offset < INT32_MIN) return drop_packet(s);
  p.offset_us = (int32_t)offset;
  s->batch_n += spool_packet_pack(&p, s->batch + s->batch_n);
  if (!rc && s->batch_n >= FLUSH_BYTES) rc = flush(s);
  return rc;
}

enum err spool_put(struct spool *s, enum spool_kind kind, int64_t wall_us, struct sv body) {
  if (body.n > SPOOL_BODY_MAX) return fail(E_TOO_BIG, "a spool record of %zu bytes", body.n);
  s->seen_us = wall_us;
  enum err rc = flush(s);
  enum err put = record_write(s, kind, wall_us, body);
  return rc ? rc : put;
}

uint64_t spool_bytes(const struct spool *s) { return s->bytes; }

// ---- a call's file -----------------------------------------------------------------------------

static enum err header_write(struct spool *s) {
  uint8_t head[SPOOL_FORMAT_HEAD];
  memcpy(head, SPOOL_FORMAT_MAGIC, 8);
  memcpy(head + 8, s->id, sizeof s->id);
  if (crypto_box_seal(head + 24, s->key, sizeof s->key, s->run->public_key))
    return fail(E_CONFIG, "keys/encode.pub is no public key");
  return write_some(s, head, sizeof head) == sizeof head ? OK : fail(E_FULL, "no room for a spool");
}

static enum err file_make(struct spool *s, struct id interaction) {
  char hidden[ID_TEXT + 8], *name = hidden + 1;
  hidden[0] = '.';
  id_text(interaction, name);
  memcpy(name + ID_TEXT - 1, ".spool", 7);
  int dir = s->run->disk.dir;
  if (!faccessat(dir, name, F_OK, 0)) return fail(E_CONFLICT, "this run has a spool of that call");
  TRY(file_create(dir, hidden, 0660, &s->file));
  enum err rc = header_write(s);
  if (!rc && renameat(dir, hidden, dir, name)) rc = fail_os("show a spool file");
  if (rc) unlinkat(dir, hidden, 0);
  return rc;
}

enum err spool_open(struct spool_run *r, struct id interaction, struct spool **out) {
  AUTO(spool) struct spool *s = malloc(sizeof *s);
  if (!s) return fail(E_BROKEN, "no memory for a call");
  memset(s, 0, offsetof(struct spool, batch));
  s->run = r;
  s->file = -1;
  randombytes_buf(s->id, sizeof s->id);
  randombytes_buf(s->key, sizeof s->key);
  s->next = r->calls;
  s->back = &r->calls;
  if (s->next) s->next->back = &s->next;
  r->calls = s;
  atomic_fetch_add(&r->n_calls, 1);
  TRY(file_make(s, interaction));
  *out = s;
  s = NULL;
  return OK;
}

static void release(struct spool *s) {
  if (s->next) s->next->back = s->back;
  *s->back = s->next;
  buf_drop(&s->unwritten);
  fd_drop(&s->file);
  sodium_memzero(s->key, sizeof s->key);
  free(s);
}

void spool_close(struct spool *s) {
  if (!s) return;
  if (!s->closing) atomic_fetch_sub(&s->run->n_calls, 1);
  s->closing = true;
  if (s->file >= 0 && flush(s)) err_forget();
  if (s->file < 0 || (!s->unwritten.n && !s->batch_n)) release(s);
}

// ---- the run -----------------------------------------------------------------------------------

enum err spool_run_open(int spool_dir, const uint8_t encode_public[SPOOL_PUBLIC_KEY],
                        struct spool_options options, struct spool_run **out) {
  AUTO(spool_run) struct spool_run *r = calloc(1, sizeof *r);
  if (!r) return fail(E_BROKEN, "no memory for the spool");
  memcpy(r->public_key, encode_public, sizeof r->public_key);
  r->gather_us = options.gather_us ? options.gather_us : GATHER_US;
  TRY(spool_disk_open(&r->disk, spool_dir, options.reserve_bytes, options.no_sync));
  *out = r;
  r = NULL;
  return OK;
}

// After a failed sync nobody knows what of the last second reached the disk: every call says so.
static void sync_errors_mark(struct spool_run *r, int64_t now_us) {
  uint64_t now = atomic_load(&r->disk.sync_errors);
  if (now == r->sync_errors_marked) return;
  r->sync_errors_marked = now;
  AUTO(buf) struct buf body = {0};
  struct spool_mark m = {.kind = "unsafe", .leg = -1, .at_us = now_us, .detail = "sync failed"};
  enum err rc = spool_mark_pack(&m, &body);
  for (struct spool *s = r->calls; s && !rc; s = s->next)
    if (spool_put(s, SPOOL_MARK, now_us, buf_sv(&body))) err_forget();
  err_forget();
}

void spool_run_tick(struct spool_run *r, int64_t now_us) {
  sync_errors_mark(r, now_us);
  for (struct spool *s = r->calls, *next; s; s = next) {
    next = s->next;
    bool due = s->batch_n && (now_us - s->batch_us >= r->gather_us || now_us < s->batch_us);
    if ((due || s->unwritten.n || s->dropped) && s->file >= 0 && flush(s)) err_forget();
    if (s->closing) spool_close(s);
  }
}

void spool_run_health(struct spool_run *r, struct spool_health *out) {
  *out = (struct spool_health){
      .bytes = atomic_load(&r->bytes),
      .dropped = atomic_load(&r->dropped),
      .write_errors = atomic_load(&r->write_errors),
      .sync_errors = atomic_load(&r->disk.sync_errors),
      .sync_us = atomic_load(&r->disk.sync_us),
      .sync_max_us = atomic_load(&r->disk.sync_max_us),
      .calls = (uint32_t)atomic_load(&r->n_calls),
      .full = atomic_load(&r->disk.full),
  };
}

void spool_run_free(struct spool_run *r) {
  if (!r) return;
  for (struct spool *s = r->calls, *next; s; s = next) {
    next = s->next;
    spool_close(s);
  }
  while (r->calls) release(r->calls); // no room until the very end
  spool_disk_drop(&r->disk);
  free(r);
}
