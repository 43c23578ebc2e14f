// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/make_catalogue.h"

#include <time.h>

#include "gen/sql/interaction.h"
#include "gen/sql/person.h"
#include "gen/sql/place.h"
#include "gen/sql/team.h"
#include "gen/sql/web_call.h"
#include "gen/sql/web_text.h"
#include "tests/bench/make_scores.h"
#include "tests/peer/chance.h"

enum { BATCH = 20000, DAY_MS = 24 * 3600 * 1000, LATELY = 4096, SCORED_DAYS = 182 };

struct maker {
  struct db *db;
  struct made *m;
  struct made_order order;
  uint64_t chance, callers, serial;
  int64_t step_ms, scored_from_ms;
  uint64_t lately[LATELY]; // who called
  struct score_maker scores;
};

// Ids of a seeded run repeat: time, then random bits of our own.
static struct id next_id(struct maker *k, int64_t at_ms) {
  struct id id;
  uint64_t random[2] = {chance_next(&k->chance), ++k->serial};
  memcpy(id.b, random, sizeof id.b);
  for (int i = 0; i < 6; i++) id.b[i] = (uint8_t)((uint64_t)at_ms >> (8 * (5 - i)));
  id.b[6] = (uint8_t)((id.b[6] & 0x0f) | 0x70);
  return id;
}

static int64_t below(struct maker *k, int64_t n) {
  return (int64_t)(chance_unit(&k->chance) * (double)n);
}
static int64_t skewed(struct maker *k, int64_t n) { // small numbers far more often
  double u = chance_unit(&k->chance);
  return (int64_t)(u * u * u * (double)n);
}
static bool one_in(struct maker *k, int64_t n) { return below(k, n) == 0; }

// ---- people -----------------------------------------------------------------------------------
static enum err add_person(struct maker *k, const char *name, struct id *out) {
  *out = next_id(k, k->m->from_ms);
  struct person_add row = {.id = *out,
                           .name = name,
                           .ui_language = "sv",
                           .languages = "sv",
                           .prefs = "{}",
                           .state = "active",
                           .created_ms = k->m->from_ms};
  return sql_person_add(k->db, &row);
}

static enum err grant(struct maker *k, struct id person, const char *role, struct opt_id team) {
  struct grant_add row = {
      .id = next_id(k, k->m->from_ms), .person = person, .role = role, .team = team, .from_ms = 0};
  return sql_grant_add(k->db, &row);
}

static enum err add_agent(struct maker *k, int i) {
  struct made *m = k->m;
  char name[32];
  snprintf(name, sizeof name, "Agent %d", i);
  m->team_of[i] = i % MADE_TEAMS;
  struct id team = m->team[m->team_of[i]];
  TRY(add_person(k, name, &m->agent[i]));
  TRY(grant(k, m->agent[i], "agent", some_id(team)));
  struct membership_add seat = {.id = next_id(k, 0), .person = m->agent[i], .team = team};
  return sql_membership_add(k->db, &seat);
}

static enum err add_people(struct maker *k) {
  struct made *m = k->m;
  for (int i = 0; i < MADE_TEAMS; i++) {
    char name[32];
    snprintf(name, sizeof name, "Team %d", i);
    m->team[i] = next_id(k, 0);
    TRY(sql_team_add(k->db, &(struct team_add){m->team[i], name, 0}));
  }
  for (int i = 0; i < MADE_AGENTS; i++) TRY(add_agent(k, i));
  TRY(add_person(k, "Quality", &m->quality));
  TRY(grant(k, m->quality, "quality", (struct opt_id){0}));
  TRY(add_person(k, "Coach", &m->coach));
  TRY(grant(k, m->coach, "coach", some_id(m->team[0])));
  TRY(add_person(k, "Small coach", &m->small_coach));
  TRY(grant(k, m->small_coach, "coach", some_id(m->team[MADE_TEAMS - 1])));
  TRY(sql_scope_clear(k->db));
  return sql_scope_fill(k->db, &(struct scope_fill){.at_ms = m->to_ms});
}

