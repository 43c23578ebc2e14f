// SPDX-License-Identifier: Apache-2.0
// One call's rows, as the recorder would have left them after the sound was erased.
#include <string.h>
#include <time.h>

#include "core/words.h"
#include "gen/sql/interaction.h"
#include "gen/sql/web_call.h"
#include "gen/sql/web_text.h"
#include "tools/demo/history/history.h"

struct matter {
  const char *topic, *title;
  double solved; // share solved at once; the rest is handed over, opened or followed up
};
static const struct matter matters[MATTERS] = {
    {"Snöröjning", "Oplogad gata", 0.35},
    {"Parkering", "Parkeringstillstånd", 0.7},
    {"Laddstolpar", "Laddstolpe ur drift", 0.3},
    {"Hemtjänst", "Sen hemtjänst", 0.45},
    {"Färdtjänst", "Resa som uteblev", 0.5},
    {"Äldreomsorg", "Plats på boende", 0.25},
    {"Dödsbo", "Avsluta ett avtal", 0.6},
    {"Bygglov", "Altan och bygglov", 0.4},
    {"Vatten och avlopp", "Vattenläcka", 0.3},
    {"Avfall", "Sopor som inte hämtats", 0.55},
    {"Hyra", "Fråga om hyran", 0.65},
    {"Bredband", "Bredband som hackar", 0.35},
    {"Förskola", "Kö till förskola", 0.6},
    {"Skola", "Skolskjuts", 0.5},
    {"Fritid", "Boka en lokal", 0.8},
    {"Avgifter", "Faktura som inte stämmer", 0.55},
};
static const char *const otherwise[] = {"handed_over", "case_opened", "follow_up"};

