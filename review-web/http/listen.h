// SPDX-License-Identifier: Apache-2.0
// Listen: opens the socket the server takes over. Addresses are numeric: "127.0.0.1:8087",
// "[::1]:0" or "unix:/run/medlyss/web.sock".
#pragma once
#include "core/base.h"

// *out_port: the one bound, 0 for unix. E_CONFIG: not an address; E_IO …: the system's refusal.
MUST_CHECK enum err server_listen(const char *address, int *out_fd, unsigned *out_port);
// Only this machine can reach it: loopback or a unix socket.
bool server_address_is_local(const char *address);
