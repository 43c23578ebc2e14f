// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/pack.h"

// RFC 6716, 3.1: duration by configuration number, at 48 kHz.
static uint16_t frame_samples(uint8_t toc) {
  static const uint16_t silk[] = {480, 960, 1920, 2880}, celt[] = {120, 240, 480, 960};
  unsigned config = toc >> 3;
  if (config < 12) return silk[config & 3];
  if (config < 16) return config & 1 ? 960 : 480; // hybrid
  return celt[config & 3];
}

// A length of 1 or 2 bytes (3.2.1); advances *p.
static bool length_read(const uint8_t **p, const uint8_t *end, size_t *out) {
  if (*p >= end) return false;
  size_t first = *(*p)++;
  if (first < 252) {
    *out = first;
    return true;
  }
  if (*p >= end) return false;
  *out = first + 4 * (size_t) * (*p)++;
  return true;
}

static size_t length_write(size_t n, uint8_t *out) {
  if (n < 252) {
    out[0] = (uint8_t)n;
    return 1;
  }
  out[0] = (uint8_t)(252 + (n & 3));
  out[1] = (uint8_t)((n - out[0]) >> 2);
  return 2;
}

struct cursor { // of one packet while it is cut
  const uint8_t *p, *end;
  bool self_delimited;
};

// Hands the frames out once their lengths are known; the last one is the rest, or is said.
static enum err frames_fill(struct cursor *c, struct opus_frames *f) {
  for (size_t i = 0; i < f->n; i++) {
    if (f->len[i] > OPUS_FRAME_BYTES_MAX || (size_t)(c->end - c->p) < f->len[i])
      return fail(E_BAD_DATA, "an Opus frame is longer than its packet");
    f->p[i] = c->p;
    c->p += f->len[i];
  }
  return OK;
}

static enum err split_equal(struct cursor *c,
                            struct opus_frames *f) { // code 1, code 3 constant rate
  size_t each, rest = (size_t)(c->end - c->p);
  if (c->self_delimited) {
    if (!length_read(&c->p, c->end, &each)) return fail(E_BAD_DATA, "an Opus length is cut");
  } else {
    if (rest % f->n)
      return fail(E_BAD_DATA, "Opus frames of equal length do not fill their packet");
    each = rest / f->n;
  }
  for (size_t i = 0; i < f->n; i++) f->len[i] = each;
  return frames_fill(c, f);
}

static enum err split_varied(struct cursor *c,
                             struct opus_frames *f) { // code 0, 2, 3 variable rate
  size_t said = c->self_delimited ? f->n : f->n - 1, sum = 0;
  for (size_t i = 0; i < said; i++) {
    if (!length_read(&c->p, c->end, &f->len[i])) return fail(E_BAD_DATA, "an Opus length is cut");
    sum += f->len[i];
  }
  size_t rest = (size_t)(c->end - c->p);
  if (sum > rest) return fail(E_BAD_DATA, "Opus frames are longer than their packet");
  if (!c->self_delimited) f->len[f->n - 1] = rest - sum;
  return frames_fill(c, f);
}

// Padding (3.2.5) stands at the end; its length in bytes of 255 = "254 and more follows".
static enum err padding_cut(struct cursor *c) {
  size_t pad = 0;
  uint8_t b;
  do {
    if (c->p >= c->end) return fail(E_BAD_DATA, "Opus padding is cut");
    b = *c->p++;
    pad += b == 255 ? 254 : b;
  } while (b == 255);
  if (c->self_delimited) return fail(E_BAD_DATA, "padding inside a multistream packet is not ours");
  if ((size_t)(c->end - c->p) < pad)
    return fail(E_BAD_DATA, "Opus padding is longer than its packet");
  c->end -= pad;
  return OK;
}

static enum err split(struct cursor *c, struct opus_frames *f) {
  if (c->p >= c->end) return fail(E_BAD_DATA, "an empty Opus packet");
  uint8_t toc = *c->p++;
  *f = (struct opus_frames){.toc = toc & 0xfc, .samples = frame_samples(toc), .n = 1};
  if ((toc & 3) == 0) return split_varied(c, f);
  f->n = 2;
  if ((toc & 3) == 1) return split_equal(c, f);
  if ((toc & 3) == 2) return split_varied(c, f);
  if (c->p >= c->end) return fail(E_BAD_DATA, "an Opus frame count is cut");
  uint8_t count = *c->p++;
  f->n = count & 63;
  if (f->n == 0 || f->n > OPUS_FRAMES_MAX || f->n * f->samples > 5760)
    return fail(E_BAD_DATA, "an Opus packet lasts longer than 120 ms");
  if (count & 0x40) TRY(padding_cut(c));
  return count & 0x80 ? split_varied(c, f) : split_equal(c, f);
}

