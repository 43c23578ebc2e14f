// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/hosts.h"

#include "core/address.h"
#include "review-web/http/site.h"

// What follows a name: nothing, or a colon and a port (RFC 9112, 3.2).
static bool is_port(struct sv rest) {
  uint64_t port;
  if (rest.n && rest.p[0] != ':') return false;
  return rest.n <= 1 || sv_is_u64(sv_from(rest, 1), 65535, &port);
}

// "medlyss.example:8443" and "[::1]:80" without their port; nothing where it is no port.
static struct sv name_of(struct sv host) {
  size_t end = 0;
  if (host.n && host.p[0] == '[') {
    if (!sv_find(host, ']', &end)) return (struct sv){0};
    end++;
  } else if (!sv_find(host, ':', &end))
    end = host.n;
  return is_port(sv_from(host, end)) ? sv_first(host, end) : (struct sv){0};
}

static struct sv public_name(const struct site *s) {
  struct sv address = sv_of(s->settings.public_address);
  size_t scheme = sv_starts(address, SV("https://"))  ? 8
                  : sv_starts(address, SV("http://")) ? 7
                                                      : 0;
  struct sv rest = sv_from(address, scheme);
  return scheme ? name_of(sv_cut(&rest, '/')) : (struct sv){0};
}

static bool is_own(struct sv name) {
  struct sv octets = name;
  if (sv_ieq(name, SV("localhost")) || sv_eq(name, SV("[::1]"))) return true;
  if (!sv_starts(name, SV("127."))) return false;
  for (size_t i = 0; i < octets.n; i++)
    if ((octets.p[i] < '0' || octets.p[i] > '9') && octets.p[i] != '.') return false;
  return true;
}

static bool listed(struct sv list, struct sv name) {
  while (name.n && list.n)
    if (sv_ieq(name_of(sv_trim(sv_cut(&list, ','))), name)) return true;
  return false;
}

enum err hosts_check(const struct site *s, struct sv host) {
  struct sv name = name_of(host), allowed = sv_of(s->settings.allowed_hosts), ours = public_name(s);
  if (!host.p) return OK;
  if (address_is_local(s->address) && is_own(name)) return OK;
  if (listed(allowed, name) || (ours.n && sv_ieq(ours, name))) return OK;
  if (!allowed.n && !ours.n && !strncmp(s->address, "unix:", 5)) return OK;
  return fail(E_MISDIRECTED,
              "this service is not reached by that name; the settings public_address "
              "and allowed_hosts say by which");
}
