// SPDX-License-Identifier: Apache-2.0
// Who speaks in which m= line of a recording session, and which of them is the agent. Proof in this
// order: the house's own numbers; what the vendor says of the ends (x-nearend of CUCM,
// X-Cisco-Recording-Participant, callingParty of Oracle …); the order of the lines, or who called
// whom. Never the label's value: it only ties a line to its stream. A guess, and it says which.
// Pure.
#pragma once
#include "recorder/signal/who.h"
#include "recorder/siprec/metadata.h"
#include "recorder/wire/sdp.h"

enum { VOICES_MAX = SDP_MEDIA_MAX };

enum voice_side { VOICE_AGENT, VOICE_CUSTOMER, VOICE_BOTH }; // left, right; one stream of everybody

enum voice_proof { VOICE_BY_DIRECTORY, VOICE_BY_VENDOR, VOICE_BY_ORDER };

struct voice {     // of one m= line
  int participant; // index in the metadata; -1: none is known to speak here
  enum voice_side side;
  enum voice_proof proof;
  char address[WHO_ADDRESS], name[METADATA_NAME];   // "" unknown; user@host or the bare number
  bool caller;                                      // as far as anybody says
  bool ours;                                        // one of the house's, by more than the order
  bool guessed;                                     // the address: who rang here rings for him
  char with[WHO_ADDRESS], with_name[METADATA_NAME]; // of VOICE_BOTH: the agent, as far as known
  bool with_rang;                                   // … who called
};

struct voices {
  size_t n;
  struct voice voice[VOICES_MAX];
};

struct voices_ask {
  const struct metadata *metadata; // what is known so far; NULL: none came
  const struct sdp *sdp;           // the client's description, for its labels and their order
  const struct sip *invite;        // NULL: not at hand
  bool (*is_own)(void *ctx, struct sv address); // an agent's number or address; NULL: nobody knows
  void *ctx;
};

// Of an aor as it is written: user@host or the bare number; "": none.
void voices_address(struct sv aor, char out[WHO_ADDRESS]);
// The metadata's stream of that line, by its label or its place; -1: none.
int voices_stream(const struct voices_ask *ask, size_t line);
void voices_tell(const struct voices_ask *ask, struct voices *out);
