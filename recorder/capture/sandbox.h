// SPDX-License-Identifier: Apache-2.0
// Sandbox: what capture gives up once its files and interfaces are open. No new privileges, no
// capabilities (CAP_NET_RAW was needed to open the interface), and a list of the system calls a
// recorder needs: no connect, no listen, no exec, no ptrace; anything else answers EPERM.
// Threads started later inherit it. No way back.
#pragma once
#include "core/base.h"

MUST_CHECK enum err sandbox_lock(void);
