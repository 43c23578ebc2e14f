// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/bring.h"

#include "centre/retention.h"
#include "core/clock.h"
#include "core/scope.h"
#include "gen/sql/interaction.h"
#include "recorder/encode/commit.h"
#include "recorder/encode/names.h"
#include "recorder/encode/tape.h"
#include "recorder/import/ruled.h"
#include "recorder/import/sources.h"

enum { WORDS_MAX = 1 << 20, VCON_MAX = 64 << 20, ARENA_CAP = 256 << 20, DAY_MS = 86400000 };

static inline void tape_drop(struct tape **t) { tape_free(*t); }

struct job { // one call on its way
  const struct bringer *b;
  const struct parcel *parcel;
  struct arena arena;
  struct facts facts;
  struct facts_sound sound; // of a vCon
  struct sources sources;
  char hash[SOURCES_HASH_TEXT];
  uint8_t channels;
};

static void job_drop(struct job *j) {
  sources_drop(&j->sources);
  arena_drop(&j->arena);
}

// ---- what is told ------------------------------------------------------------------------------

static bool is_vcon(const char *name) {
  size_t n = strlen(name);
  return n > 5 && !strcasecmp(name + n - 5, ".vcon");
}

static const char *called(const struct job *j) {
  return j->parcel->called ? j->parcel->called : j->parcel->sound[0];
}

static MUST_CHECK enum err read_words(struct job *j, int dir, const char *name) {
  AUTO(buf) struct buf text = {0};
  struct facts told = {0};
  bool itself = name == j->parcel->sound[0];
  struct facts_of of = {.uniqueid = facts_uniqueid(called(j), &j->arena)};
  if (!itself) of.file[0] = called(j), of.file[1] = j->parcel->sound[1];
  TRY(file_read(dir, name, is_vcon(name) ? VCON_MAX : WORDS_MAX, &text));
  TRY(facts_read(buf_sv(&text), &of, &j->arena, &told));
  if (told.unheard) facts_unheard(&j->facts, &j->arena, NULL, told.unheard);
  facts_fill(&j->facts, &told);
  if (!itself) return OK;
  TRY(facts_vcon_sound(buf_sv(&text), &j->arena, &j->sound));
  if (!j->sound.n)
    return fail(E_BAD_DATA, "this vCon carries no sound, and nothing is fetched from elsewhere");
  return OK;
}

static MUST_CHECK enum err learn(struct job *j) {
  const struct parcel *p = j->parcel;
  struct facts named;
  if (p->sidecar)
    TRY(read_words(j, j->b->dir, p->sidecar));
  else if (j->b->sidecar)
    TRY(read_words(j, AT_FDCWD, j->b->sidecar));
  if (is_vcon(p->sound[0])) TRY(read_words(j, j->b->dir, p->sound[0]));
  facts_name(called(j), &j->arena, &named);
  // A PBX's uniqueid names a channel, not a recording: two files of one call share it.
  named.external_id = NULL;
  if (!p->sound[1] && j->facts.voice == HALF_NONE) j->facts.voice = facts_voice(called(j));
  if (named.unheard && !j->facts.started_ms)
    facts_unheard(&j->facts, &j->arena, NULL, named.unheard);
  facts_fill(&j->facts, &named);
  if (j->facts.started_ms > clock_wall_ms() + DAY_MS) {
    j->facts.started_ms = 0;
    facts_unheard(&j->facts, &j->arena, NULL, "a time that is yet to come");
  }
  return OK;
}

// ---- what was there ----------------------------------------------------------------------------

static MUST_CHECK enum err look_by(struct job *j, struct db *db, struct brought *out,
                                   int64_t *out_started_ms) {
  struct interaction_by_external_id_row row;
  TRY(sql_interaction_by_external_id(
      db, NULL, &(struct interaction_by_external_id){j->facts.external_id}, &row, &out->was_there));
  if (out->was_there) out->interaction = row.id;
  *out_started_ms = out->was_there ? row.started_ms : 0;
  return OK;
}

