// SPDX-License-Identifier: Apache-2.0
#include "core/ogg.h"

#include <ogg/ogg.h>

#include "core/oggopus.h"

struct oggw {
  ogg_stream_state stream; // libogg's heap, ours to clear
  struct buf *out;
  uint64_t samples, paged; // added; in pages that are out
  uint32_t page_samples;
  uint16_t pre_skip;
  int64_t number;  // of the next packet
  struct buf held; // the last packet waits: it may turn out to carry the end
  uint32_t held_samples;
};

static inline void oggw_drop(struct oggw **w) { oggw_free(*w); }

// ---- writing -----------------------------------------------------------------------------------

static enum err pages_out(struct oggw *w, bool flush) {
  ogg_page page;
  while (flush ? ogg_stream_flush(&w->stream, &page) : ogg_stream_pageout(&w->stream, &page)) {
    buf_add(w->out, page.header, (size_t)page.header_len);
    buf_add(w->out, page.body, (size_t)page.body_len);
  }
  return buf_check(w->out);
}

static enum err packet_in(struct oggw *w, struct sv bytes, uint64_t granule, bool last) {
  ogg_packet p = {
      .packet = (unsigned char *)(uintptr_t)bytes.p, // libogg only reads it
      .bytes = (long)bytes.n,
      .b_o_s = w->number == 0,
      .e_o_s = last,
      .granulepos = (ogg_int64_t)granule,
      .packetno = w->number++,
  };
  return ogg_stream_packetin(&w->stream, &p) ? fail(E_BROKEN, "no memory for an Ogg page") : OK;
}

static enum err headers_out(struct oggw *w, const struct oggw_params *p) {
  AUTO(buf) struct buf head = {0};
  AUTO(buf) struct buf tags = {0};
  oggopus_head(p, &head);
  oggopus_tags(p->vendor, &tags);
  TRY(packet_in(w, buf_sv(&head), 0, false));
  TRY(pages_out(w, true));
  TRY(packet_in(w, buf_sv(&tags), 0, false));
  return pages_out(w, true);
}

enum err oggw_open(const struct oggw_params *p, struct buf *out, struct oggw **out_w) {
  if (p->channels != 1 && p->channels != 2) return fail(E_BAD_INPUT, "%d channels", p->channels);
  AUTO(oggw) struct oggw *w = calloc(1, sizeof *w);
  if (!w || ogg_stream_init(&w->stream, (int)p->serial)) return fail(E_BROKEN, "no memory for Ogg");
  w->out = out;
  w->page_samples = p->page_ms * 48;
  w->pre_skip = p->pre_skip;
  TRY(headers_out(w, p));
  *out_w = w;
  w = NULL;
  return OK;
}

// Puts the held packet into a page; the page goes out when it is long enough.
static enum err held_in(struct oggw *w) {
  if (!w->held_samples) return OK;
  w->samples += w->held_samples;
  TRY(packet_in(w, buf_sv(&w->held), w->samples, false));
  w->held_samples = 0;
  if (w->samples - w->paged < w->page_samples) return pages_out(w, false);
  w->paged = w->samples;
  return pages_out(w, true);
}

enum err oggw_add(struct oggw *w, struct sv packet, uint32_t samples) {
  if (!samples || !packet.n) return fail(E_BAD_INPUT, "an Opus packet without sound");
  TRY(held_in(w));
  buf_clear(&w->held);
  buf_add_sv(&w->held, packet);
  w->held_samples = samples;
  return buf_check(&w->held);
}

enum err oggw_finish(struct oggw *w, uint64_t samples) {
  uint64_t end = samples + w->pre_skip, have = w->samples + w->held_samples;
  if (!w->held_samples || end > have || end <= w->samples)
    return fail(E_BAD_INPUT, "%" PRIu64 " samples do not end in the last packet", samples);
  w->samples += w->held_samples;
  w->held_samples = 0;
  TRY(packet_in(w, buf_sv(&w->held), end, true));
  return pages_out(w, true);
}

uint64_t oggw_samples(const struct oggw *w) { return w->samples + w->held_samples; }

void oggw_free(struct oggw *w) {
  if (!w) return;
  ogg_stream_clear(&w->stream);
  buf_drop(&w->held);
  free(w);
}

// ---- reading -----------------------------------------------------------------------------------

enum { PULL = 16 * 1024 };

struct oggr {
  oggr_pull pull;
  void *self;
  uint64_t at; // of the next pull
  ogg_sync_state sync;
  ogg_stream_state stream;
  struct oggr_info info;
  int64_t page_number;       // of the last page
  uint64_t samples, granule; // of the packets read; of the last page
  bool stream_there, ended;
};

static inline void oggr_drop(struct oggr **r) { oggr_free(*r); }

static enum err bytes_in(struct oggr *r, size_t *out_n) {
  char *to = ogg_sync_buffer(&r->sync, PULL);
  if (!to) return fail(E_BROKEN, "no memory for Ogg");
  TRY(r->pull(r->self, r->at, to, PULL, out_n));
  ogg_sync_wrote(&r->sync, (long)*out_n);
  r->at += *out_n;
  return OK;
}

// The next page; a byte that belongs to none is an error, a bad checksum such bytes.
static enum err page_next(struct oggr *r, ogg_page *page) {
  for (;;) {
    int rc = ogg_sync_pageout(&r->sync, page);
    if (rc < 0) return fail(E_BAD_DATA, "bytes that are no Ogg page, or a wrong checksum");
    if (rc > 0) return OK;
    size_t n = 0;
    TRY(bytes_in(r, &n));
    if (!n) return fail(E_BAD_DATA, "an Ogg stream without its end");
  }
}

