// SPDX-License-Identifier: Apache-2.0
// What of a call is heard, and read about.
#include "centre/agreement.h"
#include "centre/may.h"
#include "centre/may_inside.h"
#include "core/clock.h"
#include "gen/sql/person.h"
#include "gen/sql/place.h"

enum { READERS_MOST = 63 }; // bits of call_word.readers; what lies in a later segment is not found

struct word {      // the agreement's in force
  bool others;     // the viewer's role may hear what is not her own
  bool reads;      // what is asked is what may be read, which any right over a part gives
  bool colleagues; // who took part of a call may hear the rest of it
  bool ended;      // none is in force, but one was: the last
  struct agreement_at_row of;
  struct agreement_ended_row last;
};

// Nothing ever agreed: nothing more is forbidden than the rights say, and nothing more allowed.
// What an agreement let has ended with it, until there is another.
static enum err word_now(struct asker who, struct word *out) {
  bool found;
  struct grant_at_row *grants;
  size_t n;
  int64_t now = clock_wall_ms();
  *out = (struct word){0};
  TRY(sql_agreement_at(who.db, who.arena, &(struct agreement_at){.at_ms = now}, &out->of, &found));
  out->colleagues = found && agreement_lets_colleagues(out->of.body);
  if (!found) {
    TRY(sql_agreement_ended(who.db, who.arena, &(struct agreement_ended){now}, &out->last,
                            &out->ended));
    out->others = !out->ended;
    return OK;
  }
  TRY(sql_grant_at(who.db, who.arena,
                   &(struct grant_at){.person = who.viewer->person, .at_ms = now}, &grants, &n));
  for (size_t i = 0; i < n && !out->others; i++)
    out->others = agreement_lets_listen(out->of.body, grants[i].role);
  return OK;
}

static enum err hears_segment(struct asker who, const struct call_segments_row *seg,
                              const struct standing *s, const struct word *w, bool *out) {
  rights over = 0;
  *out = seg->agent.set && id_eq(seg->agent.v, who.viewer->person);
  if (*out) return OK;
  TRY(may_rights_over(who, seg, &over));
  *out = ((over & R_LISTEN) && w->others) || (s->own && w->colleagues);
  if (w->reads) *out |= over || (s->unclaimed_near && !seg->agent.set);
  return OK;
}

static void hearing_grow(struct asker who, struct hearing *h, size_t more) {
  struct stretch *v = arena_alloc(who.arena, (h->n + more + 1) * sizeof *v);
  if (h->n) memcpy(v, h->v, h->n * sizeof *v);
  h->v = v;
}

// The first segment begins and the last one ends with the recording, whatever the clocks say.
static struct stretch stretch_of(const struct call_segments_row *seg, size_t i, size_t n) {
  return (struct stretch){i ? seg[i].from_ms : 0, i + 1 < n ? seg[i].to_ms : STRETCH_END};
}

static enum err hear_segments(struct asker who, struct id interaction, const struct standing *s,
                              const struct word *w, struct hearing *h) {
  struct call_segments_row *seg;
  size_t n, heard = 0;
  TRY(sql_call_segments(who.db, who.arena, &(struct call_segments){interaction}, &seg, &n));
  hearing_grow(who, h, n);
  for (size_t i = 0; i < n; i++) {
    bool hears;
    TRY(hears_segment(who, &seg[i], s, w, &hears));
    if (!hears) continue;
    heard++;
    h->v[h->n++] = stretch_of(seg, i, n);
  }
  if (n && heard == n) h->v[h->n++] = (struct stretch){0, STRETCH_END}; // and what lies between
  return OK;
}

static enum err hear_items(struct asker who, struct id interaction, struct hearing *h) {
  struct given_items_row *item;
  size_t n;
  TRY(may_given(who, interaction, &item, &n));
  hearing_grow(who, h, n);
  for (size_t i = 0; i < n; i++)
    h->v[h->n++] = (struct stretch){item[i].from_ms, item[i].to_ms ? item[i].to_ms : STRETCH_END};
  return OK;
}

static void hear_whole(struct asker who, struct hearing *h) {
  hearing_grow(who, h, 1);
  h->v[h->n++] = (struct stretch){0, STRETCH_END};
}

// Under care who has it hears the whole call, and the agent what is hers.
static enum err hear_in_care(struct asker who, struct id interaction, const struct standing *s,
                             const struct word *w, struct hearing *h) {
  if (s->holds && w->others) hear_whole(who, h);
  return s->holds ? OK : hear_segments(who, interaction, s, w, h);
}

