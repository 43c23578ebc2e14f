// SPDX-License-Identifier: Apache-2.0
#include "vault/masked.h"

#include "core/oggopus.h"
#include "core/scope.h"

enum { PAGE_HEAD = 27, PAGE_MOST = PAGE_HEAD + 255 + 255 * 255, HEADER_PAGES = 2, UNIT = 960 };

struct page {
  uint64_t from, at; // in the file; as served
  uint64_t first;    // number of its first packet
  bool changed;
};

struct masked {
  oggr_pull pull;
  void *self;
  struct stretch *allowed;
  size_t n_allowed;
  uint16_t pre_skip;
  uint8_t silence[32]; // the packet that takes the place of others
  uint8_t silence_n;
  struct page *pages; // and one behind the last: where it ends
  size_t n_pages, room;
};

static inline void masked_drop(struct masked **m) { masked_free(*m); }
static inline void heap_drop(uint8_t **p) { free(*p); }

// ---- one page ---------------------------------------------------------------------------------

// The Ogg page at p, of at most n bytes: *out_head with its lacing, *out_n in all; 0: cut.
static enum err page_measure(const uint8_t *p, size_t n, size_t *out_head, size_t *out_n) {
  *out_n = 0;
  if (n < PAGE_HEAD) return OK;
  if (memcmp(p, "OggS", 4) || p[4]) return fail(E_BAD_DATA, "bytes that are no Ogg page");
  size_t head = PAGE_HEAD + (size_t)p[26], whole = head;
  if (n < head) return OK;
  for (size_t i = PAGE_HEAD; i < head; i++) whole += p[i];
  *out_head = head;
  if (whole <= n) *out_n = whole;
  return OK;
}

struct cutter { // hands out a page's packets
  const uint8_t *lacing, *lacing_end, *body;
};

static enum err cut(struct cutter *c, struct sv *out) {
  size_t n = 0;
  uint8_t last = 255;
  while (c->lacing < c->lacing_end && last == 255) n += last = *c->lacing++;
  if (last == 255) return fail(E_UNSUPPORTED, "a packet lies across pages");
  *out = (struct sv){(const char *)c->body, n};
  c->body += n;
  return OK;
}

static bool heard(const struct masked *m, uint64_t packet) {
  int64_t from = (int64_t)(packet * UNIT) - m->pre_skip, to = from + UNIT; // samples at 48 kHz
  return stretches_hold(m->allowed, m->n_allowed, from * 1000 / 48, (to * 1000 + 47) / 48);
}

static void put_packet(struct sv packet, uint8_t *out, size_t *head, size_t *body) {
  for (size_t left = packet.n;; left -= 255) {
    out[(*head)++] = left < 255 ? (uint8_t)left : 255;
    if (left < 255) break;
  }
  memcpy(out + PAGE_HEAD + 255 + *body, packet.p, packet.n); // behind the longest lacing there is
  *body += packet.n;
}

// Packs `page` anew into `out` (PAGE_MOST bytes) with what may not be heard replaced; *out_n is 0
// when nothing had to be. The checksum is the caller's.
static enum err page_mask(const struct masked *m, const uint8_t *page, uint64_t first, uint8_t *out,
                          size_t *out_n, uint64_t *out_packets) {
  struct cutter c = {page + PAGE_HEAD, page + PAGE_HEAD + page[26], page + PAGE_HEAD + page[26]};
  size_t head = PAGE_HEAD, body = 0;
  bool changed = false;
  uint64_t i = first;
  if (page[5] & 1) return fail(E_UNSUPPORTED, "a packet lies across pages");
  memcpy(out, page, PAGE_HEAD);
  for (; c.lacing < c.lacing_end; i++) {
    struct sv packet = {0};
    uint32_t samples;
    TRY(cut(&c, &packet));
    TRY(oggopus_duration(packet, &samples));
    if (samples != UNIT) return fail(E_UNSUPPORTED, "a packet of %u samples", samples);
    bool keep = heard(m, i);
    changed = changed || !keep;
    if (!keep) packet = (struct sv){(const char *)m->silence, m->silence_n};
    if (head - PAGE_HEAD + packet.n / 255 + 1 > 255)
      return fail(E_UNSUPPORTED, "a page of too many small packets");
    put_packet(packet, out, &head, &body);
  }
  out[26] = (uint8_t)(head - PAGE_HEAD);
  memmove(out + head, out + PAGE_HEAD + 255, body);
  *out_n = changed ? head + body : 0;
  *out_packets = i - first;
  return OK;
}

