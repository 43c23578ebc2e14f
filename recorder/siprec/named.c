// SPDX-License-Identifier: Apache-2.0
// What a session is known by: its Call-ID to us, our address to its client.
#include "recorder/siprec/session.h"

uint64_t session_hash(struct sv text) {
  return span_hash((struct span){(const uint8_t *)text.p, text.n}, 71) | 1;
}

void session_contact(const struct sessions *s, const struct way *way, char out[SESSION_CONTACT]) {
  if (way->secure)
    snprintf(out, SESSION_CONTACT, "sip:%s:%u;transport=tls", s->address,
             transport_tls_port(s->transport));
  else
    snprintf(out, SESSION_CONTACT, "%.*s%s", SESSION_CONTACT - 16, s->contact,
             way->connection ? ";transport=tcp" : "");
}
