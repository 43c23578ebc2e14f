// SPDX-License-Identifier: Apache-2.0
// Who: the names a SIP message gives to the two ends of a call, best first, for the catalogue to
// look up: P-Asserted-Identity (RFC 3325, each of its values), Remote-Party-ID, the Request-URI of
// the branch that answered, Contact, To and From. Pure.
#pragma once
#include "recorder/wire/sip.h"

enum { WHO_MAX = 6, WHO_ADDRESS = 96, WHO_NAME = 64 };

struct who {
  char address[WHO_ADDRESS], name[WHO_NAME]; // user@host, or what there is of it
};

struct who_list {
  size_t n, n_asserted; // asserted: by a network that knows, the first ones
  struct who who[WHO_MAX];
};

void who_calls(const struct sip *invite, struct who_list *out);
// Whom an INVITE rings: its Request-URI; where that is a contact no number can be read from, the
// number it stands for: P-Called-Party-ID (RFC 7315, 4.2), else the last History-Info (RFC 7044).
bool who_target(const struct sip *invite, struct sip_name *out);
void who_is_rung(const struct sip *invite, struct who_list *out);
void who_has_rung(const struct sip *within,
                  struct who_list *out); // the other end of a dialog that stands
// `rung`: the Request-URI's address of the branch whose 2xx this is, "" unknown.
void who_answers(const struct sip *reply, const char *rung, struct who_list *out);
// Who a re-INVITE or UPDATE says sits at its sender's end now; false: it does not say.
bool who_sits(const struct sip *m, struct who *out);
void who_address(const struct sip_name *name, char out[WHO_ADDRESS]);
