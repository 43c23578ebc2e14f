// SPDX-License-Identifier: Apache-2.0
// Sandbox: what capture gives up once its files and interfaces are open. No new privileges, no
// capabilities (CAP_NET_RAW was needed to open the interface), no files but its own (Landlock:
// spool, run/, its keys, the captures it reads), and a list of the system calls a recorder needs:
// no connect, no listen, no exec, no ptrace; anything else answers EPERM. All threads are within.
// No way back.
#pragma once
#include "core/fence.h"

void sandbox_place(const char *path, int rights); // enum fence_right; before it is locked
MUST_CHECK enum err sandbox_lock(void);
bool sandbox_try(const char *data_path); // core/fence_try.h; false: something was allowed
