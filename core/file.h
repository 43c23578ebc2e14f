// SPDX-License-Identifier: Apache-2.0
// Files, whole: read with a bound, written so that a reader sees the old or the new, never half.
// Directory arguments are open descriptors (AT_FDCWD for the working directory).
#pragma once
#include "core/buf.h"
#include "core/scope.h"

MUST_CHECK enum err file_read(int dir, const char *name, size_t max, struct buf *out);
// Temporary name, write, fsync, rename, fsync of the folder.
MUST_CHECK enum err file_write_atomic(int dir, const char *name, struct sv data, mode_t mode);
MUST_CHECK enum err file_write_all(int to, const void *p, size_t n);     // repeats short writes
MUST_CHECK enum err folder_make(int dir, const char *name, mode_t mode); // there already: fine
MUST_CHECK enum err folder_open(int dir, const char *name, int *out_fd); // O_DIRECTORY|O_CLOEXEC
