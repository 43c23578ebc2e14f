// SPDX-License-Identifier: Apache-2.0
// One call: everything the call page shows, and what people decide about it. Of a call with several
// agents, what somebody may not hear she may not read about either.
#include "centre/care.h"
#include "core/secret.h"
#include "gen/sql/begun.h"
#include "gen/sql/interaction.h"
#include "gen/sql/ruling.h"
#include "gen/sql/sides.h"
#include "gen/sql/web_call.h"
#include "gen/sql/web_find.h"
#include "gen/sql/web_list.h"
#include "review-web/api/calls.h"
#include "review-web/api/common.h"
#include "review-web/api/text.h"
#include "review-web/http/site.h"
#include "scoring/scoring.h"

// ---- the call page ----------------------------------------------------------------------------

// The caller's number and name, opened with the site's key; only for those who work with the call.
static enum err read_caller(struct request *req, const struct call_row_row *r,
                            const struct told_caller **out) {
  AUTO(buf) struct buf number = {0}, name = {0};
  struct keystore *keys;
  struct sv sealed = {(const char *)r->caller_sealed.p, r->caller_sealed.n};
  TRY(worker_keys(req->site, &keys));
  if (!sealed.p || secret_caller_open(keystore_site(keys), r->id, sealed, &number, &name)) {
    err_forget();
    return OK;
  }
  struct told_caller *caller = arena_new(&req->arena, struct told_caller);
  caller->number = number.n ? arena_strdup(&req->arena, number.p) : NULL;
  caller->name = name.n ? arena_strdup(&req->arena, name.p) : NULL;
  *out = caller;
  return OK;
}

// A span of what may be read about, cut to it; one that lies across parts comes once for each.
static void add_span(struct told_call *t, const struct span_list_row *r,
                     const struct hearing *may) {
  for (size_t i = 0; i < may->n; i++) {
    struct span_list_row part = *r;
    if (part.from_ms < may->v[i].from_ms) part.from_ms = may->v[i].from_ms;
    if (part.to_ms > may->v[i].to_ms) part.to_ms = may->v[i].to_ms;
    if (part.to_ms > part.from_ms || part.from_ms == r->to_ms) t->spans[t->n_spans++] = part;
  }
}

static enum err read_source(struct request *req, struct told_call *t, const struct hearing *may) {
  struct id call = req->arg.id;
  struct span_list_row *r;
  size_t n;
  TRY(sql_call_segments(req->db, &req->arena, &(struct call_segments){call}, &t->segments,
                        &t->n_segments));
  TRY(sql_call_copies(req->db, &req->arena,
                      &(struct call_copies){.id = call, .viewer = req->viewer.person}, &t->copies,
                      &t->n_copies));
  TRY(sql_leg_list(req->db, &req->arena, &(struct leg_list){call}, &t->legs, &t->n_legs));
  TRY(sql_gap_list(req->db, &req->arena, &(struct gap_list){call}, &t->gaps, &t->n_gaps));
  TRY(sql_span_list(req->db, &req->arena, &(struct span_list){call}, &r, &n));
  t->spans = arena_array(&req->arena, n * may->n + 1, struct span_list_row);
  for (size_t i = 0; i < n; i++) add_span(t, &r[i], may);
  return OK;
}

static bool readable(const struct hearing *may, int64_t at_ms) {
  for (size_t i = 0; i < may->n; i++)
    if (at_ms >= may->v[i].from_ms && at_ms < may->v[i].to_ms) return true;
  return false;
}

// One's own notes and the answers to them stay, wherever they are pinned.
static bool note_readable(const struct request *req, const struct call_notes_row *n,
                          const struct call_notes_row *all, size_t all_n,
                          const struct hearing *may) {
  if (id_eq(n->author, req->viewer.person) || readable(may, n->at_ms)) return true;
  for (size_t i = 0; n->reply_to.set && i < all_n; i++)
    if (id_eq(all[i].id, n->reply_to.v)) return id_eq(all[i].author, req->viewer.person);
  return false;
}

static enum err read_notes(struct request *req, struct told_call *t, const struct hearing *may) {
  struct call_notes_row *r;
  size_t n;
  TRY(sql_call_notes(req->db, &req->arena,
                     &(struct call_notes){.interaction = req->arg.id, .viewer = req->viewer.person},
                     &r, &n));
  t->notes = arena_array(&req->arena, n + 1, struct call_notes_row);
  for (size_t i = 0; i < n; i++)
    if (note_readable(req, &r[i], r, n, may)) t->notes[t->n_notes++] = r[i];
  return OK;
}

// A mark at 0 is of the call as a whole.
static enum err read_marks(struct request *req, struct told_call *t, const struct hearing *may) {
  struct call_marks_row *m;
  size_t n;
  TRY(sql_call_marks(req->db, &req->arena, &(struct call_marks){req->arg.id}, &m, &n));
  t->marks = arena_array(&req->arena, n + 1, struct call_marks_row);
  for (size_t i = 0; i < n; i++) {
    bool own = id_eq(m[i].author, req->viewer.person);
    if (!m[i].at_ms || own || readable(may, m[i].at_ms)) t->marks[t->n_marks++] = m[i];
  }
  return OK;
}

