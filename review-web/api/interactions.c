// SPDX-License-Identifier: Apache-2.0
// One call: everything the call page shows, and what people decide about it. Of a call with several
// agents, what somebody may not hear she may not read about either (policy_read).
#include "core/secret.h"
#include "review-web/api/calls.h"
#include "review-web/api/common.h"
#include "review-web/api/text.h"
#include "review-web/http/site.h"

// ---- the call page ----------------------------------------------------------------------------

// The caller's number and name, opened with the site's key; only for those who work with the call.
static enum err out_caller(struct request *req, const struct call_row_row *r) {
  AUTO(buf) struct buf number = {0}, name = {0};
  struct keystore *keys;
  struct sv sealed = {(const char *)r->caller_sealed.p, r->caller_sealed.n};
  TRY(worker_keys(req->site, &keys));
  if (!sealed.p || secret_caller_open(keystore_site(keys), r->id, sealed, &number, &name)) {
    err_forget();
    out_raw(&req->out, "caller", NULL);
    return OK;
  }
  out_open(&req->out, "caller", '{');
  out_text(&req->out, "number", number.n ? number.p : NULL);
  out_text(&req->out, "name", name.n ? name.p : NULL);
  out_close(&req->out, '}');
  return OK;
}

static enum err out_segments(struct request *req, struct id call) {
  struct call_segments_row *s;
  size_t n;
  TRY(sql_call_segments(req->db, &req->arena, &(struct call_segments){call}, &s, &n));
  out_open(&req->out, "segments", '[');
  for (size_t i = 0; i < n; i++) {
    out_open(&req->out, NULL, '{');
    out_int(&req->out, "ord", s[i].ord);
    out_named(&req->out, "agent", s[i].agent, s[i].agent_name);
    out_int(&req->out, "from_ms", s[i].from_ms);
    out_int(&req->out, "to_ms", s[i].to_ms);
    out_text(&req->out, "decided_by", s[i].decided_by);
    out_close(&req->out, '}');
  }
  out_close(&req->out, ']');
  return OK;
}

