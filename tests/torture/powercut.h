// SPDX-License-Identifier: Apache-2.0
// What the power-cut shim writes down. Files are known by their inode, so that a rename that did
// not reach the disk does not move the data.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum cut_kind {
  CUT_CREATE = 1,
  CUT_MKDIR,
  CUT_RENAME,
  CUT_UNLINK, // of a name in a folder
  CUT_WRITE,
  CUT_TRUNCATE, // of a file's data
  CUT_FSYNC,
  CUT_SYNCFS,
};

struct cut_op {
  uint32_t kind, name_n;
  uint64_t ino, dir; // the file or folder; the folder its name lies in
  int64_t at;        // write: offset; truncate: length; rename: the folder it came from
  uint64_t n;        // bytes of data that follow the name (rename: its old name)
};
