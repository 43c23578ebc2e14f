// SPDX-License-Identifier: Apache-2.0
// Heard: by whom a recorder was last sent anything: its interfaces, its recording clients. For the
// health page, which remembers longer (the catalogue's source_heard). Of more than there are places
// the one silent longest gives way. One thread.
#pragma once
#include "core/buf.h"

enum { HEARD_PLACES = 64, HEARD_NAME = 64 };

struct heard {
  struct heard_place {
    char name[HEARD_NAME];
    int64_t at_ms;
  } place[HEARD_PLACES];
  size_t n;
};

void heard_note(struct heard *h, const char *name, int64_t at_ms);
void heard_tell(const struct heard *h, struct buf *members); // "heard":{"eth1":1764500000000,…}