// The same sound under another uniqueid and time is another call, however silent both are.
static MUST_CHECK enum err look_for(struct job *j, struct db *db, struct brought *out) {
  enum { SAME_MS = 2000 };
  const char *uniqueid = facts_uniqueid(called(j), &j->arena);
  int64_t then_ms;
  TRY(sources_hash(&j->sources, j->hash));
  if (j->facts.external_id) return look_by(j, db, out, &then_ms);
  j->facts.external_id = arena_printf(&j->arena, "sound:%s", j->hash);
  TRY(look_by(j, db, out, &then_ms));
  bool another = out->was_there && uniqueid && j->facts.started_ms &&
                 llabs(then_ms - j->facts.started_ms) > SAME_MS;
  if (!another) return OK;
  j->facts.external_id = arena_printf(&j->arena, "sound:%s:%s", j->hash, uniqueid);
  return look_by(j, db, out, &then_ms);
}

// A half that came alone before its other is a call of its own, and somebody may have heard it.
static MUST_CHECK enum err look_for_half(const struct job *j, struct db *db, struct brought *out) {
  for (size_t i = 0; i < 2 && j->parcel->sound[1]; i++) {
    struct sources half = {.file = {j->sources.file[i], -1}, .n = 1};
    struct interaction_by_external_id_row row;
    char hash[SOURCES_HASH_TEXT], name[SOURCES_HASH_TEXT + 8];
    bool found;
    TRY(sources_hash(&half, hash));
    snprintf(name, sizeof name, "sound:%s", hash);
    TRY(sql_interaction_by_external_id(db, NULL, &(struct interaction_by_external_id){name}, &row,
                                       &found));
    if (found) out->alone = some_id(row.id);
  }
  return OK;
}

// ---- the sound ---------------------------------------------------------------------------------

// Whose the first file is, or the left channel.
static enum take_side first_of(const struct job *j) {
  if (j->parcel->sound[1]) return SIDE_AGENT; // as the names of two halves say
  if (j->sources.n == 1 && media_format(j->sources.media[0]).channels == 1)
    return j->facts.voice == HALF_CALLER ? SIDE_CALLER : SIDE_AGENT;
  return j->facts.left == LEFT_CALLER ? SIDE_CALLER : SIDE_AGENT;
}

static MUST_CHECK enum err record(struct job *j, struct id recording, struct tape **out,
                                  const struct take_result **out_result) {
  struct desk *d = j->b->desk;
  AUTO(tape) struct tape *tape = NULL;
  struct tape_params params = {
      .archive = d->archive,
      .recording = recording,
      .take = {.profile = strcmp(d->settings.profile, "fine") ? TAKE_ECONOMICAL : TAKE_FINE,
               .channels = j->channels,
               .measures = true,
               .origin_us = j->facts.started_ms * 1000}};
  TRY(tape_open(&params, &tape));
  TRY(sources_feed(&j->sources, first_of(j), tape_take(tape)));
  TRY(tape_finish(tape, out_result));
  if (!(*out_result)->samples) return fail(E_BAD_DATA, "there is no sound in it");
  *out = tape;
  tape = NULL;
  return OK;
}

// ---- the rows ----------------------------------------------------------------------------------

static const char *decided_by(const struct seat *s) {
  return s->known ? s->person.set ? "shift" : "directory" : "import";
}

// It is the other one who is ours: so are her name, her voice, and the way it went.
static void exchange(struct facts *f) {
  const char *agent = f->caller, *name = f->caller_name;
  f->caller = f->agent, f->caller_name = f->agent_name;
  f->agent = agent, f->agent_name = name;
  if (f->direction && strcmp(f->direction, "internal"))
    f->direction = strcmp(f->direction, "in") ? "in" : "out";
  if (!f->of_people) return;
  if (f->left != LEFT_UNTOLD) f->left = f->left == LEFT_AGENT ? LEFT_CALLER : LEFT_AGENT;
  if (f->voice != HALF_NONE) f->voice = f->voice == HALF_AGENT ? HALF_CALLER : HALF_AGENT;
}

