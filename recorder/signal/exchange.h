// SPDX-License-Identifier: Apache-2.0
// Exchange: offer and answer (RFC 3264) between the two ends of one path of a dialog, in this one
// place. What is offered stands beside what was agreed until it is answered: then it takes its
// place, with the audio line, the keys and the codecs the answer took; or it is refused (488, 491
// …, or never answered) and nothing of it stays. An offer may come in INVITE, its 2xx or reliable
// 18x, UPDATE and PRACK, its answer in the reply, in ACK or PRACK (RFC 3261, 3262, 3311, 6337).
// Pure: the descriptions lie in the slab it is given.
#pragma once
#include "recorder/signal/desc.h"
#include "recorder/wire/sip.h"

enum { EXCHANGE_LINES = 3, EXCHANGE_SIDES = 2 }; // best-effort SRTP offers two lines

struct stand { // one side's offer that waits for its answer
  size_t n;
  struct slab_ref desc[EXCHANGE_LINES];
  uint8_t line[EXCHANGE_LINES];
  uint32_t cseq;
  enum sip_method method; // of the transaction it travels in
  bool in_reply;          // the request had none: the answer comes in ACK or PRACK
  int64_t at_us;
};

struct exchange {
  struct slab_ref agreed[EXCHANGE_SIDES];
  struct stand offered[EXCHANGE_SIDES];
  struct { // the newest request of each side that may carry an offer
    uint32_t cseq;
    enum sip_method method;
    bool offers;
  } asked[EXCHANGE_SIDES];
  struct {
    uint32_t cseq;
    enum sip_method method;
    uint8_t by; // who answered
  } last;       // what was agreed last: a 200 may say again, or better, what a 183 said
  uint32_t rounds;
  bool held[EXCHANGE_SIDES], was_held[EXCHANGE_SIDES]; // has put the other on hold; before that
};

struct said { // a message that may carry a description
  int side;   // who sent it
  bool request;
  int status;
  enum sip_method method;
  uint32_t cseq;
  const struct sdp *sdp; // NULL: none
  bool established;      // the dialog was answered before
  int64_t at_us;
};

enum exchange_news {
  EXCHANGE_NOTHING,
  EXCHANGE_OFFERED,   // by said.side
  EXCHANGE_AGREED,    // both sides' descriptions are new
  EXCHANGE_WITHDRAWN, // the offer of the other side of said.side: refused
};

enum exchange_news exchange_hear(struct exchange *x, struct slab *descs, const struct said *m);
// An offer made in the established dialog that nobody answered within 32 s (RFC 3261, 17.1.1.2) is
// none. True: that of *out_side was withdrawn.
bool exchange_overdue(struct exchange *x, struct slab *descs, int64_t now_us, int *out_side);
void exchange_drop(struct exchange *x, struct slab *descs);
// What stands for a side: agreed, or else its first offer's first line. NULL: it said nothing yet.
const struct desc *exchange_stand(const struct exchange *x, const struct slab *descs, int side);
// A further fork's answer on the same path: a copy of the caller's side of it.
void exchange_fork(const struct exchange *x, struct slab *descs, int side, struct exchange *out);
