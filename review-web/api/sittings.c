// SPDX-License-Identifier: Apache-2.0
#include "review-web/api/sittings.h"

#include "gen/told/call.h"
#include "review-web/api/common.h"
#include "review-web/http/heard.h"

enum { APART_MS = 60 * 60 * 1000 };

struct sitting {
  const struct opening *newest, *first;
  int64_t times;
  struct heard heard, served;
  bool counted; // what was served
};

static bool same_text(const char *a, const char *b) { return !strcmp(a ? a : "", b ? b : ""); }

static bool belongs(const struct sitting *s, const struct opening *o) {
  const struct opening *f = s->first;
  return id_eq(f->person, o->person) && id_eq(f->interaction, o->interaction) &&
         same_text(f->reason, o->reason) && same_text(f->reason_text, o->reason_text) &&
         f->at_ms - o->at_ms < APART_MS;
}

static enum err add(struct request *req, struct sitting *s, const struct opening *o) {
  struct heard more;
  TRY(heard_read(&req->arena, o->served, &more));
  s->counted |= o->served != NULL;
  heard_add(&req->arena, &s->served, &more);
  TRY(heard_read(&req->arena, o->heard, &more));
  s->first = o;
  s->times++;
  heard_add(&req->arena, &s->heard, &more);
  return OK;
}

static void told_of(struct request *req, const struct sitting *s, bool with_call,
                    struct told_listening *out) {
  const struct opening *o = s->first;
  *out = (struct told_listening){.id = o->id,
                                 .person = {o->person, o->person_name},
                                 .reason = o->reason,
                                 .reason_text = o->reason_text,
                                 .at_ms = o->at_ms,
                                 .last_ms = s->newest->at_ms,
                                 .times = s->times,
                                 .heard_ms = stretches_ms(s->heard.v, s->heard.n),
                                 .served_ms = {s->counted, stretches_ms(s->served.v, s->served.n)},
                                 .has_heard = !with_call,
                                 .heard = s->heard.v,
                                 .n_heard = s->heard.n};
  if (!with_call) return;
  struct told_sitting_call *call = arena_new(&req->arena, struct told_sitting_call);
  *call = (struct told_sitting_call){o->interaction, o->title, o->started_ms, o->agent};
  out->interaction = call;
}

static enum err answer(struct request *req, const struct opening *o, size_t n, bool with_call,
                       const char *next) {
  struct sitting *all = arena_array(&req->arena, n + 1, struct sitting);
  struct told_listening *told = arena_array(&req->arena, n + 1, struct told_listening);
  size_t known = 0;
  for (size_t i = 0; i < n; i++) {
    size_t at = 0;
    while (at < known && !belongs(&all[at], &o[i])) at++;
    if (at == known) all[known++] = (struct sitting){.newest = &o[i]};
    TRY(add(req, &all[at], &o[i]));
  }
  for (size_t i = 0; i < known; i++) told_of(req, &all[i], with_call, &told[i]);
  ANSWER_ROWS(req, tell_listening, told, known, next);
  return OK;
}

enum err answer_sittings(struct request *req, const struct opening *o, size_t n, bool with_call) {
  return answer(req, o, n, with_call, NULL);
}

enum err answer_sittings_page(struct request *req, const struct opening *o, size_t n,
                              const char *next) {
  return answer(req, o, n, true, next);
}
