// SPDX-License-Identifier: Apache-2.0
#include "core/address.h"

#include <arpa/inet.h>
#include <sys/un.h>

enum { NUMBER_LONGEST = 46, SHOWN = 80 };

static MUST_CHECK enum err no_address(const char *text, const char *why) {
  err_forget();
  return fail(E_BAD_INPUT,
              "\"%.*s\" is no address to listen on: %s; write 127.0.0.1:8070, "
              "[::1]:8070 or unix:/run/medlyss/web.sock",
              SHOWN, text, why);
}

static enum err read_unix(const char *text, struct address *out) {
  struct sockaddr_un at = {.sun_family = AF_UNIX};
  struct sv path = sv_from(sv_of(text), 5);
  if (!path.n) return no_address(text, "the socket's path is missing");
  if (path.n >= sizeof at.sun_path) return no_address(text, "the socket's path is too long");
  memcpy(at.sun_path, path.p, path.n);
  *out = (struct address){.n = sizeof at};
  memcpy(&out->at, &at, sizeof at);
  return OK;
}

static bool in_brackets(struct sv host) {
  return host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']';
}

// IPv6 stands in brackets, or its last group would be taken for the port.
static bool host_read(struct sv host, uint16_t port, struct address *out) {
  struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
  struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
  bool six = in_brackets(host);
  char number[NUMBER_LONGEST];
  if (six) host = sv_first(sv_from(host, 1), host.n - 2);
  if (host.n >= sizeof number) return false;
  snprintf(number, sizeof number, SV_FMT, SV_ARG(host));
  *out = (struct address){.n = six ? sizeof v6 : sizeof v4};
  if (inet_pton(six ? AF_INET6 : AF_INET, number, six ? (void *)&v6.sin6_addr : &v4.sin_addr) != 1)
    return false;
  memcpy(&out->at, six ? (const void *)&v6 : &v4, out->n);
  return true;
}

enum err address_read(const char *text, struct address *out) {
  if (sv_starts(sv_of(text), SV("unix:"))) return read_unix(text, out);
  const char *colon = strrchr(text, ':');
  uint64_t port;
  struct address read;
  if (!colon) return no_address(text, "the port is missing");
  if (colon == text) return no_address(text, "the address before the port is missing");
  if (sv_u64(sv_of(colon + 1), 65535, &port)) return no_address(text, "a port is 0 to 65535");
  if (!host_read((struct sv){text, (size_t)(colon - text)}, (uint16_t)port, &read))
    return no_address(text, "the address is a number, not a name");
  *out = read;
  return OK;
}

bool address_is_local(const char *text) {
  struct sv s = sv_of(text);
  return sv_starts(s, SV("unix:")) || sv_starts(s, SV("127.")) || sv_starts(s, SV("[::1]:"));
}

enum err address_serves(const char *text, const char *public_address) {
  struct address at;
  TRY(address_read(text, &at));
  if (address_is_local(text) || sv_starts(sv_of(public_address), SV("https://"))) return OK;
  return fail(E_CONFIG, "without TLS only this machine is served: listen on a loopback address "
                        "behind a proxy and set public_address = https://…");
}
