// SPDX-License-Identifier: Apache-2.0
// An archive in memory: what the seam in vault/archive_driver.h asks for, and nothing more. Tests
// hold the folder and this one to the same promises (tests/unit/test_archive.c), and may look at,
// and spoil, the bytes that lie here.
#pragma once
#include "vault/archive.h"

struct memory_thing {
  struct id id;
  char kind[ARCHIVE_KIND];
  uint8_t *bytes;
  size_t n;
  bool there;
};

struct archive *memory_new(void); // archive_free ends it
struct memory_thing *memory_find(struct archive *a, struct archive_name name);
