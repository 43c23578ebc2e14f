// SPDX-License-Identifier: Apache-2.0
// Follow: all calls in the spool at once. follow_round looks at the spool folder, reads what is new
// of every call and settles those that are over. A call that cannot be settled (catalogue locked,
// disk full) waits and is tried again each second; it holds nobody up. One that fails for a reason
// of its own is set aside (aside.h). One thread.
#pragma once
#include "recorder/encode/call.h"

struct follow {
  struct call *calls;
  bool any_alive;                // a capture is running
  char newest[ID_TEXT];          // the run of the one that started last
  int64_t newest_us;             // monotonic: seen first
  bool unsure;                   // something of the spool could not be looked at
  int64_t obeyed_us;             // monotonic: when what was set aside was looked at
  uint64_t backlog;              // bytes of spool not read yet
  uint32_t n_reading, n_waiting; // calls
};

// *out_worked: something was read or settled; the next round may follow at once.
MUST_CHECK enum err follow_round(struct follow *f, struct desk *d, bool once, bool *out_worked);
bool follow_idle(const struct follow *f); // no call is left and no capture is running
// Asked by one who leaves the work to another: how many parts, of captures that ended, are still to
// be worked off. One that listens for ever is not waited for, nor what was set aside.
size_t follow_waiting(int spool);
void follow_drop(struct follow *f);
