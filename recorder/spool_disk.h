// SPDX-License-Identifier: Apache-2.0
// Spool disk: a run's folder, its sign of life, its reserve and the thread that syncs it.
// The owner's thread opens, relieves and drops; the numbers may be read from any thread.
#pragma once
#include <pthread.h>
#include <stdatomic.h>

#include "core/id.h"
#include "core/scope.h"

struct spool_disk {
  fd dir, alive; // spool/<run>/ and the locked file in it
  size_t reserve_bytes;
  bool no_sync, running;
  pthread_t thread;
  pthread_mutex_t lock; // only for `stop`
  pthread_cond_t wake;
  bool stop;
  atomic_bool full; // the reserve is given up; cleared when there is room again
  atomic_uint_fast64_t sync_errors;
  atomic_int_fast64_t sync_us, sync_max_us;
};

// The folder is made under a dot-name and shown once its `alive` is locked: never seen dead by
// birth.
MUST_CHECK enum err spool_disk_open(struct spool_disk *d, int spool_dir, size_t reserve_bytes,
                                    bool no_sync);
bool spool_disk_relieve(struct spool_disk *d); // the disk is full: true when room was made
void spool_disk_drop(struct spool_disk *d);
