// SPDX-License-Identifier: Apache-2.0
// TLS of recording clients, the server's side: bytes of the wire in, bytes for the wire and plain
// ones out; the sockets are the transport's. TLS 1.2 and later. Certificate, key and the authority
// of clients are read once, before the program is locked in.
#pragma once
#include "core/buf.h"

struct tls_context;
// `client_ca`: whose certificates clients must show; "": they need none.
MUST_CHECK enum err tls_context_open(const char *certificate, const char *key,
                                     const char *client_ca, struct tls_context **out);
void tls_context_free(struct tls_context *c);

struct tls;                                 // one connection
struct tls *tls_new(struct tls_context *c); // NULL: no memory
void tls_free(struct tls *t);
// What came over the wire: what it says is added to `plain`, what is to be sent at once to `wire`.
// False: the connection is of no more use.
bool tls_take(struct tls *t, struct sv came, struct buf *plain, struct buf *wire);
bool tls_say(struct tls *t, struct sv plain, struct buf *wire);
