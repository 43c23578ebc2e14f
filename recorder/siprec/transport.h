// SPDX-License-Identifier: Apache-2.0
// Transport: SIP messages in and out over one address, UDP, TCP and TLS. A datagram is read whole
// up to the largest there can be, a stream is cut where its messages end
// (recorder/wire/sip_frame.h). Who is not among the peers is not read: his datagram is dropped, his
// connection closed, and no state is made of him. One epoll descriptor for all of it.
#pragma once
#include <sys/socket.h>

#include "core/buf.h"
#include "recorder/wire/span.h"

enum { TRANSPORT_CONNECTIONS = 512, TRANSPORT_MESSAGE = 65536 };

struct way {           // by which a message came, and its answers go
  uint32_t connection; // 0: UDP, to `at`
  uint32_t generation; // of the connection's place: another peer's gets nothing of it
  bool secure;         // TLS
  struct sockaddr_storage at;
  socklen_t at_n;
  struct endpoint peer;
};

struct transport_counts {
  uint64_t strangers, cut, junk, unsent; // dropped: no peers, datagrams too long, no SIP; not sent
  uint64_t crowded, idle;                // connections: more than a peer's share; closed unused
  uint32_t connections;
};

typedef void transport_message(void *ctx, const struct way *way, struct sv message);

struct transport;
struct transport_wish { // the texts outlive the transport
  const char *listen, *peers;
  uint32_t share;                                // connections of one peer
  const char *tls, *certificate, *key, *clients; // tls: where to listen; "": no TLS
};
MUST_CHECK enum err transport_open(const struct transport_wish *wish, struct transport **out);
void transport_free(struct transport *t);
int transport_fd(const struct transport *t);
void transport_read(struct transport *t, transport_message *each, void *ctx);
bool transport_lets_in(const struct transport *t, const struct endpoint *who); // among the peers
// Closes connections that say nothing: at once where a message is never ended, late where some
// were.
void transport_tick(struct transport *t, int64_t now_us);
void transport_used(struct transport *t, const struct way *way); // a call has its answers go there
void transport_send(struct transport *t, const struct way *way, struct sv message);
uint16_t transport_port(const struct transport *t);
uint16_t transport_tls_port(const struct transport *t); // 0: no TLS
const struct transport_counts *transport_counts(const struct transport *t);
void way_port(struct way *way, uint16_t port);
void endpoint_of(const struct sockaddr_storage *at, struct endpoint *out);
