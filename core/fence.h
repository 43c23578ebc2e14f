// SPDX-License-Identifier: Apache-2.0
// Fence: what a program could never need is taken from it before it reads its first byte from a
// stranger: files elsewhere than its places (Landlock), other programs, new sockets, other
// processes, the kernel's administration (seccomp). Not to be undone, inherited by threads and
// children. Entered before any thread is made: Landlock binds the calling thread and those it
// starts. Where a kernel has no Landlock, a line of the log says so, and users, groups and seccomp
// hold. Under a sanitizer the fence stays open: its runtime needs what is forbidden here.
#pragma once
#include "core/base.h"

enum fence_right {
  FENCE_READ = 1,
  FENCE_WRITE = 2,
  FENCE_RUN = 4
};                            // beneath a folder, or of a file
enum { FENCE_PLACES = 4200 }; // a replay names up to 4,096 files

struct fence {
  struct fence_place {
    const char *path; // NULL: fd
    int fd, rights;
  } place[FENCE_PLACES];
  size_t n;
  bool starts; // processes of its own: what it may run, it may start, and kill
};

// A path that is not there is passed over. They outlive the fence's entering, as does `fd`.
void fence_add(struct fence *f, const char *path, int rights);
void fence_add_fd(struct fence *f, int at, int rights);
void fence_add_libraries(struct fence *f); // what starting a program reads

MUST_CHECK enum err fence_files(const struct fence *f);
MUST_CHECK enum err fence_calls(const struct fence *f);
MUST_CHECK enum err fence_enter(const struct fence *f); // both, and no new privileges

// At the start of every main: no dump of this process, for keys and sound lie in its memory.
void fence_no_dumps(void);
