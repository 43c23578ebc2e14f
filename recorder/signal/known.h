// SPDX-License-Identifier: Apache-2.0
// Known: what is remembered of a dialog and of each path on which it is seen. Slab entries, without
// pointers into messages; what they mean is told in signal.h.
#pragma once
#include "recorder/signal/exchange.h"
#include "recorder/signal/who.h"

enum { SIGNAL_CALLER, SIGNAL_CALLEE, SIGNAL_BRANCHES = 64, SIGNAL_KIN = 4, DEPTH_MOST = 3 };

enum dialog_state { DIALOG_TRYING, DIALOG_ANSWERED, DIALOG_REFUSED };
enum path_state { PATH_TRYING, PATH_EARLY, PATH_ANSWERED, PATH_REFUSED, PATH_GONE };

struct path {
  struct slab_item item;
  struct slab_ref dialog, next; // next: of the same dialog
  struct endpoint from, to;     // of its INVITE
  uint64_t branch, tag;         // its INVITE's; whose answers these are, 0: nobody's yet
  uint32_t cseq;
  enum path_state state;
  bool cancelled, fresh; // fresh: its INVITE is the message at hand, for the first time
  int8_t depth;
  char rung[WHO_ADDRESS];
  struct exchange exchange;
};

enum comes_by { COMES_NOT, COMES_BY_REPLACES, COMES_BY_REFER, COMES_BY_DIVERSION };

struct comes {        // a dialog that goes on with another one (follow.h)
  enum comes_by by;   // COMES_NOT: it does not
  struct slab_ref of; // that one
  uint8_t kept, as;   // the side of it that goes on; the side of this one where it sits now
};

struct dialog {
  struct slab_item item;
  uint8_t id[16]; // keyed hash of the Call-ID
  uint64_t caller_tag;
  struct slab_ref first_path, kin; // kin: the dialog this one continues towards the callee
  uint32_t n_paths, top_cseq;
  enum dialog_state state;
  bool ignored;   // not to be recorded; it is followed to its end all the same
  bool recording; // of a recorder elsewhere (SIPREC)
  bool cancelled, rings, ended;
  bool deepened;  // the message at hand showed that some of its paths lie deeper than was thought
  bool elsewhere; // … because somebody answered at another place (RFC 3326)
  uint64_t kin_value[SIGNAL_KIN];
  uint8_t replaces[16];          // hash of the Call-ID whose place its INVITE takes (RFC 3891)
  uint64_t rung_user, referred;  // whom its INVITE rings; whom its last REFER names (RFC 3515)
  uint8_t referred_replaces[16]; // … and the Call-ID it is to replace there
  uint64_t referrer;             // Referred-By (RFC 3892) of that REFER, or of its INVITE
  uint64_t user[2];              // of its From and To; 0: nobody in particular
  uint8_t referred_by;           // the side that sent it
  struct comes comes;
  uint64_t seated[2]; // who was last said to sit at each end (RFC 3325)
  uint64_t bye_tag;   // the callee's, of the BYE that waits for its answer; 0: not known
  uint32_t bye_cseq;
  int64_t bye_us; // 0: none
  int bye_by;
  bool bye_denied; // by 481: over, unless both voices go on
  int64_t verdict_us, session_until_us, referred_us, started_us, last_us; // verdict: refused then
};
