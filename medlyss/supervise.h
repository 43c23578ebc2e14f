// SPDX-License-Identifier: Apache-2.0
// Supervise: starts programs, starts again what dies (after 0.2 s, doubling to 5 s while it keeps
// dying; after a minute what its settings keep from starting), and stops them one after the other.
// Children sit in process groups of their own, so that Ctrl+C reaches only the supervisor and the
// order of stopping holds; they end with it if it is killed. One thread; SIGCHLD, SIGINT and
// SIGTERM are blocked and waited for.
#pragma once
#include "core/base.h"
#include "medlyss/siblings.h"

enum { CHILDREN = 8, CHILD_ARGS = 32 };

struct child {
  const char *program;
  const char *args[CHILD_ARGS]; // after the program's name; NULL ends them
  int stop_ms;                  // how long it may take to end before it is killed
  bool drop;                    // become the program's own user first
  // ---- the supervisor's own ----
  char path[SIBLING_PATH];
  pid_t pid;
  int64_t started_us, due_us; // due_us: when to start it again
  int pause_ms;
};

struct supervisor {
  struct child children[CHILDREN]; // in the order of stopping; started from the last to the first
  size_t n;
};

// Leaves out a program that is not installed here (false).
bool supervise_add(struct supervisor *s, struct child child);
// Runs until SIGINT or SIGTERM, then stops everything in order; a second signal hurries.
MUST_CHECK enum err supervise(struct supervisor *s);

// A program beside us, once. It ends with us. Its standard output goes to `out_fd`; -1: where ours
// goes.
MUST_CHECK enum err supervise_start(const char *program, char **argv, int out_fd, pid_t *out);
// Its exit code, or 128 + n after signal n.
MUST_CHECK enum err supervise_wait(const char *program, pid_t pid, int *out_status);
