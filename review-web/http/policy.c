// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/policy.h"

#include "core/clock.h"
#include "gen/sql.h"
#include "review-web/http/agreement.h"
#include "review-web/http/session.h"

// Only our own pages may change anything: Fetch metadata where the browser sends it (all since
// 2023), else Origin against Host; a program that sends neither carries no cookie it was tricked
// into sending. (OWASP CSRF cheat sheet, Fetch Metadata.)
static enum err same_site(const struct request *req) {
  struct sv site = request_header(req, "sec-fetch-site"), origin = request_header(req, "origin");
  if (site.p) {
    if (sv_eq(site, SV("same-origin")) || sv_eq(site, SV("none"))) return OK;
    return fail(E_FORBIDDEN, "another site's page asked for this");
  }
  if (!origin.p) return OK;
  struct sv host = request_header(req, "host");
  size_t scheme = sv_starts(origin, SV("https://")) ? 8 : sv_starts(origin, SV("http://")) ? 7 : 0;
  if (scheme && sv_eq(sv_from(origin, scheme), host)) return OK;
  return fail(E_FORBIDDEN, "another site's page asked for this");
}

enum err policy_admit(struct request *req) {
  if (req->method != METHOD_GET) TRY(same_site(req));
  if (req->route->right == R_ANYONE) return OK;
  if (req->route->right == R_SIGNED_IN && req->arg.token[0] && session_of_player(req)) return OK;
  TRY(session_find(req));
  if (!(req->viewer.rights & req->route->right))
    return fail(E_FORBIDDEN, "your roles do not carry this right");
  return OK;
}

// ---- one call ---------------------------------------------------------------------------------

// The rights of each grant of the viewer's that covers this segment, by the same rule as the view:
// an agent's calls belong to the teams she is or was in, an unclaimed call to its line's team.
static enum err rights_over(struct request *req, const struct call_segments_row *seg, rights *out) {
  const struct viewer *v = &req->viewer;
  for (size_t i = 0; i < v->n_scopes; i++) {
    const struct viewer_scope *s = &v->scopes[i];
    bool covers = id_is_none(s->id);
    if (!covers && !seg->agent.set) covers = seg->team.set && id_eq(seg->team.v, s->id);
    if (!covers && seg->agent.set && !id_eq(s->id, v->person)) {
      struct membership_ever_row row;
      TRY(sql_membership_ever(req->db, &req->arena,
                              &(struct membership_ever){.team = s->id, .person = seg->agent.v},
                              &row, &covers));
    }
    if (covers) *out |= s->rights;
  }
  return OK;
}

static enum err stand_by_segments(struct request *req, struct id interaction,
                                  struct standing *out) {
  struct call_segments_row *seg;
  size_t n;
  TRY(sql_call_segments(req->db, &req->arena, &(struct call_segments){interaction}, &seg, &n));
  for (size_t i = 0; i < n; i++) {
    if (seg[i].agent.set && id_eq(seg[i].agent.v, req->viewer.person)) out->own = true;
    if (!seg[i].agent.set && seg[i].team.set && viewer_in_team(&req->viewer, seg[i].team.v))
      out->unclaimed_near = true;
    rights over = 0;
    TRY(rights_over(req, &seg[i], &over));
    if (over) out->led = true;
    out->may |= over;
  }
  if (out->own)
    out->may |= rights_of_role("agent"); // whoever took a call, whatever else she is now
  return OK;
}

static enum err given(struct request *req, struct id interaction, struct given_items_row **out,
                      size_t *out_n) {
  return sql_given_items(
      req->db, &req->arena,
      &(struct given_items){.interaction = interaction, .person = req->viewer.person}, out, out_n);
}

static enum err stand_by_list(struct request *req, struct id interaction, struct standing *out) {
  struct given_items_row *items;
  size_t n;
  TRY(given(req, interaction, &items, &n));
  out->given = n > 0;
  if (out->given) out->may |= R_CALLS | R_LISTEN;
  return OK;
}

