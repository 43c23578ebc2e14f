// SPDX-License-Identifier: Apache-2.0
// Each voice once: what a relay codes anew is seen on two paths of one call, one deeper than the
// other. The outer one is recorded while it is heard; the inner one, its shadow, stands in when it
// is not for a second. Where both were quiet, one stall has held up both, and the inner one's burst
// comes first: until it has been alone for 300 ms it is held back, and goes when the outer comes.
#include "recorder/call/shadow.h"

#include "recorder/call/lock.h"

static const int64_t quiet_us = 1000000, alone_us = 300000;

static int rank_of(int8_t depth) { return depth + 3; }

static int64_t later(int64_t a, int64_t b) { return a > b ? a : b; }

static bool is_shadow(const struct call *c, const struct media *m, int64_t within_us) {
  for (int rank = 0; rank < rank_of(m->depth); rank++) {
    int64_t heard_us = c->leg[m->leg].heard_us[rank];
    if (heard_us && m->at_us - heard_us < within_us) return true;
  }
  return false;
}

bool shadow_ever(const struct call *c, const struct media *m) { return is_shadow(c, m, INT64_MAX); }

void shadow_heard(struct call *c, const struct media *m) {
  int64_t *heard_us = &c->leg[m->leg].heard_us[rank_of(m->depth)];
  *heard_us = later(*heard_us, m->at_us);
}

enum shadow shadow_judge(struct tracker *t, struct call *c, const struct media *m) {
  struct leg *leg = &c->leg[m->leg];
  if (is_shadow(c, m, quiet_us)) return SHADOW_CAST;
  if (!shadow_ever(c, m)) {                                          // the outermost
    if (m->rtcp) return leg->doubt.n ? SHADOW_DOUBTED : SHADOW_NONE; // a report is no sound
    t->counts.shadows += leg->doubt.n;
    hold_forget(&leg->doubt);
    leg->alone_us = 0;
    return SHADOW_NONE;
  }
  if (!leg->alone_us && !m->rtcp) leg->alone_us = m->at_us;
  return m->at_us - leg->alone_us < alone_us ? SHADOW_DOUBTED : SHADOW_NONE;
}

bool shadow_settled(const struct tracker *t, const struct call *c, uint8_t leg) {
  return c->leg[leg].doubt.n && t->now_us - c->leg[leg].alone_us >= alone_us;
}

static uint16_t review_one(void *ctx, const struct held *one);

void shadow_review(struct tracker *t, struct call *c) {
  for (int leg = 0; leg < CALL_LEGS; leg++)
    memset(c->leg[leg].heard_us, 0, sizeof c->leg[leg].heard_us);
  hold_renote(&t->hold, &c->early, review_one, c);
}

// ---- held packets ------------------------------------------------------------------------------

// A held packet's note: leg, rtcp, clear, cut, depth + 3, lock.
void shadow_hold(struct tracker *t, struct hold_chain *chain, const struct media *m) {
  struct held h = {m->at_us, media_note(m), m->packet};
  hold_put(&t->hold, chain, &h);
}

static uint16_t review_one(void *ctx, const struct held *one) {
  struct call *c = ctx;
  struct media m = media_held(one);
  if (lock_hides(c, &m)) m.depth = DEPTH_UNREAD;
  if (!m.rtcp) shadow_heard(c, &m);
  return media_note(&m);
}