static void local_set(struct interaction_add *row) { // the process runs in the site's time zone
  time_t t = (time_t)(row->started_ms / 1000);
  struct tm tm = {0};
  localtime_r(&t, &tm);
  row->local_day = (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
  row->local_minute = tm.tm_hour * 60 + tm.tm_min;
}

static enum err erased_recording(struct history *h, const struct call *c) {
  struct id id = id_at(c->started_ms);
  struct recording_erase_row row;
  bool found;
  TRY(sql_recording_add(
      h->db, &(struct recording_add){.id = id,
                                     .interaction = c->id,
                                     .state = "sealed",
                                     .channels = 2,
                                     .rate_hz = 8000,
                                     .duration_ms = c->duration_ms,
                                     .samples = c->duration_ms * 48,
                                     .bytes = c->duration_ms * 5,
                                     .untouched = "",
                                     .not_untouched = "",
                                     .sealed_ms = c->started_ms + c->duration_ms + 1500}));
  return sql_recording_erase(
      h->db, h->arena, &(struct recording_erase){c->started_ms + 30 * DAY_MS, id}, &row, &found);
}

static enum err measures(struct history *h, const struct call *c) {
  double share = 0.42 + 0.08 * rng_normal(&h->rng);
  int64_t spoken = (int64_t)((double)c->duration_ms * (0.78 + 0.06 * rng_normal(&h->rng)));
  int64_t agent = (int64_t)((double)spoken * fmin(0.8, fmax(0.15, share)));
  return sql_measure_add(
      h->db,
      &(struct measure_add){.interaction = c->id,
                            .agent_talk_ms = some_int(agent),
                            .caller_talk_ms = some_int(spoken - agent),
                            .overtalk_ms = some_int((int64_t)(4000 * rng_unit(&h->rng))),
                            .silence_ms = some_int(c->duration_ms - spoken),
                            .dead_air_ms = some_int(0),
                            .hold_ms = some_int(rng_unit(&h->rng) < 0.2 ? 20000 : 0),
                            .interruptions_by_agent = some_int((int64_t)rng_below(&h->rng, 3)),
                            .interruptions_by_caller = some_int((int64_t)rng_below(&h->rng, 4)),
                            .agent_monologue_ms = some_int(agent / 4),
                            .caller_monologue_ms = some_int((spoken - agent) / 4),
                            .agent_latency_ms = some_int(400 + (int64_t)rng_below(&h->rng, 700)),
                            .caller_latency_ms = some_int(300 + (int64_t)rng_below(&h->rng, 600))});
}

static enum err topic_of(struct history *h, const struct matter *m, const struct call *c,
                         struct id author) {
  for (size_t i = 0; i < h->topic_count; i++)
    if (!strcmp(h->topics[i].name_sv, m->topic))
      return sql_interaction_topic_add(
          h->db, &(struct interaction_topic_add){
                     .interaction = c->id, .topic = h->topics[i].id, .author = author});
  return OK;
}

// Some call again about the same matter that week, oftener where it was not solved.
static uint64_t caller_of(struct history *h, const struct matter *m, const struct call *c) {
  struct callers *at = &h->callers[(c->started_ms - h->from_ms) / (7 * DAY_MS)][m - matters];
  uint64_t caller = ++h->caller_count;
  for (size_t i = 0; i < at->n; i++) {
    if (at->seen[i].started_ms >= c->started_ms) continue;
    if (rng_unit(&h->chance) >= (at->seen[i].solved ? 0.03 : 0.12)) continue;
    caller = at->seen[i].caller;
    break;
  }
  if (at->n < SEEN_MOST) {
    at->seen[at->n].started_ms = c->started_ms;
    at->seen[at->n].caller = caller;
    at->seen[at->n++].solved = c->solved;
  }
  return caller;
}

enum err callers_erase(struct history *h) {
  for (size_t i = 0; i < h->made_count; i++) {
    const struct call *c = &h->made[i];
    TRY(sql_interaction_erased(h->db, &(struct interaction_erased){c->id}));
    TRY(sql_contact_erased(h->db, &(struct contact_erased){.erased_ms = c->started_ms + 30 * DAY_MS,
                                                           .interaction = c->id}));
  }
  return OK;
}

static enum err interaction(struct history *h, const struct agent *who, const struct matter *m,
                            const struct call *c) {
  uint8_t hash[32] = {1};
  memcpy(hash + 1, &c->caller, sizeof c->caller);
  struct interaction_add row = {.id = c->id,
                                .started_ms = c->started_ms,
                                .duration_ms = c->duration_ms,
                                .channel = "voice",
                                .language = "sv",
                                .source = "live",
                                .direction = "in",
                                .end_reason = "bye",
                                .outcome = c->solved ? "solved" : otherwise[rng_below(&h->rng, 3)],
                                .title = m->title,
                                .no_recording = "erased",
                                .caller_hash = bytes_of(hash, sizeof hash),
                                .load_mark = c->storm ? h->storm : NULL,
                                .agent = some_id(who->id),
                                .team = who->team};
  local_set(&row);
  TRY(sql_interaction_add(h->db, &row));
  return sql_segment_add(h->db, &(struct segment_add){.id = id_at(c->started_ms),
                                                      .interaction = c->id,
                                                      .agent = some_id(who->id),
                                                      .team = who->team,
                                                      .to_ms = c->duration_ms,
                                                      .decided_by = "shift",
                                                      .started_ms = c->started_ms});
}

static enum err title_words(struct history *h, struct id call, const char *title) {
  enum { EVERYBODY = -1 };
  char word[WORDS_ROOM];
  for (struct sv rest = sv_of(title); words_next(&rest, word);)
    TRY(sql_call_word_add(
        h->db, &(struct call_word_add){.word = word, .readers = EVERYBODY, .interaction = call}));
  return OK;
}

enum err call_make(struct history *h, const struct agent *who, int64_t at_ms, struct call *out) {
  const struct matter *m = &matters[rng_below(&h->rng, countof(matters))];
  double minutes = exp(1.2 + 0.55 * rng_normal(&h->rng));
  *out = (struct call){.id = id_at(at_ms),
                       .started_ms = at_ms,
                       .duration_ms = (int64_t)(60000 * fmin(25, fmax(0.7, minutes))),
                       .storm = at_ms >= h->storm_from_ms && at_ms < h->storm_to_ms};
  out->solved = rng_unit(&h->rng) < m->solved - (out->storm ? 0.15 : 0);
  out->caller = caller_of(h, m, out);
  h->made[h->made_count++] = *out;
  TRY(interaction(h, who, m, out));
  TRY(title_words(h, out->id, m->title));
  TRY(erased_recording(h, out));
  TRY(measures(h, out));
  return topic_of(h, m, out, who->id);
}