// A rater hears what she is asked to rate, wherever it was taken; no more than that.
static enum err stand_by_calibration(struct request *req, struct id interaction,
                                     struct standing *out) {
  struct calibration_hears_row row;
  if (!(req->viewer.rights & R_RATE)) return OK;
  TRY(sql_calibration_hears(
      req->db, &req->arena,
      &(struct calibration_hears){.interaction = interaction, .person = req->viewer.person}, &row,
      &out->calibrates));
  if (out->calibrates) out->may |= R_CALLS | R_LISTEN;
  return OK;
}

enum err policy_call(struct request *req, struct id interaction, rights need,
                     struct standing *out) {
  struct standing s = {0};
  TRY(stand_by_segments(req, interaction, &s));
  TRY(stand_by_list(req, interaction, &s));
  TRY(stand_by_calibration(req, interaction, &s));
  if (s.unclaimed_near && (req->viewer.rights & R_CLAIM)) s.may |= R_CALLS | R_CLAIM;
  if (!(s.may & R_CALLS)) return fail(E_NOT_FOUND, "there is no such call");
  if ((s.may & need) != need)
    return fail(E_FORBIDDEN, "your roles do not carry this right for this call");
  *out = s;
  return OK;
}

// ---- one person --------------------------------------------------------------------------------

enum err policy_leads(struct request *req, struct id person, rights need, bool *out) {
  const struct viewer *v = &req->viewer;
  *out = false;
  if (id_eq(person, v->person)) return OK;
  for (size_t i = 0; i < v->n_scopes && !*out; i++) {
    const struct viewer_scope *s = &v->scopes[i];
    struct membership_ever_row row;
    if ((s->rights & need) != need) continue;
    *out = id_is_none(s->id);
    if (!*out && !id_eq(s->id, v->person))
      TRY(sql_membership_ever(req->db, &req->arena,
                              &(struct membership_ever){.team = s->id, .person = person}, &row,
                              out));
  }
  return OK;
}

// ---- what of it is heard -----------------------------------------------------------------------

enum { READERS_MOST = 63 }; // bits of call_word.readers; what lies in a later segment is not found

struct word {      // the agreement's in force
  bool others;     // the viewer's role may hear what is not her own
  bool reads;      // what is asked is what may be read, which any right over a part gives
  bool colleagues; // who took part of a call may hear the rest of it
  struct agreement_at_row of;
};

// Nothing agreed: nothing more is forbidden than the rights say, and nothing more allowed.
static enum err word_now(struct request *req, struct word *out) {
  bool found;
  struct grant_at_row *grants;
  size_t n;
  int64_t now = clock_wall_ms();
  *out = (struct word){0};
  TRY(sql_agreement_at(req->db, &req->arena, &(struct agreement_at){.at_ms = now}, &out->of,
                       &found));
  out->others = !found;
  out->colleagues = found && agreement_lets_colleagues(out->of.body);
  if (!found) return OK;
  TRY(sql_grant_at(req->db, &req->arena,
                   &(struct grant_at){.person = req->viewer.person, .at_ms = now}, &grants, &n));
  for (size_t i = 0; i < n && !out->others; i++)
    out->others = agreement_lets_listen(out->of.body, grants[i].role);
  return OK;
}

static enum err hears_segment(struct request *req, const struct call_segments_row *seg,
                              const struct standing *s, const struct word *w, bool *out) {
  rights over = 0;
  *out = seg->agent.set && id_eq(seg->agent.v, req->viewer.person);
  if (*out) return OK;
  TRY(rights_over(req, seg, &over));
  *out = ((over & R_LISTEN) && w->others) || (s->own && w->colleagues);
  if (w->reads) *out |= over || (s->unclaimed_near && !seg->agent.set);
  return OK;
}

static void hearing_grow(struct request *req, struct hearing *h, size_t more) {
  struct stretch *v = arena_alloc(&req->arena, (h->n + more + 1) * sizeof *v);
  if (h->n) memcpy(v, h->v, h->n * sizeof *v);
  h->v = v;
}