// Why she hears it follows from what lets her: whose the call is, what her grants carry over it,
// what was given to her. `others`: the agreement lets her role hear what is not her own.
static void hear_why(const struct viewer *v, const struct standing *s, bool others,
                     struct hearing *h) {
  rights by = others && (s->by_grants & R_LISTEN) ? s->by_grants : 0;
  bool given = others && s->given;
  bool lists = !s->refused && (v->rights & R_LISTS) && (by || s->own);
  const struct {
    bool holds;
    const char *reason;
  } why[REASONS_MOST] = {{s->own, "own"},
                         {by & R_EVALUATE, "review"},
                         {(others && s->calibrates) || (by & R_CALIBRATE), "calibration"},
                         {by & R_EVALUATE, "complaint"},
                         {given || lists, "programme"},
                         {by || (others && s->holds), "other"}};
  for (size_t i = 0; i < REASONS_MOST; i++)
    if (why[i].holds) h->reasons[h->n_reasons++] = why[i].reason;
}

static enum err ask_refused(struct asker who, struct id interaction, struct standing *out) {
  struct call_refused_row row;
  return sql_call_refused(who.db, who.arena, &(struct call_refused){interaction}, &row,
                          &out->refused);
}

enum err may_hear(struct asker who, struct id interaction, struct standing *out,
                  struct hearing *out_hearing) {
  struct word w;
  struct hearing h = {0};
  TRY(may_call(who, interaction, R_LISTEN, out));
  TRY(word_now(who, &w));
  TRY(hear_in_care(who, interaction, out, &w, &h));
  if (w.others && !out->cared) TRY(hear_items(who, interaction, &h));
  if (w.others && out->calibrates) hear_whole(who, &h);
  h.n = stretches_join(h.v, h.n);
  if (!h.n && w.ended)
    return fail(E_FORBIDDEN,
                "the agreement “%s”, version %" PRId64 ", has ended; nothing of others is heard "
                "until a new one is in force",
                w.last.title, w.last.version);
  if (!h.n && !w.others)
    return fail(E_FORBIDDEN,
                "the agreement “%s”, version %" PRId64 ", does not let your role listen; it lets "
                "whoever took the call, and these roles: %s",
                w.of.title, w.of.version, agreement_listeners(w.of.body, who.arena));
  if (!h.n) return fail(E_FORBIDDEN, "no part of this call is yours to hear");
  TRY(ask_refused(who, interaction, out));
  hear_why(who.viewer, out, w.others, &h);
  *out_hearing = h;
  return OK;
}

enum err may_see_hearable(struct asker who, struct id interaction, struct hearing *out) {
  struct standing s;
  struct hearing h = {0};
  enum err rc = may_hear(who, interaction, &s, &h);
  if (rc && rc != E_NOT_FOUND && rc != E_FORBIDDEN) return rc;
  err_forget();
  *out = h;
  return OK;
}

enum err may_see_readable(struct asker who, struct id interaction, const struct standing *s,
                          struct hearing *out) {
  struct word w;
  struct hearing h = {0};
  TRY(word_now(who, &w));
  w.others = w.reads = true;
  TRY(hear_in_care(who, interaction, s, &w, &h));
  if (!s->cared) TRY(hear_items(who, interaction, &h));
  h.n = stretches_join(h.v, h.n);
  *out = h;
  return OK;
}

enum err may_write_at(struct asker who, struct id interaction, const struct standing *s,
                      int64_t at_ms) {
  struct hearing h;
  if (s->own) return OK; // of a call she was in, she says what she will
  TRY(may_see_readable(who, interaction, s, &h));
  for (size_t i = 0; i < h.n; i++)
    if (at_ms >= h.v[i].from_ms && at_ms < h.v[i].to_ms) return OK;
  return fail(E_FORBIDDEN, "that second lies in another team's part of the call");
}

enum err may_see_readers_at(struct asker who, struct id interaction, int64_t at_ms,
                            int64_t *out_readers) {
  struct call_segments_row *seg;
  size_t n;
  TRY(sql_call_segments(who.db, who.arena, &(struct call_segments){interaction}, &seg, &n));
  *out_readers = 0;
  for (size_t i = 0; i < n; i++) {
    struct stretch s = stretch_of(seg, i, n);
    if (at_ms >= s.from_ms && at_ms < s.to_ms && seg[i].ord < READERS_MOST)
      *out_readers |= INT64_C(1) << seg[i].ord;
  }
  return OK;
}

enum err may_see_colleagues(struct asker who, bool *out) {
  struct agreement_at_row a;
  bool found;
  TRY(sql_agreement_at(who.db, who.arena, &(struct agreement_at){.at_ms = clock_wall_ms()}, &a,
                       &found));
  *out = found && agreement_lets_colleagues(a.body);
  return OK;
}
