// SPDX-License-Identifier: Apache-2.0
#include "core/networks.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static bool is_v4(const uint8_t address[16]) { return !memcmp(address, mapped, sizeof mapped); }

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

bool network_address(struct sv text, uint8_t out[16]) {
  char word[INET6_ADDRSTRLEN];
  struct in_addr v4;
  text = bare(sv_trim(text));
  if (!text.n || text.n >= sizeof word || memchr(text.p, '\0', text.n)) return false;
  memcpy(word, text.p, text.n);
  word[text.n] = '\0';
  if (inet_pton(AF_INET, word, &v4) == 1) {
    memcpy(out, mapped, sizeof mapped);
    memcpy(out + 12, &v4, 4);
    return true;
  }
  return inet_pton(AF_INET6, word, out) == 1;
}

static bool same_bits(const uint8_t *a, const uint8_t *b, size_t bits) {
  size_t whole = bits / 8, rest = bits % 8;
  if (memcmp(a, b, whole) != 0) return false;
  return !rest || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

static bool network(struct sv text, uint8_t out[16], size_t *out_bits) {
  struct sv bits = text, address = sv_cut(&bits, '/');
  uint64_t n = 128;
  if (!network_address(address, out)) return false;
  if (bits.n) {
    if (!sv_is_u64(bits, is_v4(out) ? 32 : 128, &n)) return false;
    if (is_v4(out)) n += 96;
  }
  *out_bits = (size_t)n;
  return true;
}

bool networks_hold(struct sv list, const uint8_t address[16]) {
  while (list.n) {
    uint8_t of[16];
    size_t bits;
    if (network(sv_trim(sv_cut(&list, ',')), of, &bits) && same_bits(address, of, bits))
      return true;
  }
  return false;
}

struct sv networks_unread(struct sv list) {
  while (list.n) {
    struct sv one = sv_trim(sv_cut(&list, ','));
    uint8_t of[16];
    size_t bits;
    if (one.n && !network(one, of, &bits)) return one;
  }
  return (struct sv){0};
}