static enum err page_in(struct oggr *r, ogg_page *page) {
  if (!r->stream_there) {
    if (!ogg_page_bos(page)) return fail(E_BAD_DATA, "an Ogg stream without its beginning");
    r->info.serial = (uint32_t)ogg_page_serialno(page);
    if (ogg_stream_init(&r->stream, ogg_page_serialno(page)))
      return fail(E_BROKEN, "no memory for Ogg");
    r->stream_there = true;
    r->page_number = -1;
  }
  if (r->ended) return fail(E_BAD_DATA, "an Ogg page after the end");
  if (ogg_page_pageno(page) != ++r->page_number) return fail(E_BAD_DATA, "an Ogg page is missing");
  ogg_int64_t granule = ogg_page_granulepos(page);
  if (granule >= 0 && (uint64_t)granule < r->granule) return fail(E_BAD_DATA, "Ogg time runs back");
  if (granule >= 0) r->granule = (uint64_t)granule;
  r->ended = ogg_page_eos(page);
  return ogg_stream_pagein(&r->stream, page) ? fail(E_BAD_DATA, "a page of another Ogg stream")
                                             : OK;
}

static enum err packet_next(struct oggr *r, struct sv *out) {
  for (;;) {
    ogg_packet p;
    int rc = r->stream_there ? ogg_stream_packetout(&r->stream, &p) : 0;
    if (rc < 0) return fail(E_BAD_DATA, "an Ogg packet is missing");
    if (rc > 0) {
      *out = (struct sv){(const char *)p.packet, (size_t)p.bytes};
      return OK;
    }
    if (r->ended) return E_END;
    ogg_page page;
    TRY(page_next(r, &page));
    TRY(page_in(r, &page));
  }
}

static enum err headers_in(struct oggr *r) {
  struct sv packet = {0};
  enum err rc = packet_next(r, &packet);
  if (!rc) rc = oggopus_head_parse(packet, &r->info);
  if (!rc) rc = packet_next(r, &packet);
  if (!rc && !sv_starts(packet, SV("OpusTags"))) rc = fail(E_BAD_DATA, "Opus tags are missing");
  return rc == E_END ? fail(E_BAD_DATA, "an Opus stream without its headers") : rc;
}

enum err oggr_open(oggr_pull pull, void *self, struct oggr **out) {
  AUTO(oggr) struct oggr *r = calloc(1, sizeof *r);
  if (!r) return fail(E_BROKEN, "no memory for Ogg");
  r->pull = pull;
  r->self = self;
  ogg_sync_init(&r->sync);
  TRY(headers_in(r));
  *out = r;
  r = NULL;
  return OK;
}

const struct oggr_info *oggr_info(const struct oggr *r) { return &r->info; }

enum err oggr_next(struct oggr *r, struct sv *out_packet) {
  struct sv packet = {0};
  uint32_t samples = 0;
  TRY(packet_next(r, &packet));
  TRY(oggopus_duration(packet, &samples));
  r->samples += samples;
  *out_packet = packet;
  return OK;
}

uint64_t oggr_samples(const struct oggr *r) {
  return r->granule > r->info.pre_skip ? r->granule - r->info.pre_skip : 0;
}

void oggr_free(struct oggr *r) {
  if (!r) return;
  ogg_sync_clear(&r->sync);
  if (r->stream_there) ogg_stream_clear(&r->stream);
  free(r);
}

// Pages are ours: each ends with its last packet, so time and packets must agree at each end.
static enum err packets_verify(struct oggr *r) {
  struct sv packet = {0};
  uint32_t last = 0;
  for (;;) {
    uint64_t before = r->samples;
    enum err rc = oggr_next(r, &packet);
    if (rc == E_END) break;
    TRY(rc);
    last = (uint32_t)(r->samples - before);
  }
  if (r->granule > r->samples) return fail(E_BAD_DATA, "Ogg time passes the sound");
  if (r->granule + last <= r->samples) return fail(E_BAD_DATA, "whole packets lie behind the end");
  return OK;
}

enum err oggr_verify(oggr_pull pull, void *self, uint64_t *out_samples) {
  AUTO(oggr) struct oggr *r = NULL;
  TRY(oggr_open(pull, self, &r));
  assert(r);
  TRY(packets_verify(r));
  size_t n = 0;
  char more;
  TRY(pull(self, r->at, &more, 1, &n));
  if (n || r->sync.fill != r->sync.returned) return fail(E_BAD_DATA, "bytes after the Ogg stream");
  *out_samples = oggr_samples(r);
  return OK;
}

void oggw_page_checksum(uint8_t *page, size_t n) {
  size_t head = 27 + (size_t)page[26];
  ogg_page p = {
      .header = page, .header_len = (long)head, .body = page + head, .body_len = (long)(n - head)};
  ogg_page_checksum_set(&p);
}

enum err oggr_swap_first_page(uint8_t page[OGG_FIRST_PAGE]) {
  enum { HEAD = 28, MAP = HEAD + 21 };
  static const uint8_t map[2] = {0, 1};
  if (memcmp(page, "OggS", 4) || memcmp(page + HEAD, "OpusHead", 8) || page[26] != 1 ||
      page[27] != 23 || page[HEAD + 18] != 1 || memcmp(page + MAP, map, 2))
    return fail(E_BAD_DATA, "this first page has no sides to exchange");
  page[MAP] = 1;
  page[MAP + 1] = 0;
  oggw_page_checksum(page, OGG_FIRST_PAGE);
  return OK;
}