static enum err read_recording(struct request *req, struct told_call *t, bool *out_two) {
  struct recording_of_row *r = arena_new(&req->arena, struct recording_of_row);
  bool found;
  TRY(sql_recording_of(req->db, &req->arena, &(struct recording_of){req->arg.id}, r, &found));
  *out_two = found && r->channels == 2;
  if (found && !strcmp(r->state, "sealed")) t->recording = r;
  return OK;
}

// What of its sound is the viewer's; the rest is served as silence.
static enum err read_hearable(struct request *req, const struct call_row_row *r,
                              struct told_call *t) {
  struct hearing h = {0};
  if (r->recording.set) TRY(may_see_hearable(asker(req), r->id, &h));
  for (size_t i = 0; i < h.n; i++)
    if (h.v[i].to_ms >= STRETCH_END) h.v[i].to_ms = r->duration_ms;
  t->hearable = h.v;
  t->n_hearable = h.n;
  t->reasons = arena_array(&req->arena, h.n_reasons + 1, const char *);
  for (size_t i = 0; i < h.n_reasons; i++) t->reasons[t->n_reasons++] = h.reasons[i];
  return OK;
}

static enum err read_can(struct request *req, const struct call_row_row *r, struct told_call *t) {
  struct call_can can = may_do_with_call(&req->reach.standing);
  bool scores, two;
  TRY(read_recording(req, t, &two));
  TRY(read_hearable(req, r, t));
  TRY(may_score(asker(req), r->id, &scores));
  t->can = (struct told_can){.note = can.note,
                             .evaluate = scores && r->agent.set,
                             .outcome = can.sort,
                             .mark = can.sort,
                             .swap = can.swap && two,
                             .claim = can.claim,
                             .assign = can.assign,
                             .listen = t->n_hearable > 0,
                             .list = can.list && r->recording.set};
  return OK;
}

static enum err read_draft(struct request *req, struct told_call *t) {
  struct note_draft_of_row *d = arena_new(&req->arena, struct note_draft_of_row);
  bool found;
  TRY(sql_note_draft_of(
      req->db, &req->arena,
      &(struct note_draft_of){.author = req->viewer.person, .interaction = req->arg.id}, d,
      &found));
  if (found) t->draft = d;
  return OK;
}

static enum err read_rule(struct request *req, const struct call_row_row *r, struct told_call *t) {
  struct ruled_get_row row;
  bool found = false;
  if (!r->no_recording || strcmp(r->no_recording, "rule") != 0) return OK;
  TRY(sql_ruled_get(req->db, &req->arena, &(struct ruled_get){req->arg.id}, &row, &found));
  if (found) t->rule = row.rule;
  return OK;
}

// What people said about a call is for those who work with it: a reader of a list hears, no more.
static enum err read_said(struct request *req, const struct call_row_row *r, struct told_call *t,
                          const struct hearing *may) {
  struct call_can can = may_do_with_call(&req->reach.standing);
  const char *sound = stretches_are_all(may->v, may->n) ? "all" : may->n ? "part" : "none";
  t->seen = (struct told_call_seen){.sound = sound,
                                    .said = can.works ? sound : "none",
                                    .listeners = can.receipts ? "all" : "none"};
  if (!can.works) return OK;
  TRY(read_caller(req, r, &t->caller));
  TRY(read_rule(req, r, t));
  TRY(read_draft(req, t));
  TRY(read_notes(req, t, may));
  return read_marks(req, t, may);
}

