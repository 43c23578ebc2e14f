// SPDX-License-Identifier: Apache-2.0
#include "review-web/api/calls.h"

#include "gen/sql/place.h"
#include "gen/sql/web_find.h"
#include "review-web/api/common.h"

enum err call_topics(struct request *req, struct id interaction, struct call_topics_row **out,
                     size_t *out_n) {
  return sql_call_topics(req->db, &req->arena, &(struct call_topics){interaction}, out, out_n);
}

enum err call_head(struct request *req, const struct call_row_row *r, struct told_call_head *out) {
  out->call_row = r;
  return call_topics(req, r->id, &out->topics, &out->n_topics);
}

static enum err mark_kinds(struct request *req, struct id interaction, struct told_call_row *out) {
  struct row_marks_row *m;
  TRY(sql_row_marks(req->db, &req->arena,
                    &(struct row_marks){.interaction = interaction, .viewer = req->viewer.person},
                    &m, &out->n_marks));
  out->marks = arena_array(&req->arena, out->n_marks + 1, const char *);
  for (size_t i = 0; i < out->n_marks; i++) out->marks[i] = m[i].kind;
  return OK;
}

enum err call_as_row(struct request *req, struct id interaction, struct told_call_row *out) {
  struct call_row_row *r = arena_new(&req->arena, struct call_row_row);
  bool found;
  TRY(sql_call_row(req->db, &req->arena,
                   &(struct call_row){.viewer = req->viewer.person, .id = interaction}, r, &found));
  if (!found) return fail(E_NOT_FOUND, "there is no such call");
  *out = (struct told_call_row){.recording = r->recording.set, .notes = r->notes, .gaps = r->gaps};
  TRY(call_head(req, r, &out->call_head));
  return mark_kinds(req, interaction, out);
}

enum err agreement_now(struct request *req, const struct agreement_at_row **out) {
  struct agreement_at_row *a = arena_new(&req->arena, struct agreement_at_row);
  bool found;
  TRY(sql_agreement_at(req->db, &req->arena, &(struct agreement_at){.at_ms = clock_wall_ms()}, a,
                       &found));
  *out = found ? a : NULL;
  return OK;
}
