// SPDX-License-Identifier: Apache-2.0
// Trial: the program itself shows what its fence denies. Each act is tried by a child that enters
// the fence first; one that the kernel kills for it was denied too. Behind --try-forbidden of every
// program.
#pragma once
#include "core/base.h"

struct fence_trial {
  enum err (*enter)(void *self); // as the program does
  void *self;
  const char *who;  // of several that are tried by one program; NULL: the program
  const char *data; // the data folder
  bool starts;      // it may start processes: that is no hole
  bool catalogue;   // it may write the catalogue and read the site's keys
  bool heads;       // it may sign heads
};
// Prints "denied ACT", "ALLOWED ACT", or "shared ACT" where all programs run as one user and only
// the owner of a file could keep them apart. False: something was allowed.
bool fence_try(const struct fence_trial *t);
