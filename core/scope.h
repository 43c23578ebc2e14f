// SPDX-License-Identifier: Apache-2.0
// Scope: the owned things of libc, each with its releaser, for use with AUTO.
#pragma once
#include <dirent.h>
#include <fcntl.h>

#include "core/base.h"

typedef int fd; // -1: none
static inline void fd_drop(fd *f) {
  if (*f >= 0) close(*f);
  *f = -1;
}
static inline fd fd_take(fd *f) { // hands ownership to the caller
  fd got = *f;
  *f = -1;
  return got;
}

typedef FILE *stream;
static inline void stream_drop(stream *f) {
  if (*f) fclose(*f);
  *f = NULL;
}

typedef DIR *listing;
static inline void listing_drop(listing *d) {
  if (*d) closedir(*d);
  *d = NULL;
}
