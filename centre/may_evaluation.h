// SPDX-License-Identifier: Apache-2.0
// Who sees an evaluation, and what they may do with it now. Pure; any thread. See docs/adr/0011.
#pragma once
#include "core/id.h"

// blind: that it is there, and nothing of what it says.
struct evaluation_can {
  bool see, blind, answer, submit, release, acknowledge, dispute;
  bool void_, discard; // void_: C keeps the word itself
};
struct evaluation_stand {
  struct id agent, evaluator;
  const char *kind, *state;
  bool released, revision; // revision: it stands in for another
  // of the same call: the agent's own is a draft; somebody else's is handed in; the viewer has one
  bool self_begun, other_in, own_draft;
  bool works; // the viewer may still score this agent's part of the call, or calibrate
};
// leads: works with the agent's calls.
struct evaluation_can evaluation_may(const struct evaluation_stand *e, struct id viewer,
                                     bool leads);