// ---- opening ----------------------------------------------------------------------------------

// A file read from its start: n bytes from `at` on lie at p.
struct window {
  oggr_pull pull;
  void *self;
  uint8_t *room, *p; // of WINDOW bytes; into it
  size_t n;
  uint64_t at;
};
enum { WINDOW = 4 * PAGE_MOST };

// Moves on by `used` bytes; afterwards a whole page is there, or the end of the file.
static enum err window_move(struct window *w, size_t used) {
  size_t got = 1;
  w->p += used;
  w->n -= used;
  w->at += used;
  if (w->n >= PAGE_MOST) return OK;
  memmove(w->room, w->p, w->n);
  w->p = w->room;
  while (w->n < WINDOW && got) {
    TRY(w->pull(w->self, w->at + w->n, w->p + w->n, WINDOW - w->n, &got));
    w->n += got;
  }
  return OK;
}

static enum err page_add(struct masked *m, struct page page) {
  if (m->n_pages == m->room) {
    size_t room = m->room ? m->room * 2 : 1024;
    struct page *more = realloc(m->pages, room * sizeof *more);
    if (!more) return fail(E_BUSY, "no memory to lay out a recording");
    m->pages = more;
    m->room = room;
  }
  m->pages[m->n_pages++] = page;
  return OK;
}

static enum err header_in(struct masked *m, const uint8_t *page, size_t head, size_t n) {
  struct oggr_info info;
  if (m->n_pages) return OK; // the tags
  TRY(oggopus_head_parse((struct sv){(const char *)page + head, n - head}, &info));
  m->pre_skip = info.pre_skip;
  return OK;
}

// What the first packet is coded as decides which silence fits (its rates, one stream or two).
static enum err silence_choose(struct masked *m, const uint8_t *page, bool two) {
  struct cutter c = {page + PAGE_HEAD, page + PAGE_HEAD + page[26], page + PAGE_HEAD + page[26]};
  struct sv packet = {0};
  TRY(cut(&c, &packet));
  return oggopus_silence(packet, two, m->silence, &m->silence_n);
}

struct layout {
  struct window in;
  uint8_t *out; // a page packed anew
  uint64_t at, packets;
  bool two;
};

static enum err page_lay(struct masked *m, struct layout *l, size_t *out_used) {
  size_t head = 0, n, packed = 0;
  uint64_t packets = 0;
  TRY(page_measure(l->in.p, l->in.n, &head, &n));
  if (!n) return fail(E_BAD_DATA, "an Ogg page is cut");
  if (m->n_pages < HEADER_PAGES) {
    TRY(header_in(m, l->in.p, head, n));
    if (!m->n_pages) l->two = l->in.p[head + 9] == 2;
  } else {
    if (m->n_pages == HEADER_PAGES) TRY(silence_choose(m, l->in.p, l->two));
    TRY(page_mask(m, l->in.p, l->packets, l->out, &packed, &packets));
  }
  TRY(page_add(m, (struct page){l->in.at, l->at, l->packets, packed != 0}));
  l->at += packed ? packed : n;
  l->packets += packets;
  *out_used = n;
  return OK;
}