static enum err add_topics(struct maker *k) {
  for (int i = 0; i < MADE_TOPICS; i++) {
    char name[32];
    snprintf(name, sizeof name, "Topic %d", i);
    k->m->topic[i] = next_id(k, 0);
    TRY(sql_topic_add(k->db,
                      &(struct topic_add){.id = k->m->topic[i], .name_sv = name, .name_en = name}));
  }
  return OK;
}

// ---- calls ------------------------------------------------------------------------------------
static const char *outcome_of(struct maker *k) {
  static const char *const words[] = {"solved", "handed_over", "case_opened", "follow_up",
                                      "ended_abuse"};
  return one_in(k, 3) ? NULL : words[skewed(k, countof(words))];
}

static const char *mark_of(struct maker *k) {
  static const char *const words[] = {"thanks", "tough", "no_answer", "threat"};
  return words[skewed(k, countof(words))];
}

// Eight words of a vocabulary of 4,000, the first of which are in most notes.
static enum err add_words(struct maker *k, struct id call) {
  for (int i = 0; i < 8; i++) {
    char word[16];
    snprintf(word, sizeof word, "ord%d", (int)skewed(k, 4000));
    TRY(sql_call_word_add(
        k->db, &(struct call_word_add){.word = word, .readers = 1, .interaction = call}));
  }
  return OK;
}

static enum err say_things(struct maker *k, struct id call, int64_t at_ms) {
  struct made *m = k->m;
  struct id author = m->agent[skewed(k, MADE_AGENTS)];
  struct interaction_topic_add topic = {
      .interaction = call, .topic = m->topic[skewed(k, MADE_TOPICS)], .author = author};
  if (!one_in(k, 4)) TRY(sql_interaction_topic_add(k->db, &topic));
  struct note_add note = {.id = next_id(k, at_ms),
                          .interaction = call,
                          .author = author,
                          .at_ms = 1000,
                          .kind = "try",
                          .body = "Du väntade. Det var rätt.",
                          .created_ms = at_ms};
  if (one_in(k, 5)) {
    TRY(sql_note_add(k->db, &note));
    TRY(add_words(k, call));
  }
  struct mark_add mark = {.id = next_id(k, at_ms),
                          .interaction = call,
                          .author = author,
                          .kind = mark_of(k),
                          .created_ms = at_ms};
  return one_in(k, 25) ? sql_mark_add(k->db, &mark) : OK;
}

static enum err add_sound(struct maker *k, struct id call, int64_t at_ms, int64_t duration_ms) {
  struct recording_add sound = {.id = next_id(k, at_ms),
                                .interaction = call,
                                .state = "sealed",
                                .channels = 2,
                                .rate_hz = 8000,
                                .duration_ms = duration_ms,
                                .samples = duration_ms * 48,
                                .bytes = duration_ms * 3,
                                .untouched = "",
                                .not_untouched = "",
                                .sealed_ms = at_ms};
  struct measure_add measure = {.interaction = call,
                                .agent_talk_ms = some_int(duration_ms / 3),
                                .caller_talk_ms = some_int(duration_ms / 3)};
  TRY(sql_recording_add(k->db, &sound));
  return sql_measure_add(k->db, &measure);
}

// What follows draws from numbers of its own: a catalogue without it has the same calls.
static struct bytes caller_of(struct maker *k, int64_t number, uint64_t hash[4]) {
  uint64_t *slot = &k->lately[number % LATELY], who = chance_next(&k->callers);
  if (who % 8 == 0) who = k->lately[(who >> 8) % LATELY];
  *slot = who;
  for (int i = 0; i < 4; i++) hash[i] = chance_next(&who);
  return (struct bytes){(const uint8_t *)hash, 4 * sizeof *hash};
}