// Of two numbers of which no word told whose is whose, the house's line is the agent's.
static MUST_CHECK enum err seat_them(struct db *db, struct facts *f, struct seat *out) {
  struct seat other = {0};
  if (f->agent) TRY(seat_find(db, f->agent, f->started_ms, out));
  if (out->known || !f->guessed || !f->caller) return OK;
  TRY(seat_find(db, f->caller, f->started_ms, &other));
  if (other.known) exchange(f), *out = other;
  return OK;
}

// Of the numbers in a name the one that is a line of the house is the agent's, where it is the only
// one; then the only other one is the caller's.
static MUST_CHECK enum err seat_by_numbers(struct db *db, struct facts *f) {
  size_t known = 0, agent = 0;
  if (f->agent || f->caller || !f->started_ms) return OK;
  for (size_t i = 0; i < f->n_numbers; i++) {
    struct seat seat = {0};
    TRY(seat_find(db, f->number[i], f->started_ms, &seat));
    if (seat.known) agent = i, known++;
  }
  if (known != 1) return OK;
  f->agent = f->number[agent];
  if (f->n_numbers == 2) f->caller = f->number[1 - agent];
  return OK;
}

// Another importer took the same sound in while we sealed it: what we sealed goes, theirs stays.
static MUST_CHECK enum err came_meanwhile(struct job *j, struct db *db, struct id recording,
                                          struct brought *out) {
  int64_t then_ms;
  char why[300];
  snprintf(why, sizeof why, "%s", err_detail());
  err_forget();
  TRY(look_by(j, db, out, &then_ms));
  if (!out->was_there) return fail(E_CONFLICT, "%s", why);
  return tape_erase(j->b->desk->archive, desk_keystore(j->b->desk), recording);
}

// Without `sound` it is a call that a rule leaves out.
static MUST_CHECK enum err write_rows(struct job *j, const struct take_result *sound,
                                      uint64_t bytes, const struct ruled *ruled,
                                      struct brought *out) {
  struct desk *d = j->b->desk;
  struct facts *f = &j->facts;
  struct db *db = desk_catalogue(d);
  struct seat seat = {0};
  if (!db) return fail(E_BUSY, "the catalogue does not answer");
  TRY(seat_them(db, f, &seat));
  struct commit row = {.interaction = out->interaction,
                       .started_ms = f->started_ms,
                       .duration_ms = out->duration_ms,
                       .source = "import",
                       .direction = f->direction ? f->direction : "unknown",
                       .end_reason = "file",
                       .external_id = f->external_id,
                       .language = f->language,
                       .title = f->title,
                       .caller_number = sv_of(f->caller),
                       .caller_name = sv_of(f->caller_name),
                       .sound = sound,
                       .bytes = bytes,
                       .n_segments = 1};
  if (sound)
    row.recording = name_recording(out->interaction);
  else {
    row.no_recording = "rule";
    row.rule = ruled->rule;
    row.rules_version = ruled->version;
  }
  struct commit_segment *part = &row.segments[0];
  part->seat = seat;
  part->to_ms = out->duration_ms;
  part->decided_by = decided_by(&part->seat);
  struct commit_end end;
  enum err rc = commit_call(db, keystore_site(desk_keystore(d)), &row, &end);
  if (rc == E_CONFLICT) return came_meanwhile(j, db, row.recording, out);
  out->was_there = !rc && end.was_there;
  return rc;
}

static const char *untold_of(const struct facts *f) {
  bool nobody = !f->agent && !f->caller && !f->queue;
  if (!f->started_ms && nobody)
    return "nobody tells when it began nor who spoke: the time is the file's own";
  if (!f->started_ms) return "nobody tells when it began: the time is the file's own";
  return nobody ? "nobody tells who spoke" : NULL;
}

