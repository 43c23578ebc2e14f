// SPDX-License-Identifier: Apache-2.0
// Ogg Opus (RFC 3533, RFC 7845): pages made and read. The only file that knows libogg.
// Family 0: one mono stream. Family 1: two mono streams in one packet (streams 2, coupled 0, map
// [0,1]): the first in self-delimited framing (RFC 6716, appendix B), both of the same duration;
// recorder/encode/pack.h makes such packets.
// Samples and granules are at 48 kHz. No I/O: the writer appends to a buf, the reader pulls ranges
// through a function. Thread: one at a time per object.
#pragma once
#include "core/buf.h"

struct oggw_params {
  uint8_t channels;   // 1: family 0, 2: family 1
  uint16_t pre_skip;  // decoded samples to drop at the start (48 kHz)
  uint32_t input_hz;  // of the source, informative
  uint32_t serial;    // of the Ogg stream
  uint32_t page_ms;   // 200..1000: a page is put out when it holds that much
  const char *vendor; // OpusTags; no other tags are written: the file says nothing about the call
};

struct oggw; // writer
// Appends the two header pages to `out`, which must outlive the writer.
MUST_CHECK enum err oggw_open(const struct oggw_params *p, struct buf *out, struct oggw **out_w);
// One Opus packet (family 1: already packed) that lasts `samples`.
MUST_CHECK enum err oggw_add(struct oggw *w, struct sv packet, uint32_t samples);
// Ends the stream: final granule = samples + pre_skip (end trimming, RFC 7845, 4.5).
MUST_CHECK enum err oggw_finish(struct oggw *w, uint64_t samples);
uint64_t oggw_samples(const struct oggw *w); // added so far
void oggw_free(struct oggw *w);

typedef enum err (*oggr_pull)(void *self, uint64_t at, void *to, size_t n, size_t *out_n);

struct oggr_info {
  uint8_t channels, family;
  uint16_t pre_skip;
  uint32_t input_hz, serial;
  bool swapped; // map [1,0]
};

struct oggr; // reader
MUST_CHECK enum err oggr_open(oggr_pull pull, void *self, struct oggr **out);
const struct oggr_info *oggr_info(const struct oggr *r);
// The next audio packet; E_END after the last of a stream that was ended properly.
MUST_CHECK enum err oggr_next(struct oggr *r, struct sv *out_packet); // valid until the next call
uint64_t oggr_samples(const struct oggr *r); // final granule less pre_skip; true after E_END
void oggr_free(struct oggr *r);
// Reads all of it: page order, checksums, granules, packet durations, the end.
MUST_CHECK enum err oggr_verify(oggr_pull pull, void *self, uint64_t *out_samples);

void oggw_page_checksum(uint8_t *page, size_t n); // of a whole page whose content was changed

enum { OGG_PAGE_HEAD = 27, OGG_PAGE_MOST = OGG_PAGE_HEAD + 255 + 255 * 255 };
enum { OGG_FIRST_PAGE = 51 }; // of family 1: 27 + 1 + 23 bytes
// Exchanges the sides of a family 1 file by its map, checksum mended. `page` is its first page.
MUST_CHECK enum err oggr_swap_first_page(uint8_t page[OGG_FIRST_PAGE]);
