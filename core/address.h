// SPDX-License-Identifier: Apache-2.0
// Address: where a service listens, as people write it: "127.0.0.1:8070", "[::1]:0", "unix:PATH".
// Strictly read, so that a slip of the pen never means another port or every network. Port 0 is
// any free one. Pure; any thread.
#pragma once
#include <sys/socket.h>

#include "core/sv.h"

struct address {
  struct sockaddr_storage at;
  socklen_t n;
};

// E_BAD_INPUT: the sentence says what is wrong with it and how one is written.
MUST_CHECK enum err address_read(const char *text, struct address *out);
// Only this machine can reach it: loopback or a unix socket.
bool address_is_local(const char *text);
// May the web service listen there: an address, and a local one unless a proxy with TLS is named
// by `public_address`.
MUST_CHECK enum err address_serves(const char *text, const char *public_address);
