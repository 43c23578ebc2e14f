// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/reply.h"

// Nothing inline, nothing foreign, nowhere framed: a note that holds markup stays text.
const struct reply_field reply_common[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
     "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
     "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Embedder-Policy", "require-corp"},
    {"Permissions-Policy",
     "camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=()"},
};
const size_t reply_common_n = countof(reply_common);

void reply_field(struct reply *r, const char *name, const char *value) {
  if (r->n_fields == REPLY_FIELDS) abort(); // a handler's mistake, seen by its first test
  r->fields[r->n_fields++] = (struct reply_field){name, value};
}
