// SPDX-License-Identifier: Apache-2.0
#include "recorder/tap/capfile.h"

enum { NOTHING_YET, PCAP, PCAPNG };
enum {
  SECTION = 0x0a0d0d0a,
  INTERFACE = 1,
  OLD_PACKET = 2,
  SIMPLE = 3,
  ENHANCED = 6,
  OPTION_NAME = 2,
  OPTION_RESOLUTION = 9,
  OPTION_OFFSET = 14,
  PACKET_MOST = 256 << 10, // longer than any snap length: the file is damaged
  INTERFACE_MOST = 64 << 10,
};
static const int64_t latest_us = 253402300799LL * 1000000; // 9999-12-31

struct capfile_link {
  uint16_t link;
  uint8_t resolution; // as in if_tsresol
  uint32_t snap;
  uint32_t net; // of its name, or else of its number but for the first
  int64_t offset_s;
};

void capfile_drop(struct capfile *c) {
  free(c->links);
  *c = (struct capfile){0};
}

bool capfile_copy(const struct capfile *c, struct capfile *out) {
  struct capfile copy = *c;
  copy.links = NULL;
  copy.links_room = c->n_links;
  if (c->n_links && !(copy.links = malloc(c->n_links * sizeof *c->links))) return false;
  if (c->n_links) memcpy(copy.links, c->links, c->n_links * sizeof *c->links);
  *out = copy;
  return true;
}

static uint32_t u32(const struct capfile *c, const uint8_t *p) {
  return c->big ? be32(p)
                : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}
static uint16_t u16(const struct capfile *c, const uint8_t *p) {
  return c->big ? be16(p) : (uint16_t)(p[1] << 8 | p[0]);
}

static enum capfile_got want(uint64_t n, uint64_t *out_used) {
  *out_used = n;
  return CAPFILE_GOT_SHORT;
}

// ---- how a file begins -------------------------------------------------------------------------

static bool plain_magic(const struct capfile *c, const uint8_t *p, struct capfile *out) {
  if (p[0] != 0xa1 && p[3] != 0xa1) return false;
  static const struct {
    uint32_t magic;
    bool nano;
    uint8_t head;
  } known[] = {{0xa1b2c3d4, false, 16}, {0xa1b23c4d, true, 16}, {0xa1b2cd34, false, 24}};
  for (size_t i = 0; i < countof(known); i++)
    for (int big = 0; big < 2; big++) {
      struct capfile of = {.big = big};
      if (u32(&of, p) != known[i].magic) continue;
      *out = (struct capfile){.format = PCAP,
                              .big = big,
                              .nano = known[i].nano,
                              .head = known[i].head,
                              .last_us = c->last_us,
                              .links = c->links,
                              .links_room = c->links_room};
      return true;
    }
  return false;
}

// Do the records that lie there look like ones with heads of that length?
static bool head_fits(const struct capfile *c, struct span s, uint8_t head) {
  for (int records = 0; records < 4 && s.n >= head; records++) {
    uint32_t part = u32(c, s.p + 4), kept = u32(c, s.p + 8), wire = u32(c, s.p + 12);
    if (kept > PACKET_MOST || kept > wire || part >= (c->nano ? 1000000000u : 1000000u))
      return false;
    s = span_from(s, (size_t)head + kept);
  }
  return true;
}

// Patched libpcaps of old wrote longer heads under the same numbers: an interface, a protocol, a
// packet type; Nokia's a word.
static void head_guess(struct capfile *c, struct span records) {
  static const uint8_t plain[] = {16, 24, 20}, modified[] = {24, 28};
  const uint8_t *heads = c->head == 16 ? plain : modified;
  size_t n = c->head == 16 ? countof(plain) : countof(modified);
  for (size_t i = 0; i < n; i++) {
    if (!head_fits(c, records, heads[i])) continue;
    c->head = heads[i];
    return;
  }
}

static enum capfile_got plain_begin(struct capfile *c, struct span s, uint64_t *out_used) {
  if (s.n < 24) return want(24, out_used);
  uint16_t major = u16(c, s.p + 4), minor = u16(c, s.p + 6);
  if (major != 2 && major != 543) return CAPFILE_GOT_BAD; // 543: DG/UX
  c->swapped = major == 543 || (major == 2 && minor < 3);
  c->maybe_swapped = major == 2 && minor == 3;
  if (!c->swapped && !c->maybe_swapped) head_guess(c, span_from(s, 24));
  c->link = (uint16_t)u32(c, s.p + 20); // above it: the frame check sequence's length
  *out_used = 24;
  return CAPFILE_GOT_OTHER;
}