// The first segment begins and the last one ends with the recording, whatever the clocks say.
static struct stretch stretch_of(const struct call_segments_row *seg, size_t i, size_t n) {
  return (struct stretch){i ? seg[i].from_ms : 0, i + 1 < n ? seg[i].to_ms : STRETCH_END};
}

static enum err hear_segments(struct request *req, struct id interaction, const struct standing *s,
                              const struct word *w, struct hearing *h) {
  struct call_segments_row *seg;
  size_t n, heard = 0;
  TRY(sql_call_segments(req->db, &req->arena, &(struct call_segments){interaction}, &seg, &n));
  hearing_grow(req, h, n);
  for (size_t i = 0; i < n; i++) {
    bool hears;
    TRY(hears_segment(req, &seg[i], s, w, &hears));
    if (!hears) continue;
    heard++;
    h->v[h->n++] = stretch_of(seg, i, n);
  }
  if (n && heard == n) h->v[h->n++] = (struct stretch){0, STRETCH_END}; // and what lies between
  return OK;
}

static enum err hear_items(struct request *req, struct id interaction, struct hearing *h) {
  struct given_items_row *item;
  size_t n;
  TRY(given(req, interaction, &item, &n));
  hearing_grow(req, h, n);
  for (size_t i = 0; i < n; i++)
    h->v[h->n++] = (struct stretch){item[i].from_ms, item[i].to_ms ? item[i].to_ms : STRETCH_END};
  return OK;
}

static void hear_whole(struct request *req, struct hearing *h) {
  hearing_grow(req, h, 1);
  h->v[h->n++] = (struct stretch){0, STRETCH_END};
}

enum err policy_hear(struct request *req, struct id interaction, struct standing *out,
                     struct hearing *out_hearing) {
  struct word w;
  struct hearing h = {0};
  TRY(policy_call(req, interaction, R_LISTEN, out));
  TRY(word_now(req, &w));
  TRY(hear_segments(req, interaction, out, &w, &h));
  if (w.others) TRY(hear_items(req, interaction, &h));
  if (w.others && out->calibrates) hear_whole(req, &h);
  h.n = stretches_join(h.v, h.n);
  if (!h.n && !w.others)
    return fail(E_FORBIDDEN,
                "the agreement “%s”, version %" PRId64 ", does not let your role listen",
                w.of.title, w.of.version);
  if (!h.n) return fail(E_FORBIDDEN, "no part of this call is yours to hear");
  *out_hearing = h;
  return OK;
}

enum err policy_read(struct request *req, struct id interaction, const struct standing *s,
                     struct hearing *out) {
  struct word w;
  struct hearing h = {0};
  TRY(word_now(req, &w));
  w.others = w.reads = true;
  TRY(hear_segments(req, interaction, s, &w, &h));
  TRY(hear_items(req, interaction, &h));
  h.n = stretches_join(h.v, h.n);
  *out = h;
  return OK;
}

enum err policy_readers_at(struct request *req, struct id interaction, int64_t at_ms,
                           int64_t *out_readers) {
  struct call_segments_row *seg;
  size_t n;
  TRY(sql_call_segments(req->db, &req->arena, &(struct call_segments){interaction}, &seg, &n));
  *out_readers = 0;
  for (size_t i = 0; i < n; i++) {
    struct stretch s = stretch_of(seg, i, n);
    if (at_ms >= s.from_ms && at_ms < s.to_ms && seg[i].ord < READERS_MOST)
      *out_readers |= INT64_C(1) << seg[i].ord;
  }
  return OK;
}

enum err policy_colleagues(struct request *req, bool *out) {
  struct agreement_at_row a;
  bool found;
  TRY(sql_agreement_at(req->db, &req->arena, &(struct agreement_at){.at_ms = clock_wall_ms()}, &a,
                       &found));
  *out = found && agreement_lets_colleagues(a.body);
  return OK;
}
