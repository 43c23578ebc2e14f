// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/options.h"

const char options_help[] =
    "medlyss-capture --data DIR --read FILE...         capture files, as fast as they can be read\n"
    "medlyss-capture --data DIR --interface IF         live, until a signal ends it\n"
    "  --port 5060,5080      ports that carry SIP over TCP (UDP: every port is looked at)\n"
    "  --rtp-map 107=opus/48000/2   what a payload type means when no session description is seen\n"
    "  --orphans, --no-orphans      record media without signalling (files: yes, live: no)\n"
    "  --everything          live: record without a policy (a test network)\n"
    "  --max-calls N         at once (2000)\n"
    "  --print               record nothing, print what would be: one JSON line per call\n";

enum err options_ports(struct sv list, struct options *out) {
  while (list.n) {
    uint64_t port;
    if (out->n_ports == OPTION_PORTS) return fail(E_CONFIG, "at most %d ports", OPTION_PORTS);
    TRY(sv_u64(sv_trim(sv_cut(&list, ',')), 65535, &port));
    out->port[out->n_ports++] = (uint16_t)port;
  }
  return OK;
}

static enum err value_option(const char *name, const char *value, struct options *o) {
  uint64_t number;
  if (!value) return fail(E_BAD_INPUT, "%s needs a value", name);
  if (!strcmp(name, "--data"))
    o->data = value;
  else if (!strcmp(name, "--port"))
    return options_ports(sv_of(value), o);
  else if (!strcmp(name, "--rtp-map"))
    return guess_map_parse(sv_of(value), &o->maps);
  else if (!strcmp(name, "--max-calls")) {
    TRY(sv_u64(sv_of(value), 20000, &number));
    o->max_calls = (uint32_t)number;
  } else if (!strcmp(name, "--interface")) {
    if (o->n_interfaces == OPTION_INTERFACES)
      return fail(E_BAD_INPUT, "at most %d interfaces", OPTION_INTERFACES);
    o->interface[o->n_interfaces++] = value;
  } else
    return fail(E_BAD_INPUT, "there is no option %s", name);
  return OK;
}

static bool word_option(const char *name, struct options *o) {
  if (!strcmp(name, "--orphans"))
    o->orphans = true;
  else if (!strcmp(name, "--no-orphans"))
    o->no_orphans = true;
  else if (!strcmp(name, "--everything"))
    o->everything = true;
  else if (!strcmp(name, "--print"))
    o->print = true;
  else if (!strcmp(name, "--help"))
    o->help = true;
  else
    return false;
  return true;
}

enum err options_read(int argc, char **argv, struct options *out) {
  struct options o = {0};
  for (int i = 1; i < argc; i++) {
    if (word_option(argv[i], &o)) continue;
    if (!strcmp(argv[i], "--read")) {
      o.files = (const char *const *)argv + i + 1;
      o.n_files = (size_t)(argc - i - 1);
      if (!o.n_files || o.n_files > OPTION_FILES)
        return fail(E_BAD_INPUT, "--read needs 1 to %d files", OPTION_FILES);
      break;
    }
    TRY(value_option(argv[i], argv[i + 1], &o));
    i++;
  }
  if (!o.help && !o.data && !o.print) return fail(E_BAD_INPUT, "--data is missing");
  if (o.n_files && o.n_interfaces) return fail(E_BAD_INPUT, "--read or --interface, not both");
  *out = o;
  return OK;
}