// The keeper would erase it at its next look.
static MUST_CHECK enum err past_look(struct job *j, struct db *db, struct brought *out) {
  int64_t days = 0, began_ms = j->facts.started_ms ? j->facts.started_ms : j->sources.changed_ms;
  TRY(retention_days(db, j->b->desk->settings.retention_days, &days));
  if (began_ms >= clock_wall_ms() - days * DAY_MS) return OK;
  out->past_days = days;
  if (!j->b->lasting) return OK;
  return fail(E_BAD_DATA,
              "the call is older than the %" PRId64 " days that calls are kept: it would be erased "
              "at once (the agreement, or retention_days, says how long)",
              days);
}

static MUST_CHECK enum err keep(struct job *j, struct brought *out) {
  AUTO(tape) struct tape *tape = NULL;
  const struct take_result *sound = NULL;
  uint64_t bytes = 0;
  bool untold = !j->facts.started_ms;
  struct db *db = desk_catalogue(j->b->desk);
  struct seat seat = {0};
  if (untold) j->facts.started_ms = j->sources.changed_ms;
  if (!db) return fail(E_BUSY, "the catalogue does not answer");
  TRY(seat_them(db, &j->facts, &seat)); // whose sound is whose may hang on it
  out->interaction = id_at(j->facts.started_ms);
  TRY(record(j, name_recording(out->interaction), &tape, &sound));
  struct keystore *keys = desk_keystore(j->b->desk);
  if (!keys) return fail(E_BUSY, "the key store does not answer");
  out->channels = j->channels;
  out->duration_ms = sound->duration_ms;
  struct ruled ruled;
  TRY(ruled_ask(j->b->desk, &j->facts, &seat, j->hash, out->duration_ms, &ruled));
  if (ruled.excludes)
    out->says = "a recording rule leaves this call out: it is kept without its sound";
  else
    TRY(tape_keep(tape, keys, &bytes));
  if (untold) j->facts.started_ms -= out->duration_ms; // it was written to its end then
  return write_rows(j, ruled.excludes ? NULL : sound, bytes, &ruled, out);
}

static MUST_CHECK enum err sound_of(struct job *j, struct brought *out) {
  for (size_t i = 0; i < 2; i++) j->sources.later_us[i] = j->facts.later_ms[i] * 1000;
  TRY(sources_start(&j->sources, j->b->program, &j->channels));
  out->says = j->sources.says;
  if (j->channels != 1 || j->facts.voice == HALF_NONE) return OK;
  j->channels = 2; // the other's side is there, and empty
  if (!out->says)
    out->says = j->facts.voice == HALF_AGENT
                    ? "the agent's voice alone is in it, and nothing of the caller's: not seen"
                    : "the caller's voice alone is in it, and nothing of the agent's: not seen";
  return OK;
}

enum err bring(const struct bringer *b, const struct parcel *p, struct brought *out) {
  AUTO(job) struct job j = {.b = b, .parcel = p, .sources = SOURCES_NONE};
  struct brought made = {0};
  struct db *db = desk_catalogue(b->desk);
  out->breaks_off = false;
  arena_init(&j.arena, ARENA_CAP);
  if (!db) return fail(E_BUSY, "the catalogue does not answer");
  TRY(learn(&j));
  enum err there = sources_open(b->dir, p, &j.sound, &j.sources);
  out->breaks_off = there == E_BAD_DATA;
  TRY(there);
  TRY(sources_check(&j.sources, j.facts.content_hash));
  TRY(look_for(&j, db, &made));
  if (!made.was_there) {
    TRY(look_for_half(&j, db, &made));
    TRY(seat_by_numbers(db, &j.facts));
    made.untold = untold_of(&j.facts);
    TRY(past_look(&j, db, &made));
    j.sources.alive = b->alive;
    j.sources.self = b->self;
    TRY(sound_of(&j, &made));
    TRY(keep(&j, &made));
  }
  snprintf(made.unheard, sizeof made.unheard, "%s", j.facts.unheard ? j.facts.unheard : "");
  *out = made;
  return OK;
}
