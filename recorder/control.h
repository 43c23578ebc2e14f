// SPDX-License-Identifier: Apache-2.0
// Control: a source's socket in run/ (datagrams), by which a call is paused, resumed, erased or
// marked while it goes on. A request is one line, the answer goes back to the sender's address:
//   pause <interaction>      → ok | no such call is being recorded | …
//   resume <interaction>
//   erase <interaction>      what was written is marked to be destroyed, the rest is not recorded
//   mark <interaction> <text, at most 200 bytes>
//   evidence <interaction>   it is kept: from now on nobody erases it while it goes on
//   calls <address> …        → of each call where one of these lines sits now what ruling_tell says
// Before the word may stand "#<tag> ", which comes back before the answer, so that the two are
// matched, and then "as <person> ", for whom it is asked; the audit log names her. Who may ask for
// what is the asker's to know: here every one of them may.
// The kernel says who sent it (SCM_CREDENTIALS): the recorder's own user, root, and `medlyss-web`
// may. What was done is written into the spool before it is acknowledged.
#pragma once
#include "recorder/source.h"

struct control {
  int fd;
  uid_t also; // besides our own and root
  // Called when a request was obeyed, before it is acknowledged: what must outlive us is kept here.
  void (*obeyed)(void *ctx);
  void *ctx;
};

MUST_CHECK enum err control_open(int run_dir, const char *run_path, const char *name,
                                 struct control *out);
void control_drop(struct control *c);
// Answers every request that waits.
void control_serve(struct control *c, struct source *s, int64_t pause_limit_us);