// Rows whose columns are their members: the generated writers do it.
#define OUT_ROWS(query, key)                                                                       \
  do {                                                                                             \
    struct query##_row *rows_;                                                                     \
    size_t n_;                                                                                     \
    TRY(sql_##query(req->db, &req->arena, &(struct query){call}, &rows_, &n_));                    \
    out_open(&req->out, key, '[');                                                                 \
    for (size_t i_ = 0; i_ < n_; i_++) {                                                           \
      jsonw_comma(&req->out);                                                                      \
      sql_##query##_row_json(&req->out, &rows_[i_]);                                               \
    }                                                                                              \
    out_close(&req->out, ']');                                                                     \
  } while (0)

// A span of what may be read about, cut to it; one that lies across parts comes once for each.
static void out_span(struct request *req, const struct span_list_row *r,
                     const struct hearing *may) {
  for (size_t i = 0; i < may->n; i++) {
    struct span_list_row part = *r;
    if (part.from_ms < may->v[i].from_ms) part.from_ms = may->v[i].from_ms;
    if (part.to_ms > may->v[i].to_ms) part.to_ms = may->v[i].to_ms;
    if (part.to_ms <= part.from_ms && part.from_ms != r->to_ms) continue;
    jsonw_comma(&req->out);
    sql_span_list_row_json(&req->out, &part);
  }
}

static enum err out_source(struct request *req, struct id call, const struct hearing *may) {
  struct span_list_row *r;
  size_t n;
  OUT_ROWS(leg_list, "legs");
  OUT_ROWS(gap_list, "gaps");
  TRY(sql_span_list(req->db, &req->arena, &(struct span_list){call}, &r, &n));
  out_open(&req->out, "spans", '[');
  for (size_t i = 0; i < n; i++) out_span(req, &r[i], may);
  out_close(&req->out, ']');
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

static enum err out_notes(struct request *req, struct id call, const struct hearing *may) {
  struct call_notes_row *r;
  size_t n;
  TRY(sql_call_notes(req->db, &req->arena,
                     &(struct call_notes){.interaction = call, .viewer = req->viewer.person}, &r,
                     &n));
  out_open(&req->out, "notes", '[');
  for (size_t i = 0; i < n; i++) {
    if (!note_readable(req, &r[i], r, n, may)) continue;
    out_open(&req->out, NULL, '{');
    out_note_members(&req->out, &r[i]);
    out_close(&req->out, '}');
  }
  out_close(&req->out, ']');
  return OK;
}

// A mark at 0 is of the call as a whole.
static enum err out_marks(struct request *req, struct id call, const struct hearing *may) {
  struct call_marks_row *m;
  size_t n;
  TRY(sql_call_marks(req->db, &req->arena, &(struct call_marks){call}, &m, &n));
  out_open(&req->out, "marks", '[');
  for (size_t i = 0; i < n; i++) {
    bool own = id_eq(m[i].author, req->viewer.person);
    if (m[i].at_ms && !own && !readable(may, m[i].at_ms)) continue;
    out_open(&req->out, NULL, '{');
    out_id(&req->out, "id", m[i].id);
    out_text(&req->out, "kind", m[i].kind);
    out_int(&req->out, "at_ms", m[i].at_ms);
    out_text(&req->out, "detail", m[i].detail);
    out_named(&req->out, "author", some_id(m[i].author), m[i].author_name);
    out_int(&req->out, "created_ms", m[i].created_ms);
    out_close(&req->out, '}');
  }
  out_close(&req->out, ']');
  return OK;
}

static enum err out_recording(struct request *req, struct id call, bool *out_two) {
  struct recording_of_row r;
  bool found;
  TRY(sql_recording_of(req->db, &req->arena, &(struct recording_of){call}, &r, &found));
  *out_two = found && r.channels == 2;
  if (!found || strcmp(r.state, "sealed") != 0) {
    out_raw(&req->out, "recording", NULL);
    return OK;
  }
  out_open(&req->out, "recording", '{');
  out_id(&req->out, "id", r.id);
  out_int(&req->out, "duration_ms", r.duration_ms);
  out_int(&req->out, "channels", r.channels);
  out_int(&req->out, "rate_hz", r.rate_hz);
  out_bool(&req->out, "swapped", r.swapped);
  out_text(&req->out, "untouched", r.untouched);
  out_int(&req->out, "sealed_ms", r.sealed_ms);
  out_close(&req->out, '}');
  return OK;
}

// What of its sound is the viewer's: [[from_ms,to_ms],…]; the rest is served as silence.
static enum err out_hearable(struct request *req, const struct call_row_row *r, bool *out_any) {
  struct standing s;
  struct hearing h = {0};
  enum err rc = r->recording.set ? policy_hear(req, r->id, &s, &h) : E_FORBIDDEN;
  if (rc && rc != E_FORBIDDEN) return rc;
  err_forget();
  *out_any = h.n > 0;
  out_open(&req->out, "hearable", '[');
  for (size_t i = 0; i < h.n; i++) {
    int64_t to = h.v[i].to_ms >= STRETCH_END ? r->duration_ms : h.v[i].to_ms;
    jsonw_comma(&req->out);
    buf_printf(&req->out, "[%" PRId64 ",%" PRId64 "]", h.v[i].from_ms, to);
  }
  out_close(&req->out, ']');
  return OK;
}

static enum err out_can(struct request *req, const struct call_row_row *r, const struct standing *s,
                        bool two) {
  bool heard;
  TRY(out_hearable(req, r, &heard));
  out_open(&req->out, "can", '{');
  out_bool(&req->out, "note", s->may & R_NOTE);
  out_bool(&req->out, "evaluate", (s->may & R_EVALUATE) && r->agent.set);
  out_bool(&req->out, "outcome", s->may & R_SORT);
  out_bool(&req->out, "mark", s->may & R_SORT);
  out_bool(&req->out, "swap", (s->may & R_SORT) && two);
  out_bool(&req->out, "claim", s->unclaimed_near && (s->may & R_CLAIM));
  out_bool(&req->out, "assign", s->may & R_ASSIGN);
  out_bool(&req->out, "listen", heard);
  out_bool(&req->out, "list", (s->may & R_LISTS) && r->recording.set);
  out_close(&req->out, '}');
  return OK;
}

// What people said about a call is for those who work with it: a reader of a list hears, no more.
static enum err out_said(struct request *req, struct id call, const struct call_row_row *r,
                         const struct standing *s, const struct hearing *may) {
  bool works = s->own || (s->led && (s->may & R_NOTE));
  if (works)
    TRY(out_caller(req, r));
  else
    out_raw(&req->out, "caller", NULL);
  if (works)
    TRY(out_notes(req, call, may));
  else
    out_raw(&req->out, "notes", "[]");
  if (works) return out_marks(req, call, may);
  out_raw(&req->out, "marks", "[]");
  return OK;
}

enum err interaction_get(struct request *req) {
  struct id call = req->arg.id;
  struct standing s;
  struct call_row_row r;
  struct hearing may;
  bool found, two;
  TRY(policy_call(req, call, R_CALLS, &s));
  TRY(policy_read(req, call, &s, &may));
  TRY(sql_call_row(req->db, &req->arena,
                   &(struct call_row){.viewer = req->viewer.person, .id = call}, &r, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such call");
  r.measured.set &= stretches_are_all(may.v, may.n);
  buf_add_char(&req->out, '{');
  TRY(out_call_members(req, &r));
  TRY(out_segments(req, call));
  TRY(out_source(req, call, &may));
  TRY(out_said(req, call, &r, &s, &may));
  TRY(out_recording(req, call, &two));
  TRY(out_agreement_now(req));
  TRY(out_can(req, &r, &s, two));
  buf_add_char(&req->out, '}');
  return OK;
}

// ---- what people decide -----------------------------------------------------------------------

enum err interaction_outcome(struct request *req) {
  struct standing s;
  const char *outcome = NULL;
  TRY(policy_call(req, req->arg.id, R_SORT, &s));
  TRY(REQUEST_JSON(req, {"outcome", BODY_TEXT, &outcome, .max = 20, .optional = true}));
  if (outcome)
    TRY(body_one_of("outcome", outcome, "solved|handed_over|case_opened|follow_up|ended_abuse"));
  about(req, req->arg.id, req->arg.id);
  return sql_interaction_outcome_set(
      req->db, &(struct interaction_outcome_set){.outcome = outcome, .id = req->arg.id});
}

enum err interaction_title(struct request *req) {
  struct standing s;
  const char *title = NULL;
  TRY(policy_call(req, req->arg.id, R_SORT, &s));
  TRY(REQUEST_JSON(req, {"title", BODY_ANY_TEXT, &title, .max = 200, .optional = true}));
  if (title && !title[0]) title = NULL;
  about(req, req->arg.id, req->arg.id);
  TRY(sql_interaction_title_set(
      req->db, &(struct interaction_title_set){.title = title, .id = req->arg.id}));
  return text_index(req, req->arg.id);
}

enum err interaction_topics(struct request *req) {
  struct standing s;
  struct body_ids topics = {0};
  struct id call = req->arg.id;
  TRY(policy_call(req, call, R_SORT, &s));
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

enum err interaction_swap(struct request *req) {
  struct standing s;
  struct recording_swap_row r;
  bool found;
  TRY(policy_call(req, req->arg.id, R_SORT, &s));
  TRY(sql_recording_swap(req->db, &req->arena, &(struct recording_swap){req->arg.id}, &r, &found));
  if (!found) return fail(E_NOT_FOUND, "this call has no recording");
  TRY(sides_rename(req));
  about(req, req->arg.id, req->arg.id);
  return OK;
}

// ---- whose call it was ------------------------------------------------------------------------

// The person takes every part nobody has, or (assigned by a coach) the whole call's first part.
static enum err set_agent(struct request *req, struct id person, bool only_unclaimed) {
  struct call_segments_row *seg;
  size_t n, taken = 0;
  TRY(sql_call_segments(req->db, &req->arena, &(struct call_segments){req->arg.id}, &seg, &n));
  for (size_t i = 0; i < n; i++) {
    if (only_unclaimed ? seg[i].agent.set : i > 0) continue;
    TRY(sql_segment_agent_set(req->db, &(struct segment_agent_set){.agent = some_id(person),
                                                                   .team = seg[i].team,
                                                                   .interaction = req->arg.id,
                                                                   .ord = seg[i].ord}));
    taken++;
    if (i) continue;
    TRY(sql_interaction_agent_set(req->db, &(struct interaction_agent_set){.agent = some_id(person),
                                                                           .team = seg[0].team,
                                                                           .id = req->arg.id}));
  }
  if (!taken) return fail(E_CONFLICT, "somebody else has taken this call meanwhile");
  return sql_list_item_settle(req->db, &(struct list_item_settle){.decided_ms = clock_wall_ms(),
                                                                  .interaction = req->arg.id});
}

enum err interaction_claim(struct request *req) {
  struct standing s;
  TRY(policy_call(req, req->arg.id, R_CALLS, &s));
  if (!s.unclaimed_near)
    return fail(E_CONFLICT, "this call is somebody's already, or of another team");
  TRY(set_agent(req, req->viewer.person, true));
  about(req, req->arg.id, req->arg.id);
  return OK;
}

enum err interaction_assign(struct request *req) {
  struct standing s;
  struct id agent;
  struct person_get_row p;
  bool found;
  TRY(policy_call(req, req->arg.id, R_ASSIGN, &s));
  TRY(REQUEST_JSON(req, {"agent", BODY_ID, &agent, .optional = false}));
  TRY(sql_person_get(req->db, &req->arena, &(struct person_get){agent}, &p, &found));
  if (!found) return fail(E_BAD_DATA, "there is no such person");
  TRY(set_agent(req, agent, false));
  about(req, req->arg.id, req->arg.id);
  return OK;
}
