// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/commit.h"

#include "centre/care.h"
#include "centre/event.h"
#include "core/clock.h"
#include "core/words.h"
#include "gen/sql/aside.h"
#include "gen/sql/health.h"
#include "gen/sql/interaction.h"
#include "gen/sql/place.h"
#include "gen/sql/ruling.h"
#include "gen/sql/trust.h"
#include "gen/sql/web_text.h"
#include "recorder/encode/again.h"
#include "recorder/encode/commit_said.h"

// ---- days and sides ---------------------------------------------------------------------------

static void local_set(struct interaction_add *row) { // the process runs in the site's time zone
  time_t t = (time_t)(row->started_ms / 1000);
  struct tm tm;
  if (!localtime_r(&t, &tm)) return;
  row->local_day = clock_local_day(row->started_ms);
  row->local_minute = tm.tm_hour * 60 + tm.tm_min;
}

// The catalogue's word for the take's side.
static const char *side_name(const struct commit *c, uint8_t side) {
  if (c->sound->channels == 1) return side == SIDE_BOTH ? "both" : "mix";
  if (side == SIDE_BOTH) return "both";
  return (side == SIDE_AGENT) != c->swapped ? "agent" : "caller";
}

static enum take_side side_of_agent(const struct commit *c) {
  return c->swapped ? SIDE_CALLER : SIDE_AGENT;
}

// ---- the rows ----------------------------------------------------------------------------------

static enum err caller_fields(const struct secret_key *site, const struct commit *c,
                              struct buf *sealed, uint8_t hash[SECRET_HASH],
                              struct interaction_add *row) {
  if (!c->caller_number.n && !c->caller_name.n) return OK;
  TRY(secret_caller_seal(site, c->interaction, c->caller_number, c->caller_name, sealed));
  row->caller_sealed = bytes_of(sealed->p, sealed->n);
  if (!c->caller_number.n) return OK;
  secret_caller_hash(site, c->caller_number, hash);
  row->caller_hash = bytes_of(hash, SECRET_HASH);
  return OK;
}

// Whose call it is: of the first part that is anybody's. Before an agent a queue may have had it.
static struct seat own_seat(const struct commit *c) {
  for (size_t i = 0; i < c->n_segments; i++)
    if (c->segments[i].seat.known) return c->segments[i].seat;
  return c->n_segments ? c->segments[0].seat : (struct seat){0};
}

static enum err load_mark_find(struct db *db, struct arena *a, struct interaction_add *row) {
  struct load_window_at_row window;
  bool found;
  struct load_window_at at = {.at_ms = row->started_ms, .team = row->team};
  TRY(sql_load_window_at(db, a, &at, &window, &found));
  if (found) row->load_mark = window.name;
  return OK;
}

// A source that only brings what is finished is heard of when it does. The others tell by
// themselves whom they hear (recorder/heard.h).
static enum err source_heard(struct db *db, const char *source) {
  if (!strcmp(source, "live") || !strcmp(source, "siprec")) return OK;
  return sql_source_heard_set(
      db, &(struct source_heard_set){strcmp(source, "capture") ? source : "replay", "",
                                     clock_wall_ms()});
}

static enum err interaction_row(struct db *db, const struct secret_key *site,
                                const struct commit *c) {
  AUTO(arena) struct arena a;
  arena_init(&a, 64 * 1024);
  AUTO(buf) struct buf sealed = {0};
  uint8_t hash[SECRET_HASH];
  struct interaction_add row = {
      .id = c->interaction,
      .started_ms = c->started_ms,
      .duration_ms = c->duration_ms,
      .channel = "voice",
      .language = c->language,
      .source = c->source,
      .direction = c->direction,
      .external_id = c->external_id,
      .end_reason = c->end_reason,
      .title = c->title,
      .no_recording = c->no_recording,
      .copy_of = {!id_is_none(c->copy_of), c->copy_of},
  };
  struct seat own = own_seat(c);
  row.agent = own.person;
  row.team = own.team;
  row.queue = own.queue;
  local_set(&row);
  TRY(load_mark_find(db, &a, &row));
  TRY(caller_fields(site, c, &sealed, hash, &row));
  TRY(sql_interaction_add(db, &row));
  TRY(source_heard(db, c->source));
  return row.copy_of.set ? care_follow(db, &a, c->interaction, c->copy_of) : OK;
}

