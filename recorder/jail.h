// SPDX-License-Identifier: Apache-2.0
// Jail: what a child that reads strangers' bytes may still do once it is locked in: read, write
// and seek the descriptors it holds, ask for memory and the time, end. Opening a file or a socket,
// starting a program or a thread, making memory executable: the kernel kills it at once.
// Called by the child itself, after its libraries are loaded and before it reads a byte. No return.
#pragma once
#include "core/base.h"

struct jail_limits {
  uint64_t memory_bytes; // private memory, as RLIMIT_DATA counts it
  unsigned cpu_seconds;
};

MUST_CHECK enum err jail_lock(struct jail_limits limits);
