// SPDX-License-Identifier: Apache-2.0
// Siprec: the session recording server (RFC 7866) as a source of calls: what recording clients send
// of their calls, taken as it comes. Settings siprec_listen, siprec_peers, siprec_ports,
// siprec_address.
#pragma once
#include "recorder/source.h"

struct siprec_asked {
  const char *listen; // NULL: the setting
};
extern const struct source_kind siprec_source; // asked: struct siprec_asked
