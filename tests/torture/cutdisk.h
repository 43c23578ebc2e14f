// SPDX-License-Identifier: Apache-2.0
// Cut disk: what a disk may hold after the power went. Takes the tree before the run and the shim's
// log. Kept: what a sync covered (fsync of a file: its data and its creation; fsync of a folder:
// its names; syncfs: all). Of the rest a random subset of the writes and a random beginning of the
// name changes, as a journal would. Then the tree is replaced by that.
#pragma once
#include "core/buf.h"

struct cut_disk;
struct cut_disk *cut_disk_of(const char *root); // remembers the tree as it is
// Replaces the tree under `root`; the dice are thrown by `random`. Returns the number of changes.
size_t cut_disk_replay(struct cut_disk *d, const char *log, const char *root,
                       uint64_t (*random)(void *self, uint64_t below), void *self);
void cut_disk_free(struct cut_disk *d);
