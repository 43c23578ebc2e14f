// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "core/networks.h"

static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static bool is_v4(const struct peer *p) { return !memcmp(p->b, mapped, sizeof mapped); }

static bool is_unix(const struct peer *p) {
  static const struct peer none;
  return !memcmp(p, &none, sizeof none);
}

struct peer peer_of_socket(const struct sockaddr *at) {
  struct peer p = {{0}};
  if (!at) return p;
  if (at->sa_family == AF_INET) {
    const struct sockaddr_in *v4 = (const void *)at;
    memcpy(p.b, mapped, sizeof mapped);
    memcpy(p.b + 12, &v4->sin_addr, 4);
  } else if (at->sa_family == AF_INET6) {
    const struct sockaddr_in6 *v6 = (const void *)at;
    memcpy(p.b, &v6->sin6_addr, 16);
  }
  return p;
}

bool peer_parse(struct sv text, struct peer *out) {
  struct peer read = {{0}};
  if (!network_address(text, read.b) || is_unix(&read)) return false; // "::" is nobody's address
  *out = read;
  return true;
}

bool peer_in(const struct peer *p, struct sv list) {
  return is_unix(p) || networks_hold(list, p->b); // a proxy's own socket
}

enum err peer_list_check(struct sv list) {
  struct sv one = networks_unread(list);
  if (!one.n) return OK;
  return fail(E_CONFIG, "trusted_proxies: " SV_FMT " is neither an address nor a network",
              SV_ARG(one));
}

// The `for` of one element of a Forwarded header; an element of X-Forwarded-For is the address.
static struct sv for_of(struct sv element, bool forwarded) {
  if (!forwarded) return element;
  while (element.n) {
    struct sv value = sv_trim(sv_cut(&element, ';')), name = sv_cut(&value, '=');
    if (!sv_ieq(sv_trim(name), SV("for"))) continue;
    value = sv_trim(value);
    if (value.n >= 2 && value.p[0] == '"') value = sv_first(sv_from(value, 1), value.n - 2);
    return value;
  }
  return (struct sv){0};
}

static struct sv last_element(struct sv *list) {
  size_t at = list->n;
  while (at && list->p[at - 1] != ',') at--;
  struct sv last = sv_trim(sv_from(*list, at));
  *list = sv_first(*list, at ? at - 1 : 0);
  return last;
}

struct peer peer_of_head(const struct peer *socket, const struct head *h, struct sv trusted) {
  struct peer at = *socket;
  struct sv list = head_get(h, SV("forwarded"));
  bool forwarded = list.p != NULL;
  if (!forwarded) list = head_get(h, SV("x-forwarded-for"));
  while (list.n && peer_in(&at, trusted)) {
    struct peer before;
    if (!peer_parse(for_of(last_element(&list), forwarded), &before)) break;
    at = before;
  }
  return at;
}

struct peer peer_share(const struct peer *p) {
  struct peer share = *p;
  if (!is_v4(p)) memset(share.b + 8, 0, 8);
  return share;
}
