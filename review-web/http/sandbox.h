// SPDX-License-Identifier: Apache-2.0
// Sandbox: what the web service could never need is taken from it before it reads its first byte
// from a stranger: files outside the data folder (Landlock), programs, new sockets, other
// processes, the kernel's administration (seccomp). Entered with the listening socket open and
// before any thread is made: Landlock binds the calling thread and those it starts. Not to be
// undone.
#pragma once
#include "core/base.h"

// Where the kernel has no Landlock, one line of the log says so and seccomp alone holds.
MUST_CHECK enum err sandbox_enter(const char *data_path);
// Tries twelve forbidden acts and prints "denied NAME" or "ALLOWED NAME" for each; true: all
// denied.
bool sandbox_try(void);
