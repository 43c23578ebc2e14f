// SPDX-License-Identifier: Apache-2.0
// Where a request says it comes from and goes to: the setting trusted_proxies, a forwarding header
// and a Host, a line each. Whatever they hold: nobody who is no trusted proxy moves herself
// elsewhere, a share is a share, and a Host that is let in is a name that was allowed.
#include <arpa/inet.h>

#include "review-web/http/hosts.h"
#include "review-web/http/peer.h"
#include "review-web/http/site.h"

static const char *kept(struct sv text, char to[200]) {
  size_t n = text.n < 199 ? text.n : 199;
  memcpy(to, text.n ? text.p : "", n);
  to[n] = '\0';
  return to;
}

static void peers(struct sv trusted, struct sv header) {
  struct head_field fields[] = {{SV("X-Forwarded-For"), header}, {SV("Forwarded"), header}};
  struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0xc0000207)};
  struct peer socket = peer_of_socket((const void *)&v4), named;
  for (size_t i = 0; i < countof(fields); i++) {
    struct head h = {SV("HTTP/1.1"), SV("/"), &fields[i], 1};
    struct peer from = peer_of_head(&socket, &h, trusted);
    struct peer share = peer_share(&from), again = peer_share(&share);
    if (!peer_in(&socket, trusted) && memcmp(&from, &socket, sizeof from) != 0) abort();
    if (memcmp(&share, &again, sizeof share) != 0) abort();
    if (memcmp(share.b, from.b, 8) != 0) abort(); // no share is of another network
  }
  if (peer_parse(header, &named) && peer_in(&named, SV("10.0.0.0/8")) &&
      (named.b[10] != 0xff || named.b[12] != 10))
    abort();
  if (!peer_list_check(header)) peer_in(&socket, header);
  err_forget();
}

static void hosts(struct sv allowed, struct sv host) {
  char list[200];
  struct site s = {.address = "192.0.2.1:80",
                   .settings = {.allowed_hosts = kept(allowed, list), .public_address = ""}};
  bool good = !hosts_check(&s, host);
  struct sv name = host.n && host.p[0] == '[' ? host : sv_cut(&host, ':');
  bool found = !name.n;
  for (struct sv rest = sv_of(list); !found && rest.n >= name.n && rest.n; rest = sv_from(rest, 1))
    found = sv_ieq(sv_first(rest, name.n), name);
  if (good && host.p && !found && name.p[0] != '[') abort();
  err_forget();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct sv rest = {(const char *)data, size};
  struct sv list = sv_cut(&rest, '\n'), header = sv_cut(&rest, '\n');
  peers(list, header);
  hosts(list, header);
  return 0;
}
