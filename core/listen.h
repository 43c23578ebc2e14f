// SPDX-License-Identifier: Apache-2.0
// Listen: opens the socket a server takes over, at an address as core/address.h reads it.
#pragma once
#include "core/base.h"

// *out_port: the one bound, 0 for unix. E_BAD_INPUT: not an address; E_BAD_DATA: what is there is
// no socket; E_IO …: taken, or the system's refusal.
MUST_CHECK enum err listen_open(const char *address, int *out_fd, unsigned *out_port);