static enum capfile_got section_begin(struct capfile *c, struct span s, uint64_t *out_used) {
  static const uint32_t order = 0x1a2b3c4d;
  if (s.n < 12) return want(12, out_used);
  bool big = be32(s.p + 8) == order;
  struct capfile little = {0};
  if (!big && u32(&little, s.p + 8) != order) return CAPFILE_GOT_BAD;
  c->format = PCAPNG;
  c->big = big;
  c->n_links = 0;
  *out_used = u32(c, s.p + 4);
  return *out_used >= 28 && *out_used % 4 == 0 ? CAPFILE_GOT_OTHER : CAPFILE_GOT_BAD;
}

// ---- pcap --------------------------------------------------------------------------------------

static void frame_time(struct capfile *c, int64_t at_us, struct frame *out) {
  c->last_us = at_us < 0 ? 0 : at_us > latest_us ? latest_us : at_us;
  out->at_us = c->last_us;
}

static enum capfile_got plain_packet(struct capfile *c, struct span s, uint64_t *out_used,
                                     struct frame *out) {
  if (s.n < c->head) return want(c->head, out_used);
  uint32_t part = u32(c, s.p + 4), kept = u32(c, s.p + 8), wire = u32(c, s.p + 12);
  if (c->swapped || (c->maybe_swapped && kept > wire)) {
    uint32_t swap = kept;
    kept = wire;
    wire = swap;
  }
  bool zeros = !u32(c, s.p) && !part && !kept && !wire; // what was reserved and never written
  if (kept > PACKET_MOST || zeros) return CAPFILE_GOT_BAD;
  uint32_t taken = kept < CAPFILE_FRAME ? kept : CAPFILE_FRAME;
  if (s.n < c->head + taken) return want(c->head + taken, out_used);
  *out = (struct frame){.link = c->link, .wire_n = wire};
  out->bytes = span_first(span_from(s, c->head), taken);
  frame_time(c, u32(c, s.p) * 1000000LL + (c->nano ? part / 1000 : part), out);
  c->interface = 0;
  *out_used = (uint64_t)c->head + kept;
  return CAPFILE_GOT_FRAME;
}

// ---- pcapng ------------------------------------------------------------------------------------

static void link_option(const struct capfile *c, struct capfile_link *l, uint16_t code,
                        struct span value) {
  if (code == OPTION_NAME && value.n) l->net = net_of_interface(span_sv(value));
  if (code == OPTION_RESOLUTION && value.n >= 1) l->resolution = value.p[0];
  if (code != OPTION_OFFSET || value.n < 8) return;
  uint64_t low = u32(c, value.p + (c->big ? 4 : 0)), high = u32(c, value.p + (c->big ? 0 : 4));
  l->offset_s = (int64_t)(high << 32 | low);
}

static bool link_add(struct capfile *c, struct capfile_link l) {
  if (c->n_links == CAPFILE_LINKS) return true;
  if (c->n_links == c->links_room) {
    size_t room = c->links_room ? c->links_room * 2 : 4;
    void *more = realloc(c->links, room * sizeof *c->links);
    if (!more) return false;
    c->links = more;
    c->links_room = room;
  }
  c->links[c->n_links++] = l;
  return true;
}

static enum capfile_got interface_block(struct capfile *c, struct span s, uint32_t length,
                                        uint64_t *out_used) {
  if (length > INTERFACE_MOST || length < 20) return CAPFILE_GOT_BAD;
  if (s.n < length) return want(length, out_used);
  struct capfile_link l = {.link = u16(c, s.p + 8),
                           .resolution = 6,
                           .snap = u32(c, s.p + 12),
                           .net = (uint32_t)c->n_links};
  struct span options = span_from(span_first(s, length - 4), 16);
  while (options.n >= 4) {
    uint16_t code = u16(c, options.p), n = u16(c, options.p + 2);
    if (!code) break;
    link_option(c, &l, code, span_first(span_from(options, 4), n));
    options = span_from(options, 4u + ((n + 3u) & ~3u));
  }
  if (!link_add(c, l)) return CAPFILE_GOT_BAD;
  *out_used = length;
  return CAPFILE_GOT_OTHER;
}

static int64_t ticks_us(uint64_t ticks, uint8_t resolution) {
  unsigned n = resolution & 0x7f;
  if (resolution & 0x80) { // 2^-n seconds
    if (n > 63) return 0;
    uint64_t part = ticks & ((1ull << n) - 1), s = ticks >> n;
    if (n > 40) part >>= n - 40, n = 40;
    return s < INT32_MAX * 64ull ? (int64_t)(s * 1000000 + (part * 1000000 >> n)) : INT64_MAX;
  }
  for (; n > 6 && ticks; n--) ticks /= 10;
  for (; n < 6 && ticks < UINT64_MAX / 20; n++) ticks *= 10;
  return ticks < INT64_MAX && n >= 6 ? (int64_t)ticks : INT64_MAX;
}

