// SPDX-License-Identifier: Apache-2.0
// Transport: SIP messages in and out over one address, UDP and TCP. A datagram is read whole up to
// the largest there can be, a stream is cut where its messages end (recorder/wire/sip_frame.h).
// Who is not among the peers is not read: his datagram is dropped, his connection closed, and no
// state is made of him. One epoll descriptor for all of it.
#pragma once
#include <sys/socket.h>

#include "core/buf.h"
#include "recorder/wire/span.h"

enum { TRANSPORT_CONNECTIONS = 512, TRANSPORT_MESSAGE = 65536 };

struct way {           // by which a message came, and its answers go
  uint32_t connection; // 0: UDP, to `at`
  uint32_t generation; // of the connection's place: another peer's gets nothing of it
  struct sockaddr_storage at;
  socklen_t at_n;
  struct endpoint peer;
};

struct transport_counts {
  uint64_t strangers, cut, junk, unsent; // dropped: no peers, datagrams too long, no SIP; not sent
  uint32_t connections;
};

typedef void transport_message(void *ctx, const struct way *way, struct sv message);

struct transport;
MUST_CHECK enum err transport_open(const char *listen, const char *peers, struct transport **out);
void transport_free(struct transport *t);
int transport_fd(const struct transport *t);
void transport_read(struct transport *t, transport_message *each, void *ctx);
void transport_send(struct transport *t, const struct way *way, struct sv message);
uint16_t transport_port(const struct transport *t);
const struct transport_counts *transport_counts(const struct transport *t);
void endpoint_of(const struct sockaddr_storage *at, struct endpoint *out);
