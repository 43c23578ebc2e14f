// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/sides.h"

static bool said(const char *text, const char *word) { return text && !strcmp(text, word); }

static const struct spool_party *party_at(const struct spool_opening *o, int party) {
  return party >= 0 && party < (int)o->n_parties ? &o->parties[party] : NULL;
}

static void first_pair(const struct spool_opening *o, bool first_known, bool second_known,
                       struct sides *out) {
  bool unsaid = o->n_parties && said(o->parties[0].role, "unknown"); // who rang
  out->agent_leg = 1;
  out->direction = o->direction ? o->direction : "unknown";
  if (first_known && second_known) {
    out->decided_by = "directory";
    out->direction = "internal";
  } else if (first_known || second_known) {
    out->decided_by = "directory";
    out->agent_leg = second_known;
    out->direction = unsaid ? "unknown" : second_known ? "in" : "out";
  } else if (said(o->direction, "in") || said(o->direction, "out")) {
    out->decided_by = "direction";
    out->agent_leg = said(o->direction, "in");
  } else {
    out->decided_by = "sdp_order";
  }
}

// Two of ours and somebody else: a colleague has joined, on whichever line, and he is none of the
// customer's side. Who rang is then leg 0, if anybody says so.
static bool colleagues(const struct sides_ask *ask, const bool ours[TAKE_LEGS], struct sides *out) {
  const struct spool_opening *o = ask->opening;
  bool other = false;
  for (size_t i = 2; i < TAKE_LEGS; i++)
    other |= party_at(o, ask->party_of_leg[i]) != NULL && !ours[i];
  if (!ours[0] || !ours[1] || !other) return false;
  bool unsaid = said(o->parties[0].role, "unknown"), in = said(o->direction, "in");
  out->agent_leg = 0;
  out->decided_by = "directory";
  out->direction = unsaid ? "unknown" : in ? "in" : "out";
  return true;
}

void sides_decide(const struct sides_ask *ask, struct sides *out) {
  bool known[TAKE_LEGS], ours[TAKE_LEGS];
  const bool *later = ask->put_through;
  for (size_t i = 0; i < TAKE_LEGS; i++) {
    int party = ask->party_of_leg[i];
    known[i] = party_at(ask->opening, party) && ask->seats[party].known;
    ours[i] = known[i] || ask->told_agent[i];
  }
  bool nobody = !known[0] && !known[1] && later[0] != later[1];
  bool all = colleagues(ask, ours, out);
  if (!all)
    first_pair(ask->opening, nobody ? later[0] : known[0], nobody ? later[1] : known[1], out);
  for (size_t i = 0; i < TAKE_LEGS; i++) {
    bool agent = all || i >= 2 ? ours[i] : (int)i == out->agent_leg;
    out->of_leg[i] = agent ? SIDE_AGENT : SIDE_CALLER;
  }
}
