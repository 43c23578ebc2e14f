// SPDX-License-Identifier: Apache-2.0
#include "recorder/import/stale.h"

#include <unistd.h>

enum { HEAD_MAX = 24, CHUNKS_MAX = 4096, PADDING = 1024, FILLING = 4096 };

struct kind {
  const char *magic, *form; // at the file's beginning; and where a form is named, that
  size_t form_at, first, id,
      length;                 // bytes: where the first chunk is; of a chunk's name and length
  bool big_endian, inclusive; // its length counts its own head
  uint64_t align;
  const char *data;
  enum stale how;
};
static const struct kind kinds[] = {
    {"RIFF", "WAVE", 8, 12, 4, 4, false, false, 2, "data", STALE_MENDABLE},
    {"RF64", "WAVE", 8, 12, 4, 4, false, false, 2, "data", STALE_MENDABLE},
    {"BW64", "WAVE", 8, 12, 4, 4, false, false, 2, "data", STALE_MENDABLE},
    {"riff", "wave", 24, 40, 16, 8, false, true, 8, "data", STALE_CUT},
    {"FORM", "AIF", 8, 12, 4, 4, true, false, 2, "SSND", STALE_CUT},
    {"caff", "", 0, 8, 4, 8, true, false, 1, "data", STALE_CUT},
};

static uint64_t number(const uint8_t *p, size_t n, bool big_endian) {
  uint64_t v = 0;
  for (size_t i = 0; i < n; i++) v = v << 8 | p[big_endian ? i : n - 1 - i];
  return v;
}

// Wave64 names its chunks by GUIDs, all but the list's with one ending.
static bool chunk_name(const struct kind *k, const uint8_t *p) {
  static const uint8_t ending[] = {0xac, 0xd3, 0x11, 0x8c, 0xd1, 0x00,
                                   0xc0, 0x4f, 0x8e, 0xdb, 0x8a};
  for (size_t i = 0; i < 4; i++)
    if (p[i] < ' ' || p[i] > '~') return false;
  return k->id == 4 || !memcmp(p + 5, ending, sizeof ending) || !memcmp(p, "list", 4);
}

static const struct kind *kind_of(int file) {
  uint8_t h[32];
  if (pread(file, h, sizeof h, 0) != (ssize_t)sizeof h) return NULL;
  for (size_t i = 0; i < countof(kinds); i++)
    if (!memcmp(h, kinds[i].magic, 4) &&
        !memcmp(h + kinds[i].form_at, kinds[i].form, strlen(kinds[i].form)))
      return &kinds[i];
  return NULL;
}

// Zeros up to a disk's block, or an ID3 tag.
static bool is_filling(int file, uint64_t at, uint64_t n) {
  uint8_t p[FILLING];
  if (n > sizeof p || pread(file, p, n, (off_t)at) != (ssize_t)n) return false;
  if (n == 128 && !memcmp(p, "TAG", 3)) return true;
  for (size_t i = 0; i < n; i++)
    if (p[i]) return false;
  return true;
}

// What follows the sound and is no chunk. Where it would be played, a little of it harms nothing;
// where the file would be refused, it may be padding.
static enum stale left_over(const struct kind *k, int file, uint64_t at, uint64_t n) {
  if (is_filling(file, at, n)) return STALE_NOT;
  return k->how == STALE_CUT && n < PADDING ? STALE_NOT : k->how;
}

static uint64_t rounded(uint64_t n, uint64_t align) { return (n + align - 1) / align * align; }

// RF64 keeps the long lengths apart, in its first chunk: of the whole, then of the sound.
static uint64_t long_length(int file, uint64_t at) {
  uint8_t p[8];
  return pread(file, p, sizeof p, (off_t)at + 16) == 8 ? number(p, 8, false) : 0;
}

enum stale stale_look(int file) {
  const struct kind *k = kind_of(file);
  off_t end = lseek(file, 0, SEEK_END);
  if (!k || end < 0) return STALE_NOT;
  uint64_t size = (uint64_t)end, at = k->first, head = k->id + k->length, sound = UINT32_MAX;
  bool data = false;
  for (int i = 0; i < CHUNKS_MAX && at + head <= size; i++) {
    uint8_t h[HEAD_MAX];
    if (pread(file, h, head, (off_t)at) != (ssize_t)head) return STALE_NOT;
    if (data && !chunk_name(k, h)) return left_over(k, file, at, size - at);
    uint64_t n = number(h + k->id, k->length, k->big_endian);
    bool is_data = !memcmp(h, k->data, 4);
    if (!memcmp(h, "ds64", 4)) sound = long_length(file, at);
    if (is_data && k->length == 4 && n == UINT32_MAX) n = sound;
    if (k->inclusive && n < head) n = head;
    if (!k->inclusive && n > size) n = size; // beyond the file, whatever it says
    uint64_t next = at + (k->inclusive ? n : head + n);
    if (next > size) return data ? left_over(k, file, at, size - at) : STALE_NOT;
    data |= is_data;
    at = rounded(next, k->align);
  }
  return STALE_NOT;
}
