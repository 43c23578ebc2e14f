// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>

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

// "[2001:db8::1]:443" and "192.0.2.7:80" without their ports and brackets.
static struct sv bare(struct sv text) {
  size_t at;
  if (text.n && text.p[0] == '[') {
    struct sv inner = sv_from(text, 1);
    return sv_cut(&inner, ']');
  }
  if (sv_find(text, ':', &at) && !sv_find(sv_from(text, at + 1), ':', &at))
    return sv_cut(&text, ':');
  return text;
}

bool peer_parse(struct sv text, struct peer *out) {
  char word[INET6_ADDRSTRLEN];
  struct in6_addr v6;
  struct in_addr v4;
  text = bare(sv_trim(text));
  if (!text.n || text.n >= sizeof word || memchr(text.p, '\0', text.n)) return false;
  memcpy(word, text.p, text.n);
  word[text.n] = '\0';
  if (inet_pton(AF_INET, word, &v4) == 1) {
    memcpy(out->b, mapped, sizeof mapped);
    memcpy(out->b + 12, &v4, 4);
    return true;
  }
  if (inet_pton(AF_INET6, word, &v6) != 1) return false;
  memcpy(out->b, &v6, 16);
  return !is_unix(out); // "::" is nobody's address, and ours for a proxy's socket
}

static bool same_bits(const uint8_t *a, const uint8_t *b, size_t bits) {
  size_t whole = bits / 8, rest = bits % 8;
  if (memcmp(a, b, whole) != 0) return false;
  return !rest || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

// "10.0.0.0/8" or an address alone.
static bool network(struct sv text, struct peer *out, size_t *out_bits) {
  struct sv bits = text, address = sv_cut(&bits, '/');
  uint64_t n = 128;
  if (!peer_parse(address, out)) return false;
  if (bits.n) {
    if (!sv_is_u64(bits, is_v4(out) ? 32 : 128, &n)) return false;
    if (is_v4(out)) n += 96;
  }
  *out_bits = (size_t)n;
  return true;
}

bool peer_in(const struct peer *p, struct sv list) {
  if (is_unix(p)) return true;
  while (list.n) {
    struct peer of;
    size_t bits;
    if (network(sv_trim(sv_cut(&list, ',')), &of, &bits) && same_bits(p->b, of.b, bits))
      return true;
  }
  return false;
}

enum err peer_list_check(struct sv list) {
  while (list.n) {
    struct sv one = sv_trim(sv_cut(&list, ','));
    struct peer of;
    size_t bits;
    if (one.n && !network(one, &of, &bits))
      return fail(E_CONFIG, "trusted_proxies: " SV_FMT " is neither an address nor a network",
                  SV_ARG(one));
  }
  return OK;
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
