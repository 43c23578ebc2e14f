// SPDX-License-Identifier: Apache-2.0
// Options of medlyss-capture's command line. Strings point into argv.
#pragma once
#include "recorder/capture/guess.h"
#include "recorder/capture/wish.h"

enum { OPTION_FILES = 4096, OPTION_PORTS = 16, OPTION_INTERFACES = 4 };

struct options {
  const char *data;
  size_t n_files;
  const char *const *files; // --read takes the rest of the line
  size_t n_interfaces;
  const char *interface[OPTION_INTERFACES];
  size_t n_ports;
  uint16_t port[OPTION_PORTS];
  struct guess_maps maps;
  bool orphans, no_orphans, print, help, everything;
  uint32_t max_calls;
  enum wish_heed wishes; // from the settings
};

MUST_CHECK enum err options_read(int argc, char **argv, struct options *out);
MUST_CHECK enum err options_ports(struct sv list, struct options *out); // "5060,5080"
extern const char options_help[];