static int64_t day_of(int64_t at_ms) { // the made site lies on Greenwich
  time_t t = (time_t)(at_ms / 1000);
  struct tm tm = {0};
  gmtime_r(&t, &tm);
  return (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
}

// As many of the calls that are left as there are evaluations left.
static enum err score_call(struct maker *k, const struct interaction_add *call, int64_t number,
                           int64_t agent) {
  double left = 0.9 * (double)(k->order.calls - number);
  double wanted = (double)(k->order.evaluations - k->m->evaluations);
  if (call->started_ms < k->scored_from_ms || !call->agent.set) return OK;
  if (!(wanted > 0) || rng_unit(&k->scores.rng) * left >= wanted) return OK;
  k->m->evaluations++;
  struct id by = number % 8 ? k->m->coach : k->m->quality;
  return score_make(&k->scores, &(struct score_call){.interaction = call->id,
                                                     .agent = call->agent.v,
                                                     .evaluator = by,
                                                     .at_ms = call->started_ms,
                                                     .duration_ms = call->duration_ms,
                                                     .number = agent});
}

static enum err add_call(struct maker *k, int64_t number) {
  struct made *m = k->m;
  uint64_t hash[4];
  int64_t at_ms = m->from_ms + number * k->step_ms + below(k, k->step_ms + 1);
  int64_t agent = skewed(k, MADE_AGENTS), duration_ms = 5000 + skewed(k, 3600 * 1000);
  if (k->order.even) agent = number % MADE_AGENTS;
  bool claimed = !one_in(k, 10);
  struct interaction_add call = {.id = next_id(k, at_ms),
                                 .started_ms = at_ms,
                                 .duration_ms = duration_ms,
                                 .local_day = day_of(at_ms),
                                 .local_minute = at_ms / 60000 % 1440,
                                 .channel = "voice",
                                 .source = "live",
                                 .direction = "in",
                                 .end_reason = "bye",
                                 .outcome = outcome_of(k),
                                 .caller_hash = caller_of(k, number, hash),
                                 .agent = {claimed, m->agent[agent]},
                                 .team = some_id(m->team[m->team_of[agent]])};
  struct segment_add part = {.id = next_id(k, at_ms),
                             .interaction = call.id,
                             .agent = call.agent,
                             .team = call.team,
                             .to_ms = duration_ms,
                             .decided_by = "shift",
                             .started_ms = at_ms};
  TRY(sql_interaction_add(k->db, &call));
  TRY(sql_segment_add(k->db, &part));
  if (!one_in(k, 20)) TRY(add_sound(k, call.id, at_ms, duration_ms));
  TRY(score_call(k, &call, number, agent));
  return say_things(k, call.id, at_ms);
}

static enum err add_calls(struct maker *k, int64_t from, int64_t to) {
  AUTO(db_tx) struct db_tx tx = {0};
  TRY(db_begin(k->db, &tx));
  for (int64_t i = from; i < to; i++) TRY(add_call(k, i));
  return db_commit(&tx);
}

static enum err make(struct maker *k) {
  {
    AUTO(db_tx) struct db_tx tx = {0};
    TRY(db_begin(k->db, &tx));
    TRY(add_people(k));
    TRY(add_topics(k));
    TRY(score_maker_init(&k->scores, k->db, k->order.seed, k->m->quality, k->m->from_ms,
                         k->scored_from_ms + 42LL * DAY_MS));
    TRY(db_commit(&tx));
  }
  for (int64_t i = 0, n = k->order.calls; i < n; i += BATCH)
    TRY(add_calls(k, i, i + BATCH < n ? i + BATCH : n));
  return OK;
}

enum err make_catalogue(struct db *db, struct made_order order, struct made *out) {
  if (!order.days) order.days = 730;
  if (!order.to_ms) order.to_ms = 1700000000000 + order.days * DAY_MS;
  struct maker *k = calloc(1, sizeof *k);
  if (!k) return fail(E_BROKEN, "no memory");
  *out = (struct made){.from_ms = order.to_ms - order.days * DAY_MS, .to_ms = order.to_ms};
  *k = (struct maker){
      .db = db, .m = out, .order = order, .chance = order.seed, .callers = ~order.seed};
  k->step_ms = (out->to_ms - out->from_ms) / (order.calls + 1);
  k->scored_from_ms = order.to_ms - SCORED_DAYS * (int64_t)DAY_MS;
  enum err rc = make(k);
  score_maker_drop(&k->scores);
  free(k);
  return rc;
}
