// SPDX-License-Identifier: Apache-2.0
// Options of medlyss-capture's command line. Strings point into argv.
#pragma once
#include "core/cli.h"
#include "recorder/call/guess.h"
#include "recorder/call/wish.h"

enum { OPTION_FILES = 4096, OPTION_PORTS = 16, OPTION_INTERFACES = 4, OPTIONS_KNOWN = 11 };

struct options_asked { // as they stand there
  const char *data, *port, *max_calls;
  struct cli_words files;
  struct cli_many interfaces, maps;
  bool read, orphans, no_orphans, everything, print, try_forbidden;
};

struct options {
  const char *data;
  size_t n_files;
  const char *const *files;
  size_t n_interfaces;
  const char *interface[OPTION_INTERFACES];
  size_t n_ports;
  uint16_t port[OPTION_PORTS];
  struct guess_maps maps;
  bool orphans, no_orphans, print, everything, try_forbidden;
  uint32_t max_calls;
  enum wish_heed wishes; // from the settings, as the next
  const char *join_headers;
};

extern const struct cli_option options_known[OPTIONS_KNOWN];
MUST_CHECK enum err options_take(const struct options_asked *ask, struct options *out);
MUST_CHECK enum err options_interfaces(struct sv list, struct options *out); // "eth1,eth2"; once
MUST_CHECK enum err options_ports(struct sv list, struct options *out);      // "5060,5080"
