// SPDX-License-Identifier: Apache-2.0
// Ask: requests of one line to the programs of this house, by the datagram sockets they have in
// run/ (recorder/control.h), and their answers. The socket is opened before a program locks itself
// in. One request at a time; any thread.
#pragma once
#include <pthread.h>

#include "core/buf.h"
#include "core/datadir.h"

enum { ASK_PATIENCE_MS = 1000 };

struct ask {
  int fd;
  pthread_mutex_t lock;
  char run_path[DATADIR_PATH];
};

MUST_CHECK enum err ask_open(const char *data_path, struct ask *out);
void ask_drop(struct ask *a);
// *out: what it answers, appended. E_NOT_FOUND: no such program runs; E_BUSY: it does not answer.
MUST_CHECK enum err ask_program(struct ask *a, const char *socket, struct sv request,
                                struct buf *out);
