// SPDX-License-Identifier: Apache-2.0
// Networks: a list as settings have it, "10.0.0.0/8, 2001:db8::/32, 192.0.2.7": addresses and
// networks, separated by commas. Addresses are 16 bytes, IPv4 as ::ffff:a.b.c.d. Pure; any thread.
#pragma once
#include "core/sv.h"

// An address in figures, IPv6 with brackets or without, and a port after it is passed over.
bool network_address(struct sv text, uint8_t out[16]);
// One of the list, or in one of it. What cannot be read holds nobody.
bool networks_hold(struct sv list, const uint8_t address[16]);
// The first that is neither an address nor a network; empty: all of them can be read.
struct sv networks_unread(struct sv list);