// A title that came with the call is found by its words, as one written afterwards is.
static enum err title_words(struct db *db, const struct commit *c) {
  enum { WORDS_MOST = 100, EVERYBODY = -1 }; // whoever sees a call reads its title
  char word[WORDS_ROOM];
  size_t n = 0;
  if (!c->title) return OK;
  for (struct sv rest = sv_of(c->title); n < WORDS_MOST && words_next(&rest, word); n++)
    TRY(sql_call_word_add(db, &(struct call_word_add){.word = word,
                                                      .readers = EVERYBODY,
                                                      .interaction = c->interaction}));
  return OK;
}

static const struct commit_segment unclaimed = {.decided_by = "sdp_order"};

static enum err segment_row(struct db *db, const struct commit *c, size_t ord) {
  const struct commit_segment *s = ord < c->n_segments ? &c->segments[ord] : &unclaimed;
  return sql_segment_add(db, &(struct segment_add){
                                 .id = id_new(),
                                 .interaction = c->interaction,
                                 .ord = (int64_t)ord,
                                 .agent = s->seat.person,
                                 .line = (struct opt_id){s->seat.known, s->seat.line},
                                 .team = s->seat.team,
                                 .from_ms = s->from_ms,
                                 .to_ms = s == &unclaimed ? c->duration_ms : s->to_ms,
                                 .decided_by = s->decided_by,
                                 .started_ms = c->started_ms,
                             });
}

static size_t segments(const struct commit *c) { return c->n_segments ? c->n_segments : 1; }

static enum err segment_rows(struct db *db, const struct commit *c) {
  for (size_t i = 0; i < segments(c); i++) TRY(segment_row(db, c, i));
  return OK;
}

static void untouched_words(const struct commit *c, char out[16], const char **out_not) {
  const struct take_side_result *agent = &c->sound->side[side_of_agent(c)],
                                *caller = &c->sound->side[!side_of_agent(c)];
  snprintf(out, 16, "%s%s%s", agent->untouched ? "agent" : "",
           agent->untouched && caller->untouched ? " " : "", caller->untouched ? "caller" : "");
  const char *why =
      agent->not_untouched && *agent->not_untouched ? agent->not_untouched : caller->not_untouched;
  *out_not = why ? why : "";
}

static enum err recording_row(struct db *db, const struct commit *c) {
  char untouched[16];
  const char *not_untouched;
  untouched_words(c, untouched, &not_untouched);
  return sql_recording_add(db, &(struct recording_add){
                                   .id = c->recording,
                                   .interaction = c->interaction,
                                   .state = "sealed",
                                   .channels = c->sound->channels,
                                   .rate_hz = c->sound->rate_hz,
                                   .duration_ms = c->sound->duration_ms,
                                   .samples = c->sound->samples,
                                   .bytes = (int64_t)c->bytes,
                                   .swapped = c->swapped,
                                   .untouched = untouched,
                                   .not_untouched = not_untouched,
                                   .sealed_ms = clock_wall_ms(),
                               });
}

static enum err leg_row(struct db *db, const struct commit *c, enum take_side side) {
  const struct take_side_result *r = &c->sound->side[side];
  const struct take_counters *n = &r->count;
  return sql_leg_add(db, &(struct leg_add){
                             .id = id_new(),
                             .interaction = c->interaction,
                             .side = side_name(c, (uint8_t)side),
                             .codec = r->codec,
                             .packets = n->packets,
                             .lost = n->lost,
                             .late = n->late,
                             .duplicate = n->duplicate,
                             .reordered = n->reordered,
                             .max_gap_ms = n->max_gap_ms,
                             .jitter_us = n->jitter_us,
                             .concealed_ms = n->concealed_ms,
                             .ssrc_changes = n->ssrc_changes,
                             .forged = c->forged[side],
                         });
}

static enum err gap_row(struct db *db, struct id interaction, const char *side, int64_t from_ms,
                        int64_t to_ms, const char *reason) {
  return sql_gap_add(db, &(struct gap_add){
                             .id = id_new(),
                             .interaction = interaction,
                             .side = side,
                             .from_ms = from_ms,
                             .to_ms = to_ms,
                             .reason = reason,
                         });
}

