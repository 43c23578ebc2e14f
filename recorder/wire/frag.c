// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/frag.h"

#include "recorder/wire/ranges.h"

static const int64_t lifetime_us = 30 * 1000000LL, copies_us = 3 * 1000000LL;

struct slot {
  bool used;
  bool whole; // nothing but copies of its pieces are expected any more
  bool v6;
  uint8_t src[16], dst[16];
  uint8_t proto;
  uint32_t id, net;
  int64_t since_us;
  uint32_t total; // 0 until the last piece came
  struct ranges have;
  uint8_t bytes[FRAG_MAX_BYTES];
};

struct frag {
  uint64_t lost;
  uint8_t both[FRAG_MAX_BYTES]; // what two networks' pieces make together
  struct slot slot[FRAG_SLOTS];
};

struct frag *frag_new(void) {
  return calloc(1, sizeof(struct frag));
}
void frag_free(struct frag *f) { free(f); }

void frag_clear(struct frag *f) {
  f->lost = frag_lost(f);
  for (size_t i = 0; i < FRAG_SLOTS; i++) f->slot[i].used = false;
}

uint64_t frag_lost(const struct frag *f) {
  uint64_t n = f->lost;
  for (size_t i = 0; i < FRAG_SLOTS; i++) n += f->slot[i].used && !f->slot[i].whole;
  return n;
}

static void give_up(struct frag *f, struct slot *s) {
  f->lost += s->used && !s->whole;
  s->used = false;
}

// One datagram's by its own word, whichever network its pieces came by.
static bool same_datagram(const struct slot *s, const struct ip *ip) {
  return s->used && s->id == ip->id && s->v6 == ip->v6 && (ip->v6 || s->proto == ip->proto) &&
         !memcmp(s->src, ip->src, 16) && !memcmp(s->dst, ip->dst, 16);
}

static void slot_start(struct slot *s, const struct ip *ip, int64_t at_us) {
  s->used = true;
  s->whole = false;
  s->v6 = ip->v6;
  s->id = ip->id;
  s->net = ip->net;
  s->proto = ip->proto;
  memcpy(s->src, ip->src, 16);
  memcpy(s->dst, ip->dst, 16);
  s->since_us = at_us;
  s->total = 0;
  s->have.n = 0;
}

static struct slot *slot_for(struct frag *f, const struct ip *ip, int64_t at_us) {
  struct slot *oldest = &f->slot[0];
  for (size_t i = 0; i < FRAG_SLOTS; i++) {
    struct slot *s = &f->slot[i];
    if (s->used && at_us - s->since_us > (s->whole ? copies_us : lifetime_us)) give_up(f, s);
    if (s->net == ip->net && same_datagram(s, ip)) return s;
    if (!s->used ? oldest->used : oldest->used && s->since_us < oldest->since_us) oldest = s;
  }
  give_up(f, oldest);
  slot_start(oldest, ip, at_us);
  return oldest;
}

// False: the datagram can never be whole.
static bool piece_fits(const struct slot *s, const struct ip *ip) {
  size_t end = ip->offset + ip->payload.n;
  if (ip->cut || ip->payload.n == 0 || end > FRAG_MAX_BYTES) return false;
  if (ip->more && ip->payload.n % 8) return false;
  if (s->total && (end > s->total || (!ip->more && end != s->total))) return false;
  return ip->more || !s->have.n || s->have.r[s->have.n - 1].to <= end;
}

// RFC 768, 8200 8.1: over the addresses, the protocol and the length too. None is no proof.
static bool udp_checks(const struct slot *s, const uint8_t *p, uint32_t n) {
  uint64_t sum = IP_UDP + (uint64_t)n;
  if (s->proto != IP_UDP || n < 8 || be16(p + 4) != n || !be16(p + 6)) return false;
  for (int i = s->v6 ? 0 : 12; i < 16; i += 2) sum += (uint64_t)be16(s->src + i) + be16(s->dst + i);
  for (uint32_t i = 0; i + 1 < n; i += 2) sum += be16(p + i);
  if (n & 1) sum += (uint64_t)p[n - 1] << 8;
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  return sum == 0xffff;
}

// Do the pieces of `a` and of `b`, another network's, make a datagram? Then f->both has it.
static bool make_whole(struct frag *f, const struct slot *a, const struct slot *b) {
  uint32_t total = a->total ? a->total : b->total;
  struct ranges have = a->have;
  memcpy(f->both, a->bytes, a->have.r[a->have.n - 1].to);
  for (uint32_t i = 0; i < b->have.n; i++) {
    uint32_t from = b->have.r[i].from, to = b->have.r[i].to;
    if (ranges_add(&have, from, to) != RANGES_NEW) return false;
    memcpy(f->both + from, b->bytes + from, to - from);
  }
  return total && ranges_prefix(&have) == total && have.n == 1 && udp_checks(a, f->both, total);
}

static struct slot *other_half(struct frag *f, const struct slot *s, const struct ip *ip) {
  for (struct slot *o = f->slot; o < f->slot + FRAG_SLOTS; o++)
    if (o != s && same_datagram(o, ip) && !o->whole && o->have.n && make_whole(f, s, o)) return o;
  return NULL;
}

bool frag_add(struct frag *f, const struct ip *ip, int64_t at_us, struct ip *whole) {
  struct slot *s = slot_for(f, ip, at_us);
  uint32_t from = (uint32_t)ip->offset, to = from + (uint32_t)ip->payload.n;
  if (s->whole) return false;
  if (!piece_fits(s, ip)) {
    give_up(f, s);
    return false;
  }
  enum ranges_fit fit = ranges_add(&s->have, from, to);
  if (fit == RANGES_SEEN) return false;
  if (fit != RANGES_NEW) {
    give_up(f, s);
    return false;
  }
  memmove(s->bytes + from, ip->payload.p, ip->payload.n); // the piece may lie in another's bytes
  if (!ip->more) s->total = to;
  if (from == 0) s->proto = ip->proto; // RFC 8200, 4.5: only the first piece's counts
  bool own = s->total && ranges_prefix(&s->have) == s->total;
  struct slot *other = own ? NULL : other_half(f, s, ip);
  if (other) {
    s->total = other->total ? other->total : s->total;
    memcpy(s->bytes, f->both, s->total);
    other->whole = true;
  }
  if (!own && !other) return false;
  *whole = *ip;
  whole->proto = s->proto;
  whole->fragment = whole->more = false;
  whole->offset = 0;
  whole->payload = (struct span){s->bytes, s->total};
  s->whole = true;
  return !ip->v6 || ip_extensions(whole);
}