enum err pack_split(const uint8_t *packet, size_t n, struct opus_frames *out) {
  struct cursor c = {packet, packet + n, false};
  struct opus_frames f;
  TRY(split(&c, &f));
  *out = f;
  return OK;
}

uint32_t pack_samples(const uint8_t *packet, size_t n) {
  if (n < 1) return 0;
  uint32_t frames = (packet[0] & 3) == 0 ? 1 : 2;
  if ((packet[0] & 3) == 3) {
    if (n < 2) return 0;
    frames = packet[1] & 63;
  }
  uint32_t samples = frames * frame_samples(packet[0]);
  return samples <= 5760 ? samples : 0;
}

// Where the self-delimiting length goes (appendix B): after the TOC, the count byte and padding
// lengths, and the other lengths; it is the last frame's, or every frame's when they are equal.
static size_t delimiter_at(const uint8_t *packet, size_t n, const struct opus_frames *f) {
  unsigned code = packet[0] & 3;
  if (code < 2) return 1;
  (void)n;
  return (size_t)(f->p[0] - packet);
}

// Writes `f` without padding in its original code. *out_n bytes; `room` has been checked.
static size_t write_frames(const uint8_t *packet, size_t n, const struct opus_frames *f,
                           bool delimited, uint8_t *out) {
  size_t head = delimiter_at(packet, n, f), at;
  bool padded = (packet[0] & 3) == 3 && (packet[1] & 0x40);
  if (padded) { // the same packet without its padding
    out[0] = packet[0], out[1] = packet[1] & (uint8_t)~0x40u, at = 2;
    if (packet[1] & 0x80)
      for (size_t i = 0; i + 1 < f->n; i++) at += length_write(f->len[i], out + at);
  } else {
    memcpy(out, packet, head);
    at = head;
  }
  if (delimited) at += length_write(f->len[f->n - 1], out + at);
  for (size_t i = 0; i < f->n; i++) {
    memcpy(out + at, f->p[i], f->len[i]);
    at += f->len[i];
  }
  return at;
}

enum err pack_pair(const uint8_t *a, size_t a_n, const uint8_t *b, size_t b_n, uint8_t *out,
                   size_t room, size_t *out_n) {
  struct opus_frames f;
  TRY(pack_split(a, a_n, &f));
  uint32_t samples = pack_samples(b, b_n);
  if (samples == 0 || samples != f.n * f.samples)
    return fail(E_BAD_DATA, "two Opus packets that last differently cannot share a page");
  if (room < a_n + b_n + 2) return fail(E_TOO_BIG, "no room for the pair");
  size_t at = write_frames(a, a_n, &f, true, out);
  memcpy(out + at, b, b_n);
  *out_n = at + b_n;
  return OK;
}

// Frames of a self-delimited packet as an ordinary code 3 (or 0) packet.
static enum err frames_write(const struct opus_frames *f, uint8_t *out, size_t room,
                             size_t *out_n) {
  size_t need = 2 + 2 * f->n;
  for (size_t i = 0; i < f->n; i++) need += f->len[i];
  if (need > room) return fail(E_TOO_BIG, "no room for a frame");
  size_t at = 0;
  out[at++] = f->toc | (f->n > 1 ? 3 : 0);
  if (f->n > 1) out[at++] = (uint8_t)(0x80 | f->n);
  for (size_t i = 0; i + 1 < f->n; i++) at += length_write(f->len[i], out + at);
  for (size_t i = 0; i < f->n; i++) {
    memcpy(out + at, f->p[i], f->len[i]);
    at += f->len[i];
  }
  *out_n = at;
  return OK;
}

enum err pack_unpair(const uint8_t *p, size_t n, uint8_t *a, size_t a_room, size_t *a_n,
                     const uint8_t **b, size_t *b_n) {
  struct cursor c = {p, p + n, true};
  struct opus_frames f;
  TRY(split(&c, &f));
  TRY(frames_write(&f, a, a_room, a_n));
  *b = c.p;
  *b_n = (size_t)(c.end - c.p);
  return OK;
}
