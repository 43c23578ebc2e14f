// SPDX-License-Identifier: Apache-2.0
#include "recorder/siprec/packed.h"

#include <sodium.h>
#include <zlib.h>

static enum packed unpacked(z_stream *z, struct buf *out) {
  char room[4096];
  int rc = Z_OK;
  while (rc == Z_OK) {
    z->next_out = (Bytef *)room;
    z->avail_out = sizeof room;
    rc = inflate(z, Z_NO_FLUSH);
    buf_add(out, room, sizeof room - z->avail_out);
    if (out->n > PACKED_MOST) return PACKED_TOO_BIG;
  }
  return rc == Z_STREAM_END && !out->failed ? PACKED_OPENED : PACKED_BROKEN;
}

static enum packed opened(struct sv body, int window, struct buf *out) {
  z_stream z = {.next_in = (Bytef *)(uintptr_t)body.p, .avail_in = (uInt)body.n};
  buf_clear(out);
  if (inflateInit2(&z, window) != Z_OK) return PACKED_BROKEN;
  enum packed got = unpacked(&z, out);
  inflateEnd(&z);
  return got;
}

enum packed packed_open(struct sv encoding, struct sv body, struct buf *out) {
  encoding = sv_trim(encoding);
  if (!body.n || !encoding.n || sv_ieq(encoding, SV("identity"))) return PACKED_PLAIN;
  bool gzip = sv_ieq(encoding, SV("gzip")) || sv_ieq(encoding, SV("x-gzip"));
  if (!gzip && !sv_ieq(encoding, SV("deflate"))) return PACKED_UNKNOWN;
  if (body.n > UINT16_MAX * 16u) return PACKED_TOO_BIG;
  enum packed got = opened(body, 15 + 32, out); // gzip or zlib, as its first bytes say
  return got == PACKED_BROKEN && !gzip ? opened(body, -15, out) : got; // deflate as some mean it
}

bool packed_base64(struct sv encoding, struct sv body, struct buf *out) {
  size_t n = 0, most = body.n / 4 * 3 + 3;
  buf_clear(out);
  if (!sv_ieq(encoding, SV("base64")) || most > PACKED_MOST) return false;
  uint8_t *to = buf_grow(out, most);
  if (!to || sodium_base642bin(to, most, body.p, body.n, " \t\r\n", &n, NULL,
                               sodium_base64_VARIANT_ORIGINAL))
    return false;
  buf_wrote(out, n);
  return true;
}
