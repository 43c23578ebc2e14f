// SPDX-License-Identifier: Apache-2.0
#include "recorder/rules_sink.h"

enum { ENDS = 2, ADDRESS = 128, BEYOND = 6, MANY = ENDS + BEYOND };

struct party_now { // who sits at an end, or joined; "": nobody is known
  int leg;
  bool ours;
  struct rules_seat seat;
  char address[ADDRESS];
};

struct rules_sink_call {
  struct rules_sink *of;
  void *under;
  struct id id;
  char said[16]; // the direction, by its source
  bool unsaid;   // nobody says who rang
  bool excluded;
  size_t n;
  struct party_now party[MANY];
};

// ---- what is known of it -----------------------------------------------------------------------

static struct party_now party_make(const struct rules_sink *s, int leg, const char *address) {
  struct party_now p = {.leg = leg};
  struct sv rest = sv_of(address), user = sv_cut(&rest, '@');
  const struct policy_number *line = policy_line(s->policy, user);
  snprintf(p.address, sizeof p.address, SV_FMT, SV_ARG(user));
  if (!strcmp(p.address, "unknown")) p.address[0] = '\0';
  p.ours = line != NULL;
  if (line) p.seat = line->seat;
  return p;
}

// Of several names of one end the first that is a line of ours, else the best.
static void party_add(struct rules_sink_call *c, struct party_now p) {
  for (size_t i = 0; i < c->n; i++) {
    if (c->party[i].leg != p.leg) continue;
    if (!c->party[i].ours && p.ours) c->party[i] = p;
    return;
  }
  if (c->n < MANY) c->party[c->n++] = p;
}

// Who answers sits there instead; to whom it is put through was not in it before.
static void party_comes(struct rules_sink_call *c, struct party_now p, bool instead) {
  for (size_t i = 0; instead && i < c->n; i++) {
    if (c->party[i].leg != p.leg) continue;
    c->party[i] = p;
    return;
  }
  if (c->n < MANY) c->party[c->n++] = p;
}

static const struct party_now *at_leg(const struct rules_sink_call *c, int leg) {
  for (size_t i = 0; i < c->n; i++)
    if (c->party[i].leg == leg) return &c->party[i];
  return NULL;
}

// As encode will say of the same parties (recorder/encode/sides.h).
static const char *direction_of(const struct rules_sink_call *c) {
  const struct party_now *a = at_leg(c, 0), *b = at_leg(c, 1);
  bool other = false, ours[ENDS] = {a && a->ours, b && b->ours};
  for (size_t i = 0; i < c->n; i++) other |= c->party[i].leg >= ENDS && !c->party[i].ours;
  if (ours[0] && ours[1]) return other ? NULL : "internal";
  if (ours[0] || ours[1]) return c->unsaid ? NULL : ours[1] ? "in" : "out";
  return c->said;
}

static void facts_gather(const struct rules_sink_call *c, struct rules_call *out) {
  *out = (struct rules_call){.direction = direction_of(c), .length_ms = -1};
  out->lot = rules_lot(&c->of->policy->lot_key, (struct sv){(const char *)c->id.b, sizeof c->id.b});
  for (size_t i = 0; i < c->n; i++) {
    const struct party_now *p = &c->party[i];
    if (p->ours)
      out->seat[out->n_seats++] = p->seat;
    else if (p->address[0])
      rules_call_number(out, sv_of(p->address), c->of->country);
  }
  out->refused = policy_refused(c->of->policy, out);
}

// ---- the decision ------------------------------------------------------------------------------

static void ruled_mark(struct rules_sink_call *c, const struct rules_told *told, int64_t at_us) {
  char version[24];
  snprintf(version, sizeof version, "%" PRId64, c->of->policy->rules.version);
  struct spool_mark mark = {.kind = c->excluded ? "rule" : "unrule",
                            .leg = -1,
                            .at_us = at_us,
                            .detail = version,
                            .name = told->rule ? told->rule->name : NULL};
  c->of->under.mark(c->under, &mark);
}

static void decide(struct rules_sink_call *c, int64_t at_us) {
  struct rules_call facts;
  facts_gather(c, &facts);
  struct rules_told told = rules_decide(&c->of->policy->rules, &facts);
  bool excludes = told.says == RULES_EXCLUDES;
  if (excludes == c->excluded) return;
  c->of->excluded += excludes;
  c->excluded = excludes;
  ruled_mark(c, &told, at_us);
}

// ---- the sink ----------------------------------------------------------------------------------

static bool sink_open(void *ctx, const struct spool_opening *what, void **out_call) {
  struct rules_sink *s = ctx;
  struct rules_sink_call *c = calloc(1, sizeof *c);
  if (!c) return false;
  *c = (struct rules_sink_call){.of = s, .id = what->interaction};
  if (!s->under.open(s->under.ctx, what, &c->under)) {
    free(c);
    return false;
  }
  const char *role = what->n_parties ? what->parties[0].role : NULL;
  c->unsaid = role && !strcmp(role, "unknown");
  snprintf(c->said, sizeof c->said, "%s", what->direction ? what->direction : "unknown");
  for (size_t i = 0; i < what->n_parties; i++)
    party_add(c, party_make(s, what->parties[i].leg, what->parties[i].address));
  *out_call = c;
  decide(c, what->started_us);
  return true;
}

static void sink_leg(void *call, int64_t at_us, const struct spool_leg *what) {
  struct rules_sink_call *c = call;
  c->of->under.leg(c->under, at_us, what);
}

static void sink_packet(void *call, int64_t at_us, uint8_t leg, uint8_t flags, struct sv packet) {
  struct rules_sink_call *c = call;
  if (!c->excluded) c->of->under.packet(c->under, at_us, leg, flags, packet);
}

static void sink_mark(void *call, const struct spool_mark *what) {
  struct rules_sink_call *c = call;
  bool who = !strcmp(what->kind, "who"), through = !strcmp(what->kind, "transfer");
  c->of->under.mark(c->under, what);
  if ((!who && !through) || !what->detail) return;
  party_comes(c, party_make(c->of, what->leg, what->detail), who);
  decide(c, what->at_us);
}

static void sink_said(void *call, int64_t at_us, const struct spool_said *what) {
  struct rules_sink_call *c = call;
  if (c->of->under.said) c->of->under.said(c->under, at_us, what);
}

static void sink_end(void *call, const struct spool_ending *what) {
  struct rules_sink_call *c = call;
  c->of->under.end(c->under, what);
  free(c);
}

struct sink rules_sink_init(struct rules_sink *s, struct sink under, const struct policy *policy,
                            const char *country) {
  *s = (struct rules_sink){.under = under, .policy = policy, .country = country};
  return (struct sink){s, sink_open, sink_leg, sink_packet, sink_mark, sink_end, sink_said};
}
