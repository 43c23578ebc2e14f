// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/sides.h"

static bool said(const char *direction, const char *word) {
  return direction && !strcmp(direction, word);
}

static void first_pair(const struct spool_opening *o, bool first_known, bool second_known,
                       struct sides *out) {
  out->agent_leg = 1;
  out->direction = o->direction ? o->direction : "unknown";
  if (first_known && second_known) {
    out->decided_by = "directory";
    out->direction = "internal";
  } else if (first_known || second_known) {
    out->decided_by = "directory";
    out->agent_leg = second_known;
    out->direction = second_known ? "in" : "out";
  } else if (said(o->direction, "in") || said(o->direction, "out")) {
    out->decided_by = "direction";
    out->agent_leg = said(o->direction, "in");
  } else {
    out->decided_by = "sdp_order";
  }
}

void sides_decide(const struct spool_opening *o, const struct seat seats[SPOOL_PARTIES],
                  const int party_of_leg[TAKE_LEGS], const bool put_through[2], struct sides *out) {
  bool known[TAKE_LEGS];
  for (size_t i = 0; i < TAKE_LEGS; i++)
    known[i] =
        party_of_leg[i] >= 0 && party_of_leg[i] < (int)o->n_parties && seats[party_of_leg[i]].known;
  bool nobody = !known[0] && !known[1] && put_through[0] != put_through[1];
  first_pair(o, nobody ? put_through[0] : known[0], nobody ? put_through[1] : known[1], out);
  for (size_t i = 0; i < TAKE_LEGS; i++) {
    bool agent = i < 2 ? (int)i == out->agent_leg : known[i];
    out->of_leg[i] = agent ? SIDE_AGENT : SIDE_CALLER;
  }
}
