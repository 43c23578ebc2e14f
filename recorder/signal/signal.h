// SPDX-License-Identifier: Apache-2.0
// Signal: SIP as a bystander understands it (RFC 3261). It knows dialogs, not sound: who rang whom,
// what each end offered and agreed to (exchange.h), who answered, how it ended, and which dialogs
// are of one conversation. What happens is told as news, in order; what is told of is read by
// signal_….
//
//   dialog   an INVITE's Call-ID and its caller's tag, with all that became of it
//     path   … seen between two hosts, by one To-tag: a branch of a fork, one side of a proxy
//
// A proxy that passes a dialog on shows it as two paths, the later one `depth` 1 deeper; a PBX that
// makes a dialog of its own for its far side shows two dialogs, which are kin only where all hold:
// a header named in the settings (or the Call-ID itself) says so, the host that received the first
// INVITE sent the second, the first was not over, and no other dialog fits as well.
// No I/O, no clock: time comes with the message. One thread. Memory is allocated at signal_new.
#pragma once
#include "recorder/once.h"
#include "recorder/signal/known.h"
#include "recorder/wire/dissect.h"

enum signal_what {
  SIGNAL_HEARD,     // a message of a dialog that is known; the rest follows
  SIGNAL_BEGINS,    // a dialog; message: its first
  SIGNAL_OFFER,     // by `side` on `path`: it listens there from now on
  SIGNAL_AGREEMENT, // both sides of `path`
  SIGNAL_WITHDRAWN, // the offer of `side`
  SIGNAL_ANSWERED,  // `path`, by the 2xx that is the message
  SIGNAL_LEFT,      // `path`, one of several that answered: the caller did not keep it
  SIGNAL_DEEPER,    // some of its paths than was thought
  SIGNAL_SITS,      // somebody else at the end of `side`: `who`
  SIGNAL_TURNED,    // every branch refused or cancelled it, or (ends NULL) it is tried again
  SIGNAL_ENDING,    // BYE; its answer decides
  SIGNAL_GOES_ON,   // the BYE was refused
  SIGNAL_ENDS,      // for good; why: bye | cancelled | refused | timeout
  SIGNAL_MIDWAY,    // a message within a dialog whose beginning was not seen; dialog, path: NULL
};

struct signal_news {
  enum signal_what what;
  struct dialog *dialog;
  struct path *path;
  int side;
  int64_t at_us;
  const char *why;
  const struct who *who;
  const struct sip *message;         // NULL: time did it
  struct endpoint heard_by, told_to; // who sent the message, and to whom
  uint32_t net;                      // the network it came by
};
typedef void signal_fn(void *ctx, const struct signal_news *news);

struct signal_options {
  uint32_t dialogs;
  const char *join_headers; // "X-CID, Session-ID": whose values may make dialogs kin
  signal_fn *news;
  void *ctx;
};

struct signal_counts {
  uint64_t messages, dialogs, evicted, branches_lost, descriptions_lost;
};
struct signal {
  struct signal_options o;
  struct slab dialogs, paths, descs;
  struct signal_counts counts;
  struct once lost; // what was counted as such
  struct sip sip;   // the message at hand: too large for a stack frame
  struct sdp sdp;
  int64_t now_us;
};

MUST_CHECK enum err signal_open(struct signal *s, const struct signal_options *o);
void signal_drop(struct signal *s);
void signal_message(struct signal *s, const struct datagram *d);
void signal_tick(struct signal *s, int64_t now_us);
// Nothing more comes: what was refused, cancelled or hung up, and only waited for more, is over.
void signal_finish(struct signal *s);
// The call is over for another reason: the dialog is forgotten, or only no longer told of.
void signal_forget(struct signal *s, struct dialog *d);
void signal_end(struct signal *s, struct dialog *d, const char *why, int64_t at_us);
void signal_goes_on(struct signal *s, struct dialog *d); // its BYE ended nothing
// Did the INVITE of `later` say it comes of `d`: by Replaces, or as d's REFER asked?
bool signal_follows(const struct signal *s, const struct dialog *later, const struct dialog *d);
// The live dialog that d's INVITE replaces; NULL: none.
struct dialog *signal_replaced(const struct signal *s, const struct dialog *d);
struct path *signal_path(const struct signal *s, struct slab_ref ref);
struct path *signal_next_path(const struct signal *s, const struct path *p);
// Another branch of the fork that p is of which answered too and is up; after `but`, NULL: the
// first.
struct path *signal_rival(const struct signal *s, const struct path *p, const struct path *but);
const struct desc *signal_stand(const struct signal *s, const struct path *p, int side);
