// SPDX-License-Identifier: Apache-2.0
// Acts: what was asked of a recording while its call went on, as its spool tells it (the marks of
// recorder/ruling.h): kept in order while the call is read, written with its rows. A mark becomes
// the agent's own on the call, evidence holds it, and the audit log has who and when. Free words
// are not kept: nobody could erase them. One thread.
#pragma once
#include "core/db.h"
#include "core/id.h"
#include "recorder/spool_records.h"

enum { ACTS_MOST = 1000 }; // of one call; what is asked beyond is logged, and no more

enum act_done { DONE_PAUSE, DONE_RESUME, DONE_ERASE, DONE_MARK, DONE_EVIDENCE };

struct act_told {
  enum act_done kind;
  int64_t at_ms;
  char asked[12];       // person | limit | wish | keypad | signalling | command
  struct opt_id person; // whom it was asked for
  char mark[8];         // tough | thanks | threat; "": none of these
};

struct acts {
  struct act_told *act;
  size_t n;
};
// Another mark than those is none of its business.
MUST_CHECK enum err acts_note(struct acts *a, const struct spool_mark *m);
void acts_clear(struct acts *a); // it is read once more
void acts_drop(struct acts *a);
// In the transaction that writes the call.
MUST_CHECK enum err acts_write(struct db *db, struct id interaction, int64_t started_ms,
                               const struct acts *a);
