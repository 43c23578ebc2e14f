// SPDX-License-Identifier: Apache-2.0
#include "centre/may_evaluation.h"

// Blind both ways until both are in: the agent to what was released while she has begun her own,
// everybody else to hers until one of theirs is in, and whoever still has a draft until it is.
static bool is_blind(const struct evaluation_stand *e, bool agent, bool evaluator) {
  if (agent) return !evaluator && e->self_begun && !strcmp(e->state, "released");
  return !strcmp(e->kind, "self") && (!e->other_in || e->own_draft);
}

struct evaluation_can evaluation_may(const struct evaluation_stand *e, struct id viewer,
                                     bool leads) {
  struct evaluation_can can = {0};
  bool agent = id_eq(viewer, e->agent), wrote = id_eq(viewer, e->evaluator);
  bool evaluator = wrote && (agent || e->works); // having written it once is no right to it now
  bool draft = !strcmp(e->state, "draft"), submitted = !strcmp(e->state, "submitted");
  bool released = !strcmp(e->state, "released"), read = !strcmp(e->state, "acknowledged");
  bool disputed = !strcmp(e->state, "disputed");
  if (!strcmp(e->kind, "calibration")) { // blind: what others see of it, calibration.h tells
    can.see = evaluator && !agent;
    can.answer = can.submit = can.see && draft;
    return can;
  }
  can.see = evaluator || (agent && e->released) ||
            (leads && !agent && !draft && (strcmp(e->kind, "self") != 0 || e->released));
  can.blind = can.see && is_blind(e, agent, evaluator);
  can.answer = can.submit = evaluator && draft;
  can.discard = can.answer && !e->revision;
  can.release = evaluator && submitted;
  can.acknowledge = agent && !evaluator && released && !can.blind;
  can.dispute = agent && !evaluator && (released || read || disputed) && !can.blind;
  can.void_ = can.see && !can.blind && (submitted || released || read || disputed) &&
              (evaluator || (!agent && strcmp(e->kind, "self") != 0));
  return can;
}
