// SPDX-License-Identifier: Apache-2.0
// Peer: from where a request comes, for shares and limits: one IPv4 address, or the /64 of an IPv6
// one (RFC 6177: a site's least; its owner can take any address in it). What a forwarding header
// says (RFC 7239 Forwarded, X-Forwarded-For) is believed only from a proxy the settings name, and
// only as far back as the last one that is not such a proxy. A unix socket is a proxy's.
//
// Pure functions; any thread.
#pragma once
#include "core/sv.h"
#include "review-web/http/guard.h"

struct sockaddr;

struct peer {
  uint8_t b[16]; // IPv4 as ::ffff:a.b.c.d; all zero: a unix socket
};

struct peer peer_of_socket(const struct sockaddr *at); // NULL: a unix socket
// "192.0.2.7", "2001:db8::1", "[2001:db8::1]:443", "192.0.2.7:80"; false: not an address.
bool peer_parse(struct sv text, struct peer *out);
// Is it in the list: addresses and networks ("10.0.0.0/8") with commas between, and unix sockets?
bool peer_in(const struct peer *p, struct sv list);
// E_CONFIG: something in the list is neither.
MUST_CHECK enum err peer_list_check(struct sv list);
// From where the head came, through the proxies of `trusted`.
struct peer peer_of_head(const struct peer *socket, const struct head *h, struct sv trusted);
// The share it has part in: the address, or its /64.
struct peer peer_share(const struct peer *p);