// The time of a packet on interface `at`; its link type.
static void stamp(struct capfile *c, uint32_t at, uint64_t ticks, struct frame *out) {
  const struct capfile_link *l = at < c->n_links ? &c->links[at] : NULL;
  int64_t us = ticks_us(ticks, l ? l->resolution : 6);
  int64_t offset_s = l ? l->offset_s : 0, most_s = latest_us / 1000000;
  if (offset_s > -most_s && offset_s < most_s && us < latest_us) us += offset_s * 1000000;
  frame_time(c, us, out);
  out->link = l ? l->link : CAPFILE_NO_LINK;
  out->net = l ? l->net : 0;
  c->interface = at;
}

struct packet_place { // in a block
  uint32_t interface, at, kept, wire;
  uint64_t ticks;
  bool timed;
};

static enum capfile_got packet_block(struct capfile *c, struct span s, uint32_t length,
                                     struct packet_place p, uint64_t *out_used, struct frame *out) {
  if (p.kept > length - p.at - 4) return CAPFILE_GOT_BAD;
  uint32_t taken = p.kept < CAPFILE_FRAME ? p.kept : CAPFILE_FRAME;
  if (s.n < p.at + taken) return want(p.at + taken, out_used);
  *out = (struct frame){.wire_n = p.wire};
  out->bytes = span_first(span_from(s, p.at), taken);
  int64_t before_us = c->last_us;
  stamp(c, p.interface, p.ticks, out);
  if (!p.timed) frame_time(c, before_us, out); // a simple packet has no time: the last one's
  *out_used = length;
  return CAPFILE_GOT_FRAME;
}

static enum capfile_got timed_block(struct capfile *c, struct span s, uint32_t type,
                                    uint32_t length, uint64_t *out_used, struct frame *out) {
  if (length < 32) return CAPFILE_GOT_BAD;
  if (s.n < 28) return want(28, out_used);
  struct packet_place p = {.at = 28, .timed = true};
  p.interface = type == ENHANCED ? u32(c, s.p + 8) : u16(c, s.p + 8);
  p.ticks = (uint64_t)u32(c, s.p + 12) << 32 | u32(c, s.p + 16);
  p.kept = u32(c, s.p + 20);
  p.wire = u32(c, s.p + 24);
  return packet_block(c, s, length, p, out_used, out);
}

static enum capfile_got simple_block(struct capfile *c, struct span s, uint32_t length,
                                     uint64_t *out_used, struct frame *out) {
  if (length < 16) return CAPFILE_GOT_BAD;
  if (s.n < 12) return want(12, out_used);
  struct packet_place p = {.at = 12, .wire = u32(c, s.p + 8)};
  uint32_t snap = c->n_links ? c->links[0].snap : 0;
  p.kept = p.wire < length - 16 ? p.wire : length - 16;
  if (snap && snap < p.kept) p.kept = snap;
  return packet_block(c, s, length, p, out_used, out);
}

static enum capfile_got block(struct capfile *c, struct span s, uint64_t *out_used,
                              struct frame *out) {
  uint32_t type = u32(c, s.p), length = u32(c, s.p + 4);
  if (length < 12) return CAPFILE_GOT_BAD;
  bool packet = type == ENHANCED || type == OLD_PACKET || type == SIMPLE;
  if (packet && length > PACKET_MOST + INTERFACE_MOST) return CAPFILE_GOT_BAD;
  *out_used = ((uint64_t)length + 3) & ~3ull;
  if (type != INTERFACE && !packet) return CAPFILE_GOT_OTHER;
  length = (uint32_t)*out_used;
  if (type == INTERFACE) return interface_block(c, s, length, out_used);
  if (type == SIMPLE) return simple_block(c, s, length, out_used, out);
  return timed_block(c, s, type, length, out_used, out);
}

enum capfile_got capfile_next(struct capfile *c, struct span s, uint64_t *out_used,
                              struct frame *out) {
  if (s.n < 8) return want(8, out_used);
  if (be32(s.p) == SECTION) {
    enum capfile_got got = section_begin(c, s, out_used);
    if (got != CAPFILE_GOT_BAD || c->format != PCAP) return got; // else a packet of 1975
  }
  struct capfile began;
  if (plain_magic(c, s.p, &began)) {
    enum capfile_got got = plain_begin(&began, s, out_used);
    if (got == CAPFILE_GOT_OTHER) *c = began;
    if (got != CAPFILE_GOT_BAD || c->format != PCAP) return got; // else a packet of 2055
  }
  switch (c->format) {
  case PCAP: return plain_packet(c, s, out_used, out);
  case PCAPNG: return block(c, s, out_used, out);
  default: return CAPFILE_GOT_BAD;
  }
}
