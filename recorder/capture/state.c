// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/state.h"

#include "core/file.h"
#include "core/jsonw.h"

static const struct sv bound = {"dialogs.state", 13};
enum { SAVED_MAX = 256 << 20 };

static enum err key_make(int keys_dir) {
  struct secret_key key;
  secret_random(key.b, sizeof key.b);
  enum err rc = file_write_atomic(keys_dir, "capture.key",
                                  (struct sv){(const char *)key.b, sizeof key.b}, 0600);
  secret_wipe(&key, sizeof key);
  return rc;
}

enum err state_open(int keys_dir, int run_dir, struct state *out) {
  if (faccessat(keys_dir, "capture.key", F_OK, 0)) TRY(key_make(keys_dir));
  out->run_dir = run_dir;
  return secret_key_read(keys_dir, "capture.key", &out->key);
}

// Old or new, never half; not synced, since what it says is worthless after a power cut.
static enum err replace(int dir, const char *name, const char *temporary, struct sv data,
                        mode_t mode) {
  AUTO(fd) fd f = openat(dir, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (f < 0) return fail_os("%s", name);
  TRY(file_write_all(f, data.p, data.n));
  return renameat(dir, temporary, dir, name) ? fail_os("%s", name) : OK;
}

static void member(struct buf *b, const char *key, int64_t value) {
  jsonw_key(b, key);
  jsonw_int(b, value);
}

static void alarm_add(struct buf *b, bool on, const char *name) {
  if (!on) return;
  jsonw_comma(b);
  jsonw_text(b, name);
}

static void alarms(struct buf *b, const struct state_news *n) {
  jsonw_key(b, "alarms");
  buf_add_char(b, '[');
  alarm_add(b, n->spool.full, "spool_full");
  alarm_add(b, n->spool.sync_us > 1000000, "sync_slow");
  alarm_add(b, n->spool.sync_errors > 0, "sync_failed");
  alarm_add(b, n->spool.write_errors > 0, "write_failed");
  alarm_add(b, n->spool.dropped > 0, "packets_lost_to_disk");
  alarm_add(b, n->pcap.dropped > 0, "packets_lost_by_kernel");
  alarm_add(b, !n->policy_good && !n->recording_everything, "policy_unreadable");
  alarm_add(b, !n->agreement && !n->recording_everything, "no_agreement");
  buf_add_char(b, ']');
}

enum err state_write(const struct state *s, const struct state_news *n) {
  AUTO(buf) struct buf b = {0};
  buf_add_char(&b, '{');
  member(&b, "at_ms", n->at_ms);
  member(&b, "since_ms", n->since_ms);
  member(&b, "open_calls", n->tracker.open_calls);
  member(&b, "calls", (int64_t)n->tracker.calls_opened);
  member(&b, "refused_calls", (int64_t)n->tracker.no_room);
  member(&b, "unwanted_calls", (int64_t)n->tracker.invites_unwanted);
  member(&b, "datagrams", (int64_t)n->tracker.datagrams);
  member(&b, "packets", (int64_t)n->tracker.taken);
  member(&b, "copies", (int64_t)n->tracker.copies);
  member(&b, "forged", (int64_t)n->tracker.forged);
  member(&b, "paused_packets", (int64_t)n->tracker.paused);
  member(&b, "kernel_packets", (int64_t)n->pcap.received);
  member(&b, "kernel_drops", (int64_t)n->pcap.dropped);
  member(&b, "spool_bytes", (int64_t)n->spool.bytes);
  member(&b, "spool_dropped", (int64_t)n->spool.dropped);
  member(&b, "sync_ms", n->spool.sync_us / 1000);
  member(&b, "sync_max_ms", n->spool.sync_max_us / 1000);
  alarms(&b, n);
  buf_add_str(&b, "}\n");
  TRY(buf_check(&b));
  return replace(s->run_dir, "capture.state", ".capture.state", buf_sv(&b), 0640);
}

enum err state_save_calls(const struct state *s, struct tracker *t) {
  AUTO(buf) struct buf plain = {0}, sealed = {0};
  tracker_save(t, &plain);
  enum err rc = buf_check(&plain);
  if (!rc) rc = secret_seal(&s->key, buf_sv(&plain), bound, &sealed);
  if (plain.p) secret_wipe(plain.p, plain.n);
  TRY(rc);
  return replace(s->run_dir, "dialogs.state", ".dialogs.state", buf_sv(&sealed), 0600);
}

enum err state_adopt_calls(const struct state *s, struct tracker *t, int64_t now_us) {
  AUTO(buf) struct buf plain = {0}, sealed = {0};
  TRY(file_read(s->run_dir, "dialogs.state", SAVED_MAX, &sealed));
  enum err rc = secret_unseal(&s->key, buf_sv(&sealed), bound, &plain);
  if (!rc) rc = tracker_adopt(t, (struct span){(const uint8_t *)plain.p, plain.n}, now_us);
  if (plain.p) secret_wipe(plain.p, plain.n);
  return rc;
}