static enum err lay_out(struct masked *m, struct layout *l) {
  size_t used = 0;
  for (;;) {
    TRY(window_move(&l->in, used));
    if (!l->in.n) break;
    TRY(page_lay(m, l, &used));
  }
  if (m->n_pages <= HEADER_PAGES) return fail(E_BAD_DATA, "a recording without sound");
  TRY(page_add(m, (struct page){l->in.at, l->at, l->packets, false}));
  m->n_pages--;
  return OK;
}

enum err masked_open(oggr_pull pull, void *self, const struct stretch *v, size_t n,
                     struct masked **out) {
  AUTO(masked) struct masked *m = calloc(1, sizeof *m);
  AUTO(heap) uint8_t *in = calloc(1, WINDOW);
  AUTO(heap) uint8_t *packed = calloc(1, PAGE_MOST);
  if (m) m->allowed = calloc(n + 1, sizeof *v);
  if (!m || !m->allowed || !in || !packed) return fail(E_BUSY, "no memory to lay out a recording");
  m->pull = pull;
  m->self = self;
  if (n) memcpy(m->allowed, v, n * sizeof *v);
  m->n_allowed = stretches_join(m->allowed, n);
  struct layout l = {.in = {pull, self, in, in}, .out = packed};
  TRY(lay_out(m, &l));
  *out = m;
  m = NULL;
  return OK;
}

uint64_t masked_size(const struct masked *m) { return m->pages[m->n_pages].at; }

// ---- reading ----------------------------------------------------------------------------------

static size_t page_at(const struct masked *m, uint64_t at) {
  size_t low = 0, high = m->n_pages;
  while (high - low > 1) {
    size_t mid = low + (high - low) / 2;
    if (m->pages[mid].at <= at)
      low = mid;
    else
      high = mid;
  }
  return low;
}

static enum err pull_all(const struct masked *m, uint64_t at, uint8_t *to, size_t n) {
  for (size_t got; n; at += got, to += got, n -= got) {
    TRY(m->pull(m->self, at, to, n, &got));
    if (!got) return fail(E_BAD_DATA, "a recording is shorter than it was");
  }
  return OK;
}

// A changed page made anew, from `skip` on.
static enum err changed_read(const struct masked *m, const struct page *p, size_t skip, uint8_t *to,
                             size_t n) {
  AUTO(heap) uint8_t *in = calloc(1, PAGE_MOST);
  AUTO(heap) uint8_t *packed = calloc(1, PAGE_MOST);
  size_t head = 0, whole, packed_n = 0, in_n = (size_t)(p[1].from - p->from);
  uint64_t packets;
  if (!in || !packed) return fail(E_BUSY, "no memory");
  TRY(pull_all(m, p->from, in, in_n));
  TRY(page_measure(in, in_n, &head, &whole));
  if (whole != in_n) return fail(E_BAD_DATA, "a recording is not as it was");
  TRY(page_mask(m, in, p->first, packed, &packed_n, &packets));
  if (packed_n != p[1].at - p->at) return fail(E_BAD_DATA, "a recording is not as it was");
  oggw_page_checksum(packed, packed_n);
  memcpy(to, packed + skip, n);
  return OK;
}

enum err masked_read(const struct masked *m, uint64_t at, void *to, size_t n, size_t *out_n) {
  size_t done = 0;
  const struct page *p = &m->pages[page_at(m, at)], *end = &m->pages[m->n_pages];
  for (; p < end && done < n && at < end->at; p++) {
    size_t skip = (size_t)(at + done - p->at), rest = (size_t)(p[1].at - p->at) - skip;
    if (rest > n - done) rest = n - done;
    uint8_t *into = (uint8_t *)to + done;
    TRY(p->changed ? changed_read(m, p, skip, into, rest)
                   : pull_all(m, p->from + skip, into, rest));
    done += rest;
  }
  *out_n = done;
  return OK;
}

void masked_free(struct masked *m) {
  if (!m) return;
  free(m->allowed);
  free(m->pages);
  free(m);
}
