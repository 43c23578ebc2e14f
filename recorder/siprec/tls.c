// SPDX-License-Identifier: Apache-2.0
// The one file that knows libssl.
#include "recorder/siprec/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

struct tls_context {
  SSL_CTX *ctx;
};

struct tls {
  SSL *ssl;
  BIO *in, *out; // the SSL's
};

// ---- the server's own --------------------------------------------------------------------------

static enum err wrong(const char *what, const char *path) {
  char said[160];
  ERR_error_string_n(ERR_get_error(), said, sizeof said);
  ERR_clear_error();
  return fail(E_CONFIG, "%s: %s cannot be used: %s", what, path, said);
}

static enum err clients_set(SSL_CTX *ctx, const char *ca) {
  if (!*ca) return OK;
  if (SSL_CTX_load_verify_locations(ctx, ca, NULL) != 1) return wrong("siprec_tls_clients", ca);
  SSL_CTX_set_client_CA_list(ctx, SSL_load_client_CA_file(ca));
  SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
  return OK;
}

enum err tls_context_open(const char *certificate, const char *key, const char *client_ca,
                          struct tls_context **out) {
  struct tls_context *c = calloc(1, sizeof *c);
  if (c) c->ctx = SSL_CTX_new(TLS_server_method());
  enum err rc = c && c->ctx ? OK : fail(E_FULL, "no memory for TLS");
  if (!rc && SSL_CTX_set_min_proto_version(c->ctx, TLS1_2_VERSION) != 1) rc = E_BROKEN;
  if (!rc && SSL_CTX_use_certificate_chain_file(c->ctx, certificate) != 1)
    rc = wrong("siprec_tls_certificate", certificate);
  if (!rc && SSL_CTX_use_PrivateKey_file(c->ctx, key, SSL_FILETYPE_PEM) != 1)
    rc = wrong("siprec_tls_key", key);
  if (!rc) rc = clients_set(c->ctx, client_ca);
  if (rc) return tls_context_free(c), rc;
  SSL_CTX_set_session_cache_mode(c->ctx, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(c->ctx, SSL_OP_NO_RENEGOTIATION);
  *out = c;
  return OK;
}

void tls_context_free(struct tls_context *c) {
  if (c) SSL_CTX_free(c->ctx);
  free(c);
}

// ---- a connection ------------------------------------------------------------------------------

struct tls *tls_new(struct tls_context *c) {
  struct tls *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  t->ssl = SSL_new(c->ctx);
  t->in = BIO_new(BIO_s_mem());
  t->out = BIO_new(BIO_s_mem());
  if (!t->ssl || !t->in || !t->out) {
    BIO_free(t->in);
    BIO_free(t->out);
    SSL_free(t->ssl);
    free(t);
    return NULL;
  }
  SSL_set_bio(t->ssl, t->in, t->out);
  SSL_set_accept_state(t->ssl);
  return t;
}

void tls_free(struct tls *t) {
  if (t) SSL_free(t->ssl);
  free(t);
}

static bool waits(struct tls *t, int rc) {
  bool yes = SSL_get_error(t->ssl, rc) == SSL_ERROR_WANT_READ;
  ERR_clear_error();
  return yes;
}

static void drain(struct tls *t, struct buf *wire) {
  char room[4096];
  for (int n; (n = BIO_read(t->out, room, sizeof room)) > 0;) buf_add(wire, room, (size_t)n);
}

static bool read_all(struct tls *t, struct buf *plain) {
  char room[4096];
  int n = SSL_is_init_finished(t->ssl) ? 1 : SSL_do_handshake(t->ssl);
  if (n != 1) return waits(t, n);
  while ((n = SSL_read(t->ssl, room, sizeof room)) > 0) buf_add(plain, room, (size_t)n);
  return waits(t, n);
}

bool tls_take(struct tls *t, struct sv came, struct buf *plain, struct buf *wire) {
  bool good = BIO_write(t->in, came.p, (int)came.n) == (int)came.n && read_all(t, plain);
  drain(t, wire);
  return good;
}

bool tls_say(struct tls *t, struct sv plain, struct buf *wire) {
  int n = plain.n ? SSL_write(t->ssl, plain.p, (int)plain.n) : 0;
  ERR_clear_error();
  drain(t, wire);
  return n == (int)plain.n;
}
