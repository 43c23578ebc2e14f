// SPDX-License-Identifier: Apache-2.0
// Files, whole: read with a bound, written so that a reader sees the old or the new, never half.
// Directory arguments are open descriptors (AT_FDCWD for the working directory).
#pragma once
#include "core/buf.h"
#include "core/scope.h"

// Opens a regular file, or E_BAD_DATA: a FIFO is not waited for, a name that is or passes through a
// symbolic link, or leads out of the folder, is refused. What a name stands for may change between
// two looks: open once, here, and look at the descriptor. `flags`: as for
// open. In the working directory (AT_FDCWD) only the last part of the name must be no link.
MUST_CHECK enum err file_open(int dir, const char *name, int flags, mode_t mode, int *out_fd);
// A new file to write; whatever bore the name goes first.
MUST_CHECK enum err file_create(int dir, const char *name, mode_t mode, int *out_fd);
// As file_open, a folder.
MUST_CHECK enum err folder_open_beneath(int dir, const char *name, int *out_fd);

MUST_CHECK enum err file_read(int dir, const char *name, size_t max, struct buf *out);
// The same from a descriptor at hand, which stays open.
MUST_CHECK enum err file_read_fd(int in, const char *name, size_t max, struct buf *out);
// Temporary name, write, fsync, rename, fsync of the folder.
MUST_CHECK enum err file_write_atomic(int dir, const char *name, struct sv data, mode_t mode);
MUST_CHECK enum err file_write_all(int to, const void *p, size_t n);     // repeats short writes
MUST_CHECK enum err folder_make(int dir, const char *name, mode_t mode); // there already: fine
MUST_CHECK enum err folder_open(int dir, const char *name, int *out_fd); // O_DIRECTORY|O_CLOEXEC
