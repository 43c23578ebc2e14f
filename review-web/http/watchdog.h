// SPDX-License-Identifier: Apache-2.0
// Watchdog: absolute deadlines for sockets. Past its due time a socket is shut down, so that its
// owner's next read ends; closing stays with the owner, under the same lock as watchdog_remove.
// A sender of one byte a second therefore ends when its time is up. Thread-safe.
#pragma once
#include "core/base.h"

struct watchdog;

MUST_CHECK enum err watchdog_new(struct watchdog **out);
void watchdog_free(struct watchdog *w);
void *watchdog_add(struct watchdog *w, int fd, int seconds);     // NULL: no memory, cut at once
void watchdog_due(struct watchdog *w, void *entry, int seconds); // 0: no deadline now
void watchdog_remove(struct watchdog *w, void *entry);
