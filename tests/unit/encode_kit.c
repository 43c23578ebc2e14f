// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/encode_kit.h"

#include "core/clock.h"
#include "gen/sql/schema.h"
#include "recorder/spool.h"
#include "tests/check.h"
#include "tests/unit/catalogue.h"

void encode_kit_open(struct encode_kit *s) {
  struct datadir d = {.dir = -1};
  struct keystore *k = NULL;
  struct db *db = NULL;
  *s = (struct encode_kit){0};
  arena_init(&s->rows, 1 << 20);
  CHECK_OK(datadir_make(test_folder(), &d));
  CHECK_OK(keystore_make(&d, &k));
  CHECK_OK(catalogue_create(d.catalogue, &db));
  db_close(db);
  keystore_free(k);
  datadir_drop(&d);
  CHECK_OK(desk_open(test_folder(), &s->desk));
}

void encode_kit_close(struct encode_kit *s) {
  follow_drop(&s->follow);
  desk_drop(&s->desk);
  arena_drop(&s->rows);
}

void encode_kit_work(struct encode_kit *s) { // until nothing is left
  bool worked;
  for (int i = 0; i < 1000; i++) {
    CHECK_OK(follow_round(&s->follow, &s->desk, true, &worked));
    if (follow_idle(&s->follow)) return;
    if (!worked) clock_sleep_ms(5); // a call that failed is tried again after a second
  }
  CHECK(!"the spool is worked off");
}

// ---- a capture's part of a call ----------------------------------------------------------------

static void put(struct spool *s, enum spool_kind kind, int64_t at_us, struct buf *body) {
  CHECK_OK(spool_put(s, kind, at_us, buf_sv(body)));
  buf_clear(body);
}

static void packets(struct spool *s, const struct spooled *p) {
  uint8_t rtp[172] = {0x80, 8};
  for (int64_t at = p->from_us; at < p->to_us; at += 20000) {
    uint32_t n = (uint32_t)((at - day_us) / 20000), stamp = n * 160;
    for (int i = 0; i < 4; i++) rtp[4 + i] = (uint8_t)(stamp >> (24 - 8 * i));
    rtp[2] = (uint8_t)(n >> 8);
    rtp[3] = (uint8_t)n;
    for (uint8_t leg = 0; leg < 2; leg++) {
      rtp[11] = leg;
      memset(rtp + 12, 0xd5, 160);
      CHECK_OK(spool_rtp(s, at, leg, 0, (struct sv){(const char *)rtp, sizeof rtp}));
    }
  }
}

static void part_begin(struct spool *s, const struct spooled *p, struct buf *body) {
  struct spool_opening o = {
      .interaction = p->id,
      .started_us = p->from_us,
      .source = "capture",
      .direction = p->direction,
      .n_parties = 2,
      .parties = {{0, p->caller, "Kalle", "caller"}, {1, p->callee, NULL, "callee"}}};
  CHECK_OK(spool_opening_pack(&o, body));
  put(s, SPOOL_OPEN, p->from_us, body);
  for (uint8_t leg = 0; leg < 2; leg++) {
    struct spool_leg l = {
        .leg = leg, .party = leg, .n_payloads = 1, .payloads = {{8, 1, 8000, "PCMA", NULL}}};
    CHECK_OK(spool_leg_pack(&l, body));
    put(s, SPOOL_LEG, p->from_us, body);
  }
}

void spooled_make(struct encode_kit *s, struct spooled p) {
  AUTO(buf) struct buf body = {0};
  struct spool_run *run = NULL;
  struct spool *call = NULL;
  CHECK_OK(spool_run_open(s->desk.spool, s->desk.keys.public_key,
                          (struct spool_options){.no_sync = true}, &run));
  CHECK_OK(spool_open(run, p.id, &call));
  part_begin(call, &p, &body);
  packets(call, &p);
  for (size_t i = 0; i < p.n_marks; i++) {
    CHECK_OK(spool_mark_pack(&p.marks[i], &body));
    put(call, SPOOL_MARK, p.marks[i].at_us, &body);
  }
  if (p.mark) {
    CHECK_OK(
        spool_mark_pack(&(struct spool_mark){.kind = p.mark, .leg = -1, .at_us = p.to_us}, &body));
    put(call, SPOOL_MARK, p.to_us, &body);
  }
  if (!p.killed) {
    CHECK_OK(spool_ending_pack(&(struct spool_ending){p.end ? p.end : "bye", p.to_us}, &body));
    put(call, SPOOL_END, p.to_us, &body);
  }
  spool_close(call);
  spool_run_free(run);
}

struct spooled spooled_of(struct id id, int from_s, int to_s) {
  return (struct spooled){.id = id,
                          .from_us = day_us + from_s * SECOND,
                          .to_us = day_us + to_s * SECOND,
                          .direction = "in",
                          .caller = "0701234567@op.example",
                          .callee = "1003@pbx.example"};
}

bool encode_kit_call(struct encode_kit *s, struct id id, struct interaction_get_row *out) {
  bool found = false;
  CHECK_OK(sql_interaction_get(desk_catalogue(&s->desk), &s->rows,
                               &(struct interaction_get){.id = id}, out, &found));
  return found;
}

int64_t encode_kit_calls(struct encode_kit *s) {
  struct interaction_count_row row = {0};
  CHECK_OK(sql_interaction_count(desk_catalogue(&s->desk), &s->rows, &row));
  return row.n;
}