enum err serve_interaction_get(struct request *req) {
  struct id call = req->arg.id;
  struct told_call t = {.care = req->reach.standing.cared};
  struct call_row_row r;
  struct hearing may;
  bool found;
  TRY(may_see_readable(asker(req), call, &req->reach.standing, &may));
  TRY(sql_call_row(req->db, &req->arena,
                   &(struct call_row){.viewer = req->viewer.person, .id = call}, &r, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such call");
  r.measures.set &= stretches_are_all(may.v, may.n);
  TRY(call_head(req, &r, &t.call_head));
  TRY(read_source(req, &t, &may));
  TRY(read_said(req, &r, &t, &may));
  TRY(agreement_now(req, &t.agreement));
  TRY(read_can(req, &r, &t));
  tell_call(&req->out, &t);
  return OK;
}

// ---- what people decide -----------------------------------------------------------------------

// Her own word that she ended the call, for it went over the line, asks for somebody.
static enum err care_for(struct request *req, const char *outcome) {
  struct id call = req->arg.id, me = req->viewer.person;
  int64_t now = clock_wall_ms();
  if (!req->reach.standing.own) return OK;
  if (!outcome || strcmp(outcome, "ended_abuse") != 0)
    return care_settle(req->db, &req->arena, call, me, now);
  TRY(care_press(req->db, &req->arena, &(struct care_press){call, me, "over", now}));
  return plan_settle(req->db, call, now);
}

enum err serve_interaction_outcome(struct request *req) {
  const char *outcome = NULL;
  TRY(REQUEST_JSON(req, {"outcome", BODY_TEXT, &outcome, .max = 20, .optional = true}));
  if (outcome) TRY(body_one_of("outcome", outcome, WORDS_Outcome));
  about(req, req->arg.id, req->arg.id);
  TRY(sql_interaction_outcome_set(
      req->db, &(struct interaction_outcome_set){.outcome = outcome, .id = req->arg.id}));
  return care_for(req, outcome);
}

enum err serve_interaction_title(struct request *req) {
  const char *title = NULL;
  TRY(REQUEST_JSON(req, {"title", BODY_ANY_TEXT, &title, .max = 200, .optional = true}));
  if (title && !title[0]) title = NULL;
  if (title) TRY(name_read(&req->arena, "title", TITLE_LETTERS, &title));
  about(req, req->arg.id, req->arg.id);
  TRY(sql_interaction_title_set(
      req->db, &(struct interaction_title_set){.title = title, .id = req->arg.id}));
  return text_index(req, req->arg.id);
}

enum err serve_interaction_topics(struct request *req) {
  struct body_ids topics = {0};
  struct id call = req->arg.id;
  TRY(REQUEST_JSON(req, {"topics", BODY_IDS, &topics, .max = 20}));
  TRY(sql_interaction_topics_clear(req->db, &(struct interaction_topics_clear){call}));
  for (size_t i = 0; i < topics.n; i++) {
    TRY(sql_interaction_topic_add(
        req->db, &(struct interaction_topic_add){
                     .author = req->viewer.person, .interaction = call, .topic = topics.v[i]}));
    if (!db_changes(req->db)) return fail(E_BAD_DATA, "there is no such topic");
  }
  about(req, call, call);
  return OK;
}

static enum err leg_rename(struct request *req, const char *was, const char *side) {
  return sql_leg_side_set(
      req->db, &(struct leg_side_set){.interaction = req->arg.id, .was = was, .side = side});
}

// What was measured of one side was measured of the other.
static enum err sides_rename(struct request *req) {
  struct id call = req->arg.id;
  TRY(leg_rename(req, "agent", "was agent")); // a side has one leg at any time
  TRY(leg_rename(req, "caller", "agent"));
  TRY(leg_rename(req, "was agent", "caller"));
  TRY(sql_gap_sides_swap(req->db, &(struct gap_sides_swap){call}));
  TRY(sql_span_sides_swap(req->db, &(struct span_sides_swap){call}));
  return sql_measure_sides_swap(req->db, &(struct measure_sides_swap){call});
}

enum err serve_interaction_swap(struct request *req) {
  struct recording_swap_row r;
  bool found;
  TRY(sql_recording_swap(req->db, &req->arena, &(struct recording_swap){req->arg.id}, &r, &found));
  if (!found) return fail(E_NOT_FOUND, "this call has no recording");
  TRY(sides_rename(req));
  about(req, req->arg.id, req->arg.id);
  return OK;
}

// ---- whose call it was ------------------------------------------------------------------------

// One part of the call becomes the person's; the call's own agent is its first part's.
static enum err set_agent(struct request *req, const struct call_segments_row *seg,
                          const struct reached *person) {
  TRY(sql_segment_agent_set(req->db, &(struct segment_agent_set){.agent = person,
                                                                 .team = seg->team,
                                                                 .interaction = req->arg.id,
                                                                 .ord = seg->ord}));
  if (!seg->ord)
    TRY(sql_interaction_agent_set(
        req->db,
        &(struct interaction_agent_set){.agent = person, .team = seg->team, .id = req->arg.id}));
  return sql_list_item_settle(req->db, &(struct list_item_settle){.decided_ms = clock_wall_ms(),
                                                                  .interaction = req->arg.id});
}

enum err serve_interaction_claim(struct request *req) {
  struct call_segments_row *part;
  size_t n;
  TRY(may_reach_unclaimed(asker(req), req->arg.id, &part, &n));
  for (size_t i = 0; i < n; i++) TRY(set_agent(req, &part[i], may_reach_self(asker(req))));
  about(req, req->arg.id, req->arg.id);
  return OK;
}

enum err serve_interaction_assign(struct request *req) {
  struct id agent;
  struct call_segments_row part;
  int64_t ord = -1;
  const struct reached *assignee;
  TRY(REQUEST_JSON(req, {"agent", BODY_ID, &agent, .optional = false},
                   {"ord", BODY_INT, &ord, .max = 1000, .optional = true}));
  TRY(may_reach_part(asker(req), req->arg.id, ord, &part));
  TRY(may_reach_assignee(asker(req), agent, &assignee));
  TRY(set_agent(req, &part, assignee));
  about(req, req->arg.id, req->arg.id);
  return OK;
}
