// SPDX-License-Identifier: Apache-2.0
// Hosts: the names this service answers to. A page elsewhere can have its own name resolve to this
// machine (DNS rebinding) and would then speak to us as one of ours; its name in the Host header
// tells. Allowed: what the setting allowed_hosts lists; else the host of public_address; else, on a
// loopback address, this machine's own names. This machine's own are allowed on loopback whatever
// is set. Behind a unix socket with neither setting every name is: the proxy knows them.
#pragma once
#include "core/sv.h"

struct site;

// E_MISDIRECTED (421). No Host at all (HTTP/1.0) is no browser's.
MUST_CHECK enum err hosts_check(const struct site *s, struct sv host);