static enum err span_row(struct db *db, const struct commit *c, const struct take_span *s) {
  return sql_span_add(db, &(struct span_add){
                              .id = id_new(),
                              .interaction = c->interaction,
                              .kind = span_kind_name((enum span_kind)s->kind),
                              .side = side_name(c, s->side),
                              .from_ms = s->from_ms,
                              .to_ms = s->to_ms,
                              .detail = s->detail[0] ? s->detail : NULL,
                          });
}

static struct opt_int unless(int64_t v, int64_t none) { return (struct opt_int){v != none, v}; }

static enum err measure_row(struct db *db, const struct commit *c) {
  const struct take_measures *m = &c->sound->measures;
  struct measure_add row = {.interaction = c->interaction};
  if (m->known) {
    enum take_side a = side_of_agent(c), b = !a;
    row.agent_talk_ms = some_int(m->talk_ms[a]);
    row.caller_talk_ms = some_int(m->talk_ms[b]);
    row.overtalk_ms = some_int(m->overtalk_ms);
    row.silence_ms = some_int(m->silence_ms);
    row.dead_air_ms = some_int(m->dead_air_ms);
    row.hold_ms = some_int(m->hold_ms);
    row.interruptions_by_agent = some_int(m->interruptions[a]);
    row.interruptions_by_caller = some_int(m->interruptions[b]);
    row.agent_monologue_ms = some_int(m->monologue_ms[a]);
    row.caller_monologue_ms = some_int(m->monologue_ms[b]);
    row.agent_latency_ms = unless(m->latency_ms[a], -1);
    row.caller_latency_ms = unless(m->latency_ms[b], -1);
    row.agent_level_cdb = unless(m->level_cdb[a], INT64_MIN);
    row.caller_level_cdb = unless(m->level_cdb[b], INT64_MIN);
  }
  return sql_measure_add(db, &row);
}

static enum err sound_rows(struct db *db, const struct commit *c) {
  const struct take_result *r = c->sound;
  if (!id_is_none(c->recording)) TRY(recording_row(db, c));
  for (enum take_side side = 0; side < r->channels; side++) TRY(leg_row(db, c, side));
  for (size_t i = 0; i < r->gap_n; i++)
    TRY(gap_row(db, c->interaction, side_name(c, r->gaps[i].side), r->gaps[i].from_ms,
                r->gaps[i].to_ms, gap_reason_name((enum gap_reason)r->gaps[i].reason)));
  for (size_t i = 0; i < r->span_n; i++) TRY(span_row(db, c, &r->spans[i]));
  return measure_row(db, c);
}

// ---- what is there -----------------------------------------------------------------------------

enum err commit_known(struct db *db, struct id interaction, bool *out_known) {
  AUTO(arena) struct arena a;
  arena_init(&a, 64 * 1024);
  struct interaction_get_row row;
  return sql_interaction_get(db, &a, &(struct interaction_get){.id = interaction}, &row, out_known);
}

// ---- in the place of what is kept --------------------------------------------------------------

static enum err sound_gone(struct db *db, struct id call) {
  TRY(sql_recording_gone(db, &(struct recording_gone){call}));
  TRY(sql_legs_gone(db, &(struct legs_gone){call}));
  TRY(sql_gaps_gone(db, &(struct gaps_gone){call}));
  TRY(sql_spans_gone(db, &(struct spans_gone){call}));
  return sql_measure_gone(db, &(struct measure_gone){call});
}

static enum err segment_longer(struct db *db, const struct commit *c, int64_t started_ms,
                               const struct segment_list_row *kept, bool last) {
  size_t ord = (size_t)kept->ord;
  const struct commit_segment *s = ord < c->n_segments ? &c->segments[ord] : &unclaimed;
  bool same = ord < segments(c) && s != &unclaimed;
  return sql_segment_longer(db,
                            &(struct segment_longer){.from_ms = same ? s->from_ms : kept->from_ms,
                                                     .to_ms = last   ? c->duration_ms
                                                              : same ? s->to_ms
                                                                     : kept->to_ms,
                                                     .started_ms = started_ms,
                                                     .decided_by = s->decided_by,
                                                     .team = s->seat.team,
                                                     .agent = s->seat.person,
                                                     .line = {s->seat.known, s->seat.line},
                                                     .interaction = c->interaction,
                                                     .ord = kept->ord});
}

