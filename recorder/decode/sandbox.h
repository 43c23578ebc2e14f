// SPDX-License-Identifier: Apache-2.0
// Sandbox: after it, the process computes and talks over descriptor `fd`, and does nothing else: no
// file, no socket, no process; a system call outside the list ends it (seccomp). 256 MiB.
#pragma once
#include "core/base.h"

MUST_CHECK enum err decode_sandbox(int fd);
