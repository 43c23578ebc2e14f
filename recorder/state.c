// SPDX-License-Identifier: Apache-2.0
#include "recorder/state.h"

#include "core/file.h"
#include "core/jsonw.h"

enum { SAVED_MAX = 256 << 20 };

static enum err key_make(int keys_dir, const char *name) {
  struct secret_key key;
  secret_random(key.b, sizeof key.b);
  enum err rc =
      file_write_atomic(keys_dir, name, (struct sv){(const char *)key.b, sizeof key.b}, 0600);
  secret_wipe(&key, sizeof key);
  return rc;
}

enum err state_open(int keys_dir, int run_dir, const struct source_kind *of, struct state *out) {
  if (faccessat(keys_dir, of->key, F_OK, 0)) TRY(key_make(keys_dir, of->key));
  out->run_dir = run_dir;
  return secret_key_read(keys_dir, of->key, &out->key);
}

// Old or new, never half; not synced, since what it says is worthless after a power cut.
static enum err replace(int dir, const char *name, struct sv data, mode_t mode) {
  char temporary[NAME_MAX];
  AUTO(fd) fd f = -1;
  snprintf(temporary, sizeof temporary, ".%s", name);
  TRY(file_create(dir, temporary, mode, &f));
  TRY(file_write_all(f, data.p, data.n));
  return renameat(dir, temporary, dir, name) ? fail_os("%s", name) : OK;
}

void state_member(struct buf *b, const char *key, int64_t value) {
  jsonw_key(b, key);
  jsonw_int(b, value);
}

void state_alarm(struct buf *b, bool on, const char *name) {
  if (!on) return;
  jsonw_comma(b);
  jsonw_text(b, name);
}

static void alarms(struct buf *b, const struct state_news *n, struct source *from) {
  jsonw_key(b, "alarms");
  buf_add_char(b, '[');
  state_alarm(b, n->spool.full, "spool_full");
  state_alarm(b, n->spool.sync_us > 1000000, "sync_slow");
  state_alarm(b, n->spool.sync_errors > 0, "sync_failed");
  state_alarm(b, n->spool.write_errors > 0, "write_failed");
  state_alarm(b, n->spool.dropped > 0, "packets_lost_to_disk");
  from->kind->alarms(from, b);
  state_alarm(b, !n->policy_good && !n->recording_everything, "policy_unreadable");
  state_alarm(b, !n->agreement && !n->recording_everything, "no_agreement");
  buf_add_char(b, ']');
}

enum err state_write(const struct state *s, const struct state_news *n, struct source *from) {
  AUTO(buf) struct buf b = {0};
  buf_add_char(&b, '{');
  state_member(&b, "at_ms", n->at_ms);
  state_member(&b, "since_ms", n->since_ms);
  from->kind->tell(from, &b);
  state_member(&b, "spool_bytes", (int64_t)n->spool.bytes);
  state_member(&b, "spool_dropped", (int64_t)n->spool.dropped);
  state_member(&b, "sync_ms", n->spool.sync_us / 1000);
  state_member(&b, "sync_max_ms", n->spool.sync_max_us / 1000);
  alarms(&b, n, from);
  buf_add_str(&b, "}\n");
  TRY(buf_check(&b));
  return replace(s->run_dir, from->kind->state, buf_sv(&b), 0640);
}

enum err state_save_calls(const struct state *s, struct source *from) {
  AUTO(buf) struct buf plain = {0}, sealed = {0};
  from->kind->save(from, &plain);
  enum err rc = buf_check(&plain);
  if (!rc) rc = secret_seal(&s->key, buf_sv(&plain), sv_of(from->kind->calls), &sealed);
  if (plain.p) secret_wipe(plain.p, plain.n);
  TRY(rc);
  return replace(s->run_dir, from->kind->calls, buf_sv(&sealed), 0600);
}

enum err state_adopt_calls(const struct state *s, struct source *to, int64_t now_us,
                           uint32_t *out_calls) {
  AUTO(buf) struct buf plain = {0}, sealed = {0};
  TRY(file_read(s->run_dir, to->kind->calls, SAVED_MAX, &sealed));
  enum err rc = secret_unseal(&s->key, buf_sv(&sealed), sv_of(to->kind->calls), &plain);
  if (!rc) rc = to->kind->adopt(to, buf_sv(&plain), now_us, out_calls);
  if (plain.p) secret_wipe(plain.p, plain.n);
  return rc;
}