// The parts there were stay whose they are, further ones follow them.
static enum err segments_longer(struct db *db, const struct commit *c, int64_t started_ms,
                                const struct segment_list_row *kept, size_t n) {
  for (size_t i = 0; i < n; i++)
    TRY(segment_longer(db, c, started_ms, &kept[i], i + 1 == n && n >= segments(c)));
  for (size_t i = n; i < segments(c); i++) TRY(segment_row(db, c, i));
  return OK;
}

static enum err call_longer(struct db *db, const struct commit *c, int64_t started_ms) {
  struct interaction_add day = {.started_ms = started_ms};
  local_set(&day);
  TRY(sql_interaction_longer(db, &(struct interaction_longer){.started_ms = started_ms,
                                                              .duration_ms = c->duration_ms,
                                                              .local_day = day.local_day,
                                                              .local_minute = day.local_minute,
                                                              .end_reason = c->end_reason,
                                                              .id = c->interaction}));
  struct seat s = own_seat(c);
  return sql_interaction_agent_longer(
      db, &(struct interaction_agent_longer){
              .agent = s.person, .team = s.team, .queue = s.queue, .id = c->interaction});
}

// Asked again within the transaction: who listens now must not find the sound gone.
static enum err instead_begin(struct db *db, const struct commit *c, struct id *out_replaced) {
  AUTO(arena) struct arena a;
  struct again_says s;
  struct interaction_pinned_row kept;
  struct segment_list_row *parts;
  size_t n_parts;
  bool there;
  arena_init(&a, 256 * 1024);
  TRY(again_stands(db, c->interaction, c->sound, c->swapped, &s));
  if (s.is != AGAIN_INSTEAD || !id_eq(s.recording, c->recording))
    return fail(E_CONFLICT, "the call that was to become longer was built on meanwhile");
  TRY(sql_interaction_pinned(db, &a, &(struct interaction_pinned){c->interaction}, &kept, &there));
  TRY(sql_segment_list(db, &a, &(struct segment_list){c->interaction}, &parts, &n_parts));
  if (kept.recording.set) *out_replaced = kept.recording.v;
  int64_t started_ms = kept.recording.set ? kept.started_ms : c->started_ms;
  TRY(sound_gone(db, c->interaction));
  TRY(call_longer(db, c, started_ms));
  TRY(segments_longer(db, c, started_ms, parts, n_parts));
  return event_tell(db, EV_INTERACTION_LONGER,
                    (struct happening){.object = c->interaction, .interaction = c->interaction});
}

// ---- the transaction ---------------------------------------------------------------------------

static enum err call_rows(struct db *db, const struct secret_key *site, const struct commit *c) {
  TRY(interaction_row(db, site, c));
  TRY(title_words(db, c));
  TRY(commit_said(db, site, c));
  TRY(segment_rows(db, c));
  if (c->rule)
    TRY(sql_ruled_add(db, &(struct ruled_add){c->interaction, c->rules_version, c->rule}));
  return c->acts ? acts_write(db, c->interaction, c->started_ms, c->acts) : OK;
}

static enum err rows(struct db *db, const struct secret_key *site, const struct commit *c,
                     struct commit_end *out) {
  TRY(c->instead ? instead_begin(db, c, &out->replaced) : call_rows(db, site, c));
  if (c->sound) TRY(sound_rows(db, c));
  if (c->end_unknown)
    TRY(gap_row(db, c->interaction, "both", c->duration_ms, c->duration_ms, "restart"));
  return event_tell(db, EV_INTERACTION_SEALED,
                    (struct happening){.object = c->interaction, .interaction = c->interaction});
}

enum err commit_call(struct db *db, const struct secret_key *site, const struct commit *c,
                     struct commit_end *out) {
  AUTO(db_tx) struct db_tx tx = {0};
  *out = (struct commit_end){0};
  TRY(db_begin(db, &tx));
  if (!c->instead) TRY(commit_known(db, c->interaction, &out->was_there));
  if (out->was_there) return OK;
  TRY(rows(db, site, c, out));
  if (!id_is_none(c->aside)) TRY(sql_aside_gone(db, &(struct aside_gone){c->aside}));
  return db_commit(&tx);
}
