// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/options.h"

enum err options_ports(struct sv list, struct options *out) {
  while (list.n) {
    if (out->n_ports == OPTION_PORTS) return fail(E_CONFIG, "at most %d ports", OPTION_PORTS);
    TRY(sv_port(sv_trim(sv_cut(&list, ',')), &out->port[out->n_ports]));
    out->n_ports++;
  }
  return OK;
}

// clang-format off
const struct cli_option options_known[OPTIONS_KNOWN] = {
    {"--data", "DIR", "the data folder; needed unless --print", NULL, offsetof(struct options_asked, data), CLI_WORD, false, false},
    CLI_FLAG(struct options_asked, read, "--read", "read capture files, as fast as they can be read"),
    CLI_SETTING(struct options_asked, interfaces, "--interface", "NAME", interfaces, CLI_MANY),
    CLI_SETTING(struct options_asked, port, "--port", "PORT,...", sip_ports, CLI_WORD),
    CLI_MANY(struct options_asked, maps, "--rtp-map", "MAP", "what a payload type means when no session description is seen: 107=opus/48000/2"),
    CLI_SETTING(struct options_asked, orphans, "--orphans", "", record_unsignalled, CLI_FLAG),
    CLI_FLAG(struct options_asked, no_orphans, "--no-orphans", "not even from files, where it is done unless said"),
    CLI_SETTING(struct options_asked, everything, "--everything", "", record_every_call, CLI_FLAG),
    CLI_SETTING(struct options_asked, max_calls, "--max-calls", "N", calls_at_once, CLI_WORD),
    CLI_FLAG(struct options_asked, print, "--print", "record nothing, print what would be: one JSON line per call"),
    CLI_FLAG(struct options_asked, try_forbidden, "--try-forbidden", "enter the sandbox, try what it forbids, say what came of it, and end"),
};
// clang-format on

enum err options_interfaces(struct sv list, struct options *out) {
  static char name[OPTION_INTERFACES][64];
  while (list.n) {
    struct sv one = sv_trim(sv_cut(&list, ','));
    if (!one.n) continue;
    if (out->n_interfaces == OPTION_INTERFACES || one.n >= sizeof name[0])
      return fail(E_CONFIG, "interfaces: at most %d, and no name this long", OPTION_INTERFACES);
    snprintf(name[out->n_interfaces], sizeof name[0], SV_FMT, SV_ARG(one));
    out->interface[out->n_interfaces] = name[out->n_interfaces];
    out->n_interfaces++;
  }
  return OK;
}

static enum err many(const struct options_asked *ask, struct options *o) {
  for (size_t i = 0; i < ask->interfaces.n; i++)
    TRY(options_interfaces(sv_of(ask->interfaces.v[i]), o));
  for (size_t i = 0; i < ask->maps.n; i++) TRY(guess_map_parse(sv_of(ask->maps.v[i]), &o->maps));
  return ask->port ? options_ports(sv_of(ask->port), o) : OK;
}

enum err options_take(const struct options_asked *ask, struct options *out) {
  struct options o = {.data = ask->data,
                      .files = (const char *const *)ask->files.v,
                      .n_files = ask->files.n,
                      .orphans = ask->orphans,
                      .no_orphans = ask->no_orphans,
                      .everything = ask->everything,
                      .print = ask->print,
                      .try_forbidden = ask->try_forbidden};
  uint64_t most = 0;
  if (ask->max_calls) TRY(sv_u64(sv_of(ask->max_calls), 20000, &most));
  if (ask->max_calls && !most) return fail(E_BAD_INPUT, "--max-calls is 1 to 20000");
  o.max_calls = (uint32_t)most;
  TRY(many(ask, &o));
  if (ask->read ? !o.n_files || o.n_files > OPTION_FILES : o.n_files != 0)
    return fail(E_BAD_INPUT, "--read needs 1 to %d files, and files need --read", OPTION_FILES);
  if (!o.data && !o.print) return fail(E_BAD_INPUT, "--data is missing: the data folder");
  if (o.n_files && o.n_interfaces) return fail(E_BAD_INPUT, "--read or --interface, not both");
  *out = o;
  return OK;
}
