// SPDX-License-Identifier: Apache-2.0
// spoolmaker --data DIR [--calls N] [--seconds S] [--fast] [--take-up ID]
// Writes calls into the spool as capture would: two legs of PCMA, 20 ms packets whose payload is a
// tone, at the pace of the clock or, with --fast, at once. Prints "open ID" and "end ID" per call,
// and "now ID WALL_US" ten times a second: a killed run may lose 0.25 s before its last such line.
// --take-up ID joins a call that an earlier, killed run left open.
#include <getopt.h>
#include <signal.h>
#include <sodium.h>

#include "core/clock.h"
#include "core/datadir.h"
#include "core/secret.h"
#include "core/settings.h"
#include "recorder/spool.h"

enum { MOST = 2000, STEP_US = 20000 };

struct maker {
  struct spool_run *run;
  struct spool *calls[MOST];
  struct id ids[MOST];
  int n;
  uint16_t sequence;
};

static void die(enum err rc) {
  if (!rc) return;
  fprintf(stderr, "spoolmaker: %s: %s\n", err_name(rc), err_detail());
  exit(err_exit(rc));
}

static void say(const char *word, struct id id, int64_t wall_us) {
  char text[ID_TEXT];
  id_text(id, text);
  printf("%s %s %" PRId64 "\n", word, text, wall_us);
}

static void call_open(struct maker *m, int i, int64_t now_us) {
  struct buf b = {0};
  struct spool_opening o = {.interaction = m->ids[i],
                            .started_us = now_us,
                            .source = "live",
                            .direction = "in",
                            .n_parties = 2,
                            .parties = {{0, "0701234567", "Canary Kallesson", "caller"},
                                        {1, "1003@pbx.example", NULL, "callee"}}};
  die(spool_open(m->run, m->ids[i], &m->calls[i]));
  die(spool_opening_pack(&o, &b));
  die(spool_put(m->calls[i], SPOOL_OPEN, now_us, buf_sv(&b)));
  for (uint8_t leg = 0; leg < 2; leg++) {
    struct spool_leg l = {.leg = leg,
                          .party = leg,
                          .ptime_ms = 20,
                          .n_payloads = 1,
                          .payloads = {{8, 1, 8000, "PCMA", NULL}}};
    buf_clear(&b);
    die(spool_leg_pack(&l, &b));
    die(spool_put(m->calls[i], SPOOL_LEG, now_us, buf_sv(&b)));
  }
  buf_drop(&b);
  say("open", m->ids[i], now_us);
}

static size_t rtp_make(uint8_t *p, uint8_t leg, uint16_t sequence) {
  uint32_t stamp = (uint32_t)sequence * 160;
  uint8_t head[12] = {0x80,
                      8,
                      (uint8_t)(sequence >> 8),
                      (uint8_t)sequence,
                      (uint8_t)(stamp >> 24),
                      (uint8_t)(stamp >> 16),
                      (uint8_t)(stamp >> 8),
                      (uint8_t)stamp,
                      1,
                      2,
                      3,
                      leg};
  memcpy(p, head, sizeof head);
  for (int i = 0; i < 160; i++) p[12 + i] = (i >> (2 + leg)) & 1 ? 0xb5 : 0x35;
  return 172;
}

static void step(struct maker *m, int64_t now_us) {
  uint8_t packet[172];
  for (uint8_t leg = 0; leg < 2; leg++) {
    size_t n = rtp_make(packet, leg, m->sequence);
    for (int i = 0; i < m->n; i++)
      if (spool_rtp(m->calls[i], now_us, leg, 0, (struct sv){(char *)packet, n})) err_forget();
  }
  m->sequence++;
  spool_run_tick(m->run, now_us);
}

static void call_end(struct maker *m, int i, int64_t now_us) {
  struct buf b = {0};
  die(spool_ending_pack(&(struct spool_ending){"bye", now_us}, &b));
  enum err rc = spool_put(m->calls[i], SPOOL_END, now_us, buf_sv(&b));
  if (rc != E_FULL) die(rc);
  spool_close(m->calls[i]);
  buf_drop(&b);
  say("end", m->ids[i], now_us);
}

static void health_say(struct maker *m) {
  struct spool_health h;
  spool_run_health(m->run, &h);
  printf("health dropped=%" PRIu64 " write_errors=%" PRIu64 " full=%d sync_max_us=%" PRId64 "\n",
         h.dropped, h.write_errors, h.full, h.sync_max_us);
}

static void make(struct maker *m, int64_t seconds, bool fast) {
  int64_t begin = clock_wall_us(), steps = seconds * 1000000 / STEP_US;
  if (fast) begin -= seconds * 1000000;
  for (int i = 0; i < m->n; i++) call_open(m, i, begin);
  for (int64_t k = 0; k < steps; k++) {
    int64_t due = begin + k * STEP_US, wait_ms = (due - clock_wall_us()) / 1000;
    if (!fast && wait_ms > 0) clock_sleep_ms(wait_ms);
    step(m, fast ? due : clock_wall_us());
    if (!fast && k % 5 == 0) say("now", m->ids[0], clock_wall_us());
    if (!fast && k % 50 == 0) health_say(m);
  }
  for (int i = 0; i < m->n; i++) call_end(m, i, fast ? begin + steps * STEP_US : clock_wall_us());
}

static void run_open(struct maker *m, const char *data) {
  struct datadir d;
  struct settings set;
  struct secret_key pub;
  int keys, spool;
  die(datadir_open(data, &d));
  die(datadir_folder(&d, DATADIR_KEYS, &keys));
  die(settings_open(d.dir, &set));
  if (*set.spool)
    die(folder_open(AT_FDCWD, set.spool, &spool));
  else
    die(datadir_folder(&d, DATADIR_SPOOL, &spool));
  die(secret_public_read(keys, "encode.pub", &pub));
  die(spool_run_open(spool, pub.b, (struct spool_options){.reserve_bytes = 1 << 20}, &m->run));
  close(keys);
  close(spool);
  settings_drop(&set);
  datadir_drop(&d);
}

int main(int argc, char **argv) {
  static const struct option options[] = {{"data", 1, 0, 'd'},    {"calls", 1, 0, 'c'},
                                          {"seconds", 1, 0, 's'}, {"take-up", 1, 0, 't'},
                                          {"fast", 0, 0, 'f'},    {0}};
  static struct maker m = {.n = 1};
  const char *data = ".";
  int64_t seconds = 5;
  bool fast = false;
  if (sodium_init() < 0) return 70;
  for (int i = 0; i < MOST; i++) m.ids[i] = id_new();
  for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
    int64_t n = 0;
    if (c == 'd') data = optarg;
    if (c == 'c') die(sv_i64(sv_of(optarg), 1, MOST, &n)), m.n = (int)n;
    if (c == 's') die(sv_i64(sv_of(optarg), 1, 100000, &seconds));
    if (c == 't') die(id_parse(sv_of(optarg), &m.ids[0]));
    if (c == 'f') fast = true;
    if (c == '?') return 64;
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  run_open(&m, data);
  make(&m, seconds, fast);
  health_say(&m);
  spool_run_free(m.run);
  return 0;
}
